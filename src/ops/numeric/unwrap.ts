/** Angles without jumps. */

import { dtypeInfo } from '../../core/dtype.js';
import { DTypeError } from '../../core/errors.js';
import { type NDArray, newUninitialized, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { promoteScalar } from '../../core/promotion.js';
import { normalizeAxis } from '../../core/shape.js';
import { moveaxis } from '../manipulation.js';
import { castTo } from '../reduction.js';
import type { Divided, DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `unwrap`. */
export interface UnwrapOptions {
  /** The smallest jump that is one. Half the period. */
  readonly discont?: number;
  /** Along which axis. The last. */
  readonly axis?: number;
  /** What is added or taken away where there is a jump. 2π. */
  readonly period?: number;
}

/** Python's remainder of floats. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

const unwrapNames: OptionNames<UnwrapOptions> = { discont: true, axis: true, period: true };

/**
 * Angles (or other values that repeat after a period) with whole periods added so that neighbours are never farther
 * apart than half of one.
 *
 * Floats stay; integers → float64, or stay when the period is whole. NaN makes all that follows NaN.
 *
 * @throws DTypeError for complex numbers; AxisError.
 * @example
 * unwrap([0, 1, 2, -1, 0], { period: 4 }).toArray(); // [0, 1, 2, 3, 4]
 * @see numpy.unwrap
 */
export function unwrap<X extends Operand>(x: X, options: UnwrapOptions = {}): NDArray<Divided<DTypeOf<X>>> {
  checkOptions('unwrap', options, unwrapNames);
  const a = toArray('unwrap', x);
  const { period = 2 * Math.PI, axis = -1 } = options;
  if (dtypeInfo(a.dtype).kind === 'c' || a.dtype === 'bool') {
    throw new DTypeError(`takes no ${a.dtype}; needs real numbers`, {
      operation: 'unwrap',
      argument: 'x',
      got: a.dtype,
      needs: 'real numbers',
    });
  }
  const at = normalizeAxis('unwrap', axis, a.ndim);
  const dtype = promoteScalar(a.dtype, period);
  const { kind } = dtypeInfo(dtype);
  const isInteger = kind === 'i' || kind === 'u';
  const high = isInteger ? Math.floor(period / 2) : period / 2;
  // Half a period up and half a period down are the same jump, unless an integer period is odd.
  const ambiguous = !isInteger || period % 2 === 0;
  const discont = options.discont ?? period / 2;
  const lanes = castTo('unwrap', moveaxis(a, at, -1) as NDArray, 'float64');
  const data = storage(lanes) as Float64Array;
  const n = lanes.shape[lanes.ndim - 1];
  const out = newUninitialized('unwrap', 'float64', lanes.shape);
  const result = storage(out);
  const round = dtype === 'float32' ? Math.fround : (value: number) => value;
  for (let lane = 0; lane < lanes.size; lane += n) {
    let correction = 0;
    result[lane] = data[lane];
    for (let i = lane + 1; i < lane + n; i++) {
      const step = round(data[i] - data[i - 1]);
      let wrapped = round(round(modulo(round(step + high), round(period))) - high);
      if (ambiguous && wrapped === -high && step > 0) wrapped = high;
      if (!(Math.abs(step) < discont)) correction = round(correction + round(wrapped - step));
      result[i] = data[i] + correction;
    }
  }
  const back = moveaxis(out, -1, at) as NDArray;
  return (dtype === 'float64' ? back : castTo('unwrap', back, dtype)) as never;
}
