/**
 * The parameters of distributions: numbers, or arrays that are broadcast against each other and the size. Each has a
 * condition, which are NumPy's; NaN passes where it passes there, and gives NaN.
 */
import { copyElements } from '../core/copy.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { fromData } from '../core/from-data.js';
import { broadcastShapes, contiguousStrides, formatShape, type Shape, sizeOf } from '../core/shape.js';
import { broadcastStrides, checkShape } from '../core/strides.js';
import type { ArrayLike as Data } from '../core/types.js';
import type { Size } from './draws.js';

/** A parameter: a number for all draws, or an array with one for each. */
export type Parameter = number | Data;

/** The largest mean of Poisson numbers: what fits an int64 with ten standard deviations to spare. */
const largestMean = 2 ** 63 - Math.sqrt(2 ** 63) * 10;

const conditions = {
  any: { holds: () => true, needs: 'a number' },
  nonNegative: { holds: (x: number) => !(x < 0 || Object.is(x, -0)), needs: 'a number, 0 or more' },
  positive: { holds: (x: number) => !(x <= 0), needs: 'a number above 0' },
  positiveNotNaN: { holds: (x: number) => x > 0, needs: 'a number above 0' },
  probability: { holds: (x: number) => x >= 0 && x <= 1, needs: 'a probability, 0 to 1' },
  probabilityAbove0: { holds: (x: number) => x > 0 && x <= 1, needs: 'a probability above 0, up to 1' },
  probabilityBelow1: { holds: (x: number) => x >= 0 && x < 1, needs: 'a probability from 0, below 1' },
  above1: { holds: (x: number) => x > 1, needs: 'a number above 1' },
  mean: { holds: (x: number) => x >= 0 && x <= largestMean, needs: 'a number of 0 to 9.2e18' },
  count: { holds: (x: number) => Number.isSafeInteger(x) && x >= 0, needs: 'an integer of 0 to 2⁵³ − 1' },
} as const;

export type Condition = keyof typeof conditions;

/** @throws ArgumentError unless `value` is a number that meets the condition */
export function checkParameter(
  operation: string,
  argument: string,
  value: unknown,
  condition: Condition,
): void {
  const { holds, needs } = conditions[condition];
  if (typeof value === 'number' && holds(value)) return;
  throw new ArgumentError(`${argument} is ${String(value)}; needs ${needs}`, {
    operation,
    argument,
    got: value,
    needs,
  });
}

/** One parameter's name and condition. */
export type ParameterRule = readonly [name: string, condition: Condition];

/** The values of each parameter for each draw, in C order of `shape`. */
export interface Broadcast {
  readonly shape: readonly number[];
  readonly columns: readonly Float64Array[];
}

/**
 * Parameters that are not all numbers, checked and repeated over the shape they share with `size`.
 * @throws ShapeError when they do not broadcast, or not to `size`; ArgumentError, DTypeError for their elements
 */
export function broadcastParameters(
  operation: string,
  rules: readonly ParameterRule[],
  values: readonly unknown[],
  size: Size | null | undefined,
): Broadcast {
  const arrays = rules.map(([name, condition], at) =>
    elementsOf(operation, name, values[at] as Parameter, condition),
  );
  const common = broadcastShapes(operation, ...arrays.map(({ shape }) => shape));
  const shape = size === undefined || size === null ? common : checkShape(operation, size);
  if (shape !== common) checkCovers(operation, shape, common);
  const strides = contiguousStrides(shape, 8);
  const columns = arrays.map((array) => {
    const data = new Float64Array(sizeOf(shape));
    const repeated = broadcastStrides(operation, array.shape, contiguousStrides(array.shape, 8), shape);
    copyElements(
      { data, dtype: 'float64', shape, strides },
      { data: array.data, dtype: 'float64', shape, strides: repeated },
    );
    return data;
  });
  return { shape, columns };
}

function elementsOf(operation: string, name: string, value: Parameter, condition: Condition) {
  const given = fromData(operation, value, undefined, name);
  if (given.dtype === 'complex64' || given.dtype === 'complex128')
    throw new ArgumentError(`${name} is complex; needs real numbers`, { operation, argument: name });
  const { shape } = given;
  const data = new Float64Array(sizeOf(shape));
  copyElements({ data, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) }, given);
  for (const element of data) checkParameter(operation, name, element, condition);
  return { data, shape };
}

function checkCovers(operation: string, size: Shape, common: Shape): void {
  const lead = size.length - common.length;
  if (lead >= 0 && common.every((length, axis) => length === 1 || length === size[lead + axis])) return;
  throw new ShapeError(
    `size is ${formatShape(size)}; needs one that the parameters, of shape ${formatShape(common)}, broadcast to`,
    { operation, argument: 'size', got: size },
  );
}
