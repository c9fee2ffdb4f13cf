/** Medians, quantiles and percentiles against NumPy: every dtype, axis and method, on each backend. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, AxisError, DTypeError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, unpack } from './fixtures.js';

interface Case {
  readonly op: 'median' | 'nanmedian' | 'quantile' | 'nanquantile' | 'weighted';
  readonly a: DType;
  readonly axis: number | null;
  readonly q: number | number[];
  readonly method?: st.QuantileMethod;
  readonly out: Packed;
}
const { inputs, cases } = readFixture<{
  inputs: Record<DType, { plain: Packed; nan: Packed }> & { weights: Packed };
  cases: Case[];
}>('quantiles');

function compute(x: NDArray, { op, axis, q, method }: Case): NDArray {
  if (op === 'median') return st.median(x, { axis });
  if (op === 'nanmedian') return st.nanmedian(x, { axis });
  if (op === 'weighted') {
    const weights = unpack(inputs.weights).at(`:${x.shape[axis!]}`) as NDArray;
    return st.quantile(x, q, { axis, method, weights });
  }
  return (op === 'quantile' ? st.quantile : st.nanquantile)(x, q, { axis, method });
}

for (const name of availableBackends()) {
  describe(`against NumPy on ${name}`, () => {
    beforeAll(() => setBackend(name));
    afterAll(() => setBackend('auto'));
    for (const op of ['median', 'nanmedian', 'quantile', 'nanquantile', 'weighted'] as const) {
      test(op, () => {
        for (const one of cases.filter((other) => other.op === op)) {
          const { plain, nan } = inputs[one.a];
          const x = unpack(one.method === undefined ? nan : plain);
          const what = `${op}(${one.a}, ${String(one.axis)}, ${JSON.stringify(one.q)}, ${one.method})`;
          expectLike(compute(x, one), unpack(one.out), 0, what);
          expectLike(compute(scattered(x), one), unpack(one.out), 0, `${what}, strided`);
        }
      });
    }
  });
}

describe('laws', () => {
  test('a quantile of a whole position is the element there, and nan* sees only numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2 }), fc.nat(), (list, at) => {
        const sorted = [...list].sort((a, b) => a - b);
        const k = at % list.length;
        expect(st.quantile(list, k / (list.length - 1), { method: 'nearest' }).item()).toBe(sorted[k] + 0);
        const withNaN = list.flatMap((value) => [value, NaN]);
        expect(st.nanmedian(withNaN).item()).toBe(st.median(list).item());
        expect(st.nanpercentile(withNaN, 30).item()).toBe(st.percentile(list, 30).item());
        expect(st.median(withNaN).item()).toBeNaN();
      }),
    );
  });
});

describe('rules', () => {
  const x = st.arange(24).reshape([2, 3, 4]);
  test('axes, keepdims, out, shapes of shares', () => {
    expect(st.median(x, { axis: [0, 2] }).toArray()).toEqual([7.5, 11.5, 15.5]);
    expect(st.median(x, { axis: [0, -1], keepdims: true }).shape).toEqual([1, 3, 1]);
    expect(st.quantile(x, [0.1, 0.9], { axis: 1, keepdims: true }).shape).toEqual([2, 2, 1, 4]);
    expect(
      st.quantile(x, [
        [0, 0.5],
        [0.5, 1],
      ]).shape,
    ).toEqual([2, 2]);
    const out = st.zeros([2]);
    expect(st.median(x, { axis: [1, 2], out })).toBe(out);
    expect(out.toArray()).toEqual([5.5, 17.5]);
    expect(() => st.median(x, { out })).toThrow(ShapeError);
    expect(() => st.median(x, { axis: 3 })).toThrow(AxisError);
    expect(st.median(5).item()).toBe(5);
  });
  test('dtypes follow the shares', () => {
    const single = st.array([1, 2, 3], { dtype: 'float32' });
    expect(st.quantile(single, 0.3).dtype).toBe('float32');
    expect(st.quantile(single, [0.3]).dtype).toBe('float64');
    expect(st.quantile(single, st.array(0.3, { dtype: 'float32' })).dtype).toBe('float32');
    expect(st.quantile(st.array([1, 2], { dtype: 'int8' }), 0.5, { method: 'lower' }).dtype).toBe('int8');
    expect(st.median(st.array([true, false, true])).item()).toBe(1);
    expect(st.median([{ re: 1, im: 1 }, 3, 2]).item()).toEqual({ re: 2, im: 0 });
    expect(st.nanmedian([{ re: 1, im: 1 }, NaN, 2]).item()).toEqual({ re: 1.5, im: 0.5 });
    expect(st.percentile(st.array([-100, 100], { dtype: 'int8' }), 50).item()).toBe(0);
  });
  test('empty arrays, infinities', () => {
    expect(st.median([]).item()).toBeNaN();
    expect(st.nanmedian([]).item()).toBeNaN();
    expect(st.nanmedian([NaN]).item()).toBeNaN();
    expect(st.median(st.zeros([2, 0]), { axis: 1 }).toArray()).toEqual([NaN, NaN]);
    expect(() => st.quantile([], 0.5)).toThrow(ArgumentError);
    expect(st.nanquantile([], 0.5).item()).toBeNaN();
    expect(st.nanquantile([NaN, NaN], 0.5).item()).toBeNaN();
    expect(st.quantile(st.zeros([0, 3]), 0.5, { axis: 1 }).shape).toEqual([0]);
    expect(st.median([-Infinity, Infinity]).item()).toBeNaN();
    expect(st.median([1, Infinity, Infinity]).item()).toBe(Infinity);
  });
  test('what is refused', () => {
    for (const q of [1.5, -0.1, NaN]) expect(() => st.quantile([1, 2], q)).toThrow(ArgumentError);
    expect(() => st.percentile([1, 2], 101)).toThrow(/\[0, 100\]/);
    expect(() => st.quantile([1], 0.5, { method: 'best' as never })).toThrow(/inverted_cdf/);
    expect(() => st.quantile([true], 0.5)).toThrow(DTypeError);
    expect(() => st.quantile([{ re: 1, im: 0 }], 0.5)).toThrow(DTypeError);
    const weighted = (weights: number[], method: st.QuantileMethod = 'inverted_cdf') =>
      st.quantile([1, 2], 0.5, { weights, method });
    expect(() => weighted([1, 1], 'linear')).toThrow(ArgumentError);
    expect(() => weighted([1, -1])).toThrow(ArgumentError);
    expect(() => weighted([0, 0])).toThrow(ArgumentError);
    expect(() => weighted([1])).toThrow(ShapeError);
    expect(weighted([0, 1]).item()).toBe(2);
  });
});
