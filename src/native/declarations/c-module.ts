/** Headers as modules of their own: declarations, the library they are of, and types. */
import { basename, resolve } from 'node:path';
import type { Annotations } from '../c/calls/annotations.js';
import { type HeaderOptions, preprocessHeader } from '../c/parsing/header.js';
import { parseDeclarations } from '../c/parsing/parser.js';
import { writeCDeclarations } from './c.js';
import { writeFiles } from './written-files.js';

export interface HeaderModuleOptions extends HeaderOptions {
  /** What is known of the parameters beyond their types; what JSON can say. */
  readonly annotations?: Annotations;
  /** What happens with arrays of which nothing says how long they must be: see `LibraryOptions`. 'allow'. */
  readonly unsized?: 'allow' | 'refuse';
}

export interface HeaderModule {
  readonly module: string;
  readonly types: string;
  /** The functions of the header itself that can be called. */
  readonly names: readonly string[];
}

/**
 * Writes a module for the functions of a header: `NAME.mjs`, which opens the library, and `NAME.d.mts`.
 *
 * @throws FileError, CompileError or ParseError; ArgumentError for annotations that do not fit.
 * @example
 * await writeHeaderModule('zlib', '/usr/include/zlib.h', 'libz.so.1');
 * const { default: z } = await import('./zlib.mjs');
 */
export async function writeHeaderModule(
  name: string,
  header: string,
  library: string | null,
  options: HeaderModuleOptions = {},
): Promise<HeaderModule> {
  const { annotations = {}, unsized } = options;
  const { text, files } = await preprocessHeader(header, options);
  const declarations = parseDeclarations(text);
  const isOwn = (file: string | null) => file !== null && files.has(file);
  const base = resolve(name.replace(/\.m?js$/, ''));
  const written = { module: `${base}.mjs`, types: `${base}.d.mts` };
  writeFiles('c', {
    [written.module]: [
      `// Made from ${basename(header)}. Make it again rather than change it.`,
      "import { cdef } from 'strided/native';",
      '',
      `export const ffi = cdef(String.raw\`\n${rawText(text)}\n\`);`,
      'export const { constants } = ffi;',
      `export default ffi.dlopen(${JSON.stringify(library)}, ${JSON.stringify({ annotations, unsized })});`,
      '',
    ].join('\n'),
    [written.types]: writeCDeclarations(declarations, { files: isOwn, annotations }),
  });
  const own = [...declarations.functions.values()].filter(({ file, type }) => isOwn(file) && !type.variadic);
  return { ...written, names: own.map((declaration) => declaration.name) };
}

/** What declares of a text, as `String.raw` takes it: without comments, markers and empty lines. */
function rawText(text: string): string {
  return text
    .replace(
      /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
      (_, literal) => literal ?? ' ',
    )
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^# \d/.test(line) && !/^#\s*undef\b/.test(line))
    .join('\n')
    .replace(/`|\$\{/g, ' '); // neither means anything to C
}
