/**
 * Folding: where each part of a reduction is made from nothing and needed once, they are all made by the task that
 * combines them, one after the other. What would be results of many tasks, all in memory until the last one is there, is
 * then one block in one thread.
 *
 * Policy: it puts work in line that could run at once, so it is done only where there are several such tasks for every
 * core.
 */
import { availableParallelism } from 'node:os';
import { countDependents } from '../graph/optimization/substitute.js';
import type { Key } from '../graph/tasks/key.js';
import { type Graph, Nested, Ref, Task } from '../graph/tasks/task.js';
import { type BlockFunction, blockFunction, blockNameOf } from './block-function.js';
import type { Recipe } from './blocks/folding.js';
import type { Accumulation } from './blocks/reductions.js';

/** How the parts are added up that a function gets. */
const accumulations: Readonly<Partial<Record<BlockFunction, Accumulation>>> = {
  pairedParts: 'paired',
  pairedResult: 'paired',
  totalParts: 'totals',
  meanResult: 'totals',
  momentsParts: 'moments',
  spreadResult: 'moments',
};

/** Folded tasks there must be for each core. */
const tasksPerCore = 4;

/** The graph with its reductions folded, where that leaves enough to do at once. */
export function foldReductions(graph: Graph, keys: readonly Key[]): Graph {
  const asked = new Set(keys);
  const dependents = countDependents(graph);
  const isFree = (need: Key): boolean => dependents.get(need) === 1 && !asked.has(need);
  const folded = new Map<Key, Task>();
  for (const task of graph.values()) {
    const better = foldedTask(graph, task, isFree);
    if (better !== undefined) folded.set(task.key, better);
  }
  if (folded.size < tasksPerCore * availableParallelism()) return graph;
  const result: Graph = new Map(graph);
  for (const [key, task] of folded) {
    for (const need of graph.get(key)!.needs) result.delete(need);
    result.set(key, task);
  }
  return result;
}

function foldedTask(graph: Graph, task: Task, isFree: (need: Key) => boolean): Task | undefined {
  const { key, callable, args, needs, annotations } = task;
  const name = blockNameOf(callable);
  const accumulation = name && accumulations[name];
  const parts = args.at(-1);
  if (accumulation === undefined || !(parts instanceof Nested) || needs.length < 2) return undefined;
  const refs = parts.value as readonly unknown[];
  if (refs.length !== needs.length || !needs.every(isFree)) return undefined;
  const recipes: Recipe[] = [];
  for (const ref of refs) {
    const part = ref instanceof Ref ? graph.get(ref.key) : undefined;
    if (part === undefined || part.annotations !== annotations) return undefined;
    const recipe = recipeOf(part);
    if (recipe === undefined) return undefined;
    recipes.push(recipe);
  }
  const folded = [name, accumulation, args.slice(0, -1), recipes];
  return new Task(key, blockFunction('foldedParts', callable!.name), folded, [], annotations);
}

/** A task that needs nothing, as a recipe; undefined where it calls something else than block functions. */
function recipeOf({ callable, args, needs }: Task): Recipe | undefined {
  const recipe = blockNameOf(callable);
  if (recipe === undefined || needs.length > 0) return undefined;
  const inner: unknown[] = [];
  for (const arg of args) {
    if (arg instanceof Nested) return undefined;
    const value = arg instanceof Task ? recipeOf(arg) : arg;
    if (value === undefined && arg instanceof Task) return undefined;
    inner.push(value);
  }
  return { recipe, args: inner };
}
