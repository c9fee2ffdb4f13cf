/** Opening what is read, and saying what went wrong. */
import fs from 'node:fs';
import { type Source, systemError } from '../core/file-errors.js';

export { fileError, type Source, systemError } from '../core/file-errors.js';

/** A descriptor to read `source.name` with. @throws FileError */
export function openForReading(source: Source): number {
  try {
    return fs.openSync(source.name, 'r');
  } catch (cause) {
    throw systemError(source, 'read it', cause);
  }
}

/** What to throw for `cause`: our own errors as they are, the system's as FileErrors. */
export function readingError(source: Source, cause: unknown): unknown {
  return (cause as NodeJS.ErrnoException | null)?.syscall === undefined
    ? cause
    : systemError(source, 'read it', cause);
}
