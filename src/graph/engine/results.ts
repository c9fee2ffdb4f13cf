/**
 * The results of a computation while somebody wants them.
 *
 * Policy: where memory has a limit, results beyond a part of it go to disk (the rest is for what tasks make on the way):
 * first those that are needed last, never those that a running task has. They come back when a task needs them.
 * Memory of a result that nobody wants is given back at once where every function that saw it keeps nothing, and no
 * other result lies in it; the collector takes the rest when it likes.
 *
 * State: `#values[i]` is the result of task i: a value, an Encoded one as a worker sent it, or one on disk.
 * `#consumers[i]` counts who still wants it, `#pinned[i]` running tasks that have it; `#held` are those with bytes.
 */
import type { ArrayTransfer } from '../workers/shared-memory.js';
import { decode, Encoded, encode, type Patch, unpackValue } from '../workers/values.js';
import { bytesOf } from './bytes.js';
import { Spill, Spilled } from './spill.js';
import type { Table } from './table.js';

/** Parts of the limit: above the first, roots wait; above the second, results go to disk. */
const pausePart = 0.4;
const spillPart = 0.5;

export class Results {
  readonly #values: unknown[];
  readonly #bytes: Float64Array;
  readonly #pinned: Int32Array;
  readonly #table: Table;
  readonly #transfer: ArrayTransfer;
  readonly #limit: number;
  readonly #spill: Spill | null;
  readonly #held = new Set<number>();
  /** Bytes of all results in memory. */
  #total = 0;

  constructor(table: Table, transfer: ArrayTransfer, limit: number, spillDirectory: string | undefined) {
    const count = table.tasks.length;
    this.#values = new Array(count);
    this.#bytes = new Float64Array(count);
    this.#pinned = new Int32Array(Number.isFinite(limit) ? count : 0);
    this.#table = table;
    this.#transfer = transfer;
    this.#limit = limit;
    this.#spill = Number.isFinite(limit) ? new Spill(spillDirectory, transfer) : null;
  }

  /** Whether tasks that make results out of nothing should wait. */
  get crowded(): boolean {
    return this.#total > pausePart * this.#limit;
  }

  /** Keeps a result; gives its bytes. */
  set(i: number, value: unknown): number {
    this.#values[i] = value;
    if (typeof value !== 'object' || value === null) return 0;
    if (value instanceof Encoded && value.holders++ === 0 && value.patches)
      this.#transfer.accept?.(value.patches);
    const bytes = bytesOf(value);
    if (bytes > 0) this.#count(i, bytes);
    this.#makeRoom();
    return bytes;
  }

  #count(i: number, bytes: number): void {
    this.#bytes[i] = bytes;
    this.#total += bytes;
    this.#held.add(i);
  }

  #uncount(i: number): void {
    this.#total -= this.#bytes[i];
    this.#bytes[i] = 0;
    this.#held.delete(i);
  }

  /** As it can be sent on: a value or an Encoded one. */
  toSend(i: number): unknown {
    const value = this.#inMemory(i);
    return value instanceof Encoded && value.decoded ? value.value : value;
  }

  value(i: number): unknown {
    const value = this.#inMemory(i);
    if (!(value instanceof Encoded)) return value;
    if (!value.decoded) {
      value.value = decode(value, this.#unpack);
      value.decoded = true;
    }
    return value.value;
  }

  readonly #unpack = ({ kind, payload }: Patch): unknown =>
    unpackValue(kind, payload, this.#transfer, this.#unpack);

  #inMemory(i: number): unknown {
    const value = this.#values[i];
    if (!(value instanceof Spilled)) return value;
    const read = this.#spill!.read(value);
    read.holders = 1;
    read.kept = Spill.left(value).length > 0;
    this.#transfer.accept?.(Spill.written(value, read.patches!), true);
    this.#values[i] = read;
    this.#count(i, bytesOf(read));
    return read;
  }

  /** A task that is about to run has these; `by` is 1, and −1 when it has run. */
  pin(needs: Iterable<number>, by: 1 | -1): void {
    if (this.#spill === null) return;
    for (const need of needs) this.#pinned[need] += by;
    // What came back for it may have taken the place of others.
    if (by === 1) this.#makeRoom();
  }

  /** One task fewer wants it; whether nobody does any more, so that it is gone. */
  consumed(i: number): boolean {
    if (--this.#table.consumers[i] > 0) return false;
    const value = this.#values[i];
    this.#values[i] = undefined;
    this.#uncount(i);
    if (value instanceof Spilled) {
      this.#spill!.drop(value);
      this.#transfer.release?.(Spill.left(value), true);
    } else if (value instanceof Encoded) {
      if (--value.holders === 0) this.#letGo(value);
    } else if (typeof value === 'object' && value !== null) this.#transfer.forget?.(value);
    return true;
  }

  #letGo({ patches, decoded, kept }: Encoded): void {
    if (patches !== null) this.#transfer.release?.(patches, decoded || kept);
  }

  /** Puts results on disk until there is room again: those first that are needed last. */
  #makeRoom(): void {
    if (this.#spill === null || this.#total <= spillPart * this.#limit) return;
    const candidates = [...this.#held].filter((i) => this.#pinned[i] === 0);
    const needed = new Map(candidates.map((i) => [i, this.#neededAt(i)]));
    candidates.sort((a, b) => needed.get(b)! - needed.get(a)!);
    for (const i of candidates) {
      if (this.#total <= pausePart * this.#limit) return;
      this.#toDisk(i, this.#spill);
    }
  }

  /** When the next task that needs it comes. */
  #neededAt(i: number): number {
    const { dependents, firstDependent, rank } = this.#table;
    let first = Number.POSITIVE_INFINITY;
    for (let at = firstDependent[i]; at < firstDependent[i + 1]; at++) {
      const dependent = dependents[at];
      if (this.#values[dependent] === undefined) first = Math.min(first, rank[dependent]);
    }
    return first;
  }

  #toDisk(i: number, spill: Spill): void {
    const value = this.#values[i];
    // Somebody in this thread may have what is decoded: putting it on disk would free nothing.
    if (value instanceof Encoded && (value.holders > 1 || value.decoded)) return;
    const transfer = this.#transfer;
    const fn = (): never => {
      throw new TypeError('a function');
    };
    let encoded: Encoded;
    try {
      encoded =
        value instanceof Encoded
          ? value
          : encode(value, { array: (x) => transfer.array(x), view: (x) => transfer.view(x), fn });
    } catch {
      return; // A value of this thread with functions inside stays where it is.
    }
    const spilled = spill.write(encoded);
    if (spilled === null) return;
    this.#values[i] = spilled;
    this.#uncount(i);
    if (value instanceof Encoded)
      this.#transfer.release?.(Spill.written(spilled, value.patches!), value.kept);
  }

  close(): void {
    this.#spill?.close();
  }
}
