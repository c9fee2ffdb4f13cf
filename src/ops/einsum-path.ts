/**
 * Paths: in which order einsum contracts its operands.
 *
 * A path lists, for each step, the places of the operands it contracts among those that are left; the result is put
 * at their end. Cost is counted as NumPy does: the product of all lengths in a step, twice where something is summed.
 */
import { ArgumentError } from '../core/errors.js';
import type { Subscripts } from './subscripts.js';

/** The operands of each step, by their places among those that are left. */
export type ContractionPath = readonly (readonly number[])[];

/** How to find a path, or the path itself. */
export type Optimize = boolean | 'greedy' | 'optimal' | ContractionPath;

type Labels = ReadonlySet<string>;
type Lengths = ReadonlyMap<string, number>;

/** Everything about one possible step. */
interface Step {
  readonly places: readonly number[];
  /** The operands after it. */
  readonly left: readonly Labels[];
  readonly cost: number;
  /** How many elements fewer there are after it. */
  readonly removed: number;
}

/** @throws ArgumentError for what is no way of optimizing, or no path for so many operands. */
export function checkOptimize(operation: string, optimize: unknown, operands: number): Optimize {
  if (typeof optimize === 'boolean' || optimize === 'greedy' || optimize === 'optimal') return optimize;
  const needs = "true, false, 'greedy', 'optimal' or a path as einsumPath gives";
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(`${what}; needs ${needs}`, { operation, argument: 'optimize', got: optimize, needs });
  if (!Array.isArray(optimize)) throw refuse(`optimize is ${String(optimize)}`);
  let left = operands;
  for (const step of optimize) {
    const places = new Set<unknown>(Array.isArray(step) ? step : []);
    const isStep = places.size > 0 && places.size === step.length;
    if (
      !isStep ||
      [...places].some((at) => !Number.isInteger(at) || (at as number) < 0 || (at as number) >= left)
    )
      throw refuse(`optimize has the step [${String(step)}] where ${left} operands are left`);
    left -= places.size - 1;
  }
  if (left !== 1) throw refuse(`optimize leaves ${left} operands of ${operands}`);
  return optimize as ContractionPath;
}

/** The path for checked subscripts. */
export function findPath(
  { inputs, output }: Subscripts,
  lengths: Lengths,
  optimize: Optimize,
): ContractionPath {
  if (typeof optimize === 'object') return optimize;
  const count = inputs.length;
  if (count <= 2 || optimize === false) return [inputs.map((_, at) => at)];
  const operands = inputs.map((labels) => new Set(labels));
  const kept = new Set(output);
  return optimize === 'optimal' ? optimal(operands, kept, lengths) : greedy(operands, kept, lengths);
}

/** Always the step that makes the operands smallest, and of those the cheapest. */
function greedy(operands: readonly Labels[], output: Labels, lengths: Lengths): ContractionPath {
  const path: (readonly number[])[] = [];
  for (let left = operands; left.length > 1; ) {
    const steps = pairs(left).map((places) => stepOf(places, left, output, lengths));
    // A product of operands that share nothing only makes things larger: such steps come last.
    const joined = steps.filter(({ places: [a, b] }) => [...left[a]].some((label) => left[b].has(label)));
    const best = (joined.length > 0 ? joined : steps).reduce((a, b) =>
      b.removed > a.removed || (b.removed === a.removed && b.cost < a.cost) ? b : a,
    );
    path.push(best.places);
    left = best.left;
  }
  return path;
}

/** The path of the lowest total cost, by trying all, but none further than the best so far. */
function optimal(operands: readonly Labels[], output: Labels, lengths: Lengths): ContractionPath {
  let best: ContractionPath = [];
  let bestCost = Number.POSITIVE_INFINITY;
  const search = (left: readonly Labels[], path: ContractionPath, cost: number): void => {
    if (cost >= bestCost) return;
    if (left.length === 1) {
      best = path;
      bestCost = cost;
      return;
    }
    for (const places of pairs(left)) {
      const step = stepOf(places, left, output, lengths);
      search(step.left, [...path, places], cost + step.cost);
    }
  };
  search(operands, [], 0);
  return best;
}

function pairs(operands: readonly unknown[]): [number, number][] {
  return operands
    .flatMap((_, b) => Array.from({ length: b }, (_, a): [number, number] => [a, b]))
    .sort(byPlace);
}

function byPlace(a: readonly number[], b: readonly number[]): number {
  return a[0] - b[0] || a[1] - b[1];
}

function stepOf(
  places: readonly number[],
  operands: readonly Labels[],
  output: Labels,
  lengths: Lengths,
): Step {
  const chosen = places.map((at) => operands[at]);
  const others = operands.filter((_, at) => !places.includes(at));
  const involved = new Set(chosen.flatMap((labels) => [...labels]));
  const needed = new Set([...output, ...others.flatMap((labels) => [...labels])]);
  const result = new Set([...involved].filter((label) => needed.has(label)));
  const before = chosen.reduce((sum, labels) => sum + sizeOf(labels, lengths), 0);
  return {
    places,
    left: [...others, result],
    cost: costOf(involved, result, chosen.length, lengths),
    removed: before - sizeOf(result, lengths),
  };
}

/** Multiplications and additions of one loop over all labels involved. */
function costOf(involved: Labels, result: Labels, operands: number, lengths: Lengths): number {
  const operations = Math.max(1, operands - 1) + (result.size < involved.size ? 1 : 0);
  return sizeOf(involved, lengths) * operations;
}

function sizeOf(labels: Labels, lengths: Lengths): number {
  let size = 1;
  for (const label of labels) size *= lengths.get(label)!;
  return size;
}

/** The path for people, as einsumPath gives it. */
export function report({ inputs, output }: Subscripts, lengths: Lengths, path: ContractionPath): string {
  const kept = new Set(output);
  const all = new Set(inputs.flat());
  const naive = costOf(all, kept, inputs.length, lengths);
  const text = (labels: Iterable<string>): string => [...labels].join('');
  let left: readonly Labels[] = inputs.map((labels) => new Set(labels));
  let cost = 0;
  let largest = sizeOf(kept, lengths);
  const lines: string[] = [];
  for (const places of path) {
    const step = stepOf(places, left, kept, lengths);
    const result = step.left[step.left.length - 1];
    lines.push(`  ${places.map((at) => text(left[at])).join(',')}->${text(result)}`);
    cost += step.cost;
    largest = Math.max(largest, sizeOf(result, lengths));
    left = step.left;
  }
  return [
    `contraction: ${inputs.map(text).join(',')}->${text(output)}`,
    `operations in one loop: ${naive}`,
    `operations in ${path.length === 1 ? '1 step' : `${path.length} steps`}: ${cost} (${(naive / cost).toPrecision(4)} times fewer)`,
    `elements of the largest result: ${largest}`,
    'steps:',
    ...lines,
  ].join('\n');
}
