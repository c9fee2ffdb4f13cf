/** Determinants, from LU factors. */
import { release } from '../core/buffer.js';
import type { NDArray } from '../core/ndarray.js';
import type { Operand } from '../ops/ufunc.js';
import {
  counters,
  type Floats,
  fromRowMajor,
  isComplexDType,
  realDType,
  room,
  rowMajor,
  runEntry,
  type Stack,
  squareStackOf,
} from './matrices.js';
import type { FactoredOf, RealFactoredOf } from './types.js';

/** LU factors of every matrix: U's diagonal, and whether the rows were exchanged an odd number of times. */
function factored(operation: string, { array, dtype, count, rows: n }: Stack) {
  const factors = rowMajor(operation, array, dtype);
  const pivots = counters(operation, count * n);
  const info = counters(operation, count);
  runEntry('linalgLu', dtype, [factors, pivots, info], [count, n, n]);
  return { factors, pivots, info };
}

function isOdd(pivots: Int32Array, matrix: number, n: number): boolean {
  let odd = false;
  for (let i = 0; i < n; i++) if (pivots[matrix * n + i] !== i) odd = !odd;
  return odd;
}

/**
 * Determinants of square matrices (…, n, n): shape (…). Where they may overflow, use `slogdet`.
 *
 * float32, float64, complex64, complex128 stay; integers and bools become float64. The determinant of an empty matrix
 * is 1, of a singular one 0; NaN gives NaN. Complexity: n³/3.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16.
 * @example
 * linalg.det([[2, 0], [0, 4]]).item(); // 8
 * @see numpy.linalg.det
 */
export function det<X extends Operand>(x: X): NDArray<FactoredOf<X>> {
  const stack = squareStackOf('det', x);
  const { dtype, count, rows: n } = stack;
  const { factors, pivots } = factored('det', stack);
  const slots = isComplexDType(dtype) ? 2 : 1;
  const out = room('det', dtype, count);
  for (let matrix = 0; matrix < count; matrix++) {
    let re = isOdd(pivots, matrix, n) ? -1 : 1;
    let im = 0;
    for (let i = 0; i < n; i++) {
      const at = slots * (matrix * n * n + i * (n + 1));
      if (slots === 1) re *= factors[at];
      else [re, im] = [re * factors[at] - im * factors[at + 1], re * factors[at + 1] + im * factors[at]];
    }
    // A singular matrix has 0, not the −0 that an odd number of exchanges would make of it.
    out[slots * matrix] = re + 0;
    if (slots === 2) out[2 * matrix + 1] = im + 0;
  }
  release(factors);
  return fromRowMajor(out, dtype, stack.lead) as never;
}

/** What `slogdet` gives: the determinant is sign × exp(logabsdet). */
export interface SignAndLogDeterminant<X> {
  /** 1, 0 or −1; for complex matrices a number of size 1, or 0. */
  readonly sign: NDArray<FactoredOf<X>>;
  /** The logarithm of the absolute value; −Infinity for singular matrices. */
  readonly logabsdet: NDArray<RealFactoredOf<X>>;
}

/**
 * Sign and logarithm of the absolute value of determinants of square matrices (…, n, n): shapes (…). Neither overflows.
 *
 * Dtypes as for `det`, logabsdet real. An empty matrix gives 1 and 0, a singular one 0 and −Infinity; NaN gives NaN.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16.
 * @example
 * linalg.slogdet([[0, 1], [1, 0]]).sign.item(); // -1
 * @see numpy.linalg.slogdet
 */
export function slogdet<X extends Operand>(x: X): SignAndLogDeterminant<X> {
  const stack = squareStackOf('slogdet', x);
  const { dtype, count, lead, rows: n } = stack;
  const { factors, pivots, info } = factored('slogdet', stack);
  const slots = isComplexDType(dtype) ? 2 : 1;
  const real = realDType(dtype);
  const sign = room('slogdet', dtype, count);
  const logs = room('slogdet', real, count);
  for (let matrix = 0; matrix < count; matrix++) {
    if (info[matrix] !== 0) {
      sign.fill(0, slots * matrix, slots * (matrix + 1));
      logs[matrix] = -Infinity;
      continue;
    }
    gather(factors, slots * matrix * n * n, n, slots, isOdd(pivots, matrix, n), sign, logs, matrix);
  }
  release(factors);
  return { sign: fromRowMajor(sign, dtype, lead), logabsdet: fromRowMajor(logs, real, lead) } as never;
}

function gather(
  factors: Floats,
  start: number,
  n: number,
  slots: number,
  odd: boolean,
  sign: Floats,
  logs: Floats,
  matrix: number,
): void {
  let re = odd ? -1 : 1;
  let im = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const at = start + slots * i * (n + 1);
    const size = slots === 1 ? Math.abs(factors[at]) : Math.hypot(factors[at], factors[at + 1]);
    sum += Math.log(size);
    if (slots === 1) {
      if (factors[at] < 0) re = -re;
      continue;
    }
    const c = factors[at] / size;
    const s = factors[at + 1] / size;
    [re, im] = [re * c - im * s, re * s + im * c];
  }
  sign[slots * matrix] = re;
  if (slots === 2) sign[2 * matrix + 1] = im;
  logs[matrix] = sum;
}
