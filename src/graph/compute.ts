import { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
import { withDefaults } from './configuration.js';
import { graphOf } from './optimization/optimize.js';
import { type RunOptions, registerScheduler, type Scheduler, schedulerNamed } from './scheduler.js';
import { isPlainObject } from './tasks/task.js';

/** How to compute. */
export interface ComputeOptions extends RunOptions {
  /** `'threads'`, `'processes'`, `'sync'`, or a scheduler of your own. */
  readonly scheduler?: string | Scheduler;
  /** Whether the graph is optimised first; true where it is left out. */
  readonly optimize?: boolean;
}

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
 * @see Dask's `dask.compute`
 */
export async function computeAll<const X extends readonly unknown[]>(
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
  const options = withDefaults(given);
  const keys = parts.flatMap((part) => part.keys);
  if (keys.length === 0) return [];
  const scheduler =
    typeof options.scheduler === 'object'
      ? options.scheduler
      : await schedulerNamed('compute', options.scheduler);
  return scheduler.run(graphOf(parts, options.optimize ?? true), keys, options);
}
