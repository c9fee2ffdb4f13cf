/** Sorting, searching and sets against NumPy: every dtype and axis, any strides, on each backend; and their laws. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, AxisError, DTypeError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, slotsOf, unpack } from './fixtures.js';

interface Case {
  readonly op: string;
  readonly a: DType;
  readonly axis?: number | null;
  readonly side?: 'left' | 'right';
  readonly right?: boolean;
  readonly equalNan?: boolean;
  readonly out: Packed | Packed[];
}
const { inputs, cases } = readFixture<{ inputs: Record<DType, Packed>; cases: Case[] }>('sorting');

/** -0 and 0 are one value here: NumPy's sort does not say which comes first. */
function withoutSigns(x: NDArray): NDArray {
  return x.dtype.startsWith('float') || x.dtype.startsWith('complex') ? (st.add(x, 0) as NDArray) : x;
}

const everything = { returnIndex: true, returnInverse: true, returnCounts: true } as const;
const parts = (all: st.UniqueResult): NDArray[] => [
  all.values as NDArray,
  all.indices,
  all.inverseIndices,
  all.counts,
];

const operations: Record<string, (x: NDArray, one: Case) => NDArray | NDArray[]> = {
  sort: (x, { axis }) => st.sort(x, { axis }),
  argsort: (x, { axis }) => st.argsort(x, { axis }),
  sortComplex: (x) => st.sortComplex(x) as NDArray,
  lexsort: (x) => st.lexsort(x),
  nonzero: (x) => st.nonzero(x),
  argwhere: (x) => st.argwhere(x),
  flatnonzero: (x) => st.flatnonzero(x),
  searchsorted: (x, { side }) => st.searchsorted(st.sort(x, { axis: null }), x.at(':2') as NDArray, { side }),
  unique: (x, { equalNan }) => parts(st.unique(x, { ...everything, equalNan })),
  uniqueRows: (x, { axis }) => {
    const rows = st.concatenate([x.at(':2'), x.at(':1'), x.at('1:3')] as NDArray[]);
    return parts(st.unique(rows.at(':', [0, 1, 1, 2, 0]) as NDArray, { ...everything, axis }));
  },
  union1d: (x) => st.union1d(x.at(':2') as NDArray, x.at('1:3') as NDArray),
  intersect1d: (x) => st.intersect1d(x.at(':2') as NDArray, x.at('1:3') as NDArray),
  setdiff1d: (x) => st.setdiff1d(x.at(':2') as NDArray, x.at('1:3') as NDArray),
  setxor1d: (x) => st.setxor1d(x.at(':2') as NDArray, x.at('1:3') as NDArray),
  isin: (x) => st.isin(x, x.at('1:3') as NDArray),
  digitize: (x, { right }) => st.digitize(x, st.unique(x.at(st.isfinite(x)) as NDArray), { right }),
  digitizeFalling: (x, { right }) =>
    st.digitize(x, st.flip(st.unique(x.at(st.isfinite(x)) as NDArray)) as NDArray, { right }),
};

for (const name of availableBackends()) {
  describe(`against NumPy on ${name}`, () => {
    beforeAll(() => setBackend(name));
    afterAll(() => setBackend('auto'));
    for (const op of Object.keys(operations)) {
      test(op, () => {
        const own = cases.filter((one) => one.op === op);
        expect(own.length).toBeGreaterThan(10);
        for (const one of own) {
          const { op: _, a, out, ...options } = one;
          for (const strided of [false, true]) {
            const x = unpack(inputs[a]);
            const what = `${op}(${a}, ${JSON.stringify(options)})${strided ? ', strided' : ''}`;
            const got = [operations[op](strided ? scattered(x) : x, one)].flat();
            const want = [out].flat();
            expect(got.length, what).toBe(want.length);
            for (let i = 0; i < want.length; i++)
              expectLike(withoutSigns(got[i]), withoutSigns(unpack(want[i])), 0, what);
          }
        }
      });
    }
  });
}

/** Numbers that repeat, tie in their high bits, and are special. */
const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1 + 2 ** -52, 1 + 2 ** -51),
);
const dtypes = ['float64', 'float32', 'float16', 'int8', 'uint16', 'int32', 'uint32'] as const;

describe('laws', () => {
  const lists = fc.array(number, { maxLength: 150, size: 'max' });
  test('argsort is a stable permutation that sorts, upwards and downwards', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...dtypes), fc.boolean(), (list, dtype, descending) => {
        const x = st.array(list, { dtype: 'float64' }).asType(dtype) as NDArray;
        const values = slotsOf(x) as number[];
        const order = (st.argsort(x, { descending }).toArray() as bigint[]).map(Number);
        const compare = (i: number, j: number): number =>
          Number(Number.isNaN(values[i])) - Number(Number.isNaN(values[j])) ||
          (values[i] < values[j] ? -1 : values[i] > values[j] ? 1 : 0);
        const want = list.map((_, i) => i).sort((i, j) => (descending ? compare(j, i) : compare(i, j)));
        expect(order).toEqual(want);
        const sorted = slotsOf(st.sort(x, { descending }) as NDArray).map((value) => Number(value) + 0);
        expect(sorted).toEqual(want.map((i) => values[i] + 0));
      }),
      { numRuns: 150 },
    );
  });
  test('a partition has nothing greater before its positions and nothing smaller after', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), fc.nat(), (list, at) => {
        const k = at % list.length;
        const x = st.array(list);
        for (const y of [st.partition(x, k), x.at(st.argpartition(x, k)) as NDArray]) {
          const values = y.toArray() as number[];
          expect([...values].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
          for (const value of values.slice(0, k)) expect(value).toBeLessThanOrEqual(values[k]);
          for (const value of values.slice(k)) expect(value).toBeGreaterThanOrEqual(values[k]);
        }
      }),
    );
  });
  test('searchsorted counts the elements that are less, or not greater', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 5 })),
        fc.array(fc.integer({ min: -6, max: 6 })),
        (a, v) => {
          const sorted = st.sort(st.array(a, { dtype: 'float64' }));
          const values = st.array(v, { dtype: 'float64' });
          const count = (test: (x: number, y: number) => boolean): bigint[] =>
            v.map((y) => BigInt(a.filter((x) => test(x, y)).length));
          expect(st.searchsorted(sorted, values).toArray()).toEqual(count((x, y) => x < y));
          expect(st.searchsorted(sorted, values, { side: 'right' }).toArray()).toEqual(
            count((x, y) => x <= y),
          );
        },
      ),
    );
  });
  test('unique takes arrays apart and puts them together', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (list) => {
        const x = st.array(list, { dtype: 'int32' });
        const { values, indices, inverseIndices, counts } = st.uniqueAll(x);
        expect(values.toArray()).toEqual([...new Set(list)].sort((a, b) => a - b));
        expect((values.at(inverseIndices) as NDArray).toArray()).toEqual(list);
        expect((x.at(indices) as NDArray).toArray()).toEqual(values.toArray());
        expect(Number(st.sum(counts).item())).toBe(list.length);
      }),
    );
  });
});

describe('rules', () => {
  test('axes, empty arrays, arrays without axes', () => {
    expect(() => st.sort(5)).toThrow(AxisError);
    expect(st.sort(5, { axis: null }).toArray()).toEqual([5]);
    expect(() => st.sort([[1]], { axis: 2 })).toThrow(AxisError);
    expect(st.sort(st.zeros([0, 3]), { axis: 0 }).shape).toEqual([0, 3]);
    expect(st.argsort(st.zeros([2, 0])).shape).toEqual([2, 0]);
    expect(st.partition([], 0).shape).toEqual([0]);
    expect(st.unique(st.zeros([0])).shape).toEqual([0]);
    expect(st.unique(7).toArray()).toEqual([7]);
    expect(st.searchsorted([], [1, 2]).toArray()).toEqual([0n, 0n]);
    expect(st.searchsorted([1, 2, 3], 2).shape).toEqual([]);
    expect(st.lexsort([1, 2]).shape).toEqual([]);
    expect(st.argwhere(5).shape).toEqual([1, 0]);
    expect(st.argwhere(0).shape).toEqual([0, 0]);
    expect(() => st.nonzero(5)).toThrow(ShapeError);
    expect(st.setxor1d([], []).shape).toEqual([0]);
    expect(st.digitize(1, [1, 2]).item()).toBe(1n);
    expect(st.digitize([1], []).toArray()).toEqual([0n]);
  });
  test('the methods sort in place, through views too, and refuse read-only arrays', () => {
    const x = st.array([
      [3, 1, 2],
      [9, 8, 7],
    ]);
    expect(x.sort()).toBe(x);
    expect(x.toArray()).toEqual([
      [1, 2, 3],
      [7, 8, 9],
    ]);
    x.at(':', '::-2').sort({ axis: 1 });
    expect(x.toArray()).toEqual([
      [3, 2, 1],
      [9, 8, 7],
    ]);
    x.T.sort({ descending: true });
    expect(x.toArray()).toEqual([
      [9, 8, 7],
      [3, 2, 1],
    ]);
    expect(st.array([3, 1, 2]).partition(0).get(0)).toBe(1);
    expect(st.array([3, 1, 2]).argpartition(0).get(0)).toBe(1n);
    expect(st.array([3, 1, 2]).argsort().toArray()).toEqual([1n, 2n, 0n]);
    expect(st.arange(3).searchsorted(1).item()).toBe(1n);
    expect(() => st.broadcastTo(st.arange(3), [2, 3]).sort()).toThrow(ArgumentError);
    expect(() => st.broadcastTo(st.arange(3), [2, 3]).partition(1)).toThrow(ArgumentError);
  });
  test('options that are wrong', () => {
    expect(() => st.sort([1], { kind: 'bogo' as never })).toThrow(/kind/);
    expect(() => st.partition([1, 2], 2)).toThrow(ArgumentError);
    expect(() => st.partition([1, 2], [0, -3])).toThrow(ArgumentError);
    expect(() => st.partition([1, 2], 0.5)).toThrow(ArgumentError);
    for (const kth of [null, 'a']) expect(() => st.partition([1, 2], kth as never)).toThrow(ArgumentError);
    expect(() => st.lexsort(null as never)).toThrow(ArgumentError);
    expect(() => st.lexsort([])).toThrow(ArgumentError);
    expect(() => st.lexsort([[1, 2], [1]])).toThrow(ShapeError);
    expect(() => st.searchsorted([[1]], 1)).toThrow(ShapeError);
    expect(() => st.searchsorted([1], 1, { side: 'middle' as never })).toThrow(ArgumentError);
    expect(() => st.searchsorted([1, 2], 1, { sorter: [0, 5] })).toThrow(ArgumentError);
    expect(() => st.searchsorted([1, 2], 1, { sorter: [0] })).toThrow(ShapeError);
    expect(() => st.digitize([1], [1, 3, 2])).toThrow(ArgumentError);
    expect(() => st.digitize([{ re: 1, im: 1 }], [1])).toThrow(DTypeError);
    expect(() => st.extract([1, 0, 1], [1, 2])).toThrow(ArgumentError);
    expect(() => st.unique([[1]], { axis: 2 })).toThrow(AxisError);
  });
  test('sorters, positions of intersections, sets that are unique already', () => {
    const x = st.array([30, 10, 20]);
    expect(st.searchsorted(x, [15, 25], { sorter: st.argsort(x) }).toArray()).toEqual([1n, 2n]);
    const { values, indices1, indices2 } = st.intersect1d([4, 1, 3, 4], [3, 9, 4], { returnIndices: true });
    expect(values.toArray()).toEqual([3, 4]);
    expect([indices1.toArray(), indices2.toArray()]).toEqual([
      [2n, 0n],
      [0n, 2n],
    ]);
    expect(st.setdiff1d([3, 1, 2], [1], { assumeUnique: true }).toArray()).toEqual([3, 2]);
    expect(st.isin([1, NaN], [NaN], { invert: true }).toArray()).toEqual([true, true]);
    expect(st.in1d([[1, 2]], [2]).toArray()).toEqual([false, true]);
    expect(st.union1d(st.array([1], { dtype: 'int32' }), [2.5]).dtype).toBe('float64');
    expect(st.extract([true, false, true], [1, 2, 3]).toArray()).toEqual([1, 3]);
  });
  test('the standard counts each NaN as a value, and both zeros as one', () => {
    const { values, indices, counts } = st.uniqueAll([NaN, 0, -0, NaN]);
    expect((values.toArray() as number[]).map((value) => value + 0)).toEqual([0, NaN, NaN]);
    expect([indices.toArray(), counts.toArray()]).toEqual([
      [1n, 0n, 3n],
      [2n, 1n, 1n],
    ]);
    expect(st.uniqueValues([NaN, NaN]).size).toBe(2);
    expect(st.uniqueCounts([2, 2]).counts.toArray()).toEqual([2n]);
    expect(st.uniqueInverse([2, 1]).inverseIndices.toArray()).toEqual([1n, 0n]);
    expect(st.unique([NaN, NaN]).size).toBe(1);
  });
});
