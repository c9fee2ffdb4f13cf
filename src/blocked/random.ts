/** Random blocked arrays: any element can be made alone, and is the same whatever the chunks. */
import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import type { Shape } from '../core/shape.js';
import type { Sizes } from '../core/static-shapes.js';
import { checkShape } from '../core/strides.js';
import { Task } from '../graph/tasks/task.js';
import { Philox } from '../random/bits/philox.js';
import type { Seed, SeedSequence } from '../random/bits/seed-sequence.js';
import { type BlockFunction, blockFunction } from './block-function.js';
import type { BlockedArray } from './blocked-array.js';
import { type CreateOptions, checkCreateOptions, fromSource } from './creation.js';
import { layerName } from './layer-name.js';

type FloatDType = 'float64' | 'float32';

/**
 * Draws blocked arrays from the counter-based generator Philox. Its k-th array has its own stretch of the counter: each
 * element is made from its place alone, so chunks change nothing, and a slice makes only what it selects. The first
 * array of `random` is that of `defaultRng(new Philox(seed)).random(shape)`, the next ones those of
 * `new Philox(seed).jumped(1)` and so on; the other distributions take a fixed number of words for each element, which
 * NumPy's do not, and have numbers of their own (normal and exponential ones to the last digit, which their logarithms
 * may round differently in short blocks).
 *
 * @example
 * const rng = blocked.defaultRng(42);
 * rng.random([500_000, 500_000]).nbytes; // 2000000000000
 * @see dask.array.random.Generator
 */
export class BlockedGenerator {
  readonly #key: readonly number[];
  #drawn = 0;

  constructor(seed?: Seed | SeedSequence | Philox | null) {
    const bits = seed instanceof Philox ? seed : new Philox(seed);
    this.#key = Array.from(bits.register.subarray(8, 12));
  }

  #draw<S, D extends DType>(
    operation: string,
    block: BlockFunction,
    shape: S,
    parameters: readonly number[],
    dtype: D,
    options: CreateOptions,
  ): BlockedArray<D, Sizes<S>> {
    checkCreateOptions(operation, options);
    const lengths = checkShape(operation, shape as Shape);
    checkDType(operation, dtype);
    for (const value of parameters) {
      if (Number.isFinite(value)) continue;
      throw new ArgumentError(`a parameter is ${String(value)}; needs finite numbers`, {
        operation,
        argument: 'parameters',
        got: value,
      });
    }
    const stream = { key: this.#key, jumps: this.#drawn++ };
    const callable = blockFunction(block, operation);
    const source = {
      name: layerName(operation, stream, parameters, dtype, lengths),
      dtype,
      shape: lengths,
      region: (key: string, ranges: unknown) =>
        new Task(key, callable, [dtype, stream, ...parameters, lengths, ranges], []),
    };
    return fromSource(operation, source, options.chunks) as never;
  }

  /** Numbers in [0, 1). float32 are float64 rounded. @throws ShapeError, ArgumentError for chunks that do not fit. */
  random<const S extends Shape | number, D extends FloatDType = 'float64'>(
    shape: S,
    options: CreateOptions<D> = {},
  ): BlockedArray<D, Sizes<S>> {
    return this.#draw('random', 'uniformBlock', shape, [0, 1], (options.dtype ?? 'float64') as D, options);
  }

  /** Numbers in [low, high). @throws as `random`; ArgumentError for bounds that are not finite. */
  uniform<const S extends Shape | number>(
    low: number,
    high: number,
    shape: S,
    options: CreateOptions<'float64'> = {},
  ): BlockedArray<'float64', Sizes<S>> {
    return this.#draw('uniform', 'uniformBlock', shape, [low, high], 'float64', options);
  }

  /**
   * Integers in [low, high), int64 unless `dtype` says otherwise. Each comes from 53 bits, so that none is likelier than
   * another by more than one part in 2⁵³ / (high − low).
   * @throws as `random`; ArgumentError unless low < high.
   */
  integers<const S extends Shape | number, D extends DType = 'int64'>(
    low: number,
    high: number,
    shape: S,
    options: CreateOptions<D> = {},
  ): BlockedArray<D, Sizes<S>> {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low >= high) {
      throw new ArgumentError(
        `the bounds are ${low} and ${high}; needs integers, the first below the second`,
        {
          operation: 'integers',
          argument: 'high',
          got: [low, high],
        },
      );
    }
    return this.#draw(
      'integers',
      'integersBlock',
      shape,
      [low, high],
      (options.dtype ?? 'int64') as D,
      options,
    );
  }

  /** Normal numbers of this mean and standard deviation. @throws as `uniform`; ArgumentError for a negative one. */
  normal<const S extends Shape | number, D extends FloatDType = 'float64'>(
    mean: number,
    deviation: number,
    shape: S,
    options: CreateOptions<D> = {},
  ): BlockedArray<D, Sizes<S>> {
    const parameters = [mean, notNegative('normal', 'deviation', deviation)];
    return this.#draw('normal', 'normalBlock', shape, parameters, (options.dtype ?? 'float64') as D, options);
  }

  /** Normal numbers of mean 0 and standard deviation 1. @throws as `random`. */
  standardNormal<const S extends Shape | number, D extends FloatDType = 'float64'>(
    shape: S,
    options: CreateOptions<D> = {},
  ): BlockedArray<D, Sizes<S>> {
    return this.normal(0, 1, shape, options);
  }

  /** Exponential numbers of this mean. @throws as `uniform`; ArgumentError for a negative one. */
  exponential<const S extends Shape | number>(
    scale: number,
    shape: S,
    options: CreateOptions<'float64'> = {},
  ): BlockedArray<'float64', Sizes<S>> {
    const parameters = [notNegative('exponential', 'scale', scale)];
    return this.#draw('exponential', 'exponentialBlock', shape, parameters, 'float64', options);
  }
}

function notNegative(operation: string, argument: string, value: number): number {
  if (value >= 0) return value;
  throw new ArgumentError(`${argument} is ${value}; needs 0 or more`, { operation, argument, got: value });
}

/**
 * A generator of blocked arrays, on the seed that `Philox` takes.
 *
 * @throws ArgumentError when the seed is negative or not an integer.
 * @example
 * const x = blocked.defaultRng(42).random([4, 4], { chunks: 2 });
 * (await x.compute()).get(0, 0); // 0.08607763073528474
 * @see dask.array.random.default_rng
 */
export function defaultRng(seed?: Seed | SeedSequence | Philox | null): BlockedGenerator {
  return new BlockedGenerator(seed);
}

/**
 * Numbers in [0, 1): the first array of a generator of that seed, or of one that nobody seeded.
 *
 * @throws as `BlockedGenerator.random`; ArgumentError when the seed is negative or not an integer.
 * @example
 * blocked.random([20_000, 20_000], { seed: 1 }).npartitions; // 100
 * @see dask.array.random.random
 */
export function random<const S extends Shape | number, D extends FloatDType = 'float64'>(
  shape: S,
  options: CreateOptions<D> & { readonly seed?: Seed } = {},
): BlockedArray<D, Sizes<S>> {
  checkCreateOptions('random', options, { seed: true });
  const { seed, ...own } = options;
  return new BlockedGenerator(seed).random(shape, own as CreateOptions<D>);
}
