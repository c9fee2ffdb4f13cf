/** Results to files, whole or not at all: npy, npz, csv, tsv, json. */
import { realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { AtomicFile } from '../core/atomic-file.js';
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { UsageError } from './exit-code.js';

/** @throws UsageError when the name's extension is not one of `extensions` */
export function checkOutputName(command: string, path: string, extensions: readonly string[]): void {
  const got = extname(path).toLowerCase();
  if (extensions.includes(got)) return;
  throw new UsageError(
    `${path}: cannot write ${got === '' ? 'a file without extension' : got} here; needs ${extensions.join(', ')}`,
    {
      operation: command,
      argument: path,
      got,
      needs: extensions.join(', '),
    },
  );
}

/** @throws UsageError when writing `path` would replace one of the files that are read */
export function checkNotInput(command: string, path: string, inputs: readonly (string | undefined)[]): void {
  const target = placeOf(path);
  for (const input of inputs) {
    // `archive.npz:name` names a member of the archive.
    if (input === undefined || placeOf(input.replace(/(\.npz):[^/\\]+$/i, '$1')) !== target) continue;
    throw new UsageError(`${path} is an input, which the result would replace; needs another name`, {
      operation: command,
      argument: path,
      got: path,
      needs: 'a name that is no input',
    });
  }
}

/** A file's name in its real folder: what a rename replaces. */
function placeOf(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path; // no such folder, and so no such file
  }
}

/** Writes named arrays: npz takes all of them, npy and csv the only one. @throws FileError */
export async function writeResult(
  command: string,
  path: string,
  arrays: Readonly<Record<string, NDArray<DType, Shape>>>,
): Promise<void> {
  const { writeCsv, writeNpy, writeNpz } = await import('../io/index.js');
  const [only] = Object.values(arrays);
  switch (extname(path).toLowerCase()) {
    case '.npz':
      return writeNpz(path, arrays);
    case '.csv':
      return writeCsv(path, only);
    case '.tsv':
      return writeCsv(path, only, { delimiter: '\t' });
    case '.npy':
      return writeNpy(path, only);
    default:
      throw new UsageError(`${path}: cannot write ${extname(path)}`, { operation: command, argument: path });
  }
}

/** Writes text, a piece at a time. @throws FileError */
export async function writeText(command: string, path: string, pieces: Iterable<string>): Promise<void> {
  using file = new AtomicFile(command, path);
  const encoder = new TextEncoder();
  for (const piece of pieces) await file.write(encoder.encode(piece));
  await file.commit();
}
