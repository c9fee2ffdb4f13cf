/**
 * A file that appears whole or not at all: bytes go to a temporary name in the same folder, are flushed to the disk
 * (fsync), and only then take the final name (rename, which replaces a file of that name in one step). Whatever
 * fails or is abandoned in between removes the temporary file and leaves an older file of that name as it was.
 *
 * State: open → committed, or open → discarded. Writing is sequential, in synchronous and promise form alike.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { checkPath, type Source, systemError } from './file-errors.js';

const writeAsync = promisify(fs.write) as (
  fd: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  position: null,
) => Promise<{ bytesWritten: number }>;
const fsyncAsync = promisify(fs.fsync);
const renameAsync = promisify(fs.rename);

/** One write call takes at most 2³¹ − 1 bytes. */
const largestWrite = 1 << 30;

/** Temporary files that exist now, so that a process that ends early can remove them. */
const unfinished = new Set<AtomicFile>();

function discardUnfinished(): void {
  for (const file of unfinished) file.discard();
}

export class AtomicFile {
  /** The name the file has until it is committed. */
  readonly temporaryPath: string;
  readonly path: string;
  readonly #source: Source;
  #fd: number;
  #bytesWritten = 0;

  /**
   * Creates the temporary file.
   * @throws ArgumentError when the path is no string
   * @throws FileError when the folder does not exist or cannot be written to, or `path` is a folder
   */
  constructor(operation: string, path: string) {
    checkPath(operation, path);
    this.#source = { operation, name: path };
    this.path = path;
    this.temporaryPath = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
      }
      this.#fd = fs.openSync(this.temporaryPath, 'wx');
    } catch (cause) {
      throw systemError(this.#source, 'write it', cause);
    }
    if (unfinished.size === 0) process.on('exit', discardUnfinished);
    unfinished.add(this);
  }

  /** How many bytes have been written. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /** Appends `bytes`. @throws FileError, after which the temporary file is gone */
  writeSync(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += fs.writeSync(this.#fd, bytes, at, Math.min(largestWrite, bytes.length - at), null);
      }
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#bytesWritten += bytes.length;
  }

  /** Appends `bytes` in the background; they must not change until then. @throws FileError, as writeSync */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(largestWrite, bytes.length - at);
        at += (await writeAsync(this.#fd, bytes, at, length, null)).bytesWritten;
      }
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#bytesWritten += bytes.length;
  }

  /** Flushes the file and gives it its name. @throws FileError, after which the temporary file is gone */
  commitSync(): void {
    try {
      fs.fsyncSync(this.#fd);
      this.#close();
      fs.renameSync(this.temporaryPath, this.path);
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#forget();
    syncFolder(dirname(this.path));
  }

  /** Flushes the file in the background and gives it its name. @throws FileError, as commitSync */
  async commit(): Promise<void> {
    try {
      await fsyncAsync(this.#fd);
      this.#close();
      await renameAsync(this.temporaryPath, this.path);
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#forget();
    syncFolder(dirname(this.path));
  }

  /** Gives up: removes the temporary file. Does nothing once the file is committed or discarded. */
  discard(): void {
    if (!unfinished.has(this)) return;
    this.#forget();
    try {
      this.#close();
    } finally {
      fs.rmSync(this.temporaryPath, { force: true });
    }
  }

  [Symbol.dispose](): void {
    this.discard();
  }

  #close(): void {
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== -1) fs.closeSync(fd);
  }

  #forget(): void {
    unfinished.delete(this);
    if (unfinished.size === 0) process.off('exit', discardUnfinished);
  }

  #failed(cause: unknown): Error {
    try {
      this.discard();
    } catch {
      // The first failure is the one to report.
    }
    return systemError(this.#source, 'write it', cause);
  }
}

/** Makes the new name itself survive a power cut, where the system lets a folder be flushed at all. */
function syncFolder(folder: string): void {
  let fd: number;
  try {
    fd = fs.openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fs.fsyncSync(fd);
  } catch {
    // Windows and some network file systems refuse; the file itself is flushed.
  } finally {
    fs.closeSync(fd);
  }
}
