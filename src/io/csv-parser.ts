/**
 * Turns the bytes of a table into numbers, a piece of the file at a time.
 *
 * Policy: cells are parsed where they lie; text is made of a cell only when it is no plain number. A row is taken
 * when it has ended; what is left of a piece waits for the next one. Rows must be equally long, and every cell of a
 * wanted column a number or a mark for a missing one: anything else is an error that names line and column.
 *
 * State: the bytes not used up, the line they start at, the columns (known after the first row), and the numbers so
 * far, in blocks.
 */
import type { DType } from '../core/dtype.js';
import { parsed, parseNumber, textOf } from './csv-number.js';
import { sniffDelimiter, whitespace, wordValue } from './csv-sniff.js';
import { fileError, type Source } from './source.js';
import { TableBuilder } from './table-builder.js';

export interface CsvOptions {
  /** What separates cells: one character; `' '` stands for runs of spaces and tabs. Found out when left out. */
  readonly delimiter?: string;
  /** Whether the first row holds names. Left out, it does when one of its cells is neither a number nor missing. */
  readonly header?: boolean;
  /** The dtype of the result; float64. */
  readonly dtype?: DType;
  /** The columns to take, in order: positions from 0, or names from the header. All when left out. */
  readonly columns?: readonly (number | string)[];
  /** Lines that start with this character are skipped; `#`, or null for none. */
  readonly comment?: string | null;
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;
const quote = 0x22;
/** Bytes to look at before deciding on a delimiter. */
const sampleBytes = 1 << 16;

/** What reading a row says when the piece ends within a quoted cell. */
const incomplete = -1;

const decoder = new TextDecoder();
/** Longer cells hold no number; this much of them is enough to say so. */
const longestText = 1 << 12;

/** Where a cell that is no plain number ends, and its text. */
const cell = { end: 0, text: '' };

export class CsvParser {
  readonly #source: Source;
  readonly #options: CsvOptions;
  readonly #comment: number;
  #rest: Uint8Array = new Uint8Array(0);
  #line = 1;
  #delimiter = 0;
  /** Whether cells are apart by runs of spaces and tabs. */
  #runs = false;
  #started = false;
  /** For each column of the file where in the result it goes, -1 for nowhere. Null until the first row. */
  #places: Int32Array | null = null;
  #table: TableBuilder | null = null;

  /** Trusts its options: checkCsvOptions comes first. */
  constructor(source: Source, options: CsvOptions) {
    this.#source = source;
    this.#options = options;
    const { comment = '#' } = options;
    this.#comment = comment === null ? incomplete : comment.charCodeAt(0);
  }

  /** How many bytes wait for the rest of their row. */
  get waiting(): number {
    return this.#rest.length;
  }

  /** Takes the next piece of the file, which is the `last` or not. @throws FileError */
  push(piece: Uint8Array, last = false): void {
    let bytes = piece;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length);
      bytes.set(this.#rest);
      bytes.set(piece, this.#rest.length);
    }
    let at = 0;
    if (this.#started || last || bytes.length >= sampleBytes) {
      // Whole lines only; a line end within quotes is noticed when the row is read.
      const limit = last ? bytes.length : lastLineEnd(bytes);
      if (!this.#started) at = this.#start(bytes);
      for (at = this.#skipBlank(bytes, at, limit); at < limit; at = this.#skipBlank(bytes, at, limit)) {
        const next =
          this.#places === null
            ? this.#readFirst(bytes, at, limit, last)
            : this.#readRow(bytes, at, limit, last);
        if (next === incomplete) break;
        at = next;
      }
    }
    this.#rest = bytes.slice(at);
  }

  /** The numbers, after the last piece. @throws FileError when there was no row at all */
  finish(): TableBuilder {
    if (this.#table === null) throw fileError(this.#source, 'holds no rows');
    return this.#table;
  }

  #start(bytes: Uint8Array): number {
    this.#started = true;
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      throw fileError(this.#source, 'is UTF-16 text; needs UTF-8');
    }
    const begin = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const sample = bytes.subarray(begin, begin + sampleBytes);
    const mark = this.#options.delimiter ?? sniffDelimiter(sample, this.#comment);
    this.#runs = mark === whitespace;
    this.#delimiter = mark.charCodeAt(0);
    return begin;
  }

  /** Steps over empty lines and comments, to where a row starts. */
  #skipBlank(bytes: Uint8Array, from: number, limit: number): number {
    let at = from;
    for (;;) {
      let here = this.#skipSpace(bytes, at, limit);
      if (here < limit && bytes[here] === this.#comment) {
        while (here < limit && bytes[here] !== newline && bytes[here] !== carriageReturn) here++;
      }
      if (here >= limit) return Math.max(limit, at);
      if (bytes[here] !== newline && bytes[here] !== carriageReturn) return at;
      at = this.#endLine(bytes, here);
    }
  }

  #skipSpace(bytes: Uint8Array, from: number, limit: number): number {
    let at = from;
    while (at < limit && (bytes[at] === space || (bytes[at] === tab && this.#delimiter !== tab))) at++;
    return at;
  }

  /** Steps over a line end. */
  #endLine(bytes: Uint8Array, at: number): number {
    this.#line++;
    return bytes[at] === carriageReturn && bytes[at + 1] === newline ? at + 2 : at + 1;
  }

  #endsCell(bytes: Uint8Array, at: number, limit: number): boolean {
    if (at >= limit) return true;
    const byte = bytes[at];
    if (byte === newline || byte === carriageReturn) return true;
    return this.#runs ? byte === space || byte === tab : byte === this.#delimiter;
  }

  /**
   * Steps from the end of a cell to the next one; to the end of the row, as a negative number, when there is none:
   * −1 − position.
   */
  #nextCell(bytes: Uint8Array, from: number, limit: number): number {
    const at = this.#skipSpace(bytes, from, limit);
    if (at >= limit) return -1 - at;
    const byte = bytes[at];
    if (byte === newline || byte === carriageReturn) return -1 - this.#endLine(bytes, at);
    return this.#runs ? at : at + 1;
  }

  /** Reads one row into the table: where the next begins, or incomplete. */
  #readRow(bytes: Uint8Array, start: number, limit: number, last: boolean): number {
    const places = this.#places as Int32Array;
    const table = this.#table as TableBuilder;
    const line = this.#line;
    const { block, base } = table.openRow();
    let at = start;
    for (let column = 0; ; column++) {
      at = this.#skipSpace(bytes, at, limit);
      const place = column < places.length ? places[column] : -1;
      let end = at;
      if (place >= 0) {
        parseNumber(bytes, at, limit);
        end = parsed.end;
        if (end > at && !this.#endsCell(bytes, end, limit)) end = this.#skipSpace(bytes, end, limit);
      }
      if (end > at && this.#endsCell(bytes, end, limit)) {
        block[base + place] = parsed.value;
        if (table.checked) this.#checkInteger(bytes, at, end, column, place, line);
      } else {
        if (!this.#readText(bytes, at, limit, last, column, line)) {
          this.#line = line;
          return incomplete;
        }
        end = cell.end;
        if (place >= 0) this.#storeText(column, place, line);
      }
      at = this.#nextCell(bytes, end, limit);
      if (at >= 0) continue;
      if (column + 1 !== places.length) {
        const cells = `${column + 1} cell${column === 0 ? '' : 's'}`;
        throw fileError(this.#source, `line ${line} has ${cells}; the first row has ${places.length}`);
      }
      table.closeRow();
      return -1 - at;
    }
  }

  /** Reads any cell into `cell`, quoted or not; false when it is not all there yet. */
  #readText(
    bytes: Uint8Array,
    start: number,
    limit: number,
    last: boolean,
    column: number,
    line: number,
  ): boolean {
    if (bytes[start] !== quote || start >= limit) {
      cell.end = start;
      while (!this.#endsCell(bytes, cell.end, limit)) cell.end++;
      cell.text = decoder.decode(bytes.slice(start, Math.min(cell.end, start + longestText)));
      return true;
    }
    let at = start + 1;
    for (; ; at++) {
      if (at >= limit) {
        if (!last) return false;
        throw this.#cellError(column, line, 'a quote that is not closed');
      }
      if (bytes[at] === newline) this.#line++;
      if (bytes[at] !== quote) continue;
      if (bytes[at + 1] !== quote || at + 1 >= limit) break;
      at++;
    }
    cell.text = decoder.decode(bytes.slice(start + 1, at)).replaceAll('""', '"');
    cell.end = this.#runs ? at + 1 : this.#skipSpace(bytes, at + 1, limit);
    if (this.#endsCell(bytes, cell.end, limit)) return true;
    throw this.#cellError(column, line, 'text after a closing quote');
  }

  #storeText(column: number, place: number, line: number): void {
    const { text } = cell;
    const bytes = new TextEncoder().encode(text.trim());
    parseNumber(bytes, 0, bytes.length);
    const table = this.#table as TableBuilder;
    const isNumber = bytes.length > 0 && parsed.end === bytes.length;
    const value = isNumber ? parsed.value : wordValue(text);
    if (value === undefined) {
      const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
      throw this.#cellError(column, line, `${JSON.stringify(shown)}, which is no number`);
    }
    const { block, base } = table.openRow();
    block[base + place] = value;
    if (table.checked) this.#checkInteger(bytes, 0, bytes.length, column, place, line);
  }

  #checkInteger(
    bytes: Uint8Array,
    start: number,
    end: number,
    column: number,
    place: number,
    line: number,
  ): void {
    const problem = (this.#table as TableBuilder).checkInteger(place, () => textOf(bytes, start, end).trim());
    if (problem !== null) throw this.#cellError(column, line, problem);
  }

  #cellError(column: number, line: number, what: string): Error {
    return fileError(this.#source, `line ${line}, column ${column + 1} has ${what}`);
  }

  /** Reads the first row: decides whether it holds names, and which columns are wanted. Moves past it if it does. */
  #readFirst(bytes: Uint8Array, start: number, limit: number, last: boolean): number {
    const line = this.#line;
    const first = this.#cellsOf(bytes, start, limit, last);
    if (first === null) return this.#rewound(line);
    const lineAfter = this.#line;
    const next = this.#skipBlank(bytes, first.end, limit);
    const second = next < limit ? this.#cellsOf(bytes, next, limit, last) : null;
    // Without a second row the first says too little, unless there is none to come.
    if (this.#options.header === undefined && second === null && !last) return this.#rewound(line);
    const header = this.#options.header ?? looksLikeNames(first.cells, second?.cells ?? null);
    const chosen = chooseColumns(this.#source, this.#options.columns, first.cells, header);
    this.#places = chosen.places;
    this.#table = new TableBuilder(this.#source, chosen.width, this.#options.dtype ?? 'float64');
    this.#line = header ? lineAfter : line;
    return header ? first.end : start;
  }

  #rewound(line: number): number {
    this.#line = line;
    return incomplete;
  }

  #cellsOf(
    bytes: Uint8Array,
    start: number,
    limit: number,
    last: boolean,
  ): { cells: string[]; end: number } | null {
    const cells: string[] = [];
    const line = this.#line;
    for (let at = start; ; ) {
      if (!this.#readText(bytes, this.#skipSpace(bytes, at, limit), limit, last, cells.length, line))
        return null;
      cells.push(cell.text.trim());
      at = this.#nextCell(bytes, cell.end, limit);
      if (at < 0) return { cells, end: -1 - at };
    }
  }
}

/** Past the last line end that is whole: a carriage return at the very end may be half of one. */
function lastLineEnd(bytes: Uint8Array): number {
  const newlineAt = bytes.lastIndexOf(newline);
  if (newlineAt >= 0) return newlineAt + 1;
  return bytes.subarray(0, Math.max(0, bytes.length - 1)).lastIndexOf(carriageReturn) + 1;
}

function isNumeric(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  parseNumber(bytes, 0, bytes.length);
  return (bytes.length > 0 && parsed.end === bytes.length) || wordValue(text) !== undefined;
}

/** Whether the first row names the columns: a word stands over a number, or there are only words and no second row. */
function looksLikeNames(first: readonly string[], second: readonly string[] | null): boolean {
  if (second === null) return !first.some(isNumeric);
  return first.some(
    (text, column) => !isNumeric(text) && column < second.length && isNumeric(second[column]),
  );
}

function chooseColumns(
  source: Source,
  wanted: CsvOptions['columns'],
  first: readonly string[],
  header: boolean,
): { places: Int32Array; width: number } {
  const places = new Int32Array(first.length).fill(-1);
  if (wanted === undefined) return { places: places.map((_, column) => column), width: first.length };
  for (const [place, name] of wanted.entries()) {
    const column = typeof name === 'number' ? name : header ? first.indexOf(name) : -1;
    if (!(column in places)) {
      const has = header
        ? `columns ${first.slice(0, 20).join(', ')}`
        : `${first.length} columns without names`;
      throw fileError(source, `has no column ${JSON.stringify(name)}; it has ${has}`);
    }
    if (places[column] >= 0) throw fileError(source, `column ${JSON.stringify(name)} is asked for twice`);
    places[column] = place;
  }
  return { places, width: wanted.length };
}
