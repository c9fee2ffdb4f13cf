/** What the callers may ask for, and the checks that need no data. */

import { ArgumentError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { FloatDType, MatrixInput, VectorInput } from './inputs.js';
import type { Metric } from './metrics.js';

/** How euclidean-like metrics are computed; see `MetricOptions.algorithm`. */
export type Algorithm = 'auto' | 'direct' | 'gemm';

/** Which distance, and of what. */
export interface MetricOptions {
  /** A name (SciPy's aliases too) or a function `(u, v) => number`. Default 'euclidean'. */
  readonly metric?: Metric;
  /** minkowski's exponent, above 0; 2 unless told otherwise. */
  readonly p?: number;
  /** One weight per feature, none negative. */
  readonly w?: VectorInput;
  /** seuclidean's variances, one per feature, above 0; by default those of the data (all rows, ddof 1). */
  readonly V?: VectorInput;
  /** mahalanobis' inverse covariance [features, features]; by default that of the data (all rows). */
  readonly VI?: MatrixInput;
  /** correlation: whether the means are subtracted first. Default true. */
  readonly centered?: boolean;
  /** jensenshannon: the base of the logarithm, above 1; natural by default. */
  readonly base?: number;
  /**
   * euclidean, sqeuclidean, seuclidean, mahalanobis: 'direct' sums squared differences; 'gemm' uses
   * x² + y² − 2xy, repairing pairs that nearly cancel; 'auto' (default) takes the faster one for the shape.
   */
  readonly algorithm?: Algorithm;
  /** The dtype of the distances, and of the arithmetic; float32 when all inputs are float32 or float16. */
  readonly dtype?: FloatDType;
  /** At most this many threads; by default as many as the backend has. */
  readonly threads?: number;
}

/** What promise forms take besides. */
export interface AsyncOptions {
  /** Ends the call early: it then rejects with AbortError. */
  readonly signal?: AbortSignal;
  /** Told now and then how many distances of how many are done. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a call is, in distances. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Options of `cdist` and `pdist`. */
export interface DistanceOptions<D extends FloatDType = FloatDType> extends MetricOptions {
  readonly dtype?: D;
  /** Where the distances go: a C-contiguous array of their shape and dtype, apart from the inputs. */
  readonly out?: NDArray<D, Shape>;
}

const none: MetricOptions = Object.freeze({});

/** What any of these functions takes; options meant for another of them are passed over. */
const known: ReadonlySet<string> = new Set([
  ...['metric', 'p', 'w', 'V', 'VI', 'centered', 'base', 'algorithm', 'dtype', 'threads', 'out'],
  ...['excludeSelf', 'memoryBudget', 'signal', 'onProgress'],
]);

/** @throws ArgumentError for a name that no option has: a slip that would silently change the result. */
function checkNames<O extends object>(operation: string, options: O): O {
  for (const name in options) {
    if (known.has(name)) continue;
    throw new ArgumentError(`there is no option ${name}; needs ${[...known].join(', ')}`, {
      operation,
      argument: name,
      got: options[name],
      needs: [...known].join(', '),
    });
  }
  return options;
}

/**
 * The options of a call `f(…, 'cityblock', { w })`, `f(…, { metric: 'cityblock', w })` or `f(…)`.
 * @throws ArgumentError when they are neither, or have an unknown name.
 */
export function readOptions<O extends MetricOptions>(
  operation: string,
  metric: Metric | O | undefined,
  options: O | undefined,
): O {
  if (options === undefined || options === null) {
    if (metric === undefined || metric === null) return none as O;
    return typeof metric === 'object' ? checkNames(operation, metric) : ({ metric } as O);
  }
  if (typeof options === 'object') checkNames(operation, options);
  if (typeof metric === 'object' && metric !== null) {
    throw new ArgumentError('options were given twice', {
      operation,
      argument: 'options',
      needs: 'a metric and options, or options alone',
    });
  }
  if (typeof options === 'object') {
    return metric === undefined || metric === null ? options : { ...options, metric };
  }
  throw new ArgumentError(`options is ${typeof options}; needs an object`, {
    operation,
    argument: 'options',
    got: options,
    needs: 'an object',
  });
}

/** @throws ArgumentError unless `value` is an integer of at least `least`. */
export function checkCount(operation: string, argument: string, value: unknown, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  const got = typeof value === 'number' ? value : value === null ? 'null' : typeof value;
  throw new ArgumentError(`${argument} is ${got}; needs an integer of at least ${least}`, {
    operation,
    argument,
    got: value,
    needs: `an integer >= ${least}`,
  });
}

/** The thread count for the kernels: 0 leaves it to them. */
export function readThreads(operation: string, threads: number | undefined): number {
  return threads === undefined ? 0 : checkCount(operation, 'threads', threads, 1);
}
