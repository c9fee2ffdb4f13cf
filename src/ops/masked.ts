/** The `where` option: which elements take part. */
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { DTypeError, ShapeError } from '../core/errors.js';
import { fromData } from '../core/from-data.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import type { Scalar } from '../core/promotion.js';
import { broadcastShapes, formatShape, type Shape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { eachRow } from '../kernels/js/loops/drive.js';
import { backend } from '../kernels/select.js';
import { kernelTernary } from '../kernels/table.gen.js';
import { planLayout } from './plan.js';
import { checkOut, layoutOf, sameShape, type UfuncOptions } from './result.js';

/** Booleans that say which elements take part: an array, nested lists, or one for all. */
export type Mask = NDArray | boolean | MaskList;
type MaskList = readonly (boolean | MaskList)[];

/** A mask as an array. @throws DTypeError for anything but booleans. */
export function readMask(operation: string, where: Mask): NDArray {
  const mask = where instanceof NDArray ? where : new NDArray(fromData(operation, where, undefined, 'where'));
  if (mask.dtype === 'bool') return mask;
  throw new DTypeError(`where has dtype ${mask.dtype}; needs booleans`, {
    operation,
    argument: 'where',
    got: mask.dtype,
    needs: 'booleans',
  });
}

/** A mask for a reduction, which must broadcast to the shape of the operand. */
export function maskFor(operation: string, where: Mask, shape: Shape): NDArray {
  const mask = readMask(operation, where);
  const common = broadcastShapes(operation, mask.shape, shape);
  if (sameShape(common, shape)) return mask;
  throw new ShapeError(
    `where has shape ${formatShape(mask.shape)}, which is larger than the array's ${formatShape(shape)}`,
    {
      operation,
      argument: 'where',
      got: mask.shape,
      needs: `a shape that broadcasts to ${formatShape(shape)}`,
    },
  );
}

/** From this many elements on a native call pays for itself. */
const NATIVE_SIZE = 512;

/** As a choice between what is there and what comes; false where there is no addon. */
function copyNatively(target: NDArray, mask: NDArray, source: NDArray, wanted: boolean): boolean {
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('ternary')) return false;
  const arrays = [target, mask, ...(wanted ? [source, target] : [target, source])];
  const { ndim, layout } = planLayout(target.shape, arrays);
  const codes = arrays.map((x) => kernelCode(x.dtype));
  const params = Float64Array.of(kernelTernary.where, kernelCode(target.dtype), ndim, ...codes);
  chosen.run('ternary', [...arrays.map((x) => storage(x)), layout], params);
  return true;
}

/** Copies the elements of `source` over those of `target`, of the same dtype, where the mask has `wanted`. */
export function copyWhere(target: NDArray, mask: NDArray, source: NDArray, wanted: boolean): void {
  if (target.size >= NATIVE_SIZE && copyNatively(target, mask, source, wanted)) return;
  const { ndim, layout } = planLayout(target.shape, [target, mask, source]);
  const to = storage(target) as Float64Array;
  const from = storage(source) as Float64Array;
  const test = storage(mask) as Uint8Array;
  const bytes = to.BYTES_PER_ELEMENT;
  const pairs = dtypeInfo(target.dtype).slots === 2;
  const n = layout[ndim - 1];
  const di = layout[2 * ndim] / bytes;
  const dt = layout[3 * ndim + 1];
  const dj = layout[4 * ndim + 2] / bytes;
  eachRow(ndim, layout, 3, (at) => {
    let i = at[0] / bytes;
    let t = at[1];
    let j = at[2] / bytes;
    for (let left = n; left > 0; left--, i += di, t += dt, j += dj) {
      if ((test[t] !== 0) !== wanted) continue;
      to[i] = from[j];
      if (pairs) to[i + 1] = from[j + 1];
    }
  });
}

/** A copy of `x` that has `value` where the mask is false. */
export function filledElsewhere(operation: string, x: NDArray, mask: NDArray, value: Scalar): NDArray {
  const copy = newArray(operation, x.dtype, x.shape);
  copyElements(layoutOf(copy), layoutOf(x));
  const one = newArray(operation, x.dtype as DType, []).fill(value as number);
  copyWhere(copy, mask, one, false);
  return copy;
}

/**
 * An elementwise operation of which only the results under the mask are kept: elsewhere `out` keeps what it has, and
 * a new result has zeros (NumPy leaves it uninitialised).
 */
export function whereMasked(
  operation: string,
  options: UfuncOptions & { readonly where: Mask },
  compute: (options: UfuncOptions | undefined) => NDArray,
): NDArray {
  const { dtype, out } = options;
  if (options.where === true)
    return compute(out === undefined && dtype === undefined ? undefined : { dtype, out });
  let mask = readMask(operation, options.where);
  let computed = compute(dtype === undefined ? undefined : { dtype });
  const shape = broadcastShapes(operation, computed.shape, mask.shape);
  if (out !== undefined) checkOut(operation, out, computed.dtype, shape, true);
  const target = out ?? newArray(operation, computed.dtype, shape);
  if (computed.dtype !== target.dtype) {
    const cast = newArray(operation, target.dtype, computed.shape);
    copyElements(layoutOf(cast), layoutOf(computed));
    computed = cast;
  }
  // The result may be written over the mask itself.
  if (storage(mask).buffer === storage(target).buffer) mask = mask.copy();
  copyWhere(target, mask, computed, true);
  return target;
}
