/**
 * The open protocol: anything that can say which tasks it stands for is a collection, and `compute`, `persist`,
 * `visualize` and `optimize` take it. Delayed values and blocked arrays are the collections of this package.
 *
 * @see Dask's `__dask_graph__`, `__dask_keys__`, `__dask_postcompute__`, `__dask_postpersist__`
 */
import type { Key } from './tasks/key.js';
import type { Graph } from './tasks/task.js';

export const collectionSymbol: unique symbol = Symbol.for('strided.collection') as never;

/** What a collection stands for. */
export interface CollectionParts<T = unknown> {
  /** Tasks whose results make the value. */
  readonly keys: readonly Key[];
  /** Adds these tasks, and all that they need, to a graph; what is there already stays. */
  addTo(graph: Graph): void;
  /** The value, of the results of `keys` in their order. */
  finish(results: readonly unknown[]): T;
  /** The same collection over tasks that are known: `graph` has a task for each of `keys`. */
  rebuild(graph: Graph): Collection<T>;
  /** What this kind of collection makes of a graph before it is run, instead of cull and fuse. */
  optimize?(graph: Graph, keys: readonly Key[]): Graph;
}

export interface Collection<T = unknown> {
  [collectionSymbol](): CollectionParts<T>;
}

export function isCollection(x: unknown): x is Collection {
  return typeof x === 'object' || typeof x === 'function'
    ? x !== null && collectionSymbol in (x as object)
    : false;
}
