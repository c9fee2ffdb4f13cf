/** Headers by their path: the C compiler's preprocessor takes them apart, and what they declare is read. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FileError } from '../../../core/errors.js';
import { findCompiler, refusal, run } from '../../compilers/compiler.js';
import { Cdef } from '../cdef.js';
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
 * Reads a header: everything it and what it includes declare, and the constants that it defines itself, or files of its own
 * folder.
 *
 * @throws FileError when it is not there; CompileError with what the preprocessor said; ParseError with the line.
 * @example
 * const ffi = await cdefHeader('/usr/include/zlib.h');
 * ffi.constants.Z_BEST_SPEED; // 1
 */
export async function cdefHeader(path: string, options: HeaderOptions = {}): Promise<Cdef> {
  const { text } = await preprocessHeader(path, options);
  return new Cdef(parseDeclarations(text));
}

/** A header after preprocessing. */
export interface HeaderText {
  /** As `cdef` takes it. */
  readonly text: string;
  /** The files whose declarations are the header's own, and not those of headers that it uses. */
  readonly files: ReadonlySet<string>;
}

/** The text of a header, without the constants of headers that it uses. */
export async function preprocessHeader(path: string, options: HeaderOptions = {}): Promise<HeaderText> {
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
  return ownText(result.stdout, full);
}

/** Folders that many libraries share: what lies beside a header there is not its own. */
const sharedFolder =
  /^\/usr(\/local)?\/include(\/[^/]+-linux-[^/]+)?$|^\/opt\/(homebrew|local)\/include$|\.sdk\/usr\/include$/;

/** Without the `#define`s of other headers: the compiler alone has hundreds. */
function ownText(text: string, header: string): HeaderText {
  const folder = dirname(header);
  const shared = sharedFolder.test(folder);
  const files = new Set([header]);
  const stack: string[] = [];
  let keepDefines = false;
  const kept = text.split('\n').map((line) => {
    const marker = /^# \d+ "((?:\\.|[^"\\])*)"(.*)/.exec(line);
    if (marker === null) return !keepDefines && /^#\s*(define|undef)\b/.test(line) ? '' : line;
    const file = marker[1].replace(/\\(.)/g, '$1');
    if (marker[2].includes(' 1')) {
      // Parts that an own file includes from a folder of parts, as <math.h> does; not other headers.
      const by = stack.at(-1);
      const part = shared && by !== undefined && files.has(by) && !sharedFolder.test(dirname(file));
      if (shared ? part : dirname(file) === folder) files.add(file);
      stack.push(file);
    } else if (marker[2].includes(' 2')) stack.pop();
    else if (stack.length === 0) stack.push(file);
    const beside = shared && stack.length === 2 && dirname(file) === folder;
    keepDefines = files.has(file) || beside;
    return line;
  });
  return { text: kept.join('\n'), files };
}
