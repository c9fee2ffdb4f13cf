/**
 * The machine's own LAPACK, which the native backend uses for linear algebra where there is one: OpenBLAS, Apple's
 * Accelerate, or the reference LAPACK. It is looked for at the first call that could use it.
 *
 * State: what was found, kept for `backendInfo()`. STRIDED_LAPACK=off holds strided to its own code, whose results do not
 * depend on the machine; a path or name asks for that library.
 */
import { ArgumentError } from '../core/errors.js';
import { type Addon, loadAddon } from './native.js';

export interface LapackInfo {
  /** The library's file. */
  readonly path: string;
  /** What it says of itself: OpenBLAS gives its version and the processor it is tuned for. */
  readonly version: string;
}

/** A library in use, or why there is none. */
export type FoundLapack = LapackInfo | { readonly reason: string };

let found: FoundLapack | undefined;
let asked: string | undefined;

/** Names to try, the fastest first. */
function candidates(): readonly string[] {
  if (process.platform === 'darwin') {
    return [
      '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
      '/usr/local/opt/openblas/lib/libopenblas.dylib',
      '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    ];
  }
  return [
    'libopenblas.so.0',
    'libopenblas.so',
    'libopenblas64.so.0',
    'libopenblas64_.so.0',
    'liblapack.so.3',
  ];
}

/**
 * Which LAPACK the native backend uses from now on: 'auto' for what STRIDED_LAPACK asks for, else what the machine has; 'off' for
 * none, only strided's own code; or the path or name of a library.
 *
 * @throws ArgumentError when a library that was named cannot be used, with the reason.
 * @example
 * setLapack('off');
 */
export function setLapack(choice: string): void {
  if (typeof choice !== 'string' || choice === '') {
    throw new ArgumentError(`choice is ${String(choice)}; needs 'auto', 'off' or a library's path`, {
      operation: 'setLapack',
      argument: 'choice',
      got: choice,
      needs: "'auto', 'off' or a library's path",
    });
  }
  asked = choice === 'auto' ? undefined : choice;
  found = undefined;
  const now = lapack();
  if ('path' in now || choice === 'auto' || choice === 'off') return;
  throw new ArgumentError(`${choice} cannot be used: ${now.reason}`, {
    operation: 'setLapack',
    argument: 'choice',
    got: choice,
    needs: 'a library with the routines of LAPACK',
  });
}

/** The library in use, or why there is none; the first call looks for it. */
export function lapack(): FoundLapack {
  if (found !== undefined) return found;
  const loaded = loadAddon();
  if ('reason' in loaded) return { reason: 'the addon is not loaded' };
  found = look(loaded.addon);
  return found;
}

function look(addon: Addon): FoundLapack {
  const wanted = asked ?? globalThis.process?.env?.STRIDED_LAPACK ?? '';
  if (wanted === 'off') {
    addon.openLapack('');
    return { reason: asked === 'off' ? 'setLapack asks for none' : 'STRIDED_LAPACK asks for none' };
  }
  if (wanted !== '' && wanted !== 'auto') return open(addon, wanted);
  for (const name of candidates()) {
    const opened = open(addon, name);
    if ('path' in opened) return opened;
  }
  addon.openLapack('');
  return { reason: 'this machine has no OpenBLAS or LAPACK (Debian and Ubuntu: apt install libopenblas0)' };
}

function open(addon: Addon, path: string): FoundLapack {
  const answer = addon.openLapack(path) ?? '-its path is too long';
  if (!answer.startsWith('+')) return { reason: answer.slice(1) };
  const [file, version] = answer.slice(1).split('\n');
  return { path: file, version };
}
