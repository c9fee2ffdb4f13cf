/**
 * A graph as the engine sees it: tasks have numbers, and everything that is asked often is an array over them, so that
 * a million tasks cost no more each than a thousand.
 */
import { GraphError } from '../../core/errors.js';
import type { IndexedGraph } from '../order/indexed.js';
import { bestOrder } from '../order/order.js';
import type { Key } from '../tasks/key.js';
import type { Graph, Task } from '../tasks/task.js';

export interface Table {
  readonly tasks: readonly Task[];
  readonly indexOf: ReadonlyMap<Key, number>;
  /** For each task, how many of its needs have no result yet. */
  readonly waiting: Int32Array;
  /** For each task, how many still want its result: tasks that need it, and 1 where it was asked for. */
  readonly consumers: Int32Array;
  /** For each task, when it should run: lower is earlier, no two are alike. */
  readonly rank: Int32Array;
  /** The tasks that need task i: `dependents` from `firstDependent[i]` to `firstDependent[i + 1]`. */
  readonly dependents: Int32Array;
  readonly firstDependent: Int32Array;
}

/**
 * The tasks that `keys` need, numbered so that each comes after what it needs.
 * @throws GraphError when a key is missing, or a task needs itself.
 */
export function tableOf(graph: Graph, keys: readonly Key[]): Table {
  const tasks = depthFirst(graph, keys);
  const count = tasks.length;
  const indexOf = new Map<Key, number>();
  for (let i = 0; i < count; i++) indexOf.set(tasks[i].key, i);
  const indexed = indexedOf(tasks, indexOf);
  const { starts: firstDependent, items: dependents } = indexed.users;
  const wanted = Int32Array.from(new Set(keys), (key) => indexOf.get(key)!);
  const consumers = lengths(firstDependent);
  const targets = wanted.filter((i) => consumers[i] === 0);
  const rank = rankOf(tasks, bestOrder(indexed, targets));
  for (const i of wanted) consumers[i]++;
  const waiting = lengths(indexed.needs.starts);
  return { tasks, indexOf, waiting, consumers, rank, dependents, firstDependent };
}

function indexedOf(tasks: readonly Task[], indexOf: ReadonlyMap<Key, number>): IndexedGraph {
  const size = tasks.length;
  const firstNeed = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) firstNeed[i + 1] = firstNeed[i] + tasks[i].needs.length;
  const needs = new Int32Array(firstNeed[size]);
  const firstUser = new Int32Array(size + 1);
  let edge = 0;
  for (const task of tasks) {
    for (const key of task.needs) {
      const need = indexOf.get(key)!;
      needs[edge++] = need;
      firstUser[need + 1]++;
    }
  }
  for (let i = 0; i < size; i++) firstUser[i + 1] += firstUser[i];
  const users = new Int32Array(edge);
  const next = firstUser.slice();
  for (let i = 0; i < size; i++)
    for (let at = firstNeed[i]; at < firstNeed[i + 1]; at++) users[next[needs[at]]++] = i;
  const topological = new Int32Array(size);
  for (let i = 0; i < size; i++) topological[i] = i;
  return {
    size,
    needs: { starts: firstNeed, items: needs },
    users: { starts: firstUser, items: users },
    topological,
  };
}

/** How many items each node has. */
function lengths(starts: Int32Array): Int32Array {
  const found = new Int32Array(starts.length - 1);
  for (let i = 0; i < found.length; i++) found[i] = starts[i + 1] - starts[i];
  return found;
}

/** Every task that `keys` need, each after its needs. A chain may be a million tasks long, so there is no recursion. */
function depthFirst(graph: Graph, keys: readonly Key[]): Task[] {
  const tasks: Task[] = [];
  /** 1 while what a task needs is being visited, 2 when it has its place. */
  const state = new Map<Key, 1 | 2>();
  const stack: Task[] = [];
  const places: number[] = [];
  const enter = (key: Key, by: Key | null): void => {
    const seen = state.get(key);
    if (seen === 2) return;
    if (seen === 1) throw cycle(stack, key);
    const task = graph.get(key);
    if (task === undefined) throw missing(key, by);
    state.set(key, 1);
    stack.push(task);
    places.push(0);
  };
  for (const key of keys) {
    enter(key, null);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const task = stack[top];
      if (places[top] < task.needs.length) {
        enter(task.needs[places[top]++], task.key);
        continue;
      }
      state.set(task.key, 2);
      tasks.push(task);
      stack.pop();
      places.pop();
    }
  }
  return tasks;
}

/** The place of each task when they run in this order, tasks of higher priority before all others. */
function rankOf(tasks: readonly Task[], order: Int32Array): Int32Array {
  const rank = new Int32Array(tasks.length);
  for (let place = 0; place < order.length; place++) rank[order[place]] = place;
  if (!tasks.some((task) => task.annotations?.priority)) return rank;
  const priority = (i: number) => tasks[i].annotations?.priority ?? 0;
  const sorted = order.slice().sort((a, b) => priority(b) - priority(a) || rank[a] - rank[b]);
  for (let place = 0; place < sorted.length; place++) rank[sorted[place]] = place;
  return rank;
}

function missing(key: Key, by: Key | null): GraphError {
  const who = by === null ? 'was asked for' : `is needed by '${by}'`;
  return new GraphError(`'${key}' ${who} and is not in the graph`, { operation: 'compute', got: key });
}

function cycle(stack: readonly Task[], key: Key): GraphError {
  const from = stack.findIndex((task) => task.key === key);
  const round = [...stack.slice(from).map((task) => task.key), key];
  const shown = round.length > 8 ? [...round.slice(0, 4), '…', ...round.slice(-3)] : round;
  return new GraphError(`a task needs its own result: ${shown.join(' → ')}`, {
    operation: 'compute',
    got: key,
  });
}
