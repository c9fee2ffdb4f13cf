/** Transforms along several axes: one after the other, in the memory of the first result. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, AxisError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions } from '../core/option-check.js';
import type { Shape } from '../core/shape.js';
import { checkAxes } from '../core/strides.js';
import { castTo } from '../ops/reduction.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { finish } from './one-axis.js';
import { type AxesTransformOptions, axesTransformNames } from './options.js';
import {
  checkLength,
  checkNorm,
  checkReal,
  isSingle,
  type Norm,
  type RealOf,
  type SpectrumOf,
  transform,
} from './transform.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

type WithOut<D extends DType, S extends Shape> = AxesTransformOptions & { readonly out: NDArray<D, S> };

/** A transform with a complex result. */
interface ToSpectrum {
  <O extends DType, S extends Shape>(x: Operand, options: WithOut<O, S>): NDArray<O, S>;
  <X extends Operand>(x: X, options?: AxesTransformOptions): NDArray<SpectrumOf<DTypeOf<X>>>;
}

/** A transform with a real result: of float16 float16 only where there is one axis. */
interface ToReal {
  <O extends DType, S extends Shape>(x: Operand, options: WithOut<O, S>): NDArray<O, S>;
  <X extends Operand>(
    x: X,
    options?: AxesTransformOptions,
  ): NDArray<DTypeOf<X> extends 'float16' ? 'float16' | 'float32' : RealOf<DTypeOf<X>>>;
}

/** The checked arguments of a call: axes counted from the front, and the length each is transformed in. */
interface Axes {
  readonly axes: number[];
  readonly lengths: number[];
  readonly norm: Norm;
}

function checkList(operation: string, argument: string, list: unknown): void {
  if (list === undefined || Array.isArray(list)) return;
  throw new ArgumentError(`${argument} is ${String(list)}; needs a list of whole numbers`, {
    operation,
    argument,
    got: list,
    needs: 'a list of whole numbers',
  });
}

/** NumPy's rules: without `s` every axis keeps its length, but the last of a half spectrum stands for 2 (m - 1). */
function axesOf(operation: string, x: NDArray, options: AxesTransformOptions, isHalf = false): Axes {
  checkOptions(operation, options, axesTransformNames);
  const { s } = options;
  checkList(operation, 's', s);
  checkList(operation, 'axes', options.axes);
  const count = s?.length ?? x.ndim;
  const given = options.axes ?? Array.from({ length: count }, (_, i) => i - count);
  const axes = checkAxes(operation, given, x.ndim, 'axes');
  if (s !== undefined && s.length !== axes.length) {
    throw new ShapeError(`s has ${s.length} lengths, axes has ${axes.length}`, {
      operation,
      argument: 's',
      got: s,
      needs: `${axes.length} lengths`,
    });
  }
  const last = axes.length - 1;
  const lengths = axes.map((axis, i) => {
    if (s === undefined && isHalf && i === last) return 2 * (x.shape[axis] - 1);
    return s === undefined || s[i] === -1 ? x.shape[axis] : s[i];
  });
  for (const length of lengths)
    checkLength(operation, length, s === undefined ? 'the length of an axis' : 's');
  return { axes, lengths, norm: checkNorm(operation, options.norm) };
}

function checkSome(operation: string, { axes }: Axes): void {
  if (axes.length > 0) return;
  throw new AxisError('there is no axis to transform; needs at least one', {
    operation,
    argument: 'axes',
    got: axes,
    needs: 'at least one axis',
  });
}

/** Complex transforms along axes[i], i in `order`. */
function overAxes(
  operation: string,
  x: NDArray,
  { axes, lengths, norm }: Axes,
  inverse: boolean,
  order: readonly number[],
  isOwn: boolean,
): NDArray {
  let result = x;
  for (const i of order) {
    const call = { kind: 'complex', inverse, axis: axes[i], n: lengths[i], norm } as const;
    result = transform(operation, result, call, isOwn || result !== x);
  }
  return result;
}

/** count - 1 down to 0. */
function backwards(count: number): number[] {
  return Array.from({ length: count }, (_, i) => count - 1 - i);
}

function complexTransform(
  operation: string,
  operand: Operand,
  inverse: boolean,
  options: AxesTransformOptions,
): NDArray {
  const x = toArray(operation, operand);
  const checked = axesOf(operation, x, options);
  const result =
    checked.axes.length === 0
      ? castTo(operation, x, isSingle(x.dtype) ? 'complex64' : 'complex128')
      : overAxes(operation, x, checked, inverse, backwards(checked.axes.length), false);
  return finish(operation, result, options.out);
}

function realTransform(operation: string, operand: Operand, options: AxesTransformOptions): NDArray {
  const x = toArray(operation, operand);
  checkReal(operation, x);
  const checked = axesOf(operation, x, options);
  checkSome(operation, checked);
  const last = checked.axes.length - 1;
  const half = transform(operation, x, {
    kind: 'realToHalf',
    inverse: false,
    axis: checked.axes[last],
    n: checked.lengths[last],
    norm: checked.norm,
  });
  const result = overAxes(operation, half, checked, false, backwards(last), true);
  return finish(operation, result, options.out);
}

function inverseRealTransform(operation: string, operand: Operand, options: AxesTransformOptions): NDArray {
  const x = toArray(operation, operand);
  const checked = axesOf(operation, x, options, true);
  checkSome(operation, checked);
  const last = checked.axes.length - 1;
  const order = backwards(last).reverse();
  const half = overAxes(operation, x, checked, true, order, false);
  const result = transform(operation, half, {
    kind: 'halfToReal',
    inverse: true,
    axis: checked.axes[last],
    n: checked.lengths[last],
    norm: checked.norm,
  });
  // NumPy's own choice: half precision stays where nothing complex came between.
  const isHalf = x.dtype === 'float16' && last === 0;
  return finish(operation, isHalf ? castTo(operation, result, 'float16') : result, options.out);
}

/** The last two axes, where a call names none. */
function ofPlane(operation: string, options: AxesTransformOptions): AxesTransformOptions {
  checkOptions(operation, options, axesTransformNames);
  return { ...options, axes: options.axes ?? [-2, -1] };
}

/**
 * The transform along several axes, all unless `axes` or `s` say otherwise.
 *
 * Dtypes, NaN and empty arrays as for `fft`. No axes (of a scalar, or an empty list) give a complex copy.
 *
 * @throws ArgumentError for a length below 1 or an unknown norm; AxisError for an axis out of bounds or named twice;
 * ShapeError when `s` and `axes` differ in number; ShapeError or DTypeError for an `out` that does not fit.
 * @example
 * fft.fftn([[1, 0], [0, 0]]).get(1, 1); // { re: 1, im: 0 }
 * @see numpy.fft.fftn
 */
export const fftn: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  complexTransform('fftn', x, false, options) as never;

/**
 * The inverse of `fftn`.
 *
 * Dtypes, NaN and empty arrays as for `fftn`.
 *
 * @throws as `fftn`.
 * @example
 * fft.ifftn([[4, 0], [0, 0]]).get(1, 1); // { re: 1, im: 0 }
 * @see numpy.fft.ifftn
 */
export const ifftn: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  complexTransform('ifftn', x, true, options) as never;

/**
 * The transform of real numbers along several axes: `rfft` along the last of them, `fft` along the others.
 *
 * Dtypes as for `rfft`; NaN and empty arrays as for `fft`.
 *
 * @throws DTypeError for complex input; AxisError when there is no axis; otherwise as `fftn`.
 * @example
 * fft.rfftn([[1, 2, 3], [4, 5, 6]]).shape; // [2, 2]
 * @see numpy.fft.rfftn
 */
export const rfftn: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  realTransform('rfftn', x, options) as never;

/**
 * The inverse of `rfftn`; the last of the axes gets 2 (m - 1) elements for m unless `s` says otherwise.
 *
 * Dtypes as for `irfft`, but float16 along several axes gives float32; NaN and empty arrays as for `fft`.
 *
 * @throws AxisError when there is no axis; otherwise as `fftn`.
 * @example
 * fft.irfftn([[4, 0], [0, 0]]).toArray(); // [[1, 1], [1, 1]]
 * @see numpy.fft.irfftn
 */
export const irfftn: ToReal = (x: Operand, options: AxesTransformOptions = {}) =>
  inverseRealTransform('irfftn', x, options) as never;

/**
 * The transform along two axes, the last two unless `axes` says otherwise: `fftn` with that default.
 *
 * Dtypes, NaN and empty arrays as for `fftn`.
 *
 * @throws as `fftn`.
 * @example
 * fft.fft2([[1, 0], [0, 0]]).shape; // [2, 2]
 * @see numpy.fft.fft2
 */
export const fft2: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  complexTransform('fft2', x, false, ofPlane('fft2', options)) as never;

/**
 * The inverse of `fft2`.
 *
 * Dtypes, NaN and empty arrays as for `fftn`.
 *
 * @throws as `fftn`.
 * @example
 * fft.ifft2([[4, 0], [0, 0]]).shape; // [2, 2]
 * @see numpy.fft.ifft2
 */
export const ifft2: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  complexTransform('ifft2', x, true, ofPlane('ifft2', options)) as never;

/**
 * The transform of real numbers along two axes, the last two unless `axes` says otherwise: `rfftn` with that default.
 *
 * Dtypes, NaN and empty arrays as for `rfftn`.
 *
 * @throws as `rfftn`.
 * @example
 * fft.rfft2([[1, 2, 3], [4, 5, 6]]).shape; // [2, 2]
 * @see numpy.fft.rfft2
 */
export const rfft2: ToSpectrum = (x: Operand, options: AxesTransformOptions = {}) =>
  realTransform('rfft2', x, ofPlane('rfft2', options)) as never;

/**
 * The inverse of `rfft2`: `irfftn` over two axes, the last two unless `axes` says otherwise.
 *
 * Dtypes, NaN and empty arrays as for `irfftn`.
 *
 * @throws as `irfftn`.
 * @example
 * fft.irfft2([[4, 0], [0, 0]]).toArray(); // [[1, 1], [1, 1]]
 * @see numpy.fft.irfft2
 */
export const irfft2: ToReal = (x: Operand, options: AxesTransformOptions = {}) =>
  inverseRealTransform('irfft2', x, ofPlane('irfft2', options)) as never;
