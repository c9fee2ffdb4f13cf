/** Functions of the user's over the blocks of arrays. */
import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import type { NDArray } from '../core/ndarray.js';
import { isScalar, type Scalar } from '../core/promotion.js';
import { broadcastShapes, formatShape } from '../core/shape.js';
import type { ArrayLike } from '../core/types.js';
import { type AnyFunction, type Callable, callableOf } from '../graph/tasks/callable.js';
import { concatenate } from './arranging.js';
import { BlockedArray } from './blocked-array.js';
import { type Chunks, type ChunksOption, normalizeChunks, startsOf } from './chunks.js';
import { full } from './creation.js';
import { blockedOf } from './elementwise.js';
import { type Argument, CalledExpression } from './expressions/called.js';
import { planPieces } from './expressions/chunks-after.js';
import { commonChunks } from './expressions/elementwise.js';
import { PiecesExpression, rechunk } from './expressions/picked.js';

/** What is called with blocks: a function, or how other threads find one. */
export type MappedFunction = ((...blocks: NDArray[]) => unknown) | Callable;

/** Which block a function makes. */
export interface BlockInfo {
  /** Its place among the blocks of the result. */
  readonly block: readonly number[];
  readonly shape: readonly number[];
}

export interface MapOptions<D extends DType = DType> {
  /** The dtype of what the function gives; that of the first array. */
  readonly dtype?: D;
  /** The chunks of the result, as many along each axis as there are; those of the arrays. */
  readonly chunks?: Chunks;
  /** Values that an inline function uses from outside, by their names: what lets it go to other threads. */
  readonly captures?: Readonly<Record<string, unknown>>;
  /** Whether the function gets which block it makes as its last argument, as `BlockInfo`. */
  readonly blockInfo?: boolean;
}

function callable(fn: MappedFunction, captures: MapOptions['captures']): Callable {
  if (typeof fn !== 'function') return fn;
  return captures === undefined
    ? callableOf(fn as AnyFunction)
    : { name: fn.name || 'mapBlocks', run: fn as never, captures };
}

/**
 * A function of each block, or of the blocks of several arrays that are in the same place. Arrays broadcast, and are cut
 * alike first; scalars go to every call. The function gives an array of the block's shape.
 *
 * @throws ShapeError when the shapes do not broadcast; ArgumentError for chunks that are not as many as the blocks;
 * when computed, ShapeError where the function gives another shape.
 * @example
 * const x = blocked.mapBlocks((block) => block.add(1), [blocked.arange(4, { chunks: 2 })]);
 * (await x.compute()).toArray(); // [1, 2, 3, 4]
 * @see dask.array.map_blocks
 */
export function mapBlocks<D extends DType = DType>(
  fn: MappedFunction,
  arrays: readonly (BlockedArray | ArrayLike)[],
  options: MapOptions<D> = {},
): BlockedArray<D> {
  const operands = arrays.map((x) => (isScalar(x) ? x : blockedOf(x)));
  const blocked = operands.filter((x) => x instanceof BlockedArray) as BlockedArray[];
  if (blocked.length === 0) {
    throw new ArgumentError('there is no array; needs at least one', {
      operation: 'mapBlocks',
      argument: 'arrays',
    });
  }
  const shape = broadcastShapes('mapBlocks', ...blocked.map((x) => x.shape));
  const letters = shape.map((_, axis) => axis);
  const lead = (x: BlockedArray): number[] => letters.slice(shape.length - x.ndim);
  const pairs = operands.map((x) => (x instanceof BlockedArray ? ([x, lead(x)] as const) : x));
  return call('mapBlocks', fn, letters, pairs, {
    ...options,
    dtype: options.dtype ?? (blocked[0].dtype as D),
  });
}

/** Calls of a function for each block, where axes are named by numbers. */
function call<D extends DType>(
  operation: string,
  fn: MappedFunction,
  out: readonly number[],
  operands: readonly (Scalar | readonly [BlockedArray, readonly number[]])[],
  options: MapOptions<D> & { readonly dtype: D },
  whole = false,
): BlockedArray<D> {
  const { dtype, captures, blockInfo = false } = options;
  checkDType(operation, dtype);
  const arrays = operands.filter((x) => Array.isArray(x)) as (readonly [BlockedArray, readonly number[]])[];
  const cut = new Map<number, readonly number[]>();
  for (const letter of new Set(arrays.flatMap(([, letters]) => letters))) {
    const meeting = arrays.flatMap(([x, letters]) => {
      const at = letters.indexOf(letter);
      return at < 0 ? [] : [{ length: x.shape[at], chunks: x.chunks[at] }];
    });
    const wide = meeting.filter(({ length }) => length !== 1);
    const lengths = new Set(wide.map(({ length }) => length));
    if (lengths.size > 1) {
      throw new ArgumentError(`an axis has lengths ${[...lengths].join(' and ')}; needs one length`, {
        operation,
        argument: 'arrays',
        got: [...lengths],
      });
    }
    const chunks = (wide.length > 0 ? wide : meeting).map((one) => one.chunks);
    cut.set(letter, commonChunks(operation, chunks));
  }
  const args = operands.map((operand): Argument => {
    if (!Array.isArray(operand)) return { value: operand };
    const [x, letters] = operand as readonly [BlockedArray, readonly number[]];
    const own = letters.map((letter, at) => (x.shape[at] === 1 ? [1] : cut.get(letter)!));
    const axes = letters.map((letter) => out.indexOf(letter));
    // Axes that are whole have one block, which is no list.
    return { of: rechunk(x.expression, own), axes: whole ? axes.map((axis) => Math.max(axis, 0)) : axes };
  });
  const natural = out.map((letter) => cut.get(letter)!);
  const chunks = options.chunks ?? natural;
  if (chunks.length !== natural.length || chunks.some((axis, at) => axis.length !== natural[at].length)) {
    throw new ArgumentError('chunks are not as many as the blocks along each axis', {
      operation,
      argument: 'chunks',
      got: chunks,
      needs: `${formatShape(natural.map((axis) => axis.length))} blocks`,
    });
  }
  const called = callable(fn, captures);
  return new BlockedArray(
    new CalledExpression({ operation, callable: called, args, dtype, chunks, blockInfo }),
  );
}

/**
 * A function of the blocks of several arrays whose axes are named by letters: an axis of the result is cut as those of
 * its letter; of letters that the result has not, the function gets the blocks as a list, one level for each, or one
 * block with `concatenate`.
 *
 * @param out the letters of the result's axes.
 * @param operands each an array and the letters of its axes, or a scalar.
 * @throws ArgumentError for letters that do not fit an array, lengths that differ, or a letter of the result that no
 * array has.
 * @example
 * const [a, b] = [blocked.ones([4, 6], { chunks: 2 }), blocked.ones([6, 2], { chunks: 2 })];
 * const product = blocked.blockwise((x, y) => matmul(x, y), 'ij', [[a, 'ik'], [b, 'kj']], { concatenate: true });
 * (await product.compute()).get(0, 0); // 6
 * @see dask.array.blockwise
 */
export function blockwise<D extends DType = DType>(
  fn: MappedFunction,
  out: string,
  operands: readonly (readonly [BlockedArray | ArrayLike, string] | Scalar)[],
  options: MapOptions<D> & { readonly concatenate?: boolean } = {},
): BlockedArray<D> {
  const codes = (letters: string): number[] => Array.from(letters, (letter) => letter.codePointAt(0)!);
  const result = codes(out);
  let dtype: DType | undefined = options.dtype;
  const pairs = operands.map((operand): Scalar | readonly [BlockedArray, readonly number[]] => {
    if (!Array.isArray(operand)) return operand as Scalar;
    const [given, letters] = operand as readonly [BlockedArray | ArrayLike, string];
    let x = blockedOf(given);
    const axes = codes(letters);
    if (axes.length !== x.ndim || new Set(axes).size !== axes.length) {
      throw new ArgumentError(`'${letters}' names no axes of shape ${formatShape(x.shape)}`, {
        operation: 'blockwise',
        argument: 'operands',
        got: letters,
        needs: `${x.ndim} different letters`,
      });
    }
    dtype ??= x.dtype;
    const gone = axes.map((axis) => !result.includes(axis));
    if (options.concatenate === true && gone.includes(true)) {
      x = x.rechunk(x.chunks.map((own, at) => (gone[at] ? [x.shape[at]] : own)));
    }
    return [x, axes];
  });
  const known = new Set(pairs.flatMap((pair) => (Array.isArray(pair) ? (pair[1] as number[]) : [])));
  if (dtype === undefined || result.some((letter) => !known.has(letter))) {
    throw new ArgumentError(`'${out}' has a letter that no array has`, {
      operation: 'blockwise',
      argument: 'out',
      got: out,
    });
  }
  const { concatenate: whole = false } = options;
  return call('blockwise', fn, result, pairs, { ...options, dtype: dtype as D }, whole);
}

/** What lies beyond the edges: mirrored elements, those of the other side, the nearest, nothing, or a number. */
export type Boundary = 'reflect' | 'periodic' | 'nearest' | 'none' | number;

export interface OverlapOptions<D extends DType = DType> extends Omit<MapOptions<D>, 'chunks'> {
  /** How many elements of its neighbours a block gets on each side: on every axis, or axis by axis. */
  readonly depth: number | readonly number[];
  /** 'reflect' where it is left out. */
  readonly boundary?: Boundary;
  /** Whether as much is cut off the function's results; true. */
  readonly trim?: boolean;
}

/**
 * A function of each block together with elements of its neighbours, as stencils and filters need them.
 *
 * @throws ArgumentError for a depth that is negative, or longer than the axis.
 * @example
 * const x = blocked.arange(6, { chunks: 3 });
 * const rises = blocked.mapOverlap((block) => block.sub(roll(block, 1)), x, { depth: 1, boundary: 'nearest' });
 * (await rises.compute()).toArray(); // [0, 1, 1, 1, 1, 1]
 * @see dask.array.map_overlap
 */
export function mapOverlap<D extends DType>(
  fn: MappedFunction,
  x: BlockedArray<D>,
  options: OverlapOptions,
): BlockedArray {
  const { boundary = 'reflect', trim = true, ...rest } = options;
  const depths = x.shape.map((length, axis) => {
    const depth = typeof options.depth === 'number' ? options.depth : options.depth[axis];
    if (Number.isSafeInteger(depth) && depth >= 0 && depth <= length) return depth;
    throw new ArgumentError(`depth is ${depth} on axis ${axis} of length ${length}`, {
      operation: 'mapOverlap',
      argument: 'depth',
      got: depth,
      needs: 'an integer from 0 to the length of the axis',
    });
  });
  let padded: BlockedArray = x;
  if (boundary !== 'none') {
    depths.forEach((depth, axis) => {
      if (depth > 0) padded = extended(padded, axis, depth, boundary);
    });
  }
  const before: number[][] = [];
  const plans = padded.chunks.map((own, axis) => {
    const starts = startsOf(x.chunks[axis]);
    const shift = boundary === 'none' ? 0 : depths[axis];
    const from = x.chunks[axis].map((_, at) => Math.max(0, starts[at] + shift - depths[axis]));
    const to = x.chunks[axis].map((_, at) =>
      Math.min(padded.shape[axis], starts[at + 1] + shift + depths[axis]),
    );
    before.push(from.map((first, at) => starts[at] + shift - first));
    return planPieces(
      own,
      from.map((first, at) => [first, to[at]]),
    );
  });
  const overlapping = new BlockedArray(new PiecesExpression('overlap', padded.expression, plans));
  const mapped = mapBlocks(fn, [overlapping], { ...rest, chunks: overlapping.chunks } as MapOptions);
  if (!trim) return mapped;
  const cut = mapped.chunks.map((own, axis) => {
    const starts = startsOf(own);
    return planPieces(
      own,
      x.chunks[axis].map((length, at) => {
        const first = starts[at] + before[axis][at];
        return [first, first + length];
      }),
    );
  });
  return new BlockedArray(new PiecesExpression('trim', mapped.expression, cut));
}

/** An array with `depth` elements more at both ends of an axis. */
function extended(
  x: BlockedArray,
  axis: number,
  depth: number,
  boundary: Exclude<Boundary, 'none'>,
): BlockedArray {
  const part = (index: Index): BlockedArray =>
    x.at(...x.shape.map((_, at): Index => (at === axis ? index : ':'))) as BlockedArray;
  const length = x.shape[axis];
  if (typeof boundary === 'number') {
    const chunks: ChunksOption = x.chunks.map((own, at) => (at === axis ? [depth] : own));
    const shape = x.shape.map((own, at) => (at === axis ? depth : own));
    const edge = full(shape, boundary, { dtype: x.dtype, chunks: normalizeChunks(chunks, shape) });
    return concatenate([edge, x, edge], axis);
  }
  const repeated = (place: number): number[] => new Array<number>(depth).fill(place);
  const [first, last] = {
    reflect: [part(slice(depth - 1, -1)), part(slice(length - 1, length - 1 - depth))],
    periodic: [part({ start: length - depth }), part({ stop: depth })],
    nearest: [part(repeated(0)), part(repeated(length - 1))],
  }[boundary];
  return concatenate([first, x, last], axis);
}

/** Backwards from `first`, down to but without `end`; −1 reaches the first element. */
function slice(first: number, end: number): Index {
  return { start: first, stop: end < 0 ? null : end, step: -1 };
}
