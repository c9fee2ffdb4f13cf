/** The Jensen–Shannon distance of two vectors, or of the vectors along an axis of two arrays. */
import { copyElements } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { broadcastShapes, contiguousStrides, formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import { readVector, type VectorInput } from './inputs.js';
import { freshArray } from './result.js';

const operation = 'jensenshannon';

/** Options of `jensenshannon` for arrays. */
export interface JensenshannonOptions {
  /** The base of the logarithm, above 1; natural by default. */
  readonly base?: number;
  /** The axis along which the vectors lie. Default 0. */
  readonly axis?: number;
  /** Whether the result keeps that axis, with length 1. */
  readonly keepdims?: boolean;
}

/**
 * √((KL(p ‖ m) + KL(q ‖ m)) / 2) with m = (p + q) / 2, of vectors that are first divided by their sums.
 *
 * @param p a vector; or an array of any dimensions, real
 * @param q the same; arrays of more dimensions broadcast
 * @param baseOrOptions the base of the logarithm, or `base`, `axis`, `keepdims`
 * @returns a number for vectors; for arrays, float64 with one value per vector along `axis` (0 by default). NaN
 *   where a vector holds NaN, sums to 0 or is empty; infinite where one has a negative element.
 * @throws ShapeError when the lengths differ or the shapes do not broadcast; AxisError for an axis that is not there
 * @throws ArgumentError for a base of at most 1; DTypeError for complex numbers
 * @example
 * jensenshannon([1, 0], [0, 1], 2); // 1
 *
 * SciPy: `scipy.spatial.distance.jensenshannon`.
 */
export function jensenshannon(p: VectorInput, q: VectorInput, baseOrOptions?: number): number;
export function jensenshannon(
  p: NDArray<DType, Shape>,
  q: NDArray<DType, Shape>,
  baseOrOptions?: number | JensenshannonOptions,
): number | NDArray<'float64', Shape>;
export function jensenshannon(
  p: VectorInput,
  q: VectorInput,
  baseOrOptions?: number | JensenshannonOptions,
): number | NDArray<'float64', Shape> {
  const options = typeof baseOrOptions === 'object' && baseOrOptions !== null ? baseOrOptions : {};
  const scale = logarithm(typeof baseOrOptions === 'number' ? baseOrOptions : options.base);
  const axes = (value: VectorInput) => (value instanceof NDArray ? value.ndim : 1);
  if (axes(p) <= 1 && axes(q) <= 1 && !options.keepdims) {
    const u = readVector(operation, 'p', p);
    const v = readVector(operation, 'q', q);
    if (u.length !== v.length) {
      throw new ShapeError(`q has ${v.length} elements, p has ${u.length}`, {
        operation,
        argument: 'q',
        got: v.length,
        needs: `${u.length} elements`,
      });
    }
    normalizeAxis(operation, options.axis ?? 0, 1);
    return distanceAlong(u, v, 0, u.length, 1, scale);
  }
  return alongAxis(toArray(p, 'p'), toArray(q, 'q'), options, scale);
}

function logarithm(base: number | undefined): number {
  if (base === undefined || base === null) return 1;
  if (typeof base === 'number' && base > 1) return Math.log(base);
  throw new ArgumentError(`base is ${String(base)}; needs a number above 1`, {
    operation,
    argument: 'base',
    got: base,
    needs: 'a number > 1',
  });
}

function toArray(value: VectorInput, argument: string): NDArray<DType, Shape> {
  if (value instanceof NDArray) {
    if (value.dtype !== 'complex64' && value.dtype !== 'complex128') return value;
    throw new DTypeError(`${argument} is ${value.dtype}; needs real numbers`, {
      operation,
      argument,
      got: value.dtype,
      needs: 'a real dtype',
    });
  }
  const data = readVector(operation, argument, value) as Float64Array;
  return new NDArray<DType, Shape>({ data, dtype: 'float64', shape: [data.length], strides: [8] });
}

function alongAxis(
  p: NDArray<DType, Shape>,
  q: NDArray<DType, Shape>,
  options: JensenshannonOptions,
  scale: number,
): NDArray<'float64', Shape> {
  const shape = broadcastShapes(operation, p.shape, q.shape);
  const axis = normalizeAxis(operation, options.axis ?? 0, shape.length);
  const u = expanded(p, shape, 'p');
  const v = expanded(q, shape, 'q');
  const length = shape[axis];
  const outer = shape.slice(0, axis).reduce((product, n) => product * n, 1);
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const resultShape = shape.flatMap((n, index) => (index === axis ? (options.keepdims ? [1] : []) : [n]));
  const flat = freshArray(operation, 'float64', [outer * inner] as const);
  const target = storage(flat);
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      target[i * inner + j] = distanceAlong(u, v, i * length * inner + j, length, inner, scale);
    }
  }
  const strides = contiguousStrides(resultShape, 8);
  return new NDArray<'float64', Shape>({ data: target, dtype: 'float64', shape: resultShape, strides });
}

/** The array broadcast to `shape`, as contiguous float64. */
function expanded(array: NDArray<DType, Shape>, shape: Shape, argument: string): Float64Array {
  const lead = shape.length - array.shape.length;
  if (lead < 0)
    throw new ShapeError(`${argument} has shape ${formatShape(array.shape)}`, { operation, argument });
  const strides = shape.map((_, axis) =>
    axis < lead || array.shape[axis - lead] === 1 ? 0 : array.strides[axis - lead],
  );
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  copyElements(
    { data, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) },
    { data: storage(array), dtype: array.dtype, shape, strides, offset: array.offset },
  );
  return data;
}

/** Of the `length` elements from `start` on, `step` apart. */
function distanceAlong(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  start: number,
  length: number,
  step: number,
  scale: number,
): number {
  const end = start + length * step;
  let pSum = 0;
  let qSum = 0;
  for (let at = start; at < end; at += step) {
    pSum += p[at];
    qSum += q[at];
  }
  if (length === 0) return 0;
  let divergence = 0;
  for (let at = start; at < end; at += step) {
    const u = p[at] / pSum;
    const v = q[at] / qSum;
    const middle = (u + v) / 2;
    divergence += relativeEntropy(u, middle) + relativeEntropy(v, middle);
  }
  // Rounding can leave the sum for nearly equal vectors a little below 0.
  return Math.sqrt(Math.max(divergence, 0) / scale / 2);
}

/** `scipy.special.rel_entr`. */
function relativeEntropy(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x > 0 && y > 0) return x * Math.log(x / y);
  return x === 0 && y >= 0 ? 0 : Number.POSITIVE_INFINITY;
}
