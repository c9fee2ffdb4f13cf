/**
 * Random numbers have their reference above the kernels: src/random draws them itself wherever the addon is not in use,
 * and calls these entries nowhere else.
 */
import { BackendError } from '../../core/errors.js';

function refuse(operation: string): never {
  throw new BackendError('only the addon fills arrays with random numbers; src/random does elsewhere', {
    operation,
  });
}

export const randomFill = (): void => refuse('randomFill');
export const randomIntegers = (): void => refuse('randomIntegers');
export const randomWords = (): void => refuse('randomWords');
export const randomShuffle = (): void => refuse('randomShuffle');
