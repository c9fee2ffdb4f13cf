/** Checks of arguments that are no arrays: lists and functions. */
import { describe } from '../core/element.js';
import { ArgumentError } from '../core/errors.js';

/** The items of a list, an array along its first axis, or another iterable. @throws ArgumentError for anything else. */
export function itemsOf<T>(operation: string, argument: string, value: Iterable<T>): T[] {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return [...value];
  throw new ArgumentError(`${argument} is ${describe(value)}; needs a list`, {
    operation,
    argument,
    got: value,
    needs: 'a list',
  });
}

/** @throws ArgumentError for what cannot be called. */
export function checkFunction(operation: string, argument: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ArgumentError(`${argument} is ${describe(value)}; needs a function`, {
    operation,
    argument,
    got: value,
    needs: 'a function',
  });
}
