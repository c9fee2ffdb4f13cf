/** How often each integer is there. */

import { dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { formatShape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import { asFloat64, boundsOf, weightsOf } from './bins.js';
import { elementsOf } from './lanes.js';
import { castTo } from './reduction.js';
import { type Operand, toArray } from './ufunc.js';

/** Non-negative integers to count. @throws DTypeError for anything else; ArgumentError for negative ones. */
function countable(x: Operand): NDArray {
  const given = toArray('bincount', x);
  if (given.ndim !== 1) {
    throw new ShapeError(`x has shape ${formatShape(given.shape)}; needs one dimension`, {
      operation: 'bincount',
      argument: 'x',
      got: given.shape,
      needs: 'a one-dimensional array',
    });
  }
  const { kind } = dtypeInfo(given.dtype);
  if (kind === 'i' || kind === 'u' || kind === 'b') return given;
  // JavaScript numbers in a list are float64 here, and may be whole.
  const whole =
    Array.isArray(x) && kind === 'f' && (x as unknown[]).every((value) => Number.isSafeInteger(value));
  if (whole) return castTo('bincount', given, 'int64');
  throw new DTypeError(`x is ${given.dtype}; needs integers`, {
    operation: 'bincount',
    argument: 'x',
    got: given.dtype,
    needs: 'integers',
  });
}

const bincountNames: OptionNames<{ readonly weights?: Operand | undefined; readonly minlength?: number }> = {
  weights: true,
  minlength: true,
};

/**
 * How often each of 0, 1, 2 … is there, up to the greatest.
 *
 * Integers or bools in one dimension → int64, or with weights, which are summed up, float64. No elements give
 * `minlength` zeros.
 *
 * @throws ArgumentError for negative elements or a bad `minlength`; DTypeError for what is no integers; ShapeError
 * unless there is one dimension, or for weights of another shape; MemoryError when the greatest is very great.
 * @example
 * bincount([0, 2, 2]).toArray(); // [1n, 0n, 2n]
 * bincount([0, 1, 1], { weights: [0.5, 1, 2] }).toArray(); // [0.5, 3]
 * @see numpy.bincount
 */
export function bincount<const W extends Operand | undefined = undefined>(
  x: Operand,
  options: { readonly weights?: W; readonly minlength?: number } = {},
): NDArray<W extends undefined ? 'int64' : 'float64', [number]> {
  if (isForeign(x)) return x[foreignSymbol]('bincount', [x, options]) as never;
  checkOptions('bincount', options, bincountNames);
  const { minlength = 0 } = options;
  const data = countable(x);
  if (!Number.isSafeInteger(minlength) || minlength < 0) {
    throw new ArgumentError(`minlength is ${minlength}; needs a whole number from 0 up`, {
      operation: 'bincount',
      argument: 'minlength',
      got: minlength,
    });
  }
  const weights = weightsOf('bincount', data, options.weights);
  if (weights !== null && dtypeInfo(weights.dtype).kind === 'c') {
    throw new DTypeError(`weights are ${weights.dtype}; needs real numbers`, {
      operation: 'bincount',
      argument: 'weights',
      got: weights.dtype,
    });
  }
  const [least, greatest] = data.size === 0 ? [0, -1] : boundsOf('bincount', data);
  if (least < 0) {
    throw new ArgumentError(`x has ${least}; needs no negative elements`, {
      operation: 'bincount',
      argument: 'x',
      got: least,
      needs: 'elements from 0 up',
    });
  }
  const bins = Math.max(greatest + 1, minlength);
  const out = newArray('bincount', weights === null ? 'int64' : 'float64', [bins]);
  if (data.size > 0) {
    const own = weights === null ? null : asFloat64('bincount', weights);
    const params = new Float64Array([kernelCode(data.dtype), data.size, bins]);
    backend().run('bincount', [elementsOf('bincount', data), storage(out), own], params);
  }
  return out as never;
}
