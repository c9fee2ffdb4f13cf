/** From a C source to an open library: shim, compiler, cache, and the facts that the compiler knew. */
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { cached, hashOf } from '../compilers/cache.js';
import { type Compiler, findCompiler, refusal, run } from '../compilers/compiler.js';
import { type LinkOptions, libraryFile, linkFlags } from '../compilers/shared-library.js';
import type { Annotations } from './calls/annotations.js';
import { findFunction, foreignBytes, type Handle, type LoadOptions, openLibrary } from './koffi.js';
import { placeRecord } from './layout.js';
import type { LibraryParts } from './library.js';
import { prefix, recordName, recordsOf, writeShim } from './shim.js';
import type { CType, Declarations, FunctionType } from './types.js';

export interface CompileOptions<A extends Annotations = Annotations> extends LinkOptions {
  /** The source: definitions, or `#include <header.h>` for a library's. */
  readonly source: string;
  /** C or object files that are compiled and linked with it. */
  readonly files?: readonly string[];
  /** Folders of headers. */
  readonly includeFolders?: readonly string[];
  /** More flags for the compiler: `['-O3', '-fopenmp']`; `['-O2']` where it is left out. */
  readonly flags?: readonly string[];
  /** The compiler; the environment's `CC`, or cc, gcc or clang where it is left out. */
  readonly compiler?: string;
  /** What is known of the parameters beyond their types. */
  readonly annotations?: A;
  /** What happens with arrays of which nothing says how long they must be: see `LibraryOptions`. 'allow'. */
  readonly unsized?: 'allow' | 'refuse';
  /** How the system's loader opens the result. */
  readonly load?: LoadOptions;
}

/** A declaration that does not fit the definition must not pass as a warning. */
const strict = [
  'incompatible-pointer-types',
  'int-conversion',
  'implicit-function-declaration',
  'return-type',
];

export async function compileLibrary(
  options: CompileOptions,
  declarations: Declarations,
): Promise<Omit<LibraryParts, 'errno'>> {
  const operation = 'compile';
  const compiler = await findCompiler(operation, 'C', options.compiler);
  const text = `#line 1 "source"\n${options.source}\n#line 1 "declarations"\n${writeShim(declarations)}`;
  const { includeFolders = [], files = [], flags = ['-O2'] } = options;
  const compileFlags = [
    ...flags,
    ...includeFolders.map((folder) => `-I${folder}`),
    ...strict.map((name) => `-Werror=${name}`),
  ];
  const links = linkFlags(options);
  // What is compiled is what the preprocessor makes of it: a header that changed makes another library.
  const expanded = await preprocess(operation, compiler, compileFlags, text, files);
  const hash = hashOf([compiler.program, compiler.version, ...compileFlags, ...links, ...files, ...expanded]);
  const folder = await cached(operation, hash, async (temporary) => {
    const output = join(temporary, libraryFile);
    const sources = ['-x', 'c', '-', ...(files.length > 0 ? ['-x', 'none', ...files] : [])];
    const args = [
      '-shared',
      '-fPIC',
      '-fvisibility=hidden',
      ...compileFlags,
      '-o',
      output,
      ...sources,
      ...links,
    ];
    const result = await run(compiler.program, args, text);
    if (result?.status !== 0) throw refusal(operation, result?.stderr ?? '');
  });
  const path = join(folder, libraryFile);
  const handle = openLibrary(operation, path, options.load);
  const filled = fillIn(handle, declarations);
  return {
    handle,
    path,
    declarations: filled,
    annotations: options.annotations ?? {},
    unsized: options.unsized ?? 'allow',
    symbolOf: (name) => prefix + name,
    addressOf: (name) => callFact(handle, `address_${name}`, pointer) as bigint,
    hasLocals: true,
  };
}

/** The text as the compiler will see it, and of other C files likewise. */
async function preprocess(
  operation: string,
  { program }: Compiler,
  flags: readonly string[],
  text: string,
  files: readonly string[],
): Promise<string[]> {
  const sources: [string[], string][] = [[['-x', 'c', '-'], text]];
  for (const file of files) if (file.endsWith('.c')) sources.push([[file], '']);
  return Promise.all(
    sources.map(async ([args, input]) => {
      const result = await run(program, ['-E', ...flags, ...args], input);
      if (result?.status !== 0) throw refusal(operation, result?.stderr ?? '');
      return result.stdout;
    }),
  );
}

const pointer: CType = { kind: 'pointer', to: { kind: 'void' } };
const word: CType = { kind: 'integer', name: 'unsigned long long' };
const truth: CType = { kind: 'integer', name: 'int' };

function callFact(handle: Handle, name: string, returns: CType): unknown {
  const type: FunctionType = { kind: 'function', returns, parameters: [], variadic: false };
  const found = findFunction(handle, prefix + name, type);
  if (found === null)
    throw new BackendError(`the compiled library lacks '${prefix}${name}'`, { operation: 'compile' });
  return found();
}

/** The declarations with what the text left to the compiler. */
function fillIn(handle: Handle, declarations: Declarations): Declarations {
  for (const [name, value] of declarations.constants) {
    if (value !== null) continue;
    const bits = BigInt(callFact(handle, `constant_${name}`, word) as number | bigint);
    const negative = callFact(handle, `negative_${name}`, truth) !== 0;
    declarations.constants.set(name, negative ? BigInt.asIntN(64, bits) : bits);
  }
  for (const record of recordsOf(declarations)) {
    if (!record.partial) continue;
    const fields = record.fields!.filter((field) => field.name !== null && field.bits === undefined);
    const address = callFact(handle, recordName(record), pointer) as bigint;
    const facts = [...new BigUint64Array(foreignBytes(address, 8 * (fields.length + 2)))].map(Number);
    const places = fields.map((field, index) => ({
      name: field.name!,
      type: field.type,
      offset: facts[index + 2],
    }));
    placeRecord(record, { size: facts[0], align: facts[1], fields: places });
  }
  return declarations;
}
