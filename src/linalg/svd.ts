/** Singular values, and what follows from them: pseudoinverses and ranks. */
import { release } from '../core/buffer.js';
import { foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { type Shape, sizeOf } from '../core/shape.js';
import { abs, divide, multiply, sign } from '../ops/elementwise.js';
import { flip } from '../ops/manipulation.js';
import { matmul } from '../ops/matmul.js';
import { where } from '../ops/parts.js';
import { max } from '../ops/reductions.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { eigh, eigvalsh } from './eigen.js';
import { adjointOf } from './factor.js';
import {
  checkFinite,
  checkInfo,
  counters,
  epsilonOf,
  type Floats,
  fromRowMajor,
  realDType,
  refuseOption,
  room,
  rowMajor,
  runEntry,
  type Stack,
  slotsOf,
  stackOf,
} from './matrices.js';
import type { FactoredOf, FactorOf, RealFactoredOf } from './types.js';

/** Options of `svd`. */
export interface SvdOptions {
  /** Whether U and Vh are square. true. */
  readonly fullMatrices?: boolean;
  /** Whether to compute U and Vh at all. true. */
  readonly computeUv?: boolean;
  /** Whether the matrices are Hermitian, which is faster; only their lower triangles are read. false. */
  readonly hermitian?: boolean;
}

/** What `svd` gives: x = U diag(S) Vh. */
export interface SingularValueDecomposition<X> {
  readonly U: FactorOf<X>;
  readonly S: Made<X, RealFactoredOf<X>, Shape>;
  readonly Vh: FactorOf<X>;
}

const svdNames: OptionNames<SvdOptions> = { fullMatrices: true, computeUv: true, hermitian: true };

/**
 * Singular value decompositions x = U diag(S) Vh of matrices (…, m, n): U (…, m, m), S (…, k) descending, Vh (…, n, n), k
 * the shorter length; with `fullMatrices: false` U (…, m, k) and Vh (…, k, n); with `computeUv: false` S alone.
 *
 * float32, float64, complex64, complex128 stay, S real; integers and bools become float64. Empty matrices give an empty S
 * and identities. Complexity: about 20 m n k.
 *
 * @throws ShapeError for fewer than two axes; DTypeError for float16; LinAlgError, which names the matrix of the stack, for
 * NaN and infinities, and should the method not converge. (NumPy lets infinities pass, and gives NaN.)
 * @example
 * linalg.svd([[3, 0], [0, 4]]).S.toArray(); // [4, 3]
 * @see numpy.linalg.svd
 */
export function svd<X extends Operand>(
  x: X,
  options: SvdOptions & { readonly computeUv: false },
): Made<X, RealFactoredOf<X>, Shape>;
export function svd<X extends Operand>(x: X, options?: SvdOptions): SingularValueDecomposition<X>;
export function svd(x: Operand, options: SvdOptions = {}): unknown {
  if (isForeign(x)) return x[foreignSymbol]('svd', [x, options]);
  checkOptions('svd', options, svdNames);
  const { fullMatrices = true, computeUv = true, hermitian = false } = options;
  if (hermitian) return hermitianSvd(x, computeUv);
  return decompose('svd', stackOf('svd', x), fullMatrices, computeUv);
}

/**
 * Singular values of matrices (…, m, n), descending: shape (…, k), k the shorter length.
 *
 * Dtypes, empty matrices and errors as for `svd`.
 *
 * @throws as `svd`.
 * @example
 * linalg.svdvals([[3, 0], [0, 4]]).toArray(); // [4, 3]
 * @see numpy.linalg.svdvals
 */
export function svdvals<X extends Operand>(x: X): Made<X, RealFactoredOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('svdvals', [x]) as never;
  return decompose('svdvals', stackOf('svdvals', x), false, false) as never;
}

/** The row-major matrices are transposes, column-major: U and Vh change places, and nothing needs transposing. */
export function decompose(operation: string, stack: Stack, full: boolean, wantsUv: boolean): unknown {
  const { array, dtype, lead, count, rows, columns } = stack;
  const steps = Math.min(rows, columns);
  const real = realDType(dtype);
  const slots = slotsOf(dtype);
  const data = rowMajor(operation, array, dtype);
  checkFinite(operation, data, stack, slots * rows * columns);
  const s = room(operation, real, count * steps);
  const uColumns = full ? rows : steps;
  const vhRows = full ? columns : steps;
  const u = wantsUv ? room(operation, dtype, count * rows * uColumns) : null;
  const vh = wantsUv ? room(operation, dtype, count * vhRows * columns) : null;
  if (steps > 0) {
    const info = counters(operation, count);
    runEntry('linalgSvd', dtype, [data, s, info, vh, u], [count, columns, rows, full ? 1 : 0]);
    checkInfo(operation, info, lead, () => 'has singular values that did not converge');
  } else {
    if (u !== null) setIdentity(u, slots, count, uColumns);
    if (vh !== null) setIdentity(vh, slots, count, vhRows);
  }
  release(data);
  const S = fromRowMajor(s, real, [...lead, steps]);
  if (u === null || vh === null) return S;
  return {
    U: fromRowMajor(u, dtype, [...lead, rows, uColumns]),
    S,
    Vh: fromRowMajor(vh, dtype, [...lead, vhRows, columns]),
  };
}

function setIdentity(x: Floats, slots: number, count: number, n: number): void {
  x.fill(0);
  if (x.length === 0) return;
  for (let matrix = 0; matrix < count; matrix++)
    for (let i = 0; i < n; i++) x[slots * (matrix * n * n + i * (n + 1))] = 1;
}

/** From eigenvalues: singular values are their sizes, and the signs go into Vh. */
function hermitianSvd(x: Operand, wantsUv: boolean): unknown {
  if (!wantsUv) return flip(sorted(abs(eigvalsh(x)) as NDArray), -1);
  const { eigenvalues, eigenvectors } = eigh(x) as { eigenvalues: NDArray; eigenvectors: NDArray };
  const { lead, n, order } = bySize(eigenvalues);
  const u = pickColumns(eigenvectors, order, n);
  const values = pickValues(eigenvalues, order, n);
  const signs = sign(values) as NDArray;
  const directed = multiply(u, where(signs.equal(0), 1, signs).reshape([...lead, 1, n])) as NDArray;
  return { U: u, S: abs(values), Vh: adjointOf(directed).copy() };
}

/** Sorts the last axis of a fresh C-contiguous array in place, ascending. */
function sorted(x: NDArray): NDArray {
  const n = x.shape[x.ndim - 1];
  const data = storage(x) as Floats;
  for (let at = 0; n > 0 && at < x.size; at += n) data.subarray(at, at + n).sort();
  return x;
}

/** For each stack of values the order that sorts them by size, descending. */
function bySize(values: NDArray) {
  const n = values.shape[values.ndim - 1];
  const data = storage(values) as Floats;
  const order: number[][] = [];
  const lead = values.shape.slice(0, -1);
  for (let at = 0; at < sizeOf(lead); at++) {
    const own = data.subarray(at * n, (at + 1) * n);
    order.push(Array.from({ length: n }, (_, i) => i).sort((i, j) => Math.abs(own[j]) - Math.abs(own[i])));
  }
  return { lead, n, order };
}

function pickValues(values: NDArray, order: number[][], n: number): NDArray {
  const out = newArray('svd', values.dtype, values.shape);
  const from = storage(values) as Floats;
  const to = storage(out) as Floats;
  for (let at = 0; at < order.length; at++)
    for (let i = 0; i < n; i++) to[at * n + i] = from[at * n + order[at][i]];
  return out as NDArray;
}

function pickColumns(vectors: NDArray, order: number[][], n: number): NDArray {
  const out = newArray('svd', vectors.dtype, vectors.shape);
  const slots = slotsOf(vectors.dtype);
  const from = storage(vectors) as Floats;
  const to = storage(out) as Floats;
  for (let at = 0; at < order.length; at++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const source = slots * (at * n * n + i * n + order[at][j]);
        const target = slots * (at * n * n + i * n + j);
        for (let part = 0; part < slots; part++) to[target + part] = from[source + part];
      }
    }
  }
  return out as NDArray;
}

/** Options of `pinv`. */
export interface PinvOptions {
  /** Singular values of at most this times the largest count as 0; one number, or one for each matrix (…). max(m, n) ε. */
  readonly rtol?: Operand;
  /** NumPy's older name of `rtol`, whose default is 1e-15 there; here it is the same. */
  readonly rcond?: Operand;
  /** Whether the matrices are Hermitian, which is faster. false. */
  readonly hermitian?: boolean;
}

const pinvNames: OptionNames<PinvOptions> = { rtol: true, rcond: true, hermitian: true };

/**
 * Moore-Penrose pseudoinverses of matrices (…, m, n), by singular values: shape (…, n, m).
 *
 * Dtypes and errors as for `svd`; empty matrices give empty ones. The cut-off is that of the Array API, max(m, n) ε, where
 * NumPy's is 1e-15 unless `rtol` is given.
 *
 * @throws as `svd`; ArgumentError when both `rtol` and `rcond` are given.
 * @example
 * linalg.pinv([[2, 0], [0, 0]]).toArray(); // [[0.5, 0], [0, 0]]
 * @see numpy.linalg.pinv
 */
export function pinv<X extends Operand>(x: X, options: PinvOptions = {}): NDArray<FactoredOf<X>> {
  checkOptions('pinv', options, pinvNames);
  const { rtol, rcond, hermitian = false } = options;
  if (rtol !== undefined && rcond !== undefined)
    refuseOption('pinv', 'rcond', rcond, 'to be absent where rtol is given');
  const stack = stackOf('pinv', x);
  const { dtype, lead, rows, columns } = stack;
  if (stack.array.size === 0) return newArray('pinv', dtype, [...lead, columns, rows]) as never;
  const found = hermitian ? hermitianSvd(x, true) : decompose('pinv', stack, false, true);
  const { U, S, Vh } = found as { U: NDArray; S: NDArray; Vh: NDArray };
  const wanted = rtol ?? rcond ?? Math.max(rows, columns) * epsilonOf(dtype);
  const cutoff = multiply(max(S, { axis: -1, keepdims: true }), toArray('pinv', wanted).expandDims(-1));
  const inverse = where(S.greater(cutoff as NDArray), divide(1, S), 0) as NDArray;
  const scaled = multiply(adjointOf(Vh), inverse.reshape([...lead, 1, S.shape[S.ndim - 1]]).asType(S.dtype));
  return matmul(scaled as NDArray, adjointOf(U)) as never;
}

/** Options of `matrixRank`. */
export interface RankOptions {
  /** Singular values of at most this times the largest count as 0; one number, or one for each matrix (…). max(m, n) ε. */
  readonly rtol?: Operand;
  /** Singular values of at most this count as 0, instead of `rtol`. */
  readonly tol?: Operand;
  /** Whether the matrices are Hermitian, which is faster. false. */
  readonly hermitian?: boolean;
}

const rankNames: OptionNames<RankOptions> = { rtol: true, tol: true, hermitian: true };

/**
 * Ranks of matrices (…, m, n): the number of singular values above the cut-off, int64 of shape (…). Of fewer than two
 * axes the rank is 1, or 0 when all elements are 0.
 *
 * Empty matrices have rank 0.
 *
 * @throws as `svd`; ArgumentError when both `rtol` and `tol` are given.
 * @example
 * linalg.matrixRank([[1, 2], [2, 4]]).item(); // 1n
 * @see numpy.linalg.matrix_rank
 */
export function matrixRank(x: Operand, options: RankOptions = {}): NDArray<'int64'> {
  checkOptions('matrixRank', options, rankNames);
  const { rtol, tol, hermitian = false } = options;
  if (rtol !== undefined && tol !== undefined)
    refuseOption('matrixRank', 'tol', tol, 'to be absent where rtol is given');
  const array = toArray('matrixRank', x);
  if (array.ndim < 2) return array.notEqual(0).any().asType('int64') as never;
  const stack = stackOf('matrixRank', array);
  const { dtype, lead, rows, columns } = stack;
  if (Math.min(rows, columns) === 0) return newArray('matrixRank', 'int64', lead) as never;
  const S = (
    hermitian ? hermitianSvd(array, false) : decompose('matrixRank', stack, false, false)
  ) as NDArray;
  let cutoff: NDArray;
  if (tol !== undefined) cutoff = toArray('matrixRank', tol).expandDims(-1);
  else {
    const wanted = rtol ?? Math.max(rows, columns) * epsilonOf(dtype);
    const relative = toArray('matrixRank', wanted).expandDims(-1);
    cutoff = multiply(max(S, { axis: -1, keepdims: true }), relative) as NDArray;
  }
  return S.greater(cutoff).sum({ axis: -1 }) as never;
}
