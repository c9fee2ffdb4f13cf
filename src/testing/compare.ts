/**
 * The comparison behind the assertions about arrays.
 *
 * Policy, as NumPy's: shapes first (a scalar fits any), then NaN and infinities must stand at the same places, and only
 * what is left is compared. A failure says how many elements differ, where the first are, and by how much at most.
 */
import { dtypeInfo } from '../core/dtype.js';
import { StridedError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { formatShape } from '../core/shape.js';
import { abs, divide, minimum, subtract } from '../ops/elementwise.js';
import { isinf, isnan, logicalAnd, logicalNot, logicalOr, notEqual } from '../ops/logic.js';
import { all, any, countNonzero, max } from '../ops/reductions.js';
import { sameShape } from '../ops/result.js';
import { array2string, arrayStr } from '../ops/text.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { AssertionError } from './assertion-error.js';
import { failureMessage, general, type MessageOptions } from './message.js';

export interface Comparison extends MessageOptions {
  /** Where the elements are as they should be. */
  readonly holds: (x: NDArray, y: NDArray) => NDArray;
  readonly header: string;
  /** Decimals in the message. 6. */
  readonly precision?: number;
  readonly equalNan?: boolean;
  readonly equalInf?: boolean;
  /** Whether dtypes must be equal, and scalars fit nothing but scalars. false. */
  readonly strict?: boolean;
  readonly names?: readonly [string, string];
}

type Fail = (what: string, x?: NDArray, y?: NDArray) => never;

/** @throws AssertionError unless the arrays are as the comparison says; as `toArray` for what is no array. */
export function compareArrays(
  operation: string,
  actual: Operand,
  desired: Operand,
  comparison: Comparison,
): void {
  const x = toArray(operation, actual);
  const y = toArray(operation, desired);
  const { strict = false, equalNan = true, equalInf = true, errMsg = '', precision = 6 } = comparison;
  const fail: Fail = (what, a = x, b = y) => {
    const wording = { ...comparison, precision, errMsg: errMsg + what };
    throw new AssertionError(failureMessage([a, b], wording), actual, desired);
  };
  const fits = strict
    ? sameShape(x.shape, y.shape) && x.dtype === y.dtype
    : x.ndim === 0 || y.ndim === 0 || sameShape(x.shape, y.shape);
  if (!fits) {
    fail(
      sameShape(x.shape, y.shape)
        ? `\n(dtypes ${x.dtype}, ${y.dtype} mismatch)`
        : `\n(shapes ${formatShape(x.shape)}, ${formatShape(y.shape)} mismatch)`,
    );
  }
  let flagged: NDArray | null = equalNan
    ? sameFlags(isnan(x), isnan(y), () => fail('\nnan location mismatch:'))
    : null;
  if (equalInf) {
    const infinite = (a: NDArray) =>
      flagged === null ? isinf(a) : logicalAnd(isinf(a), logicalNot(flagged));
    const places = sameFlags(infinite(x), infinite(y), () => fail('\ninf location mismatch:'));
    checkInfinities(x, y, places, fail);
    flagged = flagged === null ? places : (logicalOr(flagged, places) as NDArray);
  }
  compareRest(x, y, flagged, comparison, fail);
}

/** The common flags: of the one that has axes, if both have. */
function sameFlags(x: NDArray, y: NDArray, fail: () => never): NDArray {
  if (any(notEqual(x, y)).item()) fail();
  return x.ndim === 0 ? x : y;
}

function checkInfinities(x: NDArray, y: NDArray, places: NDArray, fail: Fail): void {
  if (!any(places).item()) return;
  const pick = (a: NDArray): NDArray => (x.ndim > 0 && y.ndim > 0 ? (a.at(places) as NDArray) : a);
  const [a, b] = [pick(x), pick(y)];
  if (any(notEqual(a, b)).item()) fail('\ninf values mismatch:', a, b);
}

function compareRest(
  x: NDArray,
  y: NDArray,
  flagged: NDArray | null,
  comparison: Comparison,
  fail: Fail,
): void {
  const isApart = flagged !== null && flagged.ndim > 0;
  if (flagged !== null && flagged.ndim === 0 && flagged.item()) return;
  const left = isApart ? (logicalNot(flagged) as NDArray) : null;
  const a = left === null ? x : (x.at(left) as NDArray);
  const b = left === null ? y : (y.at(left) as NDArray);
  if (isApart && a.size === 0) return;
  const holds = comparison.holds(a, b);
  if (all(holds).item()) return;
  const wrong = logicalNot(holds) as NDArray;
  const count = Number(countNonzero(wrong).item());
  const total = isApart ? flagged.size : wrong.size;
  const remarks = [`Mismatched elements: ${count} / ${total} (${general((100 * count) / total, 3)}%)`];
  const { names = ['ACTUAL', 'DESIRED'] } = comparison;
  if (wrong.ndim > 0) remarks.push(placesText(x, y, left, wrong, names));
  remarks.push(...differences(a, b, wrong));
  fail(`\n${remarks.join('\n')}`);
}

/** The first places that are wrong, and what stands there. */
function placesText(
  x: NDArray,
  y: NDArray,
  left: NDArray | null,
  wrong: NDArray,
  names: readonly [string, string],
): string {
  const places = left === null ? truePlaces(wrong) : pickTrue(truePlaces(left), wrong);
  const element = (a: NDArray, at: readonly number[]): string =>
    arrayStr(a.ndim === 0 ? a : (a.at(...at, '...') as NDArray));
  const lines = places
    .slice(0, 5)
    .map((at) => ` [${at.join(', ')}]: ${element(x, at)} (${names[0]}), ${element(y, at)} (${names[1]})`);
  const intro =
    places.length === 1
      ? 'Mismatch at index:'
      : places.length <= 5
        ? 'Mismatch at indices:'
        : 'First 5 mismatches are at indices:';
  return [intro, ...lines].join('\n');
}

/** The indices of what is true, in C order. */
function truePlaces(mask: NDArray): number[][] {
  const places: number[][] = [];
  let position = 0;
  for (const yes of mask.flat) {
    if (yes) {
      const index = new Array<number>(mask.ndim);
      for (let axis = mask.ndim - 1, rest = position; axis >= 0; axis--) {
        index[axis] = rest % mask.shape[axis];
        rest = Math.floor(rest / mask.shape[axis]);
      }
      places.push(index);
    }
    position++;
  }
  return places;
}

function pickTrue(places: readonly number[][], mask: NDArray): number[][] {
  const flags = [...mask.flat];
  return places.filter((_, i) => flags[i]);
}

/** How far the wrong elements are off, absolutely and relative to the desired ones; nothing where they do not subtract. */
function differences(x: NDArray, y: NDArray, wrong: NDArray): string[] {
  let error: NDArray;
  try {
    error = abs(subtract(x, y)) as NDArray;
  } catch (reason) {
    if (reason instanceof StridedError) return [];
    throw reason;
  }
  // Unsigned differences wrap around on one side.
  if (dtypeInfo(x.dtype).kind === 'u') error = minimum(error, abs(subtract(y, x))) as NDArray;
  const apart = error.at(wrong) as NDArray;
  const remarks = [`Max absolute difference among violations: ${array2string(max(apart) as NDArray)}`];
  const divisible = logicalAnd(wrong, notEqual(y, 0)) as NDArray;
  let relative = 'inf';
  if (any(divisible).item()) {
    const beside = y.broadcastTo(error.shape).at(divisible) as NDArray;
    relative = array2string(max(divide(error.at(divisible) as NDArray, abs(beside))) as NDArray);
  }
  remarks.push(`Max relative difference among violations: ${relative}`);
  return remarks;
}
