/**
 * A dataset of an HDF5 file that is read without the HDF5 library: from the file straight to where its elements belong.
 *
 * Policy: only what is recognised exactly is read so. Whatever is not as expected, when the file is opened or when it is
 * read, is left to the library, which says what is wrong, if anything is.
 */
import { constants } from 'node:buffer';
import { copyElements } from '../../core/copy.js';
import { dtypeInfo } from '../../core/dtype.js';
import type { Layout } from '../../core/layout.js';
import { contiguousStrides, isContiguous, sizeOf } from '../../core/shape.js';
import { bytesOf } from '../array-bytes.js';
import { swapBytes } from '../byte-order.js';
import { readFully, readRegion } from '../file-region.js';
import { type AxisRange, boxesOf, type RangePart, rangeParts } from '../selection.js';
import type { ChunkGrid, StoredChunk } from './chunk-index.js';
import type { StoredBytes } from './cursor.js';
import { isKnownFilter, type StoredFilter, unfiltered } from './filters.js';
import { layoutAt, type Outline, type StoredLayout } from './layout.js';

/** What the library says of a dataset beyond its layout. */
export interface StoredOutline extends Omit<Outline, 'isFiltered'> {
  readonly filters: readonly StoredFilter[];
  /** Whether its bytes lie in the order that this machine does not have. */
  readonly isSwapped: boolean;
}

export class StoredDataset {
  readonly #file: StoredBytes;
  readonly #outline: StoredOutline;
  readonly #layout: StoredLayout;

  /** The dataset whose header is at `address`. @throws Unfamiliar where it has what is not known here */
  constructor(file: StoredBytes, address: number, outline: StoredOutline) {
    this.#file = file;
    this.#outline = outline;
    this.#layout = layoutAt(file, address, { ...outline, isFiltered: outline.filters.length > 0 });
  }

  static canUndo(filters: readonly StoredFilter[]): boolean {
    return filters.every(({ id }) => isKnownFilter(id));
  }

  /**
   * Reads what `ranges` select into `whole`, which holds nothing else. False where a chunk was never written, or
   * something is not as it should be; then some of it may have been written to.
   */
  readInto(whole: Layout, ranges: readonly AxisRange[]): boolean {
    try {
      const isRun = this.#layout.kind === 'contiguous';
      if (!(isRun ? this.#readRun(whole, ranges) : this.#readChunks(whole, ranges))) return false;
    } catch {
      return false;
    }
    if (this.#outline.isSwapped) swapBytes(whole.data);
    return true;
  }

  #readRun(whole: Layout, ranges: readonly AxisRange[]): boolean {
    const { fd, base } = this.#file;
    const { address } = this.#layout as { address: number };
    return readRegion({ fd, position: base + address, shape: this.#outline.shape }, ranges, whole);
  }

  #readChunks(whole: Layout, ranges: readonly AxisRange[]): boolean {
    const { grid, index } = this.#layout as Extract<StoredLayout, { kind: 'chunked' }>;
    const parts = ranges.map((range, axis) => rangeParts(range, grid.chunks[axis]));
    const wanted: { chunk: StoredChunk; box: RangePart[] }[] = [];
    for (const box of boxesOf(parts)) {
      const chunk = index.get(placeOf(grid, ranges, box));
      if (chunk === undefined) return false;
      wanted.push({ chunk, box });
    }
    return wanted.every(({ chunk, box }) => {
      const within = box.map(({ at, count }, axis): AxisRange => {
        const { first, step } = ranges[axis];
        return { first: (first + at * step) % grid.chunks[axis], count, step };
      });
      const target: Layout = {
        ...whole,
        shape: box.map(({ count }) => count),
        offset: box.reduce((sum, { at }, axis) => sum + at * whole.strides[axis], 0),
      };
      return this.#readChunk(chunk, grid, within, target);
    });
  }

  #readChunk(chunk: StoredChunk, grid: ChunkGrid, ranges: readonly AxisRange[], target: Layout): boolean {
    const { fd, base } = this.#file;
    const position = base + chunk.address;
    if (!grid.isFiltered) return readRegion({ fd, position, shape: grid.chunks }, ranges, target);
    if (chunk.bytes > Math.min(this.#file.size, constants.MAX_LENGTH)) return false;
    const stored = new Uint8Array(chunk.bytes);
    if (!readFully(fd, stored, position)) return false;
    const bytes = unfiltered(stored, this.#outline.filters, chunk.skipped, grid.bytes);
    place(bytes, grid, ranges, target);
    return true;
  }
}

/** The number of the chunk that a box lies in. */
function placeOf(
  { chunks, counts }: ChunkGrid,
  ranges: readonly AxisRange[],
  box: readonly RangePart[],
): number {
  let number = 0;
  for (const [axis, { at }] of box.entries()) {
    const { first, step } = ranges[axis];
    number = number * counts[axis] + Math.floor((first + at * step) / chunks[axis]);
  }
  return number;
}

/** Copies what `ranges` select of a chunk to the target. */
function place(bytes: Uint8Array, { chunks }: ChunkGrid, ranges: readonly AxisRange[], target: Layout): void {
  const { storage, slots, itemsize } = dtypeInfo(target.dtype);
  const { shape } = target;
  const isWhole = shape.every((length, axis) => length === chunks[axis]);
  if (isWhole && isContiguous(shape, target.strides, itemsize, 'C')) {
    bytesOf(target.data).set(bytes, target.offset);
    return;
  }
  const strides = contiguousStrides(chunks, itemsize);
  const offset = ranges.reduce((sum, { first }, axis) => sum + first * strides[axis], 0);
  const isAligned = bytes.byteOffset % storage.BYTES_PER_ELEMENT === 0;
  const own = isAligned ? bytes : bytes.slice();
  const data = new storage(
    own.buffer as ArrayBuffer,
    own.byteOffset,
    sizeOf(chunks) * slots,
  ) as Layout['data'];
  copyElements(target, {
    data,
    dtype: target.dtype,
    shape,
    strides: ranges.map(({ step }, axis) => step * strides[axis]),
    offset,
  });
}
