/** What the compiler knows about delayed values: which attributes and methods they have, and what they come to. */
import type { Collection } from '../collection.js';
import type { Computed, ComputeOptions } from '../compute.js';
import type { VisualizeOptions } from '../picture/visualize.js';
import type { Key } from '../tasks/key.js';
import type { Annotations } from '../tasks/task.js';

/** How a delayed function makes its tasks. */
export interface DelayedOptions extends Annotations {
  /** What the tasks are called in pictures and messages. The name of the function. */
  readonly name?: string;
  /** Whether equal arguments give equal results, so that equal calls are one task. false. */
  readonly pure?: boolean;
  /** How many values the result has, where it is a list: calls give a tuple of that many delayed values. */
  readonly nout?: number;
}

/** What every delayed value has of its own, whatever its value has. */
export interface DelayedMethods<T> extends Collection<T> {
  /** The key of the task whose result this is. */
  readonly key: Key;
  /**
   * The value.
   * @see Dask's `Delayed.compute`
   */
  compute(options?: ComputeOptions): Promise<T>;
  /**
   * Computes the value and keeps it: a delayed value whose task is done.
   * @see Dask's `Delayed.persist`
   */
  persist(options?: ComputeOptions): Promise<Delayed<T>>;
  /**
   * A picture of the tasks behind this value.
   * @see Dask's `Delayed.visualize`
   */
  visualize(options?: VisualizeOptions): Promise<string | Uint8Array>;
  /**
   * The same value under a key of your own, unique among what is computed together.
   * @see Dask's `dask_key_name`
   */
  named(key: Key): Delayed<T>;
}

/** Names a delayed value keeps for itself; attributes of its value that are called so need a function. */
type Reserved = keyof DelayedMethods<unknown> | 'then' | 'constructor' | 'prototype';

/** A value that is not computed yet, with the attributes, items and methods that it will have. */
export type Delayed<T> = DelayedMethods<T> & DelayedAttributes<T> & DelayedCall<T>;

/** Over a set of names, and not over `T` itself: of a number that would be a number, with which could be reckoned. */
type DelayedAttributes<T> = { readonly [K in Exclude<keyof T, Reserved | symbol>]: Delayed<T[K]> };

type DelayedCall<T> = [T] extends [(...args: infer A) => infer R]
  ? (...args: LazyArguments<A>) => Delayed<Awaited<R>>
  : unknown;

/** What can stand for an `X` as an argument: itself, a collection that comes to one, or lists and objects of those. */
export type Lazy<X> =
  | X
  | Collection<X>
  | (X extends (...args: infer A) => infer R
      ? { readonly [originalSymbol]: (...args: A) => R }
      : X extends readonly unknown[] | Record<string, unknown>
        ? { [K in keyof X]: Lazy<X[K]> }
        : never);

export type LazyArguments<A extends readonly unknown[]> = { [I in keyof A]: Lazy<A[I]> };

export const originalSymbol: unique symbol = Symbol.for('strided.delayed.original') as never;

/** A function whose calls are tasks. */
export interface DelayedFunction<A extends readonly unknown[], R> {
  (...args: LazyArguments<A>): Delayed<Awaited<R>>;
  /** The function itself: what stands for this one where it is an argument. */
  readonly [originalSymbol]: (...args: A) => R;
}

/** A function whose calls are tasks that give several values each. */
export type DelayedTupleFunction<A extends readonly unknown[], R, N extends number> = ((
  ...args: LazyArguments<A>
) => DelayedTuple<R, N>) & { readonly [originalSymbol]: (...args: A) => R | Promise<R> };

/** A delayed value for each item: as long as the list is known to be, else as many as asked for. */
export type DelayedTuple<R, N extends number> = R extends readonly unknown[]
  ? number extends R['length']
    ? Repeated<Delayed<R[number]>, N>
    : { readonly [I in keyof R]: Delayed<R[I]> }
  : readonly Delayed<unknown>[];

type Repeated<X, N extends number, So extends readonly X[] = readonly []> = number extends N
  ? readonly X[]
  : So['length'] extends N | 16
    ? So['length'] extends N
      ? So
      : readonly X[]
    : Repeated<X, N, readonly [...So, X]>;

/** What a value with collections in it comes to. */
export type DelayedValue<T> = Delayed<Awaited<Computed<T>>>;
