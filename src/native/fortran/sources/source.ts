/**
 * From the lines of a Fortran source to its statements: comments gone, continued lines joined, several on a line apart, names in
 * lower case. Lines that begin with `!f2py` (in fixed form also `cf2py` and `*f2py`) are statements too, marked as directives.
 */
import { ParseError } from '../../errors.js';

export type SourceForm = 'free' | 'fixed';

export interface Statement {
  /** In lower case, except inside quotes; single blanks. */
  readonly text: string;
  readonly line: number;
  readonly file: string;
  /** Whether it stood in a comment for f2py. */
  readonly directive: boolean;
  /** The comment right above or behind it, for documentation. */
  readonly comment: string;
}

export interface SourceOptions {
  readonly form: SourceForm;
  /** For messages. */
  readonly file: string;
  /** The text of an included file; null where there is none. */
  readonly include?: (name: string) => { readonly text: string; readonly file: string } | null;
}

/** A line of the source without its continuation. */
interface Piece {
  text: string;
  line: number;
  directive: boolean;
  comment: string;
}

/** The form that a file's name says: `.f`, `.for` and `.ftn` are fixed. */
export function formOf(path: string): SourceForm {
  return /\.(f|for|ftn|f77)$/i.test(path) ? 'fixed' : 'free';
}

/** @throws ParseError for an include that is not there, and for includes in a circle. */
export function readStatements(text: string, options: SourceOptions, depth = 0): Statement[] {
  const pieces = options.form === 'free' ? joinFree(text) : joinFixed(text);
  const statements: Statement[] = [];
  for (const piece of pieces) {
    for (const part of parts(piece.text)) {
      const written = normalized(part);
      if (written === '') continue;
      const { line, directive, comment } = piece;
      const include = /^include\s*(['"])(.*)\1$/i.exec(written);
      if (include === null) statements.push({ text: written, line, file: options.file, directive, comment });
      else statements.push(...included(include[2], line, written, options, depth));
    }
  }
  return statements;
}

/** What `;` separates; the C code of f2py's statements stays in one piece. */
function parts(text: string): string[] {
  return /^\s*(callstatement|note\s*\()/i.test(text) ? [text] : splitAt(text, ';');
}

function included(
  name: string,
  line: number,
  text: string,
  options: SourceOptions,
  depth: number,
): Statement[] {
  const { file } = options;
  const found = options.include?.(name) ?? null;
  if (found === null)
    throw new ParseError(`included file '${name}' is not there`, { line, file, text, operation: 'fortran' });
  if (depth > 20)
    throw new ParseError('files include each other in a circle', { line, file, text, operation: 'fortran' });
  return readStatements(found.text, { ...options, file: found.file }, depth + 1);
}

/** Lines without those of the preprocessor, which say what number the next one has. */
function numberedLines(text: string): { readonly whole: string; readonly line: number }[] {
  let line = 0;
  return text.split(/\r?\n/).flatMap((whole) => {
    line++;
    if (!whole.startsWith('#')) return { whole, line };
    const mark = /^# (\d+) "/.exec(whole);
    if (mark !== null) line = Number(mark[1]) - 1;
    return [];
  });
}

/** Free form: `&` at the end goes on, `!` begins a comment. */
function joinFree(text: string): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  let comment = '';
  for (const { whole, line } of numberedLines(text)) {
    const directive = /^\s*!f2py\b\s?/i.exec(whole);
    if (directive !== null) {
      if (open?.directive) open.text += ` ${whole.slice(directive[0].length).replace(/^\s*&|&\s*$/g, '')}`;
      else
        pieces.push({
          text: whole.slice(directive[0].length).replace(/&\s*$/, ''),
          line,
          directive: true,
          comment: '',
        });
      if (/&\s*$/.test(whole)) open = pieces[pieces.length - 1];
      else if (open?.directive) open = null;
      continue;
    }
    const { code, remark } = splitComment(whole);
    if (code.trim() === '') {
      // Lines of nothing but comments document what follows.
      if (remark !== '') comment = comment === '' ? remark : `${comment}\n${remark}`;
      else if (open === null) comment = '';
      continue;
    }
    const continues = /&\s*$/.test(code);
    const body = code.replace(/&\s*$/, '');
    if (open !== null && !open.directive) {
      open.text += body.replace(/^\s*&?/, '');
      if (remark !== '') open.comment = open.comment === '' ? remark : `${open.comment} ${remark}`;
    } else {
      open = { text: body, line, directive: false, comment: remark !== '' ? remark : comment };
      pieces.push(open);
    }
    comment = '';
    if (!continues) open = null;
  }
  return pieces;
}

/** Fixed form: a comment in column 1, a continuation in column 6, text in columns 7 to 72. */
function joinFixed(text: string): Piece[] {
  const pieces: Piece[] = [];
  let open: Piece | null = null;
  let comment = '';
  for (const { whole: raw, line } of numberedLines(text)) {
    const directive = /^[c*!]f2py(.*)$/i.exec(raw);
    if (directive !== null) {
      const continued = /^\s*&(.*)$/.exec(directive[1]);
      const last = pieces[pieces.length - 1];
      if (continued !== null && last?.directive) last.text += continued[1];
      else pieces.push({ text: directive[1].trim(), line, directive: true, comment: '' });
      open = null;
      continue;
    }
    if (/^[c*!d]/i.test(raw) || raw.trim() === '' || /^\s*!/.test(raw)) {
      if (raw[5] !== '!' && raw.trim() !== '')
        comment =
          raw
            .slice(1)
            .replace(/^[\s*!]+/, '')
            .trim() || comment;
      continue;
    }
    // A tab in the label's place ends it.
    const whole = raw.replace(/^([ \d]{0,4}\d?)\t([1-9]?)/, (_, label: string, mark: string) =>
      mark === '' ? `${label.padEnd(6)}` : `     ${mark}`,
    );
    const { code, remark } = splitComment(whole.slice(6, 72), open === null ? null : openQuote(open.text));
    const mark = whole[5] ?? ' ';
    if (mark !== ' ' && mark !== '0') {
      if (open !== null) open.text += code;
      continue;
    }
    open = { text: code, line, directive: false, comment: remark !== '' ? remark : comment };
    pieces.push(open);
    comment = '';
  }
  return pieces;
}

/** What stands before and behind a `!` that is not in quotes. */
function splitComment(line: string, quoted: string | null = null): { code: string; remark: string } {
  let quote = quoted;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '!') {
      return {
        code: line.slice(0, at),
        remark: line
          .slice(at + 1)
          .replace(/^[!<>]+/, '')
          .trim(),
      };
    }
  }
  return { code: line, remark: '' };
}

/** The quote that is open at the end of a text. */
function openQuote(text: string): string | null {
  let quote: string | null = null;
  for (const character of text) {
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
  }
  return quote;
}

/** Parts between separators outside of quotes and parentheses. */
export function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote: string | null = null;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth--;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
      at += separator.length - 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Lower case and single blanks outside of quotes; labels are gone. What f2py's `note` says stays as it is. */
function normalized(text: string): string {
  if (/^\s*note\s*\(/i.test(text)) return text.trim().replace(/^note/i, 'note');
  const pieces = text.match(/'[^']*'|"[^"]*"|[^'"]+|['"]/g) ?? [];
  const plain = pieces
    .map((part) => (/^['"]/.test(part) ? part : part.toLowerCase().replace(/\s+/g, ' ')))
    .join('');
  return plain.trim().replace(/^\d+ /, '');
}
