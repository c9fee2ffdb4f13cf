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
