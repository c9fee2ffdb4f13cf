/** Transforms along one axis. */
import type { DType } from '../core/dtype.js';
import { AxisError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions } from '../core/option-check.js';
import { normalizeAxis, type Shape } from '../core/shape.js';
import { conj } from '../ops/elementwise.js';
import { deliver } from '../ops/product.js';
import { castTo } from '../ops/reduction.js';
import { checkOut } from '../ops/result.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { type AxisTransformOptions, axisTransformNames } from './options.js';
import { checkLength, checkNorm, checkReal, type RealOf, type SpectrumOf, transform } from './transform.js';

/** The dtype of an operand: known for arrays, any for lists. */
type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

type WithOut<D extends DType, S extends Shape> = AxisTransformOptions & { readonly out: NDArray<D, S> };

/** A transform with a complex result. */
interface ToSpectrum {
  <O extends DType, S extends Shape>(x: Operand, options: WithOut<O, S>): NDArray<O, S>;
  <X extends Operand>(x: X, options?: AxisTransformOptions): NDArray<SpectrumOf<DTypeOf<X>>>;
}

/** A transform with a real result. */
interface ToReal {
  <O extends DType, S extends Shape>(x: Operand, options: WithOut<O, S>): NDArray<O, S>;
  <X extends Operand>(x: X, options?: AxisTransformOptions): NDArray<RealOf<DTypeOf<X>>>;
}

/** The array and the axis of a call. */
function start(operation: string, operand: Operand, options: AxisTransformOptions): [NDArray, number] {
  checkOptions(operation, options, axisTransformNames);
  const x = toArray(operation, operand);
  if (x.ndim === 0) {
    throw new AxisError('x is a scalar; needs at least one axis', {
      operation,
      argument: 'x',
      got: x.shape,
      needs: 'at least one axis',
    });
  }
  return [x, normalizeAxis(operation, options.axis ?? -1, x.ndim)];
}

/** Puts a result where the call wants it. */
export function finish(operation: string, result: NDArray, out: NDArray | undefined): NDArray {
  if (out === undefined) return result;
  checkOut(operation, out, result.dtype, result.shape);
  return deliver(result, out);
}

function complexTransform(
  operation: string,
  operand: Operand,
  inverse: boolean,
  options: AxisTransformOptions,
): NDArray {
  const [x, axis] = start(operation, operand, options);
  const norm = checkNorm(operation, options.norm);
  const n = checkLength(operation, options.n ?? x.shape[axis]);
  const result = transform(operation, x, { kind: 'complex', inverse, axis, n, norm });
  return finish(operation, result, options.out);
}

/**
 * The discrete Fourier transform along an axis: y[k] = sum of x[j] exp(-2πi jk/n).
 *
 * float16, float32, complex64 → complex64, computed in float32; all others → complex128. Any length, in O(n log n).
 * NaN anywhere on a line makes all of its results NaN. A length of 0 on another axis gives an empty result.
 *
 * @throws ArgumentError for an `n` below 1 (also where it is the length of an empty axis) or an unknown norm; AxisError
 * for scalars and an axis out of bounds; ShapeError or DTypeError for an `out` that does not fit.
 * @example
 * fft.fft([1, 0, 0, 0]).toArray(); // [{ re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }]
 * @see numpy.fft.fft
 */
export const fft: ToSpectrum = (x: Operand, options: AxisTransformOptions = {}) =>
  complexTransform('fft', x, false, options) as never;

/**
 * The inverse of `fft`: x[j] = 1/n sum of y[k] exp(+2πi jk/n).
 *
 * Dtypes, NaN and empty arrays as for `fft`.
 *
 * @throws as `fft`.
 * @example
 * fft.ifft([4, 0, 0, 0]).toArray(); // [{ re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }]
 * @see numpy.fft.ifft
 */
export const ifft: ToSpectrum = (x: Operand, options: AxisTransformOptions = {}) =>
  complexTransform('ifft', x, true, options) as never;

/** The first half of the spectrum of real numbers, by the direction's own norm. */
export function halfSpectrum(
  operation: string,
  operand: Operand,
  inverse: boolean,
  options: AxisTransformOptions,
): NDArray {
  const [x, axis] = start(operation, operand, options);
  checkReal(operation, x);
  const norm = checkNorm(operation, options.norm);
  const n = checkLength(operation, options.n ?? x.shape[axis]);
  return transform(operation, x, { kind: 'realToHalf', inverse, axis, n, norm });
}

/** Real numbers from the first half of their spectrum, by the direction's own norm. */
function fromHalf(
  operation: string,
  operand: Operand,
  inverse: boolean,
  options: AxisTransformOptions,
): NDArray {
  const [x, axis] = start(operation, operand, options);
  const norm = checkNorm(operation, options.norm);
  const n = checkLength(operation, options.n ?? 2 * (x.shape[axis] - 1));
  const source = inverse ? x : (conj(x) as NDArray);
  const result = transform(operation, source, { kind: 'halfToReal', inverse, axis, n, norm });
  return x.dtype === 'float16' ? castTo(operation, result, 'float16') : result;
}

/**
 * The transform of real numbers: elements 0 to n/2 of what `fft` gives, the others being their conjugates.
 *
 * Real dtypes only: float16, float32 → complex64; all others → complex128. NaN and empty arrays as for `fft`.
 *
 * @throws DTypeError for complex input; otherwise as `fft`.
 * @example
 * fft.rfft([1, 2, 3, 4]).toArray(); // [{ re: 10, im: 0 }, { re: -2, im: 2 }, { re: -2, im: 0 }]
 * @see numpy.fft.rfft
 */
export const rfft: ToSpectrum = (x: Operand, options: AxisTransformOptions = {}) =>
  finish('rfft', halfSpectrum('rfft', x, false, options), options.out) as never;

/**
 * The inverse of `rfft`: `n` real numbers from elements 0 to n/2 of their spectrum. `n` is 2 (m - 1) for m elements
 * unless given; odd lengths must be. The imaginary parts of element 0 and, for even `n`, n/2 are ignored.
 *
 * float16 → float16; float32, complex64 → float32; all others → float64. NaN and empty arrays as for `fft`.
 *
 * @throws as `fft`.
 * @example
 * fft.irfft([10, -2, -2]).toArray(); // [1, 3, 3, 3]
 * @see numpy.fft.irfft
 */
export const irfft: ToReal = (x: Operand, options: AxisTransformOptions = {}) =>
  finish('irfft', fromHalf('irfft', x, true, options), options.out) as never;

/**
 * The transform, real, of a signal that is Hermitian, of which `x` is the first half: `irfft` with the directions
 * exchanged. `n` as for `irfft`.
 *
 * Dtypes as for `irfft`. NaN and empty arrays as for `fft`.
 *
 * @throws as `fft`.
 * @example
 * fft.hfft([1, 2, 3]).toArray(); // [8, -2, 0, -2]
 * @see numpy.fft.hfft
 */
export const hfft: ToReal = (x: Operand, options: AxisTransformOptions = {}) =>
  finish('hfft', fromHalf('hfft', x, false, options), options.out) as never;

/**
 * The inverse of `hfft`: the first half of the Hermitian signal that has the real spectrum `x`.
 *
 * Dtypes as for `rfft`. NaN and empty arrays as for `fft`.
 *
 * @throws DTypeError for complex input; otherwise as `fft`.
 * @example
 * fft.ihfft([15, -4, 0, -1, 0, -4]).shape; // [4]
 * @see numpy.fft.ihfft
 */
export const ihfft: ToSpectrum = (x: Operand, options: AxisTransformOptions = {}) => {
  const half = halfSpectrum('ihfft', x, true, options);
  return finish('ihfft', conj(half, { out: half }), options.out) as never;
};
