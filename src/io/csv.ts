/** Tables of numbers in text files: csv, tsv and their relatives. */

import fs from 'node:fs';
import { promisify } from 'node:util';
import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { checkText } from './arguments.js';
import { type CsvOptions, CsvParser } from './csv-parser.js';
import { openForReading, readingError, type Source } from './source.js';

const readAsync = promisify(fs.read) as (
  fd: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  position: null,
) => Promise<{ bytesRead: number }>;

/** Bytes to read and parse at a time: about ten milliseconds of work. */
const pieceBytes = 1 << 19;

/** What reading a table with options `O` gives. */
export type Table<O extends CsvOptions> = NDArray<
  O extends { readonly dtype: infer D extends DType } ? D : 'float64',
  [number, number]
>;

/**
 * Reads a table of numbers from a text file, a piece at a time, without blocking the event loop for long.
 *
 * Cells are apart by commas, tabs, semicolons, `|` or whitespace, which is found out; they may be quoted. Lines end
 * in LF, CRLF or CR; empty lines and lines that start with `#` are skipped. A first row with a word over a number
 * holds the names of the columns. Empty cells, NA, N/A, NaN, null, none, `?` and `-` are NaN; inf and infinity are
 * what they say.
 *
 * @param path the file
 * @param options delimiter, header, dtype (any but complex; float64), columns (positions or names), comment
 * @returns a 2-d array, rows by columns; a file of names alone gives no rows
 * @throws FileError when the file cannot be read, holds no row, or has a row of another length or a cell that is no
 *   number (or does not fit an integer dtype): the message names line and column
 * @throws ArgumentError, DTypeError when an option is wrong
 * @example
 * const x = await readCsv('points.csv', { columns: ['x', 'y'] });
 *
 * NumPy: `numpy.genfromtxt`.
 */
export async function readCsv<const O extends CsvOptions = CsvOptions>(
  path: string,
  options?: O,
): Promise<Table<O>> {
  const source = { operation: 'readCsv', name: path };
  const parser = new CsvParser(source, checkCsvOptions('readCsv', options));
  const fd = openForReading(source);
  try {
    for (;;) {
      // A row longer than a piece asks for ever longer pieces, so that it is not gone through too often.
      const piece = new Uint8Array(Math.max(pieceBytes, parser.waiting));
      const { bytesRead } = await readAsync(fd, piece, 0, piece.length, null);
      parser.push(piece.subarray(0, bytesRead), bytesRead === 0);
      if (bytesRead === 0) break;
    }
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
  return parser.finish().build() as Table<O>;
}

/**
 * Reads a table of numbers from a text file; see readCsv.
 *
 * @param path the file
 * @param options delimiter, header, dtype (any but complex; float64), columns (positions or names), comment
 * @returns a 2-d array, rows by columns
 * @throws FileError, ArgumentError, DTypeError as readCsv
 * @example
 * const x = readCsvSync('points.tsv', { header: true, dtype: 'float32' });
 *
 * NumPy: `numpy.genfromtxt`.
 */
export function readCsvSync<const O extends CsvOptions = CsvOptions>(path: string, options?: O): Table<O> {
  const source = { operation: 'readCsvSync', name: path };
  const parser = new CsvParser(source, checkCsvOptions('readCsvSync', options));
  const fd = openForReading(source);
  try {
    for (;;) {
      const piece = new Uint8Array(Math.max(pieceBytes, parser.waiting));
      const bytesRead = fs.readSync(fd, piece, 0, piece.length, null);
      parser.push(piece.subarray(0, bytesRead), bytesRead === 0);
      if (bytesRead === 0) break;
    }
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
  return parser.finish().build() as Table<O>;
}

/**
 * The table of numbers in a text; see readCsv.
 *
 * @param text the text, or its bytes in UTF-8
 * @param options delimiter, header, dtype (any but complex; float64), columns (positions or names), comment
 * @returns a 2-d array, rows by columns
 * @throws FileError, ArgumentError, DTypeError as readCsv
 * @example
 * parseCsv('x,y\n1,2\n3,\n').toArray(); // [[1, 2], [3, NaN]]
 *
 * NumPy: `numpy.genfromtxt`.
 */
export function parseCsv<const O extends CsvOptions = CsvOptions>(
  text: string | Uint8Array,
  options?: O,
): Table<O> {
  checkText('parseCsv', text);
  const source: Source = { operation: 'parseCsv', name: 'text' };
  const parser = new CsvParser(source, checkCsvOptions('parseCsv', options));
  parser.push(typeof text === 'string' ? new TextEncoder().encode(text) : text, true);
  return parser.finish().build() as Table<O>;
}

const csvNames: OptionNames<CsvOptions> = {
  delimiter: true,
  header: true,
  dtype: true,
  columns: true,
  comment: true,
};

function checkCsvOptions(operation: string, options: CsvOptions = {}): CsvOptions {
  checkOptions(operation, options, csvNames);
  checkMark(operation, 'delimiter', options.delimiter);
  checkMark(operation, 'comment', options.comment);
  const dtype = checkDType(operation, options.dtype ?? 'float64');
  if (dtypeInfo(dtype).kind === 'c') {
    throw new DTypeError(`dtype is ${dtype}; tables hold real numbers`, {
      operation,
      argument: 'dtype',
      got: dtype,
    });
  }
  for (const column of options.columns ?? []) {
    if (typeof column === 'string' || (Number.isSafeInteger(column) && column >= 0)) continue;
    throw new ArgumentError(`columns holds ${String(column)}; needs positions from 0, or names`, {
      operation,
      argument: 'columns',
      got: column,
      needs: 'positions from 0, or names',
    });
  }
  return options;
}

/** Marks are single characters that cannot be part of a number or a line end. */
function checkMark(operation: string, argument: string, mark: string | null | undefined): void {
  if (mark === undefined || (mark === null && argument === 'comment')) return;
  if (typeof mark === 'string' && /^[^\w\r\n"+.\u0080-\uffff]$/.test(mark)) return;
  throw new ArgumentError(
    `${argument} is ${JSON.stringify(mark)}; needs one ASCII character that is in no number`,
    {
      operation,
      argument,
      got: mark,
      needs: 'one ASCII character that is in no number',
    },
  );
}
