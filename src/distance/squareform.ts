/** Condensed and square distance matrices: conversion and checks. */
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, formatShape, type Shape } from '../core/shape.js';
import { floatsOf, type MatrixInput, readMatrix, readVector, type VectorInput } from './inputs.js';
import { checkResultSize, freshArray } from './result.js';

/** A square matrix or a condensed vector of distances. */
export type DistancesInput = NDArray<DType, Shape> | MatrixInput | VectorInput;

/** Options of `squareform`. */
export interface SquareformOptions {
  /** Which conversion is meant; 'no' decides by the number of dimensions. */
  readonly force?: 'no' | 'tomatrix' | 'tovector';
  /** Whether a matrix must be symmetric with a zero diagonal. Default true. */
  readonly checks?: boolean;
}

/** Options of `isValidDm` and `isValidY`. */
export interface ValidityOptions {
  /** How far a pair may differ, and a diagonal element lie above 0. */
  readonly tol?: number;
  /** Throw instead of returning false. */
  readonly throw?: boolean;
  /** What the message calls the array. */
  readonly name?: string;
}

type Converted<X> =
  X extends NDArray<infer D, infer S>
    ? S['length'] extends 1
      ? NDArray<D, readonly [number, number]>
      : S['length'] extends 2
        ? NDArray<D, readonly [number]>
        : NDArray<D, Shape>
    : NDArray<'float64', Shape>;

/**
 * A square matrix of a condensed vector, or the other way round.
 *
 * @param x a vector of n · (n − 1) / 2 distances, or an [n, n] matrix of them, of any dtype
 * @param options `force: 'tomatrix' | 'tovector'` insists on one way; `checks: false` trusts a matrix
 * @returns a copy of the same dtype: [n, n], symmetric with a zero diagonal; or the elements above the diagonal.
 *   An empty vector gives a 1 × 1 matrix of 0, and a matrix of at most one row an empty vector. NaN is kept, but a
 *   matrix that holds one is not symmetric: `checks: false` takes it.
 * @throws ShapeError for other dimensions, lengths that are no n · (n − 1) / 2, or a matrix that is not square
 * @throws ArgumentError when a checked matrix is not symmetric or its diagonal not zero
 * @example
 * squareform([5, 1, 2]).toArray(); // [[0, 5, 1], [5, 0, 2], [1, 2, 0]]
 *
 * SciPy: `scipy.spatial.distance.squareform`.
 */
export function squareform<const X extends DistancesInput>(
  x: X,
  options: SquareformOptions = {},
): Converted<X> {
  const array = asArray('squareform', 'x', x);
  const { force = 'no', checks = true } = options;
  if (force !== 'no' && force !== 'tomatrix' && force !== 'tovector') {
    throw new ArgumentError(`force is ${String(force)}; needs no, tomatrix or tovector`, {
      operation: 'squareform',
      argument: 'force',
      got: force,
      needs: 'no, tomatrix or tovector',
    });
  }
  const wanted = force === 'tomatrix' ? 1 : force === 'tovector' ? 2 : array.ndim;
  if (array.ndim !== wanted || wanted < 1 || wanted > 2) {
    const needs = force === 'no' ? '1 or 2 dimensions' : wanted === 1 ? '1 dimension' : '2 dimensions';
    throw new ShapeError(`x has shape ${formatShape(array.shape)}; needs ${needs}`, {
      operation: 'squareform',
      argument: 'x',
      got: array.shape,
      needs,
    });
  }
  if (wanted === 1) return toMatrix(array) as Converted<X>;
  if (array.shape[0] !== array.shape[1]) throw notSquare('squareform', 'x', array.shape);
  if (checks) checkSymmetry('squareform', 'x', array, 0);
  return toVector(array) as Converted<X>;
}

function toMatrix(vector: NDArray<DType, Shape>): NDArray<DType, Shape> {
  const n = observations('squareform', 'x', vector.shape[0]);
  checkResultSize('squareform', n * n, vector.dtype, 'keep the condensed form');
  const result = freshArray('squareform', vector.dtype, [n, n] as const);
  const { slots } = dtypeInfo(vector.dtype);
  const source = contiguous(vector) as Float64Array;
  const target = storage(result) as Float64Array;
  // Recycled memory is not zero, and only the diagonal is not written below.
  for (let i = 0; i < n; i++) {
    for (let slot = 0; slot < slots; slot++) target[(i * n + i) * slots + slot] = zeroOf(target) as number;
  }
  for (let i = 0, position = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++, position += slots) {
      for (let slot = 0; slot < slots; slot++) {
        target[(i * n + j) * slots + slot] = source[position + slot];
        target[(j * n + i) * slots + slot] = source[position + slot];
      }
    }
  }
  return result;
}

function zeroOf(target: ArrayBufferView): number | bigint {
  return target instanceof BigInt64Array || target instanceof BigUint64Array ? 0n : 0;
}

function toVector(matrix: NDArray<DType, Shape>): NDArray<DType, Shape> {
  const n = matrix.shape[0];
  const result = freshArray('squareform', matrix.dtype, [(n * Math.max(n - 1, 0)) / 2] as const);
  const { slots } = dtypeInfo(matrix.dtype);
  const source = contiguous(matrix) as Float64Array;
  const target = storage(result) as Float64Array;
  for (let i = 0, position = 0; i < n - 1; i++) {
    const row = source.subarray((i * n + i + 1) * slots, (i + 1) * n * slots);
    target.set(row, position);
    position += row.length;
  }
  return result;
}

/** How many points a condensed vector of this length is about; an empty one is about a single point. */
function observations(operation: string, argument: string, length: number): number {
  if (length === 0) return 1;
  const n = Math.ceil(Math.sqrt(2 * length));
  if ((n * (n - 1)) / 2 === length) return n;
  throw new ShapeError(`${argument} has ${length} elements; needs n · (n − 1) / 2 of them for some n`, {
    operation,
    argument,
    got: length,
    needs: 'a length of 1, 3, 6, 10, …',
  });
}

/**
 * Whether `d` is a distance matrix: square, symmetric, with a zero diagonal.
 *
 * @param d anything; NaN is not equal to itself, so a matrix that holds one is none
 * @param options `tol` lets d[i, j] − d[j, i] and the diagonal be up to that; `throw` asks for an error instead of
 *   false; `name` is for its message
 * @returns true for an empty matrix
 * @throws ShapeError, ArgumentError only with `throw`
 * @example
 * isValidDm([[0, 1], [1, 0]]); // true
 *
 * SciPy: `scipy.spatial.distance.is_valid_dm`.
 */
export function isValidDm(d: DistancesInput, options: ValidityOptions = {}): boolean {
  const { tol = 0, name = 'd' } = options ?? {};
  return isValid(options, () => checkMatrix('isValidDm', name, asArray('isValidDm', name, d), tol));
}

/**
 * Whether `y` is a condensed distance vector: one dimension, and a length of n · (n − 1) / 2.
 *
 * @param options `throw` asks for an error instead of false; `name` is for its message
 * @returns true for an empty vector
 * @throws ShapeError only with `throw`
 * @example
 * isValidY([5, 1, 2]); // true
 *
 * SciPy: `scipy.spatial.distance.is_valid_y`.
 */
export function isValidY(y: DistancesInput, options: Omit<ValidityOptions, 'tol'> = {}): boolean {
  const { name = 'y' } = options ?? {};
  return isValid(options, () => checkVector('isValidY', name, asArray('isValidY', name, y)));
}

function isValid(options: { readonly throw?: boolean } | null, check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (options?.throw) throw error;
    return false;
  }
}

/**
 * How many points a square distance matrix is about.
 *
 * @throws ShapeError or ArgumentError when `d` is no square matrix, or holds NaN
 * @example
 * numObsDm([[0, 1], [1, 0]]); // 2
 *
 * SciPy: `scipy.spatial.distance.num_obs_dm`.
 */
export function numObsDm(d: DistancesInput): number {
  const array = asArray('numObsDm', 'd', d);
  checkMatrix('numObsDm', 'd', array, Number.POSITIVE_INFINITY);
  return array.shape[0];
}

/**
 * How many points a condensed distance vector is about.
 *
 * @throws ShapeError when `y` is empty, has another number of dimensions, or a length that is no n · (n − 1) / 2
 * @example
 * numObsY([5, 1, 2]); // 3
 *
 * SciPy: `scipy.spatial.distance.num_obs_y`.
 */
export function numObsY(y: DistancesInput): number {
  const array = asArray('numObsY', 'y', y);
  checkVector('numObsY', 'y', array);
  if (array.size > 0) return observations('numObsY', 'y', array.size);
  throw new ShapeError('y is empty, so it may be about no point or one; needs at least 1 distance', {
    operation: 'numObsY',
    argument: 'y',
    got: 0,
    needs: 'at least 1 element',
  });
}

function checkVector(operation: string, name: string, array: NDArray<DType, Shape>): void {
  if (array.ndim !== 1) {
    throw new ShapeError(`${name} has shape ${formatShape(array.shape)}; needs 1 dimension`, {
      operation,
      argument: name,
      got: array.shape,
      needs: '1 dimension',
    });
  }
  observations(operation, name, array.shape[0]);
}

function checkMatrix(operation: string, name: string, array: NDArray<DType, Shape>, tol: number): void {
  if (array.ndim !== 2 || array.shape[0] !== array.shape[1]) throw notSquare(operation, name, array.shape);
  checkSymmetry(operation, name, array, tol);
}

function notSquare(operation: string, argument: string, shape: Shape): ShapeError {
  return new ShapeError(`${argument} has shape ${formatShape(shape)}; needs a square matrix`, {
    operation,
    argument,
    got: shape,
    needs: 'a square matrix',
  });
}

function checkSymmetry(operation: string, argument: string, array: NDArray<DType, Shape>, tol: number): void {
  const n = array.shape[0];
  const values = floatsOf(operation, argument, readMatrix(operation, argument, array), 'float64');
  const refuse = (problem: string, needs: string) =>
    new ArgumentError(`${argument} ${problem}`, { operation, argument, needs });
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const lower = values[i * n + j];
      const upper = values[j * n + i];
      const alike = tol === 0 ? lower === upper : lower - upper <= tol && upper - lower <= tol;
      if (!alike)
        throw refuse(`is not symmetric: [${i}, ${j}] is ${lower}, [${j}, ${i}] is ${upper}`, 'symmetry');
    }
    const own = values[i * n + i];
    const zero = tol === 0 ? own === 0 : own <= tol;
    if (!zero) throw refuse(`has ${own} on its diagonal, at row ${i}; needs 0`, 'a diagonal of 0');
  }
}

/** The elements in C order. */
function contiguous(array: NDArray<DType, Shape>): StorageOf<DType> {
  const copy = freshArray('squareform', array.dtype, array.shape);
  copyElements(
    { data: storage(copy), dtype: copy.dtype, shape: copy.shape, strides: copy.strides },
    {
      data: storage(array),
      dtype: array.dtype,
      shape: array.shape,
      strides: array.strides,
      offset: array.offset,
    },
  );
  return storage(copy);
}

/** Arrays as they are; lists of rows as a matrix, lists of numbers as a vector. */
function asArray(operation: string, argument: string, value: DistancesInput): NDArray<DType, Shape> {
  if (value instanceof NDArray) return value;
  const list = value as ArrayLike<unknown>;
  const nested = Array.isArray(value) && value.length > 0 && typeof value[0] === 'object';
  if (nested || (!Array.isArray(value) && typeof list?.length !== 'number')) {
    const matrix = readMatrix(operation, argument, value as MatrixInput);
    const data = floatsOf(operation, argument, matrix, 'float64') as Float64Array;
    return wrap(data, [matrix.rows, matrix.columns]);
  }
  const data = readVector(operation, argument, value as VectorInput) as Float64Array;
  return wrap(data, [data.length]);
}

function wrap(data: Float64Array, shape: Shape): NDArray<DType, Shape> {
  return new NDArray<DType, Shape>({ data, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) });
}
