import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ArgumentError } from '../../core/errors.js';
import { systemError } from '../../core/file-errors.js';
import { openLibrary } from '../c/koffi.js';
import type { LinkOptions } from '../compilers/shared-library.js';
import { buildFortran } from './build.js';
import { Isolation, isolateRoutine } from './calls/isolate.js';
import { bindRoutine, type FortranFunction, type RoutineOptions, type Turn } from './calls/routine.js';
import { defineShared, planVariables, type SharedVariable, type SharedVariables } from './calls/variables.js';
import type { CallPlan, Plan, Refusal, Routine } from './plans/call-plan.js';
import { addDocumented, addLengths, type Lengths, type Unchecked, uncheckedIn } from './plans/lengths.js';
import { planSource } from './plans/plan.js';
import type { FortranSource } from './sources/model.js';
import { parseFortran } from './sources/parser.js';
import { preprocessed } from './sources/preprocess.js';
import { completeSignature, isSignature, readSignature } from './sources/signature.js';
import { formOf, readStatements } from './sources/source.js';

export interface FortranOptions extends RoutineOptions, LinkOptions {
  /** More flags for the compiler: `['-O3', '-fopenmp']`; `['-O3']` where it is left out. */
  readonly flags?: readonly string[];
  /** Folders of included files and modules. */
  readonly includeFolders?: readonly string[];
  /** Only these procedures are bound. */
  readonly only?: readonly string[];
  /** These are not. */
  readonly skip?: readonly string[];
  /** How long arrays must be that Fortran declares without a length, `a(lda, *)`: `{ dgemm: { a: ['lda', 'k'] } }`. */
  readonly lengths?: Lengths;
  /** What becomes of routines with arrays whose length nothing says: bound, or refused with the reason. */
  readonly unsized?: 'allow' | 'refuse';
  /** The compiler; the environment's `FC`, or gfortran where it is left out. */
  readonly compiler?: string;
}

/** What was read from the sources, before anything is compiled. */
export interface FortranFiles {
  readonly paths: readonly string[];
  readonly source: FortranSource;
  readonly plan: Plan;
  readonly shared: SharedVariables;
  /** What all is made from, for the cache. */
  readonly texts: readonly string[];
}

/** What a source gives: a function for each procedure, an object for each module and common block. */
export interface FortranLibrary {
  readonly [name: string]: unknown;
}

/** Reads and plans. @throws FileError or ParseError. */
export function readFortran(paths: readonly string[], options: FortranOptions = {}): FortranFiles {
  const texts: string[] = [];
  const source: FortranSource = { modules: [], procedures: [], skipped: [] };
  const signatures: FortranSource[] = [];
  for (const path of paths) {
    const written = readText(path);
    texts.push(written);
    if (isSignature(path)) {
      signatures.push(readSignature(written, path));
      continue;
    }
    const folders = [dirname(path), ...(options.includeFolders ?? [])];
    const include = (name: string) => {
      const found = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate));
      if (found === undefined) return null;
      const included = readText(found);
      texts.push(included);
      return { text: included, file: found };
    };
    const text = preprocessed(path, written, options);
    if (text !== written) texts.push(text); // with what it includes
    const one = parseFortran(readStatements(text, { form: formOf(path), file: path, include }));
    addDocumented([...one.procedures, ...one.modules.flatMap(({ procedures }) => procedures)], written);
    source.modules.push(...one.modules);
    source.procedures.push(...one.procedures);
    source.skipped.push(...one.skipped);
  }
  // Signature files say everything that sources would.
  if (signatures.length > 0) {
    for (const signature of signatures) completeSignature(signature, source);
    source.modules.splice(0, Number.POSITIVE_INFINITY, ...signatures.flatMap((one) => one.modules));
    source.procedures.splice(0, Number.POSITIVE_INFINITY, ...signatures.flatMap((one) => one.procedures));
  }
  if (options.lengths !== undefined) addLengths(source, options.lengths);
  return { paths, source, plan: wanted(planSource(source), options), shared: planVariables(source), texts };
}

/** What the options leave. */
function wanted({ routines, refusals }: Plan, { only, skip = [], unsized = 'allow' }: FortranOptions): Plan {
  const asked = ({ name }: { readonly name: string }) =>
    (only?.includes(name) ?? true) && !skip.includes(name);
  const left = routines.filter(asked);
  if (unsized === 'allow') return { routines: left, refusals };
  const reason = (routine: Routine) =>
    uncheckedIn([routine])
      .map(({ argument, dimensions }) => `nothing says how long ${argument}(${dimensions}) must be`)
      .join(', and ');
  return {
    routines: left.filter((routine) => reason(routine) === ''),
    refusals: [
      ...refusals,
      ...left
        .filter((routine) => reason(routine) !== '')
        .map((routine) => {
          const { name, owner, procedure } = routine;
          return { name, owner, file: procedure.file, line: procedure.line, reason: reason(routine) };
        }),
    ],
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw systemError({ operation: 'fortran', name: path }, 'read it', cause);
  }
}

/** What opening a built library needs; it survives JSON. */
export interface FortranDescription {
  readonly routines: readonly CallPlan[];
  readonly variables: readonly SharedVariable[];
  readonly refusals: readonly Refusal[];
}

/** The description of what was read, without what only building needs. */
export function describeFortran({ plan, shared }: FortranFiles): FortranDescription {
  const bare = ({ procedure: _, ...routine }: Routine): CallPlan => ({
    ...routine,
    arguments: routine.arguments.map((argument) => {
      const { callback } = argument;
      return callback === null ? argument : { ...argument, callback: bare(callback as Routine) };
    }),
  });
  return {
    routines: plan.routines.map(bare),
    variables: shared.variables.map(({ statements: _, file: __, line: ___, ...variable }) => variable),
    refusals: [...plan.refusals, ...shared.refusals],
  };
}

/**
 * Opens a library that was built before, with its description: what the modules that `strided fortran build` writes do.
 *
 * @throws BackendError when it cannot be opened.
 */
export function openFortran(
  path: string,
  description: FortranDescription,
  options: RoutineOptions = {},
): FortranLibrary {
  const library: Record<string, unknown> = {};
  const within = (owner: string): Record<string, unknown> => {
    library[owner] ??= {};
    return library[owner] as Record<string, unknown>;
  };
  const refused = [...description.refusals];
  if (options.isolate) {
    const child = new Isolation(path);
    for (const routine of description.routines) {
      const target = routine.owner === null ? library : within(routine.owner);
      target[routine.name] = isolateRoutine(routine, child, options);
    }
    const reason = 'variables live in the child process';
    for (const { argument, owner } of description.variables) {
      refused.push({ name: argument.name, owner, file: path, line: 0, reason });
    }
  } else {
    const handle = openLibrary('fortran', path);
    const turn: Turn = { last: Promise.resolve() };
    for (const routine of description.routines) {
      const target = routine.owner === null ? library : within(routine.owner);
      target[routine.name] = bindRoutine(routine, handle, options, turn);
    }
    for (const variable of description.variables) defineShared(within(variable.owner), variable, handle);
  }
  for (const refusal of refused) {
    defineRefused(refusal.owner === null ? library : within(refusal.owner), refusal);
  }
  refusals.set(library, refused);
  unchecked.set(library, uncheckedIn(description.routines));
  return library;
}

const refusals = new WeakMap<object, readonly Refusal[]>();
const unchecked = new WeakMap<object, readonly Unchecked[]>();

/** Asking for what could not be bound says why. */
function defineRefused(target: object, { name, file, line, reason }: Refusal): void {
  Object.defineProperty(target, name, {
    enumerable: false,
    get: () => {
      throw new ArgumentError(`'${name}' cannot be bound: ${file}:${line}: ${reason}`, {
        operation: 'fortran',
        got: name,
        needs: 'a declaration that has a counterpart in JavaScript',
      });
    },
  });
}

/**
 * What of the sources could not be bound, with file, line and reason; empty for other objects.
 *
 * @example
 * refusalsOf(await fortran('solver.f90')); // [{ name: 'grow', line: 12, reason: 'work is allocatable: …', … }]
 */
export function refusalsOf(library: FortranLibrary): readonly Refusal[] {
  return refusals.get(library) ?? [];
}

/**
 * The arguments of a library whose length nothing says, as in `a(lda, *)`: Fortran reads and writes as far as it believes they
 * reach. Empty for other objects. `lengths` says it, and `unsized: 'refuse'` leaves such routines out.
 *
 * @example
 * uncheckedOf(await fortran('dgemm.f')); // [{ name: 'dgemm', argument: 'a', dimensions: 'lda, *', … }]
 */
export function uncheckedOf(library: FortranLibrary): readonly Unchecked[] {
  return unchecked.get(library) ?? [];
}

export type { FortranFunction, Lengths, Refusal, Routine, Unchecked };

/**
 * Builds Fortran sources and opens them: a function for each procedure, under the name of its module where it has one. Arrays
 * go in and out without a copy where they are in Fortran order.
 *
 * @throws FileError, ParseError with the line, or CompileError with the compiler's first message.
 * @example
 * const { cityblock } = await fortran('cityblock.f90');
 * @see NumPy's f2py
 */
export async function fortran(
  paths: string | readonly string[],
  options: FortranOptions = {},
): Promise<FortranLibrary> {
  const files = readFortran(typeof paths === 'string' ? [paths] : paths, options);
  const built = await buildFortran(files, options);
  return openFortran(built.path, describeFortran(built.files), options);
}
