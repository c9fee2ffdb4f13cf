/**
 * The WebAssembly backend: one thread, any machine.
 *
 * Policy: operands live in JavaScript's memory, kernels in the module's own; so a large call runs as pieces whose
 * operands are copied in and whose results are copied out, small enough to stay in the cache. Operands that every
 * piece shares are copied once per call. Elementwise operations, simple reductions and selections run in the reference instead:
 * copying would cost more than computing.
 *
 * State: one instance, kept between calls. Its memory can only grow, so an instance that has grown beyond `keepBytes`
 * is dropped after the call.
 */
import { BackendError, MemoryError } from '../core/errors.js';
import type { Backend, Operand } from './backend.js';
import { runInTurns } from './in-turns.js';
import { type ReferenceEntry, reference } from './js/index.js';
import { statusError } from './native.js';
import { nodeModules, packageRoot } from './package-root.js';
import { type Budget, type Piece, piecesOf, placeRectangle } from './split.js';
import { type EntryName, entries, tableHash } from './table.gen.js';

/** The few parts of the WebAssembly interface used here: Node's types leave it to the browser's. */
interface WasmInterface {
  readonly Module: new (bytes: ArrayBuffer | ArrayBufferView) => WasmModule;
  readonly Instance: new (module: WasmModule) => { readonly exports: unknown };
}

/** A compiled WebAssembly.Module. */
export type WasmModule = object;

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WasmInterface };

/** What native/engine/freestanding/exports.c exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  has(entry: number): number;
  tableHash(): number;
  alloc(bytes: number): number;
  free(address: number): void;
  run(entry: number, params: number, ...operands: number[]): number;
}

const keepBytes = 64 * 2 ** 20;
/** Features of pairs in one piece of a synchronous call: about 8 ms of work, and a block that fits the cache. */
const pieceWork = 3e7;
const maxOperands = 8;
/** Operands that kernels write. */
const written = new Set(['out', 'indices', 'distances', 'counts']);
const elementwise: ReadonlySet<EntryName> = new Set([
  'binary',
  'unary',
  'ternary',
  'reduce',
  'deviations',
  'accumulate',
  'extreme',
  'copy',
  'skipNaN',
  'gather',
  'scatter',
  'offsets',
  'compress',
  'expand',
  'positions',
  'packBits',
  'unpackBits',
]);

type Numbers = Float64Array | Float32Array;

class WasmBackend implements Backend {
  readonly name = 'wasm';
  readonly isa = 'simd128';
  readonly threads = 1;
  readonly #module: WasmModule;
  readonly #has: readonly boolean[];
  #instance: Exports | null;

  constructor(module: WasmModule, first: Exports) {
    this.#module = module;
    this.#instance = first;
    this.#has = Object.values(entries).map(({ number }) => first.has(number) !== 0);
  }

  has(entry: EntryName): boolean {
    return this.#has[entries[entry].number] && !elementwise.has(entry);
  }

  run(entry: EntryName, operands: readonly Operand[], params: Float64Array): void {
    if (!this.has(entry)) {
      (reference[entry] as ReferenceEntry)(operands, params);
      return;
    }
    const call = new Call(this.#exports(), operands);
    try {
      for (const piece of piecesOf(entry, operands, params, { work: pieceWork })) call.runPiece(piece);
    } finally {
      call.end();
      this.#forgetLarge();
    }
  }

  async runAsync(
    entry: EntryName,
    operands: readonly Operand[],
    params: Float64Array,
    _threads: number,
    control: Int32Array,
  ): Promise<boolean> {
    const own = params.slice();
    const budget: Budget = { work: pieceWork };
    const pieces = piecesOf(entry, operands, own, budget);
    if (!this.has(entry)) {
      return runInTurns(pieces, budget, (piece) => runReferencePiece(piece), control);
    }
    const call = new Call(this.#exports(), operands);
    try {
      return await runInTurns(pieces, budget, (piece) => call.runPiece(piece), control);
    } finally {
      call.end();
      this.#forgetLarge();
    }
  }

  #exports(): Exports {
    this.#instance ??= instantiate(this.#module);
    return this.#instance;
  }

  #forgetLarge(): void {
    if (this.#instance && this.#instance.memory.buffer.byteLength > keepBytes) this.#instance = null;
  }
}

/** One call of an entry: its pieces share the operands that have been copied in. */
class Call {
  readonly #exports: Exports;
  readonly #shared: ReadonlySet<Operand>;
  readonly #held = new Map<Operand, number>();

  constructor(exports: Exports, operands: readonly Operand[]) {
    this.#exports = exports;
    this.#shared = new Set(operands);
  }

  runPiece(piece: Piece): void {
    const { entry, operands, params, rectangle } = piece;
    const { number, operands: names } = entries[entry];
    const addresses = new Array<number>(maxOperands).fill(0);
    const own: number[] = [];
    const results: [Operand, number][] = [];
    try {
      const paramsAt = this.#copyIn(entry, params, own);
      for (let i = 0; i < operands.length; i++) {
        const operand = operands[i];
        if (operand === null || operand === undefined || operand.byteLength === 0) continue;
        if (written.has(names[i])) {
          addresses[i] = this.#copyIn(entry, operand, own);
          results.push([operand, addresses[i]]);
        } else {
          addresses[i] = this.#shared.has(operand)
            ? this.#hold(entry, operand)
            : this.#copyIn(entry, operand, own);
        }
      }
      const blockBytes = rectangle ? rectangle.rows * rectangle.columns * rectangle.out.BYTES_PER_ELEMENT : 0;
      const outIndex = (names as readonly string[]).indexOf('out');
      if (rectangle) addresses[outIndex] = this.#alloc(entry, blockBytes, own);
      const status = this.#exports.run(number, paramsAt, ...addresses);
      if (status !== 0) throw statusError(entry, status);
      for (const [operand, address] of results) this.#copyOut(operand!, address);
      if (rectangle) {
        const { constructor: numbers } = rectangle.out as { constructor: unknown };
        const block = new (numbers as Float64ArrayConstructor)(
          this.#exports.memory.buffer,
          addresses[outIndex],
          rectangle.rows * rectangle.columns,
        );
        placeRectangle(rectangle, block);
      }
    } finally {
      for (const address of own) this.#exports.free(address);
    }
  }

  /** Frees what the pieces shared. */
  end(): void {
    for (const address of this.#held.values()) this.#exports.free(address);
    this.#held.clear();
  }

  #hold(entry: EntryName, operand: Operand): number {
    let address = this.#held.get(operand);
    if (address === undefined) {
      address = this.#copyIn(entry, operand!, []);
      this.#held.set(operand, address);
    }
    return address;
  }

  #alloc(entry: EntryName, bytes: number, own: number[]): number {
    const address = bytes < 2 ** 32 ? this.#exports.alloc(bytes) >>> 0 : 0;
    if (address === 0) {
      throw new MemoryError(
        `WebAssembly memory has no room for another ${bytes} bytes (it ends at 4 GiB); use the native addon or smaller inputs`,
        { operation: entry, got: bytes },
      );
    }
    own.push(address);
    return address;
  }

  #copyIn(entry: EntryName, view: ArrayBufferView, own: number[]): number {
    const address = this.#alloc(entry, view.byteLength, own);
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    new Uint8Array(this.#exports.memory.buffer, address, view.byteLength).set(bytes);
    return address;
  }

  #copyOut(view: ArrayBufferView, address: number): void {
    const bytes = new Uint8Array(this.#exports.memory.buffer, address, view.byteLength);
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(bytes);
  }
}

/** Runs a piece in the reference backend. */
export function runReferencePiece({ entry, operands, params, rectangle }: Piece): void {
  const run = reference[entry] as ReferenceEntry;
  if (!rectangle) {
    run(operands, params);
    return;
  }
  const numbers = rectangle.out.constructor as Float64ArrayConstructor;
  const block = new numbers(rectangle.rows * rectangle.columns) as Numbers;
  const all = [...operands];
  all[(entries[entry].operands as readonly string[]).indexOf('out')] = block;
  run(all, params);
  placeRectangle(rectangle, block);
}

export type LoadedWasm = { readonly backend: Backend } | { readonly reason: string };

let loaded: LoadedWasm | undefined;

/** The WebAssembly backend, or why it is not there. The first call compiles; later ones remember. */
export function loadWasm(): LoadedWasm {
  loaded ??= compileFromFile();
  return loaded;
}

/**
 * Takes the module from the caller, where strided cannot read its own files: in a browser, fetch `strided.wasm`
 * (`strided/strided.wasm`) and pass its bytes or compiled module before the first call.
 *
 * @throws BackendError when it is no WebAssembly module, or one of another version.
 * @example
 * initWasm(await WebAssembly.compileStreaming(fetch('/strided.wasm')));
 */
export function initWasm(source: ArrayBuffer | ArrayBufferView | WasmModule): void {
  const bytes = source instanceof ArrayBuffer || ArrayBuffer.isView(source);
  const taken = bytes ? compileBytes(source) : fromModule(source);
  if ('reason' in taken) throw new BackendError(taken.reason, { operation: 'initWasm', argument: 'source' });
  loaded = taken;
}

function compileFromFile(): LoadedWasm {
  const node = nodeModules();
  const root = packageRoot();
  if (!node || !root) return { reason: 'strided.wasm has not been given: see initWasm' };
  const path = `${root}prebuilt/strided.wasm`;
  try {
    return compileBytes(node.fs.readFileSync(path));
  } catch (error) {
    return { reason: `${path} cannot be read: ${(error as Error).message}` };
  }
}

function compileBytes(bytes: ArrayBuffer | ArrayBufferView): LoadedWasm {
  if (!WebAssembly) return { reason: 'this runtime has no WebAssembly' };
  try {
    return fromModule(new WebAssembly.Module(bytes));
  } catch (error) {
    return { reason: `strided.wasm does not compile: ${(error as Error).message}` };
  }
}

function fromModule(module: WasmModule): LoadedWasm {
  const exports = instantiate(module);
  if (typeof exports.tableHash !== 'function') return { reason: 'the module is not strided.wasm' };
  const text = new Uint8Array(exports.memory.buffer, exports.tableHash());
  const hash = String.fromCharCode(...text.subarray(0, text.indexOf(0)));
  if (hash !== tableHash) {
    return { reason: 'strided.wasm was built from another kernels.def: run node scripts/build-wasm.mjs' };
  }
  return { backend: new WasmBackend(module, exports) };
}

function instantiate(module: WasmModule): Exports {
  return new WebAssembly!.Instance(module).exports as Exports;
}
