/**
 * Reductions that skip NaN, in one pass and without a copy of the array.
 *
 * Policy: an array without NaN takes the ordinary reduction, which kernels run; whether it had any shows in the result,
 * where NaN would have come through. Only then a second pass skips them here. Sums go pairwise along the same tree as
 * ordinary ones, a NaN counting as 0, so they are NumPy's bit for bit.
 */
import { dtypeInfo } from '../../core/dtype.js';
import { float16Table, toFloat16 } from '../../core/float16.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import { eachRow } from '../../kernels/js/loops/drive.js';
import * as float from '../../kernels/js/loops/float.js';
import { type Fold, type Source, sumFold } from '../../kernels/js/loops/fold.js';
import type { Binary, Floats } from '../../kernels/js/loops/types.js';
import { CHUNK, loadReal } from '../../kernels/js/loops/work.js';
import { driveReduce } from '../../kernels/js/reduce.js';
import { isnan } from '../logic.js';
import { planLayout } from '../plan.js';
import { castTo } from '../reduction.js';
import { any } from '../reductions.js';
import { termOf } from '../ufunc.js';

/** Whether an array can hold NaN. */
export function mayHaveNaN(x: NDArray): boolean {
  const { kind } = dtypeInfo(x.dtype);
  return kind === 'f' || kind === 'c';
}

export function hasNaN(x: NDArray): boolean {
  return mayHaveNaN(x) && (any(isnan(x)).item() as boolean);
}

const BLOCK = 128;
const block = new Float64Array(BLOCK);
const slot64 = new Float64Array(1);
const slot32 = new Float32Array(1);

function pairwise(n: number, source: Source, j: number, single: boolean): number {
  if (n > BLOCK) {
    const middle = Math.floor(n / 2);
    const half = middle - (middle % 8);
    const sum =
      pairwise(half, source, j, single) + pairwise(n - half, source, j + half * source.step, single);
    return single ? Math.fround(sum) : sum;
  }
  loadReal(n, block, source.dtype, source.data, j, source.step);
  for (let at = 0; at < n; at++) if (Number.isNaN(block[at])) block[at] = 0;
  const slot = single ? slot32 : slot64;
  slot[0] = 0;
  sumFold(n, { data: block, dtype: 'float64', direct: true, step: 1 }, 0, slot, 0);
  return slot[0];
}

/** Calls `each` with stretches of a run as numbers. */
function byChunks(n: number, source: Source, j: number, each: (m: number, data: Floats) => void): void {
  const chunk = new Float64Array(Math.min(n, CHUNK));
  for (; n > 0; n -= CHUNK, j += CHUNK * source.step) {
    const m = Math.min(n, CHUNK);
    loadReal(m, chunk, source.dtype, source.data, j, source.step);
    each(m, chunk);
  }
}

interface SkippingLoops {
  readonly combine: Binary<Floats>;
  readonly fold: Fold<Floats>;
  /** What no elements at all give. */
  readonly start: number;
}

/** A fold made of one step, for operations whose order does not matter to the bits. */
function folded(step: (sum: number, x: number) => number): Fold<Floats> {
  return (n, source, j, acc, i) => {
    byChunks(n, source, j, (m, data) => {
      let sum = acc[i];
      for (let at = 0; at < m; at++) sum = step(sum, data[at]);
      acc[i] = sum;
    });
  };
}

export const skipping = {
  sum: {
    combine: (n, o, i, di, a, j, dj, b, k, dk) => {
      for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = Number.isNaN(b[k]) ? a[j] : a[j] + b[k];
    },
    fold: (n, source, j, acc, i) => {
      acc[i] += pairwise(n, source, j, acc instanceof Float32Array);
    },
    start: 0,
  },
  count: {
    combine: (n, o, i, di, a, j, dj, b, k, dk) => {
      for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = Number.isNaN(b[k]) ? a[j] : a[j] + 1;
    },
    fold: folded((sum, x) => (Number.isNaN(x) ? sum : sum + 1)),
    start: 0,
  },
  prod: {
    combine: (n, o, i, di, a, j, dj, b, k, dk) => {
      for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = Number.isNaN(b[k]) ? a[j] : a[j] * b[k];
    },
    fold: (n, source, j, acc, i) => {
      const round = acc instanceof Float32Array ? Math.fround : (x: number) => x;
      folded((product, x) => (Number.isNaN(x) ? product : round(product * x)))(n, source, j, acc, i);
    },
    start: 1,
  },
  min: {
    combine: float.fmin,
    fold: folded((least, x) => (least <= x || Number.isNaN(x) ? least : x)),
    start: NaN,
  },
  max: {
    combine: float.fmax,
    fold: folded((most, x) => (most >= x || Number.isNaN(x) ? most : x)),
    start: NaN,
  },
} as const satisfies Record<string, SkippingLoops>;

/**
 * Reduces floats, skipping NaN: an array with length 1 on the reduced axes; float64 of float64, else float32. Counts
 * are float64.
 */
export function reduceSkipping(
  operation: string,
  name: keyof typeof skipping,
  a: NDArray,
  reduced: readonly boolean[],
): NDArray {
  const loops: SkippingLoops = skipping[name];
  const dtype = a.dtype === 'float64' || name === 'count' ? 'float64' : 'float32';
  const acc = newArray(
    operation,
    dtype,
    a.shape.map((length, axis) => (reduced[axis] ? 1 : length)),
  ).fill(loops.start) as NDArray;
  const { ndim, layout } = planLayout(a.shape, [accumulating(acc, a, reduced), a], 1);
  driveReduce(loops, 'float', ndim, layout, termOf(acc, 'float'), termOf(a, 'float'));
  return acc;
}

/** Where the result of a reduction lies in a plan over all elements. */
function accumulating(acc: NDArray, a: NDArray, reduced: readonly boolean[]) {
  return {
    shape: a.shape,
    strides: acc.strides.map((stride, axis) => (reduced[axis] ? 0 : stride)),
    offset: 0,
  };
}

/** Sums of squared distances from `center` (shaped like the result), skipping NaN. */
export function squaresSkipping(
  operation: string,
  a: NDArray,
  center: NDArray,
  reduced: readonly boolean[],
): NDArray {
  const acc = newArray(operation, center.dtype, center.shape) as NDArray;
  const result = accumulating(acc, a, reduced);
  const { ndim, layout } = planLayout(a.shape, [result, accumulating(center, a, reduced), a], 2);
  const [sums, centers] = [storage(acc) as Floats, storage(center) as Floats];
  const data = storage(a);
  const n = layout[ndim - 1];
  const di = layout[2 * ndim] / sums.BYTES_PER_ELEMENT;
  const dj = layout[4 * ndim + 2] / data.BYTES_PER_ELEMENT;
  const squares = new Float64Array(Math.min(n, CHUNK));
  const round = sums instanceof Float32Array ? Math.fround : (x: number) => x;
  eachRow(ndim, layout, 3, (at) => {
    let i = at[0] / sums.BYTES_PER_ELEMENT;
    let j = at[2] / data.BYTES_PER_ELEMENT;
    for (let left = n; left > 0; left -= CHUNK) {
      const m = Math.min(left, CHUNK);
      loadReal(m, squares, a.dtype, data, j, dj);
      j += m * dj;
      for (let e = 0; e < m; e++) {
        const away = round(squares[e] - centers[i + e * di]);
        squares[e] = Number.isNaN(away) ? 0 : round(away * away);
        if (di !== 0) sums[i + e * di] += squares[e];
      }
      if (di === 0) sumFold(m, { data: squares, dtype: 'float64', direct: true, step: 1 }, 0, sums, i);
      i += m * di;
    }
  });
  return acc;
}

/** A copy of floats or complex numbers, in C order, in which NaN is another number. */
export function replaced(operation: string, a: NDArray, value: number): NDArray {
  const own = castTo(operation, a, a.dtype);
  const data = storage(own) as Floats;
  const { slots } = dtypeInfo(a.dtype);
  const isHalf = a.dtype === 'float16';
  const halves = isHalf ? float16Table() : null;
  const written = isHalf ? toFloat16(value) : value;
  for (let at = 0; at < data.length; at += slots) {
    const last = data[at + slots - 1];
    if (halves === null ? !Number.isNaN(data[at]) && !Number.isNaN(last) : !Number.isNaN(halves[last]))
      continue;
    data[at] = written;
    if (slots === 2) data[at + 1] = 0;
  }
  return own;
}
