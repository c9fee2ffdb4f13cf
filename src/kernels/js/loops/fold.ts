/**
 * Folds: one run of elements combined into one accumulator slot.
 *
 * Floats are summed pairwise as NumPy does: blocks of up to 128 elements in eight running sums, halves above that,
 * cut at a multiple of eight. The order depends on the length alone, so every backend and thread count gives the
 * same bits, and they are NumPy's. float32 rounds after every addition; float16 is summed in float32.
 */
import type { DType } from '../../../core/dtype.js';
import type { Bigints, Floats } from './types.js';
import { CHUNK, load, loadReal } from './work.js';

/** Where the elements come from: storage read in place, or by way of a buffer. */
export interface Source {
  readonly data: unknown;
  readonly dtype: DType;
  readonly direct: boolean;
  /** Slots from one element to the next. */
  readonly step: number;
}

/** Combines `n` elements of `source` from slot `j` on into `acc[i]`. */
export type Fold<A> = (n: number, source: Source, j: number, acc: A, i: number) => void;

const BLOCK = 128;
const block = new Float64Array(BLOCK);

function blockSum64(n: number, a: Floats, j: number, d: number): number {
  if (n < 8) {
    let sum = 0;
    for (; n > 0; n--, j += d) sum += a[j];
    return sum;
  }
  let r0 = a[j];
  let r1 = a[j + d];
  let r2 = a[j + 2 * d];
  let r3 = a[j + 3 * d];
  let r4 = a[j + 4 * d];
  let r5 = a[j + 5 * d];
  let r6 = a[j + 6 * d];
  let r7 = a[j + 7 * d];
  let left = n - 8;
  for (j += 8 * d; left >= 8; left -= 8, j += 8 * d) {
    r0 += a[j];
    r1 += a[j + d];
    r2 += a[j + 2 * d];
    r3 += a[j + 3 * d];
    r4 += a[j + 4 * d];
    r5 += a[j + 5 * d];
    r6 += a[j + 6 * d];
    r7 += a[j + 7 * d];
  }
  let sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
  for (; left > 0; left--, j += d) sum += a[j];
  return sum;
}

const f = Math.fround;

function blockSum32(n: number, a: Floats, j: number, d: number): number {
  if (n < 8) {
    let sum = 0;
    for (; n > 0; n--, j += d) sum = f(sum + a[j]);
    return sum;
  }
  let r0 = a[j];
  let r1 = a[j + d];
  let r2 = a[j + 2 * d];
  let r3 = a[j + 3 * d];
  let r4 = a[j + 4 * d];
  let r5 = a[j + 5 * d];
  let r6 = a[j + 6 * d];
  let r7 = a[j + 7 * d];
  let left = n - 8;
  for (j += 8 * d; left >= 8; left -= 8, j += 8 * d) {
    r0 = f(r0 + a[j]);
    r1 = f(r1 + a[j + d]);
    r2 = f(r2 + a[j + 2 * d]);
    r3 = f(r3 + a[j + 3 * d]);
    r4 = f(r4 + a[j + 4 * d]);
    r5 = f(r5 + a[j + 5 * d]);
    r6 = f(r6 + a[j + 6 * d]);
    r7 = f(r7 + a[j + 7 * d]);
  }
  let sum = f(f(f(r0 + r1) + f(r2 + r3)) + f(f(r4 + r5) + f(r6 + r7)));
  for (; left > 0; left--, j += d) sum = f(sum + a[j]);
  return sum;
}

/** Where a run of more than a block is cut in two. */
function halfOf(n: number): number {
  const half = Math.floor(n / 2);
  return half - (half % 8);
}

function pairwise(n: number, source: Source, j: number, single: boolean): number {
  if (n > BLOCK) {
    const half = halfOf(n);
    const sum =
      pairwise(half, source, j, single) + pairwise(n - half, source, j + half * source.step, single);
    return single ? f(sum) : sum;
  }
  let data = source.data as Floats;
  let { step } = source;
  if (!source.direct) {
    loadReal(n, block, source.dtype, data, j, step);
    data = block;
    j = 0;
    step = 1;
  }
  return single ? blockSum32(n, data, j, step) : blockSum64(n, data, j, step);
}

export const sumFold: Fold<Floats> = (n, source, j, acc, i) => {
  acc[i] += pairwise(n, source, j, acc instanceof Float32Array);
};

/** Calls `each` with stretches of the run as work values. */
function byChunks(
  n: number,
  source: Source,
  j: number,
  each: (m: number, data: Floats, at: number, step: number) => void,
): void {
  if (source.direct) {
    each(n, source.data as Floats, j, source.step);
    return;
  }
  chunk ??= new Float64Array(CHUNK);
  for (; n > 0; n -= CHUNK, j += CHUNK * source.step) {
    const m = Math.min(n, CHUNK);
    loadReal(m, chunk, source.dtype, source.data, j, source.step);
    each(m, chunk, 0, 1);
  }
}

let chunk: Float64Array | undefined;

export const prodFold: Fold<Floats> = (n, source, j, acc, i) => {
  const single = acc instanceof Float32Array;
  byChunks(n, source, j, (m, data, at, step) => {
    let product = acc[i];
    if (single) for (; m > 0; m--, at += step) product = f(product * data[at]);
    else for (; m > 0; m--, at += step) product *= data[at];
    acc[i] = product;
  });
};

export const minFold: Fold<Floats> = (n, source, j, acc, i) => {
  byChunks(n, source, j, (m, data, at, step) => {
    let least = acc[i];
    for (; m > 0; m--, at += step) {
      const x = data[at];
      if (!(x >= least)) least = Number.isNaN(least) ? least : x;
    }
    acc[i] = least;
  });
};

export const maxFold: Fold<Floats> = (n, source, j, acc, i) => {
  byChunks(n, source, j, (m, data, at, step) => {
    let most = acc[i];
    for (; m > 0; m--, at += step) {
      const x = data[at];
      if (!(x <= most)) most = Number.isNaN(most) ? most : x;
    }
    acc[i] = most;
  });
};

/** Whether any element is not zero, into 0 or 1; NaN is not zero. Stops at the first. */
export const anyFold: Fold<Uint8Array> = (n, source, j, acc, i) => {
  byChunks(n, source, j, (m, data, at, step) => {
    for (; acc[i] === 0 && m > 0; m--, at += step) if (data[at] !== 0) acc[i] = 1;
  });
};

/** Whether all elements are. Stops at the first zero. */
export const allFold: Fold<Uint8Array> = (n, source, j, acc, i) => {
  byChunks(n, source, j, (m, data, at, step) => {
    for (; acc[i] !== 0 && m > 0; m--, at += step) if (data[at] === 0) acc[i] = 0;
  });
};

/** 64-bit integers: from storage, or from narrower integers, whose chunks add up exactly in a double first. */
export const sumBigintFold: Fold<Bigints> = (n, source, j, acc, i) => {
  if (source.direct) {
    const data = source.data as Bigints;
    let sum = acc[i];
    for (; n > 0; n--, j += source.step) sum = BigInt.asIntN(64, sum + data[j]);
    acc[i] = sum;
    return;
  }
  byChunks(n, source, j, (m, data) => {
    acc[i] += BigInt(blockSumExact(m, data));
  });
};

function blockSumExact(n: number, data: Floats): number {
  let sum = 0;
  for (let at = 0; at < n; at++) sum += data[at];
  return sum;
}

function bigintFold(combine: (x: bigint, y: bigint) => bigint): Fold<Bigints> {
  const values = new BigInt64Array(CHUNK);
  return (n, source, j, acc, i) => {
    let result = acc[i];
    for (; n > 0; n -= CHUNK, j += CHUNK * source.step) {
      const m = Math.min(n, CHUNK);
      const data = source.direct ? (source.data as Bigints) : values;
      if (!source.direct) load('bigint', m, values, source.dtype, source.data, j, source.step);
      const step = source.direct ? source.step : 1;
      let at = source.direct ? j : 0;
      for (let e = 0; e < m; e++, at += step) result = combine(result, data[at]);
    }
    acc[i] = result;
  };
}

export const prodBigintFold = bigintFold((x, y) => BigInt.asIntN(64, x * y));
// biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigints
export const minBigintFold = bigintFold((x, y) => (y < x ? y : x));
// biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigints
export const maxBigintFold = bigintFold((x, y) => (y > x ? y : x));

const pair = new Float64Array(2);

/** The complex pairwise sum: four running sums, blocks of 64 elements. Leaves its result in `pair`. */
function complexPairwise(n: number, a: Floats, j: number, d: number, round: (x: number) => number): void {
  if (n > BLOCK / 2) {
    const half = halfOf(2 * n) / 2;
    complexPairwise(half, a, j, d, round);
    const [re, im] = pair;
    complexPairwise(n - half, a, j + half * d, d, round);
    pair[0] = round(re + pair[0]);
    pair[1] = round(im + pair[1]);
    return;
  }
  if (n < 4) {
    let re = 0;
    let im = 0;
    for (; n > 0; n--, j += d) {
      re = round(re + a[j]);
      im = round(im + a[j + 1]);
    }
    pair[0] = re;
    pair[1] = im;
    return;
  }
  const re = [a[j], a[j + d], a[j + 2 * d], a[j + 3 * d]];
  const im = [a[j + 1], a[j + d + 1], a[j + 2 * d + 1], a[j + 3 * d + 1]];
  let left = n - 4;
  for (j += 4 * d; left >= 4; left -= 4) {
    for (let lane = 0; lane < 4; lane++, j += d) {
      re[lane] = round(re[lane] + a[j]);
      im[lane] = round(im[lane] + a[j + 1]);
    }
  }
  let sumRe = round(round(re[0] + re[1]) + round(re[2] + re[3]));
  let sumIm = round(round(im[0] + im[1]) + round(im[2] + im[3]));
  for (; left > 0; left--, j += d) {
    sumRe = round(sumRe + a[j]);
    sumIm = round(sumIm + a[j + 1]);
  }
  pair[0] = sumRe;
  pair[1] = sumIm;
}

const exact = (x: number): number => x;

/** Complex runs as work values: real sources are widened whole, which only an explicit complex dtype asks for. */
function complexRun(n: number, source: Source, j: number): [data: Floats, at: number, step: number] {
  if (source.direct) return [source.data as Floats, j, source.step];
  const widened = new Float64Array(2 * n);
  const real = new Float64Array(n);
  loadReal(n, real, source.dtype, source.data, j, source.step);
  for (let e = 0; e < n; e++) widened[2 * e] = real[e];
  return [widened, 0, 2];
}

export const sumComplexFold: Fold<Floats> = (n, source, j, acc, i) => {
  const [data, at, step] = complexRun(n, source, j);
  complexPairwise(n, data, at, step, acc instanceof Float32Array ? f : exact);
  acc[i] += pair[0];
  acc[i + 1] += pair[1];
};

/** A fold from a rule for two complex numbers that leaves its result in `pair`. */
export function complexFold(combine: (xr: number, xi: number, yr: number, yi: number) => void): Fold<Floats> {
  return (n, source, j, acc, i) => {
    let [data, at, step] = complexRun(n, source, j);
    for (; n > 0; n--, at += step) {
      combine(acc[i], acc[i + 1], data[at], data[at + 1]);
      acc[i] = pair[0];
      acc[i + 1] = pair[1];
    }
  };
}

const lessThan = (xr: number, xi: number, yr: number, yi: number): boolean =>
  xr < yr || (xr === yr && xi < yi);
const hasNaN = (re: number, im: number): boolean => Number.isNaN(re) || Number.isNaN(im);

function take(re: number, im: number): void {
  pair[0] = re;
  pair[1] = im;
}

export const prodComplexFold = complexFold((xr, xi, yr, yi) => take(xr * yr - xi * yi, xr * yi + xi * yr));
export const minComplexFold = complexFold((xr, xi, yr, yi) =>
  !hasNaN(xr, xi) && (hasNaN(yr, yi) || lessThan(yr, yi, xr, xi)) ? take(yr, yi) : take(xr, xi),
);
export const maxComplexFold = complexFold((xr, xi, yr, yi) =>
  !hasNaN(xr, xi) && (hasNaN(yr, yi) || lessThan(xr, xi, yr, yi)) ? take(yr, yi) : take(xr, xi),
);
