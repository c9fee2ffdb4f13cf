/** Parts of arrays and choices between them: real, imag, where, clip. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { foreignSymbol, handOver, isForeign, type Made } from '../core/foreign.js';
import { NDArray, newArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions } from '../core/option-check.js';
import {
  isScalar,
  promoted,
  promoteScalar,
  rangeOf,
  type Scalar,
  scalarDType,
  scalarFits,
} from '../core/promotion.js';
import { broadcastShapes, type Shape } from '../core/shape.js';
import { numbersFor } from '../core/slabs.js';
import type { Broadcast, ShapeOf } from '../core/static-shapes.js';
import type { Operand as KernelOperand } from '../kernels/backend.js';
import { kernelCode, loopDType } from '../kernels/element-kind.js';
import { eachRow } from '../kernels/js/loops/drive.js';
import { backend } from '../kernels/select.js';
import { type KernelTernary, kernelTernary } from '../kernels/table.gen.js';
import { maximum, minimum } from './elementwise.js';
import { notEqual } from './logic.js';
import { planLayout } from './plan.js';
import { castTo } from './reduction.js';
import { sameShape, ufuncNames } from './result.js';
import type { Common, DTypeOf, Fitting, RealOf, Together } from './types.js';
import { type Operand, scalarArray, toArray, type UfuncOptions } from './ufunc.js';

/** A view of one part of a complex array. */
function partOf(x: NDArray, part: 0 | 1): NDArray {
  const dtype = x.dtype === 'complex64' ? 'float32' : 'float64';
  return new NDArray({
    data: storage(x) as Float64Array,
    dtype,
    shape: x.shape,
    strides: x.strides,
    offset: x.offset + part * (x.itemsize / 2),
    writeable: x.flags.writeable,
    base: x.base instanceof NDArray ? x.base : x,
  });
}

/**
 * The real parts: a view of a complex array, the array itself otherwise.
 *
 * complex64 → float32, complex128 → float64, other dtypes stay.
 *
 * @throws DTypeError for what is no array.
 * @example
 * real([{ re: 1, im: 2 }]).toArray(); // [1]
 * @see numpy.real
 */
export function real<X extends Operand>(x: X): Made<X, RealOf<DTypeOf<X>>, ShapeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('real', [x]) as never;
  const a = toArray('real', x);
  return (dtypeInfo(a.dtype).kind === 'c' ? partOf(a, 0) : a) as never;
}

/**
 * The imaginary parts: a view of a complex array, new zeros otherwise.
 *
 * complex64 → float32, complex128 → float64, other dtypes stay.
 *
 * @throws DTypeError for what is no array.
 * @example
 * imag([{ re: 1, im: 2 }]).toArray(); // [2]
 * @see numpy.imag
 */
export function imag<X extends Operand>(x: X): Made<X, RealOf<DTypeOf<X>>, ShapeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('imag', [x]) as never;
  const a = toArray('imag', x);
  if (dtypeInfo(a.dtype).kind === 'c') return partOf(a, 1) as never;
  return newArray('imag', a.dtype, a.shape) as never;
}

/**
 * Elements of `a` where the condition is true, of `b` elsewhere.
 *
 * The condition is any dtype (not zero is true, NaN too); `a` and `b` → the dtype they promote to. All three
 * broadcast; empty ones give an empty result. NaN passes unchanged.
 *
 * @throws ShapeError when the shapes do not broadcast; ArgumentError for an integer that does not fit the other's dtype.
 * @example
 * where([true, false], [1, 2], 0).toArray(); // [1, 0]
 * @see numpy.where
 */
export function where<C extends Operand, A extends Operand, B extends Operand>(
  condition: C,
  a: Fitting<C, A>,
  b: Fitting<C, B> & Fitting<A, B>,
): Made<A | B | C, Common<A, B>, Broadcast<ShapeOf<C>, Together<A, B>>> {
  const handed = handOver('where', [condition, a, b], [condition, a, b]);
  if (handed !== undefined) return handed as never;
  let test = toArray('where', condition);
  if (test.dtype !== 'bool') test = notEqual(test, 0);
  const dtype = commonDType(a, b);
  const x = inDType(a, dtype);
  const y = inDType(b, dtype);
  const alike = sameShape(test.shape, x.shape) && sameShape(x.shape, y.shape);
  const shape: Shape = alike ? x.shape : broadcastShapes('where', test.shape, x.shape, y.shape);
  const out = newUninitialized('where', dtype, shape);
  if (!runTernary('where', dtype, out, [test, x, y])) choose(out, test, x, y);
  return out as never;
}

function commonDType(a: Operand, b: Operand): DType {
  if (isScalar(a))
    return isScalar(b)
      ? promoted(scalarDType(a), scalarDType(b))
      : promoteScalar(toArray('where', b).dtype, a);
  const { dtype } = toArray('where', a);
  return isScalar(b) ? promoteScalar(dtype, b) : promoted(dtype, toArray('where', b).dtype);
}

function inDType(x: Operand, dtype: DType): NDArray {
  if (isScalar(x)) return scalarArray('where', dtype, x);
  const array = toArray('where', x);
  return array.dtype === dtype ? array : castTo('where', array, dtype);
}

/** Runs a row of the kernel table with three operands natively; says whether it could. */
function runTernary(row: KernelTernary, dtype: DType, out: NDArray, inputs: readonly NDArray[]): boolean {
  if (out.size === 0) return false;
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('ternary')) return false;
  const arrays = [out, ...inputs];
  const { ndim, layout } = planLayout(out.shape, arrays);
  const params = numbersFor(3 + arrays.length);
  params[0] = kernelTernary[row];
  params[1] = kernelCode(dtype);
  params[2] = ndim;
  const operands = new Array<KernelOperand>(arrays.length + 1);
  for (let at = 0; at < arrays.length; at++) {
    params[3 + at] = kernelCode(arrays[at].dtype);
    operands[at] = storage(arrays[at]);
  }
  operands[arrays.length] = layout;
  chosen.run('ternary', operands, params);
  return true;
}

/** Slots are copied as they are, so one loop serves all dtypes. */
function choose(out: NDArray, test: NDArray, x: NDArray, y: NDArray): void {
  const { ndim, layout } = planLayout(out.shape, [out, test, x, y]);
  const target = storage(out) as Float64Array;
  const yes = storage(test) as Uint8Array;
  const first = storage(x) as Float64Array;
  const second = storage(y) as Float64Array;
  const bytes = target.BYTES_PER_ELEMENT;
  const { slots } = dtypeInfo(out.dtype);
  const n = layout[ndim - 1];
  const di = layout[2 * ndim] / bytes;
  const dt = layout[3 * ndim + 1];
  const dj = layout[4 * ndim + 2] / bytes;
  const dk = layout[5 * ndim + 3] / bytes;
  eachRow(ndim, layout, 4, (at) => {
    let i = at[0] / bytes;
    let t = at[1];
    let j = at[2] / bytes;
    let k = at[3] / bytes;
    for (let left = n; left > 0; left--, i += di, t += dt, j += dj, k += dk) {
      const isFirst = yes[t] !== 0;
      target[i] = isFirst ? first[j] : second[k];
      if (slots === 2) target[i + 1] = isFirst ? first[j + 1] : second[k + 1];
    }
  });
}

/**
 * Elements limited to the range from `low` to `high`; null leaves a side open, or both. Where `low` exceeds `high`, `high` wins.
 *
 * Any dtypes → the promoted one; a bound that an integer dtype cannot hold limits nothing or everything to its edge.
 * All broadcast. NaN in the array or a bound gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for an `out` that does not fit.
 * @example
 * clip([1, 5, 9], 2, 6).toArray(); // [2, 5, 6]
 * @see numpy.clip
 */
export function clip<X extends Operand, L extends Operand | null = null, H extends Operand | null = null>(
  x: X,
  low: L = null as L,
  high: H = null as H,
  options: UfuncOptions = {},
): Made<X, DTypeOf<X>, Broadcast<Together<X, L>, ShapeOf<H>>> {
  checkOptions('clip', options, ufuncNames);
  const handed = handOver('clip', [x, low, high], [x, low, high, options]);
  if (handed !== undefined) return handed as never;
  const a = toArray('clip', x);
  const { dtype } = options;
  // Without bounds every element is in range; bools, which have no sign to keep, are among them.
  if (low === null && high === null) return maximum(a, a, options) as never;
  if (low === null) return minimum(a, fitting(high!, a.dtype), options) as never;
  const limited = options.out === undefined && dtype === undefined ? clipNatively(a, low, high) : undefined;
  if (limited !== undefined) return limited as never;
  const raised = maximum(a, fitting(low, a.dtype), high === null ? options : { dtype }) as NDArray;
  return (high === null ? raised : minimum(raised, fitting(high, a.dtype), options)) as never;
}

/** Both bounds in one pass, where they are numbers or arrays of the array's own dtype. */
function clipNatively(a: NDArray, low: Operand, high: Operand | null): NDArray | undefined {
  const loop = loopDType('clip', a.dtype);
  if (high === null || loop === undefined || a.size === 0) return undefined;
  const bounds: NDArray[] = [];
  for (const bound of [fitting(low, a.dtype), fitting(high, a.dtype)]) {
    if (isScalar(bound)) {
      if (promoteScalar(a.dtype, bound) !== a.dtype) return undefined;
      bounds.push(scalarArray('clip', a.dtype, bound));
    } else {
      const array = toArray('clip', bound);
      if (array.dtype !== a.dtype) return undefined;
      bounds.push(array);
    }
  }
  const shape: Shape = broadcastShapes('clip', a.shape, bounds[0].shape, bounds[1].shape);
  const out = newUninitialized('clip', a.dtype, shape);
  return runTernary('clip', loop, out, [a, ...bounds]) ? out : undefined;
}

/** A weak integer bound, moved into the range of the array's dtype. */
function fitting(bound: Operand, dtype: DType): Operand {
  if (!isScalar(bound) || promoteScalar(dtype, bound) !== dtype || scalarFits(dtype, bound)) return bound;
  const [lowest, highest] = rangeOf(dtype)!;
  return (bound as Exclude<Scalar, boolean | { re: number }>) < 0 ? lowest : highest;
}
