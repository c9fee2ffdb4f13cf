/** From the arguments of a task to the values its function is called with. */
import type { Key } from '../tasks/key.js';
import { isPlainObject, Nested, Ref, Task } from '../tasks/task.js';

/** The result of a task that has run. */
export type Lookup = (key: Key) => unknown;

/** Calls what the task calls, with the results it needs. A promise where the function gives one. */
export function runTask(task: Task, lookup: Lookup): unknown {
  const args = task.args.map((arg) => resolve(arg, lookup));
  // An inlined task can be asynchronous: then everything that encloses it is.
  if (args.some(isPromise)) return Promise.all(args).then((ready) => call(task, ready));
  return call(task, args);
}

function call(task: Task, args: readonly unknown[]): unknown {
  const { callable } = task;
  return callable === null ? args[0] : callable.run!(...(args as never[]));
}

/** The value of an argument, or a promise of it. */
export function resolve(arg: unknown, lookup: Lookup): unknown {
  if (arg instanceof Ref) return lookup(arg.key);
  if (arg instanceof Task) return runTask(arg, lookup);
  if (arg instanceof Nested) return resolveInside(arg.value, lookup);
  return arg;
}

function resolveInside(x: unknown, lookup: Lookup): unknown {
  if (x instanceof Ref || x instanceof Task) return resolve(x, lookup);
  if (Array.isArray(x)) {
    const items = x.map((item) => resolveInside(item, lookup));
    return items.some(isPromise) ? Promise.all(items) : items;
  }
  if (!isPlainObject(x)) return x;
  const names = Object.keys(x);
  const named = (items: readonly unknown[]) => Object.fromEntries(names.map((name, at) => [name, items[at]]));
  const items = names.map((name) => resolveInside(x[name], lookup));
  return items.some(isPromise) ? Promise.all(items).then(named) : named(items);
}

export function isPromise(x: unknown): x is Promise<unknown> {
  return typeof x === 'object' && x !== null && typeof (x as PromiseLike<unknown>).then === 'function';
}
