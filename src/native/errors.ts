import { type ErrorDetails, StridedError } from '../core/errors.js';

export interface ParseDetails {
  readonly line: number;
  /** The text of the line, or the token. */
  readonly text: string;
  readonly file: string | null;
  readonly operation?: string;
}

/** A declaration, or a Fortran source, that cannot be read: which line, and what was expected. */
export class ParseError extends StridedError {
  override name = 'ParseError';
  readonly line: number;
  readonly text: string;
  readonly file: string | null;

  constructor(message: string, details: ParseDetails) {
    const where = details.file === null ? `line ${details.line}` : `${details.file}:${details.line}`;
    super(`${where}: ${message}: ${details.text}`, {
      operation: details.operation ?? 'cdef',
      got: details.text,
    });
    this.line = details.line;
    this.text = details.text;
    this.file = details.file;
  }
}

/** A compiler that is missing, or what it said about a source. */
export class CompileError extends StridedError {
  override name = 'CompileError';
  /** Everything the compiler said. */
  readonly output: string;

  constructor(message: string, details: ErrorDetails & { output?: string }) {
    super(message, details);
    this.output = details.output ?? '';
  }
}
