/** strided info: what this machine has, which kernels are in use, and why no faster ones. */
import { cpus } from 'node:os';
import type { Command } from 'commander';
import { availableMemory } from '../../kernels/memory.js';
import { backendInfo } from '../../kernels/select.js';
import { formatBytes } from '../../plot/format.js';
import type { CommandContext } from '../context.js';
import { packageVersion } from '../version.js';

export function addInfo(program: Command, context: CommandContext): void {
  program
    .command('info')
    .summary('which kernels are in use, and why')
    .description(
      'Prints the kernels, instruction set and threads in use, why nothing faster is, and what memory there is.',
    )
    .option('--json', 'print one JSON object on stdout instead of text')
    .addHelpText('after', examples)
    .action(({ json }: { json?: boolean }) => runInfo(context, json === true));
}

const examples = `
Environment:
  STRIDED_BACKEND=native|wasm|js    forces the kernels
  STRIDED_ISA=avx512|avx2|sse2      holds the native kernels to an instruction set
  STRIDED_NUM_THREADS=n             how many threads there are
  STRIDED_LAPACK=off|path           the library that linear algebra uses; off for none

Examples:
  $ strided info
  $ STRIDED_BACKEND=wasm strided info --json`;

function runInfo(context: CommandContext, json: boolean): void {
  const kernels = backendInfo();
  const facts = {
    command: 'info',
    version: packageVersion(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    processors: cpus().length,
    availableMemoryBytes: availableMemory(),
    kernels,
  };
  if (json) {
    context.print(JSON.stringify(facts));
    return;
  }
  const chosen = kernels.chosenBy === 'default' ? '' : ` (${kernels.chosenBy})`;
  const lines: [string, string][] = [
    ['strided', facts.version],
    ['kernels', `${kernels.backend}, ${kernels.isa}${chosen}`],
    ['threads', String(kernels.threads)],
    ['addon', kernels.addon ?? 'not loaded'],
    ['lapack', kernels.lapack ? `${kernels.lapack.version} (${kernels.lapack.path})` : 'not in use'],
    ['cpu', `${facts.cpu}, ${facts.processors} processors`],
    ['memory', `${formatBytes(facts.availableMemoryBytes)} available`],
    ['node', `${facts.node} on ${facts.platform}`],
  ];
  for (const [name, value] of lines) context.print(`${name.padEnd(8)} ${value}`);
  if (kernels.notFaster.length === 0) context.print('\nNothing faster is possible on this machine.');
  else context.print(`\nNot in use:\n${kernels.notFaster.map((reason) => `  ${reason}`).join('\n')}`);
}
