import type { Key } from '../tasks/key.js';
import { type Graph, Ref, Task } from '../tasks/task.js';
import { cull } from './cull.js';
import { countDependents, substitute, topological } from './substitute.js';

/**
 * Without tasks that are only another name of a task: who needs the name gets the task. Names that were asked for stay;
 * where nobody else needs the task itself, it takes the name.
 *
 * @see Dask's `dask._task_spec.resolve_aliases`
 */
export function removeAliases(graph: Graph, keys: readonly Key[]): Graph {
  const asked = new Set(keys);
  const meant = new Map<Key, Key>();
  const direct: Graph = new Map(graph);
  for (const key of topological(graph)) {
    const put = (ref: Ref): Ref => (meant.has(ref.key) ? new Ref(meant.get(ref.key)!) : ref);
    const task = graph.get(key)!;
    const better = task.needs.some((need) => meant.has(need)) ? substitute(task, put) : task;
    direct.set(key, better);
    const alias = aliasOf(better);
    if (alias !== null && !isAnnotated(task)) meant.set(key, alias);
  }
  return renamed(cull(direct, keys), asked);
}

/** The key that a task is another name of. */
function aliasOf({ callable, args }: Task): Key | null {
  return callable === null && args[0] instanceof Ref ? args[0].key : null;
}

function isAnnotated({ annotations }: Task): boolean {
  return annotations !== undefined && Object.keys(annotations).length > 0;
}

/** What was asked for by another name alone takes that name. */
function renamed(graph: Graph, asked: ReadonlySet<Key>): Graph {
  const dependents = countDependents(graph);
  for (const [key, task] of graph) {
    const alias = aliasOf(task);
    if (alias === null || asked.has(alias) || dependents.get(alias) !== 1) continue;
    const { callable, args, needs, annotations } = graph.get(alias)!;
    graph.set(key, new Task(key, callable, args, needs, annotations));
    graph.delete(alias);
  }
  return graph;
}
