/** Arrays of indices: grids, triangles, diagonals, open meshes. */

import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { type Shape, sizeOf } from '../../core/shape.js';
import { checkShape } from '../../core/strides.js';
import { checkFunction } from '../argument-checks.js';
import { arange } from '../creation.js';
import { notEqual } from '../logic.js';
import { positionsIn } from '../picks.js';
import { type Operand, toArray } from '../ufunc.js';

const indicesNames: OptionNames<{ readonly dtype?: DType }> = { dtype: true };

/**
 * The indices of every element of a shape, axis by axis: shape (axes, …shape).
 *
 * @param options `dtype`, int64 by default.
 * @throws ShapeError for a length that is no integer or negative; DTypeError.
 * @example
 * indices([2, 3], { dtype: 'int32' }).toArray(); // [[[0, 0, 0], [1, 1, 1]], [[0, 1, 2], [0, 1, 2]]]
 * @see numpy.indices
 */
export function indices<D extends DType = 'int64'>(
  shape: Shape,
  options: { readonly dtype?: D } = {},
): NDArray<D> {
  checkOptions('indices', options, indicesNames);
  const lengths = checkShape('indices', shape);
  const dtype = checkDType('indices', options.dtype ?? 'int64');
  const result = newUninitialized('indices', dtype, [lengths.length, ...lengths]);
  const wide = dtype === 'int64' || dtype === 'uint64';
  const { slots } = dtypeInfo(dtype);
  lengths.forEach((length, axis) => {
    const target = (result as NDArray).at(axis) as NDArray;
    if (slots === 2 || dtype === 'float16' || dtype === 'bool' || target.size === 0) {
      const rest = new Array<number>(lengths.length - 1 - axis).fill(1);
      target.assign(arange(length).reshape([length, ...rest]));
      return;
    }
    const data = storage(target) as Float64Array;
    fillPattern(
      data,
      target.offset / target.itemsize,
      target.size,
      length,
      sizeOf(lengths.slice(axis + 1)),
      wide,
    );
  });
  return result as unknown as NDArray<D>;
}

/** 0, …, length - 1, each `run` times in a row, again and again until `size` elements are written from `start` on. */
function fillPattern(
  data: Float64Array,
  start: number,
  size: number,
  length: number,
  run: number,
  wide: boolean,
): void {
  for (let i = 0; i < length; i++)
    data.fill((wide ? BigInt(i) : i) as number, start + i * run, start + (i + 1) * run);
  for (let done = length * run; done < size; done *= 2)
    data.copyWithin(start + done, start, start + Math.min(done, size - done));
}

/**
 * Index lists that pick a rectangle of rows and columns: each with its own axis, so that they broadcast.
 *
 * Bools pick the places where they are true; integers stay. → int64 for bools and lists.
 *
 * @throws ShapeError for a list that has not one axis; ArgumentError for elements that are no integers.
 * @example
 * const x = arange(9).reshape([3, 3]);
 * x.at(...ix_([0, 2], [1, 2])).toArray(); // [[1, 2], [7, 8]]
 * @see numpy.ix_
 */
export function ix_(...lists: readonly Operand[]): NDArray[] {
  return lists.map((list, at) => {
    const a = toArray('ix_', list);
    if (a.ndim !== 1) {
      throw new ShapeError(`list ${at} has ${a.ndim} axes; needs one`, {
        operation: 'ix_',
        argument: 'lists',
        got: a.shape,
        needs: 'one axis',
      });
    }
    const shape = new Array<number>(lists.length).fill(1);
    const own = a.dtype === 'bool' ? positionsOf(a) : integers(a, list);
    shape[at] = own.size;
    return own.reshape(shape) as NDArray;
  });
}

/** Lists of JavaScript numbers come as float64; they index where they are whole. */
function integers(a: NDArray, list: Operand): NDArray {
  if (Array.isArray(list) && a.dtype === 'float64') {
    const values = a.toArray() as number[];
    if (values.every(Number.isSafeInteger)) return a.asType('int64') as NDArray;
  } else if (/^u?int/.test(a.dtype)) {
    return a;
  }
  throw new ArgumentError(`lists have ${a.dtype}; needs integers or bools`, {
    operation: 'ix_',
    argument: 'lists',
    got: a.dtype,
    needs: 'integers or bools',
  });
}

function positionsOf(mask: NDArray): NDArray {
  const places = (mask.toArray() as boolean[]).flatMap((yes, i) => (yes ? [BigInt(i)] : []));
  return vector(places);
}

function vector(values: readonly bigint[]): NDArray<'int64', [number]> {
  const result = newUninitialized('indices', 'int64', [values.length] as [number]);
  storage(result).set(values);
  return result;
}

/** The indices of the elements of a matrix that `keep` says. */
function matrixIndices(
  rows: number,
  columns: number,
  keep: (row: number) => readonly [from: number, to: number],
): [NDArray<'int64', [number]>, NDArray<'int64', [number]>] {
  const mask = newArray('indices', 'bool', [rows, columns]) as NDArray;
  const bytes = storage(mask) as Uint8Array;
  for (let row = 0; row < rows; row++) {
    const [from, to] = keep(row);
    bytes.fill(
      1,
      row * columns + Math.max(0, Math.min(columns, from)),
      row * columns + Math.max(0, Math.min(columns, to)),
    );
  }
  const found = positionsIn('indices', mask, [rows, columns], false);
  return [found.at(0), found.at(1)] as [NDArray<'int64', [number]>, NDArray<'int64', [number]>];
}

/** Options of the triangles' indices. */
export interface TriangleOptions {
  /** The diagonal: 0 the main one, positive above, negative below. 0. */
  readonly k?: number;
  /** Columns of the matrix. As many as rows. */
  readonly columns?: number;
}

function triangle(
  operation: string,
  rows: number,
  options: TriangleOptions,
  span: (row: number, k: number, columns: number) => readonly [number, number],
): [NDArray<'int64', [number]>, NDArray<'int64', [number]>] {
  const { k = 0, columns = rows } = options;
  const [m, n] = checkShape(operation, [rows, columns]);
  if (!Number.isSafeInteger(k)) {
    throw new ArgumentError(`k is ${String(k)}; needs an integer`, { operation, argument: 'k', got: k });
  }
  return matrixIndices(m, n, (row) => span(row, k, n));
}

const below = (row: number, k: number): readonly [number, number] => [0, row + k + 1];
const above = (row: number, k: number, columns: number): readonly [number, number] => [row + k, columns];

const triangleNames: OptionNames<TriangleOptions> = { k: true, columns: true };

/**
 * The row and column indices of the elements on and below a diagonal of a matrix, row by row. int64.
 *
 * @throws ShapeError for a length that is none; ArgumentError when `k` is no integer.
 * @example
 * trilIndices(2).map(String); // ['[0 1 1]', '[0 0 1]']
 * @see numpy.tril_indices
 */
export function trilIndices(
  rows: number,
  options: TriangleOptions = {},
): [NDArray<'int64'>, NDArray<'int64'>] {
  checkOptions('trilIndices', options, triangleNames);
  return triangle('trilIndices', rows, options, below);
}

/**
 * The row and column indices of the elements on and above a diagonal of a matrix, row by row. int64.
 *
 * @throws ShapeError for a length that is none; ArgumentError when `k` is no integer.
 * @example
 * triuIndices(2).map(String); // ['[0 0 1]', '[0 1 1]']
 * @see numpy.triu_indices
 */
export function triuIndices(
  rows: number,
  options: TriangleOptions = {},
): [NDArray<'int64'>, NDArray<'int64'>] {
  checkOptions('triuIndices', options, triangleNames);
  return triangle('triuIndices', rows, options, above);
}

function matrixShape(operation: string, x: Operand): readonly [number, number] {
  const { shape } = toArray(operation, x);
  if (shape.length === 2) return shape as readonly [number, number];
  throw new ShapeError(`x has ${shape.length} axes; needs two`, {
    operation,
    argument: 'x',
    got: shape,
    needs: 'two axes',
  });
}

const trilIndicesFromNames: OptionNames<{ readonly k?: number }> = { k: true };

/**
 * `trilIndices` for the shape of a matrix.
 *
 * @throws ShapeError unless `x` has two axes.
 * @example
 * trilIndicesFrom(zeros([2, 2])).map(String); // ['[0 1 1]', '[0 0 1]']
 * @see numpy.tril_indices_from
 */
export function trilIndicesFrom(
  x: Operand,
  options: { readonly k?: number } = {},
): [NDArray<'int64'>, NDArray<'int64'>] {
  checkOptions('trilIndicesFrom', options, trilIndicesFromNames);
  const [rows, columns] = matrixShape('trilIndicesFrom', x);
  return triangle('trilIndicesFrom', rows, { ...options, columns }, below);
}

/**
 * `triuIndices` for the shape of a matrix.
 *
 * @throws ShapeError unless `x` has two axes.
 * @example
 * triuIndicesFrom(zeros([2, 2])).map(String); // ['[0 0 1]', '[0 1 1]']
 * @see numpy.triu_indices_from
 */
export function triuIndicesFrom(
  x: Operand,
  options: { readonly k?: number } = {},
): [NDArray<'int64'>, NDArray<'int64'>] {
  checkOptions('triuIndicesFrom', options, trilIndicesFromNames);
  const [rows, columns] = matrixShape('triuIndicesFrom', x);
  return triangle('triuIndicesFrom', rows, { ...options, columns }, above);
}

/**
 * The indices of the main diagonal of an array of `ndim` axes of length `n`: as many equal vectors. int64.
 *
 * @throws ShapeError for a length that is none.
 * @example
 * diagIndices(3).map(String); // ['[0 1 2]', '[0 1 2]']
 * @see numpy.diag_indices
 */
export function diagIndices(n: number, ndim = 2): NDArray<'int64'>[] {
  const [length, axes] = checkShape('diagIndices', [n, ndim]);
  const along = vector(Array.from({ length }, (_, i) => BigInt(i))) as NDArray<'int64'>;
  return new Array<NDArray<'int64'>>(axes).fill(along);
}

/**
 * `diagIndices` for the shape of an array.
 *
 * @throws ShapeError for fewer than two axes, or axes of different lengths.
 * @example
 * diagIndicesFrom(zeros([2, 2])).map(String); // ['[0 1]', '[0 1]']
 * @see numpy.diag_indices_from
 */
export function diagIndicesFrom(x: Operand): NDArray<'int64'>[] {
  const { shape } = toArray('diagIndicesFrom', x);
  if (shape.length >= 2 && shape.every((length) => length === shape[0]))
    return diagIndices(shape[0], shape.length);
  throw new ShapeError(`x has shape (${shape.join(', ')}); needs two or more axes of one length`, {
    operation: 'diagIndicesFrom',
    argument: 'x',
    got: shape,
    needs: 'two or more axes of one length',
  });
}

/**
 * The indices of an n × n matrix that a mask function keeps: where `f(ones, k)` is not zero, row by row.
 *
 * @param f for instance `triu` or `tril`: from a matrix and `k` to a matrix.
 * @throws ShapeError when the function gives no matrix of that shape.
 * @example
 * maskIndices(2, (x) => x.mul([[1, 1], [0, 1]])).map(String); // ['[0 0 1]', '[0 1 1]']
 * @see numpy.mask_indices
 */
export function maskIndices(
  n: number,
  f: (x: NDArray, k: number) => Operand,
  k = 0,
): [NDArray<'int64'>, NDArray<'int64'>] {
  checkFunction('maskIndices', 'f', f);
  const [length] = checkShape('maskIndices', [n]);
  const everything = newUninitialized('maskIndices', 'int64', [length, length]).fill(1) as unknown as NDArray;
  const kept = toArray('maskIndices', f(everything, k));
  const [rows, columns] = matrixShape('maskIndices', kept);
  const mask = notEqual(kept, 0).copy('C');
  const yes = storage(mask) as Uint8Array;
  const places: number[] = [];
  for (let at = 0; at < yes.length; at++) if (yes[at] !== 0) places.push(at);
  const width = Math.max(columns, rows === 0 ? 1 : columns);
  return [
    vector(places.map((at) => BigInt(Math.floor(at / width)))) as NDArray<'int64'>,
    vector(places.map((at) => BigInt(at % width))) as NDArray<'int64'>,
  ];
}
