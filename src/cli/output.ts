/** Results to files, whole or not at all: npy, npz, csv, tsv, json. */
import { extname } from 'node:path';
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { AtomicFile } from '../io/atomic-file.js';
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
