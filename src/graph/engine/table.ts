/**
 * A graph as the engine sees it: tasks have numbers, and everything that is asked often is an array over them, so that
 * a million tasks cost no more each than a thousand.
 */
import { GraphError } from '../../core/errors.js';
import type { Adjacency, IndexedGraph } from '../order/indexed.js';
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
  const { tasks, indexOf, needs } = depthFirst(graph, keys);
  const indexed = indexedOf(needs);
  const { starts: firstDependent, items: dependents } = indexed.users;
  const wanted = Int32Array.from(new Set(keys), (key) => indexOf.get(key)!);
  const consumers = lengths(firstDependent);
  const targets = wanted.filter((i) => consumers[i] === 0);
  const rank = rankOf(tasks, bestOrder(indexed, targets));
  for (const i of wanted) consumers[i]++;
  const waiting = lengths(indexed.needs.starts);
  return { tasks, indexOf, waiting, consumers, rank, dependents, firstDependent };
}

function indexedOf(needs: Adjacency): IndexedGraph {
  const size = needs.starts.length - 1;
  const firstUser = new Int32Array(size + 1);
  for (const need of needs.items) firstUser[need + 1]++;
  for (let i = 0; i < size; i++) firstUser[i + 1] += firstUser[i];
  const users = new Int32Array(needs.items.length);
  const next = firstUser.slice();
  for (let i = 0; i < size; i++)
    for (let at = needs.starts[i]; at < needs.starts[i + 1]; at++) users[next[needs.items[at]]++] = i;
  const topological = new Int32Array(size);
  for (let i = 0; i < size; i++) topological[i] = i;
  return { size, needs, users: { starts: firstUser, items: users }, topological };
}

/** How many items each node has. */
function lengths(starts: Int32Array): Int32Array {
  const found = new Int32Array(starts.length - 1);
  for (let i = 0; i < found.length; i++) found[i] = starts[i + 1] - starts[i];
  return found;
}

/** In place of a number, while what a task needs is being visited. */
const visiting = -1;

/**
 * Every task that `keys` need, each after its needs. A chain may be a million tasks long, so there is no recursion; and
 * finding a key among a million costs more than all else here, so what is found once is remembered as a number.
 */
function depthFirst(graph: Graph, keys: readonly Key[]) {
  const tasks: Task[] = [];
  const indexOf = new Map<Key, number>();
  const stack: Task[] = [];
  const places: number[] = [];
  /** The numbers of the needs that have one, of all tasks in `stack`. */
  const found: number[] = [];
  const starts = [0];
  const items: number[] = [];
  /** The number of a task that has one; of others, what they need comes first. */
  const enter = (key: Key, by: Key | null): number => {
    const seen = indexOf.get(key);
    if (seen === visiting) throw cycle(stack, key);
    if (seen !== undefined) return seen;
    const task = graph.get(key);
    if (task === undefined) throw missing(key, by);
    indexOf.set(key, visiting);
    stack.push(task);
    places.push(0);
    return visiting;
  };
  for (const key of keys) {
    enter(key, null);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const task = stack[top];
      const { needs } = task;
      if (places[top] < needs.length) {
        const number = enter(needs[places[top]++], task.key);
        if (number !== visiting) found.push(number);
        continue;
      }
      for (let i = found.length - needs.length; i < found.length; i++) items.push(found[i]);
      found.length -= needs.length;
      starts.push(items.length);
      indexOf.set(task.key, tasks.length);
      // It was entered for the task below it, which needs it.
      if (top > 0) found.push(tasks.length);
      tasks.push(task);
      stack.pop();
      places.pop();
    }
  }
  return { tasks, indexOf, needs: { starts: Int32Array.from(starts), items: Int32Array.from(items) } };
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
