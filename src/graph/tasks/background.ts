/** Calls of functions that compute on threads of their own, with the signal that ends them. */
import type { Callable } from './callable.js';

let current: AbortSignal | undefined;

/** Calls the background form of what a task calls; `signal` ends it where it can be ended. */
export function callBackground(
  callable: Callable,
  args: readonly unknown[],
  signal: AbortSignal,
): Promise<unknown> {
  current = signal;
  try {
    return callable.background!(...(args as never[]));
  } finally {
    current = undefined;
  }
}

/** The signal of the call that is being made. */
export function currentSignal(): AbortSignal | undefined {
  return current;
}
