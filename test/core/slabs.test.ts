import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { full, zeros } from '../../src/index.js';

const sizes = [1, 7, 8, 9, 100, 1000, 2048, 2049, 5000];

describe('small arrays', () => {
  it('are zeros, and share no byte with each other', () => {
    const arrays = Array.from({ length: 400 }, (_, at) => full([sizes[at % sizes.length]], at));
    const later = sizes.map((size) => zeros([size]));
    arrays.forEach((x, at) => {
      expect(x.data.every((value) => value === at)).toBe(true);
    });
    for (const x of later) expect(x.data.every((value) => value === 0)).toBe(true);
  });

  it('lie as a typed array of their dtype must', () => {
    for (const dtype of ['bool', 'int16', 'float32', 'complex64', 'int64', 'complex128'] as const) {
      const x = zeros([3], { dtype });
      expect(x.data.byteOffset % 64).toBe(0);
      expect(x.data.byteLength).toBe(3 * x.itemsize);
    }
  });

  it('cannot be taken away by transferring the buffer of another one', () => {
    const x = full([3], 1);
    const y = full([3], 2);
    const { port1 } = new MessageChannel();
    try {
      port1.postMessage(x.data, [x.data.buffer as ArrayBuffer]);
    } catch (error) {
      expect(error).toHaveProperty('name', 'DataCloneError');
    }
    port1.close();
    expect(x.toArray()).toEqual([1, 1, 1]);
    expect(y.toArray()).toEqual([2, 2, 2]);
  });
});
