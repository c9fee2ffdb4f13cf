import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dtypeNames } from '../../src/core/dtype.js';
import { ArgumentError, StridedError } from '../../src/core/errors.js';
import { storage } from '../../src/core/ndarray.js';
import { fromShared, isShared, type SharedArray, share, toShared } from '../../src/core/share.js';
import { arange, asarray, zeros } from '../../src/ops/creation.js';

describe('sharing with a worker thread', () => {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url));
  afterAll(() => worker.terminate());

  it('shows each side the writes of the other', async () => {
    const x = toShared(arange(6).reshape([2, 3]));
    const view = x.at('::-1', '1:');
    worker.postMessage(share(view));
    const [{ seen, shared }] = (await once(worker, 'message')) as [{ seen: number[]; shared: boolean }];
    expect(shared).toBe(true);
    expect(seen).toEqual([4, 5, 1, 2]);
    expect(x.toArray()).toEqual([
      [0, 2, 4],
      [3, 8, 10],
    ]);
    x.set(100, 1, 1);
    worker.postMessage(share(view));
    const [second] = (await once(worker, 'message')) as [{ seen: number[] }];
    expect(second.seen).toEqual([100, 10, 2, 4]);
    expect(x.get(1, 1)).toBe(200);
  });
});

describe('share and fromShared', () => {
  it('keep every dtype, the strides and whether it may be written', () => {
    for (const dtype of dtypeNames) {
      const x = toShared(zeros([3, 4], { dtype }));
      x.at(1).fill(1);
      const back = fromShared(structuredClone(share(x.T.at('::2'))));
      expect(back.dtype).toBe(dtype);
      expect(back.toArray()).toEqual(x.T.at('::2').toArray());
      back.fill(1);
      expect(x.at(':', 0).toArray()).toEqual(x.at(1, ':3').toArray());
    }
    const fixed = toShared(zeros(2)).broadcastTo([3, 2]);
    expect(fromShared(share(fixed)).flags.writeable).toBe(false);
  });

  it('copies nothing that lies on shared memory already', () => {
    const x = asarray(new Float64Array(new SharedArrayBuffer(64)));
    expect(isShared(x)).toBe(true);
    expect(toShared(x)).toBe(x);
    expect(fromShared(share(x)).data.buffer).toBe(x.data.buffer);
  });

  it('names the remedy for memory that is not shared', () => {
    const x = asarray(new Float64Array(3));
    expect(() => share(x)).toThrow(ArgumentError);
    expect(() => share(x)).toThrow(
      'share: x does not lie on shared memory; needs toShared(x), which copies it there',
    );
    expect(toShared(x).toArray()).toEqual([0, 0, 0]);
  });

  it('keeps shared memory from being recycled', () => {
    const x = toShared(zeros(100_000));
    share(x);
    expect(x.dispose()).toBe(false);
  });

  it('refuses descriptors that point outside their data', () => {
    const good = share(toShared(arange(6).reshape([2, 3])));
    const bad: [Partial<SharedArray>, RegExp][] = [
      [{ offset: 8 }, /reaches outside its data/],
      [{ strides: [24, -8] }, /reaches outside/],
      [{ strides: [24, 4] }, /strides that do not fit/],
      [{ shape: [2, 3, 1] }, /no valid shape/],
      [{ shape: [2, -3] }, /no valid shape/],
      [{ dtype: 'float32' }, /data that is no Float32Array/],
      [{ dtype: 'nothing' as never }, /has dtype/],
    ];
    for (const [change, message] of bad)
      expect(() => fromShared({ ...good, ...change } as never)).toThrow(message);
    expect(() => fromShared(null as never)).toThrow(ArgumentError);
  });

  it('any object is an array or an error', () => {
    const data = new Float64Array(new SharedArrayBuffer(48));
    const numbers = fc.oneof(fc.integer({ min: -64, max: 64 }), fc.double(), fc.constant(8));
    const descriptor = fc.record({
      data: fc.constantFrom(data, new Uint8Array(4), null),
      dtype: fc.constantFrom('float64', 'complex128', 'uint8', 'x'),
      shape: fc.array(numbers, { maxLength: 3 }),
      strides: fc.array(numbers, { maxLength: 3 }),
      offset: numbers,
      writeable: fc.boolean(),
    });
    fc.assert(
      fc.property(descriptor, (candidate) => {
        try {
          const x = fromShared(candidate as never);
          for (const value of x.flat) expect(value).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(StridedError);
        }
      }),
    );
  });
});

describe('dispose', () => {
  it('recycles memory nobody else can see', () => {
    const x = zeros(2 ** 17);
    const { buffer } = storage(x);
    expect(x.dispose()).toBe(true);
    const y = zeros(2 ** 17);
    expect(storage(y).buffer).toBe(buffer);
    expect(y.get(5)).toBe(0);
  });

  it('leaves memory alone that a view or the user can see', () => {
    const viewed = zeros(2 ** 17);
    const view = viewed.at('1:');
    expect(viewed.dispose()).toBe(false);
    expect(view.get(0)).toBe(0);
    const read = zeros(2 ** 17);
    expect(read.data.length).toBe(2 ** 17);
    expect(read.dispose()).toBe(false);
    const wrapped = asarray(new Float64Array(2 ** 17));
    expect(wrapped.dispose()).toBe(false);
    const x = zeros(2 ** 17);
    expect(x.T.dispose()).toBe(false);
    expect(x.reshape([2, -1]).at(0).base).toBe(x);
    expect(x.dispose()).toBe(false);
  });

  it('is the end of the array, and happens once', () => {
    const x = zeros(2 ** 17);
    x.dispose();
    expect(x.dispose()).toBe(false);
    expect(() => x.data).toThrow('NDArray: the array was disposed');
    expect(() => x.at(0)).toThrow(ArgumentError);
    expect(() => x.copy()).toThrow(ArgumentError);
  });
});
