/**
 * Fusion: a task moves into the only task that needs it, and the two run as one, without a result in between.
 *
 * Policy: a task may move where nobody else needs it, nobody asked for it, its result is used in one place (in two it
 * would run twice), and its annotations are those of the task it moves into. Keys that were asked for stay. Each task
 * is a tree of those that moved into it; its height is the longest chain of calls in it, which is bounded, because a
 * fused task runs by recursion.
 */
import type { Key } from '../tasks/key.js';
import type { Graph, Ref, Task } from '../tasks/task.js';
import { countDependents, countRefs, substitute, topological } from './substitute.js';

export interface FuseOptions {
  /** How many tasks of a fused tree there may be for each step of its height: above 1, parallel work is put in line. 1. */
  readonly averageWidth?: number;
  /** How many calls deep a fused tree may be; 100. */
  readonly maxHeight?: number;
  /** How many tasks without needs inside it a fused tree may have. 1.5 + averageWidth · log(averageWidth + 1). */
  readonly maxWidth?: number;
}

interface Tree {
  readonly task: Task;
  readonly height: number;
  readonly width: number;
  readonly size: number;
}

/**
 * Chains of tasks become one task each: whatever has one need, and is all that its need is for; so do tasks whose
 * functions work together. The graph itself where no task has just one.
 *
 * @see Dask's `dask.optimization.fuse_linear`
 */
export function fuseLinear(graph: Graph, keys: readonly Key[], options: FuseOptions = {}): Graph {
  const { maxHeight = 100 } = options;
  if (!hasSteps(graph)) return graph;
  return fuseTrees(graph, keys, (task, movable) => {
    const most = task.callable?.together === undefined ? maxHeight : Math.min(maxHeight, highestTogether);
    if (task.needs.length === 1) return movable[0].height < most ? movable : [];
    return workingTogether(task, movable, most);
  });
}

/** How many results one call is given at most that its parts were given each on their own, and how deep those are. */
const mostTogether = 5;
const highestTogether = 40;

/** The trees whose functions do their work together with that of `task`: it is less than that of each on its own. */
function workingTogether(task: Task, movable: readonly Tree[], maxHeight: number): readonly Tree[] {
  if (task.callable?.together === undefined) return [];
  let inputs = task.needs.length;
  return movable.filter(({ task: inner, height, width }) => {
    if (inner.callable?.together !== task.callable?.together || height >= maxHeight) return false;
    const more = inputs - 1 + Math.max(width, inner.needs.length);
    if (more > mostTogether) return false;
    inputs = more;
    return true;
  });
}

function hasSteps(graph: Graph): boolean {
  for (const { needs, callable } of graph.values()) {
    if (needs.length === 1 || callable?.together !== undefined) return true;
  }
  return false;
}

/**
 * Chains, and trees that are not wider than asked for, become one task each. What a tree needs from outside it needs
 * from its start: where that would be more than its top needs, only low trees are fused.
 *
 * @see Dask's `dask.optimization.fuse`
 */
export function fuse(graph: Graph, keys: readonly Key[], options: FuseOptions = {}): Graph {
  const { averageWidth = 1, maxHeight = 100 } = options;
  const { maxWidth = 1.5 + averageWidth * Math.log(averageWidth + 1) } = options;
  return fuseTrees(graph, keys, (task, movable) => {
    const height = 1 + movable.reduce((highest, tree) => Math.max(highest, tree.height), 0);
    const width = movable.reduce((total, tree) => total + tree.width, 0);
    const size = 1 + movable.reduce((total, tree) => total + tree.size, 0);
    if (height > maxHeight || width > maxWidth || (width > 1 && size / height > averageWidth)) return [];
    const needsMore = movable.some((tree) => tree.task.needs.some((need) => !task.needs.includes(need)));
    const waits = movable.length < task.needs.length || movable.length > 1;
    return needsMore && waits && height > 1 + 1.5 * averageWidth ? [] : movable;
  });
}

/** Which of the trees that may move into `task` do; there is at least one. */
type Choice = (task: Task, movable: readonly Tree[]) => readonly Tree[];

function fuseTrees(graph: Graph, keys: readonly Key[], choose: Choice): Graph {
  const asked = new Set(keys);
  const dependents = countDependents(graph);
  const trees = new Map<Key, Tree>();
  for (const key of topological(graph)) {
    const task = graph.get(key)!;
    const movable: Tree[] = [];
    let refs: Map<Key, number> | null = null;
    for (const need of task.needs) {
      if (dependents.get(need) !== 1 || asked.has(need)) continue;
      const tree = trees.get(need);
      if (tree === undefined || !isFusable(tree.task, task)) continue;
      refs ??= countRefs(task);
      if (refs.get(need) === 1) movable.push(tree);
    }
    const moved = movable.length === 0 ? movable : choose(task, movable);
    trees.set(key, treeOf(task, moved));
    for (const tree of moved) trees.delete(tree.task.key);
  }
  return inOrderOf(graph, trees);
}

/** Values stay tasks of their own: inlining is what decides about them. */
function isFusable(inner: Task, outer: Task): boolean {
  const isValue = inner.callable === null && inner.needs.length === 0;
  if (isValue || outer.callable === null || !sameAnnotations(inner, outer)) return false;
  // What stays in the calling thread would keep the work of others there.
  return (inner.callable?.staysHere ?? false) === (outer.callable.staysHere ?? false);
}

function sameAnnotations({ annotations: a }: Task, { annotations: b }: Task): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function treeOf(task: Task, moved: readonly Tree[]): Tree {
  if (moved.length === 0) return { task, height: 1, width: 1, size: 1 };
  const inner = new Map(moved.map((tree) => [tree.task.key, tree.task]));
  const put = (ref: Ref): unknown => inner.get(ref.key) ?? ref;
  return {
    task: substitute(task, put),
    height: 1 + Math.max(...moved.map((tree) => tree.height)),
    width: moved.reduce((total, tree) => total + tree.width, 0),
    size: 1 + moved.reduce((total, tree) => total + tree.size, 0),
  };
}

/** The tasks that are left, in the order they had. */
function inOrderOf(graph: Graph, trees: ReadonlyMap<Key, Tree>): Graph {
  const fused: Graph = new Map();
  for (const key of graph.keys()) {
    const tree = trees.get(key);
    if (tree === undefined) continue;
    const { task, size } = tree;
    fused.set(key, size > 1 ? (task.callable?.together?.(task) ?? task) : task);
  }
  return fused;
}
