/**
 * What blocked arrays make of strided's operations: a table by the names of the functions. `handle` puts a function in;
 * BlockedArray looks it up when an operation of strided meets one, and has most of them as methods.
 */
import { ArgumentError, DTypeError } from '../core/errors.js';

type Handler = (...args: never[]) => unknown;

const handlers = new Map<string, Handler>();

/** Says what an operation does with a blocked array among its operands. */
export function handle(operations: Readonly<Record<string, Handler>>): void {
  for (const [name, handler] of Object.entries(operations)) handlers.set(name, handler);
}

/** Does an operation of which a blocked array is an operand. @throws DTypeError for one that blocked arrays have not. */
export function operate(operation: string, args: readonly unknown[]): unknown {
  const handler = handlers.get(operation);
  if (handler !== undefined) return handler(...(args as never[]));
  throw new DTypeError('takes no BlockedArray; needs an NDArray, as compute() gives it, or mapBlocks', {
    operation,
    got: 'BlockedArray',
    needs: 'an NDArray',
  });
}

/** Options that write somewhere mean nothing where nothing is computed yet. */
export function checkOptions(operation: string, options: object | undefined): void {
  for (const name of ['out', 'where', 'initial']) {
    if (options === undefined || (options as Record<string, unknown>)[name] === undefined) continue;
    throw new ArgumentError(`${name} is given; blocked arrays have no such option`, {
      operation,
      argument: name,
      needs: 'the function `where`, or `store`',
    });
  }
}
