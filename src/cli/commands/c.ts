/** strided c: a header as a module with types. */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { FileError } from '../../core/errors.js';
import { systemError } from '../../core/file-errors.js';
import type { Annotations } from '../../native/index.js';
import type { CommandContext } from '../context.js';

interface CFlags {
  readonly out: string;
  readonly library?: string;
  readonly include?: string[];
  readonly flags?: string;
  readonly compiler?: string;
  readonly annotations?: string;
  readonly unsized?: 'allow' | 'refuse';
  readonly json?: boolean;
}

export function addC(program: Command, context: CommandContext): void {
  program
    .command('c')
    .summary('functions of a C library as a module with types')
    .description(
      'Reads a header with the C compiler’s preprocessor and writes NAME.mjs, which opens the library, and\n' +
        'NAME.d.mts with the types of its functions.',
    )
    .argument('<header>', 'the header: zlib.h')
    .requiredOption('-o, --out <name>', 'the module: zlib writes zlib.mjs')
    .option('--library <path>', 'the shared library; without it the program itself, with the C library')
    .option('-I, --include <folder...>', 'folders of headers')
    .option('--flags <flags>', "flags for the preprocessor, as in '-DWIDE=1'")
    .option('--compiler <program>', 'the compiler; else CC of the environment, or cc, gcc or clang')
    .option('--annotations <file>', 'JSON: how long arrays must be, by function and parameter')
    .addOption(
      new Option('--unsized <what>', 'arrays of which nothing says how long they must be').choices([
        'allow',
        'refuse',
      ]),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action((header: string, flags: CFlags) => runC(context, header, flags));
}

const examples = `
Examples:
  $ strided c /usr/include/zlib.h --library libz.so.1 --out zlib
      import zlib, { constants } from './zlib.mjs'
  $ strided c metrics.h --library ./libmetrics.so --out metrics --annotations sizes.json --unsized refuse
      with sizes.json: { "cityblock": { "x": { "size": "n" }, "y": { "size": "n" } } }`;

async function runC(context: CommandContext, header: string, flags: CFlags): Promise<void> {
  const { writeHeaderModule } = await import('../../native/index.js');
  const written = await writeHeaderModule(flags.out, header, flags.library ?? null, {
    includeFolders: flags.include,
    flags: flags.flags?.split(/\s+/).filter(Boolean),
    compiler: flags.compiler,
    annotations: flags.annotations === undefined ? undefined : readAnnotations(flags.annotations),
    unsized: flags.unsized,
  });
  if (flags.json) context.print(JSON.stringify({ command: 'c', ...written }));
  else for (const line of [...written.names, written.module]) context.print(line);
}

function readAnnotations(path: string): Annotations {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw systemError({ operation: 'c', name: path }, 'read it', cause);
  }
  try {
    return JSON.parse(text) as Annotations;
  } catch (cause) {
    throw new FileError(`'${path}' is no JSON; needs annotations by function and parameter`, {
      operation: 'c',
      argument: 'annotations',
      got: path,
      cause,
    });
  }
}
