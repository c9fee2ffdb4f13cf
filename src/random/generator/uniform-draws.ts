/** Uniform numbers, integers and bytes: the draws that all others are made of. */

import { ArgumentError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import type { Shape } from '../../core/shape.js';
import type { Sizes } from '../../core/static-shapes.js';
import type { ArrayLike as Data } from '../../core/types.js';
import type { BitGenerator } from '../bits/bit-generator.js';
import * as continuous from '../distributions/continuous.js';
import { drawInteger, drawIntegers, drawIntegersEach, type IntegerDType } from '../distributions/integers.js';
import { type Distribution, type Drawn, drawReal, type MaybeSize } from '../draw.js';
import type { FloatDType, Size } from '../draws.js';
import { fillScaled } from '../fill.js';
import type { Parameter } from '../parameters.js';
import { drawScaled, drawStandard, type FloatOptions } from './standard.js';

export interface IntegerOptions<D extends IntegerDType = IntegerDType> {
  readonly dtype?: D;
  /** Whether `high` itself may be drawn. */
  readonly endpoint?: boolean;
}

const integerNames: OptionNames<IntegerOptions> = { dtype: true, endpoint: true };

const uniform: Distribution = {
  name: 'uniform',
  parameters: [
    ['low', 'any'],
    ['high', 'any'],
  ],
  sample: (bits, low, high) => continuous.uniform(bits, low, high - low),
  together: checkBounds,
};

const triangular: Distribution = {
  name: 'triangular',
  parameters: [
    ['left', 'any'],
    ['mode', 'any'],
    ['right', 'any'],
  ],
  sample: continuous.triangular,
  together: checkCorners,
};

export class UniformDraws {
  /** Where the bits come from. */
  readonly bitGenerator: BitGenerator;

  constructor(bitGenerator: BitGenerator) {
    this.bitGenerator = bitGenerator;
  }

  /**
   * Numbers uniform in [0, 1).
   *
   * - `size`: the shape; without it, one number
   * - `options`: dtype float64 (53 random bits) or float32 (24), or an array to fill
   * @throws ShapeError, DTypeError, ArgumentError for a size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).random(); // 0.7739560485559633
   *
   * NumPy: `Generator.random`.
   */
  random(): number;
  random<const S extends Size, D extends FloatDType = 'float64'>(
    size: S,
    options?: FloatOptions<D>,
  ): NDArray<D, Sizes<S>>;
  random<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  random(size: null | undefined, options?: FloatOptions): number;
  random(size?: Size | null, options?: FloatOptions): unknown {
    if (size === undefined && options === undefined) return this.bitGenerator.nextDouble();
    return drawStandard(this.bitGenerator, 'random', 'uniform', size, options);
  }

  /**
   * Integers from low to high, all equally likely.
   *
   * Bounds may be arrays, of integers (for the dtypes of 32 and 64 bits), which are broadcast against the size.
   *
   * @param low the smallest; with `high` left out or null, the numbers are 0 to `low` instead
   * @param high one above the largest, or the largest with `endpoint`
   * - `size`: the shape; without it, one integer
   * - `options`: dtype (any integer dtype or bool; int64), endpoint
   * @returns without a size a number (a bigint beyond 2⁵³, a boolean for bool), else an array of the dtype
   * @throws ArgumentError when the bounds are no integers, in the wrong order or outside the dtype
   * @throws DTypeError when the dtype holds no integers
   * @example
   * defaultRng(42).integers(10); // 0
   *
   * NumPy: `Generator.integers`.
   */
  integers(low: number | bigint, high?: number | bigint | null): number;
  integers<D extends IntegerDType>(
    low: number | bigint,
    high: number | bigint | null | undefined,
    size: null | undefined,
    options?: IntegerOptions<D>,
  ): D extends 'bool' ? boolean : D extends 'int64' | 'uint64' ? number | bigint : number;
  integers<const S extends Size, D extends IntegerDType = 'int64'>(
    low: number | bigint,
    high: number | bigint | null | undefined,
    size: S,
    options?: IntegerOptions<D>,
  ): NDArray<D, Sizes<S>>;
  integers<
    const S extends MaybeSize = undefined,
    D extends 'int32' | 'uint32' | 'int64' | 'uint64' = 'int64',
  >(
    low: Data,
    high?: Data | null,
    size?: S,
    options?: IntegerOptions<D>,
  ): NDArray<D, S extends Size ? Sizes<S> : Shape>;
  integers(low: Data, high?: Data | null, size?: Size | null, options?: IntegerOptions): unknown {
    if (options !== undefined) checkOptions('integers', options, integerNames);
    const first = high === undefined || high === null ? 0 : low;
    const last = high ?? low;
    const dtype = options?.dtype ?? 'int64';
    const endpoint = options?.endpoint ?? false;
    if (typeof first === 'object' || typeof last === 'object')
      return drawIntegersEach(this.bitGenerator, first, last, size, dtype, endpoint);
    if (typeof first === 'boolean' || typeof last === 'boolean') throw notInteger(first, last);
    if (size === undefined || size === null)
      return drawInteger(this.bitGenerator, first, last, dtype, endpoint);
    return drawIntegers(this.bitGenerator, first, last, size, dtype, endpoint);
  }

  /**
   * Random bytes.
   * @throws ArgumentError when length is not a non-negative integer
   * @example
   * defaultRng(42).bytes(4); // Uint8Array [ 136, 38, 217, 22 ]
   *
   * NumPy: `Generator.bytes`.
   */
  bytes(length: number): Uint8Array {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ArgumentError(`length is ${length}; needs a non-negative integer`, {
        operation: 'bytes',
        argument: 'length',
        got: length,
      });
    }
    // NumPy takes a word even for no bytes at all.
    const words = new Uint32Array(Math.max(1, Math.ceil(length / 4)));
    const view = new DataView(words.buffer);
    for (let at = 0; at < words.length; at++) view.setUint32(4 * at, this.bitGenerator.nextUint32(), true);
    return new Uint8Array(words.buffer, 0, length);
  }

  /**
   * Numbers uniform in [low, high), float64.
   *
   * @param low smallest number; 0
   * @param high bound above all numbers; 1
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError when a bound is no number, high < low, or their difference is not finite
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).uniform(-1, 1); // 0.5479120971119267
   *
   * NumPy: `Generator.uniform`.
   */
  uniform<
    const P extends Parameter = number,
    const Q extends Parameter = number,
    const S extends MaybeSize = undefined,
  >(low?: P, high?: Q, size?: S): Drawn<P | Q, S>;
  uniform(low: Parameter = 0, high: Parameter = 1, size?: MaybeSize): unknown {
    return drawScaled(this.bitGenerator, uniform, [low, high], size, (bits, out, from, to) =>
      fillScaled(bits, 'uniform', out, from, to - from),
    );
  }

  /**
   * Numbers whose density is a triangle over [left, right] with its top at mode, float64.
   *
   * @param left the smallest
   * @param mode the most likely
   * @param right the largest
   * @param size the shape; without it, one number, or one for each of the parameters where they are arrays
   * @throws ArgumentError unless left ≤ mode ≤ right and left < right
   * @throws ShapeError when parameters and size do not broadcast
   * @example
   * defaultRng(42).triangular(0, 1, 4); // 2.353024767238912
   *
   * NumPy: `Generator.triangular`.
   */
  triangular<
    const P extends Parameter,
    const Q extends Parameter,
    const R extends Parameter,
    const S extends MaybeSize = undefined,
  >(left: P, mode: Q, right: R, size?: S): Drawn<P | Q | R, S>;
  triangular(left: Parameter, mode: Parameter, right: Parameter, size?: MaybeSize): unknown {
    return drawReal(this.bitGenerator, triangular, [left, mode, right], size);
  }
}

function notInteger(low: unknown, high: unknown): ArgumentError {
  return new ArgumentError(`low is ${low}, high is ${high}; needs integers`, {
    operation: 'integers',
    argument: 'low',
    got: low,
  });
}

function checkBounds(low: number, high: number): void {
  const span = high - low;
  if (span >= 0 && !Object.is(span, -0) && span < Number.POSITIVE_INFINITY) return;
  const needs = 'low ≤ high and a finite difference';
  throw new ArgumentError(`low is ${low}, high is ${high}; needs ${needs}`, {
    operation: 'uniform',
    argument: 'high',
    got: high,
    needs,
  });
}

function checkCorners(left: number, mode: number, right: number): void {
  if (left <= mode && mode <= right && left !== right) return;
  const needs = 'left ≤ mode ≤ right and left < right';
  throw new ArgumentError(`left is ${left}, mode is ${mode}, right is ${right}; needs ${needs}`, {
    operation: 'triangular',
    argument: 'mode',
    got: mode,
    needs,
  });
}
