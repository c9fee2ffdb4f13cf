/** The files workers start with, which are compiled: also for this module when it is run from its source. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../../core/errors.js';

/** @throws BackendError when there was no build. */
export function entryFile(name: 'thread' | 'process'): URL {
  // Bundles keep what they share in a folder of their own.
  const beside = ['./', '../graph/workers/', '../../../dist/graph/workers/'];
  for (const folder of beside) {
    const url = new URL(`${folder}${name}.js`, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new BackendError(`the file ${name}.js, which workers start with, is not there`, {
    operation: 'compute',
    needs: 'node scripts/build.mjs',
  });
}
