/**
 * The native backend: the addon, loaded at the first use, and never twice. Where it cannot be, the reason is kept for
 * `backendInfo()`.
 */
import { BackendError, MemoryError } from '../core/errors.js';
import type { Backend, Operand } from './backend.js';
import { type ReferenceEntry, reference } from './js/index.js';
import { nodeModules, packageRoot } from './package-root.js';
import { type EntryName, entries, tableHash } from './table.gen.js';

/** What native/engine/addon/addon.c exports. */
export interface Addon {
  run(entry: number, threads: number, params: Float64Array, ...operands: Operand[]): number;
  runAsync(
    entry: number,
    threads: number,
    params: Float64Array,
    control: Int32Array,
    ...operands: Operand[]
  ): Promise<number>;
  has(entry: number): boolean;
  /** Sets the default number of threads (0: the machine's) and returns it; -1 only returns it. */
  threads(count: number): number;
  adviseHuge(view: ArrayBufferView): boolean;
  /** Gives the pages of a view that nobody will read again back to the system. */
  discard(view: ArrayBufferView): void;
  adjustMemory(bytes: number): void;
  /** A handle by which `watched` gives the object, at any time, or undefined once the collector took it. */
  watch(object: object): unknown;
  watched(handle: unknown): object | undefined;
  /** The file's bytes, copied only where written to; or why not. */
  mapFile(path: string): ArrayBuffer | string;
  /** Uses the LAPACK of that path, or none; '+' and what it is, or '-' and why not. */
  openLapack(path: string): string | undefined;
  /** Seconds that a parallel memset of the view took. */
  fillBytes(view: ArrayBufferView, value: number, threads: number): number;
  /** Operations per second: 0 add f64, 1 add f32, 2 fused multiply-add f64, 3 the same f32. */
  peak(kind: number, threads: number): number;
  readonly isa: string;
  readonly machineIsa: string;
  readonly tableHash: string;
}

export type Loaded = { readonly addon: Addon; readonly path: string } | { readonly reason: string };

/** Status codes of native/strided.h. */
const statusOk = 0;
const statusCancelled = 1;
const statusNoMemory = 2;
const statusAbsent = 4;

let loaded: Loaded | undefined;

/** The addon, or why it is not there. The first call looks for it; later ones remember. */
export function loadAddon(): Loaded {
  loaded ??= findAddon();
  return loaded;
}

function findAddon(): Loaded {
  const node = nodeModules();
  if (!node) return { reason: 'there is no Node.js here' };
  const require = node.module.createRequire(import.meta.url);
  const { platform, arch } = process;
  const root = packageRoot();
  const built = root && `${root}build/strided-${platform}-${arch}.node`;
  if (built && node.fs.existsSync(built)) return open(require, built);
  const names = platform === 'linux' ? [`linux-${arch}-gnu`, `linux-${arch}-musl`] : [`${platform}-${arch}`];
  for (const name of names) {
    let path: string;
    try {
      path = require.resolve(`@strided/native-${name}`);
    } catch {
      continue;
    }
    return open(require, path);
  }
  const note = root && `${root}build/no-addon.txt`;
  if (note && node.fs.existsSync(note)) return { reason: node.fs.readFileSync(note, 'utf8').trim() };
  if (root && node.fs.existsSync(`${root}scripts/build-native.mjs`)) {
    return { reason: 'the addon has not been built: run node scripts/build-native.mjs' };
  }
  return { reason: `the package @strided/native-${names[0]} is not installed` };
}

function open(require: NodeJS.Require, path: string): Loaded {
  let addon: Addon;
  try {
    addon = require(path) as Addon;
  } catch (error) {
    return { reason: `the addon ${path} does not load: ${(error as Error).message.split('\n')[0]}` };
  }
  if (addon.tableHash !== tableHash) {
    return {
      reason: `the addon ${path} was built from another kernels.def: run node scripts/build-native.mjs`,
    };
  }
  return { addon, path };
}

/** Turns a status that is not ok into the error it means. */
export function statusError(entry: EntryName, status: number): Error {
  if (status === statusNoMemory) {
    return new MemoryError('there is no memory left for working space', { operation: entry });
  }
  return new BackendError(
    `the kernel refused the call (status ${status}): a defect of strided, please report it`,
    {
      operation: entry,
      got: status,
    },
  );
}

/** Parameters of a synchronous call, which has read them when the next one writes them: see `numbersFor`. */
const ownParams = new Float64Array(new ArrayBuffer(8 * 32));

function settled(params: Float64Array): Float64Array {
  if (params.length > ownParams.length) return params;
  for (let at = 0; at < params.length; at++) ownParams[at] = params[at];
  return ownParams;
}

class NativeBackend implements Backend {
  readonly name = 'native';
  readonly isa: string;
  readonly #addon: Addon;
  readonly #has: readonly boolean[];
  #threads: number;

  constructor(addon: Addon) {
    this.#addon = addon;
    this.isa = addon.isa;
    this.#threads = addon.threads(-1);
    this.#has = Object.values(entries).map(({ number }) => addon.has(number));
  }

  get threads(): number {
    return this.#threads;
  }

  setThreads(count: number): void {
    this.#threads = this.#addon.threads(count);
  }

  has(entry: EntryName): boolean {
    return this.#has[entries[entry].number];
  }

  run(entry: EntryName, operands: readonly Operand[], params: Float64Array, threads = 0): void {
    const { number } = entries[entry];
    if (!this.#has[number]) {
      (reference[entry] as ReferenceEntry)(operands, params);
      return;
    }
    const addon = this.#addon;
    const own = settled(params);
    const a = operands[0];
    const b = operands[1];
    const c = operands[2];
    // Spelled out for the usual counts: spreading costs more than the call.
    let status: number;
    if (operands.length === 3) status = addon.run(number, threads, own, a, b, c);
    else if (operands.length === 4) status = addon.run(number, threads, own, a, b, c, operands[3]);
    else if (operands.length === 5)
      status = addon.run(number, threads, own, a, b, c, operands[3], operands[4]);
    else status = addon.run(number, threads, own, ...operands);
    if (status === statusAbsent) (reference[entry] as ReferenceEntry)(operands, params);
    else if (status !== statusOk) throw statusError(entry, status);
  }

  async runAsync(
    entry: EntryName,
    operands: readonly Operand[],
    params: Float64Array,
    threads: number,
    control: Int32Array,
  ): Promise<boolean> {
    const { number } = entries[entry];
    if (!this.#has[number]) {
      (reference[entry] as ReferenceEntry)(operands, params);
      return true;
    }
    const status = await this.#addon.runAsync(number, threads, params, control, ...operands);
    if (status === statusCancelled) return false;
    if (status === statusAbsent) (reference[entry] as ReferenceEntry)(operands, params);
    else if (status !== statusOk) throw statusError(entry, status);
    return true;
  }
}

/** The backend over a loaded addon. */
export function nativeBackend(addon: Addon): Backend & { setThreads(count: number): void } {
  return new NativeBackend(addon);
}
