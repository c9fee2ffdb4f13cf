/** Shared libraries, whichever language they are compiled from. */
import { resolve } from 'node:path';

/** What compilers and their caches call a library. */
export const libraryFile = `library.${{ win32: 'dll', darwin: 'dylib' }[process.platform as string] ?? 'so'}`;

/** What a library is linked with. */
export interface LinkOptions {
  /** Libraries to link with: `['m', 'z']`. */
  readonly libraries?: readonly string[];
  /** Folders of libraries. */
  readonly libraryFolders?: readonly string[];
}

/** The flags of the linker. */
export function linkFlags({ libraries = [], libraryFolders = [] }: LinkOptions): string[] {
  const flags = [
    ...libraryFolders.map((folder) => `-L${resolve(folder)}`),
    ...libraries.map((name) => `-l${name}`),
  ];
  // Never unloaded: Node ends with OpenMP's threads still in it.
  if (process.platform === 'linux') flags.push('-Wl,-z,nodelete');
  return flags;
}
