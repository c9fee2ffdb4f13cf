/** strided fortran: Fortran sources as a module with types, and as a signature file. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AtomicFile } from '../../core/atomic-file.js';
import type { FortranOptions, Lengths } from '../../native/index.js';
import type { CommandContext } from '../context.js';

interface FortranFlags {
  readonly out: string;
  readonly flags?: string;
  readonly include?: string[];
  readonly lib?: string[];
  readonly libFolder?: string[];
  readonly only?: string[];
  readonly skip?: string[];
  readonly length?: Lengths;
  readonly unsized?: 'allow' | 'refuse';
  readonly compiler?: string;
  readonly copies?: 'allow' | 'refuse';
  readonly isolate?: boolean;
  readonly json?: boolean;
}

function allowed(flags: string, description: string): Option {
  return new Option(flags, description).choices(['allow', 'refuse']).default('allow');
}

export function addFortran(program: Command, context: CommandContext): void {
  const group = program
    .command('fortran')
    .summary('routines of Fortran as a module with types')
    .description('What F2PY does for Python: Fortran sources become functions that take and give arrays.');
  group
    .command('build')
    .summary('compile sources into NAME.mjs, with its types')
    .description(
      'Compiles Fortran sources and writes NAME.mjs, NAME.d.mts and the library beside them. What cannot be bound\n' +
        'is named with its line and a reason; the rest is built.',
    )
    .argument('<sources...>', 'Fortran sources: .f90, or .f and .for in fixed form')
    .requiredOption('-o, --out <name>', 'the module: metrics writes metrics.mjs')
    .option('--flags <flags>', "the compiler's flags, as in '-O3 -fopenmp'", '-O3')
    .option('-I, --include <folder...>', 'folders of included files')
    .option('-l, --lib <name...>', 'libraries to link with')
    .option('-L, --lib-folder <folder...>', 'folders of libraries')
    .option('--only <routine...>', 'bind these routines alone')
    .option('--skip <routine...>', 'do not bind these')
    .option(
      '--length <dimensions...>',
      'lengths where Fortran declares none: dgemm.a=lda,k dgemm.b=ldb,n',
      oneLength,
    )
    .addOption(
      allowed('--unsized <what>', 'routines with arrays whose length nothing says: allow, or refuse'),
    )
    .option('--compiler <program>', 'the compiler; else FC of the environment, or gfortran')
    .addOption(allowed('--copies <what>', 'arrays in C order: allow copies, or refuse them'))
    .option('--isolate', 'run routines in a child process, which may stop or crash')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((sources: string[], flags: FortranFlags) => runBuild(context, sources, flags));
  group
    .command('signature')
    .summary('write a signature file (.pyf) to edit')
    .description(
      'Writes what is known of the routines as a signature file of F2PY. Edit it, then build with it beside the\n' +
        'sources: strided fortran build metrics.pyf metrics.f90 --out metrics',
    )
    .argument('<sources...>', 'Fortran sources: .f90, or .f and .for in fixed form')
    .option('-o, --out <file>', 'the file; standard output where it is left out')
    .option('--name <module>', 'the name of the module; that of the first source where it is left out')
    .option('-I, --include <folder...>', 'folders of included files')
    .option('--only <routine...>', 'describe these routines alone')
    .action((sources: string[], flags: SignatureFlags) => runSignature(context, sources, flags));
}

interface SignatureFlags {
  readonly out?: string;
  readonly name?: string;
  readonly include?: string[];
  readonly only?: string[];
}

async function runSignature(
  context: CommandContext,
  sources: readonly string[],
  { out, name, include, only }: SignatureFlags,
): Promise<void> {
  const { writeSignature } = await import('../../native/index.js');
  const text = writeSignature(sources, { name, includeFolders: include, only });
  if (out === undefined) {
    context.print(text.trimEnd());
    return;
  }
  const file = new AtomicFile('fortran signature', out);
  file.writeSync(new TextEncoder().encode(text));
  file.commitSync();
  context.print(out);
}

const examples = `
Examples:
  $ strided fortran build cityblock.f90 --out metrics
      import { cityblock } from './metrics.mjs'
  $ strided fortran build solve.f --out solve --lib lapack blas
  $ strided fortran signature cityblock.f90 --out metrics.pyf`;

async function runBuild(
  context: CommandContext,
  sources: readonly string[],
  flags: FortranFlags,
): Promise<void> {
  const started = performance.now();
  const { writeFortranModule } = await import('../../native/index.js');
  const options: FortranOptions = {
    flags: flags.flags?.split(/\s+/).filter(Boolean),
    includeFolders: flags.include,
    libraries: flags.lib,
    libraryFolders: flags.libFolder,
    only: flags.only,
    skip: flags.skip,
    lengths: flags.length,
    unsized: flags.unsized,
    compiler: flags.compiler,
    copies: flags.copies,
    isolate: flags.isolate,
  };
  const written = await writeFortranModule(flags.out, sources, options);
  if (flags.json) {
    const seconds = { total: (performance.now() - started) / 1000 };
    context.print(JSON.stringify({ command: 'fortran build', ...written, seconds }));
    return;
  }
  for (const name of written.names) context.print(name);
  for (const { name, file, line, reason } of written.refusals) {
    process.stderr.write(`not bound: ${name} (${file}:${line}): ${reason}\n`);
  }
  for (const { name, argument, dimensions } of written.unchecked) {
    process.stderr.write(`not checked: the length of ${argument}(${dimensions}) of ${name}\n`);
  }
  context.print(`${written.module}`);
}

/** `dgemm.a=lda,k`: routine, argument and lengths, beside those said before. */
function oneLength(text: string, known: Lengths = {}): Lengths {
  const match = /^(.+)\.(\w+)=(.+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It needs routine.argument=lengths.');
  const [, routine, argument, axes] = match;
  return { ...known, [routine]: { ...known[routine], [argument]: axes } };
}
