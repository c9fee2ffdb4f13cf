/** Linear algebra of blocked arrays. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { formatShape } from '../core/shape.js';
import type { CholeskyOptions, QrOptions } from '../linalg/factor.js';
import { type NormOptions, norm as normOf } from '../linalg/norm.js';
import { BlockedArray } from './blocked-array.js';
import { startsOf } from './chunks.js';
import { blockedOf, callElementwise } from './elementwise.js';
import { arrange } from './expressions/arranged.js';
import type { Expression } from './expressions/expression.js';
import { type Call, MadeExpression, type Maker } from './expressions/made.js';
import { layerName } from './layer-name.js';
import { handle } from './operations.js';
import { type BlockedOperand, matmul } from './products.js';
import { defaultRng } from './random.js';

export function matrixOf(operation: string, x: BlockedOperand, argument = 'x'): BlockedArray {
  const array = blockedOf(x);
  if (array.ndim === 2) return array;
  throw new ShapeError(`${argument} has shape ${formatShape(array.shape)}; needs a matrix`, {
    operation,
    argument,
    got: array.shape,
    needs: 'two axes',
  });
}

/** What factors have: floats of the same width, complex where the matrix is. */
export function factorDType(dtype: DType): DType {
  if (dtype === 'float32' || dtype === 'complex64' || dtype === 'complex128') return dtype;
  return 'float64';
}

function realOf(dtype: DType): DType {
  return dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
}

/** Q and R of a tall matrix: Q in the blocks of its rows, R in one block. */
export interface BlockedQr {
  readonly Q: BlockedArray;
  readonly R: BlockedArray;
}

/**
 * The QR factorization of a tall and narrow matrix: each block of rows is factorized, then their triangles together.
 * Columns are brought into one block. Shape (m, n) → Q (m, k), R (k, n) with k = min(m, n); floats stay what they are,
 * other dtypes become float64. NaN gives NaN.
 *
 * @throws ShapeError for anything but a matrix.
 * @example
 * const x = blocked.random([100, 3], { chunks: [25, -1] });
 * const { Q, R } = blocked.tsqr(x);
 * [Q.shape, R.shape]; // [[100, 3], [3, 3]]
 * @see dask.array.linalg.tsqr; Demmel, Grigori, Hoemmen and Langou (2012), doi:10.1137/080731992
 */
export function tsqr(x: BlockedOperand): BlockedQr {
  const given = matrixOf('tsqr', x);
  const { expression: of } = given.rechunk({ 0: given.chunks[0] as number[], 1: -1 });
  const [rows, [columns]] = of.chunks;
  const dtype = factorDType(given.dtype);
  const count = Math.min(given.shape[0], columns);
  const starts = startsOf(rows.map((length) => Math.min(length, columns)));
  const own = (maker: Maker, at: number) =>
    maker.call(`block,${at}`, () => ({ block: 'qrOfBlock', args: [maker.block(of, [at, 0])] }));
  const common = (maker: Maker) =>
    maker.call('triangles', () => ({ block: 'qrOfTriangles', args: [rows.map((_, at) => own(maker, at))] }));
  // Both have the same name, so that they share what they are made of; blocks of Q have two indices more.
  const name = layerName('tsqr', of.name);
  const Q = new MadeExpression(`${name}q`, dtype, [rows, [count]], (_, [at], maker) => ({
    block: 'rowsOfQ',
    args: [own(maker, at), common(maker), starts[at]],
  }));
  const R = new MadeExpression(`${name}r`, dtype, [[count], [columns]], (_, __, maker) => ({
    block: 'itemOf',
    args: [common(maker), 1],
  }));
  return { Q: new BlockedArray(Q), R: new BlockedArray(R) };
}

/**
 * The QR factorization of a matrix whose columns fit in one block: see `tsqr`.
 *
 * @throws ShapeError for anything but a matrix.
 * @see dask.array.linalg.qr
 */
export function qr(x: BlockedOperand): BlockedQr {
  return tsqr(x);
}

/** x = U · diag(S) · Vh. */
export interface BlockedSvd {
  readonly U: BlockedArray;
  readonly S: BlockedArray;
  readonly Vh: BlockedArray;
}

/**
 * The singular value decomposition of a matrix that is long along one axis, over `tsqr`: shape (m, n) → U (m, k), S (k),
 * Vh (k, n) with k = min(m, n). The shorter axis is brought into one block.
 *
 * @throws ShapeError for anything but a matrix; LinAlgError when it does not converge.
 * @example
 * const x = blocked.ones([6, 2], { chunks: [2, -1] });
 * Math.round((await blocked.svd(x).S.compute()).at(0).item() ** 2); // 12
 * @see dask.array.linalg.svd
 */
export function svd(x: BlockedOperand): BlockedSvd {
  const array = matrixOf('svd', x);
  if (array.shape[0] < array.shape[1]) {
    const { U, S, Vh } = svd(adjoint(array));
    return { U: adjoint(Vh), S, Vh: adjoint(U) };
  }
  const { Q, R } = tsqr(array);
  const { expression: of } = R;
  const [count, columns] = R.shape;
  const part = (at: number, dtype: DType, shape: readonly number[]): BlockedArray => {
    const make = (_: Expression, __: readonly number[], maker: Maker): Call => ({
      block: 'itemOf',
      args: [maker.call('all', () => ({ block: 'svdOfBlock', args: [maker.block(of, [0, 0])] })), at],
    });
    const name = layerName('svd', of.name, at);
    return new BlockedArray(
      new MadeExpression(
        name,
        dtype,
        shape.map((length) => [length]),
        make,
      ),
    );
  };
  const least = Math.min(count, columns);
  return {
    U: matmul(Q, part(0, R.dtype, [count, least])),
    S: part(1, realOf(R.dtype), [least]),
    Vh: part(2, R.dtype, [least, columns]),
  };
}

/** The conjugate transpose. */
export function adjoint(x: BlockedArray): BlockedArray {
  const turned = new BlockedArray(arrange(x.expression, [1, 0]));
  return x.dtype.startsWith('complex') ? callElementwise('conj', [turned]) : turned;
}

/** Options of `svdCompressed`. */
export interface CompressedOptions {
  /** Rounds of power iteration, for singular values that fall slowly. 0. */
  readonly powerIterations?: number;
  /** Columns beyond `k` that are drawn. 10. */
  readonly oversampling?: number;
  /** Seed of the random projection. 0. */
  readonly seed?: number;
}

/**
 * The `k` largest singular values and their vectors, approximately, by random projection: for matrices that are large
 * along both axes. The same seed gives the same result.
 *
 * @throws ShapeError for anything but a matrix; ArgumentError for a `k` that is no length.
 * @example
 * const x = blocked.ones([60, 50], { chunks: 20 });
 * blocked.svdCompressed(x, 3).U.shape; // [60, 3]
 * @see dask.array.linalg.svd_compressed; Halko, Martinsson and Tropp (2011), doi:10.1137/090771806
 */
export function svdCompressed(x: BlockedOperand, k: number, options: CompressedOptions = {}): BlockedSvd {
  const operation = 'svdCompressed';
  const array = matrixOf(operation, x);
  const { powerIterations = 0, oversampling = 10, seed = 0 } = options;
  const [rows, columns] = array.shape;
  if (!Number.isSafeInteger(k) || k < 1 || k > Math.min(rows, columns)) {
    const needs = `1 to ${Math.min(rows, columns)}`;
    throw new ArgumentError(`k is ${k}; needs ${needs}`, { operation, argument: 'k', got: k, needs });
  }
  const wanted = Math.min(k + oversampling, rows, columns);
  const chunks = { 0: array.chunks[1] as number[], 1: -1 };
  const drawn = defaultRng(seed).standardNormal([columns, wanted], { chunks });
  let { Q } = tsqr(matmul(array, drawn));
  for (let round = 0; round < powerIterations; round++) {
    Q = tsqr(matmul(array, tsqr(matmul(adjoint(array), Q)).Q)).Q;
  }
  const { U, S, Vh } = svd(matmul(adjoint(Q), array));
  const first = { stop: k };
  return {
    U: matmul(Q, U).at(':', first) as BlockedArray,
    S: S.at(first) as BlockedArray,
    Vh: Vh.at(first) as BlockedArray,
  };
}

/** A square matrix cut alike along both axes, as its rows are. */
export function squareOf(operation: string, x: BlockedOperand, argument = 'x'): BlockedArray {
  const array = matrixOf(operation, x, argument);
  if (array.shape[0] !== array.shape[1]) {
    throw new ShapeError(`${argument} has shape ${formatShape(array.shape)}; needs a square matrix`, {
      operation,
      argument,
      got: array.shape,
      needs: 'as many rows as columns',
    });
  }
  const [rows] = array.chunks;
  return array.rechunk([rows as number[], rows as number[]]);
}

/** `count` numbers of blocks. */
export const places = (count: number, from = 0) => Array.from({ length: count }, (_, at) => from + at);

/**
 * The Cholesky factor L of a Hermitian positive definite matrix, block by block: x = L · Lᴴ. Only the lower half is read.
 *
 * @throws ShapeError unless the matrix is square; LinAlgError (the promise rejects) when it is not positive definite.
 * @example
 * const x = blocked.fromArray(asarray([[4, 2], [2, 5]]), { chunks: 1 });
 * (await blocked.cholesky(x).compute()).toArray(); // [[2, 0], [1, 2]]
 * @see dask.array.linalg.cholesky
 */
export function cholesky(x: BlockedOperand): BlockedArray {
  const { expression: of } = squareOf('cholesky', x);
  const dtype = factorDType(of.dtype);
  const make = (self: Expression, [row, column]: readonly number[], maker: Maker): Call => {
    if (row < column) {
      const ranges = self.blockShape([row, column]).map((count) => ({ first: 0, count, step: 1 }));
      return { block: 'filledBlock', args: [dtype, 0, ranges] };
    }
    const block = maker.block(of, [row, column]);
    const left = places(column).map((at) => maker.block(self, [row, at]));
    if (row === column) return { block: 'choleskyDiagonal', args: [block, left] };
    const across = places(column).map((at) => maker.block(self, [column, at]));
    return { block: 'choleskyBelow', args: [block, left, across, maker.block(self, [column, column])] };
  };
  return new BlockedArray(new MadeExpression(layerName('cholesky', of.name), dtype, of.chunks, make));
}

/**
 * Norms of vectors or matrices, or of all elements as one vector: as `norm` of `strided/linalg`, whose orders, axes and
 * dtypes it has. They are reductions of blocks, except the orders by singular values ('nuc', 2, -2), which take one
 * matrix, over `svd`. NaN gives NaN.
 *
 * @throws as there.
 * @example
 * (await blocked.norm(blocked.ones([3, 3], { chunks: 2 })).compute()).item(); // 3
 * (await blocked.norm(blocked.ones([3, 2], { chunks: 2 }), { ord: 1 }).compute()).item(); // 3
 * @see dask.array.linalg.norm
 */
export function norm(x: BlockedOperand, options: NormOptions = {}): BlockedArray {
  return normOf(blockedOf(x), options) as unknown as BlockedArray;
}

function refuse(operation: string, argument: string, got: unknown, needs: string): never {
  throw new ArgumentError(`${argument} is ${String(got)} of a blocked array; needs ${needs}`, {
    operation,
    argument,
    got,
    needs,
  });
}

/** `svd` as `strided/linalg` has it: the factors that are square there are not made. */
function svdAsked(
  x: BlockedArray,
  options: {
    readonly fullMatrices?: boolean;
    readonly computeUv?: boolean;
    readonly hermitian?: boolean;
  } = {},
): BlockedSvd | BlockedArray {
  const { fullMatrices = true, computeUv = true, hermitian = false } = options;
  if (hermitian) refuse('svd', 'hermitian', true, 'svd without it');
  if (!computeUv) return svd(x).S;
  const isSquare = x.ndim === 2 && x.shape[0] === x.shape[1];
  if (fullMatrices && !isSquare) refuse('svd', 'fullMatrices', true, 'false');
  return svd(x);
}

handle({
  cholesky: (x: BlockedArray, { upper = false }: CholeskyOptions = {}) =>
    upper ? adjoint(cholesky(adjoint(x))) : cholesky(x),
  qr: (x: BlockedArray, { mode = 'reduced' }: QrOptions = {}) => {
    if (mode === 'r') return tsqr(x).R;
    return mode === 'reduced' ? tsqr(x) : refuse('qr', 'mode', mode, "'reduced' or 'r'");
  },
  svd: svdAsked,
  svdvals: (x: BlockedArray) => svd(x).S,
});
