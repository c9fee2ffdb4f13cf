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

/** The value of an argument. */
export function resolve(arg: unknown, lookup: Lookup): unknown {
  if (arg instanceof Ref) return lookup(arg.key);
  if (arg instanceof Task) return runTask(arg, lookup);
  if (arg instanceof Nested) return resolveInside(arg.value, lookup);
  return arg;
}

function resolveInside(x: unknown, lookup: Lookup): unknown {
  if (x instanceof Ref || x instanceof Task) return resolve(x, lookup);
  if (Array.isArray(x)) return together(x.map((item) => resolveInside(item, lookup)));
  if (!isPlainObject(x)) return x;
  const names = Object.keys(x);
  const values = together(names.map((name) => resolveInside(x[name], lookup)));
  const put = (ready: readonly unknown[]) => Object.fromEntries(names.map((name, at) => [name, ready[at]]));
  return isPromise(values) ? values.then((ready) => put(ready as unknown[])) : put(values);
}

/** The list; a promise of it where one of its values is a promise. */
function together(values: unknown[]): unknown[] | Promise<unknown> {
  return values.some(isPromise) ? Promise.all(values) : values;
}

/** A value whose lists and plain objects hold promises somewhere: a promise of the value with all of them kept. */
export async function settled(x: unknown): Promise<unknown> {
  if (Array.isArray(x)) return Promise.all(x.map(settled));
  if (!isPlainObject(x)) return x;
  const entries = Object.entries(x).map(async ([name, item]) => [name, await settled(item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

export function isPromise(x: unknown): x is Promise<unknown> {
  return typeof x === 'object' && x !== null && typeof (x as PromiseLike<unknown>).then === 'function';
}
