/** The sorting kernels of each backend against plain JavaScript: every dtype, sizes on both sides of every limit, and
 * patterns that other sorts find hard; the same results from any number of threads. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { type NDArray, storage } from '../../src/core/ndarray.js';
import { kernelCode } from '../../src/kernels/element-kind.js';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { arange, array } from '../../src/ops/index.js';
import { availableBackends } from './available.js';

type Values = Float64Array;

/** Numbers below 2^32, the same in every run. */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

/** By name: the value at i of n, from a random number. */
const patterns: Record<string, (i: number, n: number, random: number) => number> = {
  random: (_, __, r) => r,
  ascending: (i) => i,
  descending: (i, n) => n - i,
  equal: () => 7,
  'few values': (_, __, r) => r % 3,
  'organ pipe': (i, n) => Math.min(i, n - i),
  'saw tooth': (i) => i % 17,
  'one out of place': (i, n) => (i === n >> 1 ? -1 : i),
  'equal but for the lowest bits': (_, __, r) => 1 + (r % 64) * 2 ** -52,
  'tied in high bits': (_, __, r) => (r % 4) + (r >>> 20) * 2 ** -40,
  'few great ones': (_, __, r) => (r % 100 === 0 ? r * 1e30 : r % 8),
};

/** 40 and 41: where counting starts; 2999 and 3000: wider digits; 65 535 and 65 536: buckets. */
const sizes = [
  0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 39, 40, 41, 63, 64, 65, 127, 128, 129, 255, 256, 257,
];
const largeSizes = [2999, 3000, 65_535, 65_536];
const dtypes: DType[] = [
  'float64',
  'float32',
  'float16',
  'int64',
  'uint64',
  'int32',
  'uint32',
  'int16',
  'uint16',
  'int8',
  'uint8',
  'bool',
];

/** Elements of the dtype: the numbers and, of floats, special ones here and there. */
function elements(dtype: DType, n: number, pattern: string): NDArray {
  const random = generator();
  const make = patterns[pattern];
  const special = [NaN, Infinity, -Infinity, 0, -0];
  const values = Array.from({ length: n }, (_, i) => {
    const r = random();
    return dtype.startsWith('float') && r % 97 < 5 ? special[r % 97] : make(i, n, r);
  });
  return array(values, { dtype: 'float64' }).asType(dtype) as NDArray;
}

function run(
  entry: 'sort' | 'argsort',
  x: NDArray,
  threads: number,
  descending = 0,
  kths: number[] | null = null,
  select = 0,
) {
  const out = entry === 'sort' ? storage(x).slice() : new BigInt64Array(x.size);
  const params = Float64Array.of(kernelCode(x.dtype), 1, x.size, 1, descending, kths?.length ?? 0, select);
  backend().run(entry, [storage(x), out, kths && Float64Array.from(kths)], params, threads);
  return out as unknown as Values;
}

/** Whether x may stand before y; NaN before nothing but NaN. */
function inOrder(x: number, y: number): boolean {
  return x <= y || (y as unknown) !== y || Number.isNaN(y);
}

/** What sorts leave open: the sign of zeros, the bits of NaN. */
const canonicalNumber = (x: number): number => (typeof x === 'number' ? x + 0 : x);
const canonicalHalf = (bits: number): number =>
  (bits & 0x7fff) > 0x7c00 ? 0x7e00 : bits === 0x8000 ? 0 : bits;

/** Every element the same, zeros of either sign. (`toEqual` would take seconds.) */
function expectSame(got: ArrayLike<unknown>, want: ArrayLike<unknown>): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    if (got[i] === want[i] || Object.is(got[i], want[i])) continue;
    expect.fail(`element ${i} is ${String(got[i])}, not ${String(want[i])}`);
  }
}

for (const name of availableBackends()) {
  describe(`sorting on ${name}`, () => {
    beforeAll(() => setBackend(name));
    afterAll(() => setBackend('auto'));
    const large = name === 'native' ? largeSizes : [300];
    test.each(Object.keys(patterns))('%s', (pattern) => {
      for (const dtype of pattern === 'random' ? dtypes : (['float64', 'int32'] as DType[])) {
        for (const n of [...sizes, ...(pattern === 'random' ? large : large.slice(-1))]) {
          const x = elements(dtype, n, pattern);
          const what = `${dtype}, ${n}`;
          const order = run('argsort', x, 0);
          const numbers = x.asType('float64');
          const values = storage(numbers) as Values;
          const seen = new Uint8Array(n);
          let before = -1;
          for (let i = 0; i < n; i++) {
            const at = Number(order[i]);
            seen[at] = 1;
            if (i > 0) {
              const ascends = inOrder(values[before], values[at]);
              const ties =
                values[before] === values[at] || (Number.isNaN(values[before]) && Number.isNaN(values[at]));
              if (!ascends || (ties && before > at)) expect.fail(`${what}: position ${i} of the order`);
            }
            before = at;
          }
          expect(seen.indexOf(0), what).toBe(-1);
          const sorted = run('sort', x, 0);
          const slots = storage(x) as Values;
          const canonical = dtype === 'float16' ? canonicalHalf : canonicalNumber;
          for (let i = 0; i < n; i++) {
            if (Object.is(canonical(sorted[i]), canonical(slots[Number(order[i])]))) continue;
            expect.fail(`${what}: element ${i} is ${sorted[i]}`);
          }
        }
      }
    });
    test('downwards', () => {
      for (const n of [50, ...large]) {
        const x = elements('float64', n, 'few values');
        const want = new BigInt64Array(n);
        const params = Float64Array.of(kernelCode('float64'), 1, n, 1, 1, 0, 0);
        reference.argsort([storage(x), want, null], params);
        expectSame(run('argsort', x, 0, 1), want);
      }
    });
    test('partitions: as sorted at the positions, apart around them', () => {
      for (const pattern of ['random', 'few values', 'equal']) {
        for (const n of [1, 2, 50, ...large]) {
          const x = elements('float64', n, pattern);
          const sorted = run('sort', x, 0);
          const kths = [...new Set([0, n >> 1, n - 1])];
          const parted = run('sort', x, 0, 0, kths);
          const selected = run('sort', x, 0, 0, kths, 1);
          for (const k of kths) {
            expect(parted[k] + 0).toBe(sorted[k] + 0);
            expect(selected[k] + 0).toBe(sorted[k] + 0);
            for (let i = 0; i < k; i++)
              if (!inOrder(parted[i], parted[k])) expect.fail(`${n}: ${i} before ${k}`);
            for (let i = k; i < n; i++)
              if (!inOrder(parted[k], parted[i])) expect.fail(`${n}: ${i} after ${k}`);
          }
          expectSame(parted.slice().sort(), sorted);
        }
      }
    });
    test('results do not depend on the number of threads', () => {
      for (const n of large) {
        const x = elements('float64', n, 'few great ones');
        for (const kths of [null, [n >> 2]]) {
          for (const entry of ['sort', 'argsort'] as const)
            expectSame(run(entry, x, 3, 0, kths), run(entry, x, 1, 0, kths));
        }
      }
    });
    test('axes in the middle', () => {
      const x = arange(3 * 200 * 21)
        .mul(7919)
        .mod(101);
      for (const entry of ['sort', 'argsort'] as const) {
        const params = Float64Array.of(kernelCode('float64'), 3, 200, 21, 0, 0, 0);
        const make = () => (entry === 'sort' ? new Float64Array(x.size) : new BigInt64Array(x.size));
        const [got, want] = [make(), make()];
        backend().run(entry, [storage(x), got, null], params);
        reference[entry]([storage(x), want, null], params);
        expectSame(got, want);
      }
    });
  });
}
