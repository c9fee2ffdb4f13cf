import { AsyncLocalStorage } from 'node:async_hooks';
import { ArgumentError } from '../core/errors.js';
import type { Annotations } from './tasks/task.js';

const scope = new AsyncLocalStorage<Annotations>();

/**
 * Annotates every task that is made while `make` runs, up to the end of its promise where it gives one. Scopes may be
 * inside each other: what the inner one does not say, the outer one does.
 *
 * @param annotations `priority` (higher runs earlier), `retries`, `resources` (what a task occupies while it runs)
 * @returns what `make` returns
 * @throws ArgumentError when a priority is no finite number, retries no count, or a resource no positive number
 * @example
 * const model = annotate({ resources: { gpu: 1 }, retries: 2 }, () => delayed(train)(data));
 * @see Dask's `dask.annotate`
 */
export function annotate<R>(annotations: Annotations, make: () => R): R {
  return scope.run({ ...scope.getStore(), ...checkAnnotations('annotate', annotations) }, make);
}

/** What `annotate` says at this place; undefined outside of it. */
export function currentAnnotations(): Annotations | undefined {
  return scope.getStore();
}

/** Only what is said, so that a scope around it stays. @throws ArgumentError */
export function checkAnnotations(operation: string, annotations: Annotations): Annotations {
  const { priority, retries, resources } = annotations;
  const refuse = (argument: string, got: unknown, needs: string) =>
    new ArgumentError(`${argument} is ${String(got)}; needs ${needs}`, { operation, argument, got, needs });
  if (priority !== undefined && !Number.isFinite(priority)) {
    throw refuse('priority', priority, 'a finite number');
  }
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0)) {
    throw refuse('retries', retries, 'an integer from 0 on');
  }
  for (const [name, amount] of Object.entries(resources ?? {})) {
    if (!(Number.isFinite(amount) && amount > 0)) {
      throw refuse(`resources.${name}`, amount, 'a positive number');
    }
  }
  return {
    ...(priority === undefined ? null : { priority }),
    ...(retries === undefined ? null : { retries }),
    ...(resources === undefined ? null : { resources }),
  };
}
