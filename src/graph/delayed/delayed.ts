import { ArgumentError } from '../../core/errors.js';
import { checkAnnotations, currentAnnotations } from '../annotate.js';
import { isCollection } from '../collection.js';
import { type AnyFunction, callableOf } from '../tasks/callable.js';
import { keyOf, uniqueToken } from '../tasks/key.js';
import { tokenize } from '../tokenize.js';
import { nodeOf, taskNode } from './node.js';
import {
  type DelayedFunction,
  type DelayedOptions,
  type DelayedTupleFunction,
  type DelayedValue,
  originalSymbol,
} from './types.js';
import { unpack } from './unpack.js';

/**
 * Makes a function lazy: each call gives a delayed value, a task that runs when it is computed. Arguments may be
 * delayed values, blocked arrays and other collections, and lists and plain objects with such inside: the function is
 * called with their values. Anything but a function becomes a delayed value itself.
 *
 * A delayed value has the attributes, items and methods of the value to come (`d.length`, `d[0]`, `d.toFixed(2)`), each
 * a delayed value again; a name it keeps for itself (`key`, `compute`, `persist`, `visualize`, `named`, `then`) is
 * reached by a delayed function. `await d` gives the delayed value itself: only `compute` computes.
 *
 * @param fn called with the values of the arguments; where it gives a promise, the value is what that resolves to
 * @param options `pure`: equal arguments give equal results, so equal calls are one task, whose key is a hash of
 *   function and arguments (which `tokenize` must know); `nout`: calls give a tuple of that many delayed values;
 *   `name`; and the annotations `priority`, `retries`, `resources`
 * @throws ArgumentError when an option is none of what it can be
 * @throws GraphError when an argument contains itself, or cannot be hashed and the function is pure
 * @example
 * const add = delayed((a: number, b: number) => a + b);
 * await add(add(1, 2), 3).compute(); // 6
 * @see Dask's `dask.delayed`
 */
export function delayed<A extends readonly unknown[], R extends readonly unknown[], const N extends number>(
  fn: (...args: A) => R | Promise<R>,
  options: DelayedOptions & { readonly nout: N },
): DelayedTupleFunction<A, R, N>;
export function delayed<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  options?: DelayedOptions & { readonly nout?: undefined },
): DelayedFunction<A, R>;
export function delayed<T>(value: T, options?: Pick<DelayedOptions, 'name' | 'pure'>): DelayedValue<T>;
export function delayed(value: unknown, options: DelayedOptions = {}): unknown {
  checkOptions(options);
  if (nodeOf(value) !== null) return value;
  if (typeof value !== 'function' || isCollection(value)) return delayedValue(value, options);
  const fn = ((value as { [originalSymbol]?: AnyFunction })[originalSymbol] ?? value) as AnyFunction;
  return delayedFunction(fn, options);
}

function checkOptions({ name, nout }: DelayedOptions): void {
  if (name !== undefined && typeof name !== 'string') {
    throw new ArgumentError(`name is ${String(name)}; needs a string`, {
      operation: 'delayed',
      argument: 'name',
    });
  }
  if (nout !== undefined && !(Number.isInteger(nout) && nout >= 0)) {
    const needs = 'an integer from 0 on';
    throw new ArgumentError(`nout is ${String(nout)}; needs ${needs}`, {
      operation: 'delayed',
      argument: 'nout',
      got: nout,
      needs,
    });
  }
}

function delayedValue(value: unknown, { name = 'value', pure = false }: DelayedOptions): unknown {
  return taskNode(
    keyOf(name, pure ? tokenize(value) : uniqueToken()),
    null,
    unpack('delayed', [value]),
  ).proxy();
}

function delayedFunction(fn: AnyFunction, options: DelayedOptions): unknown {
  const callable = callableOf(fn);
  const { name = callable.name, pure = false, nout } = options;
  const said = checkAnnotations('delayed', options);
  const mine = Object.keys(said).length > 0 ? said : undefined;
  const calls = (...args: unknown[]): unknown => {
    const around = currentAnnotations();
    const annotations = around === undefined ? mine : { ...around, ...mine };
    const key = keyOf(name, pure ? tokenize(fn, args) : uniqueToken());
    const value = taskNode(key, callable, unpack(name, args), annotations).proxy() as unknown as unknown[];
    return nout === undefined ? value : Object.freeze(Array.from({ length: nout }, (_, i) => value[i]));
  };
  return Object.assign(calls, { [originalSymbol]: fn });
}
