/** Blocked arrays with other axes, in other shapes, joined and turned. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { promoted } from '../core/promotion.js';
import { broadcastShapes, formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import type { Permuted, Reversed, Sizes } from '../core/static-shapes.js';
import { checkPermutation, checkShape, expandAxes, resolveShape, squeezeAxes } from '../core/strides.js';
import type { ArrayLike } from '../core/types.js';
import type { BlockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import { type ChunksOption, isKnown, normalizeChunks } from './chunks.js';
import { zeros } from './creation.js';
import { asType, blockedOf, callElementwise } from './elementwise.js';
import { arrange } from './expressions/arranged.js';
import { commonChunks } from './expressions/elementwise.js';
import { MappedExpression } from './expressions/mapped.js';
import { rechunk } from './expressions/picked.js';
import { BroadcastExpression, joined, ReshapeExpression } from './expressions/reshaped.js';
import { RunningExpression } from './expressions/running.js';
import { checkOptions, handle } from './operations.js';

type Axes = number | readonly number[];

function arranged(x: BlockedArray, axes: readonly number[]): BlockedArray {
  return new BlockedArray(arrange(x.expression, axes));
}

function transpose(x: BlockedArray, axes?: readonly number[]): BlockedArray {
  return arranged(x, checkPermutation('transpose', axes as number[] | undefined, x.ndim));
}

/** The places of axes after `core` has moved stand-ins for their strides: axis i has the "stride" i. */
function numbered(x: BlockedArray): { shape: number[]; strides: number[] } {
  return { shape: [...x.shape], strides: x.shape.map((_, axis) => axis) };
}

function expandDims(x: BlockedArray, axis: Axes): BlockedArray {
  const fresh = new Set((typeof axis === 'number' ? [axis] : axis).map(Number));
  const { shape } = expandAxes('expandDims', numbered(x), axis as number);
  const places = new Set([...fresh].map((at) => (at < 0 ? at + shape.length : at)));
  let old = 0;
  return arranged(
    x,
    shape.map((_, at) => (places.has(at) ? -1 : old++)),
  );
}

function squeeze(x: BlockedArray, axis?: Axes): BlockedArray {
  return arranged(x, squeezeAxes('squeeze', numbered(x), axis as number | undefined).strides);
}

function moveaxis(x: BlockedArray, source: Axes, destination: Axes): BlockedArray {
  const list = (axes: Axes): number[] =>
    (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis('moveaxis', axis, x.ndim));
  const [from, to] = [list(source), list(destination)];
  if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
    throw new ArgumentError('source and destination do not name as many different axes', {
      operation: 'moveaxis',
      argument: 'destination',
      got: [source, destination],
    });
  }
  const order = x.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const moves = to.map((place, at) => [place, from[at]] as const).sort(([a], [b]) => a - b);
  for (const [place, axis] of moves) order.splice(place, 0, axis);
  return arranged(x, order);
}

function swapaxes(x: BlockedArray, axis1: number, axis2: number): BlockedArray {
  const order = x.shape.map((_, axis) => axis);
  const [a, b] = [axis1, axis2].map((axis) => normalizeAxis('swapaxes', axis, x.ndim));
  [order[a], order[b]] = [order[b], order[a]];
  return arranged(x, order);
}

function flip(x: BlockedArray, axis?: Axes): BlockedArray {
  const given = axis === undefined ? x.shape.map((_, at) => at) : typeof axis === 'number' ? [axis] : axis;
  const turned = new Set(given.map((one) => normalizeAxis('flip', one, x.ndim)));
  return x.at(...x.shape.map((_, at): Index => (turned.has(at) ? '::-1' : ':'))) as BlockedArray;
}

function broadcastTo(x: BlockedArray, shape: Shape, chunks: ChunksOption = 'auto'): BlockedArray {
  const target = checkShape('broadcastTo', shape);
  const together = broadcastShapes('broadcastTo', x.shape, target);
  if (formatShape(together) !== formatShape(target)) {
    throw new ShapeError(`shape ${formatShape(x.shape)} does not broadcast to ${formatShape(target)}`, {
      operation: 'broadcastTo',
      got: x.shape,
      needs: formatShape(target),
    });
  }
  const lead = target.length - x.ndim;
  const given = normalizeChunks(chunks, target, { dtype: x.dtype, operation: 'broadcastTo' });
  const own = given.map((axis, at) =>
    at >= lead && x.shape[at - lead] === target[at] ? x.chunks[at - lead] : axis,
  );
  return new BlockedArray(new BroadcastExpression(x.expression, own));
}

function reshape(x: BlockedArray, shape: number | readonly number[]): BlockedArray {
  const wanted = typeof shape === 'number' ? [shape] : [...shape];
  if (!isKnown(x.chunks)) {
    throw new ShapeError('an axis has a length that only computing tells; needs compute() first', {
      operation: 'reshape',
      got: x.shape,
    });
  }
  const to = resolveShape('reshape', wanted, x.size, x.shape);
  if (x.size === 0) return zeros(to, { dtype: x.dtype, chunks: -1 }) as BlockedArray;
  if (formatShape(to) === formatShape(x.shape)) return x;
  return new BlockedArray(ReshapeExpression.of(x.expression, to));
}

interface JoinOptions {
  readonly axis?: number | null;
  readonly dtype?: DType;
}

function axisOf(options: JoinOptions | number | undefined): number | null {
  return typeof options === 'number' ? options : options?.axis === undefined ? 0 : options.axis;
}

/**
 * Arrays joined along an axis they have, blocked or not. Their other lengths are equal; dtypes promote.
 *
 * @throws ArgumentError for no arrays; ShapeError when lengths differ; AxisError.
 * @example
 * blocked.concatenate([blocked.zeros([1, 2]), blocked.ones([2, 2])]).shape; // [3, 2]
 * @see dask.array.concatenate
 */
export function concatenate(
  arrays: Iterable<BlockedArray | ArrayLike>,
  options?: JoinOptions | number,
): BlockedArray {
  let parts = Array.from(arrays, blockedOf);
  const given = axisOf(options);
  if (given === null) parts = parts.map((part) => reshape(part, -1));
  return join('concatenate', parts, given ?? 0, options);
}

/**
 * Arrays of one shape joined along a new axis, blocked or not.
 *
 * @throws as `concatenate`.
 * @example
 * blocked.stack([blocked.arange(3), blocked.arange(3)], 1).shape; // [3, 2]
 * @see dask.array.stack
 */
export function stack(
  arrays: Iterable<BlockedArray | ArrayLike>,
  options?: JoinOptions | number,
): BlockedArray {
  const parts = Array.from(arrays, blockedOf);
  const axis = normalizeAxis('stack', axisOf(options) ?? 0, (parts[0]?.ndim ?? 0) + 1);
  return join(
    'stack',
    parts.map((part) => expandDims(part, axis)),
    axis,
    options,
  );
}

function join(
  operation: string,
  parts: BlockedArray[],
  given: number,
  options: JoinOptions | number | undefined,
): BlockedArray {
  if (parts.length === 0) {
    throw new ArgumentError('arrays is empty; needs at least one array', { operation, argument: 'arrays' });
  }
  const axis = normalizeAxis(operation, given, parts[0].ndim);
  const [first] = parts;
  for (const part of parts) {
    const fits =
      part.ndim === first.ndim && part.shape.every((n, at) => at === axis || Object.is(n, first.shape[at]));
    if (fits) continue;
    throw new ShapeError(
      `shapes ${formatShape(first.shape)} and ${formatShape(part.shape)} differ beside axis ${axis}`,
      { operation, argument: 'arrays', got: part.shape, needs: 'equal lengths on the other axes' },
    );
  }
  const asked = typeof options === 'object' ? options.dtype : undefined;
  const dtype = asked ?? parts.map((part) => part.dtype).reduce(promoted);
  const chunks = first.chunks.map((_, at) =>
    at === axis
      ? []
      : commonChunks(
          operation,
          parts.map((part) => part.chunks[at]),
        ),
  );
  const alike = parts.map((part) =>
    rechunk(
      asType(part, dtype).expression,
      part.chunks.map((own, at) => (at === axis ? own : chunks[at])),
    ),
  );
  return new BlockedArray(joined(alike, axis));
}

function roll(
  x: BlockedArray,
  shift: Axes,
  options?: { readonly axis?: Axes | null } | number,
): BlockedArray {
  const axis = typeof options === 'number' ? options : options?.axis;
  if (axis === undefined || axis === null) {
    const total = typeof shift === 'number' ? shift : shift.reduce((sum, by) => sum + by, 0);
    return reshape(rollAlong(reshape(x, -1), total, 0), x.shape);
  }
  const axes = typeof axis === 'number' ? [axis] : axis;
  const shifts = typeof shift === 'number' ? axes.map(() => shift) : shift;
  if (axes.length !== shifts.length) {
    throw new ArgumentError(`shift has ${shifts.length} entries, axis ${axes.length}`, {
      operation: 'roll',
      argument: 'shift',
      got: shift,
    });
  }
  return axes.reduce((turned, at, i) => rollAlong(turned, shifts[i], normalizeAxis('roll', at, x.ndim)), x);
}

function rollAlong(x: BlockedArray, shift: number, axis: number): BlockedArray {
  const length = x.shape[axis];
  const by = length === 0 ? 0 : ((shift % length) + length) % length;
  if (by === 0) return x;
  const part = (range: Index): BlockedArray =>
    x.at(...x.shape.map((_, at): Index => (at === axis ? range : ':'))) as BlockedArray;
  return concatenate([part({ start: length - by }), part({ stop: length - by })], axis);
}

function tile(x: BlockedArray, repetitions: Axes): BlockedArray {
  const times = typeof repetitions === 'number' ? [repetitions] : [...repetitions];
  while (times.length < x.ndim) times.unshift(1);
  let tiled = x;
  while (tiled.ndim < times.length) tiled = expandDims(tiled, 0);
  return times.reduce((whole, count, axis) => {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new ArgumentError(`a number of repetitions is ${count}; needs an integer, 0 or more`, {
        operation: 'tile',
        argument: 'repetitions',
        got: count,
      });
    }
    if (count === 0)
      return whole.at(...whole.shape.map((_, at) => (at === axis ? ':0' : ':'))) as BlockedArray;
    return count === 1 ? whole : concatenate(new Array<BlockedArray>(count).fill(whole), axis);
  }, tiled);
}

function diff(x: BlockedArray, options: { readonly axis?: number; readonly n?: number } = {}): BlockedArray {
  const { axis = -1, n = 1 } = options;
  for (const name of ['prepend', 'append'] as const) {
    if ((options as Record<string, unknown>)[name] === undefined) continue;
    throw new ArgumentError(`${name} is given; needs concatenate before`, {
      operation: 'diff',
      argument: name,
    });
  }
  const at = normalizeAxis('diff', axis, x.ndim);
  const operation = x.dtype === 'bool' ? 'notEqual' : 'subtract';
  let result = x;
  for (let time = 0; time < n; time++) {
    const part = (range: string): BlockedArray =>
      result.at(...x.shape.map((_, own) => (own === at ? range : ':'))) as BlockedArray;
    result = callElementwise(operation, [part('1:'), part(':-1')]);
  }
  return result;
}

interface RunningOptions {
  readonly axis?: number | null;
  readonly dtype?: DType;
  readonly includeInitial?: boolean;
}

function running(operation: BlockFunction, pair: BlockFunction) {
  return (x: BlockedArray, options: RunningOptions = {}): BlockedArray => {
    checkOptions(operation, options);
    if (options.includeInitial === true) {
      throw new ArgumentError('includeInitial is true; blocked arrays have no such option', {
        operation,
        argument: 'includeInitial',
      });
    }
    const flat = options.axis === undefined || options.axis === null;
    const of = flat ? reshape(x, -1) : x;
    const axis = normalizeAxis(operation, options.axis ?? 0, of.ndim);
    const own = of.chunks.map((lengths, at) =>
      at === axis && lengths.length > 1 ? lengths.filter((length) => length !== 0) : lengths,
    );
    const settings = { axis, dtype: options.dtype };
    const sums = asType(zeros([0], { dtype: x.dtype }), x.dtype);
    const dtype = options.dtype ?? (sums as never as { sum(): BlockedArray }).sum().dtype;
    const local = new MappedExpression({
      operation: `${operation}Part`,
      block: operation,
      of: rechunk(of.expression, own),
      after: [options.dtype === undefined ? { axis } : settings],
      dtype,
      chunks: own,
      from: own.map((_, at) => at),
    });
    return new BlockedArray(new RunningExpression(operation, local, axis, pair));
  };
}

handle({
  transpose,
  expandDims,
  squeeze,
  moveaxis,
  swapaxes,
  flip,
  broadcastTo: (x: BlockedArray, shape: Shape) => broadcastTo(x, shape),
  reshape,
  ravel: (x: BlockedArray) => reshape(x, -1),
  concatenate,
  stack,
  roll,
  tile,
  diff,
  repeat(x: BlockedArray, repeats: number, options?: { readonly axis?: number } | number): BlockedArray {
    const given = typeof options === 'number' ? options : options?.axis;
    const of = given === undefined ? reshape(x, -1) : x;
    const axis = normalizeAxis('repeat', given ?? 0, of.ndim);
    if (!Number.isSafeInteger(repeats) || repeats < 0) {
      throw new ArgumentError('repeats is no integer of 0 or more', {
        operation: 'repeat',
        argument: 'repeats',
        got: repeats,
      });
    }
    const places = Array.from({ length: of.shape[axis] * repeats }, (_, at) => Math.floor(at / repeats));
    return of.at(...of.shape.map((_, at): Index => (at === axis ? places : ':'))) as BlockedArray;
  },
  cumsum: running('cumsum', 'add'),
  cumprod: running('cumprod', 'multiply'),
  cumulativeSum: running('cumsum', 'add'),
  cumulativeProd: running('cumprod', 'multiply'),
});

/** What NDArray has as methods about axes and shapes. */
export interface ArrangingMethods<D extends DType, S extends Shape> {
  /** The array with its axes reversed. */
  readonly T: BlockedArray<D, Reversed<S>>;
  /** See `NDArray.transpose`. */
  transpose(axes?: undefined): BlockedArray<D, Reversed<S>>;
  transpose<const A extends readonly number[]>(axes: A): BlockedArray<D, Permuted<S, A>>;
  /** See `NDArray.reshape`: where chunks do not allow it, they are changed first. */
  reshape<const R extends readonly number[]>(shape: R): BlockedArray<D, Sizes<R>>;
  /** All elements in one axis, in C order. */
  ravel(): BlockedArray<D, [number]>;
  /** See `NDArray.expandDims`. */
  expandDims(axis: Axes): BlockedArray<D>;
  /** See `NDArray.squeeze`. */
  squeeze(axis?: Axes): BlockedArray<D>;
  /** See `NDArray.broadcastTo`; `chunks` cut the axes along which it is repeated. */
  broadcastTo<const R extends readonly number[]>(shape: R, chunks?: ChunksOption): BlockedArray<D, Sizes<R>>;
  /** See `NDArray.asType`. */
  asType<E extends DType>(dtype: E): BlockedArray<E, S>;
  /** See the function `moveaxis` of `strided`. */
  moveaxis(source: Axes, destination: Axes): BlockedArray<D>;
  /** See the function `swapaxes` of `strided`. */
  swapaxes(axis1: number, axis2: number): BlockedArray<D>;
  /** See the function `flip` of `strided`. */
  flip(axis?: Axes): BlockedArray<D, S>;
  /** See the function `cumsum` of `strided`. */
  cumsum(options?: Pick<RunningOptions, 'axis' | 'dtype'>): BlockedArray;
  /** See the function `cumprod` of `strided`. */
  cumprod(options?: Pick<RunningOptions, 'axis' | 'dtype'>): BlockedArray;
}

declare module './blocked-array.js' {
  interface BlockedArray<D extends DType, S extends Shape> extends ArrangingMethods<D, S> {}
}

const methods = {
  transpose,
  reshape,
  expandDims,
  squeeze,
  broadcastTo,
  asType,
  moveaxis,
  swapaxes,
  flip,
  ravel: (x: BlockedArray) => reshape(x, -1),
  cumsum: running('cumsum', 'add'),
  cumprod: running('cumprod', 'multiply'),
};
for (const [name, method] of Object.entries(methods)) {
  Object.defineProperty(BlockedArray.prototype, name, {
    value(this: BlockedArray, ...args: unknown[]) {
      return (method as (...args: unknown[]) => unknown)(this, ...args);
    },
    writable: true,
    configurable: true,
  });
}
Object.defineProperty(BlockedArray.prototype, 'T', {
  get(this: BlockedArray) {
    return transpose(this);
  },
  configurable: true,
});
