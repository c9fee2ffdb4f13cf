/** What was asked of a computation, checked. */
import { availableParallelism } from 'node:os';
import { describe } from '../../core/element.js';
import { ArgumentError } from '../../core/errors.js';
import type { RunOptions } from '../scheduler.js';

/**
 * How many workers a computation has: as many as there are cores where nobody says.
 * @throws ArgumentError when it is no whole number of 1 or more.
 */
export function workerCount({ workers = availableParallelism() }: RunOptions): number {
  return wholeNumber('workers', workers, 1);
}

function wholeNumber(argument: string, got: number, least: number): number {
  if (Number.isSafeInteger(got) && got >= least) return got;
  const needs = `a whole number, ${least} or more`;
  throw new ArgumentError(`${argument} is ${describe(got)}; needs ${needs}`, {
    operation: 'compute',
    argument,
    got,
    needs,
  });
}
