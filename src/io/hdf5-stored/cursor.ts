/** Numbers of a file's structures, one after the other. What lies outside, or is not as expected, is unfamiliar. */
import fs from 'node:fs';
import { lookup3 } from './lookup3.js';

/** A structure that is not exactly as it is known here: the HDF5 library is asked instead. */
export class Unfamiliar extends Error {}

/** @throws Unfamiliar unless it holds */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Unfamiliar(what);
}

/** An open file whose addresses count from `base`. */
export interface StoredBytes {
  readonly fd: number;
  readonly base: number;
  /** Bytes of the whole file. */
  readonly size: number;
}

/** No structure that is read at once is larger: with less, a damaged length cannot fill the memory. */
const largestStructure = 1 << 26;

/** The `length` bytes at an address. @throws Unfamiliar unless all are there */
export function bytesAt({ fd, base, size }: StoredBytes, address: number, length: number): Uint8Array {
  const inside = length >= 0 && length <= largestStructure && base + address + length <= size;
  expectThat(inside, 'a structure outside of the file');
  const bytes = new Uint8Array(length);
  expectThat(fs.readSync(fd, bytes, 0, length, base + address) === length, 'a file that is cut short');
  return bytes;
}

/** Reads little-endian numbers; addresses and lengths have 8 bytes. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Passes over `count` bytes; gives where they begin. */
  skip(count: number): number {
    expectThat(count >= 0 && count <= this.left, 'a structure that is cut short');
    const { at } = this;
    this.at += count;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  u16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** A number of 1 to 8 bytes, none above 2⁵³. */
  unsigned(count: number): number {
    const start = this.skip(count);
    let number = 0;
    for (let at = count - 1; at >= 0; at--) number = number * 256 + this.bytes[start + at];
    expectThat(Number.isSafeInteger(number), 'a number above 2^53');
    return number;
  }

  /** An address; null where nothing is allocated. */
  address(): number | null {
    const start = this.at;
    if (this.left >= 8 && this.bytes.subarray(start, start + 8).every((byte) => byte === 0xff)) {
      this.skip(8);
      return null;
    }
    return this.unsigned(8);
  }

  take(count: number): Cursor {
    const start = this.skip(count);
    return new Cursor(this.bytes.subarray(start, start + count));
  }

  /** @throws Unfamiliar unless the next bytes are this text */
  text(expected: string): void {
    const start = this.skip(expected.length);
    for (let at = 0; at < expected.length; at++)
      expectThat(this.bytes[start + at] === expected.charCodeAt(at), `no ${expected}`);
  }

  /** @throws Unfamiliar unless the next four bytes are the checksum of all before them */
  checksum(): void {
    const before = this.bytes.subarray(0, this.at);
    expectThat(this.u32() === lookup3(before), 'a wrong checksum');
  }
}
