/** Headers as modules of their own: declarations, the library they are of, and types. */
import { basename, dirname, resolve } from 'node:path';
import { type HeaderOptions, preprocessHeader } from '../c/header.js';
import { parseDeclarations } from '../c/parser.js';
import { writeCDeclarations } from './c.js';
import { writeFiles } from './written-files.js';

export interface HeaderModule {
  readonly module: string;
  readonly types: string;
  /** The functions of the header's own folder. */
  readonly names: readonly string[];
}

/**
 * Writes a module for the functions of a header: `NAME.mjs`, which opens the library, and `NAME.d.mts`.
 *
 * @throws FileError, CompileError or ParseError.
 * @example
 * await writeHeaderModule('zlib', '/usr/include/zlib.h', 'libz.so.1');
 * const { default: z } = await import('./zlib.mjs');
 */
export async function writeHeaderModule(
  name: string,
  header: string,
  library: string | null,
  options: HeaderOptions = {},
): Promise<HeaderModule> {
  const text = await preprocessHeader(header, options);
  const declarations = parseDeclarations(text);
  const folder = dirname(resolve(header));
  const files = (file: string | null) => file !== null && dirname(file) === folder;
  const base = resolve(name.replace(/\.m?js$/, ''));
  const declared = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
  const written = { module: `${base}.mjs`, types: `${base}.d.mts` };
  writeFiles('c', {
    [written.module]: [
      `// Made from ${basename(header)}. Make it again rather than change it.`,
      "import { cdef } from 'strided/native';",
      '',
      `export const ffi = cdef(${JSON.stringify(declared)});`,
      'export const { constants } = ffi;',
      `export default ffi.dlopen(${JSON.stringify(library)});`,
      '',
    ].join('\n'),
    [written.types]: writeCDeclarations(declarations, { files }),
  });
  const own = [...declarations.functions.values()].filter(({ file }) => files(file));
  return { ...written, names: own.map((declaration) => declaration.name) };
}
