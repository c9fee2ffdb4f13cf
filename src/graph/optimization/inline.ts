import type { Callable } from '../tasks/callable.js';
import type { Key } from '../tasks/key.js';
import { type Graph, isPlainObject, Nested, Ref, Task } from '../tasks/task.js';
import { cull } from './cull.js';
import { countRefs, substitute, topological } from './substitute.js';

/**
 * Puts known values into the tasks that need them: strings, numbers and the like everywhere, arrays and other objects
 * where one task needs them, so that nothing is sent twice. Values that were asked for stay tasks as well.
 *
 * @see Dask's `dask.optimization.inline`
 */
export function inlineConstants(graph: Graph, keys: readonly Key[]): Graph {
  const dependents = new Map<Key, number>();
  for (const task of graph.values()) {
    for (const need of task.needs) dependents.set(need, (dependents.get(need) ?? 0) + 1);
  }
  return inlineTasks(graph, keys, (task) => {
    if (task.callable !== null || task.needs.length > 0 || !isConstant(task.args[0])) return false;
    return typeof task.args[0] !== 'object' || task.args[0] === null || dependents.get(task.key) === 1;
  });
}

/** Whether a value means itself wherever it stands: lists and objects are looked into where they are arguments. */
function isConstant(x: unknown): boolean {
  if (typeof x !== 'object' || x === null) return true;
  if (x instanceof Ref || x instanceof Task || x instanceof Nested || Array.isArray(x)) return false;
  return !isPlainObject(x) && typeof (x as { then?: unknown }).then !== 'function';
}

/**
 * Puts calls of cheap functions into every task that needs their results: they run once for each, and nothing is kept
 * or sent in between.
 *
 * @param isCheap whether a function is worth calling again rather than keeping its result
 * @see Dask's `dask.optimization.inline_functions`
 */
export function inlineFunctions(
  graph: Graph,
  keys: readonly Key[],
  isCheap: (callable: Callable) => boolean,
): Graph {
  return inlineTasks(graph, keys, ({ callable }) => callable !== null && isCheap(callable));
}

/** How many calls an inlined task may have inside: where cheap ones feed each other, their number doubles. */
const largestInlined = 100;

function inlineTasks(graph: Graph, keys: readonly Key[], isChosen: (task: Task) => boolean): Graph {
  const inlined = new Map<Key, Task>();
  const sizes = new Map<Key, number>();
  const made: Graph = new Map(graph);
  for (const key of topological(graph)) {
    const task = graph.get(key)!;
    let size = 1;
    if (task.needs.some((need) => inlined.has(need))) {
      for (const [need, times] of countRefs(task)) size += times * (sizes.get(need) ?? 0);
    }
    const put = (ref: Ref): unknown => {
      const inner = inlined.get(ref.key);
      if (inner === undefined) return ref;
      return inner.callable === null && inner.needs.length === 0 ? inner.args[0] : inner;
    };
    const better = size === 1 ? task : substitute(task, put);
    made.set(key, better);
    if (size > largestInlined || !isChosen(task)) continue;
    inlined.set(key, better);
    sizes.set(key, size);
  }
  return cull(made, keys);
}
