/** Draws of standard numbers, in float64 or float32, into new arrays or the caller's; and scaled ones. */

import type { NDArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import type { Shape } from '../../core/shape.js';
import type { BitGenerator } from '../bits/bit-generator.js';
import { type Distribution, drawReal, type MaybeSize } from '../draw.js';
import { checkFloatDType, drawArray, type FloatDType, outputOf } from '../draws.js';
import { fillStandard, type StandardKind } from '../fill.js';
import { checkParameter } from '../parameters.js';

export interface FloatOptions<D extends FloatDType = FloatDType> {
  readonly dtype?: D;
  /** A contiguous array of the dtype to fill instead of a new one; elements are drawn in memory order. */
  readonly out?: NDArray<D, Shape>;
}

const floatNames: OptionNames<FloatOptions> = { dtype: true, out: true };

const one64 = new Float64Array(1);
const one32 = new Float32Array(1);

export function drawStandard(
  bits: BitGenerator,
  operation: string,
  kind: StandardKind,
  size: MaybeSize,
  options: FloatOptions = {},
): unknown {
  checkOptions(operation, options, floatNames);
  const { out } = options;
  const dtype = checkFloatDType(operation, options.dtype ?? out?.dtype);
  if (out !== undefined) {
    fillStandard(bits, kind, outputOf<FloatDType>(operation, out, dtype, size));
    return out;
  }
  if (size === undefined || size === null) {
    const one = dtype === 'float64' ? one64 : one32;
    fillStandard(bits, kind, one);
    return one[0];
  }
  return drawArray<FloatDType>(operation, dtype, size, (data) => fillStandard(bits, kind, data));
}

/** As drawReal, but numbers that have the same parameters are drawn by `fill`. */
export function drawScaled(
  bits: BitGenerator,
  distribution: Distribution,
  values: readonly unknown[],
  size: MaybeSize,
  fill: (bits: BitGenerator, out: Float64Array, a: number, b: number) => void,
): unknown {
  const isScalar = values.every((value) => typeof value === 'number');
  if (!isScalar || size === undefined || size === null) return drawReal(bits, distribution, values, size);
  const { name, parameters, together } = distribution;
  parameters.forEach(([parameter, condition], at) => {
    checkParameter(name, parameter, values[at], condition);
  });
  const [a, b = 0] = values as number[];
  together?.(a, b, 0);
  return drawArray(name, 'float64', size, (data) => fill(bits, data, a, b));
}
