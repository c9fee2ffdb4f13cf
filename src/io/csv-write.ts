/** Writing tables of numbers as text, with the fewest digits that read back as the same number. */

import { AtomicFile } from '../core/atomic-file.js';
import type { DType } from '../core/dtype.js';
import { getter } from '../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { formatShape } from '../core/shape.js';
import { checkArray, keepArray } from './arguments.js';

export interface WriteCsvOptions {
  /** What separates cells: `,`. */
  readonly delimiter?: string;
  /** Names of the columns, for a first row. */
  readonly header?: readonly string[];
}

/** Characters to gather before they are written. */
const writeCsvNames: OptionNames<WriteCsvOptions> = { delimiter: true, header: true };
const pieceLength = 1 << 16;

/**
 * Writes a 1-d or 2-d array as text, one row a line, whole or not at all. A 1-d array becomes one column.
 *
 * @param path where to; the folder must exist
 * @param x an array of real numbers or bools (written as 0 and 1); NaN is written as `nan`, infinities as `inf`
 * @param options delimiter, header
 * @throws ShapeError when x has other than 1 or 2 dimensions, or the header other than one name for each column
 * @throws DTypeError when x is complex
 * @throws FileError when the file cannot be written; nothing is left behind
 * @example
 * writeCsvSync('points.csv', x, { header: ['x', 'y'] });
 *
 * NumPy: `numpy.savetxt`.
 */
export function writeCsvSync(path: string, x: NDArray, options: WriteCsvOptions = {}): void {
  const pieces = csvPieces('writeCsvSync', x, options);
  using file = new AtomicFile('writeCsvSync', path);
  const encoder = new TextEncoder();
  for (const piece of pieces) file.writeSync(encoder.encode(piece));
  file.commitSync();
}

/**
 * Writes a 1-d or 2-d array as text in the background; see writeCsvSync. `x` must not change until the promise
 * settles.
 *
 * @throws ShapeError, DTypeError, FileError as writeCsvSync (the promise rejects)
 * @example
 * await writeCsv('points.tsv', x, { delimiter: '\t' });
 *
 * NumPy: `numpy.savetxt`.
 */
export async function writeCsv(path: string, x: NDArray, options: WriteCsvOptions = {}): Promise<void> {
  const pieces = csvPieces('writeCsv', keepArray('writeCsv', x), options);
  using file = new AtomicFile('writeCsv', path);
  const encoder = new TextEncoder();
  for (const piece of pieces) await file.write(encoder.encode(piece));
  await file.commit();
}

/**
 * A 1-d or 2-d array as text: what writeCsv would write.
 *
 * @throws ShapeError, DTypeError as writeCsvSync
 * @example
 * formatCsv(asarray([[1, 2.5]])); // '1,2.5\n'
 *
 * NumPy: `numpy.savetxt`.
 */
export function formatCsv(x: NDArray, options: WriteCsvOptions = {}): string {
  return [...csvPieces('formatCsv', x, options)].join('');
}

/** Checks the arguments at once; the pieces are made when they are asked for. */
function csvPieces(operation: string, x: NDArray, options: WriteCsvOptions): Iterable<string> {
  checkArray(operation, x);
  checkOptions(operation, options, writeCsvNames);
  const { delimiter = ',', header } = options;
  if (typeof delimiter !== 'string' || !/^[^\w\r\n"+.-]$/.test(delimiter)) {
    throw new ArgumentError(
      `delimiter is ${JSON.stringify(delimiter)}; needs one character that is in no number`,
      {
        operation,
        argument: 'delimiter',
        got: delimiter,
      },
    );
  }
  if (x.dtype === 'complex64' || x.dtype === 'complex128') {
    throw new DTypeError(`x is ${x.dtype}; tables hold real numbers`, {
      operation,
      argument: 'x',
      got: x.dtype,
    });
  }
  if (x.ndim !== 1 && x.ndim !== 2) {
    throw new ShapeError(`x has shape ${formatShape(x.shape)}; needs 1 or 2 dimensions`, {
      operation,
      argument: 'x',
      got: x.shape,
    });
  }
  const columns = x.ndim === 1 ? 1 : x.shape[1];
  if (header !== undefined && header.length !== columns) {
    throw new ShapeError(`header has ${header.length} names, x has ${columns} columns`, {
      operation,
      argument: 'header',
      got: header,
      needs: `${columns} names`,
    });
  }
  return rowsAsText(x, columns, delimiter, header);
}

function* rowsAsText(x: NDArray, columns: number, delimiter: string, header: readonly string[] | undefined) {
  const data = storage(x);
  const read = getter(x.dtype, data);
  const format = formatOf(x.dtype);
  const slot = data.BYTES_PER_ELEMENT;
  const rowStep = x.strides[0] / slot;
  const columnStep = x.ndim === 1 ? 0 : x.strides[1] / slot;
  let text = header === undefined ? '' : `${header.map((name) => quoted(name, delimiter)).join(delimiter)}\n`;
  for (let row = 0; row < x.shape[0]; row++) {
    let at = x.offset / slot + row * rowStep;
    for (let column = 0; column < columns; column++) {
      if (column > 0) text += delimiter;
      text += format(read(at) as number);
      at += columnStep;
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
    text += '\n';
  }
  if (text !== '') yield text;
}

function formatOf(dtype: DType): (value: number) => string {
  if (dtype === 'bool') return (value) => (value ? '1' : '0');
  if (dtype === 'float32') return (value) => special(value) ?? shortest32(value);
  return (value) => special(value) ?? String(value);
}

function special(value: number): string | null {
  if (typeof value === 'bigint' || Number.isFinite(value)) return Object.is(value, -0) ? '-0' : null;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** The fewest digits that read back as the same float32. */
function shortest32(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

function quoted(name: string, delimiter: string): string {
  if (!name.includes(delimiter) && !/["\r\n#]/.test(name) && name.trim() === name) return name;
  return `"${name.replaceAll('"', '""')}"`;
}
