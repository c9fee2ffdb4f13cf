/** The version of this package. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Read from the package.json above this file, wherever the file was bundled to. */
export function packageVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (name === 'strided') return version;
    } catch {
      // No package.json here: look further up.
    }
    if (folder === dirname(folder)) return 'unknown';
  }
}
