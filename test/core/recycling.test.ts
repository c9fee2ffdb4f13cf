/** Memory of collected arrays: used again only when nobody can see it. */
import { afterAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { Recycling } from '../../src/core/recycling.js';
import { setBackend } from '../../src/kernels/select.js';
import { add, full } from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';

const KB = 1024;

/** A host whose collector is told what to collect: that, and what nobody holds, the canaries. */
function setUp(limit = 1 << 30, collectYoung?: (collect: (...garbage: object[]) => void) => void) {
  const gone = new Set<object>();
  const canaries = new Set<object>();
  const collect = (...garbage: object[]): void => {
    for (const object of [...garbage, ...canaries]) gone.add(object);
  };
  const dropped: (object | undefined)[] = [];
  const recycling = new Recycling((buffer) => dropped.push(buffer));
  const watcher = {
    watch: (object: object): unknown => {
      if (!(object instanceof SharedArrayBuffer)) canaries.add(object);
      return object;
    },
    collectYoung: collectYoung && (() => collectYoung(collect)),
    watched: (handle: unknown) => (gone.has(handle as object) ? undefined : (handle as object)),
  };
  const make = (bytes: number): SharedArrayBuffer => {
    const buffer = new SharedArrayBuffer(bytes);
    recycling.watch(buffer, watcher, limit);
    return buffer;
  };
  return { collect, dropped, recycling, make };
}

describe('memory of collected buffers', () => {
  test('is given again, under a handle of its own', () => {
    const { collect, recycling, make } = setUp();
    const first = make(512 * KB);
    new Uint8Array(first)[7] = 42;
    expect(recycling.take(512 * KB)).toBeUndefined();
    collect(first);
    const second = recycling.take(512 * KB)!;
    expect(second).not.toBe(first);
    expect(new Uint8Array(second)[7]).toBe(42);
    expect(recycling.take(512 * KB)).toBeUndefined();
  });
  test('only for just its size', () => {
    const { collect, recycling, make } = setUp();
    collect(make(512 * KB));
    expect(recycling.take(511 * KB)).toBeUndefined();
    expect(recycling.take(513 * KB)).toBeUndefined();
    expect(recycling.take(512 * KB)).toBeDefined();
  });
  test('not where somebody else may see it', () => {
    const { collect, recycling, make, dropped } = setUp();
    const buffer = make(512 * KB);
    recycling.forget(buffer);
    collect(buffer);
    expect(recycling.take(512 * KB)).toBeUndefined();
    expect(dropped).toEqual([buffer]);
  });
  test('beyond the limit the oldest is let go, with the buffer where there still is one', () => {
    const { collect, recycling, make, dropped } = setUp(1024 * KB);
    const oldest = make(512 * KB);
    const living = make(512 * KB);
    collect(oldest);
    make(512 * KB);
    expect(dropped).toEqual([undefined]);
    recycling.clear();
    expect(dropped[1]).toBe(living);
    expect(dropped.length).toBe(3);
    expect(recycling.take(512 * KB)).toBeUndefined();
  });
  test('the latest first, also where others of the size live on', () => {
    const { collect, recycling, make } = setUp();
    for (let i = 0; i < 8; i++) make(512 * KB);
    expect(recycling.take(512 * KB)).toBeUndefined();
    const [older, newer] = [make(512 * KB), make(512 * KB)];
    new Uint8Array(older)[0] = 1;
    new Uint8Array(newer)[0] = 2;
    collect(older, newer);
    expect(new Uint8Array(recycling.take(512 * KB)!)[0]).toBe(2);
    expect(new Uint8Array(recycling.take(512 * KB)!)[0]).toBe(1);
    expect(recycling.take(512 * KB)).toBeUndefined();
  });
  test('a collection is asked for after 16 MB, and less often while it finds nothing', () => {
    let asked = 0;
    let garbage: object[] = [];
    const { recycling, make } = setUp(1 << 30, (collect) => {
      asked++;
      collect(...garbage);
    });
    const megabytes = (count: number): void => {
      for (let i = 0; i < count; i++) {
        recycling.take(KB * KB);
        make(KB * KB);
      }
    };
    megabytes(17);
    expect(asked).toBe(0);
    megabytes(1);
    expect(asked).toBe(1);
    megabytes(31);
    expect(asked).toBe(1);
    megabytes(1);
    expect(asked).toBe(2);
    garbage = [make(KB * KB)];
    megabytes(64);
    expect(asked).toBe(3);
    garbage = [];
    megabytes(16);
    expect(asked).toBe(4);
  });
  test('small and very large ones are left alone', () => {
    const { collect, recycling, make } = setUp();
    collect(make(16 * KB), make(257 * KB * KB));
    expect(recycling.take(16 * KB)).toBeUndefined();
    expect(recycling.take(257 * KB * KB)).toBeUndefined();
  });
});

describe.skipIf(!availableBackends().includes('native'))('a loop that makes garbage of one size', () => {
  afterAll(() => setBackend('auto'));
  test('leaves what is alive, and what code outside has seen, as it is', () => {
    setBackend('native');
    const kept: [number, NDArray<'float64', [number]>][] = [];
    const seen: [number, Float64Array][] = [];
    for (let round = 0; round < 600; round++) {
      const y = add(full([200_000], round), 1) as NDArray<'float64', [number]>;
      if (round % 60 === 0) kept.push([round, y]);
      if (round % 150 === 0) seen.push([round, y.data]);
    }
    for (const [round, y] of kept) {
      expect(y.min().item()).toBe(round + 1);
      expect(y.max().item()).toBe(round + 1);
    }
    for (const [round, data] of seen) expect(data.every((value) => value === round + 1)).toBe(true);
  });
});
