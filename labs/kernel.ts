/** Kernels in C and Fortran: their sources, and what a lab says where there is no compiler for them. */
import { fileURLToPath } from 'node:url';
import { CompileError } from 'strided/native';

/** The path of a source in `labs/kernels`. */
export function kernel(name: string): string {
  return fileURLToPath(new URL(`kernels/${name}`, import.meta.url));
}

// The message says what to install; where in the lab that was is of no use.
process.on('uncaughtException', (error) => {
  console.error(error instanceof CompileError ? error.message : error);
  process.exit(1);
});
