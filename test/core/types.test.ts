/** What the compiler knows. The assertions are checked by `tsc`; running them shows that the code they stand on runs. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Complex } from '../../src/core/complex.js';
import type { DType } from '../../src/core/dtype.js';
import { slice } from '../../src/core/index-parse.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { fromShared, share, toShared } from '../../src/core/share.js';
import type { NestedList } from '../../src/core/types.js';
import {
  arange,
  array,
  asarray,
  empty,
  eye,
  fromBuffer,
  full,
  linspace,
  ones,
  zeros,
  zerosLike,
} from '../../src/ops/creation.js';
import { moveaxis, reshape, transpose } from '../../src/ops/manipulation.js';

type Matrix<D extends DType, Rows extends number, Columns extends number> = NDArray<D, [Rows, Columns]>;

describe('static types', () => {
  it('know dtype and rank of what creation gives', () => {
    expectTypeOf(zeros([2, 3])).toEqualTypeOf<Matrix<'float64', 2, 3>>();
    expectTypeOf(zeros(3)).toEqualTypeOf<NDArray<'float64', [3]>>();
    expectTypeOf(zeros([2, 3], 'int32')).toEqualTypeOf<Matrix<'int32', 2, 3>>();
    expectTypeOf(ones([2], { dtype: 'int64', order: 'F' })).toEqualTypeOf<NDArray<'int64', [2]>>();
    expectTypeOf(empty([])).toEqualTypeOf<NDArray<'float64', []>>();
    expectTypeOf(full([1, 1], 2, 'uint8')).toEqualTypeOf<Matrix<'uint8', 1, 1>>();
    expectTypeOf(arange(3)).toEqualTypeOf<NDArray<'float64', [number]>>();
    expectTypeOf(arange(3n)).toEqualTypeOf<NDArray<'int64', [number]>>();
    expectTypeOf(linspace(0, 1, 3, { dtype: 'float32' })).toEqualTypeOf<NDArray<'float32', [number]>>();
    expectTypeOf(eye(2)).toEqualTypeOf<Matrix<'float64', number, number>>();
    expectTypeOf(zerosLike(eye(2), { dtype: 'bool' })).toEqualTypeOf<Matrix<'bool', number, number>>();
    const lengths: number[] = [1, 2];
    expectTypeOf(zeros(lengths)).toEqualTypeOf<NDArray<'float64', readonly number[]>>();
    expect(zeros(lengths).shape).toEqual(lengths);
  });

  it('know what data becomes', () => {
    expectTypeOf(array([[1, 2]])).toEqualTypeOf<Matrix<'float64', number, number>>();
    expectTypeOf(array([true])).toEqualTypeOf<NDArray<'bool', [number]>>();
    expectTypeOf(array([{ re: 1, im: 2 }])).toEqualTypeOf<NDArray<'complex128', [number]>>();
    expectTypeOf(array(1)).toEqualTypeOf<NDArray<'float64', []>>();
    expectTypeOf(array([[1]], { dtype: 'int8' })).toEqualTypeOf<Matrix<'int8', number, number>>();
    expectTypeOf(asarray(new Float32Array(4), { shape: [2, 2] })).toEqualTypeOf<Matrix<'float32', 2, 2>>();
    expectTypeOf(asarray(new Uint16Array(4))).toEqualTypeOf<NDArray<'uint16', [number]>>();
    expectTypeOf(asarray(eye(2, 2, { dtype: 'float32' }))).toEqualTypeOf<Matrix<'float32', number, number>>();
    expectTypeOf(fromBuffer(new ArrayBuffer(8), { dtype: 'float32' })).toEqualTypeOf<
      NDArray<'float32', [number]>
    >();
    expect(asarray(new Float32Array(4), { shape: [2, 2] }).shape).toEqual([2, 2]);
  });

  it('carry the rank through views', () => {
    const x = zeros([2, 3, 4], 'float32');
    expectTypeOf(x.T.shape).toEqualTypeOf<[4, 3, 2]>();
    expectTypeOf(x.at(0)).toEqualTypeOf<Matrix<'float32', 3, 4>>();
    expectTypeOf(x.at(0, 0, 0)).toEqualTypeOf<NDArray<'float32', []>>();
    expectTypeOf(x.at('::2', ':-1')).toEqualTypeOf<NDArray<'float32', [number, number, 4]>>();
    expectTypeOf(x.at(slice(1), 0)).toEqualTypeOf<Matrix<'float32', number, 4>>();
    expectTypeOf(x.at(null, 0, 0)).toEqualTypeOf<Matrix<'float32', 1, 4>>();
    expectTypeOf(x.at([0, 1]).shape).toEqualTypeOf<readonly number[]>();
    expectTypeOf(x.at('0, :').shape).toEqualTypeOf<readonly number[]>();
    expectTypeOf(x.reshape(4, 6)).toEqualTypeOf<Matrix<'float32', 4, 6>>();
    expectTypeOf(reshape(x, [24])).toEqualTypeOf<NDArray<'float32', [24]>>();
    expectTypeOf(transpose(x, [2, 0, 1])).toEqualTypeOf<NDArray<'float32', [4, 2, 3]>>();
    expectTypeOf(moveaxis(x, 0, 1)).toEqualTypeOf<NDArray<'float32', [number, number, number]>>();
    expectTypeOf(x.ravel()).toEqualTypeOf<NDArray<'float32', [number]>>();
    expectTypeOf(x.asType('int16')).toEqualTypeOf<NDArray<'int16', [2, 3, 4]>>();
    expectTypeOf(fromShared(share(toShared(x)))).toEqualTypeOf<typeof x>();
    expect(x.at(null, 0, 0).shape).toEqual([1, 4]);
  });

  it('know the elements', () => {
    expectTypeOf(zeros([2, 2]).toArray()).toEqualTypeOf<number[][]>();
    expectTypeOf(zeros([2], 'bool').toArray()).toEqualTypeOf<boolean[]>();
    expectTypeOf(zeros([2], 'int64').get(0)).toEqualTypeOf<bigint>();
    expectTypeOf(zeros([], 'complex64').toArray()).toEqualTypeOf<Complex>();
    expectTypeOf(zeros(2, 'uint64').data).toEqualTypeOf<BigUint64Array>();
    expectTypeOf(zeros([2] as number[]).toArray()).toEqualTypeOf<NestedList<number>>();
    for (const row of zeros([2, 2], 'int8')) expectTypeOf(row).toEqualTypeOf<NDArray<'int8', [2]>>();
    for (const element of zeros(2)) expectTypeOf(element).toEqualTypeOf<number>();
    expect(zeros([2, 2]).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('let a precise array pass for a general one, and refuse what cannot be', () => {
    const general: NDArray = zeros([2, 2], 'int8');
    const matrix = (x: NDArray<'float64', [number, number]>): number => x.ndim;
    expect(matrix(zeros([1, 1]))).toBe(2);
    // @ts-expect-error the wrong rank
    matrix(zeros(3));
    // @ts-expect-error the wrong dtype
    matrix(zeros([1, 1], 'float32'));
    // @ts-expect-error no such dtype
    expect(() => zeros(3, 'float80')).toThrow(/dtype is float80/);
    // @ts-expect-error strings are no elements
    expect(() => array(['a'])).toThrow(/the string "a"/);
    expect(general.dtype).toBe('int8');
  });
});
