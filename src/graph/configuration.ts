/** How computations run where a call does not say: set in the program, else by the environment, else threads. */
import { ArgumentError } from '../core/errors.js';
import type { RunOptions, Scheduler } from './scheduler.js';

/** What can be set for all computations. */
export interface Defaults extends Omit<RunOptions, 'signal'> {
  readonly scheduler?: string | Scheduler;
}

let set: Defaults = {};

/**
 * Sets how computations run where their own options do not say. What is left out stays as it was; undefined goes back
 * to what the environment says: `STRIDED_SCHEDULER` and `STRIDED_WORKERS`.
 *
 * @returns what was set before, to set it again
 * @example
 * const before = setDefaults({ scheduler: 'sync' });
 * setDefaults(before);
 *
 * @see Dask's `dask.config.set`
 */
export function setDefaults(defaults: Defaults): Defaults {
  const before = set;
  set = { ...set, ...defaults };
  const unset = Object.fromEntries(Object.keys(defaults).map((name) => [name, undefined]));
  return { ...unset, ...before };
}

/** The options of a computation, with the defaults where it says nothing. */
export function withDefaults<O extends Defaults>(options: O): O & { readonly scheduler: string | Scheduler } {
  const { STRIDED_SCHEDULER: scheduler = 'threads', STRIDED_WORKERS: workers } =
    globalThis.process?.env ?? {};
  const merged: Record<string, unknown> = { scheduler };
  if (workers !== undefined) merged.workers = readWorkers(workers);
  for (const given of [set, options])
    for (const [name, value] of Object.entries(given)) if (value !== undefined) merged[name] = value;
  return merged as never;
}

function readWorkers(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new ArgumentError(`STRIDED_WORKERS is '${text}'; needs a whole number, 1 or more`, {
    operation: 'compute',
    argument: 'STRIDED_WORKERS',
    got: text,
    needs: 'a whole number, 1 or more',
  });
}
