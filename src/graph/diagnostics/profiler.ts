import type { Callback, TaskEvent } from '../scheduler.js';
import { nameOf } from '../tasks/key.js';

/** One task that ran; times in milliseconds of `performance.now()`. */
export interface TaskRecord {
  readonly key: string;
  /** What it is called, without the hash. */
  readonly name: string;
  /** `'main'`, or the number of the worker. */
  readonly worker: string;
  readonly started: number;
  readonly ended: number;
  /** Of its result, where it is an array or holds some. */
  readonly bytes: number;
}

/**
 * Remembers of every task where it ran, from when until when, and how large its result is. One profiler may watch several
 * computations, one after the other.
 *
 * @example
 * const profiler = new Profiler();
 * await delayed(Math.sqrt, { name: 'root' })(2).compute({ callbacks: [profiler] });
 * profiler.results.map(({ name }) => name); // ['root']
 * @see Dask's `dask.diagnostics.Profiler`
 */
export class Profiler implements Callback {
  readonly results: TaskRecord[] = [];

  /** Notes a task down; arguments and results are not kept, so that they can be freed. */
  after({ key, worker, started, ended, bytes }: TaskEvent): void {
    this.results.push({ key, name: nameOf(key), worker, started, ended, bytes });
  }

  /** Forgets everything. */
  clear(): void {
    this.results.length = 0;
  }
}
