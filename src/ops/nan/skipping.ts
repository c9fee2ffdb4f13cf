/**
 * Reductions that skip NaN.
 *
 * Policy: an array without NaN takes the ordinary reduction; whether it had any shows in the result, where NaN would
 * have come through. Only then a second pass skips them, in a kernel that takes the array as it lies, without a copy,
 * when the reduced axes lie side by side in C order. Sums go along the same tree as ordinary ones, a NaN counting as 0,
 * so they are NumPy's bit for bit.
 */
import { dtypeInfo } from '../../core/dtype.js';
import { float16Table, toFloat16 } from '../../core/float16.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import { sizeOf } from '../../core/shape.js';
import { kernelCode } from '../../kernels/element-kind.js';
import type { Floats } from '../../kernels/js/loops/types.js';
import { skipNaN, skipOperation } from '../../kernels/js/skip-nan.js';
import { backend } from '../../kernels/select.js';
import { isnan } from '../logic.js';
import { copyWhere } from '../masked.js';
import { castTo } from '../reduction.js';
import { any } from '../reductions.js';

/** From this many elements on a native call pays for itself. */
const NATIVE_SIZE = 1024;

/** Whether an array can hold NaN. */
export function mayHaveNaN(x: NDArray): boolean {
  const { kind } = dtypeInfo(x.dtype);
  return kind === 'f' || kind === 'c';
}

export function hasNaN(x: NDArray): boolean {
  return mayHaveNaN(x) && (any(isnan(x)).item() as boolean);
}

/** An array as the kernel takes it: C-contiguous [outer × n × inner], reduced over the middle. */
interface Lanes {
  readonly data: Floats;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** float64 and float32 as they are, halves as float32; transposed only where the reduced axes lie apart. */
function lanesOf(operation: string, a: NDArray, reduced: readonly boolean[]): Lanes {
  const dtype = a.dtype === 'float64' ? 'float64' : 'float32';
  const lengths = a.shape;
  const first = reduced.indexOf(true);
  const last = reduced.lastIndexOf(true);
  const together = first < 0 || reduced.slice(first, last + 1).every((yes) => yes);
  const axes = lengths.map((_, axis) => axis);
  const order = [...axes.filter((axis) => !reduced[axis]), ...axes.filter((axis) => reduced[axis])];
  const x = together ? a : (a.transpose(order) as NDArray);
  const own = x.dtype === dtype && x.flags.cContiguous ? x : castTo(operation, x, dtype);
  const start = own.offset / own.itemsize;
  const data = (storage(own) as Floats).subarray(start, start + own.size);
  const n = sizeOf(lengths.filter((_, axis) => reduced[axis]));
  const inner = together && first >= 0 ? sizeOf(lengths.slice(last + 1)) : 1;
  return { data, outer: sizeOf(lengths.filter((_, axis) => !reduced[axis])) / Math.max(inner, 1), n, inner };
}

/**
 * Reduces floats, skipping NaN: an array with length 1 on the reduced axes; float64 of float64, else float32. Counts
 * are float64. Squares are those of distances from `center`, which is shaped and typed like the result.
 */
export function reduceSkipping(
  operation: string,
  name: keyof typeof skipOperation,
  a: NDArray,
  reduced: readonly boolean[],
  center?: NDArray,
): NDArray {
  const { data, outer, n, inner } = lanesOf(operation, a, reduced);
  const dtype = data instanceof Float64Array || name === 'count' ? 'float64' : 'float32';
  const out = newArray(
    operation,
    dtype,
    a.shape.map((length, axis) => (reduced[axis] ? 1 : length)),
  ) as NDArray;
  const kind = kernelCode(data instanceof Float64Array ? 'float64' : 'float32');
  const params = Float64Array.of(skipOperation[name], kind, outer, n, inner);
  const around =
    center === undefined ? null : (storage(center.flags.cContiguous ? center : center.copy('C')) as Floats);
  const operands = [storage(out), data, around];
  if (out.size === 0) return out;
  if (a.size < NATIVE_SIZE) skipNaN(operands, params);
  else backend().run('skipNaN', operands, params);
  return out;
}

/** A copy of floats or complex numbers, in C order, in which NaN is another number. */
export function replaced(operation: string, a: NDArray, value: number): NDArray {
  const own = castTo(operation, a, a.dtype);
  const data = storage(own) as Floats;
  if (a.size >= NATIVE_SIZE) {
    copyWhere(own, isnan(own), newArray(operation, a.dtype, []).fill(value) as NDArray, true);
    return own;
  }
  const { slots } = dtypeInfo(a.dtype);
  const isHalf = a.dtype === 'float16';
  const halves = isHalf ? float16Table() : null;
  const written = isHalf ? toFloat16(value) : value;
  for (let at = 0; at < data.length; at += slots) {
    const last = data[at + slots - 1];
    if (halves === null ? !Number.isNaN(data[at]) && !Number.isNaN(last) : !Number.isNaN(halves[last]))
      continue;
    data[at] = written;
    if (slots === 2) data[at + 1] = 0;
  }
  return own;
}
