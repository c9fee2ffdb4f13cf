/** Shapes that the compiler works out. `tsc` checks the types; running shows that the shapes are what they say. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import type { NDArray } from '../../src/core/ndarray.js';
import type { Shape } from '../../src/core/shape.js';
import * as st from '../../src/ops/index.js';

/** The shape at run time, after the compiler has agreed with its type. */
function shapeOf<S extends Shape>(x: NDArray<DType, S>): Shape {
  return x.shape;
}
const count: number = 4;

describe('broadcasting', () => {
  const matrix = st.zeros([2, 3]);
  test('literal lengths', () => {
    expectTypeOf(st.add(matrix, st.ones([3]))).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(matrix.mul(st.ones([2, 1], 'float32'))).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(st.ones([4, 1, 1]).add(matrix)).toEqualTypeOf<NDArray<'float64', [4, 2, 3]>>();
    expectTypeOf(matrix.add(1)).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(matrix.greater(0)).toEqualTypeOf<NDArray<'bool', [2, 3]>>();
    expectTypeOf(st.sqrt(matrix)).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(st.where(matrix.greater(0), matrix, st.ones([4, 1, 1]))).toEqualTypeOf<
      NDArray<'float64', [4, 2, 3]>
    >();
    expect(shapeOf(st.ones([4, 1, 1]).add(matrix))).toEqual([4, 2, 3]);
  });
  test('a length the compiler does not know may be any', () => {
    const rows = st.zeros([count, 3]);
    expectTypeOf(rows).toEqualTypeOf<NDArray<'float64', [number, 3]>>();
    expectTypeOf(rows.add(st.ones([3]))).toEqualTypeOf<NDArray<'float64', [number, 3]>>();
    expectTypeOf(rows.add(st.ones([4, 1]))).toEqualTypeOf<NDArray<'float64', [4, 3]>>();
    expect(shapeOf(rows.add(st.ones([4, 1])))).toEqual([4, 3]);
  });
  test('lists, typed arrays and arrays of unknown rank', () => {
    expectTypeOf(matrix.add([1, 2, 3])).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(matrix.add(new Float64Array(3))).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    const any: NDArray<'float64'> = st.ones([3]);
    expectTypeOf(matrix.add(any)).toEqualTypeOf<NDArray<'float64', Shape>>();
    expect(shapeOf(matrix.add(any))).toEqual([2, 3]);
  });
  test('lengths that do not fit are refused', () => {
    // @ts-expect-error shapes (2, 3) and (2) do not broadcast: 3 meets 2
    expect(() => st.add(matrix, st.ones([2]))).toThrow(/broadcast/);
    // @ts-expect-error shapes (2, 3) and (4, 3) do not broadcast: 2 meets 4
    expect(() => matrix.mul(st.ones([4, 3]))).toThrow(/broadcast/);
  });
});

describe('views', () => {
  const x = st.zeros([2, 3, 4]);
  test('keep the lengths they keep', () => {
    expectTypeOf(x.T).toEqualTypeOf<NDArray<'float64', [4, 3, 2]>>();
    expectTypeOf(x.transpose(1, 0, 2)).toEqualTypeOf<NDArray<'float64', [3, 2, 4]>>();
    expectTypeOf(x.at(0)).toEqualTypeOf<NDArray<'float64', [3, 4]>>();
    expectTypeOf(x.at(':', null, 1)).toEqualTypeOf<NDArray<'float64', [2, 1, 4]>>();
    expectTypeOf(x.reshape(-1, 12)).toEqualTypeOf<NDArray<'float64', [number, 12]>>();
    expectTypeOf(st.ones([3]).broadcastTo([2, 3])).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expect(shapeOf(x.at(':', null, 1))).toEqual([2, 1, 4]);
  });
});

describe('reductions', () => {
  const x = st.ones([2, 3, 4], 'float32');
  test('lose the axes they sum over', () => {
    expectTypeOf(x.sum()).toEqualTypeOf<NDArray<'float32', []>>();
    expectTypeOf(x.mean({ axis: -1 })).toEqualTypeOf<NDArray<'float32', [2, 3]>>();
    expectTypeOf(st.max(x, { axis: [0, 2] })).toEqualTypeOf<NDArray<'float32', [3]>>();
    expectTypeOf(st.sum(x, { axis: 1, keepdims: true })).toEqualTypeOf<NDArray<'float32', [2, 1, 4]>>();
    expectTypeOf(st.argmax(x, { axis: 0 })).toEqualTypeOf<NDArray<'int64', [3, 4]>>();
    expectTypeOf(st.any(x, { keepdims: true })).toEqualTypeOf<NDArray<'bool', [1, 1, 1]>>();
    expect(shapeOf(st.max(x, { axis: [0, 2] }))).toEqual([3]);
    expect(shapeOf(st.sum(x, { axis: 1, keepdims: true }))).toEqual([2, 1, 4]);
  });
  test('an axis known only at run time still leaves the rank', () => {
    const axis: number = 1;
    expectTypeOf(x.sum({ axis })).toEqualTypeOf<NDArray<'float32', [number, number]>>();
    const options: st.ReductionOptions = { axis };
    expectTypeOf(x.sum(options)).toEqualTypeOf<NDArray<'float32', Shape>>();
    expect(shapeOf(x.sum(options))).toEqual([2, 4]);
  });
  test('an axis that is not there is refused', () => {
    // @ts-expect-error axis 3 is out of bounds for an array of 3 axes
    expect(() => x.sum({ axis: 3 })).toThrow(/axis/);
    // @ts-expect-error axis -4 is out of bounds for an array of 3 axes
    expect(() => st.mean(x, { axis: [0, -4] })).toThrow(/axis/);
  });
});

describe('products', () => {
  test('matmul', () => {
    const a = st.ones([2, 3]);
    expectTypeOf(st.matmul(a, st.ones([3, 5]))).toEqualTypeOf<NDArray<'float64', [2, 5]>>();
    expectTypeOf(a.matmul(st.ones([3]))).toEqualTypeOf<NDArray<'float64', [2]>>();
    expectTypeOf(st.matmul(st.ones([2]), a)).toEqualTypeOf<NDArray<'float64', [3]>>();
    expectTypeOf(st.matmul(st.ones([7, 2, 3]), st.ones([3, 4]))).toEqualTypeOf<
      NDArray<'float64', [7, 2, 4]>
    >();
    expectTypeOf(st.matmul(st.ones([3]), st.ones([3]))).toEqualTypeOf<NDArray<'float64', []>>();
    expect(shapeOf(st.matmul(st.ones([7, 2, 3]), st.ones([3, 4])))).toEqual([7, 2, 4]);
    // @ts-expect-error a has 3 columns, b has 4 rows
    expect(() => a.matmul(st.ones([4, 5]))).toThrow(/columns/);
    // @ts-expect-error b is a scalar; matmul needs at least one axis
    expect(() => st.matmul(a, st.ones([]))).toThrow(/scalar/);
  });
  test('einsum', () => {
    const a = st.ones([2, 3]);
    const b = st.ones([4, 3], 'float32');
    expectTypeOf(st.einsum('ik,jk->ij', a, b)).toEqualTypeOf<NDArray<'float64', [2, 4]>>();
    expectTypeOf(st.einsum('ij,ij->i', b, b)).toEqualTypeOf<NDArray<'float32', [4]>>();
    expectTypeOf(st.einsum('ij', a)).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(st.einsum('ba', a)).toEqualTypeOf<NDArray<'float64', [3, 2]>>();
    expectTypeOf(st.einsum('ij,kj,k->i', a, b, st.ones([4]), { optimize: 'optimal' })).toEqualTypeOf<
      NDArray<'float64', [2]>
    >();
    expectTypeOf(st.einsum('...j->...', a)).toEqualTypeOf<NDArray<'float64', Shape>>();
    const subscripts: string = 'ij->j';
    expectTypeOf(st.einsum(subscripts, a)).toEqualTypeOf<NDArray<'float64', Shape>>();
    expect(shapeOf(st.einsum('ba', a))).toEqual([3, 2]);
    // @ts-expect-error 'k' is 3 in one operand and 5 in another
    expect(() => st.einsum('ik,jk->ij', a, st.ones([4, 5]))).toThrow(/'k' is 3/);
  });
});

describe('without annotations', () => {
  test('everything is an NDArray of some shape', () => {
    const general = (x: NDArray, y: NDArray): NDArray => x.add(y).sum({ axis: 0 }).matmul(y);
    expect(general(st.ones([3, 3]), st.ones([3, 3])).shape).toEqual([3]);
    let widened: NDArray<'float64', [number, number]> = st.zeros([2, 3]);
    widened = st.zeros([5, 6]);
    expect(shapeOf(widened)).toEqual([5, 6]);
  });
  test('`out` and `dtype` say what the result is', () => {
    const out = st.zeros([2, 3], 'float32');
    expectTypeOf(st.add(out, out, { out })).toEqualTypeOf<typeof out>();
    expectTypeOf(st.add(out, 1, { dtype: 'float64' })).toEqualTypeOf<NDArray<'float64', [2, 3]>>();
    expectTypeOf(out.sum({ axis: 0, dtype: 'float64' })).toEqualTypeOf<NDArray<'float64', [3]>>();
    expect(st.add(out, out, { out })).toBe(out);
  });
});
