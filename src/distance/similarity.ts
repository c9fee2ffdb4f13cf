/**
 * Metrics where larger is nearer ('dot'), for functions that look for the nearest: x is negated, so that smaller is
 * nearer, and what is found is negated back. Negation is exact.
 */
import { allocateUninitialized } from '../core/buffer.js';
import type { Floats } from './inputs.js';
import { metricInfo } from './metrics.js';
import type { Problem } from './problem.js';

/** Whether larger values of the problem's metric are nearer. */
export function isSimilarity(problem: Problem): boolean {
  return problem.pair === null && metricInfo(problem.metric).similarity === true;
}

/** The problem itself for distances; for similarities, the one whose distances are their negatives. */
export function asDistances(problem: Problem): Problem {
  if (!isSimilarity(problem)) return problem;
  const x = problem.x as Floats;
  const negated = allocateUninitialized(problem.operation, problem.resultDType, x.length) as Floats;
  for (let index = 0; index < x.length; index++) negated[index] = -x[index];
  return { ...problem, x: negated, copies: [negated] };
}

/** Turns negated similarities back into similarities. */
export function restoreSimilarity(problem: Problem, distances: Floats): void {
  if (!isSimilarity(problem)) return;
  // Subtracted, so that 0 comes back as 0 and not as −0.
  for (let index = 0; index < distances.length; index++) distances[index] = 0 - distances[index];
}
