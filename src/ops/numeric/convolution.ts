/** Convolution and correlation of vectors. */

import { type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { promoted } from '../../core/promotion.js';
import { kernelCode } from '../../kernels/element-kind.js';
import { correlate as reference } from '../../kernels/js/correlate.js';
import type { Floats } from '../../kernels/js/loops/types.js';
import { backend } from '../../kernels/select.js';
import { add, conj, multiply } from '../elementwise.js';
import { flip } from '../manipulation.js';
import { castTo } from '../reduction.js';
import type { Common } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** How much of a sliding product to give: where the vectors overlap at all, as much as the longer, or only whole. */
export type SlidingMode = 'full' | 'same' | 'valid';

/** Options of `convolve` and `correlate`. */
export interface SlidingOptions {
  /** What of the result. */
  readonly mode?: SlidingMode;
}

/** Products below this count are not worth a call of a kernel. */
const NATIVE_WORK = 4096;

const slidingNames: OptionNames<SlidingOptions> = { mode: true };

/**
 * The discrete convolution of two vectors: the coefficients of the product of two polynomials.
 *
 * Any dtypes → the promoted one; bools give `or` of `and`s, integers wrap around. NaN gives NaN where it takes part.
 *
 * Complexity: the product of the lengths; float64 and float32 use the machine's vector units and threads.
 *
 * @param options `mode`: 'full' (n + m - 1 elements), 'same' (as many as the longer has) or 'valid' (only where both
 * overlap completely). 'full'.
 * @throws ShapeError for more than one axis, or an empty vector; ArgumentError for an unknown mode.
 * @example
 * convolve([1, 2, 3], [0, 1, 0.5]).toArray(); // [0, 1, 2.5, 4, 1.5]
 * @see numpy.convolve
 */
export function convolve<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: SlidingOptions = {},
): NDArray<Common<A, B>> {
  checkOptions('convolve', options, slidingNames);
  let [x, w] = operands('convolve', a, b);
  if (w.size > x.size) [x, w] = [w, x];
  return slide('convolve', x, flip(w) as NDArray, options.mode ?? 'full') as never;
}

/**
 * The cross-correlation of two vectors: the sums of products of `a`, shifted ever further, and the conjugate of `b`.
 *
 * Dtypes, empty vectors, NaN and complexity as for `convolve`.
 *
 * @param options `mode`: 'full', 'same' or 'valid', as for `convolve`. 'valid'.
 * @throws as `convolve`.
 * @example
 * correlate([1, 2, 3], [0, 1, 0.5]).toArray(); // [3.5]
 * correlate([1, 2, 3], [0, 1, 0.5], { mode: 'full' }).toArray(); // [0.5, 2, 3.5, 3, 0]
 * @see numpy.correlate
 */
export function correlate<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: SlidingOptions = {},
): NDArray<Common<A, B>> {
  checkOptions('correlate', options, slidingNames);
  const [x, given] = operands('correlate', a, b);
  const mode = options.mode ?? 'valid';
  const w = dtypeInfo(given.dtype).kind === 'c' ? (conj(given) as NDArray) : given;
  if (w.size <= x.size) return slide('correlate', x, w, mode) as never;
  // The longer one slides; the result comes out backwards.
  return flip(slide('correlate', w, x, mode)) as never;
}

function operands(operation: string, a: Operand, b: Operand): [NDArray, NDArray] {
  const x = toArray(operation, a);
  const y = toArray(operation, b);
  const dtype = promoted(x.dtype, y.dtype);
  return [vector(operation, x, dtype, 'a'), vector(operation, y, dtype, 'b')];
}

function vector(operation: string, x: NDArray, dtype: DType, argument: string): NDArray {
  if (x.ndim > 1 || x.size === 0) {
    const what = x.ndim > 1 ? `has ${x.ndim} axes` : 'is empty';
    throw new ShapeError(`${argument} ${what}; needs one axis that is not empty`, {
      operation,
      argument,
      got: x.shape,
      needs: 'one axis that is not empty',
    });
  }
  const own = x.dtype === dtype ? x : castTo(operation, x, dtype);
  return own.ndim === 0 ? (own.reshape([1]) as NDArray) : own;
}

/** Sums of products of `x` from every shift on and `w`, which is no longer. */
function slide(operation: string, x: NDArray, w: NDArray, mode: SlidingMode): NDArray {
  const taps = w.size;
  const [first, count] = window(operation, x.size, taps, mode);
  if (x.dtype === 'float64' || x.dtype === 'float32') return slideFloats(operation, x, w, first, count);
  if (x.dtype === 'float16') {
    // NumPy sums half floats in float32.
    const wide = slideFloats(
      operation,
      castTo(operation, x, 'float32'),
      castTo(operation, w, 'float32'),
      first,
      count,
    );
    return castTo(operation, wide, 'float16');
  }
  const out = newArray(operation, x.dtype, [count]) as NDArray;
  for (let tap = 0; tap < taps; tap++) {
    // out[i] += x[i + first + tap] * w[tap] wherever there is such an x.
    const from = Math.max(0, -(first + tap));
    const end = Math.min(count, x.size - first - tap);
    if (end <= from) continue;
    const part = range(out, from, end);
    const product = multiply(
      range(x, from + first + tap, end + first + tap),
      range(w, tap, tap + 1),
    ) as NDArray;
    add(part, product, { out: part });
  }
  return out;
}

/** The shift of the first result, and how many there are. */
function window(
  operation: string,
  n: number,
  taps: number,
  mode: SlidingMode,
): [first: number, count: number] {
  switch (mode) {
    case 'full':
      return [1 - taps, n + taps - 1];
    case 'same':
      return [-Math.floor(taps / 2), n];
    case 'valid':
      return [0, n - taps + 1];
  }
  throw new ArgumentError(`mode is ${String(mode)}; needs full, same or valid`, {
    operation,
    argument: 'mode',
    got: mode,
    needs: 'full, same or valid',
  });
}

function range(x: NDArray, from: number, end: number): NDArray {
  return viewOf(x, [end - from], x.strides, x.offset + from * x.strides[0]) as NDArray;
}

function slideFloats(operation: string, x: NDArray, w: NDArray, first: number, count: number): NDArray {
  const out = newUninitialized(operation, x.dtype, [count]) as NDArray;
  const run = [contiguous(x), contiguous(w), storage(out)] as Floats[];
  const params = Float64Array.of(kernelCode(x.dtype), x.size, w.size, first, count);
  if (count * w.size < NATIVE_WORK) reference(run, params);
  else backend().run('correlate', run, params);
  return out;
}

/** The elements as a typed array of just them. */
function contiguous(x: NDArray): Floats {
  const own = x.flags.cContiguous ? x : x.copy('C');
  const data = storage(own) as Floats;
  const start = own.offset / own.itemsize;
  return data.subarray(start, start + own.size);
}
