/** Blocked arrays from a shape, a range, a function, or what is there already. */

import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { type Scalar, scalarDType } from '../core/promotion.js';
import type { Shape } from '../core/shape.js';
import type { Sizes } from '../core/static-shapes.js';
import { checkShape } from '../core/strides.js';
import type { ArrayLike } from '../core/types.js';
import { type Collection, collectionSymbol, isCollection } from '../graph/collection.js';
import { type Callable, callableOf } from '../graph/tasks/callable.js';
import type { Key } from '../graph/tasks/key.js';
import { Task, valueTask } from '../graph/tasks/task.js';
import { asarray } from '../ops/creation.js';
import type { Operand } from '../ops/ufunc.js';
import { type BlockFunction, blockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import { type ChunksOption, normalizeChunks } from './chunks.js';
import { CollectionExpression } from './expressions/known.js';
import { type Source, SourceExpression } from './expressions/source.js';
import { identityOf, layerName } from './layer-name.js';
import type { Range } from './selection.js';

/** What creation functions take after the shape. */
export interface CreateOptions<D extends DType = DType> {
  /** float64 unless it says otherwise. */
  readonly dtype?: D;
  /** How the array is cut; `'auto'`. */
  readonly chunks?: ChunksOption;
}

const createNames: OptionNames<CreateOptions> = { chunks: true, dtype: true };

/** Refuses what is no option of a creation function, but may be one of `own`. */
export function checkCreateOptions(operation: string, options: CreateOptions, own: object = {}): void {
  checkOptions(operation, options, { ...createNames, ...own });
}

/** An array of a source, cut as asked. */
export function fromSource<D extends DType>(
  operation: string,
  source: Source<D>,
  chunks: ChunksOption | undefined,
): BlockedArray<D> {
  const cut = normalizeChunks(chunks, source.shape, { dtype: source.dtype, operation });
  return new BlockedArray(new SourceExpression(source, cut));
}

/** A source whose regions are one function's of these arguments and the ranges. */
function madeBy<D extends DType>(
  operation: string,
  dtype: D,
  shape: readonly number[],
  block: BlockFunction,
  args: readonly unknown[],
): Source<D> {
  const callable = blockFunction(block, operation);
  return {
    name: layerName(operation, dtype, shape, args),
    dtype,
    shape,
    region: (key, ranges) => new Task(key, callable, [dtype, ...args, ranges], []),
  };
}

function constant<D extends DType>(
  operation: string,
  shape: Shape | number,
  value: Scalar,
  dtype: D,
  chunks: ChunksOption | undefined,
): BlockedArray<D> {
  const lengths = checkShape(operation, shape);
  checkDType(operation, dtype);
  return fromSource(operation, madeBy(operation, dtype, lengths, 'filledBlock', [value]), chunks);
}

/**
 * A blocked array of zeros: float64 unless `dtype` says otherwise, false for bool.
 *
 * @throws ShapeError for a length that is no integer or negative; DTypeError; ArgumentError for chunks that do not fit.
 * @example
 * blocked.zeros([1000, 1000], { chunks: [500, -1] }).numblocks; // [2, 1]
 * @see dask.array.zeros
 */
export function zeros<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options: CreateOptions<D> = {},
): BlockedArray<D, Sizes<S>> {
  checkCreateOptions('zeros', options);
  return constant('zeros', shape, 0, options.dtype ?? 'float64', options.chunks) as never;
}

/**
 * A blocked array of ones: float64 unless `dtype` says otherwise, true for bool.
 *
 * @throws as `zeros`.
 * @example
 * (await blocked.ones(3).compute()).toArray(); // [1, 1, 1]
 * @see dask.array.ones
 */
export function ones<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options: CreateOptions<D> = {},
): BlockedArray<D, Sizes<S>> {
  checkCreateOptions('ones', options);
  return constant('ones', shape, 1, options.dtype ?? 'float64', options.chunks) as never;
}

/**
 * A blocked array of one value, whose dtype it has unless `dtype` says otherwise.
 *
 * @throws as `zeros`.
 * @example
 * blocked.full([10, 10], 7, { dtype: 'uint8' }).nbytes; // 100
 * @see dask.array.full
 */
export function full<const S extends Shape | number, D extends DType = DType>(
  shape: S,
  value: Scalar,
  options: CreateOptions<D> = {},
): BlockedArray<D, Sizes<S>> {
  checkCreateOptions('full', options);
  return constant('full', shape, value, options.dtype ?? scalarDType(value), options.chunks) as never;
}

/**
 * A blocked array whose elements may be anything.
 *
 * @throws as `zeros`.
 * @example
 * blocked.empty([4, 4], { chunks: 2 }).npartitions; // 4
 * @see dask.array.empty
 */
export function empty<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options: CreateOptions<D> = {},
): BlockedArray<D, Sizes<S>> {
  checkCreateOptions('empty', options);
  const dtype = checkDType('empty', options.dtype ?? 'float64') as D;
  const source = madeBy('empty', dtype, checkShape('empty', shape), 'emptyBlock', []);
  return fromSource('empty', source, options.chunks) as never;
}

/**
 * Numbers from `start` (0) up to, without, `stop`, in steps of `step` (1).
 *
 * @throws ArgumentError when a bound is not finite or the step is 0; DTypeError.
 * @example
 * (await blocked.arange(2, 10, 3).compute()).toArray(); // [2, 5, 8]
 * @see dask.array.arange
 */
export function arange<D extends DType = 'float64'>(
  ...args:
    | [stop: number, options?: CreateOptions<D>]
    | [start: number, stop: number, options?: CreateOptions<D>]
    | [start: number, stop: number, step: number, options?: CreateOptions<D>]
): BlockedArray<D, [number]> {
  const bounds = args.filter((arg) => typeof arg === 'number');
  const options = (args[bounds.length] ?? {}) as CreateOptions<D>;
  const [start, stop, step = 1] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(length)) {
    throw new ArgumentError('a bound is not finite, or the step is 0', {
      operation: 'arange',
      argument: 'stop',
      got: args,
      needs: 'finite numbers',
    });
  }
  checkCreateOptions('arange', options);
  const dtype = checkDType('arange', options.dtype ?? 'float64') as D;
  const source = madeBy('arange', dtype, [length], 'rangeBlock', [start, step]);
  return fromSource('arange', source, options.chunks) as never;
}

/**
 * `count` numbers from `start` to `stop`, evenly spaced.
 *
 * @throws ArgumentError when a bound is not finite; ShapeError when count is no length.
 * @example
 * (await blocked.linspace(0, 1, 5).compute()).toArray(); // [0, 0.25, 0.5, 0.75, 1]
 * @see dask.array.linspace
 */
export function linspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  count = 50,
  options: CreateOptions<D> & { readonly endpoint?: boolean } = {},
): BlockedArray<D, [number]> {
  const shape = checkShape('linspace', count);
  if (!Number.isFinite(start) || !Number.isFinite(stop)) {
    throw new ArgumentError(`the bounds are ${start} and ${stop}; needs finite numbers`, {
      operation: 'linspace',
      argument: Number.isFinite(start) ? 'stop' : 'start',
      got: [start, stop],
    });
  }
  checkCreateOptions('linspace', options, { endpoint: true });
  const { endpoint = true } = options;
  const dtype = checkDType('linspace', options.dtype ?? 'float64') as D;
  const spaces = endpoint ? count - 1 : count;
  const step = (stop - start) / Math.max(1, spaces);
  const last = endpoint && count > 1 ? count - 1 : -1;
  const source = madeBy('linspace', dtype, shape, 'spaceBlock', [start, step, last, stop]);
  return fromSource('linspace', source, options.chunks) as never;
}

/**
 * Ones on a diagonal, zeros elsewhere: `rows` × `columns` (as many), `k` above the main diagonal.
 *
 * @throws as `zeros`.
 * @example
 * (await blocked.eye(2).compute()).toArray(); // [[1, 0], [0, 1]]
 * @see dask.array.eye
 */
export function eye<D extends DType = 'float64'>(
  rows: number,
  options: CreateOptions<D> & { readonly columns?: number; readonly k?: number } = {},
): BlockedArray<D, [number, number]> {
  checkCreateOptions('eye', options, { columns: true, k: true });
  const shape = checkShape('eye', [rows, options.columns ?? rows]);
  const dtype = checkDType('eye', options.dtype ?? 'float64') as D;
  return fromSource(
    'eye',
    madeBy('eye', dtype, shape, 'eyeBlock', [options.k ?? 0]),
    options.chunks,
  ) as never;
}

/**
 * An array in memory, in blocks: views, no copies. What is written into it later shows.
 *
 * @param x an NDArray, a typed array, or lists.
 * @throws DTypeError for what is no array; ArgumentError for chunks that do not fit.
 * @example
 * blocked.fromArray(Float64Array.of(1, 2, 3), { chunks: 2 }).chunks; // [[2, 1]]
 * @see dask.array.from_array
 */
export function fromArray<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  options?: { readonly chunks?: ChunksOption },
): BlockedArray<D, S>;
export function fromArray(x: ArrayLike, options?: { readonly chunks?: ChunksOption }): BlockedArray;
export function fromArray(x: ArrayLike, options: { readonly chunks?: ChunksOption } = {}): BlockedArray {
  const array = (x instanceof NDArray ? x : asarray(x)) as NDArray;
  const source: Source = {
    name: layerName('array', identityOf(typeof x === 'object' ? x : array)),
    dtype: array.dtype,
    shape: array.shape,
    isFree: true,
    region: (key, ranges) => valueTask(key, array.at(...ranges.map(indexOf))),
  };
  return fromSource('fromArray', source, options.chunks);
}

function indexOf({ first, count, step }: Range): Index {
  const stop = first + count * step;
  return count === 0 ? { start: 0, stop: 0 } : { start: first, stop: stop < 0 ? null : stop, step };
}

/**
 * What a function makes of the indices: it is called for each block with an array for each axis, which hold every
 * element's index along it (float64), and gives the block's elements.
 *
 * @throws ShapeError, DTypeError; when computed, ShapeError where the function gives another shape.
 * @example
 * const table = blocked.fromFunction((i, j) => i.mul(10).add(j), [2, 3]);
 * (await table.compute()).toArray(); // [[0, 1, 2], [10, 11, 12]]
 * @see dask.array.fromfunction
 */
export function fromFunction<const S extends Shape, D extends DType = 'float64'>(
  fn: ((...indices: NDArray<'float64'>[]) => Operand) | Callable,
  shape: S,
  options: CreateOptions<D> = {},
): BlockedArray<D, Sizes<S>> {
  const lengths = checkShape('fromFunction', shape);
  checkCreateOptions('fromFunction', options);
  const dtype = checkDType('fromFunction', options.dtype ?? 'float64') as D;
  const callable = typeof fn === 'function' ? callableOf(fn as never) : fn;
  const grid = blockFunction('gridBlock');
  const source: Source<D> = {
    name: layerName('fromFunction', typeof fn === 'function' ? fn : identityOf(fn), dtype, lengths),
    dtype,
    shape: lengths,
    region: (key, ranges) => promised(key, 'fromFunction', callable, dtype, lengths, ranges, grid),
  };
  return fromSource('fromFunction', source, options.chunks) as never;
}

function promised(
  key: Key,
  operation: string,
  callable: Callable,
  dtype: DType,
  shape: readonly number[],
  ranges: readonly Range[],
  grid: Callable,
): Task {
  const grids = shape.map((_, axis) => new Task(key, grid, ['float64', axis, ranges], []));
  const result = new Task(key, callable, grids, []);
  const lengths = ranges.map(({ count }) => count);
  return new Task(
    key,
    blockFunction('promisedBlock', callable.name),
    [result, operation, dtype, lengths],
    [],
  );
}

/**
 * The value of a delayed call, or of any collection, as an array of one block.
 *
 * @throws ArgumentError for what is no collection; ShapeError, DTypeError; when computed, ShapeError where the value has
 * another shape.
 * @example
 * const x = blocked.fromDelayed(blocked.ones([2, 2]), { shape: [2, 2], dtype: 'float64' });
 * x.npartitions; // 1
 * @see dask.array.from_delayed
 */
export function fromDelayed<const S extends Shape, D extends DType = 'float64'>(
  value: Collection,
  options: { readonly shape: S; readonly dtype?: D },
): BlockedArray<D, Sizes<S>> {
  if (!isCollection(value)) {
    throw new ArgumentError('value is no collection; needs a delayed value', {
      operation: 'fromDelayed',
      argument: 'value',
      got: value,
    });
  }
  const shape = checkShape('fromDelayed', options.shape);
  const dtype = checkDType('fromDelayed', options.dtype ?? 'float64') as D;
  const parts = value[collectionSymbol]();
  const name = layerName('fromDelayed', parts.keys, shape, dtype);
  return new BlockedArray(new CollectionExpression(name, dtype, shape, parts)) as never;
}
