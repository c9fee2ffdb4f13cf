/**
 * Tasks: a function, its arguments, and the names of the tasks whose results it needs. A graph is a plain map of them,
 * so that anybody can look into it, change it and make one of their own.
 *
 * An argument is one of: a `Ref`, for the result of another task; a `Nested` value, which has Refs somewhere inside; a
 * `Task`, computed where it stands (fusion puts tasks into each other); anything else stands for itself.
 */
import type { Callable } from './callable.js';
import type { Key } from './key.js';

/** The result of another task. */
export class Ref {
  readonly key: Key;

  constructor(key: Key) {
    this.key = key;
  }
}

/** Lists and plain objects with Refs or Tasks inside. */
export class Nested {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** What a scheduler may be told about a task. */
export interface Annotations {
  /** Higher runs earlier, before the order decides. */
  readonly priority?: number;
  /** How often a task that fails is tried again. */
  readonly retries?: number;
  /** What the task occupies while it runs, of what the scheduler has: `{ gpu: 1 }`. */
  readonly resources?: Readonly<Record<string, number>>;
}

export class Task {
  readonly key: Key;
  /** What is called; null where the result is the only argument itself: a value, or another name of a task. */
  readonly callable: Callable | null;
  readonly args: readonly unknown[];
  /** Keys in the arguments, each once. */
  readonly needs: readonly Key[];
  readonly annotations: Annotations | undefined;

  constructor(
    key: Key,
    callable: Callable | null,
    args: readonly unknown[],
    needs: readonly Key[] = keysIn(args),
    annotations?: Annotations,
  ) {
    this.key = key;
    this.callable = callable;
    this.args = args;
    this.needs = needs;
    this.annotations = annotations;
  }
}

/** Tasks by their names. Every key a task needs is in the same graph, and none needs itself, however far round. */
export type Graph = Map<Key, Task>;

const nothing: readonly Key[] = Object.freeze([]);

/** A task whose result is known. */
export function valueTask(key: Key, value: unknown): Task {
  return new Task(key, null, [value], nothing);
}

/** Every key in the arguments of a task, once each. */
export function keysIn(args: readonly unknown[]): readonly Key[] {
  let found: Set<Key> | null = null;
  const visit = (x: unknown): void => {
    if (x instanceof Ref) {
      found ??= new Set();
      found.add(x.key);
    } else if (x instanceof Task) {
      for (const arg of x.args) visit(arg);
    } else if (x instanceof Nested) {
      visitInside(x.value, visit);
    }
  };
  for (const arg of args) visit(arg);
  return found === null ? nothing : [...(found as Set<Key>)];
}

/** Calls `visit` with every Ref and Task in lists and plain objects. */
function visitInside(x: unknown, visit: (x: unknown) => void): void {
  if (x instanceof Ref || x instanceof Task) visit(x);
  else if (Array.isArray(x)) for (const item of x) visitInside(item, visit);
  else if (isPlainObject(x)) for (const item of Object.values(x)) visitInside(item, visit);
}

/** Whether Refs are looked for inside: what an object literal makes. */
export function isPlainObject(x: unknown): x is Record<string, unknown> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

/** Adds `keys` and all they need from one graph to another; what is there already stays. */
export function addNeeded(to: Graph, from: Graph, keys: readonly Key[]): void {
  const stack = [...keys];
  while (stack.length > 0) {
    const key = stack.pop()!;
    const task = from.get(key);
    if (task === undefined || to.has(key)) continue;
    to.set(key, task);
    for (const need of task.needs) stack.push(need);
  }
}
