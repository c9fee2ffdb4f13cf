/** Built libraries as modules of their own: the library, a `.mjs` that opens it, and its types. */
import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { buildFortran } from '../fortran/build.js';
import {
  describeFortran,
  type FortranOptions,
  type Refusal,
  readFortran,
  type Unchecked,
} from '../fortran/library.js';
import { uncheckedIn } from '../fortran/plans/lengths.js';
import { exportable, writeFortranDeclarations } from './fortran.js';
import { writeFiles } from './written-files.js';

export interface WrittenModule {
  /** The module, its types, and the library. */
  readonly module: string;
  readonly types: string;
  readonly library: string;
  /** Names of what can be called and read: `cityblock`, `state.factor`. */
  readonly names: readonly string[];
  /** What could not be bound. */
  readonly refusals: readonly Refusal[];
  /** Arguments whose length nothing says. */
  readonly unchecked: readonly Unchecked[];
}

/**
 * Builds Fortran sources into a module: `NAME.mjs` with `NAME.d.mts` and the library beside it.
 *
 * @throws FileError, ParseError or CompileError.
 * @example
 * await writeFortranModule('metrics', ['cityblock.f90']);
 * const { cityblock } = await import('./metrics.mjs');
 */
export async function writeFortranModule(
  name: string,
  paths: readonly string[],
  options: FortranOptions = {},
): Promise<WrittenModule> {
  const { path: built, files } = await buildFortran(readFortran(paths, options), options);
  const base = resolve(name.replace(/\.m?js$/, ''));
  const library = `${base}${extname(built)}`;
  const description = describeFortran(files);
  const variables = description.variables.map(({ owner }) => owner);
  const owners = [...description.routines.flatMap(({ owner }) => owner ?? []), ...variables];
  const outside = description.routines.filter(({ owner }) => owner === null);
  const exported = [...new Set([...outside.map((routine) => routine.name), ...owners])].filter(exportable);
  const { copies, isolate = false } = options;
  const text = [
    `// Built from ${paths.map((path) => basename(path)).join(', ')}. Build again rather than change it.`,
    "import { fileURLToPath } from 'node:url';",
    "import { openFortran } from 'strided/native';",
    '',
    `const description = ${JSON.stringify(description)};`,
    `const path = fileURLToPath(new URL(${JSON.stringify(`./${basename(library)}`)}, import.meta.url));`,
    `const library = openFortran(path, description, ${JSON.stringify({ copies, isolate })});`,
    `export const { ${exported.join(', ')} } = library;`,
    'export default library;',
    '',
  ].join('\n');
  const written = { module: `${base}.mjs`, types: `${base}.d.mts`, library };
  writeFiles('fortran', {
    [library]: readFileSync(built),
    [written.module]: text,
    [written.types]: writeFortranDeclarations(files.plan, files.shared, isolate),
  });
  const names = [
    ...description.routines.map(({ owner, name: own }) => (owner === null ? own : `${owner}.${own}`)),
    ...description.variables.map(({ owner, argument }) => `${owner}.${argument.name}`),
  ];
  return { ...written, names, refusals: description.refusals, unchecked: uncheckedIn(description.routines) };
}
