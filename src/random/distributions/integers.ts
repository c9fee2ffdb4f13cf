/** Random integers of every dtype: checks the bounds, then picks the sampler for the width. */
import { type DType, dtypeInfo, type StorageOf } from '../../core/dtype.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import { fromData } from '../../core/from-data.js';
import type { NDArray } from '../../core/ndarray.js';
import { broadcastShapes, contiguousStrides, type Shape, sizeOf } from '../../core/shape.js';
import { broadcastStrides, checkShape } from '../../core/strides.js';
import type { BitGenerator } from '../bits/bit-generator.js';
import { drawArray, type Size } from '../draws.js';
import { fillIntegersByAddon } from '../native.js';
import { copyOf, offsetsOf } from '../take.js';
import { bounded32, fillBool, fillBounded32, fillBounded64, fillBoundedSmall } from './bounded.js';

const integerDTypes = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
] as const;

export type IntegerDType = (typeof integerDTypes)[number];

interface Range {
  readonly low: bigint;
  /** The largest number minus the smallest. */
  readonly span: bigint;
}

/** One integer: a number where it is safe, a bigint beyond 2⁵³, a boolean for bool. */
export function drawInteger(
  bits: BitGenerator,
  low: number | bigint,
  high: number | bigint,
  dtype: DType,
  endpoint: boolean,
): number | bigint | boolean {
  if (dtype === 'int64' && typeof low === 'number' && typeof high === 'number') {
    const span = endpoint ? high - low : high - low - 1;
    const safe = Number.isSafeInteger(low) && Number.isSafeInteger(high);
    if (safe && span > 0 && span < 0xffffffff) return low + bounded32(bits, span);
  }
  const kind = checkIntegerDType(dtype);
  const one = new (dtypeInfo(kind).storage)(1) as StorageOf<IntegerDType>;
  fillIntegers(bits, kind, one, checkRange(low, high, kind, endpoint));
  const value = one[0];
  if (kind === 'bool') return value === 1;
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** An array of integers. */
export function drawIntegers<D extends IntegerDType>(
  bits: BitGenerator,
  low: number | bigint,
  high: number | bigint,
  size: Size,
  dtype: D,
  endpoint: boolean,
): NDArray<D> {
  checkIntegerDType(dtype);
  const empty = sizeOf(checkShape('integers', size)) === 0;
  const range = empty ? { low: 0n, span: 0n } : checkRange(low, high, dtype, endpoint);
  return drawArray('integers', dtype, size, (data) => fillIntegers(bits, dtype, data, range));
}

/** Where each element has bounds of its own. The smaller dtypes, which share words between elements, do not. */
const ownBounds: readonly IntegerDType[] = ['int32', 'uint32', 'int64', 'uint64'];

/** An array of integers between bounds that are broadcast against each other and the size. */
export function drawIntegersEach<D extends IntegerDType>(
  bits: BitGenerator,
  low: unknown,
  high: unknown,
  size: Size | null | undefined,
  dtype: D,
  endpoint: boolean,
): NDArray<D> {
  checkIntegerDType(dtype);
  if (!ownBounds.includes(dtype)) {
    const needs = ownBounds.join(', ');
    throw new DTypeError(`dtype is ${dtype}; arrays as bounds need one of ${needs}`, {
      operation: 'integers',
      argument: 'dtype',
      got: dtype,
      needs,
    });
  }
  const bounds = [boundsOf('low', low), boundsOf('high', high)];
  const common = broadcastShapes('integers', ...bounds.map(({ shape }) => shape));
  const shape = size === undefined || size === null ? common : checkShape('integers', size);
  const [lows, highs] = bounds.map(({ values, shape: own }) => {
    const strides = broadcastStrides('integers', own, contiguousStrides(own, 1), shape);
    return Array.from(offsetsOf(shape, strides, 0), (at) => values[at]);
  });
  const ranges = lows.map((first, at) => checkRange(first, highs[at], dtype, endpoint));
  return drawArray('integers', dtype, shape, (data) => {
    ranges.forEach((range, at) => {
      fillIntegers(bits, dtype, data.subarray(at, at + 1) as StorageOf<D>, range);
    });
  });
}

function boundsOf(argument: string, value: unknown): { values: readonly bigint[]; shape: Shape } {
  const given = fromData('integers', value, undefined, argument);
  const { kind, itemsize } = dtypeInfo(given.dtype);
  if (kind === 'c')
    throw new DTypeError(`${argument} is ${given.dtype}; needs integers`, {
      operation: 'integers',
      argument,
    });
  const wide = (kind === 'i' || kind === 'u') && itemsize === 8;
  const copy = copyOf(given);
  const elements: ArrayLike<number | bigint> = wide
    ? (copy.data as BigInt64Array)
    : (copy.asType('float64').data as Float64Array);
  return { values: Array.from(elements, (element) => asInteger(argument, element)), shape: given.shape };
}

function fillIntegers(
  bits: BitGenerator,
  dtype: IntegerDType,
  data: StorageOf<IntegerDType>,
  range: Range,
): void {
  // A bool of range 1 takes one bit; of range 0, which draws nothing, the addon knows nothing.
  if (fillIntegersByAddon(bits, dtype, data, range.low, range.span)) return;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    fillBounded64(bits, data, range.low, range.span);
    return;
  }
  const low = Number(range.low);
  const span = Number(range.span);
  if (data instanceof Int32Array || data instanceof Uint32Array) fillBounded32(bits, data, low, span);
  else if (dtype === 'bool' && span === 1) fillBool(bits, data as Uint8Array);
  else fillBoundedSmall(bits, data, low, span);
}

function checkIntegerDType(dtype: unknown): IntegerDType {
  if ((integerDTypes as readonly unknown[]).includes(dtype)) return dtype as IntegerDType;
  throw new DTypeError(`dtype is ${String(dtype)}; needs one of ${integerDTypes.join(', ')}`, {
    operation: 'integers',
    argument: 'dtype',
    got: dtype,
    needs: integerDTypes.join(', '),
  });
}

function checkRange(
  low: number | bigint,
  high: number | bigint,
  dtype: IntegerDType,
  endpoint: boolean,
): Range {
  const first = asInteger('low', low);
  const last = asInteger('high', high) - (endpoint ? 0n : 1n);
  const [smallest, largest] = limits(dtype);
  if (first > last) {
    throw new ArgumentError(`low is ${low}, high is ${high}; needs low ${endpoint ? '≤' : '<'} high`, {
      operation: 'integers',
      argument: 'low',
      got: low,
    });
  }
  if (first < smallest) throw outOfBounds('low', low, dtype);
  if (last > largest) throw outOfBounds('high', high, dtype);
  return { low: first, span: last - first };
}

function limits(dtype: IntegerDType): readonly [bigint, bigint] {
  if (dtype === 'bool') return [0n, 1n];
  const { kind, itemsize } = dtypeInfo(dtype);
  const bits = BigInt(itemsize * 8);
  return kind === 'u' ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

function asInteger(argument: string, value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new ArgumentError(`${argument} is ${String(value)}; needs an integer (beyond 2⁵³ as a bigint)`, {
    operation: 'integers',
    argument,
    got: value,
    needs: 'an integer',
  });
}

function outOfBounds(argument: string, value: number | bigint, dtype: IntegerDType): ArgumentError {
  const [smallest, largest] = limits(dtype);
  const needs = `numbers from ${smallest} to ${largest}`;
  return new ArgumentError(`${argument} is ${value}, out of bounds for ${dtype}; needs ${needs}`, {
    operation: 'integers',
    argument,
    got: value,
    needs,
  });
}
