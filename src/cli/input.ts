/** Matrices, vectors and labels from the files people have: npy, npz, csv, tsv. */
import { readFileSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { DType } from '../core/dtype.js';
import { FileError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { formatShape, type Shape } from '../core/shape.js';
import { readNpy } from '../io/npy-file.js';
import { UsageError } from './exit-code.js';

export interface InputOptions {
  /** Whether csv and tsv files start with a line of names; found out when left out. */
  readonly header?: boolean;
  readonly delimiter?: string;
}

export interface Input {
  readonly path: string;
  /** The file's name, for titles and axes. */
  readonly name: string;
  readonly array: NDArray<DType, Shape>;
}

/** Reads a matrix: rows of features. @throws FileError; ShapeError for what has other than two axes */
export async function readMatrix(command: string, path: string, options: InputOptions): Promise<Input> {
  const array = await readArray(command, path, options);
  if (array.ndim !== 2) {
    throw new ShapeError(
      `${path} has shape ${formatShape(array.shape)}; needs 2 dimensions: rows of features`,
      { operation: command, argument: path, got: array.shape, needs: '2 dimensions' },
    );
  }
  return { path, name: basename(path), array };
}

/** @throws ShapeError when the rows of the two files have not the same number of features */
export function checkColumns(command: string, x: Input, y: Input): void {
  if (x.array.shape[1] === y.array.shape[1]) return;
  throw new ShapeError(`${y.path} has ${y.array.shape[1]} columns, ${x.path} has ${x.array.shape[1]}`, {
    operation: command,
    argument: y.path,
    got: y.array.shape[1],
    needs: `${x.array.shape[1]} columns`,
  });
}

/** An array of any shape from a file, by its extension; `archive.npz:name` names a member. */
export async function readArray(
  command: string,
  path: string,
  options: InputOptions = {},
): Promise<NDArray<DType, Shape>> {
  const member = /^(.*\.npz):([^/\\]+)$/i.exec(path);
  refusePipe(command, member?.[1] ?? path);
  if (member !== null) return readMember(command, member[1], member[2]);
  switch (extname(path).toLowerCase()) {
    case '.npy':
      return readNpy(path, { mmap: true });
    case '.npz':
      return readMember(command, path, undefined);
    case '.csv':
    case '.tsv':
    case '.txt':
    case '.data':
      return readTable(path, options);
    default:
      throw new UsageError(`${path}: the name does not say what it is; needs .npy, .npz, .csv or .tsv`, {
        operation: command,
        argument: path,
        got: extname(path),
        needs: '.npy, .npz, .csv or .tsv',
      });
  }
}

/** Opening a named pipe waits for its other end, and no signal would be heard meanwhile. */
function refusePipe(command: string, path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFIFO()) return;
  throw new FileError(`${path} is a pipe; needs a file`, {
    operation: command,
    argument: path,
    got: 'a named pipe',
    needs: 'a file',
  });
}

async function readTable(path: string, options: InputOptions): Promise<NDArray<DType, Shape>> {
  const { readCsv } = await import('../io/index.js');
  const { header, delimiter } = options;
  return readCsv(path, { header, delimiter }) as Promise<NDArray<DType, Shape>>;
}

async function readMember(
  command: string,
  path: string,
  name: string | undefined,
): Promise<NDArray<DType, Shape>> {
  const { readNpz } = await import('../io/index.js');
  const archive = await readNpz(path);
  const names = [...archive.keys()];
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined || !names.includes(wanted)) {
    const got = name === undefined ? `${names.length} arrays` : `no array '${name}'`;
    throw new UsageError(
      `${path} has ${got}; name one of them: ${names.map((each) => `${path}:${each}`).join(', ')}`,
      {
        operation: command,
        argument: path,
        got: name,
        needs: names.join(', '),
      },
    );
  }
  return archive.get(wanted) as NDArray<DType, Shape>;
}

/** One label a row: an integer or string array in npy, or a text file with one label a line. */
export async function readLabels(
  command: string,
  path: string,
  rows: number,
  option = '--order-by',
): Promise<(string | number)[]> {
  const labels = /\.np[yz](:[^/\\]+)?$/i.test(path)
    ? await labelArray(command, path, option)
    : labelLines(command, path, option);
  if (labels.length === rows) return labels;
  throw new ShapeError(`${path} has ${labels.length} labels; needs ${rows}, one for each row`, {
    operation: command,
    argument: option,
    got: labels.length,
    needs: `${rows} labels`,
  });
}

async function labelArray(command: string, path: string, option: string): Promise<number[]> {
  const array = await readArray(command, path);
  if (array.ndim === 1) return (array.toArray() as (number | bigint | boolean)[]).map(Number);
  throw new ShapeError(
    `${path} has shape ${formatShape(array.shape)}; needs 1 dimension: a label for each row`,
    {
      operation: command,
      argument: option,
      got: array.shape,
      needs: '1 dimension',
    },
  );
}

function labelLines(command: string, path: string, option: string): (string | number)[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FileError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      operation: command,
      argument: option,
      got: path,
      cause,
    });
  }
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const numbers = lines.map(Number);
  return lines.every((line, index) => line.trim() !== '' && !Number.isNaN(numbers[index])) ? numbers : lines;
}
