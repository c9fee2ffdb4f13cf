/** The functions that tasks of blocked arrays call, by name. */
import type { Callable } from '../graph/tasks/callable.js';
import type { Key } from '../graph/tasks/key.js';
import { Ref, Task } from '../graph/tasks/task.js';
import { type FusedStep, isFusable } from './blocks/fused.js';
import * as functions from './blocks/index.js';

/** Names of what is exported by blocks/index.ts and can be called. */
export type BlockFunction = {
  [K in keyof typeof functions]: (typeof functions)[K] extends (...args: never[]) => unknown ? K : never;
}[keyof typeof functions];

const byName: Readonly<Record<BlockFunction, unknown>> = functions;
const callables = new Map<string, Callable>();
const names = new WeakMap<Callable, BlockFunction>();

/** Where blocks/index.ts is once it is built: bundles keep what they share in a folder of their own. */
const moduleUrl = import.meta.url.endsWith('/block-function.ts')
  ? new URL('./blocks/index.ts', import.meta.url).href
  : new URL('../blocked/blocks/index.js', import.meta.url).href;

/**
 * The function of that name as tasks call it. It is found by name in every thread, and keeps none of its arguments.
 * `shown` is what pictures and profiles call it.
 */
export function blockFunction(name: BlockFunction, shown: string = name): Callable {
  const known = callables.get(`${name} ${shown}`);
  if (known !== undefined) return known;
  const callable: Callable = {
    name: shown,
    run: byName[name] as (...args: never[]) => unknown,
    transport: { kind: 'module', url: moduleUrl, name },
    keepsNothing: true,
    ...(isFusable(name) && { together: fusedTask }),
  };
  callables.set(`${name} ${shown}`, callable);
  names.set(callable, name);
  return callable;
}

/** The name of a block function; undefined where tasks call something else. */
export function blockNameOf(callable: Callable | null): BlockFunction | undefined {
  return callable === null ? undefined : names.get(callable);
}

/** Calls the function of that name here and now. */
export function callBlockFunction(name: BlockFunction, args: readonly unknown[]): unknown {
  return (byName[name] as (...args: unknown[]) => unknown)(...args);
}

/** A task whose calls stand in each other, as one call that does them in one pass. */
function fusedTask(task: Task): Task {
  const steps: FusedStep[] = [];
  const values: unknown[] = [];
  const refs = new Map<Key, number>();
  const place = (arg: unknown): number => {
    if (arg instanceof Task && arg.callable?.together === fusedTask) return step(arg);
    if (!(arg instanceof Ref)) return values.push(arg) - 1;
    const known = refs.get(arg.key) ?? values.push(arg) - 1;
    refs.set(arg.key, known);
    return known;
  };
  const step = ({ callable, args }: Task): number => {
    const own = args.map(place);
    return -steps.push({ name: callable!.transport!.name, args: own });
  };
  step(task);
  if (steps.length < 2) return task;
  const callable = blockFunction('fusedBlocks', task.callable!.name);
  return new Task(task.key, callable, [steps, ...values], task.needs, task.annotations);
}
