import { fileURLToPath } from 'node:url';

/** The path of a source in `labs/kernels`. */
export function kernel(name: string): string {
  return fileURLToPath(new URL(`kernels/${name}`, import.meta.url));
}
