import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storage } from '../../src/core/ndarray.js';
import {
  add,
  arange,
  array,
  asarray,
  full,
  type NDArray,
  share,
  slice,
  tobytes,
  toShared,
  zeros,
} from '../../src/index.js';
import { formatNpy, parseNpy } from '../../src/io/index.js';

const sizes = [1, 7, 8, 9, 100, 1000, 2048, 2049, 5000];

function transfer(x: NDArray): void {
  structuredClone(x.data, { transfer: [x.data.buffer as ArrayBuffer] });
}

describe('small arrays', () => {
  it('are zeros, and share no byte with each other', () => {
    const arrays = Array.from({ length: 400 }, (_, at) => full([sizes[at % sizes.length]], at));
    const later = sizes.map((size) => zeros([size]));
    arrays.forEach((x, at) => {
      expect(storage(x).every((value) => value === at)).toBe(true);
    });
    for (const x of later) expect(storage(x).every((value) => value === 0)).toBe(true);
  });

  it('lie as a typed array of their dtype must', () => {
    for (const dtype of ['bool', 'int16', 'float32', 'complex64', 'int64', 'complex128'] as const) {
      const x = zeros([3], { dtype });
      expect(storage(x).byteOffset % 64).toBe(0);
      expect(x.data.byteLength).toBe(3 * x.itemsize);
    }
  });
});

describe('data that is given away', () => {
  it('has a buffer of its own, the same one at every read', () => {
    for (const size of sizes) {
      const x = full([size], 3);
      expect(x.data.buffer.byteLength).toBe(8 * size);
      expect(x.data).toBe(x.data);
      expect(x.data.every((value) => value === 3)).toBe(true);
    }
  });

  it('can be transferred without taking another array away', () => {
    const before = full([3], 1);
    const x = full([3], 2);
    const after = full([3], 3);
    transfer(x);
    expect(before.toArray()).toEqual([1, 1, 1]);
    expect(after.toArray()).toEqual([3, 3, 3]);
    expect(add(before, after).toArray()).toEqual([4, 4, 4]);
    expect(() => x.toArray()).toThrow(/was transferred or shrunk/);
    expect(() => add(x, after)).toThrow(/was transferred or shrunk/);
  });

  it('takes nothing of other arrays along in a message', () => {
    const secret = full([64], 42);
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(full([64], 1).data);
    const { message } = receiveMessageOnPort(port2) as { message: Float64Array };
    port1.close();
    expect(message.buffer.byteLength).toBe(512);
    expect(secret.sum().item()).toBe(42 * 64);
  });

  it('is seen by the views there were, and they by it', () => {
    const x = arange(6).reshape([2, 3]).copy();
    const turned = x.T;
    const row = x.at(1);
    const late = turned.at(slice(1, 3));
    x.data[4] = 40;
    expect(turned.get(1, 1)).toBe(40);
    row.set(50, 2);
    expect(x.data[5]).toBe(50);
    expect(late.get(1, 1)).toBe(50);
    expect(turned.data).toBe(x.data);
    expect(x.at(1).data).toBe(x.data);
    expect(add(late, turned.at(slice(0, 2))).toArray()).toEqual([
      [1, 43],
      [3, 90],
    ]);
  });

  it('moves the owner when it is read from a view', () => {
    const x = zeros([4]);
    const bytes = x.view('uint8');
    const words = x.view('int32');
    const tail = bytes.at(slice(8, 16));
    bytes.data[7] = 0x40;
    expect(x.data.buffer).toBe(bytes.data.buffer);
    expect(x.get(0)).toBe(2);
    expect(words.get(1)).toBe(0x40000000);
    words.set(0x3ff00000, 3);
    expect(x.toArray()).toEqual([2, 1, 0, 0]);
    expect(tail.get(7)).toBe(0x3f);
    expect(words.data.buffer.byteLength).toBe(32);
  });

  it('stays with the views when their owner was disposed', () => {
    const x = arange(4).copy();
    const [first, last] = [x.at(slice(0, 2)), x.at(slice(1, 4))];
    expect(x.dispose()).toBe(false);
    first.data[1] = 10;
    expect(last.toArray()).toEqual([10, 2, 3]);
    expect(last.data.buffer).toBe(first.data.buffer);
    expect(first.data.buffer.byteLength).toBe(32);
    expect(() => x.data).toThrow(/was disposed/);
  });

  it('of a view that was disposed moves for the views of that', () => {
    const x = arange(8).copy();
    const middle = x.at(slice(2, 6));
    const last = middle.at(slice(2, 4));
    middle.dispose();
    x.data[4] = -1;
    expect(last.toArray()).toEqual([-1, 5]);
  });

  it('is the same whatever else was read, moved and written before', () => {
    const step = fc.record({
      what: fc.constantFrom('view', 'cast', 'data', 'set', 'dispose'),
      which: fc.nat(),
      start: fc.integer({ min: 0, max: 3 }),
      value: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        // Each array with the place of its first byte in `bytes`, which is what it must hold.
        const bytes = new Uint8Array(64);
        const arrays = [{ x: zeros([64], { dtype: 'uint8' }) as NDArray, at: 0 }];
        const live = () => arrays.filter(({ x }) => !x.disposed);
        for (const { what, which, start, value } of steps) {
          const among = live();
          if (among.length === 0) break;
          const { x, at } = among[which % among.length];
          if (what === 'data') expect(x.data.buffer.byteLength).toBe(64);
          else if (what === 'dispose') x.dispose();
          else if (x.size <= 2 * start) continue;
          else if (what === 'view') arrays.push({ x: x.at(slice(start, null)), at: at + start * x.itemsize });
          else if (what === 'cast' && at % 2 === 0) {
            const to = x.dtype === 'uint8' && x.size % 2 === 0 ? 'uint16' : 'uint8';
            arrays.push({ x: x.view(to), at });
          } else if (what === 'set' && x.dtype === 'uint8') {
            x.set(value, start);
            bytes[at + start] = value;
          }
        }
        for (const { x, at } of live()) {
          const length = x.size * x.itemsize;
          expect([...tobytes(x)]).toEqual([...bytes.subarray(at, at + length)]);
        }
      }),
    );
  });

  it('is copied once where it is shared or written to a file', () => {
    const x = full([3], 5);
    const shared = share(toShared(x));
    expect(shared.data.buffer.byteLength).toBe(24);
    const file = formatNpy(x);
    expect(file.buffer.byteLength).toBe(file.byteLength);
    expect(parseNpy(file).toArray()).toEqual([5, 5, 5]);
  });

  it('makes an array of its own that shares its memory', () => {
    const x = array([1, 2, 3]);
    const y = asarray(x.data);
    y.set(7, 0);
    expect(x.get(0)).toBe(7);
  });
});
