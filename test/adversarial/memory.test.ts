/**
 * Callers who take memory away while a call goes on: by dispose, by transferring or shrinking a buffer, from their own
 * callbacks, or between two blocks. A kernel that followed the old pointer would end the process, or write into
 * someone else's array.
 */
import { expect, test } from 'vitest';
import {
  cdist,
  cdistAsync,
  cdistBlocks,
  type MatrixInput,
  nearestAsync,
  pdist,
  pdistAsync,
  withinRadiusAsync,
} from '../../src/distance/index.js';
import { ArgumentError, array, asarray, type NDArray, ones, ShapeError, zeros } from '../../src/index.js';
import { describeBackends } from '../distance/backends.js';

const gone = /^\w+: the memory under an input has gone: its buffer was transferred or shrunk$/;

function numbers(count: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: count }, (_, i) => Math.sin(i));
}

/** Memory of strided's own, which `dispose` recycles. */
function own(rows: number, columns: number): NDArray<'float64', readonly [number, number]> {
  return asarray(numbers(rows * columns))
    .reshape([rows, columns])
    .copy() as never;
}

function transfer({ buffer }: Float64Array<ArrayBuffer>): void {
  structuredClone(buffer, { transfer: [buffer] });
}

/** Takes whatever memory was just recycled, and writes all over it. */
function reuseMemory(like: NDArray): NDArray[] {
  return Array.from({ length: 4 }, () => ones(like.shape));
}

/** The compiler's library knows of resizable buffers later than Node does. */
interface Resizable extends ArrayBuffer {
  resize(bytes: number): void;
}
const ResizableBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options: { maxByteLength: number },
) => Resizable;

/** Reading element `index` of the list runs `action`, as a getter or a proxy of the caller's would. */
function trapped(values: number[], index: number, action: () => void): number[] {
  const value = values[index];
  return Object.defineProperty(values, index, {
    get() {
      action();
      return value;
    },
  });
}

describeBackends('memory taken away', () => {
  test('dispose during a promise form recycles nothing that is in use', async () => {
    const calls: [string, (x: NDArray) => Promise<unknown>][] = [
      ['cdistAsync', async (x) => (await cdistAsync(x, x, 'cityblock')).toArray()],
      ['pdistAsync', async (x) => (await pdistAsync(x, 'cityblock')).toArray()],
      ['nearestAsync', async (x) => (await nearestAsync(x, null, 2, 'cityblock')).distances.toArray()],
      ['withinRadiusAsync', async (x) => (await withinRadiusAsync(x, x, 30)).distances.toArray()],
    ];
    for (const [name, call] of calls) {
      const kept = own(150, 60);
      const disposed = kept.copy();
      const running = call(disposed);
      disposed.dispose();
      const reused = reuseMemory(kept);
      expect(await running, name).toEqual(await call(kept));
      expect(reused.every((x) => x.at(0, 0).item() === 1)).toBe(true);
    }
  });

  test('dispose of out during a promise form gives its memory to nobody else', async () => {
    const x = own(100, 60);
    const out = zeros([100, 100]);
    const running = cdistAsync(x, x, 'cityblock', { out });
    out.dispose();
    const next = zeros([100, 100]);
    await running.catch((error) => expect(error).toBeInstanceOf(ArgumentError));
    expect(next.max().item()).toBe(0);
  });

  test('dispose between blocks', async () => {
    const x = own(200, 60);
    const whole = cdist(x, x, 'cityblock').toArray();
    const disposed = x.copy();
    const rows: unknown[] = [];
    for await (const { block } of cdistBlocks(disposed, disposed, 'cityblock', { memoryBudget: 1 << 16 })) {
      disposed.dispose();
      reuseMemory(x);
      rows.push(...block.toArray());
    }
    expect(rows).toEqual(whole);
  });

  test('a metric may keep its rows, dispose of the arrays, and call back', () => {
    const x = own(100, 100);
    const out = zeros([100, 100]);
    const rows: ArrayLike<number>[] = [];
    const metric = (u: Float64Array | Float32Array, v: Float64Array | Float32Array) => {
      if (rows.length === 0) {
        x.dispose();
        out.dispose();
        reuseMemory(out);
      }
      rows.push(u);
      return cdist([u], [v], 'cityblock').get(0, 0);
    };
    const first = x.at(0).toArray();
    cdist(x, x, { metric, out });
    expect(Array.from(rows[0])).toEqual(first);
  });

  test('a buffer transferred between blocks', async () => {
    for (const wrap of [(data: Float64Array) => asarray(data).reshape([200, 20]), undefined]) {
      const data = numbers(4000);
      const x: MatrixInput = wrap ? (wrap(data) as NDArray) : { data, shape: [200, 20] };
      const blocks = cdistBlocks(x, x, 'cityblock', { memoryBudget: 1 << 15 });
      await blocks.next();
      transfer(data);
      await expect(blocks.next()).rejects.toThrow(gone);
    }
  });

  test('a buffer transferred before a promise form has begun to compute', async () => {
    const data = numbers(4000);
    const running = cdistAsync({ data, shape: [200, 20] }, [new Array(20).fill(1)], 'cityblock');
    transfer(data);
    await expect(running).rejects.toThrow(gone);
  });

  test('a buffer transferred while the arguments are being read', () => {
    const steps: ((x: MatrixInput, take: () => void) => unknown)[] = [
      (x, take) => cdist(x, x, 'cityblock', { w: trapped([1, 1, 1, 1], 1, take) }),
      (x, take) => cdist(x, [trapped([1, 2, 3, 4], 2, take)], 'cityblock'),
      (x, take) => pdist(x, 'seuclidean', { V: trapped([1, 1, 1, 1], 3, take) }),
    ];
    for (const step of steps) {
      const data = numbers(400);
      expect(() => step({ data, shape: [100, 4] }, () => data.length > 0 && transfer(data))).toThrow(gone);
    }
  });

  test('a buffer transferred by a metric gives no crash', () => {
    const data = numbers(200);
    const x: MatrixInput = { data, shape: [50, 4] };
    let calls = 0;
    const metric = (u: ArrayLike<number>) => {
      if (calls++ === 100) transfer(data);
      return u[0] ?? Number.NaN;
    };
    expect(cdist(x, x, metric).shape).toEqual([50, 50]);
  });

  test('a resizable buffer that shrinks during a promise form', async () => {
    const buffer = new ResizableBuffer(100 * 40 * 8, { maxByteLength: 100 * 40 * 8 });
    const data = new Float64Array(buffer);
    data.set(numbers(4000));
    const want = cdist({ data, shape: [100, 40] }, { data, shape: [100, 40] }, 'cityblock').toArray();
    const running = cdistAsync({ data, shape: [100, 40] }, { data, shape: [100, 40] }, 'cityblock');
    buffer.resize(0);
    expect((await running).toArray()).toEqual(want);
  });

  test('a resizable buffer that shrank before is noticed, and one that grew is no matter', () => {
    const buffer = new ResizableBuffer(64, { maxByteLength: 1024 });
    const x = asarray(new Float64Array(buffer)).reshape([4, 2]);
    buffer.resize(1024);
    expect(cdist(x, x).shape).toEqual([4, 4]);
    buffer.resize(32);
    expect(() => cdist(x, x)).toThrow(/^NDArray: the memory under the array has gone/);
    expect(() => x.sum()).toThrow(ArgumentError);
  });
});

describeBackends('arguments of the caller', (name) => {
  test('out in resizable memory is refused where threads would write to it', async () => {
    const x = [[1, 2]];
    const memory = () =>
      asarray(new Float64Array(new ResizableBuffer(8, { maxByteLength: 64 }))).reshape([1, 1]);
    expect(cdist(x, x, { out: memory() }).item()).toBe(0);
    const running = cdistAsync(x, x, { out: memory() });
    if (name !== 'native') expect((await running).item()).toBe(0);
    else
      await expect(running).rejects.toThrow(
        'cdist: out lies in a resizable ArrayBuffer, which could shrink while it is written; needs another',
      );
  });

  test('are not changed: lists are not frozen, weights not written', () => {
    const shape: [number, number] = [2, 2];
    const w = Float64Array.of(1, 2);
    const input = { data: new Float64Array(4), shape };
    cdist(input, input, 'cityblock', { w });
    expect(Object.isFrozen(shape)).toBe(false);
    expect(Array.from(w)).toEqual([1, 2]);
  });

  test('a metric that gives no number is told so', () => {
    for (const [value, got] of [
      ['3', 'string'],
      [undefined, 'undefined'],
      [null, 'null'],
      [2n, 'bigint'],
      [Promise.resolve(1), 'a promise'],
    ] as const) {
      const call = () => cdist([[1]], [[2]], (() => value) as never);
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`cdist: metric returned ${got}; needs a number`);
    }
    expect(cdist([[1]], [[2]], (() => true) as never).toArray()).toEqual([[1]]);
  });

  test('lengths that are no lengths', () => {
    const rows = (length: number) => [{ length, 0: 1, 1: 2 }] as never;
    for (const length of [-1, 2.5, Number.NaN, 2 ** 53]) {
      expect(() => pdist(rows(length))).toThrow(ShapeError);
      expect(() => pdist(rows(length))).toThrow(/^pdist: x\[0\] has length .*; needs a row of numbers$/);
    }
    const empty = (rowCount: number) => ({ data: new Float64Array(0), shape: [rowCount, 0] as const });
    expect(() => cdist(empty(2 ** 31), [[]])).toThrow(
      'cdist: xa has 2147483648 rows of 0; needs at most 2147483647 of either',
    );
  });

  test('an option that does not exist', async () => {
    const x = [[1, 2]];
    const slip = { metrc: 'cosine' } as never;
    const message = 'there is no option metrc; needs metric, p, w, V, VI, centered, base, algorithm, dtype';
    expect(() => cdist(x, x, slip)).toThrow(ArgumentError);
    expect(() => cdist(x, x, slip)).toThrow(`cdist: ${message}`);
    expect(() => pdist(x, 'cosine', slip)).toThrow(`pdist: ${message}`);
    await expect(nearestAsync(x, x, 1, slip)).rejects.toThrow(`nearest: ${message}`);
    await expect(cdistBlocks(x, x, slip).next()).rejects.toThrow(`cdistBlocks: ${message}`);
    expect(() => cdist(x, x, undefined, 5 as never)).toThrow('cdist: options is number; needs an object');
    expect(() => cdist(x, x, '' as never, {})).toThrow("cdist: unknown metric ''");
  });

  test('options of the wrong type', async () => {
    const x = array([[1, 2]]);
    expect(() => cdist(x, x, 'correlation', { centered: 0 as never })).toThrow(
      'cdist: centered is number; needs true or false',
    );
    expect(() => cdist(x, x, { threads: '2' as never })).toThrow(
      'cdist: threads is string; needs an integer of at least 1',
    );
    for (const signal of [{}, 5, 'x'])
      await expect(cdistAsync(x, x, { signal: signal as never })).rejects.toThrow(
        `cdist: signal is ${typeof signal}; needs an AbortSignal`,
      );
    await expect(cdistAsync(x, x, { onProgress: 5 as never })).rejects.toThrow(
      'cdist: onProgress is number; needs a function',
    );
    for (const threads of [1e9, 2 ** 31, 2 ** 32, 2 ** 53 - 1])
      expect(cdist(x, x, { threads }).item()).toBe(0);
  });
});
