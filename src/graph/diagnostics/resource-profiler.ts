import { ArgumentError } from '../../core/errors.js';
import type { Callback } from '../scheduler.js';
import { childUsage } from './child-usage.js';

/** What the process and its children used at one time. */
export interface ResourceRecord {
  /** Milliseconds of `performance.now()`. */
  readonly time: number;
  /** Bytes of memory in use (resident), children included where the system tells. */
  readonly memory: number;
  /** Percent of one core, since the record before. */
  readonly cpu: number;
}

export interface ResourceProfilerOptions {
  /** Milliseconds between records; 100 where it is left out. */
  readonly intervalMs?: number;
}

/**
 * Records memory and CPU while a computation runs: of this process with all its threads, and on Linux of the processes it
 * started.
 *
 * @throws ArgumentError when the interval is not a positive number.
 * @example
 * const profiler = new ResourceProfiler({ intervalMs: 50 });
 * await delayed(Math.sqrt)(2).compute({ callbacks: [profiler] });
 * profiler.results.length >= 2; // true
 * @see Dask's `dask.diagnostics.ResourceProfiler`
 */
export class ResourceProfiler implements Callback {
  readonly results: ResourceRecord[] = [];
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** Computations under way: one profiler may watch several at once. */
  #running = 0;
  #before = { time: 0, cpuMs: 0 };

  constructor({ intervalMs = 100 }: ResourceProfilerOptions = {}) {
    if (!(intervalMs > 0)) {
      throw new ArgumentError(`intervalMs is ${intervalMs}; needs a positive number of milliseconds`, {
        operation: 'ResourceProfiler',
        argument: 'intervalMs',
        got: intervalMs,
      });
    }
    this.#intervalMs = intervalMs;
  }

  start(): void {
    if (this.#running++ > 0) return;
    this.#before = { time: performance.now(), cpuMs: usage().cpuMs };
    this.#record();
    this.#timer = setInterval(() => this.#record(), this.#intervalMs);
    this.#timer.unref();
  }

  finish(): void {
    if (--this.#running > 0) return;
    clearInterval(this.#timer);
    this.#record();
  }

  /** Forgets everything. */
  clear(): void {
    this.results.length = 0;
  }

  #record(): void {
    const { cpuMs, memory } = usage();
    const time = performance.now();
    const passed = time - this.#before.time;
    // A child that ended takes its time with it.
    const cpu = passed > 0 ? Math.max(0, (100 * (cpuMs - this.#before.cpuMs)) / passed) : 0;
    this.#before = { time, cpuMs };
    this.results.push({ time, memory, cpu });
  }
}

function usage(): { cpuMs: number; memory: number } {
  const { user, system } = process.cpuUsage();
  const children = childUsage(process.pid);
  return {
    cpuMs: (user + system) / 1000 + children.cpuMs,
    memory: process.memoryUsage.rss() + children.memory,
  };
}
