import { checkOptions, type OptionNames } from '../core/option-check.js';
import { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
import { withDefaults } from './configuration.js';
import { graphOf } from './optimization/optimize.js';
import {
  type Callback,
  type RunOptions,
  registerScheduler,
  type Scheduler,
  schedulerNamed,
} from './scheduler.js';
import { isPlainObject } from './tasks/task.js';

/** How to compute. */
export interface ComputeOptions extends RunOptions {
  /** `'threads'`, `'processes'`, `'sync'`, or a scheduler of your own. */
  readonly scheduler?: string | Scheduler;
  /** Whether the graph is optimised first; true where it is left out. */
  readonly optimize?: boolean;
}

const computeNames: OptionNames<ComputeOptions> = {
  scheduler: true,
  workers: true,
  optimize: true,
  signal: true,
  callbacks: true,
  progress: true,
  dashboard: true,
  retries: true,
  memoryLimit: true,
  spillDirectory: true,
  mainThread: true,
  resources: true,
};

/** What is left when every collection in `X` is computed. */
export type Computed<X> =
  X extends Collection<infer T>
    ? T
    : X extends readonly unknown[]
      ? { -readonly [I in keyof X]: Computed<X[I]> }
      : X extends (...args: never[]) => unknown
        ? X
        : X extends Record<string, unknown>
          ? { [K in keyof X]: Computed<X[K]> }
          : X;

registerScheduler('threads', async () => (await import('./schedulers/threads.js')).threads);
registerScheduler('processes', async () => (await import('./schedulers/processes.js')).processes);
registerScheduler('sync', async () => (await import('./schedulers/sync.js')).sync);

/**
 * Computes collections together, so that what they share is computed once. Lists and plain objects are searched for
 * collections, and come back with values in their places; everything else is returned as it is.
 *
 * @throws TaskError when a task fails: the first one that does, with its name and the error itself as `cause`.
 * @throws AbortError when the signal fires.
 * @throws ArgumentError for an option that is none.
 * @example
 * const half = delayed((x: number) => x / 2);
 * await compute([half(3), { deep: half(5) }, 7]); // [1.5, { deep: 2.5 }, 7]
 * @see Dask's `dask.compute`
 */
export async function compute<const X extends readonly unknown[]>(
  values: X,
  options: ComputeOptions = {},
): Promise<Computed<X>> {
  const found: CollectionParts[] = [];
  const index = new Map<Collection, number>();
  const collect = (x: unknown): void => {
    if (isCollection(x)) {
      if (index.has(x)) return;
      index.set(x, found.length);
      found.push(x[collectionSymbol]());
    } else if (Array.isArray(x)) x.forEach(collect);
    else if (isPlainObject(x)) Object.values(x).forEach(collect);
  };
  collect(values);
  const results = await computeParts(found, options);
  const put = (x: unknown): unknown => {
    if (isCollection(x)) return results[index.get(x)!];
    if (Array.isArray(x)) return x.map(put);
    if (!isPlainObject(x)) return x;
    return Object.fromEntries(Object.entries(x).map(([name, item]) => [name, put(item)]));
  };
  return put(values) as Computed<X>;
}

async function computeParts(parts: readonly CollectionParts[], options: ComputeOptions): Promise<unknown[]> {
  const results = await resultsOf(parts, options);
  let at = 0;
  return parts.map((part) => {
    const first = at;
    at += part.keys.length;
    return part.finish(results.slice(first, at));
  });
}

/** The results of the keys of all `parts`, one part after the other. */
export async function resultsOf(
  parts: readonly CollectionParts[],
  given: ComputeOptions,
): Promise<unknown[]> {
  checkOptions('compute', given, computeNames);
  const options = withDefaults(given);
  const keys = parts.flatMap((part) => part.keys);
  if (keys.length === 0) return [];
  const scheduler =
    typeof options.scheduler === 'object'
      ? options.scheduler
      : await schedulerNamed('compute', options.scheduler);
  const callbacks = await watchers(options);
  return scheduler.run(graphOf(parts, options.optimize ?? true), keys, { ...options, callbacks });
}

/** Those who watch: the callbacks, and what the options name. Loaded only when they are asked for. */
async function watchers({ callbacks = [], progress, dashboard }: ComputeOptions): Promise<Callback[]> {
  const all = [...callbacks];
  if (progress) all.push((await import('./diagnostics/progress.js')).progress());
  if (dashboard) all.push(await (await import('./diagnostics/dashboard.js')).commonDashboard());
  return all;
}
