/**
 * What a task calls, and how another thread or process finds the same function: by module and export, or by its source
 * text with the values it captures. A function without either runs only where it was made.
 */

/** How a function is found elsewhere. */
export type Transport =
  | { readonly kind: 'module'; readonly url: string; readonly name: string }
  | { readonly kind: 'source'; readonly code: string; readonly captures: Readonly<Record<string, unknown>> };

export interface Callable {
  /** What the task is called in pictures, messages and profiles. */
  readonly name: string;
  /** The function itself, where this thread has it. */
  readonly run?: (...args: never[]) => unknown;
  /** How others find it; undefined until somebody asks, null where they cannot. */
  transport?: Transport | null;
  /** A form that computes on threads of its own and leaves the calling thread free, as `cdist.async` does. */
  readonly background?: (...args: never[]) => Promise<unknown>;
  /** Whether it keeps no argument and no result for itself, so that their memory can be used again after it. */
  readonly keepsNothing?: boolean;
}

/** Under which a function carries its own Callable, as those do that `task()` gives. */
export const callableSymbol: unique symbol = Symbol.for('strided.callable') as never;

export type AnyFunction = (...args: never[]) => unknown;

const known = new WeakMap<AnyFunction, Callable>();

/** What a task calls when it is made of `fn`: what the function carries with it, else one that is made and kept. */
export function callableOf(fn: AnyFunction): Callable {
  const carried = (fn as { [callableSymbol]?: Callable })[callableSymbol];
  if (carried !== undefined) return carried;
  let callable = known.get(fn);
  if (callable === undefined) {
    callable = { name: fn.name === '' ? 'task' : fn.name, run: fn };
    known.set(fn, callable);
  }
  return callable;
}

/** For functions that use nothing but their arguments: their text is all that others need. */
export function selfContained(name: string, run: AnyFunction): Callable {
  return { name, run, transport: { kind: 'source', code: String(run), captures: {} } };
}
