/** The commands, their options and help; and what happens to errors: one clear sentence and an exit code. */
import { Command, CommanderError } from 'commander';
import { AbortError, StridedError } from '../core/errors.js';
import { addC } from './commands/c.js';
import { addCdist } from './commands/cdist.js';
import { addCompare } from './commands/compare.js';
import { addFortran } from './commands/fortran.js';
import { addInfo } from './commands/info.js';
import { addNearest } from './commands/nearest.js';
import { addPdist } from './commands/pdist.js';
import type { CommandContext } from './context.js';
import { exitCode, exitCodeOf } from './exit-code.js';
import { Interruption } from './interruption.js';
import { packageVersion } from './version.js';

const introduction = 'Distance matrices and nearest neighbours from files, at the speed of the machine.';

const closing = `
Start with:
  $ strided cdist points.npy --metric cityblock --out D.npy --plot D.png
  $ strided compare
  $ strided help cdist

Exit codes:
  0  done
  1  failed: a file that cannot be read or written, shapes that do not fit
  2  the command line is wrong: unknown command, option or metric, a value out of range
  3  refused: the result fits neither in memory nor on the disk; nothing was started
  130 ended by Ctrl-C, 143 by SIGTERM; no half file is left

STRIDED_DEBUG=1 or --debug shows where an error came from.`;

export function buildProgram(context: CommandContext): Command {
  const program = new Command('strided')
    .description(introduction)
    .version(packageVersion(), '-V, --version', 'print the version')
    .option('--debug', 'show where an error came from')
    .helpCommand('help [command]', 'help for a command')
    .addHelpText('after', closing)
    .showHelpAfterError("('strided help' lists the commands and their options)")
    .configureHelp({ helpWidth: 100, showGlobalOptions: true })
    .exitOverride();
  addCdist(program, context);
  addPdist(program, context);
  addNearest(program, context);
  addCompare(program, context);
  addFortran(program, context);
  addC(program, context);
  addInfo(program, context);
  for (const command of program.commands) {
    command.showHelpAfterError(`('strided help ${command.name()}' shows its options and examples)`);
  }
  return program;
}

/** Runs one command line. Resolves to the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const interruption = new Interruption();
  const context: CommandContext = {
    interruption,
    print: (text) => process.stdout.write(`${text}\n`),
  };
  const program = buildProgram(context);
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return exitCode.done;
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    const debug = argv.includes('--debug') || (process.env.STRIDED_DEBUG ?? '') !== '';
    const code = exitCodeOf(error, interruption.arrived);
    report(error, argv, code, debug);
    return code;
  }
}

function report(error: unknown, argv: readonly string[], code: number, debug: boolean): void {
  const command = argv.find((argument) => !argument.startsWith('-')) ?? '';
  const sentence = sentenceOf(error);
  if (argv.includes('--json')) {
    const name = error instanceof Error ? error.name : 'Error';
    process.stdout.write(
      `${JSON.stringify({ command, error: { name, message: sentence, exitCode: code } })}\n`,
    );
  }
  process.stderr.write(`strided ${command}: ${sentence}\n`);
  if (debug) process.stderr.write(`${error instanceof Error ? fullStack(error) : String(error)}\n`);
}

/** The message without the name of the function underneath: the user called a command. */
function sentenceOf(error: unknown): string {
  if (error instanceof AbortError || (error instanceof Error && error.name === 'AbortError')) {
    return 'stopped; no unfinished file is left';
  }
  if (error instanceof StridedError && error.message.startsWith(`${error.operation}: `)) {
    return error.message.slice(error.operation.length + 2);
  }
  return error instanceof Error ? error.message : String(error);
}

function fullStack(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${fullStack(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
