/** Which backend is in use, and why not a faster one. Nothing is loaded before the first kernel call. */
import { ArgumentError, BackendError } from '../core/errors.js';
import type { Backend, BackendName } from './backend.js';
import { installCopies } from './copy.js';
import { runInTurns } from './in-turns.js';
import { type ReferenceEntry, reference } from './js/index.js';
import { type LapackInfo, lapack } from './lapack.js';
import { installMemory } from './memory.js';
import { loadAddon, nativeBackend } from './native.js';
import { installPicks } from './pick.js';
import { piecesOf } from './split.js';
import { loadWasm, runReferencePiece } from './wasm.js';

const names: readonly string[] = ['js', 'wasm', 'native'];
/** Features of pairs in the reference's pieces, to begin with. */
const referenceWork = 1e6;

const js: Backend = {
  name: 'js',
  isa: 'typescript',
  threads: 1,
  has: () => true,
  run: (entry, operands, params) => (reference[entry] as ReferenceEntry)(operands, params),
  runAsync: (entry, operands, params, _threads, control) => {
    const budget = { work: referenceWork };
    return runInTurns(piecesOf(entry, operands, params.slice(), budget), budget, runReferencePiece, control);
  },
};

let chosen: Backend | undefined;
/** Who chose: the default, the environment variable or a call. */
let chosenBy: 'default' | 'STRIDED_BACKEND' | 'setBackend' = 'default';
let native: ReturnType<typeof nativeBackend> | undefined;

installMemory(() => {
  const forced = forcedByEnvironment();
  return forced === undefined || forced === 'native';
});

installCopies(backend);
installPicks(backend);

function forcedByEnvironment(): string | undefined {
  return globalThis.process?.env?.STRIDED_BACKEND || undefined;
}

/**
 * The backend in use; chosen at the first call: STRIDED_BACKEND, else native, else wasm, else js.
 * @throws BackendError when STRIDED_BACKEND asks for one that cannot be loaded.
 */
export function backend(): Backend {
  if (chosen !== undefined) return chosen;
  const forced = forcedByEnvironment();
  chosen = forced === undefined || forced === 'auto' ? fastest() : load('STRIDED_BACKEND', forced);
  chosenBy = forced === undefined || forced === 'auto' ? 'default' : 'STRIDED_BACKEND';
  return chosen;
}

/**
 * Forces a backend for all later calls. 'auto' takes the choice back: what STRIDED_BACKEND asks for, else the fastest
 * there is.
 *
 * @throws BackendError when it cannot be loaded, with the reason and the remedy.
 * @throws ArgumentError when there is no such backend.
 * @example
 * setBackend('wasm');
 */
export function setBackend(name: BackendName | 'auto'): void {
  chosen = name === 'auto' ? undefined : load('setBackend', name);
  if (chosen === undefined) backend();
  else chosenBy = 'setBackend';
}

function loadNative(): typeof native | string {
  if (native) return native;
  const loaded = loadAddon();
  if ('reason' in loaded) return loaded.reason;
  native = nativeBackend(loaded.addon);
  return native;
}

function fastest(): Backend {
  const addon = loadNative();
  if (typeof addon === 'object') return addon;
  const wasm = loadWasm();
  return 'backend' in wasm ? wasm.backend : js;
}

function load(operation: string, name: string): Backend {
  if (name === 'js') return js;
  let reason: string;
  if (name === 'native') {
    const addon = loadNative();
    if (typeof addon === 'object') return addon;
    reason = addon as string;
  } else if (name === 'wasm') {
    const wasm = loadWasm();
    if ('backend' in wasm) return wasm.backend;
    reason = wasm.reason;
  } else {
    throw new ArgumentError(`${name} is not a backend; needs js, wasm, native or auto`, {
      operation,
      argument: 'name',
      got: name,
      needs: names.join(', '),
    });
  }
  throw new BackendError(`the ${name} backend cannot be loaded: ${reason}`, {
    operation,
    argument: 'name',
    got: name,
    needs: reason,
  });
}

/**
 * How many threads kernels use unless a call says otherwise.
 * @example
 * setThreads(0); // as many as the machine gives this process
 * console.log(getThreads());
 */
export function getThreads(): number {
  return backend().threads;
}

/**
 * Sets how many threads kernels use by default, in the whole process; 0 for as many as the machine gives this process.
 * wasm and js have one thread whatever is asked.
 * @throws ArgumentError when `count` is not a whole number of 0 to 256.
 */
export function setThreads(count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > 256) {
    throw new ArgumentError(`count is ${count}; needs a whole number of 0 to 256`, {
      operation: 'setThreads',
      argument: 'count',
      got: count,
      needs: 'a whole number of 0 to 256',
    });
  }
  const addon = loadNative();
  if (typeof addon === 'object') addon.setThreads(count);
}

/** What `backendInfo()` tells. */
export interface BackendInfo {
  readonly backend: BackendName;
  /** 'avx512', 'avx2', 'sse2', 'neon', 'simd128' or 'typescript'. */
  readonly isa: string;
  readonly threads: number;
  /** Who chose the backend. */
  readonly chosenBy: 'default' | 'STRIDED_BACKEND' | 'setBackend';
  /** The addon's file; null when it is not loaded. */
  readonly addon: string | null;
  /** The machine's LAPACK that linear algebra uses; null when there is none, or another backend is in use. */
  readonly lapack: LapackInfo | null;
  /** Why nothing faster is in use, one sentence each; empty when the fastest is. */
  readonly notFaster: readonly string[];
}

/**
 * Which backend is in use and why not a faster one, as `strided info` prints it.
 * @throws BackendError when STRIDED_BACKEND asks for a backend that cannot be loaded.
 * @example
 * const { backend, isa, threads } = backendInfo();
 * console.log(`${backend} (${isa}), ${threads} threads`);
 */
export function backendInfo(): BackendInfo {
  const current = backend();
  const notFaster: string[] = [];
  let addon: string | null = null;
  let library: LapackInfo | null = null;
  if (current.name !== 'native') {
    if (chosenBy !== 'default') {
      notFaster.push(`native: ${chosenBy} asks for ${current.name}`);
      if (current.name === 'js') notFaster.push(`wasm: ${chosenBy} asks for js`);
    } else {
      notFaster.push(`native: ${loadNative()}`);
      const wasm = loadWasm();
      if ('reason' in wasm) notFaster.push(`wasm: ${wasm.reason}`);
    }
  } else {
    const loaded = loadAddon();
    if ('addon' in loaded) {
      addon = loaded.path;
      notFaster.push(...slowerInstructions(loaded.addon.isa, loaded.addon.machineIsa));
      const found = lapack();
      if ('path' in found) library = found;
      else notFaster.push(`LAPACK: ${found.reason}`);
    }
  }
  return {
    backend: current.name,
    isa: current.isa,
    threads: current.threads,
    chosenBy,
    addon,
    lapack: library,
    notFaster,
  };
}

function slowerInstructions(isa: string, machine: string): string[] {
  if (isa !== machine) return [`${machine}: STRIDED_ISA asks for ${isa}`];
  if (isa === 'avx2') return ['avx512: this CPU lacks AVX-512 (F, DQ, BW and VL)'];
  if (isa === 'sse2') return ['avx2: this CPU lacks AVX2, FMA or BMI2'];
  return [];
}
