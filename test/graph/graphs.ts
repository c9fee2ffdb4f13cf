/** Small graphs for tests. */
import { type Collection, collectionSymbol, type Graph, type Key, type Task } from '../../src/graph/index.js';

/** The results of `keys` in a graph of these tasks, as a collection. */
export function wanted(tasks: readonly Task[], ...keys: Key[]): Collection<unknown[]> {
  return {
    [collectionSymbol]: () => ({
      keys,
      addTo: (graph: Graph) => {
        for (const task of tasks) graph.set(task.key, task);
      },
      finish: (results) => [...results],
      rebuild: (graph) => wanted([...graph.values()], ...keys),
    }),
  };
}
