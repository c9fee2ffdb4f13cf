/**
 * What a worker does, thread or process: it takes messages of tasks, runs one task after the other, and sends results.
 *
 * Policy: results are kept back only while the next task is known to be short, so that many of them share a message;
 * before a task that is long, new or asynchronous, everything goes out. A task that was taken back is passed over.
 *
 * State: `#queue` has messages that were not begun, `#results` what was not sent; `#longest` how long each function
 * took at most, of late.
 */
import { isPromise } from '../engine/resolve.js';
import { packError } from './errors.js';
import { type AnyFunction, findFunction } from './functions.js';
import {
  claim,
  claimCount,
  type Definition,
  type InnerTask,
  outcome,
  outcomeFields,
  type Work,
  type WorkerSetup,
  workFields,
} from './protocol.js';
import type { ArrayTransfer } from './shared-memory.js';
import { decode, Encoded, encode, type Packing, type Patch, unpackValue } from './values.js';

/** A task before which nothing is kept back takes at least this long. */
const longMs = 0.5;
const keepBackMs = 2;
/** Times are sent as everybody understands them. */
const { timeOrigin } = performance;

/** Sends results to the engine; throws what structured clone throws. */
export type Post = (results: readonly unknown[]) => void;

export class TaskLoop {
  readonly #post: Post;
  readonly #claims: Int32Array | null;
  readonly #transfer: ArrayTransfer;
  readonly #packing: Packing;
  readonly #functions = new Map<number, AnyFunction>();
  readonly #broken = new Map<number, unknown>();
  readonly #longest = new Map<number, number>();
  readonly #queue: Work[] = [];
  #results: unknown[] = [];
  #sent = 0;
  #running = false;

  constructor(post: Post, transfer: ArrayTransfer, setup: WorkerSetup) {
    this.#post = post;
    this.#transfer = transfer;
    this.#claims = setup.claims;
    this.#packing = {
      array: (x) => transfer.array(x),
      view: (x) => transfer.view(x),
      fn: (x) => {
        throw new TypeError(
          `the result has a function in it (${x.name || 'anonymous'}), which cannot be sent`,
        );
      },
    };
  }

  receive(work: Work): void {
    this.#queue.push(work);
    if (this.#running) return;
    this.#running = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    for (let work = this.#queue.shift(); work !== undefined; work = this.#queue.shift()) {
      const { define, arrays, tasks } = work;
      if (arrays) await loadStrided();
      for (const definition of define ?? []) await this.#define(definition);
      for (let at = 0; at < tasks.length; at += workFields) {
        const pending = this.#begin(tasks, at);
        if (pending !== undefined) await pending;
      }
      this.#flush();
    }
    this.#running = false;
  }

  async #define([id, transport, patches]: Definition): Promise<void> {
    try {
      const own = transport.kind === 'source' ? transport.captures : {};
      const captures = this.#unpacked(own, patches) as Record<string, unknown>;
      this.#functions.set(id, await findFunction(id, transport, captures));
    } catch (error) {
      this.#broken.set(id, error);
    }
  }

  /** Runs one task; a promise where it has to be waited for. */
  #begin(tasks: readonly unknown[], at: number): Promise<void> | undefined {
    const slot = tasks[at] as number;
    const fn = tasks[at + 1] as number;
    const place = tasks[at + 4] as number;
    if (this.#claims !== null && !begin(this.#claims, place)) return undefined;
    const started = performance.now();
    const expected = this.#longest.get(fn) ?? Number.POSITIVE_INFINITY;
    if (expected > longMs || started - this.#sent > keepBackMs) this.#flush();
    try {
      const args = this.#unpacked(tasks[at + 2], tasks[at + 3] as Patch[] | null);
      const value = this.#call(fn, args as unknown[]);
      if (!isPromise(value)) {
        this.#done(slot, fn, started, value);
        return undefined;
      }
      this.#flush();
      return value.then(
        (result) => this.#done(slot, fn, started, result),
        (error) => this.#failed(slot, started, error),
      );
    } catch (error) {
      this.#failed(slot, started, error);
      return undefined;
    }
  }

  #call(fn: number, args: readonly unknown[] | Promise<readonly unknown[]>): unknown {
    // A task inside this one may have given a promise.
    if (isPromise(args)) return args.then((ready) => this.#call(fn, ready as unknown[]));
    if (fn < 0) return args[0];
    return this.#function(fn)(...args);
  }

  #function(id: number): AnyFunction {
    const found = this.#functions.get(id);
    if (found === undefined) throw this.#broken.get(id);
    return found;
  }

  #unpacked(value: unknown, patches: readonly Patch[] | null): unknown {
    return patches === null ? value : decode(new Encoded(value, patches), this.#unpack);
  }

  readonly #unpack = ({ kind, payload }: Patch): unknown => {
    if (kind === 'function') return this.#function(payload as number);
    if (kind === 'task') {
      const { fn, args, patches } = payload as InnerTask;
      return this.#call(fn, this.#unpacked(args, patches) as unknown[]);
    }
    return unpackValue(kind, payload, this.#transfer, this.#unpack);
  };

  #done(slot: number, fn: number, started: number, result: unknown): void {
    const ended = performance.now();
    const before = this.#longest.get(fn) ?? 0;
    const took = ended - started;
    this.#longest.set(fn, took > before ? took : 0.8 * before + 0.2 * took);
    let value = result;
    let patches: readonly Patch[] | null = null;
    if ((typeof result === 'object' && result !== null) || typeof result === 'function') {
      try {
        ({ value, patches } = encode(result, this.#packing));
      } catch (error) {
        this.#failed(slot, started, error);
        return;
      }
    }
    this.#results.push(slot, outcome.done, value, patches, timeOrigin + started, timeOrigin + ended);
  }

  #failed(slot: number, started: number, error: unknown): void {
    const ended = timeOrigin + performance.now();
    this.#results.push(slot, outcome.failed, packError(error), null, timeOrigin + started, ended);
  }

  #flush(): void {
    this.#sent = performance.now();
    const results = this.#results;
    if (results.length === 0) return;
    this.#results = [];
    try {
      this.#post(results);
    } catch {
      // One of them cannot be cloned: each goes on its own, so that only that one fails.
      for (let at = 0; at < results.length; at += outcomeFields)
        this.#postOne(results.slice(at, at + outcomeFields));
    }
  }

  #postOne(result: readonly unknown[]): void {
    try {
      this.#post(result);
    } catch (error) {
      const [slot, , , , started, ended] = result;
      this.#post([slot, outcome.failed, packError(error), null, started, ended]);
    }
  }
}

/** Marks a task as begun; false where it was taken back. */
function begin(claims: Int32Array, place: number): boolean {
  return Atomics.compareExchange(claims, place % claimCount, claim.free, claim.begun) === claim.free;
}

let strided: Promise<unknown> | undefined;

/** Arrays have their methods from the main entry of the package. */
function loadStrided(): Promise<unknown> {
  strided ??= import('strided' as string);
  return strided;
}
