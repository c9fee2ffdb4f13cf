/** Histograms and counts against NumPy, every dtype and rule, on each backend. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, DTypeError, MemoryError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, unpack } from './fixtures.js';

interface Case {
  readonly a: DType;
  readonly bins: number | st.BinRule | number[];
  readonly range?: [number, number];
  readonly weights?: boolean;
  readonly density?: boolean;
  readonly out: Packed;
  readonly edges: Packed;
}
interface Grid {
  readonly bins: number | (number | number[])[];
  readonly density: boolean;
  readonly out: Packed;
  readonly edges: Packed[];
}
const { inputs, cases, grid, exact } = readFixture<{
  inputs: Record<DType | 'weights' | 'points' | 'ties', Packed>;
  cases: Case[];
  grid: Grid[];
  exact: { bins: number; out: Packed }[];
}>('histograms');

for (const name of availableBackends()) {
  describe(`against NumPy on ${name}`, () => {
    beforeAll(() => setBackend(name));
    afterAll(() => setBackend('auto'));
    test('histogram and its edges', () => {
      for (const one of cases) {
        const weights = one.weights ? unpack(inputs.weights) : null;
        const options = { range: one.range, weights, density: one.density };
        const what = `${one.a}, ${JSON.stringify({ ...options, bins: one.bins, weights: one.weights })}`;
        for (const x of [unpack(inputs[one.a]), scattered(unpack(inputs[one.a]))]) {
          const [counts, edges] = st.histogram(x, one.bins, options);
          // Densities divide by a sum that NumPy adds up pairwise.
          expectLike(counts, unpack(one.out), one.density ? 2 : 0, what);
          expectLike(edges, unpack(one.edges), 0, `edges of ${what}`);
          const own = { range: one.range, weights };
          expectLike(st.histogramBinEdges(x, one.bins, own), unpack(one.edges), 0, `edges of ${what}`);
        }
      }
    });
    test('elements on edges fall where NumPy puts them', () => {
      for (const { bins, out } of exact)
        expectLike(st.histogram(unpack(inputs.ties), bins)[0], unpack(out), 0, `${bins} bins`);
    });
    test('histogramdd and histogram2d', () => {
      const points = unpack(inputs.points);
      const weights = unpack(inputs.weights);
      for (const { bins, density, out, edges } of grid) {
        const what = JSON.stringify({ bins, density });
        const [counts, own] = st.histogramdd(points, bins, { density, weights });
        expectLike(counts as unknown as NDArray, unpack(out), density ? 4 : 0, what);
        own.forEach((one, i) => {
          expectLike(one, unpack(edges[i]), 0, `edges ${i} of ${what}`);
        });
      }
      const [counts, xEdges, yEdges] = st.histogram2d([0, 0.5, 2], [1, 1, 3], [2, 3]);
      expect(counts.toArray()).toEqual([
        [2, 0, 0],
        [0, 0, 1],
      ]);
      expect([xEdges.toArray(), yEdges.size]).toEqual([[0, 1, 2], 4]);
      expect(st.histogram2d([0, 1], [0, 1], [0, 0.5, 1, 2])[0].shape).toEqual([3, 3]);
      expect(st.histogramdd([[1, 2]], 2)[0].toArray()).toEqual([1, 1]);
      expect(st.histogramdd(st.arange(4), 2)[0].toArray()).toEqual([2, 2]);
    });
    test('bincount', () => {
      for (const dtype of [
        'int8',
        'uint8',
        'int16',
        'uint16',
        'int32',
        'uint32',
        'int64',
        'uint64',
      ] as const) {
        const x = st.array([3, 0, 3, 1], { dtype });
        expect(st.bincount(x).toArray()).toEqual([1n, 1n, 0n, 2n]);
        expect(st.bincount(x, { minlength: 6, weights: [1, 2, 4, 8] }).toArray()).toEqual([2, 8, 0, 5, 0, 0]);
        expect(st.bincount(scattered(x)).toArray()).toEqual([1n, 1n, 0n, 2n]);
      }
      expect(st.bincount([true, false, true]).toArray()).toEqual([1n, 2n]);
      expect(st.bincount([], { minlength: 2 }).toArray()).toEqual([0n, 0n]);
      expect(st.bincount([]).shape).toEqual([0]);
    });
    test('many elements: counts add up over tasks', () => {
      const x = st.arange(300_000).mod(1000);
      const [counts] = st.histogram(x, 1000);
      expect(counts.toArray()).toEqual(new Array(1000).fill(300n));
      expect(st.bincount(x.asType('int32')).toArray()).toEqual(new Array(1000).fill(300n));
      const [weighed] = st.histogram(x, 1000, { weights: st.ones(300_000) });
      expect(weighed.toArray()).toEqual(new Array(1000).fill(300));
    });
  });
}

describe('rules', () => {
  test('data that is empty, constant, NaN, out of range', () => {
    expect(st.histogram([], 3)[0].toArray()).toEqual([0n, 0n, 0n]);
    expect(st.histogram([5, 5], 2)[1].toArray()).toEqual([4.5, 5, 5.5]);
    expect(() => st.histogram([NaN, 1])).toThrow(ArgumentError);
    expect(st.histogram([NaN, 1, 9], 2, { range: [0, 2] })[0].toArray()).toEqual([0n, 1n]);
    expect(st.histogram([NaN, 1, 9], [0, 1, 2])[0].toArray()).toEqual([0n, 1n]);
    expect(st.histogram([1, 2], [1])[0].shape).toEqual([0]);
    expect(st.histogram([1, 2], [])[0].shape).toEqual([0]);
    expect(st.histogram([], 'auto')[0].size).toBe(1);
  });
  test('weights keep their dtype, complex ones too', () => {
    const weights = st.array([1, 2, 3], { dtype: 'float32' });
    expect(st.histogram([1, 2, 3], 3, { weights })[0].dtype).toBe('float32');
    const turning = [{ re: 1, im: 2 }, { re: 0, im: 1 }, 1];
    expect(st.histogram([1, 2, 1], 2, { weights: turning })[0].toArray()).toEqual([
      { re: 2, im: 2 },
      { re: 0, im: 1 },
    ]);
  });
  test('what is refused', () => {
    for (const bins of [0, -1, 1.5]) expect(() => st.histogram([1], bins)).toThrow(ArgumentError);
    expect(() => st.histogram([1], 'best' as never)).toThrow(/sturges/);
    expect(() => st.histogram([1], 'auto', { weights: [1] })).toThrow(ArgumentError);
    expect(() => st.histogram([1], [2, 1])).toThrow(ArgumentError);
    expect(() => st.histogram([1], [[1, 2]])).toThrow(ShapeError);
    expect(() => st.histogram([1], 2, { range: [2, 1] })).toThrow(ArgumentError);
    expect(() => st.histogram([1], 2, { range: [0, Infinity] })).toThrow(ArgumentError);
    expect(() => st.histogram([1, 2], 2, { weights: [1] })).toThrow(ShapeError);
    expect(() => st.histogram([{ re: 1, im: 1 }])).toThrow(DTypeError);
    expect(() => st.histogram([1, 1 + 2 ** -52], 10)).toThrow(/too many/);
    expect(() => st.histogram([1], 2, { range: [-1.7e308, 1.7e308] })).toThrow(ArgumentError);
    expect(() => st.histogram([1], 2, { range: 5 as never })).toThrow(ArgumentError);
    expect(() => st.histogramdd(null as never)).toThrow(ArgumentError);
    expect(() => st.histogramdd([[1], [1, 2]])).toThrow(ShapeError);
    expect(() => st.histogramdd([[1], [1]], [2])).toThrow(ArgumentError);
    expect(() => st.histogramdd([[1], [1]], 2, { range: [null] })).toThrow(ArgumentError);
    expect(() => st.bincount([-1])).toThrow(ArgumentError);
    expect(() => st.bincount([1.5])).toThrow(DTypeError);
    expect(() => st.bincount(st.array([1.0]))).toThrow(DTypeError);
    expect(() => st.bincount([[1]])).toThrow(ShapeError);
    expect(() => st.bincount([1], { weights: [1, 2] })).toThrow(ShapeError);
    expect(() => st.bincount([1], { minlength: -1 })).toThrow(ArgumentError);
    expect(() => st.bincount(st.array([2 ** 50], { dtype: 'int64' }))).toThrow(MemoryError);
  });
});
