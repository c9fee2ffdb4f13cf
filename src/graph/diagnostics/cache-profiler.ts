import type { Callback, TaskEvent } from '../scheduler.js';
import { nameOf } from '../tasks/key.js';

/** A result, and how long it was kept; times in milliseconds of `performance.now()`. */
export interface CacheRecord {
  readonly key: string;
  readonly name: string;
  /** What it weighs by the profiler's measure. */
  readonly weight: number;
  readonly from: number;
  readonly until: number;
}

export interface CacheProfilerOptions {
  /** What a result weighs; its bytes where it is left out. `() => 1` counts results. */
  readonly weigh?: (event: TaskEvent) => number;
}

/**
 * Remembers how long every result was kept until the last task that needed it had run: what a computation holds in memory
 * at any time.
 *
 * @example
 * const profiler = new CacheProfiler({ weigh: () => 1 });
 * await delayed(Math.sqrt)(2).compute({ callbacks: [profiler] });
 * profiler.results.length; // 1
 * @see Dask's `dask.diagnostics.CacheProfiler`
 */
export class CacheProfiler implements Callback {
  readonly results: CacheRecord[] = [];
  readonly #weigh: (event: TaskEvent) => number;
  readonly #kept = new Map<string, { weight: number; from: number }>();

  constructor(options: CacheProfilerOptions = {}) {
    this.#weigh = options.weigh ?? ((event) => event.bytes);
  }

  after(event: TaskEvent): void {
    this.#kept.set(event.key, { weight: this.#weigh(event), from: event.ended });
  }

  release(key: string): void {
    this.#close(key, performance.now());
  }

  /** What is still kept was asked for: it is held until the end. */
  finish(): void {
    const now = performance.now();
    for (const key of [...this.#kept.keys()]) this.#close(key, now);
  }

  /** Forgets everything. */
  clear(): void {
    this.results.length = 0;
    this.#kept.clear();
  }

  #close(key: string, until: number): void {
    const entry = this.#kept.get(key);
    if (entry === undefined) return;
    this.#kept.delete(key);
    this.results.push({ key, name: nameOf(key), weight: entry.weight, from: entry.from, until });
  }
}
