/**
 * Where the chunks of a dataset are in its file. Of the ways in which they can be listed, those are known that files
 * mostly have: B-trees (all files that are not made for the latest library alone), fixed arrays, and no list at all.
 */
import { sizeOf } from '../../core/shape.js';
import { bytesAt, Cursor, expectThat, type StoredBytes } from './cursor.js';

/** A chunk as it was stored. */
export interface StoredChunk {
  readonly address: number;
  readonly bytes: number;
  /** Bit i: filter i was left out. */
  readonly skipped: number;
}

/** The chunks by their numbers in C order of the grid they make; those that were never written are not there. */
export type ChunkIndex = ReadonlyMap<number, StoredChunk>;

/** What is common to all lists. */
export interface ChunkGrid {
  readonly chunks: readonly number[];
  /** How many chunks there are along each axis. */
  readonly counts: readonly number[];
  /** The same, were the dataset as large as it may become. */
  readonly most: readonly number[];
  /** Bytes of a chunk that went through no filter. */
  readonly bytes: number;
  readonly isFiltered: boolean;
}

/** More chunks are not listed in memory. */
const mostChunks = 1 << 20;

/** A B-tree of version 1: nodes of offsets and addresses, nodes of nodes above them. */
export function fromTree(file: StoredBytes, root: number | null, grid: ChunkGrid): ChunkIndex {
  const found = new Map<number, StoredChunk>();
  const rank = grid.chunks.length;
  const keyBytes = 8 + 8 * (rank + 1);
  const visit = (address: number, above: number): void => {
    const header = new Cursor(bytesAt(file, address, 24));
    header.text('TREE');
    expectThat(header.u8() === 1, 'a tree of something else');
    const level = header.u8();
    expectThat(level < above, 'a tree that does not end');
    const entries = header.u16();
    const cursor = new Cursor(bytesAt(file, address + 24, entries * (keyBytes + 8)));
    for (let entry = 0; entry < entries; entry++) {
      const bytes = cursor.u32();
      const skipped = cursor.u32();
      const offsets = grid.chunks.map(() => cursor.unsigned(8));
      cursor.skip(8);
      const child = cursor.address();
      expectThat(child !== null, 'a chunk without an address');
      if (level > 0) visit(child, level);
      else add(found, grid, numberOf(grid, offsets), { address: child, bytes, skipped });
    }
  };
  if (root !== null) visit(root, 256);
  return found;
}

/** The number of the chunk whose first element is at `offsets`; null where it is outside of the dataset now. */
function numberOf({ chunks, counts }: ChunkGrid, offsets: readonly number[]): number | null {
  let number = 0;
  for (const [axis, offset] of offsets.entries()) {
    expectThat(offset % chunks[axis] === 0, 'a chunk beside the grid');
    const place = offset / chunks[axis];
    if (place >= counts[axis]) return null;
    number = number * counts[axis] + place;
  }
  return number;
}

function add(
  found: Map<number, StoredChunk>,
  grid: ChunkGrid,
  number: number | null,
  chunk: StoredChunk,
): void {
  if (number === null) return;
  expectThat(!found.has(number), 'a chunk that is there twice');
  expectThat(found.size < mostChunks, 'too many chunks');
  expectThat(grid.isFiltered || chunk.bytes === grid.bytes, 'a chunk of another size');
  found.set(number, chunk);
}

/** One chunk, whose place is in the layout itself. */
export function fromSingle(grid: ChunkGrid, chunk: StoredChunk | null): ChunkIndex {
  expectThat(sizeOf(grid.counts) === 1, 'more than one chunk');
  const found = new Map<number, StoredChunk>();
  if (chunk !== null) add(found, grid, 0, chunk);
  return found;
}

/** Chunks one after the other, in C order of the largest grid there can be. */
export function fromRun(start: number | null, grid: ChunkGrid): ChunkIndex {
  expectThat(!grid.isFiltered, 'filters where chunks must have one size');
  const found = new Map<number, StoredChunk>();
  if (start === null) return found;
  forEachChunk(grid, (number, place) => {
    add(found, grid, number, { address: start + place * grid.bytes, bytes: grid.bytes, skipped: 0 });
  });
  return found;
}

/** Calls with the number of each chunk in the grid, and in the largest grid there can be. */
function forEachChunk({ counts, most }: ChunkGrid, call: (number: number, place: number) => void): void {
  const size = sizeOf(counts);
  expectThat(size <= mostChunks, 'too many chunks');
  for (let number = 0; number < size; number++) {
    let place = 0;
    let step = 1;
    let rest = number;
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      place += (rest % counts[axis]) * step;
      rest = Math.floor(rest / counts[axis]);
      step *= most[axis];
    }
    call(number, place);
  }
}

/** A fixed array: an entry for each chunk of the largest grid there can be, in pages where there are many. */
export function fromFixedArray(file: StoredBytes, address: number | null, grid: ChunkGrid): ChunkIndex {
  const found = new Map<number, StoredChunk>();
  if (address === null) return found;
  const header = new Cursor(bytesAt(file, address, 28));
  header.text('FAHD');
  expectThat(header.u8() === 0, 'an array of another version');
  expectThat(header.u8() === (grid.isFiltered ? 1 : 0), 'an array of something else');
  const entryBytes = header.u8();
  const pageEntries = 2 ** header.u8();
  const count = header.unsigned(8);
  const block = header.address();
  header.checksum();
  expectThat(count === sizeOf(grid.most) && count <= mostChunks, 'too many chunks');
  const fits = grid.isFiltered ? entryBytes > 12 && entryBytes <= 20 : entryBytes === 8;
  expectThat(fits, 'entries of another size');
  if (block === null) return found;
  const entries = fixedEntries(file, block, count, entryBytes, pageEntries, address);
  forEachChunk(grid, (number, place) => {
    const entry = entries(place);
    const start = entry?.address() ?? null;
    if (entry === null || start === null) return;
    const bytes = grid.isFiltered ? entry.unsigned(entryBytes - 12) : grid.bytes;
    const skipped = grid.isFiltered ? entry.u32() : 0;
    add(found, grid, number, { address: start, bytes, skipped });
  });
  return found;
}

/** The entry of a place; null in a page that was never written. */
function fixedEntries(
  file: StoredBytes,
  address: number,
  count: number,
  entryBytes: number,
  pageEntries: number,
  owner: number,
): (place: number) => Cursor | null {
  const pages = count > pageEntries ? Math.ceil(count / pageEntries) : 0;
  const prefixBytes = 14 + Math.ceil(pages / 8);
  const inPlace = pages === 0 ? count * entryBytes : 0;
  const prefix = new Cursor(bytesAt(file, address, prefixBytes + inPlace + 4));
  prefix.text('FADB');
  expectThat(prefix.u8() === 0, 'an array of another version');
  prefix.skip(1);
  expectThat(prefix.address() === owner, 'a block of another array');
  const written = prefix.take(prefixBytes - 14).bytes;
  const own = prefix.take(inPlace);
  prefix.checksum();
  const entryOf = (page: Cursor, place: number): Cursor =>
    new Cursor(page.bytes.subarray(place * entryBytes, (place + 1) * entryBytes));
  if (pages === 0) return (place) => entryOf(own, place);
  const known = new Map<number, Cursor>();
  const start = address + prefixBytes + 4;
  return (place) => {
    const page = Math.floor(place / pageEntries);
    if ((written[page >> 3] & (0x80 >> (page & 7))) === 0) return null;
    let cursor = known.get(page);
    if (cursor === undefined) {
      const length = Math.min(pageEntries, count - page * pageEntries) * entryBytes;
      cursor = new Cursor(bytesAt(file, start + page * (pageEntries * entryBytes + 4), length + 4));
      cursor.skip(length);
      cursor.checksum();
      known.set(page, cursor);
    }
    return entryOf(cursor, place % pageEntries);
  };
}
