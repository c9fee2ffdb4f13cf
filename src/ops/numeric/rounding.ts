/** Rounding to decimals. */

import { type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import { foreignSymbol, isForeign } from '../../core/foreign.js';
import type { NDArray } from '../../core/ndarray.js';
import { divide, multiply, round as roundToIntegers } from '../elementwise.js';
import { imag, real } from '../parts.js';
import { castTo, finish } from '../reduction.js';
import type { UfuncOptions } from '../result.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `round`. */
export interface RoundOptions extends UfuncOptions {
  /** How many digits behind the point stay; negative ones are in front of it. 0. */
  readonly decimals?: number;
}

interface Rounding {
  <O extends NDArray>(x: Operand, options: RoundOptions & { readonly out: O }): O;
  <T extends DType>(
    x: Operand,
    options: RoundOptions & { readonly dtype: T; readonly out?: undefined },
  ): NDArray<T>;
  <X extends Operand>(x: X, options?: number | RoundOptions): NDArray<DTypeOf<X>>;
}

/**
 * The nearest numbers with so many decimals, halves to the even one.
 *
 * Numbers keep their dtype; bools → float16 (with decimals they are refused). Complex numbers round in both parts. Rounding to
 * decimals multiplies, rounds and divides, as NumPy does, so that it may miss by one where the factor rounds. The shape
 * stays; an empty array gives an empty result. NaN and infinities pass.
 *
 * @param options the number of decimals, or options with it.
 * @throws ArgumentError when `decimals` is no integer; DTypeError for bools; ShapeError or DTypeError for an `out` that does not fit.
 * @example
 * round([0.5, 1.5, 2.5]).toArray(); // [0, 2, 2]
 * round([1.234, 5.678], 1).toArray(); // [1.2, 5.7]
 * @see numpy.round
 */
export const round: Rounding = (x: Operand, options?: number | RoundOptions) => {
  if (options === undefined) return roundToIntegers(x) as never;
  const { decimals = 0, ...rest } = typeof options === 'number' ? { decimals: options } : options;
  if (decimals === 0) return roundToIntegers(x, rest as UfuncOptions) as never;
  if (isForeign(x)) return x[foreignSymbol]('round', [x, options]) as never;
  if (!Number.isSafeInteger(decimals)) {
    throw new ArgumentError(`decimals is ${String(decimals)}; needs an integer`, {
      operation: 'round',
      argument: 'decimals',
      got: decimals,
      needs: 'an integer',
    });
  }
  const { out, dtype } = rest as UfuncOptions;
  const given = toArray('round', x);
  const a = dtype === undefined || dtype === given.dtype ? given : castTo('round', given, dtype);
  const result = roundTo(a, decimals);
  if (out === undefined) return result as never;
  return finish(
    'round',
    result,
    result.shape.map(() => false),
    result.dtype,
    { out },
  ) as never;
};

function roundTo(a: NDArray, decimals: number): NDArray {
  const { kind } = dtypeInfo(a.dtype);
  if (kind === 'c') {
    const result = a.copy('K');
    for (const part of [real(result), imag(result)] as NDArray[]) part.assign(roundTo(part, decimals));
    return result;
  }
  if (kind === 'b') {
    throw new DTypeError('takes no bool; needs numbers', {
      operation: 'round',
      argument: 'x',
      got: a.dtype,
      needs: 'numbers',
    });
  }
  const isInteger = kind === 'i' || kind === 'u';
  if (isInteger && decimals > 0) return a.copy('K');
  const factor = 10 ** Math.abs(decimals);
  // A factor that is whole must still make floats of integers.
  const floats = kind === 'f' ? a : castTo('round', a, 'float64');
  const scaled = (decimals > 0 ? multiply(floats, factor) : divide(floats, factor)) as NDArray;
  roundToIntegers(scaled, { out: scaled });
  const result =
    decimals > 0 ? divide(scaled, factor, { out: scaled }) : multiply(scaled, factor, { out: scaled });
  return isInteger ? castTo('round', result, a.dtype) : result;
}

/** Another name for `round`. */
export const around: Rounding = round;
