import type { Key } from '../tasks/key.js';
import { addNeeded, type Graph } from '../tasks/task.js';

/**
 * Only the tasks that `keys` need.
 *
 * @see Dask's `dask.optimization.cull`
 */
export function cull(graph: Graph, keys: readonly Key[]): Graph {
  const kept: Graph = new Map();
  addNeeded(kept, graph, keys);
  return kept;
}
