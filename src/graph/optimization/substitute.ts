/** Tasks with other things in the places of their Refs. */
import type { Key } from '../tasks/key.js';
import { type Graph, isPlainObject, keysIn, Nested, Ref, Task } from '../tasks/task.js';

/** What stands in the place of a Ref from now on; the Ref itself where it stays. */
export type Replacement = (ref: Ref) => unknown;

/** `task` with its Refs replaced, inside lists, objects and other tasks too. The task itself where none was. */
export function substitute(task: Task, replacement: Replacement): Task {
  const args = replaceAll(task.args, (arg) =>
    arg instanceof Nested ? replaceNested(arg, replacement) : replaceOne(arg, replacement),
  );
  return args === task.args ? task : new Task(task.key, task.callable, args, keysIn(args), task.annotations);
}

function replaceOne(x: unknown, replacement: Replacement): unknown {
  if (x instanceof Ref) return replacement(x);
  return x instanceof Task ? substitute(x, replacement) : x;
}

function replaceNested(nested: Nested, replacement: Replacement): Nested {
  const value = replaceInside(nested.value, replacement);
  return value === nested.value ? nested : new Nested(value);
}

function replaceInside(x: unknown, replacement: Replacement): unknown {
  if (Array.isArray(x)) return replaceAll(x, (item) => replaceInside(item, replacement));
  if (!isPlainObject(x)) return replaceOne(x, replacement);
  const items = Object.values(x);
  const made = replaceAll(items, (item) => replaceInside(item, replacement));
  return made === items ? x : Object.fromEntries(Object.keys(x).map((name, i) => [name, made[i]]));
}

/** The list itself where nothing in it changes. */
function replaceAll(items: readonly unknown[], replace: (item: unknown) => unknown): readonly unknown[] {
  let made: unknown[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = replace(items[i]);
    if (Object.is(item, items[i])) continue;
    made ??= [...items];
    made[i] = item;
  }
  return made ?? items;
}

/** How often the arguments of `task` refer to each key: what stands twice and is put in its places runs twice. */
export function countRefs(task: Task): Map<Key, number> {
  const counts = new Map<Key, number>();
  const visit = (ref: Ref): Ref => {
    counts.set(ref.key, (counts.get(ref.key) ?? 0) + 1);
    return ref;
  };
  substitute(task, visit);
  return counts;
}

/** How many tasks need each key. */
export function countDependents(graph: Graph): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const task of graph.values()) {
    for (const need of task.needs) counts.set(need, (counts.get(need) ?? 0) + 1);
  }
  return counts;
}

/** All keys so that each comes after those it needs. Keys that are needed by themselves are left out. */
export function topological(graph: Graph): Key[] {
  const missing = new Map<Key, number>();
  const dependents = new Map<Key, Key[]>();
  const ready: Key[] = [];
  for (const [key, task] of graph) {
    let needs = 0;
    for (const need of task.needs) {
      if (!graph.has(need)) continue;
      needs += 1;
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [key]);
      else known.push(key);
    }
    if (needs === 0) ready.push(key);
    else missing.set(key, needs);
  }
  for (let i = 0; i < ready.length; i++) {
    for (const dependent of dependents.get(ready[i]) ?? []) {
      const left = missing.get(dependent)! - 1;
      missing.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return ready;
}
