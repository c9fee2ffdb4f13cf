/** Functions applied along axes. */
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newUninitialized, viewOf } from '../../core/ndarray.js';
import { formatShape, normalizeAxis, sizeOf } from '../../core/shape.js';
import { checkFunction, itemsOf } from '../argument-checks.js';
import { moveaxis } from '../manipulation.js';
import { castTo } from '../reduction.js';
import { sameShape } from '../result.js';
import { type Operand, toArray } from '../ufunc.js';
import { ndindex } from './flat-index.js';

/**
 * What a function makes of every lane along an axis: the axis is replaced by those of its results, which all have one
 * shape.
 *
 * The dtype is that of the first result; the others are cast to it.
 *
 * @param f from a vector (a view of the lane) to a scalar or an array.
 * @throws AxisError; ArgumentError when there are no lanes to find the result's shape by; ShapeError when results differ.
 * @example
 * applyAlongAxis((row) => row.max(), 1, [[1, 5], [7, 3]]).toArray(); // [5, 7]
 * @see numpy.apply_along_axis
 */
export function applyAlongAxis(f: (lane: NDArray) => Operand, axis: number, x: Operand): NDArray {
  const operation = 'applyAlongAxis';
  checkFunction(operation, 'f', f);
  const a = toArray(operation, x);
  const at = normalizeAxis(operation, axis, a.ndim);
  const lanes = moveaxis(a, at, -1) as NDArray;
  const outer = lanes.shape.slice(0, -1);
  if (sizeOf(outer) === 0) {
    throw new ArgumentError(`x has shape ${formatShape(a.shape)}, and so no lane along axis ${at}`, {
      operation,
      argument: 'x',
      got: a.shape,
      needs: 'at least one lane',
    });
  }
  let out: NDArray | undefined;
  let inner: readonly number[] = [];
  for (const index of ndindex(outer)) {
    const made = toArray(operation, f(lanes.at(...index) as NDArray));
    if (out === undefined) {
      inner = made.shape;
      out = newUninitialized(operation, made.dtype, [...outer, ...inner]) as NDArray;
    }
    if (!sameShape(made.shape, inner)) {
      throw new ShapeError(`f gave shapes ${formatShape(inner)} and ${formatShape(made.shape)}`, {
        operation,
        argument: 'f',
        got: made.shape,
        needs: `results of shape ${formatShape(inner)}`,
      });
    }
    const offset = index.reduce((sum, i, own) => sum + i * out!.strides[own], 0);
    const place = viewOf(out, inner, out.strides.slice(outer.length), offset) as NDArray;
    place.assign(made.dtype === out.dtype ? made : castTo(operation, made, out.dtype));
  }
  // The axes of a result stand where the lane's axis stood.
  const own = inner.map((_, i) => outer.length + i);
  return moveaxis(
    out!,
    own,
    own.map((_, i) => at + i),
  ) as NDArray;
}

/**
 * What a reduction makes of an array axis after axis, all axes staying with length 1.
 *
 * @param f called as `f(x, { axis })`; what it gives has as many axes, or one less.
 * @throws AxisError; ShapeError when the function gives another number of axes.
 * @example
 * applyOverAxes(sum, ones([2, 3, 4]), [0, 2]).toArray(); // [[[8], [8], [8]]]
 * @see numpy.apply_over_axes
 */
export function applyOverAxes(
  f: (x: NDArray, options: { readonly axis: number }) => NDArray,
  x: Operand,
  axes: number | readonly number[],
): NDArray {
  const operation = 'applyOverAxes';
  checkFunction(operation, 'f', f);
  let a = toArray(operation, x);
  const { ndim } = a;
  for (const one of typeof axes === 'number' ? [axes] : itemsOf(operation, 'axes', axes)) {
    const axis = normalizeAxis(operation, one, ndim);
    const made = toArray(operation, f(a, { axis }));
    const kept = made.ndim === ndim ? made : (made.expandDims(Math.min(axis, made.ndim)) as NDArray);
    if (kept.ndim !== ndim) {
      throw new ShapeError(`f gave ${made.ndim} axes of ${ndim}; needs as many, or one less`, {
        operation,
        argument: 'f',
        got: made.shape,
        needs: `${ndim} or ${ndim - 1} axes`,
      });
    }
    a = kept;
  }
  return a;
}
