/** Undoes what chunks went through when they were written. */
import zlib from 'node:zlib';
import { copyElements } from '../../core/copy.js';
import { expectThat } from './cursor.js';

/** A filter of a dataset: its number, and what it was told. */
export interface StoredFilter {
  readonly id: number;
  readonly values: readonly number[];
}

/** Undoes a filter; `expected` bytes come out of the last one. @throws Unfamiliar, or what zlib throws */
type Undo = (bytes: Uint8Array, values: readonly number[], expected: number) => Uint8Array;

const undo: Readonly<Record<number, Undo>> = {
  1: inflated,
  2: unshuffled,
  3: checked,
};

export function isKnownFilter(id: number): boolean {
  return Object.hasOwn(undo, id);
}

/** What a chunk of `expected` bytes was before its filters, of which those in the mask `skipped` were left out. */
export function unfiltered(
  stored: Uint8Array,
  filters: readonly StoredFilter[],
  skipped: number,
  expected: number,
): Uint8Array {
  let bytes = stored;
  for (let at = filters.length - 1; at >= 0; at--) {
    if ((skipped >>> at) & 1) continue;
    bytes = undo[filters[at].id](bytes, filters[at].values, expected);
  }
  expectThat(bytes.length === expected, 'a chunk of another size');
  return bytes;
}

/** Deflate. A checksum may still be behind what comes out. */
function inflated(bytes: Uint8Array, _: readonly number[], expected: number): Uint8Array {
  const most = expected + 4;
  // With room for all of it, nothing is put together from pieces.
  return zlib.inflateSync(bytes, { maxOutputLength: most, chunkSize: Math.max(64, most) });
}

/** The first bytes of all elements, then the second ones, and so on. */
function unshuffled(bytes: Uint8Array, [itemsize]: readonly number[]): Uint8Array {
  expectThat(itemsize > 0, 'a shuffle of nothing');
  if (itemsize === 1) return bytes;
  const count = Math.floor(bytes.length / itemsize);
  const result = new Uint8Array(bytes.length);
  const shape = [count, itemsize];
  copyElements(
    { data: result, dtype: 'uint8', shape, strides: [itemsize, 1] },
    { data: bytes, dtype: 'uint8', shape, strides: [1, count] },
  );
  result.set(bytes.subarray(count * itemsize), count * itemsize);
  return result;
}

/** Fletcher's checksum over big-endian words of 16 bits, in four bytes behind the data. */
function checked(bytes: Uint8Array): Uint8Array {
  const length = bytes.length - 4;
  expectThat(length >= 0, 'a chunk that is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expectThat(view.getUint32(length, true) === fletcher32(bytes.subarray(0, length)), 'a wrong checksum');
  return bytes.subarray(0, length);
}

function fletcher32(bytes: Uint8Array): number {
  let first = 0;
  let second = 0;
  const words = bytes.length >> 1;
  for (let at = 0; at < words; ) {
    // The sums of so many words have room in 32 bits.
    const stop = Math.min(words, at + 360);
    for (; at < stop; at++) {
      first += (bytes[2 * at] << 8) | bytes[2 * at + 1];
      second += first;
    }
    first = (first & 0xffff) + (first >>> 16);
    second = (second & 0xffff) + (second >>> 16);
  }
  if (bytes.length % 2 === 1) {
    first += bytes[bytes.length - 1] << 8;
    second += first;
    first = (first & 0xffff) + (first >>> 16);
    second = (second & 0xffff) + (second >>> 16);
  }
  first = (first & 0xffff) + (first >>> 16);
  second = (second & 0xffff) + (second >>> 16);
  return ((second << 16) | first) >>> 0;
}
