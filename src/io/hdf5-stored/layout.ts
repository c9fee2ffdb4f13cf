/** How the elements of a dataset lie in its file, as far as that is known here. */
import { sizeOf } from '../../core/shape.js';
import {
  type ChunkGrid,
  type ChunkIndex,
  fromFixedArray,
  fromRun,
  fromSingle,
  fromTree,
} from './chunk-index.js';
import { Cursor, expectThat, type StoredBytes, Unfamiliar } from './cursor.js';
import { type Message, messagesOf, messageType } from './object-header.js';

/** What the library says of a dataset. */
export interface Outline {
  readonly shape: readonly number[];
  /** The lengths that the axes may grow to; those without a bound are no number. */
  readonly most: readonly (number | null)[];
  readonly chunks: readonly number[] | null;
  readonly itemsize: number;
  readonly isFiltered: boolean;
}

/** In one piece from an address on, or in chunks of a grid. */
export type StoredLayout =
  | { readonly kind: 'contiguous'; readonly address: number }
  | { readonly kind: 'chunked'; readonly grid: ChunkGrid; readonly index: ChunkIndex };

const contiguousClass = 1;
const chunkedClass = 2;
/** How chunks are listed, in versions from 4 on. */
const indexType = { single: 1, run: 2, fixedArray: 3 } as const;

/**
 * The layout of the dataset whose header is at `address`.
 * @throws Unfamiliar where the header disagrees with the outline, or has what is not known here
 */
export function layoutAt(file: StoredBytes, address: number, outline: Outline): StoredLayout {
  const messages = messagesOf(file, address);
  expectThat(!messages.some(({ type }) => type === messageType.externalFiles), 'elements in other files');
  checkShape(only(messages, messageType.dataspace), outline.shape);
  const cursor = new Cursor(only(messages, messageType.layout));
  const version = cursor.u8();
  expectThat(version === 3 || version === 4, 'a layout of another version');
  const kind = cursor.u8();
  if (kind === contiguousClass) return contiguous(cursor, outline);
  expectThat(kind === chunkedClass && outline.chunks !== null, 'a layout that is not known');
  const grid = gridOf(outline, outline.chunks);
  const index = version === 3 ? index3(file, cursor, grid, outline) : index4(file, cursor, grid, outline);
  return { kind: 'chunked', grid, index };
}

/** The content of the one message of a type. */
function only(messages: readonly Message[], type: number): Uint8Array {
  const found = messages.filter((message) => message.type === type);
  expectThat(found.length === 1 && !found[0].isShared, `no message ${type}, or several`);
  return found[0].content;
}

function checkShape(content: Uint8Array, shape: readonly number[]): void {
  const cursor = new Cursor(content);
  const version = cursor.u8();
  expectThat(version === 1 || version === 2, 'a dataspace of another version');
  expectThat(cursor.u8() === shape.length, 'another number of axes');
  cursor.skip(version === 1 ? 6 : 2);
  for (const length of shape) expectThat(cursor.unsigned(8) === length, 'another shape');
}

function contiguous(cursor: Cursor, { shape, itemsize }: Outline): StoredLayout {
  const address = cursor.address();
  if (address === null) throw new Unfamiliar('elements that were never written');
  expectThat(cursor.unsigned(8) === sizeOf(shape) * itemsize, 'another number of bytes');
  return { kind: 'contiguous', address };
}

function gridOf({ shape, most, itemsize, isFiltered }: Outline, chunks: readonly number[]): ChunkGrid {
  const over = (lengths: readonly number[]) =>
    lengths.map((length, axis) => Math.ceil(length / chunks[axis]));
  return {
    chunks,
    counts: over(shape),
    most: over(most.map((length) => length ?? Number.POSITIVE_INFINITY)),
    bytes: sizeOf(chunks) * itemsize,
    isFiltered,
  };
}

function index3(file: StoredBytes, cursor: Cursor, grid: ChunkGrid, { itemsize }: Outline): ChunkIndex {
  expectThat(cursor.u8() === grid.chunks.length + 1, 'another number of axes');
  const address = cursor.address();
  for (const length of [...grid.chunks, itemsize]) expectThat(cursor.u32() === length, 'other chunks');
  return fromTree(file, address, grid);
}

function index4(file: StoredBytes, cursor: Cursor, grid: ChunkGrid, { itemsize }: Outline): ChunkIndex {
  const flags = cursor.u8();
  expectThat((flags & ~2) === 0, 'chunks at the edge that are stored otherwise');
  expectThat(cursor.u8() === grid.chunks.length + 1, 'another number of axes');
  const lengthBytes = cursor.u8();
  for (const length of [...grid.chunks, itemsize])
    expectThat(cursor.unsigned(lengthBytes) === length, 'other chunks');
  const type = cursor.u8();
  if (type === indexType.single) {
    expectThat(grid.isFiltered === ((flags & 2) !== 0), 'a filter too few or too many');
    const bytes = grid.isFiltered ? cursor.unsigned(8) : grid.bytes;
    const skipped = grid.isFiltered ? cursor.u32() : 0;
    const address = cursor.address();
    return fromSingle(grid, address === null ? null : { address, bytes, skipped });
  }
  if (type === indexType.run) return fromRun(cursor.address(), grid);
  expectThat(type === indexType.fixedArray, 'a list of chunks that is not known');
  cursor.skip(1);
  return fromFixedArray(file, cursor.address(), grid);
}
