/**
 * How axes are cut: for each axis the lengths of its chunks, one after the other. A length that nobody knows before it
 * is computed (of what a mask picks) is NaN.
 */
import { roundBytes } from '../core/bytes.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { formatShape, type Shape } from '../core/shape.js';

/** The lengths of the chunks of each axis. */
export type Chunks = readonly (readonly number[])[];

/** How one axis is to be cut: a length for all chunks, their lengths one by one, whole (-1, null), or as it fits. */
export type AxisChunks = number | null | 'auto' | readonly number[];

/**
 * How an array is to be cut: the same for every axis, one entry for each axis, an object for some axes, `'auto'`, or a
 * number of bytes for a block, `'64MiB'`.
 */
export type ChunksOption =
  | number
  | string
  | null
  | readonly (AxisChunks | string)[]
  | Readonly<Record<number, AxisChunks>>;

/** Of an automatically cut block, when nothing else is asked for: memory of this size is used again by the next block, warm. */
export const defaultBlockBytes = 32 * 2 ** 20;

/**
 * The lengths of all chunks.
 *
 * @throws ArgumentError for lengths that do not add up to the axis, or what is no way of cutting.
 * @example
 * normalizeChunks(4, [10]); // [[4, 4, 2]]
 * normalizeChunks('auto', [100_000, 100_000], { dtype: 'float64' })[0].length; // 25
 * @see Dask's `normalize_chunks`
 */
export function normalizeChunks(
  chunks: ChunksOption | undefined,
  shape: Shape,
  options: { readonly dtype?: DType; readonly operation?: string } = {},
): Chunks {
  const { dtype = 'float64', operation = 'normalizeChunks' } = options;
  const { perAxis, bytes } = spread(operation, chunks ?? 'auto', shape);
  const cut = perAxis.map((wish, axis) => (wish === 'auto' ? null : cutAxis(operation, wish, shape, axis)));
  const elements = Math.max(1, Math.floor(bytes / dtypeInfo(dtype).itemsize));
  const lengths = automaticLengths(shape, cut, elements);
  return cut.map((axis, at) => axis ?? evenly(shape[at], lengths[at]));
}

function spread(
  operation: string,
  chunks: ChunksOption,
  shape: Shape,
): { perAxis: AxisChunks[]; bytes: number } {
  if (typeof chunks === 'string') {
    const bytes = chunks === 'auto' ? defaultBlockBytes : parseBytes(operation, chunks);
    return { perAxis: shape.map(() => 'auto' as const), bytes };
  }
  if (typeof chunks === 'number' || chunks === null)
    return { perAxis: shape.map(() => chunks), bytes: defaultBlockBytes };
  if (!Array.isArray(chunks)) {
    const some = chunks as Readonly<Record<number, AxisChunks>>;
    const perAxis = shape.map((_, axis) => some[axis] ?? some[axis - shape.length] ?? null);
    return { perAxis, bytes: defaultBlockBytes };
  }
  const isLengths =
    shape.length === 1 &&
    chunks.length !== 1 &&
    chunks.every((length) => typeof length === 'number' && length >= 0);
  const given: readonly (AxisChunks | string)[] = isLengths ? [chunks as number[]] : chunks;
  if (given.length !== shape.length) {
    throw wrong(operation, `chunks has ${given.length} entries for shape ${formatShape(shape)}`, chunks);
  }
  let bytes = defaultBlockBytes;
  const perAxis = given.map((wish): AxisChunks => {
    if (typeof wish !== 'string' || wish === 'auto') return wish as AxisChunks;
    bytes = Math.min(bytes, parseBytes(operation, wish));
    return 'auto';
  });
  return { perAxis, bytes };
}

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

function parseBytes(operation: string, text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?i?b)\s*$/i.exec(text);
  const unit = match === null ? undefined : units[match[2].toLowerCase()];
  if (match !== null && unit !== undefined) return Math.max(1, Number(match[1]) * unit);
  throw wrong(operation, `chunks is '${text}'; needs 'auto' or a size such as '128MiB'`, text);
}

function cutAxis(operation: string, wish: AxisChunks, shape: Shape, axis: number): readonly number[] {
  const length = shape[axis];
  if (wish === null || wish === -1) return [length];
  if (typeof wish === 'number') {
    if (!Number.isSafeInteger(wish) || wish < 1)
      throw wrong(operation, `a chunk of axis ${axis} has length ${wish}; needs 1 or more, or -1`, wish);
    return repeated(length, wish);
  }
  if (!Array.isArray(wish) || wish.some((part) => !Number.isSafeInteger(part) || part < 0))
    throw wrong(operation, `chunks of axis ${axis} are ${String(wish)}; needs lengths of 0 or more`, wish);
  const total = wish.reduce((sum: number, part: number) => sum + part, 0);
  if (total !== length)
    throw wrong(operation, `chunks of axis ${axis} add up to ${total}; the axis has ${length}`, wish);
  // Empty chunks would be blocks of nothing.
  return length === 0 ? [0] : wish.filter((part) => part > 0);
}

/** Chunks of `size` and one of what is left. */
function repeated(length: number, size: number): number[] {
  const chunks = new Array<number>(Math.floor(length / size)).fill(size);
  if (length % size > 0) chunks.push(length % size);
  return chunks.length === 0 ? [0] : chunks;
}

/** Chunks of nearly the same length, none above `size`. */
function evenly(length: number, size: number): number[] {
  if (length === 0) return [0];
  return repeated(length, Math.max(1, Math.ceil(length / Math.max(1, Math.ceil(length / size)))));
}

/** Lengths for the axes that are cut as it fits, as near to a cube of `elements` as short axes let it be. */
function automaticLengths(
  shape: Shape,
  cut: readonly (readonly number[] | null)[],
  elements: number,
): number[] {
  const lengths = shape.slice();
  let free = shape.map((_, axis) => axis).filter((axis) => cut[axis] === null);
  let left = elements;
  for (const axis of cut) if (axis !== null) left /= Math.max(1, ...axis);
  while (free.length > 0) {
    const side = Math.max(1, Math.floor(Math.max(left, 1) ** (1 / free.length)));
    const short = free.filter((axis) => shape[axis] <= side);
    for (const axis of short) left /= Math.max(1, shape[axis]);
    if (short.length === 0) {
      for (const axis of free) lengths[axis] = side;
      break;
    }
    free = free.filter((axis) => !short.includes(axis));
  }
  return lengths;
}

/** The shape of what is cut so. */
export function shapeOf(chunks: Chunks): number[] {
  return chunks.map((axis) => axis.reduce((sum, length) => sum + length, 0));
}

/** Where each chunk of an axis starts, and at last its end. */
export function startsOf(axis: readonly number[]): number[] {
  const starts = [0];
  for (const length of axis) starts.push(starts[starts.length - 1] + length);
  return starts;
}

/** Whether every length is known. */
export function isKnown(chunks: Chunks): boolean {
  return chunks.every((axis) => axis.every((length) => !Number.isNaN(length)));
}

/** Whether two ways of cutting are the same. */
export function sameChunks(a: Chunks, b: Chunks): boolean {
  return a.length === b.length && a.every((axis, at) => sameAxis(axis, b[at]));
}

/** Whether two axes are cut in the same places. */
export function sameAxis(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, at) => Object.is(length, b[at]));
}

/** The number of the block, in C order, that comes at a place; and for each number its place. */
export function* blockIndices(chunks: Chunks): Generator<number[], void, undefined> {
  const counts = chunks.map((axis) => axis.length);
  const index = counts.map(() => 0);
  if (counts.some((count) => count === 0)) return;
  for (;;) {
    yield index.slice();
    let axis = counts.length - 1;
    for (; axis >= 0; axis--) {
      if (++index[axis] < counts[axis]) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Lengths as text: one where all but the last are the same. */
export function describeChunks(chunks: Chunks): string {
  return formatShape(chunks.map((axis) => Math.max(...axis)));
}

/** Bytes as text, for pictures and messages. */
export function describeBytes(bytes: number): string {
  return Number.isNaN(bytes) ? 'unknown' : roundBytes(bytes);
}

function wrong(operation: string, message: string, got: unknown): ArgumentError {
  return new ArgumentError(message, { operation, argument: 'chunks', got });
}
