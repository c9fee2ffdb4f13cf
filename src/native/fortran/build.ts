/**
 * Sources and their wrappers as a shared library.
 *
 * Policy: what nobody can call must not keep the rest from being built. A wrapper that the compiler refuses, where the source
 * itself compiles, is left out, and what it stood for is refused with the compiler's message.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cached, hashOf } from '../compilers/cache.js';
import { type Compiler, findCompiler, refusal, run } from '../compilers/compiler.js';
import { libraryFile, linkFlags } from '../compilers/shared-library.js';
import { type PlannedVariable, writeVariable } from './calls/variables.js';
import type { FortranFiles, FortranOptions } from './library.js';
import type { Refusal, Routine } from './plans/call-plan.js';
import { isSignature } from './sources/signature.js';
import { formOf } from './sources/source.js';
import { writeWrapper } from './wrapper.js';

export interface Built {
  /** Of the library. */
  readonly path: string;
  /** What it holds: without what turned out not to compile. */
  readonly files: FortranFiles;
}

/** A piece of the wrappers' text, and what it is for. */
interface Piece {
  readonly text: string;
  readonly refuse: (reason: string) => Refusal;
}

const operation = 'fortran';
const refusedFile = 'refused.json';

/** Compiles the sources with their wrappers, or finds what was compiled before. @throws CompileError */
export async function buildFortran(files: FortranFiles, options: FortranOptions = {}): Promise<Built> {
  const compiler = await findCompiler(operation, 'Fortran', options.compiler);
  const { flags = ['-O3'], includeFolders = [] } = options;
  const compile = [...flags, ...includeFolders.map((folder) => `-I${resolve(folder)}`)];
  const links = linkFlags(options);
  // What nobody defines is an error of the build, by its name.
  if (process.platform === 'linux') links.push('-Wl,-z,defs');
  const pieces = [...files.plan.routines.map(routinePiece), ...files.shared.variables.map(variablePiece)];
  const hash = hashOf([
    compiler.program,
    compiler.version,
    ...compile,
    ...links,
    ...files.paths.map(formOf),
    ...files.texts,
    ...pieces.map(({ text }) => text),
  ]);
  const folder = await cached(operation, hash, async (temporary) => {
    const sources = files.paths.filter((path) => !isSignature(path)).map((path) => resolve(path));
    const refused = await compileAll(compiler, temporary, [...compile, ...sources], links, pieces);
    if (refused.length > 0) writeFileSync(join(temporary, refusedFile), JSON.stringify(refused));
  });
  const list = join(folder, refusedFile);
  const refused = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Refusal[]) : [];
  return { path: join(folder, libraryFile), files: without(files, refused) };
}

function routinePiece(routine: Routine): Piece {
  const { name, owner, procedure } = routine;
  const { file, line } = procedure;
  return { text: writeWrapper(routine), refuse: (reason) => ({ name, owner, file, line, reason }) };
}

function variablePiece(variable: PlannedVariable): Piece {
  const { argument, owner, file, line } = variable;
  const { name } = argument;
  return { text: writeVariable(variable), refuse: (reason) => ({ name, owner, file, line, reason }) };
}

/** Compiles until no wrapper is refused. @returns what was left out. */
async function compileAll(
  { program }: Compiler,
  folder: string,
  sources: readonly string[],
  links: readonly string[],
  all: readonly Piece[],
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (let pieces = all; ; ) {
    const wrappers = `${pieces.map(({ text }) => text).join('\n')}\n`;
    const args = [
      '-shared',
      '-fPIC',
      // Large local arrays of a routine must not end on the small stack of a thread.
      '-fno-stack-arrays',
      '-J',
      folder,
      '-o',
      join(folder, libraryFile),
      ...sources,
      '-x',
      'f95',
      '-ffree-line-length-none',
      '-',
      ...links,
    ];
    const result = await run(program, args, wrappers, folder);
    if (result?.status === 0) return refused;
    const wrong = wrongPieces(result?.stderr ?? '', pieces);
    if (wrong.size === 0) throw refusal(operation, result?.stderr ?? '');
    for (const [piece, message] of wrong)
      refused.push(piece.refuse(`the compiler refuses the call of it: ${message}`));
    pieces = pieces.filter((piece) => !wrong.has(piece));
  }
}

/**
 * The pieces that the compiler names, with the first it says of each; none where it names a source. Behind one whose first line is
 * refused, nothing that it says is sure.
 */
function wrongPieces(output: string, pieces: readonly Piece[]): Map<Piece, string> {
  const wrong = new Map<Piece, string>();
  let line: number | null = null;
  for (const text of output.split('\n')) {
    const place = /^(\S.*):(\d+):\d+:/.exec(text);
    if (place !== null) line = place[1] === '<stdin>' ? Number(place[2]) : null;
    const message = /^(?:Fatal )?Error: (.*)$/.exec(text);
    if (message === null) continue;
    if (line === null) return new Map();
    const found = pieceAt(pieces, line);
    if (found === null) continue;
    if (!wrong.has(found.piece)) wrong.set(found.piece, message[1]);
    if (found.first === line) break;
  }
  return wrong;
}

function pieceAt(pieces: readonly Piece[], line: number): { piece: Piece; first: number } | null {
  let first = 1;
  for (const piece of pieces) {
    const next = first + piece.text.split('\n').length;
    if (line < next) return { piece, first };
    first = next;
  }
  return null;
}

function without(files: FortranFiles, refused: readonly Refusal[]): FortranFiles {
  if (refused.length === 0) return files;
  const gone = ({ name, owner }: { name: string; owner: string | null }) =>
    refused.some((one) => one.name === name && one.owner === owner);
  const { plan, shared } = files;
  return {
    ...files,
    plan: {
      routines: plan.routines.filter((routine) => !gone(routine)),
      refusals: [...plan.refusals, ...refused],
    },
    shared: {
      ...shared,
      variables: shared.variables.filter(({ argument, owner }) => !gone({ name: argument.name, owner })),
    },
  };
}
