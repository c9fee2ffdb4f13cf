/** Medians along one axis, for borders. */
import { dtypeInfo } from '../../core/dtype.js';
import { DTypeError } from '../../core/errors.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import { moveaxis } from '../manipulation.js';
import { castTo } from '../reduction.js';

/** The medians along an axis, which stays with length 1. Real dtypes → float64, floats keep theirs. */
export function medianAlong(
  x: NDArray,
  { axis }: { readonly axis: number; readonly keepdims: true },
): NDArray {
  const { kind } = dtypeInfo(x.dtype);
  if (kind === 'c') {
    throw new DTypeError(`takes no ${x.dtype}; needs real numbers`, {
      operation: 'pad',
      argument: 'x',
      got: x.dtype,
      needs: 'real numbers',
    });
  }
  const lanes = castTo('pad', moveaxis(x, axis, -1) as NDArray, 'float64');
  const n = lanes.shape[lanes.ndim - 1];
  const medians = newArray('pad', 'float64', lanes.shape.slice(0, -1));
  const data = storage(lanes) as Float64Array;
  const middles = storage(medians);
  for (let lane = 0; lane < medians.size; lane++) {
    const sorted = data.subarray(lane * n, (lane + 1) * n).sort();
    // Sorted NaNs are last.
    const half = n >> 1;
    middles[lane] = Number.isNaN(sorted[n - 1])
      ? NaN
      : n % 2 === 1
        ? sorted[half]
        : (sorted[half - 1] + sorted[half]) / 2;
  }
  const result = medians.expandDims(axis) as NDArray;
  return kind === 'f' ? castTo('pad', result, x.dtype) : result;
}
