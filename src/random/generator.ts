/**
 * Generator: the distributions, drawn from a bit generator. With the same seed and the same calls every number is
 * the one NumPy's `default_rng` draws, bit for bit.
 *
 * Without a size a method gives one number; with one, a new C-contiguous array.
 */
import type { DType, ElementOf } from '../core/dtype.js';
import { readElement } from '../core/element.js';
import { ArgumentError } from '../core/errors.js';
import { fromData } from '../core/from-data.js';
import { NDArray } from '../core/ndarray.js';
import { normalizeAxis, type Shape, sizeOf } from '../core/shape.js';
import { checkShape } from '../core/strides.js';
import type { ArrayLike as Data, DTypeFrom, Rank, ShapeFrom } from '../core/types.js';
import { BitGenerator } from './bit-generator.js';
import { checkProbabilities, choosePositions } from './choice.js';
import { checkFloatDType, checkNumber, drawArray, type FloatDType, outputOf, type Size } from './draws.js';
import { fillExponential, fillExponential32 } from './exponential.js';
import { drawInteger, drawIntegers, type IntegerDType } from './integers.js';
import { fillNormal, fillNormal32 } from './normal.js';
import { Pcg64 } from './pcg64.js';
import type { Seed, SeedSequence } from './seed-sequence.js';
import { type MutableList, shuffleArray, shuffleList } from './shuffle.js';
import { copyOf, take } from './take.js';
import { fillUniform, fillUniform32 } from './uniform.js';

export interface FloatOptions<D extends FloatDType = FloatDType> {
  readonly dtype?: D;
  /** A contiguous array of the dtype to fill instead of a new one; elements are drawn in memory order. */
  readonly out?: NDArray<D, Shape>;
}

export interface IntegerOptions<D extends IntegerDType = IntegerDType> {
  readonly dtype?: D;
  /** Whether `high` itself may be drawn. */
  readonly endpoint?: boolean;
}

export interface ChoiceOptions {
  /** Whether an element may be chosen more than once. */
  readonly replace?: boolean;
  /** The probability of each element; all are equal without it. */
  readonly p?: Data;
  /** The axis whose slices are chosen. */
  readonly axis?: number;
  /** Without replacement: whether the order is random too; false is faster. */
  readonly shuffle?: boolean;
}

interface Fills {
  readonly float64: (bits: BitGenerator, out: Float64Array) => void;
  readonly float32: (bits: BitGenerator, out: Float32Array) => void;
}

const uniform: Fills = { float64: fillUniform, float32: fillUniform32 };
const standardNormal: Fills = { float64: fillNormal, float32: fillNormal32 };
const standardExponential: Fills = { float64: fillExponential, float32: fillExponential32 };
const one64 = new Float64Array(1);
const one32 = new Float32Array(1);

export class Generator {
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
  ): NDArray<D, Rank<S>>;
  random<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  random(size: null | undefined, options?: FloatOptions): number;
  random(size?: Size | null, options?: FloatOptions): unknown {
    if (size === undefined && options === undefined) return this.bitGenerator.nextDouble();
    return this.#continuous('random', uniform, size, options);
  }

  /**
   * Normally distributed numbers with mean 0 and standard deviation 1, by the ziggurat method.
   *
   * - `size`: the shape; without it, one number
   * - `options`: dtype float64 or float32, or an array to fill
   * @throws ShapeError, DTypeError, ArgumentError for a size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).standardNormal(); // 0.30471707975443135
   *
   * NumPy: `Generator.standard_normal`.
   */
  standardNormal(): number;
  standardNormal<const S extends Size, D extends FloatDType = 'float64'>(
    size: S,
    options?: FloatOptions<D>,
  ): NDArray<D, Rank<S>>;
  standardNormal<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  standardNormal(size: null | undefined, options?: FloatOptions): number;
  standardNormal(size?: Size | null, options?: FloatOptions): unknown {
    return this.#continuous('standardNormal', standardNormal, size, options);
  }

  /**
   * Exponentially distributed numbers with mean 1, by the ziggurat method.
   *
   * - `size`: the shape; without it, one number
   * - `options`: dtype float64 or float32, or an array to fill
   * @throws ShapeError, DTypeError, ArgumentError for a size, dtype or `out` that does not fit
   * @example
   * defaultRng(42).standardExponential(); // 2.4042086039659947
   *
   * NumPy: `Generator.standard_exponential` (method 'zig').
   */
  standardExponential(): number;
  standardExponential<const S extends Size, D extends FloatDType = 'float64'>(
    size: S,
    options?: FloatOptions<D>,
  ): NDArray<D, Rank<S>>;
  standardExponential<D extends FloatDType>(
    size: null | undefined,
    options: { dtype?: D; out: NDArray<D, Shape> },
  ): NDArray<D, Shape>;
  standardExponential(size: null | undefined, options?: FloatOptions): number;
  standardExponential(size?: Size | null, options?: FloatOptions): unknown {
    return this.#continuous('standardExponential', standardExponential, size, options);
  }

  /**
   * Numbers uniform in [low, high), float64.
   *
   * @param low smallest number; 0
   * @param high bound above all numbers; 1
   * - `size`: the shape; without it, one number
   * @throws ArgumentError when a bound is no number, high < low, or their difference is not finite
   * @example
   * defaultRng(42).uniform(-1, 1); // 0.5479120971119267
   *
   * NumPy: `Generator.uniform`, with scalar bounds.
   */
  uniform(low?: number, high?: number): number;
  uniform<const S extends Size>(
    low: number | undefined,
    high: number | undefined,
    size: S,
  ): NDArray<'float64', Rank<S>>;
  uniform(low = 0, high = 1, size?: Size | null): unknown {
    checkNumber('uniform', 'low', low);
    checkNumber('uniform', 'high', high);
    const span = high - low;
    if (!(span >= 0 && span < Number.POSITIVE_INFINITY)) {
      const needs = 'low ≤ high and a finite difference';
      throw new ArgumentError(`low is ${low}, high is ${high}; needs ${needs}`, {
        operation: 'uniform',
        argument: 'high',
        got: high,
        needs,
      });
    }
    return this.#scaled('uniform', fillUniform, size, low, span);
  }

  /**
   * Normally distributed numbers, float64.
   *
   * @param loc the mean; 0
   * @param scale the standard deviation, 0 or more; 1
   * - `size`: the shape; without it, one number
   * @returns NaN where loc or scale is NaN
   * @throws ArgumentError when loc or scale is no number, or scale is negative
   * @example
   * defaultRng(42).normal(10, 2); // 10.609434159508863
   *
   * NumPy: `Generator.normal`, with scalar loc and scale.
   */
  normal(loc?: number, scale?: number): number;
  normal<const S extends Size>(
    loc: number | undefined,
    scale: number | undefined,
    size: S,
  ): NDArray<'float64', Rank<S>>;
  normal(loc = 0, scale = 1, size?: Size | null): unknown {
    checkNumber('normal', 'loc', loc);
    checkNumber('normal', 'scale', scale, 0);
    return this.#scaled('normal', fillNormal, size, loc, scale);
  }

  /**
   * Exponentially distributed numbers, float64.
   *
   * @param scale the mean, 0 or more; 1
   * - `size`: the shape; without it, one number
   * @returns NaN where scale is NaN
   * @throws ArgumentError when scale is no number or negative
   * @example
   * defaultRng(42).exponential(2); // 4.808417207931989
   *
   * NumPy: `Generator.exponential`, with a scalar scale.
   */
  exponential(scale?: number): number;
  exponential<const S extends Size>(scale: number | undefined, size: S): NDArray<'float64', Rank<S>>;
  exponential(scale = 1, size?: Size | null): unknown {
    checkNumber('exponential', 'scale', scale, 0);
    return this.#scaled('exponential', fillExponential, size, 0, scale);
  }

  /**
   * Integers from low to high, all equally likely.
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
   * NumPy: `Generator.integers`, with scalar bounds.
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
  ): NDArray<D, Rank<S>>;
  integers(
    low: number | bigint,
    high?: number | bigint | null,
    size?: Size | null,
    options?: IntegerOptions,
  ): unknown {
    const first = high === undefined || high === null ? 0 : low;
    const last = high ?? low;
    const dtype = options?.dtype ?? 'int64';
    const endpoint = options?.endpoint ?? false;
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
   * Shuffles `x` in place along an axis; what lies within a slice keeps its order.
   *
   * @param x an array, or a plain or typed JavaScript array
   * @param options axis of an NDArray; 0
   * @throws ArgumentError when x is read-only, has no axis, or is no array
   * @throws AxisError when there is no such axis
   * @example
   * const x = [0, 1, 2, 3, 4];
   * defaultRng(42).shuffle(x); // x is [4, 2, 3, 1, 0]
   *
   * NumPy: `Generator.shuffle`.
   */
  shuffle(x: NDArray | MutableList, options: { axis?: number } = {}): void {
    // NumPy draws nothing for an empty array here, but does in permutation.
    if (x instanceof NDArray && x.size === 0 && x.ndim > 0)
      normalizeAxis('shuffle', options.axis ?? 0, x.ndim);
    else if (x instanceof NDArray) shuffleArray(this.bitGenerator, x, options.axis ?? 0);
    else if (Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))) {
      if (options.axis !== undefined) normalizeAxis('shuffle', options.axis, 1);
      shuffleList(this.bitGenerator, x);
    } else {
      throw new ArgumentError(`x is ${String(x)}; needs an array`, {
        operation: 'shuffle',
        argument: 'x',
        got: x,
      });
    }
  }

  /**
   * A shuffled copy of an array, or the integers below a number in random order.
   *
   * @param x a count, which stands for 0 … x − 1 (int64), or an array
   * - `options`: axis to shuffle along; 0
   * @throws ArgumentError when x is a negative or fractional count
   * @throws AxisError when there is no such axis
   * @example
   * defaultRng(42).permutation(5).toArray(); // [4n, 2n, 3n, 1n, 0n]
   *
   * NumPy: `Generator.permutation`.
   */
  permutation(x: number): NDArray<'int64', [number]>;
  permutation<const T>(x: T, options?: { axis?: number }): NDArray<DTypeFrom<T>>;
  permutation(x: unknown, options: { axis?: number } = {}): unknown {
    const copy =
      typeof x === 'number'
        ? integersBelow('permutation', x)
        : copyOf(fromData('permutation', x, undefined, 'x'));
    shuffleArray(this.bitGenerator, copy, options.axis ?? 0);
    return copy;
  }

  /**
   * A random sample of the elements (or slices along an axis) of an array, or of the integers below a number.
   *
   * @param a a count, which stands for 0 … a − 1 (int64), or an array
   * @param size the shape of the sample; without it, one element
   * @param options replace (true), p, axis (0), shuffle (true)
   * @returns an array whose axis `axis` is replaced by `size`; one element of a 1-d array without a size
   * @throws ArgumentError when a is empty, the sample is larger than a without replacement, or p does not fit a or
   *   does not sum to 1
   * @example
   * defaultRng(42).choice(5, 3, { replace: false }).toArray(); // [4n, 0n, 3n]
   *
   * NumPy: `Generator.choice`.
   */
  choice(a: number, size?: null, options?: ChoiceOptions): number;
  choice<const S extends Size>(a: number, size: S, options?: ChoiceOptions): NDArray<'int64', Rank<S>>;
  choice<const T>(
    a: T,
    size?: null,
    options?: ChoiceOptions,
  ): ShapeFrom<T> extends readonly [number]
    ? ElementOf<DTypeFrom<T>>
    : NDArray<DTypeFrom<T>> | ElementOf<DTypeFrom<T>>;
  choice<const T>(a: T, size: Size, options?: ChoiceOptions): NDArray<DTypeFrom<T>>;
  choice(a: unknown, size?: Size | null, options: ChoiceOptions = {}): unknown {
    const from = typeof a === 'number' ? null : fromData('choice', a);
    const axis = from === null ? 0 : normalizeAxis('choice', options.axis ?? 0, from.shape.length);
    const population = from === null ? checkCount('choice', a as number) : from.shape[axis];
    const shape = size === undefined || size === null ? [] : checkShape('choice', size);
    const p = options.p === undefined ? null : checkProbabilities(options.p, population);
    const { replace = true, shuffle = true } = options;
    const positions = choosePositions(this.bitGenerator, {
      population,
      count: sizeOf(shape),
      replace,
      shuffle,
      p,
    });
    const scalar = size === undefined || size === null;
    if (from === null) return scalar ? positions[0] : positionArray(positions, shape);
    const taken = take(from, positions, shape, axis);
    return scalar && taken.ndim === 0 ? readElement(taken.dtype, taken.data, 0) : taken;
  }

  /**
   * Independent generators for parallel work; each call gives new ones.
   * @throws ArgumentError when count is not a non-negative integer
   * @example
   * const [left, right] = defaultRng(42).spawn(2);
   *
   * NumPy: `Generator.spawn`.
   */
  spawn(count: number): Generator[] {
    return this.bitGenerator.spawn(count).map((bits) => new Generator(bits));
  }

  #continuous(operation: string, fills: Fills, size?: Size | null, options: FloatOptions = {}): unknown {
    const { out } = options;
    const dtype = checkFloatDType(operation, options.dtype ?? out?.dtype);
    const fill = fills[dtype] as (bits: BitGenerator, data: Float64Array | Float32Array) => void;
    if (out !== undefined) {
      fill(this.bitGenerator, outputOf<FloatDType>(operation, out, dtype, size));
      return out;
    }
    if (size === undefined || size === null) {
      const one = dtype === 'float64' ? one64 : one32;
      fill(this.bitGenerator, one);
      return one[0];
    }
    return drawArray<FloatDType>(operation, dtype, size, (data) => fill(this.bitGenerator, data));
  }

  /** offset + factor × standard number. */
  #scaled(
    operation: string,
    fill: Fills['float64'],
    size: Size | null | undefined,
    offset: number,
    factor: number,
  ): unknown {
    if (size === undefined || size === null) {
      fill(this.bitGenerator, one64);
      return offset + factor * one64[0];
    }
    return drawArray(operation, 'float64', size, (data) => {
      fill(this.bitGenerator, data);
      if (offset === 0 && factor === 1) return;
      for (let at = 0; at < data.length; at++) data[at] = offset + factor * data[at];
    });
  }
}

function checkCount(operation: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new ArgumentError(`a count of ${count} elements; needs a non-negative integer, or an array`, {
    operation,
    argument: operation === 'choice' ? 'a' : 'x',
    got: count,
    needs: 'a non-negative integer, or an array',
  });
}

function integersBelow(operation: string, count: number): NDArray<DType> {
  const size = checkCount(operation, count);
  return drawArray(operation, 'int64', size, (data) => {
    for (let at = 0; at < size; at++) data[at] = BigInt(at);
  });
}

function positionArray(positions: Float64Array, shape: Shape): NDArray<'int64'> {
  return drawArray('choice', 'int64', shape, (data) => {
    for (let at = 0; at < positions.length; at++) data[at] = BigInt(positions[at]);
  });
}

/**
 * A generator of random numbers: PCG64, seeded.
 *
 * @param seed non-negative integers of any size (a number, a bigint or a list of them), a SeedSequence, a bit
 *   generator, or a Generator, which is returned as it is; left out, a seed from the operating system
 * @throws ArgumentError when a seed is negative or not an integer
 * @example
 * defaultRng(42).random(3).toArray(); // [0.7739560485559633, 0.4388784397520523, 0.8585979199113825]
 *
 * NumPy: `numpy.random.default_rng`.
 */
export function defaultRng(seed?: Seed | SeedSequence | BitGenerator | Generator | null): Generator {
  if (seed instanceof Generator) return seed;
  return new Generator(seed instanceof BitGenerator ? seed : new Pcg64(seed));
}
