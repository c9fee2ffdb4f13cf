/** How arrays lie in memory, and whether two of them lie in the same. */
import { byteBounds } from '../../core/copy.js';
import type { DType } from '../../core/dtype.js';
import { ArgumentError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { isfinite } from '../logic.js';
import { all } from '../reductions.js';
import { layoutOf } from '../result.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** `x` with at least one axis, in an order. */
function inOrder(operation: string, x: Operand, order: 'C' | 'F', dtype: DType | undefined): NDArray {
  let a = toArray(operation, x);
  if (dtype !== undefined) a = a.asType(dtype, { copy: false });
  if (a.ndim === 0) a = a.reshape([1]) as NDArray;
  return a.flags[order === 'C' ? 'cContiguous' : 'fContiguous'] ? a : a.copy(order);
}

/**
 * `x` itself where its elements lie in C order, else a copy in that order. At least one axis; NaN stays.
 *
 * @throws DTypeError for what is no array, or an unknown dtype.
 * @example
 * ascontiguousarray(zeros([2, 3]).T).strides; // [16, 8]
 * @see numpy.ascontiguousarray
 */
export function ascontiguousarray<X extends Operand>(x: X, dtype?: undefined): NDArray<DTypeOf<X>>;
export function ascontiguousarray<D extends DType>(x: Operand, dtype: D): NDArray<D>;
export function ascontiguousarray(x: Operand, dtype?: DType): NDArray {
  return inOrder('ascontiguousarray', x, 'C', dtype);
}

/**
 * `x` itself where its elements lie in Fortran order, else a copy in that order. At least one axis; NaN stays.
 *
 * @throws DTypeError for what is no array, or an unknown dtype.
 * @example
 * asfortranarray(zeros([2, 3])).strides; // [8, 16]
 * @see numpy.asfortranarray
 */
export function asfortranarray<X extends Operand>(x: X, dtype?: undefined): NDArray<DTypeOf<X>>;
export function asfortranarray<D extends DType>(x: Operand, dtype: D): NDArray<D>;
export function asfortranarray(x: Operand, dtype?: DType): NDArray {
  return inOrder('asfortranarray', x, 'F', dtype);
}

/**
 * `x` as an array, after a look at every element.
 *
 * @throws ArgumentError when an element is NaN or infinite; DTypeError for what is no array, or an unknown dtype.
 * @example
 * asarrayChkfinite([1, 2]).toArray(); // [1, 2]
 * @see numpy.asarray_chkfinite
 */
export function asarrayChkfinite<X extends Operand>(x: X, dtype?: undefined): NDArray<DTypeOf<X>>;
export function asarrayChkfinite<D extends DType>(x: Operand, dtype: D): NDArray<D>;
export function asarrayChkfinite(x: Operand, dtype?: DType): NDArray {
  let a = toArray('asarrayChkfinite', x);
  if (dtype !== undefined) a = a.asType(dtype, { copy: false });
  if (all(isfinite(a)).item()) return a;
  throw new ArgumentError('x has NaN or infinite elements; needs finite numbers', {
    operation: 'asarrayChkfinite',
    argument: 'x',
    needs: 'finite numbers',
  });
}

/**
 * Whether the elements lie in Fortran order and not in C order as well.
 *
 * @throws DTypeError for what is no array.
 * @example
 * isfortran(zeros([2, 3]).T); // true
 * @see numpy.isfortran
 */
export function isfortran(x: Operand): boolean {
  const { fContiguous, cContiguous } = toArray('isfortran', x).flags;
  return fContiguous && !cContiguous;
}

/**
 * Whether the memory between the first and the last byte of two arrays overlaps. Quick, and may say yes of views that
 * interleave without a common element: `sharesMemory` says.
 *
 * @throws DTypeError for what is no array.
 * @example
 * const x = arange(6);
 * mayShareMemory(x.at('::2'), x.at('1::2')); // true
 * @see numpy.may_share_memory
 */
export function mayShareMemory(a: Operand, b: Operand): boolean {
  return boundsOverlap(toArray('mayShareMemory', a), toArray('mayShareMemory', b));
}

function boundsOverlap(x: NDArray, y: NDArray): boolean {
  const mine = layoutOf(x);
  const other = layoutOf(y);
  if (mine.data.buffer !== other.data.buffer || x.size === 0 || y.size === 0) return false;
  const [low, high] = byteBounds(mine);
  const [otherLow, otherHigh] = byteBounds(other);
  return low < otherHigh && otherLow < high;
}

/**
 * Whether two arrays have a byte in common.
 *
 * Complexity: elements of the smaller array plus those of the larger in the part of memory where both lie.
 *
 * @throws DTypeError for what is no array.
 * @example
 * const x = arange(6);
 * sharesMemory(x.at('::2'), x.at('1::2')); // false
 * sharesMemory(x.at('::2'), x.at('::3')); // true
 * @see numpy.shares_memory
 */
export function sharesMemory(a: Operand, b: Operand): boolean {
  const x = toArray('sharesMemory', a);
  const y = toArray('sharesMemory', b);
  if (!boundsOverlap(x, y)) return false;
  const [fewer, more] = x.size <= y.size ? [x, y] : [y, x];
  const [low, high] = byteBounds(layoutOf(fewer));
  if (fewer.size * fewer.itemsize === high - low && isDense(more)) return true;
  const taken = new Uint8Array(high - low);
  eachStart(fewer, (at) => taken.fill(1, at - low, at - low + fewer.itemsize));
  let shared = false;
  eachStart(more, (at) => {
    for (let byte = at; byte < at + more.itemsize; byte++) shared ||= taken[byte - low] === 1;
  });
  return shared;
}

/** Whether the elements leave no byte between the first and the last. */
function isDense(x: NDArray): boolean {
  const [low, high] = byteBounds(layoutOf(x));
  return x.size * x.itemsize === high - low && !x.strides.includes(0);
}

/** Calls `visit` with the first byte of every element, counted from the start of the buffer. */
function eachStart(x: NDArray, visit: (at: number) => void): void {
  const { shape, strides } = x;
  const walk = (axis: number, at: number): void => {
    if (axis === shape.length) {
      visit(at);
      return;
    }
    for (let i = 0; i < shape[axis]; i++) walk(axis + 1, at + i * strides[axis]);
  };
  const layout = layoutOf(x);
  walk(0, layout.data.byteOffset + x.offset);
}
