import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ArgumentError, FileError } from '../../core/errors.js';
import { openLibrary } from '../c/koffi.js';
import { cached, hashOf } from '../compilers/cache.js';
import { findCompiler, refusal, run } from '../compilers/compiler.js';
import { type LinkOptions, libraryFile, linkFlags } from '../compilers/shared-library.js';
import { Isolation, isolateRoutine } from './isolate.js';
import type { FortranSource } from './model.js';
import { parseFortran } from './parser.js';
import { type CallPlan, type Plan, planSource, type Refusal, type Routine } from './plan.js';
import { bindRoutine, type FortranFunction, type RoutineOptions, type Turn } from './routine.js';
import { completeSignature, isSignature, readSignature } from './signature.js';
import { formOf, readStatements } from './source.js';
import {
  defineShared,
  planVariables,
  type SharedVariable,
  type SharedVariables,
  writeVariables,
} from './variables.js';
import { writeWrappers } from './wrapper.js';

export interface FortranOptions extends RoutineOptions, LinkOptions {
  /** More flags for the compiler: `['-O3', '-fopenmp']`; `['-O3']` where it is left out. */
  readonly flags?: readonly string[];
  /** Folders of included files and modules. */
  readonly includeFolders?: readonly string[];
  /** Only these procedures are bound. */
  readonly only?: readonly string[];
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
    const text = readText(path);
    texts.push(text);
    if (isSignature(path)) {
      signatures.push(readSignature(text, path));
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
    const one = parseFortran(readStatements(text, { form: formOf(path), file: path, include }));
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
  const all = planSource(source);
  const { only } = options;
  const wanted =
    only === undefined
      ? all
      : { ...all, routines: all.routines.filter(({ procedure }) => only.includes(procedure.name)) };
  return { paths, source, plan: wanted, shared: planVariables(source), texts };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FileError(`'${path}' cannot be read`, {
      operation: 'fortran',
      argument: 'path',
      got: path,
      cause,
    });
  }
}

/** Compiles the sources with their wrappers, or finds what was compiled before. @returns the path of the library. */
export async function buildFortran(files: FortranFiles, options: FortranOptions = {}): Promise<string> {
  const operation = 'fortran';
  const compiler = await findCompiler(operation, 'Fortran', options.compiler);
  const { flags = ['-O3'], includeFolders = [] } = options;
  const wrappers = `${writeWrappers(files.plan.routines)}\n${writeVariables(files.shared.variables)}\n`;
  const compile = [...flags, ...includeFolders.map((folder) => `-I${resolve(folder)}`)];
  const links = linkFlags(options);
  // What nobody defines is an error of the build, by its name.
  if (process.platform === 'linux') links.push('-Wl,-z,defs');
  const hash = hashOf([
    compiler.program,
    compiler.version,
    ...compile,
    ...links,
    ...files.paths.map(formOf),
    ...files.texts,
    wrappers,
  ]);
  const folder = await cached(operation, hash, async (temporary) => {
    const args = [
      '-shared',
      '-fPIC',
      // Large local arrays of a routine must not end on the small stack of a thread.
      '-fno-stack-arrays',
      '-J',
      temporary,
      ...compile,
      '-o',
      join(temporary, libraryFile),
      ...files.paths.filter((path) => !isSignature(path)).map((path) => resolve(path)),
      '-x',
      'f95',
      '-ffree-line-length-none',
      '-',
      ...links,
    ];
    const result = await run(compiler.program, args, wrappers, temporary);
    if (result?.status !== 0) throw refusal(operation, result?.stderr ?? '');
  });
  return join(folder, libraryFile);
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
    variables: shared.variables,
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
  return library;
}

const refusals = new WeakMap<object, readonly Refusal[]>();

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

export type { FortranFunction, Refusal, Routine };

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
  return openFortran(await buildFortran(files, options), describeFortran(files), options);
}
