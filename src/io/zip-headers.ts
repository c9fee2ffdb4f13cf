/** The records of a zip file, as bytes; sizes and places beyond 32 bits go to zip64 fields. */
import type { ZipEntry } from './zip.js';

export type PackedEntry = ZipEntry;

const full = 0xffffffff;
/** 1980-01-01, the first date there is. */
const firstDate = 0x0021;
/** Names are UTF-8. */
const utf8Flag = 0x0800;

/** Writes little-endian numbers one after the other. */
class Record {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, Math.min(value, full), true);
      this.#at += 4;
    }
    return this;
  }

  u64(...values: number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}

/** What stands before a member. */
export function localHeader(entry: PackedEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.name);
  // Here both sizes are given in 64 bits or neither is.
  const wide = entry.bytes >= full || entry.packedBytes >= full;
  const record = new Record(30 + name.length + (wide ? 20 : 0));
  record.u32(0x04034b50).u16(wide ? 45 : 20, utf8Flag, entry.method, 0, firstDate);
  record.u32(entry.crc, wide ? full : entry.packedBytes, wide ? full : entry.bytes);
  record.u16(name.length, wide ? 20 : 0).raw(name);
  if (wide) record.u16(1, 16).u64(entry.bytes, entry.packedBytes);
  return record.bytes;
}

/** A member's record in the directory. */
export function centralHeader(entry: PackedEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.name);
  const wide = [entry.bytes, entry.packedBytes, entry.offset].filter((value) => value >= full);
  const extraBytes = wide.length === 0 ? 0 : 4 + 8 * wide.length;
  const version = wide.length === 0 ? 20 : 45;
  const record = new Record(46 + name.length + extraBytes);
  record.u32(0x02014b50).u16(version, version, utf8Flag, entry.method, 0, firstDate);
  record.u32(entry.crc, entry.packedBytes, entry.bytes);
  record.u16(name.length, extraBytes, 0, 0, 0).u32(0, entry.offset).raw(name);
  if (wide.length > 0) record.u16(1, 8 * wide.length).u64(...wide);
  return record.bytes;
}

/** What a zip file ends with. */
export function directoryEnd(directory: { count: number; bytes: number; offset: number }): Uint8Array {
  const { count, bytes, offset } = directory;
  const wide = count >= 0xffff || bytes >= full || offset >= full;
  const record = new Record(22 + (wide ? 76 : 0));
  if (wide) {
    record.u32(0x06064b50).u64(44).u16(45, 45).u32(0, 0).u64(count, count, bytes, offset);
    record
      .u32(0x07064b50, 0)
      .u64(offset + bytes)
      .u32(1);
  }
  const narrowCount = Math.min(count, 0xffff);
  record.u32(0x06054b50).u16(0, 0, narrowCount, narrowCount).u32(bytes, offset).u16(0);
  return record.bytes;
}
