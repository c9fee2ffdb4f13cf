/** Which optimisation a graph gets before it is run: what its collections say, else cull and linear fusion. */
import { type Collection, type CollectionParts, collectionSymbol } from '../collection.js';
import type { Key } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';
import { cull } from './cull.js';
import { fuseLinear } from './fuse.js';

/** One graph for all `parts`: the tasks they name, and all that those need. */
export function graphOf(parts: readonly CollectionParts[], optimized: boolean): Graph {
  const all: Graph = new Map();
  if (!optimized) {
    for (const part of parts) part.addTo(all);
    return all;
  }
  // Collections of one kind are optimised together, so that what they share stays shared.
  const kinds = new Map<CollectionParts['optimize'], CollectionParts[]>();
  for (const part of parts) {
    const kind = kinds.get(part.optimize);
    if (kind === undefined) kinds.set(part.optimize, [part]);
    else kind.push(part);
  }
  for (const [optimizeKind, ofKind] of kinds) {
    const graph: Graph = new Map();
    for (const part of ofKind) part.addTo(graph);
    const keys = ofKind.flatMap((part) => part.keys);
    const better = optimizeKind === undefined ? optimizeGraph(graph, keys) : optimizeKind(graph, keys);
    if (kinds.size === 1) return better;
    // Of two tasks with one key both give the same result.
    for (const [key, task] of better) if (!all.has(key)) all.set(key, task);
  }
  return all;
}

/** Gives another graph for the same keys, or the one it got. */
type Optimization = (graph: Graph, keys: readonly Key[]) => Graph;

const more: Optimization[] = [];

/** Has a function look at every graph after the usual optimisations: one that knows what some tasks reckon. */
export function addOptimization(optimization: Optimization): void {
  more.push(optimization);
}

function optimizeGraph(graph: Graph, keys: readonly Key[]): Graph {
  const usual = fuseLinear(cull(graph, keys), keys);
  return more.reduce((better, optimization) => optimization(better, keys), usual);
}

/**
 * The same collections over graphs that were optimised together, as they would be before they are computed.
 *
 * @see Dask's `dask.optimize`
 */
export function optimize<const X extends readonly Collection[]>(
  ...collections: X
): { -readonly [I in keyof X]: X[I] } {
  const parts = collections.map((collection) => collection[collectionSymbol]());
  const graph = graphOf(parts, true);
  return parts.map((part) => part.rebuild(graph)) as unknown as { -readonly [I in keyof X]: X[I] };
}
