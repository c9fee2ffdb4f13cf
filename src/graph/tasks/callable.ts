/**
 * What a task calls, and how another thread or process finds the same function: by module and export, or by its source
 * text with the values it captures. A function without either runs only where it was made.
 */
import { GraphError } from '../../core/errors.js';
import { exportOf } from '../../core/exported.js';
import { currentSignal } from './background.js';
import { isPlainObject, type Task } from './task.js';

/** How a function is found elsewhere. */
export type Transport =
  | { readonly kind: 'module'; readonly url: string; readonly name: string }
  | {
      readonly kind: 'source';
      readonly code: string;
      readonly captures: Readonly<Record<string, unknown>>;
      readonly name: string;
    };

export interface Callable {
  /** What the task is called in pictures, messages and profiles. */
  readonly name: string;
  /** The function itself, where this thread has it. */
  readonly run?: (...args: never[]) => unknown;
  /** How others find it; undefined until somebody asks, null where they cannot. */
  transport?: Transport | null;
  /** A form that computes on threads of its own and leaves the calling thread free, as `cdistAsync` does. */
  readonly background?: (...args: never[]) => Promise<unknown>;
  /** Whether it has to run in the calling thread, whose values it uses: also where others that cannot travel are refused. */
  readonly staysHere?: boolean;
  /** Whether it keeps no argument and no result for itself, so that their memory can be used again after it. */
  readonly keepsNothing?: boolean;
  /**
   * What a task that calls it becomes when fusion put others into it: the same result in fewer steps. Functions that have
   * one are worth putting into each other also where they need several results.
   */
  readonly together?: (task: Task) => Task;
  /** Values an inline function uses from outside, by their names. */
  readonly captures?: Readonly<Record<string, unknown>>;
}

/** Under which a function of another library can carry its own Callable. */
export const callableSymbol: unique symbol = Symbol.for('strided.callable') as never;

export type AnyFunction = (...args: never[]) => unknown;

const known = new WeakMap<AnyFunction, Callable>();

/** What a task that calls `fn` calls: always the same object for the same function. */
export function callableOf(fn: AnyFunction): Callable {
  const carried = (fn as { [callableSymbol]?: Callable })[callableSymbol];
  if (carried !== undefined) return carried;
  let callable = known.get(fn);
  if (callable === undefined) {
    callable = fromExport(fn) ?? { name: fn.name || 'task', run: fn };
    known.set(fn, callable);
  }
  return callable;
}

/** Functions of strided itself: found by name, some of them with threads of their own. */
function fromExport(fn: AnyFunction): Callable | undefined {
  const found = exportOf(fn);
  if (found === undefined) return undefined;
  const { specifier, name, background } = found;
  return {
    name,
    run: fn,
    transport: { kind: 'module', url: specifier, name },
    keepsNothing: true,
    ...(background && {
      background: (...args: unknown[]) => background(...withSignal(args)),
    }),
  };
}

/** The arguments, with the signal of the call among the options: those come last, and always can. */
function withSignal(args: readonly unknown[]): unknown[] {
  const signal = currentSignal();
  const given = args.slice(0, 1 + args.findLastIndex((arg) => arg !== undefined));
  const last = given.at(-1);
  if (isPlainObject(last)) return [...given.slice(0, -1), { ...last, signal }];
  return [...given, { signal }];
}

/**
 * A function that workers find by itself: the export `name` of the module at `url`.
 *
 * @param url `import.meta.url` of the module that exports it, or a package
 * @param name the name of the export
 * @param fn the function itself, where it is at hand: then it can be called without `await`
 * @returns a function to call, or to give to `delayed`: `fn`; without it, one that imports the module and gives a
 *   promise
 * @throws ArgumentError when `url` is relative: workers would not know to what
 * @example
 * export const slow = task(import.meta.url, 'slow', (x: number) => x + 1);
 *
 * Dask pickles functions; modules are what JavaScript has instead.
 */
export function task<F extends AnyFunction>(url: string, name: string, fn: F): F;
export function task<F extends AnyFunction>(
  url: string,
  name: string,
): (...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>>;
export function task(url: string, name: string, fn?: AnyFunction): AnyFunction {
  if (url.startsWith('.')) {
    throw new GraphError(`url is '${url}'; needs import.meta.url, or the name of a package`, {
      operation: 'task',
      argument: 'url',
      got: url,
    });
  }
  const run =
    fn ?? (async (...args: never[]) => ((await import(url)) as Record<string, AnyFunction>)[name](...args));
  known.set(run, { name, run, transport: { kind: 'module', url, name } });
  return run;
}

/**
 * A function that travels by its source text, with the values it uses from outside.
 *
 * @param fn an arrow function or function expression; all that it does not define itself is global or in `captures`
 * @param options.captures the outside values by their names: data, arrays, or functions that travel themselves
 * @returns `fn`
 * @throws GraphError when it is computed, where something it uses is neither global nor captured
 * @example
 * const factor = 3;
 * const scaled = inline((x: number) => x * factor, { captures: { factor } });
 */
export function inline<F extends AnyFunction>(
  fn: F,
  { captures = {} }: { readonly captures?: Readonly<Record<string, unknown>> } = {},
): F {
  known.set(fn, { name: fn.name || 'task', run: fn, captures });
  return fn;
}

/** For functions that use nothing but their arguments: their text is all that others need. */
export function selfContained(name: string, run: AnyFunction): Callable {
  return { name, run, transport: { kind: 'source', code: String(run), captures: {}, name } };
}
