/**
 * Compiled libraries by the hash of all they are made from, so that nothing is compiled twice. Each lies in a folder of its
 * own; it is built under another name and renamed, so that two programs may build the same at once, and an interrupted build
 * leaves nothing that looks finished.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { FileError } from '../../core/errors.js';

/** Where they are kept: STRIDED_CACHE, the system's folder for caches, or `~/.cache/strided`. */
export function cacheFolder(): string {
  const { STRIDED_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (STRIDED_CACHE) return STRIDED_CACHE;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'strided');
  return join(
    (process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME) || join(homedir(), '.cache'),
    'strided',
  );
}

/** A name for what these texts make. */
export function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 32);
}

/**
 * The folder that `build` filled, now or earlier.
 * @throws FileError when the cache cannot be written to.
 */
export async function cached(
  operation: string,
  hash: string,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), 'native', hash);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(temporary, { recursive: true });
  } catch (cause) {
    throw new FileError(`folder '${cacheFolder()}' cannot be written to; set STRIDED_CACHE to one that can`, {
      operation,
      cause,
    });
  }
  try {
    await build(temporary);
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    // Somebody else was quicker: theirs is the same.
    if (existsSync(folder)) return folder;
    throw error;
  }
  return folder;
}
