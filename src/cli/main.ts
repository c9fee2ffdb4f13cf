#!/usr/bin/env node
/** The `strided` command. */
import { exitCode } from './exit-code.js';
import { run } from './program.js';

// A reader that has seen enough (`strided … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  // A full disk behind `> file`, say: no stack, and a code that scripts see.
  process.stderr.write(`strided: cannot write to standard output: ${error.message}\n`);
  process.exit(exitCode.failed);
});

// Not process.exit(): what was printed into a pipe may still be on its way.
process.exitCode = await run(process.argv.slice(2));
