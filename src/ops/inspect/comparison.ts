/** Whether arrays are the same, exactly or within tolerances. */

import { checkNotForeign, handOver } from '../../core/foreign.js';
import { type NDArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { isScalar, promoted } from '../../core/promotion.js';
import { broadcastShapes } from '../../core/shape.js';
import { driveBinary } from '../../kernels/js/loops/drive.js';
import type { Binary, Floats } from '../../kernels/js/loops/types.js';
import { abs, add, multiply, subtract } from '../elementwise.js';
import { equal, isfinite, isnan, lessEqual, logicalAnd, logicalOr } from '../logic.js';
import { isNative } from '../picks.js';
import { planLayout } from '../plan.js';
import { castTo } from '../reduction.js';
import { all } from '../reductions.js';
import { sameShape, withResult } from '../result.js';
import { type Operand, termOf, toArray } from '../ufunc.js';

/** Options of `isclose` and `allclose`. */
export interface CloseOptions {
  /** How far apart, relative to `b`. 1e-5. */
  readonly rtol?: number;
  /** How far apart at least. 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. false. */
  readonly equalNan?: boolean;
}

const closeNames: OptionNames<CloseOptions> = { rtol: true, atol: true, equalNan: true };

/**
 * Whether |a - b| ≤ atol + rtol · |b|, element by element: not symmetric, `b` is the reference.
 *
 * Any dtypes → bool; both broadcast, empty ones give an empty result. Infinities are close to themselves only; NaN is
 * close to nothing, or with `equalNan` to NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for what is no array, or two arrays of bools.
 * @example
 * isclose([1, 1.1], [1 + 1e-9, 1.2]).toArray(); // [true, false]
 * @see numpy.isclose
 */
export function isclose(a: Operand, b: Operand, options: CloseOptions = {}): NDArray<'bool'> {
  checkOptions('isclose', options, closeNames);
  const handed = handOver('isclose', [a, b], [a, b, options]);
  if (handed !== undefined) return handed as never;
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const x = toArray('isclose', a);
  const given = toArray('isclose', b);
  // The reference is a float, as in NumPy: differences of integers must not wrap around.
  const inexact = isScalar(b) ? given.dtype : promoted(given.dtype, 'float64');
  const keeps = /^(float|complex)/.test(given.dtype);
  const y = keeps ? given : castTo('isclose', given, inexact);
  const isSingle = x.dtype === 'float32' && (y.dtype === 'float32' || isScalar(b));
  const isDouble = x.dtype === 'float64' && (y.dtype === 'float64' || isScalar(b));
  if ((isSingle || isDouble) && !isComplexScalar(b)) {
    const reference = y.dtype === x.dtype ? y : castTo('isclose', y, x.dtype);
    if (isNative(Math.max(x.size, reference.size))) return inPasses(x, reference, rtol, atol, equalNan);
    return inOnePass(
      x,
      reference,
      isSingle ? closeSingles(rtol, atol, equalNan) : closeDoubles(rtol, atol, equalNan),
    );
  }
  const right: Operand = isScalar(b) ? b : y;
  const left: Operand = isScalar(a) ? a : x;
  const near = lessEqual(abs(subtract(left, right)), add(multiply(abs(right), rtol), atol));
  const close = logicalOr(logicalAnd(near, isfinite(y)), equal(left, right));
  return equalNan ? logicalOr(close, logicalAnd(isnan(x), isnan(y))) : close;
}

/** The same passes, each in C, over floats of one dtype; every step is rounded to it. */
function inPasses(x: NDArray, y: NDArray, rtol: number, atol: number, equalNan: boolean): NDArray<'bool'> {
  const apart = subtract(x, y) as NDArray;
  abs(apart, { out: apart });
  const allowed = abs(y) as NDArray;
  multiply(allowed, rtol, { out: allowed });
  add(allowed, atol, { out: allowed });
  const close = lessEqual(apart, allowed) as NDArray<'bool'>;
  logicalAnd(close, isfinite(y), { out: close });
  logicalOr(close, equal(x, y), { out: close });
  return equalNan ? logicalOr(close, logicalAnd(isnan(x), isnan(y)), { out: close }) : close;
}

function isComplexScalar(value: unknown): boolean {
  return typeof value === 'object' && isScalar(value);
}

type Close = Binary<Uint8Array, Floats>;

function closeDoubles(rtol: number, atol: number, equalNan: boolean): Close {
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) {
      const x = a[j];
      const y = b[k];
      const near = Math.abs(x - y) <= atol + rtol * Math.abs(y) && y - y === 0;
      o[i] = near || x === y || (equalNan && Number.isNaN(x) && Number.isNaN(y)) ? 1 : 0;
    }
  };
}

/** Every step rounded to float32, as NumPy computes it. */
function closeSingles(rtol: number, atol: number, equalNan: boolean): Close {
  const round = Math.fround;
  const relative = round(rtol);
  const absolute = round(atol);
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) {
      const x = a[j];
      const y = b[k];
      const allowed = round(absolute + round(relative * Math.abs(y)));
      const near = Math.abs(round(x - y)) <= allowed && y - y === 0;
      o[i] = near || x === y || (equalNan && Number.isNaN(x) && Number.isNaN(y)) ? 1 : 0;
    }
  };
}

function inOnePass(x: NDArray, y: NDArray, loop: Close): NDArray<'bool'> {
  const shape = broadcastShapes('isclose', x.shape, y.shape);
  return withResult('isclose', 'bool', shape, [x, y], undefined, (out) => {
    const { ndim, layout } = planLayout(shape, [out, x, y]);
    const target = { data: storage(out) as Uint8Array, dtype: out.dtype, direct: true };
    driveBinary(loop, 'float', ndim, layout, target, termOf(x, 'float'), termOf(y, 'float'));
  }) as NDArray<'bool'>;
}

/**
 * Whether all elements are close, as `isclose` says; true for no elements.
 *
 * @throws as `isclose`.
 * @example
 * allclose([1, 2], [1, 2 + 1e-9]); // true
 * @see numpy.allclose
 */
export function allclose(a: Operand, b: Operand, options: CloseOptions = {}): boolean {
  checkOptions('allclose', options, closeNames);
  for (const one of [a, b]) checkNotForeign('allclose', one);
  return all(isclose(a, b, options)).item() as boolean;
}

const arrayEqualNames: OptionNames<{ readonly equalNan?: boolean }> = { equalNan: true };

/**
 * Whether two arrays have the same shape and equal elements, whatever their dtypes. NaN differs from NaN, unless
 * `equalNan` is given.
 *
 * @throws DTypeError for what is no array.
 * @example
 * arrayEqual([1, 2], [1, 2]); // true
 * arrayEqual([1, NaN], [1, NaN], { equalNan: true }); // true
 * @see numpy.array_equal
 */
export function arrayEqual(a: Operand, b: Operand, options: { readonly equalNan?: boolean } = {}): boolean {
  checkOptions('arrayEqual', options, arrayEqualNames);
  const x = toArray('arrayEqual', a);
  const y = toArray('arrayEqual', b);
  return sameShape(x.shape, y.shape) && equalEverywhere(x, y, options.equalNan === true);
}

/**
 * Whether two arrays broadcast to one shape and have equal elements there. NaN differs from NaN.
 *
 * @throws DTypeError for what is no array.
 * @example
 * arrayEquiv([[1, 2], [1, 2]], [1, 2]); // true
 * @see numpy.array_equiv
 */
export function arrayEquiv(a: Operand, b: Operand): boolean {
  const x = toArray('arrayEquiv', a);
  const y = toArray('arrayEquiv', b);
  try {
    broadcastShapes('arrayEquiv', x.shape, y.shape);
  } catch {
    return false;
  }
  return equalEverywhere(x, y, false);
}

function equalEverywhere(x: NDArray, y: NDArray, equalNan: boolean): boolean {
  const same = equal(x, y);
  const close = equalNan ? logicalOr(same, logicalAnd(isnan(x), isnan(y))) : same;
  return all(close).item() as boolean;
}
