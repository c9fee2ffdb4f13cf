/**
 * The workers of one computation: who gets which task, and what becomes of tasks whose worker dies.
 *
 * Policy: a worker has one task at a time, unless tasks are known to be short: then as many as it does in about
 * `targetMs`, so that messages are shared. A task that turns out long may then have others behind it; those are taken
 * back, by their claims, as soon as another worker is idle. Tasks that were running when a worker died are tried again,
 * alone in their worker from then on, so that it is clear which of them kills.
 *
 * State: `#hands` has the workers, each with what it was sent and has not answered, in order; `#expected` what a task
 * of each function took of late, in milliseconds; `#deaths` how many workers died under a task.
 */
import { BackendError } from '../../core/errors.js';
import type { Callable } from '../tasks/callable.js';
import type { Crew, WorkerHandle } from '../workers/crew.js';
import { type PackedError, unpackError } from '../workers/errors.js';
import {
  claim,
  claimCount,
  type Definition,
  outcome,
  outcomeFields,
  workFields,
} from '../workers/protocol.js';
import { numberOf, type PackedTask, type Packer } from './packer.js';

const targetMs = 2;
const mostInFlight = 64;
/** Takes back what waits behind a task that has run this long. */
const stealAfterMs = 2;
const unknownMs = 1000;
const mostDeaths = 3;
/** Workers that may end before they give a result, until it is clear that none ever will. */
const mostStillborn = 3;

export interface HandEvents {
  done(task: number, value: unknown, patches: unknown, worker: string, started: number, ended: number): void;
  failed(task: number, error: unknown, worker: string): void;
  /** The task is to be run again, and nothing is held against it. */
  again(task: number): void;
  /** Its worker died, for the last time. */
  lost(task: number, deaths: number, reason: string, worker: string, cause: unknown): void;
  /** No worker can be started at all. */
  hopeless(error: BackendError): void;
  /** Something changed: there may be work to give. */
  changed(): void;
}

interface Hand {
  readonly handle: WorkerHandle;
  /** Tasks it was sent, and the places of their claims, in order. */
  readonly outstanding: Map<number, number>;
  load: number;
  places: number;
  /** Whether more may be sent in this round. */
  open: boolean;
  heard: number;
  batch: unknown[];
  define: Definition[];
  arrays: boolean;
}

export class Hands {
  readonly #crew: Crew;
  readonly #size: number;
  readonly #packer: Packer;
  readonly #events: HandEvents;
  readonly #hands: Hand[] = [];
  readonly #expected: number[] = [];
  readonly #deaths = new Map<number, number>();
  /** By task: the function, and the time that was expected when it was sent. */
  readonly #fn: Int32Array;
  readonly #sentExpected: Float64Array;
  #stillborn = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(crew: Crew, size: number, tasks: number, packer: Packer, events: HandEvents) {
    this.#crew = crew;
    this.#size = size;
    this.#packer = packer;
    this.#events = events;
    this.#fn = new Int32Array(tasks);
    this.#sentExpected = new Float64Array(tasks);
  }

  /** Begins a round of giving tasks out; `post` ends it. */
  open(): void {
    for (const hand of this.#hands) hand.open = hand.outstanding.size <= mostInFlight / 2;
  }

  /** Whether somebody would take this task, which calls that. */
  hasRoom(task: number, callable: Callable | null): boolean {
    if (this.#hands.length < this.#size) return true;
    return this.#roomFor(this.#expectedOf(task, callable === null ? -1 : numberOf(callable))) !== undefined;
  }

  /** How long it will take, in milliseconds. One that was there when a worker died gets a worker for itself. */
  #expectedOf(task: number, fn: number): number {
    if (fn < 0 || this.#deaths.has(task)) return unknownMs;
    return this.#expected[fn] ?? unknownMs;
  }

  #roomFor(expected: number): Hand | undefined {
    let best: Hand | undefined;
    for (const hand of this.#hands) {
      const { size } = hand.outstanding;
      const fits = size === 0 || (hand.open && size < mostInFlight && hand.load + expected <= targetMs);
      if (fits && (best === undefined || hand.load < best.load)) best = hand;
    }
    return best;
  }

  /** Gives a task to a worker; it is sent at the end of the round. */
  give(task: number, packed: PackedTask): string {
    const { fn, args, patches } = packed;
    const expected = this.#expectedOf(task, fn);
    let hand = this.#roomFor(expected);
    if (hand === undefined || (hand.outstanding.size > 0 && this.#hands.length < this.#size)) {
      hand = this.#hands.length < this.#size ? this.#hire() : hand!;
    }
    const place = hand.places++;
    if (hand.handle.claims) Atomics.store(hand.handle.claims, place % claimCount, claim.free);
    hand.outstanding.set(task, place);
    hand.load += expected;
    this.#fn[task] = fn;
    this.#sentExpected[task] = expected;
    const define = this.#packer.definitions(hand.handle.known);
    if (define !== null) hand.define.push(...define);
    hand.batch.push(task, fn, args, patches, place);
    if (patches !== null) hand.arrays = true;
    return hand.handle.name;
  }

  #hire(): Hand {
    const handle = this.#crew.take();
    const hand: Hand = {
      handle,
      outstanding: new Map(),
      load: 0,
      places: 0,
      open: true,
      heard: performance.now(),
      batch: [],
      define: [],
      arrays: false,
    };
    handle.listener = {
      results: (results) => this.#results(hand, results),
      gone: (reason, error) => this.#gone(hand, reason, error),
    };
    this.#hands.push(hand);
    return hand;
  }

  /** Sends what was given out in this round. `idle`: there is nothing else to give. */
  post(idle: boolean): void {
    for (const hand of this.#hands) {
      const { batch, define, arrays } = hand;
      if (batch.length === 0) continue;
      hand.batch = [];
      hand.define = [];
      hand.arrays = false;
      try {
        hand.handle.post({ define: define.length > 0 ? define : null, arrays, tasks: batch });
      } catch {
        this.#postEach(hand, define, batch);
      }
    }
    if (idle) this.#watchForSlow();
  }
  /** Something in a message cannot be cloned: each part goes on its own, so that only what has it fails. */
  #postEach(hand: Hand, define: readonly Definition[], batch: readonly unknown[]): void {
    const broken = new Map<unknown, unknown>();
    for (const definition of define) {
      try {
        hand.handle.post({ define: [definition], arrays: true, tasks: [] });
      } catch (error) {
        hand.handle.known.delete(definition[0]);
        broken.set(definition[0], error);
      }
    }
    for (let at = 0; at < batch.length; at += workFields) {
      const [task, fn] = batch.slice(at, at + 2) as [number, number];
      try {
        if (broken.has(fn)) throw broken.get(fn);
        hand.handle.post({ define: null, arrays: true, tasks: batch.slice(at, at + workFields) });
      } catch (error) {
        this.#answered(hand, task);
        this.#events.failed(task, error, hand.handle.name);
      }
    }
  }

  #answered(hand: Hand, task: number): boolean {
    if (!hand.outstanding.delete(task)) return false;
    hand.load = hand.outstanding.size === 0 ? 0 : hand.load - this.#sentExpected[task];
    return true;
  }

  #results(hand: Hand, results: readonly unknown[]): void {
    hand.heard = performance.now();
    hand.handle.proven = true;
    this.#stillborn = 0;
    for (let at = 0; at < results.length; at += outcomeFields) {
      const task = results[at] as number;
      if (!this.#answered(hand, task)) continue;
      const started = (results[at + 4] as number) - performance.timeOrigin;
      const ended = (results[at + 5] as number) - performance.timeOrigin;
      const value = results[at + 2];
      const { name } = hand.handle;
      if (results[at + 1] === outcome.done) {
        this.#learn(this.#fn[task], ended - started);
        this.#events.done(task, value, results[at + 3], name, started, ended);
      } else this.#events.failed(task, unpackError(value as PackedError), name);
    }
    this.#events.changed();
  }

  /** Long is believed at once, short only after a while. */
  #learn(fn: number, took: number): void {
    if (fn < 0) return;
    const before = this.#expected[fn] ?? 0;
    this.#expected[fn] = took > before ? took : 0.8 * before + 0.2 * took;
  }

  #gone(hand: Hand, reason: string, cause: unknown): void {
    this.#hands.splice(this.#hands.indexOf(hand), 1);
    const { claims, proven, name } = hand.handle;
    if (!proven && ++this.#stillborn > mostStillborn) {
      const message = `workers cannot be started: the last one ${reason}`;
      this.#events.hopeless(new BackendError(message, { operation: 'compute', cause }));
      return;
    }
    for (const [task, place] of hand.outstanding) {
      if (claims !== null && Atomics.load(claims, place % claimCount) !== claim.begun) {
        this.#events.again(task);
        continue;
      }
      const deaths = (this.#deaths.get(task) ?? 0) + 1;
      this.#deaths.set(task, deaths);
      if (deaths > mostDeaths) this.#events.lost(task, deaths, reason, name, cause);
      else this.#events.again(task);
    }
    this.#events.changed();
  }

  /** While somebody is idle, tasks that wait behind a long one are taken back. */
  #watchForSlow(): void {
    const idle =
      this.#hands.length < this.#size || this.#hands.some(({ outstanding }) => outstanding.size === 0);
    const waiting = this.#hands.some(({ handle, outstanding }) => handle.claims && outstanding.size > 1);
    if (!idle || !waiting || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#takeBack()) this.#events.changed();
      this.#watchForSlow();
    }, stealAfterMs);
  }

  #takeBack(): boolean {
    const before = performance.now() - stealAfterMs;
    let found = false;
    for (const hand of this.#hands) {
      const { claims } = hand.handle;
      if (claims === null || hand.outstanding.size < 2 || hand.heard > before) continue;
      for (const [task, place] of hand.outstanding) {
        const at = place % claimCount;
        if (Atomics.compareExchange(claims, at, claim.free, claim.takenBack) !== claim.free) continue;
        hand.outstanding.delete(task);
        this.#events.again(task);
        found = true;
      }
      // It gets no more before it answers.
      hand.load = Number.POSITIVE_INFINITY;
    }
    return found;
  }

  /** Everything is over. Workers that are busy are ended: what they do is of no use any more. */
  close(): void {
    clearTimeout(this.#timer);
    for (const { handle, outstanding } of this.#hands) {
      handle.listener = null;
      if (outstanding.size > 0) handle.stop();
      else this.#crew.giveBack(handle);
    }
    this.#hands.length = 0;
    this.#crew.close();
  }
}
