/**
 * The zip container (PKWARE APPNOTE 6.3), as far as npz files use it: stored and deflated members, zip64, no
 * encryption, one part.
 *
 * Policy: the central directory at the end is the truth; everything it says is checked against the length of the
 * file before it is used, and what a member unpacks to is checked against its length and CRC-32.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { fileError } from './source.js';

export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header lies. */
  readonly offset: number;
}

const endBytes = 22;
const longestComment = 0xffff;
const locatorBytes = 20;
const end64Bytes = 56;
const centralBytes = 46;
const localBytes = 30;
/** Deflate cannot shrink further; a file that says so lies. */
const deflateLimit = 1032;
/** What one call can inflate: the largest buffer of Node 20. */
const largestInflated = 2 ** 32 - 1;

/**
 * The members, in the order of the central directory.
 * @throws FileError when this is no zip file, is cut short, or its directory makes no sense
 */
export function readZipDirectory(file: ByteSource): ZipEntry[] {
  const { count, offset, bytes } = findDirectory(file);
  const directory = file.read(offset, bytes);
  if (directory.length !== bytes) throw fileError(file.source, 'became shorter while it was read');
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + centralBytes > bytes || view.getUint32(at, true) !== 0x02014b50)
      throw corrupt(file, `entry ${index}`);
    const length =
      centralBytes +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (at + length > bytes) throw corrupt(file, `entry ${index}`);
    entries.push(readEntry(file, directory.subarray(at, at + length), index, offset));
    at += length;
  }
  if (at !== bytes) throw corrupt(file, 'length');
  return entries;
}

interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly bytes: number;
}

function findDirectory(file: ByteSource): Directory {
  const tailBytes = Math.min(file.size, endBytes + longestComment);
  const tail = file.read(file.size - tailBytes, tailBytes);
  const view = viewOf(tail);
  if (tail.length < endBytes) throw notZip(file);
  let at = tail.length - endBytes;
  while (
    view.getUint32(at, true) !== 0x06054b50 ||
    at + endBytes + view.getUint16(at + 20, true) !== tail.length
  ) {
    if (--at < 0) throw notZip(file);
  }
  const end = file.size - tail.length + at;
  let directory: Directory = {
    count: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  let limit = end;
  const is64 = at >= locatorBytes && view.getUint32(at - locatorBytes, true) === 0x07064b50;
  if (is64) {
    limit = Number(view.getBigUint64(at - locatorBytes + 8, true));
    directory = readDirectory64(file, limit, end - locatorBytes);
  } else if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 6, true) !== 0) {
    throw fileError(file.source, 'is one part of a zip file in several; needs a whole one');
  }
  const { count, offset, bytes } = directory;
  if (!(offset + bytes <= limit) || count * centralBytes > bytes) throw corrupt(file, 'position');
  return directory;
}

function readDirectory64(file: ByteSource, offset: number, limit: number): Directory {
  if (!(offset + end64Bytes <= limit)) throw corrupt(file, 'zip64 position');
  const view = viewOf(file.read(offset, end64Bytes));
  if (view.byteLength !== end64Bytes || view.getUint32(0, true) !== 0x06064b50)
    throw corrupt(file, 'zip64 record');
  return {
    count: Number(view.getBigUint64(32, true)),
    bytes: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readEntry(file: ByteSource, record: Uint8Array, index: number, directoryAt: number): ZipEntry {
  const view = viewOf(record);
  const flags = view.getUint16(8, true);
  const nameBytes = record.slice(centralBytes, centralBytes + view.getUint16(28, true));
  let name: string;
  try {
    name = utf8.decode(nameBytes);
  } catch {
    name = String.fromCharCode(...nameBytes);
  }
  const extraAt = centralBytes + nameBytes.length;
  const extra = record.subarray(extraAt, extraAt + view.getUint16(30, true));
  const narrow = {
    bytes: view.getUint32(24, true),
    packedBytes: view.getUint32(20, true),
    offset: view.getUint32(42, true),
  };
  const entry = {
    name,
    method: view.getUint16(10, true),
    crc: view.getUint32(16, true),
    ...widened(file, narrow, extra, index),
  };
  if ((flags & 1) !== 0)
    throw fileError(file.source, `${name} is encrypted; needs a file without a password`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw fileError(
      file.source,
      `${name} is packed by method ${entry.method}; needs stored (0) or deflated (8)`,
    );
  }
  const mostBytes = entry.method === 0 ? entry.packedBytes : entry.packedBytes * deflateLimit;
  const leastBytes = entry.method === 0 ? entry.packedBytes : 0;
  if (entry.bytes > mostBytes || entry.bytes < leastBytes) {
    throw fileError(file.source, `${name} claims ${entry.bytes} bytes in ${entry.packedBytes} packed ones`);
  }
  if (!(entry.offset + localBytes + entry.packedBytes <= directoryAt))
    throw corrupt(file, `position of ${name}`);
  return entry;
}

interface Sizes {
  bytes: number;
  packedBytes: number;
  offset: number;
}

/** The sizes with those that do not fit in 32 bits taken from the zip64 extra field. */
function widened(file: ByteSource, sizes: Sizes, extra: Uint8Array, index: number): Sizes {
  const wide = (['bytes', 'packedBytes', 'offset'] as const).filter((key) => sizes[key] === 0xffffffff);
  if (wide.length === 0) return sizes;
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && length >= 8 * wide.length && at + 4 + length <= extra.length) {
      const result = { ...sizes };
      for (const [position, key] of wide.entries())
        result[key] = Number(view.getBigUint64(at + 4 + 8 * position, true));
      return result;
    }
    at += 4 + length;
  }
  throw corrupt(file, `zip64 sizes of entry ${index}`);
}

/** Where the packed bytes of a member begin. @throws FileError when its local header is not there */
export function packedOffset(file: ByteSource, entry: ZipEntry): number {
  const header = file.read(entry.offset, localBytes);
  const view = viewOf(header);
  if (header.length !== localBytes || view.getUint32(0, true) !== 0x04034b50)
    throw corrupt(file, `header of ${entry.name}`);
  const start = entry.offset + localBytes + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packedBytes > file.size) throw corrupt(file, `position of ${entry.name}`);
  return start;
}

/** The unpacked bytes of a deflated member. @throws FileError when they are not what the directory says */
export function inflateEntry(file: ByteSource, entry: ZipEntry): Uint8Array {
  if (entry.bytes > largestInflated) {
    throw fileError(
      file.source,
      `${entry.name} is ${entry.bytes} bytes; compressed members need to be below 4 GiB`,
    );
  }
  const packed = file.read(packedOffset(file, entry), entry.packedBytes);
  let bytes: Uint8Array;
  try {
    bytes = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
  } catch (cause) {
    throw fileError(file.source, `${entry.name} does not unpack: ${(cause as Error).message}`, { cause });
  }
  checkEntry(file, entry, bytes.length, crc32(bytes));
  return bytes;
}

/** @throws FileError unless a member has its length and CRC-32 */
export function checkEntry(file: ByteSource, entry: ZipEntry, bytes: number, crc: number): void {
  if (bytes !== entry.bytes) {
    throw fileError(
      file.source,
      `${entry.name} unpacks to ${bytes} bytes; the directory says ${entry.bytes}`,
    );
  }
  if (crc !== entry.crc) throw fileError(file.source, `${entry.name} is damaged: its checksum is wrong`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function notZip(file: ByteSource): Error {
  if (file.size === 0) return fileError(file.source, 'is empty; needs an npz file');
  return fileError(file.source, 'is not a zip file, or is truncated: it does not end in a directory');
}

function corrupt(file: ByteSource, what: string): Error {
  return fileError(file.source, `is damaged: its zip directory is wrong (${what})`);
}
