/** Names the file that is read or written, so that every complaint about it starts the same way: `readNpy: data.npy: …`. */
import { ArgumentError, type ErrorDetails, FileError } from './errors.js';

export interface Source {
  /** The public function that was called. */
  readonly operation: string;
  /** The path, or what stands for it: `bytes`, or `points.npz[x]` for a member. */
  readonly name: string;
}

/** @throws ArgumentError unless `path` is a string */
export function checkPath(operation: string, path: unknown): void {
  if (typeof path === 'string') return;
  const needs = 'the name of a file';
  const got =
    typeof path === 'object' && path !== null
      ? `a ${path.constructor?.name ?? 'bare object'}`
      : path === null
        ? 'null'
        : typeof path;
  throw new ArgumentError(`path is ${got}; needs ${needs}`, {
    operation,
    argument: 'path',
    got: path,
    needs,
  });
}

/** A FileError about `source`. */
export function fileError(source: Source, message: string, details: Partial<ErrorDetails> = {}): FileError {
  return new FileError(`${source.name}: ${message}`, { operation: source.operation, ...details });
}

/** A FileError for what the operating system said, with its words and not only its code. */
export function systemError(source: Source, action: string, cause: unknown): FileError {
  if (cause instanceof FileError) return cause;
  return fileError(source, `cannot ${action}: ${describe(cause)}`, {
    argument: 'path',
    got: source.name,
    cause,
  });
}

const reasons: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  EFBIG: 'the file would be larger than the file system allows',
};

function describe(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  if (code !== undefined && Object.hasOwn(reasons, code)) return `${reasons[code]} (${code})`;
  return cause instanceof Error ? cause.message : String(cause);
}
