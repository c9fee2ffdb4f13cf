/** A graph as integers: tasks by position, what each needs and who needs it as ranges of one list. */
import { GraphError } from '../../core/errors.js';
import type { Key } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';

/** For each node the items from `starts[node]` to `starts[node + 1]`. */
export interface Adjacency {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export interface IndexedGraph {
  readonly size: number;
  readonly needs: Adjacency;
  readonly users: Adjacency;
  /** All nodes, each after those it needs. */
  readonly topological: Int32Array;
}

/** @throws GraphError when a task needs itself, however far round */
export function indexGraph(operation: string, graph: Graph): IndexedGraph {
  const places = new Map<Key, number>();
  for (const key of graph.keys()) places.set(key, places.size);
  const size = places.size;
  const starts = new Int32Array(size + 1);
  let edges = 0;
  for (const task of graph.values()) edges += task.needs.length;
  const items = new Int32Array(edges);
  let node = 0;
  let at = 0;
  for (const task of graph.values()) {
    for (const need of task.needs) {
      const place = places.get(need);
      // What another graph has is there before anything runs.
      if (place !== undefined) items[at++] = place;
    }
    node += 1;
    starts[node] = at;
  }
  const needs = { starts, items };
  const users = reversed(needs, size);
  const topological = sortTopologically(needs, users, size);
  if (topological.length < size) throw cycleError(operation, [...graph.keys()], needs, topological);
  return { size, needs, users, topological };
}

function reversed({ starts, items }: Adjacency, size: number): Adjacency {
  const ends = new Int32Array(size + 1);
  const edges = starts[size];
  for (let i = 0; i < edges; i++) ends[items[i] + 1] += 1;
  for (let node = 0; node < size; node++) ends[node + 1] += ends[node];
  const fill = ends.slice();
  const users = new Int32Array(edges);
  for (let node = 0; node < size; node++) {
    for (let i = starts[node]; i < starts[node + 1]; i++) users[fill[items[i]]++] = node;
  }
  return { starts: ends, items: users };
}

/** Shorter than the graph where there are cycles. */
function sortTopologically(needs: Adjacency, users: Adjacency, size: number): Int32Array {
  const sorted = new Int32Array(size);
  const missing = new Int32Array(size);
  let count = 0;
  for (let node = 0; node < size; node++) {
    missing[node] = needs.starts[node + 1] - needs.starts[node];
    if (missing[node] === 0) sorted[count++] = node;
  }
  for (let i = 0; i < count; i++) {
    const node = sorted[i];
    for (let j = users.starts[node]; j < users.starts[node + 1]; j++) {
      const user = users.items[j];
      missing[user] -= 1;
      if (missing[user] === 0) sorted[count++] = user;
    }
  }
  return sorted.subarray(0, count);
}

function cycleError(
  operation: string,
  keys: readonly Key[],
  needs: Adjacency,
  sorted: Int32Array,
): GraphError {
  const isSorted = new Uint8Array(keys.length);
  for (const node of sorted) isSorted[node] = 1;
  // Every node that is left needs one that is left: going on and on comes round.
  const path: number[] = [];
  const seen = new Map<number, number>();
  let node = isSorted.indexOf(0);
  while (!seen.has(node)) {
    seen.set(node, path.length);
    path.push(node);
    let i = needs.starts[node];
    while (isSorted[needs.items[i]] === 1) i += 1;
    node = needs.items[i];
  }
  const round = [...path.slice(seen.get(node)), node].map((place) => `'${keys[place]}'`);
  const shown = round.length > 12 ? [...round.slice(0, 11), '…', round[0]] : round;
  return new GraphError(`the graph has a cycle: ${shown.join(' needs ')}`, {
    operation,
    argument: 'graph',
    needs: 'tasks that do not need themselves, however far round',
  });
}
