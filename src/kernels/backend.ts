/**
 * What a backend is: something that can run an entry of the kernel table. Three exist: `js`, the readable
 * reference in TypeScript; `wasm`; and `native`, the addon. All are called the same way, and give the same results.
 *
 * An entry takes a few operands (typed arrays whose first element is the operand's first element; null where an
 * optional one is absent) and one Float64Array of parameters, laid out as native/kernels.def says. Everything has
 * been checked before: backends trust what they get.
 */
import type { EntryName } from './table.gen.js';

export type BackendName = 'js' | 'wasm' | 'native';

export type Operand = ArrayBufferView | null;

/** Slots of a call's control block, an Int32Array on shared memory that another thread may read and write. */
export const control = { cancel: 0, tasksDone: 1, tasksTotal: 2 } as const;

export interface Backend {
  readonly name: BackendName;
  /** The instruction set in use: 'avx512', 'avx2', 'sse2', 'neon', 'simd128', 'typescript'. */
  readonly isa: string;
  /** How many threads a call uses unless told otherwise. */
  readonly threads: number;
  /** Whether this backend has its own code for the entry; without it the reference runs. */
  has(entry: EntryName): boolean;
  /** Runs to the end on this thread and `threads - 1` helpers. `threads` 0 means the default. */
  run(entry: EntryName, operands: readonly Operand[], params: Float64Array, threads?: number): void;
  /**
   * Runs in the background. Setting `control[cancel]` ends it within a few milliseconds, and the promise then
   * resolves to false; operands must not be touched until it settles.
   */
  runAsync(
    entry: EntryName,
    operands: readonly Operand[],
    params: Float64Array,
    threads: number,
    control: Int32Array,
  ): Promise<boolean>;
}
