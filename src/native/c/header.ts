/** Headers by their path: the C compiler's preprocessor takes them apart, and what they declare is read. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileError } from '../../core/errors.js';
import { findCompiler, refusal, run } from '../compilers/compiler.js';
import { Cdef } from './cdef.js';
import { parseDeclarations } from './parser.js';

export interface HeaderOptions {
  /** Folders of headers that this one includes. */
  readonly includeFolders?: readonly string[];
  /** More flags for the preprocessor: `['-DWIDE=1']`. */
  readonly flags?: readonly string[];
  /** The compiler; the environment's `CC`, or cc, gcc or clang where it is left out. */
  readonly compiler?: string;
}

/**
 * Reads a header: everything it and what it includes declare, and the constants that files in its own folder define.
 *
 * @throws FileError when it is not there; CompileError with what the preprocessor said; ParseError with the line.
 * @example
 * const ffi = await cdefHeader('/usr/include/zlib.h');
 * ffi.constants.Z_BEST_SPEED; // 1
 */
export async function cdefHeader(path: string, options: HeaderOptions = {}): Promise<Cdef> {
  return new Cdef(parseDeclarations(await preprocessHeader(path, options)));
}

/** The text of a header as `cdef` takes it. */
export async function preprocessHeader(path: string, options: HeaderOptions = {}): Promise<string> {
  const operation = 'cdefHeader';
  const full = resolve(path);
  if (!existsSync(full)) {
    throw new FileError(`header '${path}' is not there`, { operation, argument: 'path', got: path });
  }
  const compiler = await findCompiler(operation, 'C', options.compiler);
  const folders = (options.includeFolders ?? []).map((folder) => `-I${folder}`);
  const args = ['-E', '-dD', '-C', ...(options.flags ?? []), ...folders, '-x', 'c', full];
  const result = await run(compiler.program, args);
  if (result?.status !== 0) throw refusal(operation, result?.stderr ?? '');
  return ownDefines(result.stdout, dirname(full));
}

/** Without the `#define`s of headers elsewhere: the compiler alone has hundreds. */
function ownDefines(text: string, folder: string): string {
  let own = false;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    const marker = /^# \d+ "((?:\\.|[^"\\])*)"/.exec(line);
    if (marker !== null) own = dirname(marker[1].replace(/\\(.)/g, '$1')) === folder;
    kept.push(!own && /^#\s*(define|undef)\b/.test(line) ? '' : line);
  }
  return kept.join('\n');
}
