/**
 * A graph as the engine sees it: tasks have numbers, and everything that is asked often is an array over them, so that
 * a million tasks cost no more each than a thousand.
 */
import { GraphError } from '../../core/errors.js';
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
  const waiting = new Int32Array(count);
  const consumers = new Int32Array(count);
  let edges = 0;
  for (let i = 0; i < count; i++) {
    const { needs } = tasks[i];
    waiting[i] = needs.length;
    edges += needs.length;
    for (const need of needs) consumers[indexOf.get(need)!]++;
  }
  const firstDependent = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) firstDependent[i + 1] = firstDependent[i] + consumers[i];
  const dependents = new Int32Array(edges);
  const next = firstDependent.slice();
  for (let i = 0; i < count; i++)
    for (const need of tasks[i].needs) dependents[next[indexOf.get(need)!]++] = i;
  for (const key of new Set(keys)) consumers[indexOf.get(key)!]++;
  return { tasks, indexOf, waiting, consumers, rank: rankOf(tasks), dependents, firstDependent };
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

/** The place of each task in the static order, tasks of higher priority before all others. */
function rankOf(tasks: readonly Task[]): Int32Array {
  const rank = Int32Array.from(tasks, (_, i) => i);
  const priority = (i: number) => tasks[i].annotations?.priority ?? 0;
  if (!tasks.some((task) => task.annotations?.priority)) return rank;
  const sorted = rank.slice().sort((a, b) => priority(b) - priority(a) || a - b);
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
