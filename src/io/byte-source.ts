/** Bytes that can be read from anywhere: a file that is opened for each read, or bytes in memory. */
import fs from 'node:fs';
import { openForReading, readingError, type Source } from './source.js';

export interface ByteSource {
  readonly source: Source;
  /** How many bytes there are. */
  readonly size: number;
  /** The `length` bytes at `offset`; fewer when the file has become shorter since. @throws FileError */
  read(offset: number, length: number): Uint8Array;
  /** Reads into `target`, and says how many bytes were there. @throws FileError */
  readInto(target: Uint8Array, offset: number): number;
}

export function bytesInMemory(source: Source, bytes: Uint8Array): ByteSource {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return {
    source,
    size: bytes.length,
    read,
    readInto(target, offset) {
      const piece = read(offset, target.length);
      target.set(piece);
      return piece.length;
    },
  };
}

/** The file `source.name`; what is no regular file (a pipe) is read to its end at once. @throws FileError */
export function bytesInFile(source: Source): ByteSource {
  const fd = openForReading(source);
  let size: number;
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) return bytesInMemory(source, fs.readFileSync(fd));
    size = stat.size;
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
  const readInto = (target: Uint8Array, offset: number) => readAt(source, target, offset);
  return {
    source,
    size,
    readInto,
    read(offset, length) {
      const target = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      return target.subarray(0, readInto(target, offset));
    },
  };
}

/** One read call takes at most 2³¹ − 1 bytes. */
const largestRead = 1 << 30;

function readAt(source: Source, target: Uint8Array, offset: number): number {
  const fd = openForReading(source);
  try {
    let at = 0;
    for (let count = -1; at < target.length && count !== 0; at += count) {
      count = fs.readSync(fd, target, at, Math.min(largestRead, target.length - at), offset + at);
    }
    return at;
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
}
