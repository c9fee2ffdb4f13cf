/** What callers without types get wrong, said before anything is read or written. */
import { ArgumentError } from '../core/errors.js';
import { NDArray, viewOf } from '../core/ndarray.js';

function refuse(operation: string, argument: string, got: unknown, needs: string): ArgumentError {
  const name =
    typeof got === 'object' && got !== null ? `a ${got.constructor?.name ?? 'object'}` : typeof got;
  return new ArgumentError(`${argument} is ${got === null ? 'null' : name}; needs ${needs}`, {
    operation,
    argument,
    got,
    needs,
  });
}

/** @throws ArgumentError unless `x` is an NDArray */
export function checkArray(operation: string, x: unknown): void {
  if (!(x instanceof NDArray)) throw refuse(operation, 'x', x, 'an NDArray');
}

/**
 * For writing in the background: a view of `x`, which stays when `x` is disposed of before it is written.
 * @throws ArgumentError unless `x` is an NDArray, and one that was not disposed
 */
export function keepArray(operation: string, x: NDArray): NDArray {
  checkArray(operation, x);
  return viewOf(x, x.shape, x.strides);
}

/** @throws ArgumentError unless `bytes` is a Uint8Array */
export function checkBytes(operation: string, bytes: unknown): void {
  if (!(bytes instanceof Uint8Array)) throw refuse(operation, 'bytes', bytes, 'a Uint8Array');
}

/** @throws ArgumentError unless `text` is a string or a Uint8Array */
export function checkText(operation: string, text: unknown): void {
  if (typeof text === 'string' || text instanceof Uint8Array) return;
  throw refuse(operation, 'text', text, 'a string or a Uint8Array');
}
