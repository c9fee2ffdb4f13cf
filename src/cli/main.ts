#!/usr/bin/env node
/** The `strided` command. */
import { run } from './program.js';

// A reader that has seen enough (`strided … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Not process.exit(): what was printed into a pipe may still be on its way.
process.exitCode = await run(process.argv.slice(2));
