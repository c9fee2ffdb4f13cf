import { release } from '../core/buffer.js';
import { foreignSymbol, handOver, isForeign } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { sizeOf } from '../core/shape.js';
import { conj } from '../ops/elementwise.js';
import { matrixTranspose } from '../ops/linear.js';
import type { Operand } from '../ops/ufunc.js';
import {
  checkInfo,
  columnMajor,
  counters,
  type Floats,
  fromColumnMajor,
  fromRowMajor,
  isComplexDType,
  overStack,
  refuseOption,
  rightSideOf,
  room,
  rowMajor,
  runEntry,
  slotsOf,
  squareStackOf,
  stackOf,
} from './matrices.js';
import type { CommonFactorOf, FactoredOf, FactorOf } from './types.js';

/** Options of `cholesky`. */
export interface CholeskyOptions {
  /** Whether to read the upper triangle and give the upper factor. false. */
  readonly upper?: boolean;
}

/** The conjugate transpose of the last two axes, as a view of reals or a copy of complex numbers. */
export function adjointOf(x: NDArray): NDArray {
  const turned = matrixTranspose(x) as NDArray;
  return isComplexDType(x.dtype) ? (conj(turned) as NDArray) : turned;
}

const choleskyNames: OptionNames<CholeskyOptions> = { upper: true };

/**
 * The lower triangular L with L Lᴴ = x, or the upper U with Uᴴ U = x, of Hermitian positive definite matrices (…, n, n). Only
 * that triangle is read, and of its diagonal the real part.
 *
 * float32, float64, complex64, complex128 stay; integers and bools become float64. Empty matrices give empty results;
 * NaN spreads. Complexity: n³/6.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16; LinAlgError, which names the matrix of
 * the stack, when one is not positive definite.
 * @example
 * linalg.cholesky([[4, 2], [2, 5]]).toArray(); // [[2, 0], [1, 2]]
 * @see numpy.linalg.cholesky
 */
export function cholesky<X extends Operand>(x: X, options: CholeskyOptions = {}): FactorOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('cholesky', [x, options]) as never;
  checkOptions('cholesky', options, choleskyNames);
  const stack = squareStackOf('cholesky', x);
  const { dtype, count, lead, rows: n } = stack;
  const { upper = false } = options;
  const source = upper ? adjointOf(stack.array) : stack.array;
  const factor = rowMajor('cholesky', source, dtype);
  const info = counters('cholesky', count);
  runEntry('linalgCholesky', dtype, [factor, info], [count, n]);
  if (info.some((one) => one !== 0))
    forgiveNaN(factor, rowMajor('cholesky', source, dtype), info, slotsOf(dtype) * n * n);
  checkInfo('cholesky', info, lead, (at) => `is not positive definite: its minor ${at} is not positive`);
  const lower = fromRowMajor(factor, dtype, stack.array.shape);
  return (upper ? adjointOf(lower).copy() : lower) as never;
}

/** Some libraries refuse a matrix with NaN, others let it spread, as NumPy's does: here all of the result is NaN then. */
function forgiveNaN(factor: Floats, source: Floats, info: Int32Array, size: number): void {
  for (let matrix = 0; matrix < info.length; matrix++) {
    const [start, end] = [matrix * size, (matrix + 1) * size];
    if (info[matrix] === 0 || !source.subarray(start, end).some(Number.isNaN)) continue;
    info[matrix] = 0;
    factor.fill(Number.NaN, start, end);
  }
}

/** What `luFactor` gives. */
export interface PackedLu<X> {
  /** L below the diagonal, whose ones are not stored, and U from it on. */
  readonly lu: NDArray<FactoredOf<X>>;
  /** int32: row i was exchanged with row pivots[i], i ascending. */
  readonly pivots: NDArray<'int32'>;
}

/**
 * LU factors with partial pivoting, packed into one array, of matrices (…, m, n).
 *
 * Dtypes as for `solve`; singular matrices give a U with zeros on the diagonal; NaN spreads.
 *
 * @throws ShapeError for fewer than two axes; DTypeError for float16.
 * @example
 * linalg.luFactor([[1, 2], [3, 4]]).pivots.toArray(); // [1, 1]
 * @see scipy.linalg.lu_factor
 */
export function luFactor<X extends Operand>(x: X): PackedLu<X> {
  const stack = stackOf('luFactor', x);
  const { dtype, count, lead, rows, columns } = stack;
  const factors = columnMajor('luFactor', stack.array, dtype);
  const steps = Math.min(rows, columns);
  const pivots = newArray('luFactor', 'int32', [...lead, steps]);
  runEntry(
    'linalgLu',
    dtype,
    [factors, storage(pivots), counters('luFactor', count)],
    [count, rows, columns],
  );
  return { lu: fromColumnMajor('luFactor', factors, dtype, stack.array.shape), pivots } as never;
}

/** What `lu` gives: P L U is the matrix. */
export interface LuFactors<X> {
  readonly P: NDArray<FactoredOf<X>>;
  readonly L: NDArray<FactoredOf<X>>;
  readonly U: NDArray<FactoredOf<X>>;
}

/**
 * A permutation P, a unit lower triangle L and an upper triangle U with P L U = x, for matrices (…, m, n): shapes (…, m, m),
 * (…, m, k) and (…, k, n) with k the shorter length.
 *
 * Dtypes, singular matrices and NaN as for `luFactor`.
 *
 * @throws ShapeError for fewer than two axes; DTypeError for float16.
 * @example
 * linalg.lu([[1, 2], [4, 8]]).U.toArray(); // [[4, 8], [0, 0]]
 * @see scipy.linalg.lu
 */
export function lu<X extends Operand>(x: X): LuFactors<X> {
  const stack = stackOf('lu', x);
  const { dtype, count, lead, rows, columns } = stack;
  const packed = luFactor(x);
  const steps = Math.min(rows, columns);
  const lower = triangle(packed.lu as NDArray, count, rows, steps, 'lower');
  const upper = triangle(packed.lu as NDArray, count, steps, columns, 'upper');
  const slots = slotsOf(dtype);
  const places = room('lu', dtype, count * rows * rows).fill(0);
  const pivots = storage(packed.pivots);
  for (let matrix = 0; matrix < count; matrix++) {
    const order = Int32Array.from({ length: rows }, (_, i) => i);
    for (let i = 0; i < steps; i++) {
      const other = pivots[matrix * steps + i];
      [order[i], order[other]] = [order[other], order[i]];
    }
    for (let i = 0; i < rows; i++) places[slots * (matrix * rows * rows + order[i] * rows + i)] = 1;
  }
  return {
    P: fromRowMajor(places, dtype, [...lead, rows, rows]),
    L: fromRowMajor(lower, dtype, [...lead, rows, steps]),
    U: fromRowMajor(upper, dtype, [...lead, steps, columns]),
  } as never;
}

/** The unit lower or the upper triangle, row-major, of C-contiguous packed factors. */
function triangle(
  packed: NDArray,
  count: number,
  rows: number,
  columns: number,
  which: 'lower' | 'upper',
): Floats {
  const slots = slotsOf(packed.dtype);
  const [height, width] = packed.shape.slice(-2);
  const data = storage(packed) as Floats;
  const out = room('lu', packed.dtype as 'float64', count * rows * columns).fill(0);
  for (let matrix = 0; matrix < count; matrix++) {
    for (let i = 0; i < rows; i++) {
      const [first, end] = which === 'upper' ? [i, columns] : [0, Math.min(i, columns)];
      const from = slots * (matrix * height * width + i * width);
      const to = slots * (matrix * rows * columns + i * columns);
      if (first < end) out.set(data.subarray(from + slots * first, from + slots * end), to + slots * first);
      if (which === 'lower' && i < columns) out[to + slots * i] = 1;
    }
  }
  return out;
}

/** Options of `qr`. */
export interface QrOptions<M extends QrMode = QrMode> {
  /**
   * 'reduced': Q (…, m, k) and R (…, k, n), k the shorter length; 'complete': Q (…, m, m) and R (…, m, n); 'r': R alone; 'raw':
   * LAPACK's reflections h (…, n, m) and their factors tau (…, k). 'reduced'.
   */
  readonly mode?: M;
}

export type QrMode = 'reduced' | 'complete' | 'r' | 'raw';

/** What `qr` gives, by mode. */
export type QrResult<X, M extends QrMode> = M extends 'r'
  ? FactorOf<X>
  : M extends 'raw'
    ? { readonly h: NDArray<FactoredOf<X>>; readonly tau: NDArray<FactoredOf<X>> }
    : { readonly Q: FactorOf<X>; readonly R: FactorOf<X> };

const qrNames: OptionNames<QrOptions<QrMode>> = { mode: true };

/**
 * Q with orthonormal columns and upper triangular R with Q R = x, by Householder reflections, for matrices (…, m, n).
 *
 * float32, float64, complex64, complex128 stay; integers and bools become float64. Empty matrices give empty factors, and
 * identities for a complete Q; NaN spreads. Complexity: 2 n² (m − n/3).
 *
 * @throws ShapeError for fewer than two axes; DTypeError for float16; ArgumentError for an unknown mode.
 * @example
 * const { Q, R } = linalg.qr([[3, 1], [4, 2]]);
 * matmul(Q, R).shape; // [2, 2]
 * @see numpy.linalg.qr
 */
export function qr<X extends Operand, M extends QrMode = 'reduced'>(
  x: X,
  options: QrOptions<M> = {},
): QrResult<X, M> {
  if (isForeign(x)) return x[foreignSymbol]('qr', [x, options]) as never;
  checkOptions('qr', options, qrNames);
  const { mode = 'reduced' } = options as QrOptions;
  if (!['reduced', 'complete', 'r', 'raw'].includes(mode))
    refuseOption('qr', 'mode', mode, "'reduced', 'complete', 'r' or 'raw'");
  const stack = stackOf('qr', x);
  const { dtype, count, lead, rows, columns } = stack;
  const steps = Math.min(rows, columns);
  const qColumns = mode === 'complete' ? rows : steps;
  const factors = columnMajor('qr', stack.array, dtype);
  const taus = room('qr', dtype, count * steps);
  const wantsQ = mode === 'reduced' || mode === 'complete';
  const q = wantsQ ? room('qr', dtype, count * rows * qColumns) : null;
  if (steps > 0) runEntry('linalgQr', dtype, [factors, taus, q], [count, rows, columns, qColumns]);
  if (mode === 'raw') {
    const h = fromRowMajor(factors, dtype, [...lead, columns, rows]);
    return { h, tau: fromRowMajor(taus, dtype, [...lead, steps]) } as never;
  }
  const height = mode === 'complete' ? rows : steps;
  const r = upperOf(factors, dtype, count, rows, columns, height);
  release(factors);
  const R = fromRowMajor(r, dtype, [...lead, height, columns]);
  if (q === null) return R as never;
  if (steps === 0) setIdentity(q, slotsOf(dtype), count, qColumns);
  return { Q: fromColumnMajor('qr', q, dtype, [...lead, rows, qColumns]), R } as never;
}

function setIdentity(q: Floats, slots: number, count: number, n: number): void {
  q.fill(0);
  for (let matrix = 0; matrix < count; matrix++)
    for (let i = 0; i < n; i++) q[slots * (matrix * n * n + i * (n + 1))] = 1;
}

/** The upper triangle, row-major and `height` rows high, of column-major matrices. */
function upperOf(
  factors: Floats,
  dtype: 'float32' | 'float64' | 'complex64' | 'complex128',
  count: number,
  rows: number,
  columns: number,
  height: number,
): Floats {
  const slots = slotsOf(dtype);
  const out = room('qr', dtype, count * height * columns).fill(0);
  for (let matrix = 0; matrix < count; matrix++) {
    for (let j = 0; j < columns; j++) {
      const from = slots * (matrix * rows * columns + j * rows);
      for (let i = 0; i <= Math.min(j, height - 1); i++) {
        const to = slots * (matrix * height * columns + i * columns + j);
        for (let part = 0; part < slots; part++) out[to + part] = factors[from + slots * i + part];
      }
    }
  }
  return out;
}

/** Options of `solveTriangular`. */
export interface TriangularOptions {
  /** Which triangle is read. false: the upper. */
  readonly lower?: boolean;
  /** Whether to solve with the matrix (0 or 'N'), its transpose (1 or 'T') or its conjugate transpose (2 or 'C'). 'N'. */
  readonly trans?: 0 | 1 | 2 | 'N' | 'T' | 'C';
  /** Whether the diagonal counts as ones. false. */
  readonly unitDiagonal?: boolean;
}

const triangularNames: OptionNames<TriangularOptions> = { lower: true, trans: true, unitDiagonal: true };

/**
 * The x with a x = b for triangular matrices (…, n, n); the other triangle is not read. `b` as for `solve`.
 *
 * Dtypes and empty matrices as for `solve`; NaN spreads. Complexity: n² k / 2 multiplications.
 *
 * @throws ShapeError when `a` is not square or `b` does not fit; DTypeError for float16; LinAlgError when a diagonal
 * element is 0; ArgumentError for an unknown `trans`.
 * @example
 * linalg.solveTriangular([[2, 1], [0, 4]], [4, 8]).toArray(); // [1, 2]
 * @see scipy.linalg.solve_triangular
 */
export function solveTriangular<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: TriangularOptions = {},
): CommonFactorOf<A, B> {
  checkOptions('solveTriangular', options, triangularNames);
  const handed = handOver('solveTriangular', [a, b], [a, b, options]);
  if (handed !== undefined) return handed as never;
  const { lower = false, trans = 'N', unitDiagonal = false } = options;
  const kind = [0, 1, 2, 'N', 'T', 'C'].indexOf(trans) % 3;
  if (kind < 0) refuseOption('solveTriangular', 'trans', trans, "0, 1, 2, 'N', 'T' or 'C'");
  const stack = squareStackOf('solveTriangular', a, 'a');
  const { isVector, matrix, dtype, columns, lead } = rightSideOf('solveTriangular', stack, b);
  const n = stack.rows;
  const turned =
    kind === 0 ? stack.array : kind === 1 ? matrixTranspose(stack.array) : adjointOf(stack.array);
  const factors = rowMajor('solveTriangular', overStack(turned, lead), dtype);
  const x = rowMajor('solveTriangular', overStack(matrix, lead), dtype);
  const slots = slotsOf(dtype);
  const info = new Int32Array(sizeOf(lead));
  for (let at = 0; at < info.length; at++) {
    const own = factors.subarray(slots * at * n * n, slots * (at + 1) * n * n);
    const part = x.subarray(slots * at * n * columns, slots * (at + 1) * n * columns);
    info[at] = substitute(slots, n, columns, own, part, lower !== kind > 0, unitDiagonal);
  }
  checkInfo('solveTriangular', info, lead, (k) => `is singular: diagonal element ${k} is 0`, 'a');
  return fromRowMajor(x, dtype, isVector ? [...lead, n] : [...lead, n, columns]) as never;
}

/** Row by row, from the first of a lower or the last of an upper triangle; row-major. */
function substitute(
  slots: number,
  n: number,
  columns: number,
  a: Floats,
  x: Floats,
  lower: boolean,
  unit: boolean,
): number {
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step;
    const row = slots * i * columns;
    for (let k = lower ? 0 : i + 1; k < (lower ? i : n); k++) {
      const at = slots * (i * n + k);
      subtractScaled(slots, columns, a[at], slots === 2 ? a[at + 1] : 0, x, slots * k * columns, row);
    }
    if (unit) continue;
    const at = slots * i * (n + 1);
    const re = a[at];
    const im = slots === 2 ? a[at + 1] : 0;
    if (re === 0 && im === 0) return i + 1;
    divideRow(slots, columns, re, im, x, row);
  }
  return 0;
}

function subtractScaled(
  slots: number,
  n: number,
  re: number,
  im: number,
  x: Floats,
  from: number,
  to: number,
): void {
  if (slots === 1) {
    for (let j = 0; j < n; j++) x[to + j] -= re * x[from + j];
    return;
  }
  for (let j = 0; j < 2 * n; j += 2) {
    const c = x[from + j];
    const d = x[from + j + 1];
    x[to + j] -= re * c - im * d;
    x[to + j + 1] -= re * d + im * c;
  }
}

function divideRow(slots: number, n: number, re: number, im: number, x: Floats, row: number): void {
  if (slots === 1) {
    for (let j = row; j < row + n; j++) x[j] /= re;
    return;
  }
  const size = Math.hypot(re, im);
  const [c, s] = [re / size, im / size];
  for (let j = row; j < row + 2 * n; j += 2) {
    const a = x[j] / size;
    const b = x[j + 1] / size;
    x[j] = a * c + b * s;
    x[j + 1] = b * c - a * s;
  }
}
