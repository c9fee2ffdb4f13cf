/**
 * The reference for sorting and its neighbours.
 *
 * Typed arrays sort themselves: numbers by value, -0 before 0, NaN last, and with a comparator stably. float16 arrays
 * are raw bits, which are turned into numbers first.
 */
import { fromFloat16, toFloat16 } from '../../core/float16.js';
import type { Operand } from '../backend.js';
import { kernelDType } from '../table.gen.js';

type Values = Float64Array;
type Bigints = BigInt64Array;

/** The elements from `first` on, `step` apart, as values that compare. */
function laneOf(a: Values, dtype: number, first: number, length: number, step: number): Values {
  if (dtype === kernelDType.float16) {
    const lane = new Float32Array(length);
    for (let i = 0; i < length; i++) lane[i] = fromFloat16(a[first + i * step]);
    return lane as unknown as Values;
  }
  if (step === 1) return a.slice(first, first + length);
  const lane = new (a.constructor as Float64ArrayConstructor)(length);
  for (let i = 0; i < length; i++) lane[i] = a[first + i * step];
  return lane;
}

/** Calls `visit` with the first element of each lane of [outer x length x inner]. */
function eachLane(outer: number, length: number, inner: number, visit: (first: number) => void): void {
  for (let block = 0; block < outer; block++)
    for (let at = 0; at < inner; at++) visit(block * length * inner + at);
}

/** Sorted whole, which is right around every position too. */
export function sort(operands: readonly Operand[], params: Float64Array): void {
  const [a, out] = operands as unknown as [Values, Values];
  const [dtype, outer, length, inner, descending] = params;
  eachLane(outer, length, inner, (first) => {
    const lane = laneOf(a, dtype, first, length, inner).sort();
    if (descending) lane.reverse();
    for (let i = 0; i < length; i++)
      out[first + i * inner] = dtype === kernelDType.float16 ? toFloat16(lane[i]) : lane[i];
  });
}

/** Less than, equal to or greater than 0 as numbers go, NaN after all of them and equal to itself. */
function compare(x: number, y: number): number {
  if (x < y) return -1;
  if (x > y) return 1;
  return x === y ? 0 : Number(isNaNValue(x)) - Number(isNaNValue(y));
}

/** Also of bigints, which are never NaN. */
function isNaNValue(x: number): boolean {
  // biome-ignore lint/suspicious/noSelfCompare: Number.isNaN would refuse bigints' place in shared code
  return x !== x;
}

export function argsort(operands: readonly Operand[], params: Float64Array): void {
  const [a, out] = operands as unknown as [Values, Bigints];
  const [dtype, outer, length, inner, descending] = params;
  const order = new Uint32Array(length);
  eachLane(outer, length, inner, (first) => {
    const lane = laneOf(a, dtype, first, length, inner);
    for (let i = 0; i < length; i++) order[i] = i;
    order.sort(descending ? (i, j) => compare(lane[j], lane[i]) : (i, j) => compare(lane[i], lane[j]));
    for (let i = 0; i < length; i++) out[first + i * inner] = BigInt(order[i]);
  });
}

export function searchsorted(operands: readonly Operand[], params: Float64Array): void {
  const [a, values, out] = operands as unknown as [Values, Values, Bigints];
  const [dtype, n, count, right] = params;
  const sorted = laneOf(a, dtype, 0, n, 1);
  const wanted = laneOf(values, dtype, 0, count, 1);
  for (let i = 0; i < count; i++) {
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const order = compare(sorted[middle], wanted[i]);
      if (order < 0 || (right && order === 0)) low = middle + 1;
      else high = middle;
    }
    out[i] = BigInt(low);
  }
}

export function distinct(operands: readonly Operand[], params: Float64Array): void {
  const [a, values, found, counts, firsts, inverse, order] = operands as unknown as [
    Values,
    Values,
    Float64Array,
    ...(Bigints | null)[],
  ];
  const [dtype, n, equalNan] = params;
  const lane = laneOf(a, dtype, 0, n, 1);
  let run = -1;
  let start = 0;
  let before = 0;
  for (let i = 0; i < n; i++) {
    const at = order ? Number(order[i]) : i;
    const value = lane[at];
    if (i === 0 || compare(value, before) !== 0 || (isNaNValue(value) && !equalNan)) {
      if (counts && run >= 0) counts[run] = BigInt(i - start);
      start = i;
      run++;
      values[run] = a[at];
      if (firsts) firsts[run] = BigInt(at);
    }
    before = value;
    if (inverse) inverse[at] = BigInt(run);
  }
  if (counts && run >= 0) counts[run] = BigInt(n - start);
  found[0] = run + 1;
}

export function bounds(operands: readonly Operand[], params: Float64Array): void {
  const [a, out] = operands as unknown as [Values, Float64Array];
  const n = params[1];
  let low = a[0];
  let high = a[0];
  for (let i = 0; i < n; i++) {
    const x = a[i];
    if (isNaNValue(x)) {
      low = x;
      high = x;
      break;
    }
    if (x < low) low = x;
    if (x > high) high = x;
  }
  out[0] = Number(low);
  out[1] = Number(high);
}

export function bincount(operands: readonly Operand[], params: Float64Array): void {
  const [a, out, weights] = operands as unknown as [Values, Values, Float64Array | null];
  const [, n, bins] = params;
  const sums = new Float64Array(bins);
  for (let i = 0; i < n; i++) sums[Number(a[i])] += weights ? weights[i] : 1;
  deliver(sums, out, weights !== null && weights !== undefined);
}

/** Weighted sums are floats, counts int64. */
function deliver(sums: Float64Array, out: Values, weighted: boolean): void {
  if (weighted) out.set(sums);
  else for (let bin = 0; bin < sums.length; bin++) (out as unknown as Bigints)[bin] = BigInt(sums[bin]);
}

/** Weights are summed up by blocks of this many elements, as NumPy does. */
const BLOCK = 65536;

export function histogram(operands: readonly Operand[], params: Float64Array): void {
  const [a, edges, out, weights] = operands as unknown as [Values, Float64Array, Values, Float64Array | null];
  const [, n, bins] = params;
  const first = edges[0];
  const last = edges[bins];
  const scale = bins / (last - first);
  const sums = new Float64Array(bins);
  const block = new Float64Array(bins);
  for (let from = 0; from < n; from += BLOCK) {
    block.fill(0);
    for (let i = from; i < Math.min(from + BLOCK, n); i++) {
      const x = Number(a[i]);
      if (!(x >= first && x <= last)) continue;
      // The share of the width finds the bin up to rounding; the edges themselves decide.
      const share = (x - first) * scale;
      let bin = share < bins ? (share > 0 ? Math.floor(share) : 0) : bins - 1;
      if (x < edges[bin]) bin--;
      if (x >= edges[bin + 1] && bin !== bins - 1) bin++;
      block[bin] += weights ? weights[i] : 1;
    }
    for (let bin = 0; bin < bins; bin++) sums[bin] += block[bin];
  }
  deliver(sums, out, weights !== null && weights !== undefined);
}
