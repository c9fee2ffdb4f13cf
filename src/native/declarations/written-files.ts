/**
 * Files that belong together, written whole: all of them, and then their names. A library that a program has open is replaced
 * by another file, never written into: it would pull the code away under that program.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AtomicFile } from '../../core/atomic-file.js';
import { systemError } from '../../core/file-errors.js';

/** Writes the contents by their paths, making folders. @throws FileError, after which older files are as they were. */
export function writeFiles(operation: string, contents: Readonly<Record<string, string | Uint8Array>>): void {
  const open: AtomicFile[] = [];
  try {
    for (const [path, content] of Object.entries(contents)) {
      makeFolder(operation, dirname(path));
      const file = new AtomicFile(operation, path);
      open.push(file);
      file.writeSync(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    }
    for (const file of open) file.commitSync();
  } finally {
    for (const file of open) file.discard();
  }
}

function makeFolder(operation: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw systemError({ operation, name: path }, 'make it', cause);
  }
}
