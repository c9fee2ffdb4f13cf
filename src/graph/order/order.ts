/**
 * The static order: which of the tasks that could run next should, so that few results are in memory at a time.
 *
 * Policy: to find the best order is NP-hard, so a few good ways through the graph are tried, each in about linear time, and
 * the one with the lowest peak of live results is taken. All of them run at once what frees at least as much as it fills.
 */
import type { Key } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';
import { depthFirst, preferLarge, registers } from './depth-first.js';
import { type IndexedGraph, indexGraph } from './indexed.js';
import { nearestFirst } from './nearest-first.js';
import { pressureOf } from './pressure.js';

/**
 * The place of every task in an order that keeps few results in memory when tasks run one after the other; schedulers
 * take of the tasks that are ready the one with the lowest place. Every task comes after those it needs.
 *
 * @param keys what is wanted, in the order it is gone for; what nobody needs and nobody wants comes after it
 * @throws GraphError when a task needs itself, however far round; the message shows the cycle
 * @example
 * order(graph, ['total']).get('load-1'); // 0
 * @see Dask's `dask.order.order`
 */
export function order(graph: Graph, keys: readonly Key[] = []): Map<Key, number> {
  const names = [...graph.keys()];
  const indexed = indexGraph('order', graph);
  const places = bestOrder(indexed, targetsOf(names, indexed, keys));
  const result = new Map<Key, number>();
  for (let place = 0; place < places.length; place++) result.set(names[places[place]], place);
  return result;
}

/** The nodes of a graph in the order to run them in; `targets` are those that nobody needs. */
export function bestOrder(graph: IndexedGraph, targets: Int32Array): Int32Array {
  const largeFirst = preferLarge(graph, registers(graph));
  const ways = [
    () => depthFirst(graph, largeFirst, targets),
    () => nearestFirst(graph, largeFirst, targets),
    () => depthFirst(graph, graph.needs.items, targets),
  ];
  let best = ways[0]();
  // In a tree, larger parts first is the best there is.
  if (isForest(graph)) return best;
  const enough = Math.max(2, mostNeeds(graph));
  let pressure = pressureOf(graph, best);
  for (const way of ways.slice(1)) {
    if (pressure.peak <= enough) break;
    const other = way();
    const found = pressureOf(graph, other);
    if (found.peak > pressure.peak || (found.peak === pressure.peak && found.mean >= pressure.mean)) continue;
    best = other;
    pressure = found;
  }
  return best;
}

function isForest({ users: { starts }, size }: IndexedGraph): boolean {
  for (let node = 0; node < size; node++) if (starts[node + 1] - starts[node] > 1) return false;
  return true;
}

/** What some task needs is in memory at once in any order. */
function mostNeeds({ needs: { starts }, size }: IndexedGraph): number {
  let most = 0;
  for (let node = 0; node < size; node++) most = Math.max(most, starts[node + 1] - starts[node]);
  return most;
}

/** The tasks that nobody needs: the wanted ones first, in the order they are wanted in. */
function targetsOf(names: readonly Key[], { users, size }: IndexedGraph, keys: readonly Key[]): Int32Array {
  const wanted = new Map(keys.map((key, i) => [key, i]));
  const targets: number[] = [];
  for (let node = 0; node < size; node++) {
    if (users.starts[node] === users.starts[node + 1]) targets.push(node);
  }
  if (wanted.size > 0) {
    const rank = (node: number) => wanted.get(names[node]) ?? keys.length;
    targets.sort((a, b) => rank(a) - rank(b) || a - b);
  }
  return Int32Array.from(targets);
}
