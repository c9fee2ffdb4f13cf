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

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/**
 * Bytes of results that may be in memory; Infinity where nobody says.
 * @throws ArgumentError when it is neither a number above 0 nor such as `'2GB'` or `'512 MiB'`.
 */
export function memoryLimit({ memoryLimit: limit = Number.POSITIVE_INFINITY }: RunOptions): number {
  if (typeof limit === 'number' && limit > 0) return limit;
  const [, number, prefix, binary] =
    (typeof limit === 'string' && limit.match(/^([\d.]+)\s*([kMGT]?)(i?)B?$/)) || [];
  if (number !== undefined && Number(number) > 0) {
    const unit = binary ? 1024 ** Object.keys(units).indexOf(prefix) : units[prefix];
    return Number(number) * unit;
  }
  const needs = "a number of bytes above 0, or such as '2GB'";
  throw new ArgumentError(`memoryLimit is ${describe(limit)}; needs ${needs}`, {
    operation: 'compute',
    argument: 'memoryLimit',
    got: limit,
    needs,
  });
}
