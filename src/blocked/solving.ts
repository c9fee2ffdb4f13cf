/** Systems of linear equations over blocked arrays, and inverses. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { promoted } from '../core/promotion.js';
import { formatShape } from '../core/shape.js';
import { BlockedArray } from './blocked-array.js';
import { eye } from './creation.js';
import { blockedOf } from './elementwise.js';
import type { Expression } from './expressions/expression.js';
import { type Call, MadeExpression, type Maker } from './expressions/made.js';
import { layerName } from './layer-name.js';
import { adjoint, cholesky, factorDType, places, squareOf, tsqr } from './linalg.js';
import { handle } from './operations.js';
import { type BlockedOperand, matmul } from './products.js';

/** Options of `solveTriangular`. */
export interface BlockedTriangularOptions {
  /** Whether `a` is lower triangular. false. */
  readonly lower?: boolean;
}

function checkRows(operation: string, b: BlockedArray, rows: number): void {
  if ((b.ndim === 1 || b.ndim === 2) && b.shape[0] === rows) return;
  const needs = `${rows} rows, as a has`;
  throw new ShapeError(`b has shape ${formatShape(b.shape)}; needs ${needs}`, {
    operation,
    argument: 'b',
    got: b.shape,
    needs,
  });
}

/**
 * The solution of a triangular system a · x = b, block by block; `b` has one axis or two.
 *
 * @throws ShapeError when `a` is not square or `b` has another number of rows; LinAlgError (the promise rejects) when `a`
 * is singular.
 * @example
 * const a = blocked.fromArray(asarray([[2, 0], [1, 4]]), { chunks: 1 });
 * (await blocked.solveTriangular(a, [2, 9], { lower: true }).compute()).toArray(); // [1, 2]
 * @see dask.array.linalg.solve_triangular
 */
export function solveTriangular(
  a: BlockedOperand,
  b: BlockedOperand,
  options: BlockedTriangularOptions = {},
): BlockedArray {
  const operation = 'solveTriangular';
  const { lower = false } = options;
  const matrix = squareOf(operation, a, 'a');
  const right = blockedOf(b);
  checkRows(operation, right, matrix.shape[0]);
  const [rows] = matrix.chunks;
  const { expression: of } = right.rechunk([rows as number[], ...right.chunks.slice(1)]);
  const dtype = factorDType(promoted(matrix.dtype, right.dtype) as DType);
  const make = (self: Expression, [row, ...rest]: readonly number[], maker: Maker): Call => {
    const known = lower ? places(row) : places(rows.length - row - 1, row + 1);
    return {
      block: 'triangularRows',
      args: [
        maker.block(matrix.expression, [row, row]),
        maker.block(of, [row, ...rest]),
        known.map((at) => maker.block(matrix.expression, [row, at])),
        known.map((at) => maker.block(self, [at, ...rest])),
        lower,
      ],
    };
  };
  const name = layerName(operation, matrix.name, of.name, lower);
  return new BlockedArray(new MadeExpression(name, dtype, of.chunks, make));
}

/** Options of `solve` and `inv`. */
export interface BlockedSolveOptions {
  /**
   * What the matrix is: `'gen'`, any, whose triangle of the QR factorization fits into one block; `'pos'`, Hermitian and
   * positive definite, of any size. 'gen'.
   */
  readonly assumeA?: 'gen' | 'pos';
}

function checkAssumption(operation: string, { assumeA = 'gen' }: BlockedSolveOptions): 'gen' | 'pos' {
  if (assumeA === 'gen' || assumeA === 'pos') return assumeA;
  const needs = "'gen' or 'pos'";
  throw new ArgumentError(`assumeA is ${String(assumeA)}; needs ${needs}`, {
    operation,
    argument: 'assumeA',
    got: assumeA,
    needs,
  });
}

/**
 * The solution of a · x = b: of a Hermitian positive definite matrix by `cholesky`, block by block; of any other by
 * `tsqr`, because pivots would come from everywhere. That brings the columns of `a` into one block, which has to fit into
 * memory. (Dask takes pivots from the blocks on the diagonal alone, which fails for matrices that are not singular.)
 *
 * float32, float64, complex64, complex128 → their common dtype; other dtypes become float64. NaN spreads.
 *
 * @throws ArgumentError for an `assumeA` that there is none of; ShapeError when `a` is not square or `b` has another
 * number of rows; LinAlgError (the promise rejects) when `a` is exactly singular, or not positive definite.
 * @example
 * const a = blocked.fromArray(asarray([[0, 2], [2, 5]]), { chunks: 1 });
 * (await blocked.solve(a, [4, 12]).compute()).shape; // [2]
 * const p = blocked.fromArray(asarray([[4, 2], [2, 5]]), { chunks: 1 });
 * (await blocked.solve(p, [8, 16], { assumeA: 'pos' }).compute()).toArray(); // [0.5, 3]
 * @see dask.array.linalg.solve
 */
export function solve(a: BlockedOperand, b: BlockedOperand, options: BlockedSolveOptions = {}): BlockedArray {
  return solved('solve', a, b, options);
}

function solved(
  operation: string,
  a: BlockedOperand,
  b: BlockedOperand,
  options: BlockedSolveOptions,
): BlockedArray {
  if (checkAssumption(operation, options) === 'pos') {
    const factor = cholesky(a);
    return solveTriangular(adjoint(factor), solveTriangular(factor, b, { lower: true }));
  }
  const { Q, R } = tsqr(squareOf(operation, a, 'a'));
  const right = blockedOf(b);
  checkRows(operation, right, Q.shape[0]);
  return solveTriangular(R, matmul(adjoint(Q), right));
}

/**
 * The inverse of a square matrix, by `solve`. To solve a system, `solve` is faster and more accurate.
 *
 * Dtypes and NaN as for `solve`.
 *
 * @throws as `solve`.
 * @example
 * const x = blocked.fromArray(asarray([[4, 0], [0, 2]]), { chunks: 1 });
 * (await blocked.inv(x, { assumeA: 'pos' }).compute()).toArray(); // [[0.25, 0], [0, 0.5]]
 * @see dask.array.linalg.inv
 */
export function inv(x: BlockedOperand, options: BlockedSolveOptions = {}): BlockedArray {
  const { chunks, dtype, shape } = squareOf('inv', x);
  const one = eye(shape[0], { dtype: factorDType(dtype), chunks: chunks as number[][] });
  return solved('inv', x, one, options);
}

handle({
  solve: (a: BlockedOperand, b: BlockedOperand) => solve(a, b),
  inv: (x: BlockedArray) => inv(x),
  solveTriangular(
    a: BlockedOperand,
    b: BlockedOperand,
    {
      lower = false,
      trans = 'N',
      unitDiagonal = false,
    }: { lower?: boolean; trans?: unknown; unitDiagonal?: boolean } = {},
  ): BlockedArray {
    if ((trans === 'N' || trans === 0) && !unitDiagonal) return solveTriangular(a, b, { lower });
    const argument = unitDiagonal ? 'unitDiagonal' : 'trans';
    throw new ArgumentError(`${argument} is given; blocked arrays have no such option`, {
      operation: 'solveTriangular',
      argument,
      needs: 'a matrix that is transposed before, or has ones on its diagonal',
    });
  },
});
