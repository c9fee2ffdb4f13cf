/** Factorizations of blocks, and what puts them together. */
import type { NDArray } from '../../core/ndarray.js';
import { cholesky, solveTriangular } from '../../linalg/factor.js';
import { qr, svd } from '../../linalg/index.js';
import { concatenate, conj, matmul, subtract } from '../../ops/index.js';
import { matrixTranspose } from '../../ops/linear.js';

/** Q and R of a block of rows. */
export function qrOfBlock(x: NDArray): readonly [NDArray, NDArray] {
  const { Q, R } = qr(x) as { Q: NDArray; R: NDArray };
  return [Q, R];
}

/** Q and R of the triangles of all blocks, one below the other. */
export function qrOfTriangles(parts: readonly (readonly [NDArray, NDArray])[]): readonly [NDArray, NDArray] {
  return qrOfBlock(concatenate(parts.map(([, R]) => R)) as NDArray);
}

/** The rows of Q that belong to a block: its own Q times its rows of the Q of the triangles. */
export function rowsOfQ(
  [own]: readonly [NDArray, NDArray],
  [common]: readonly [NDArray, NDArray],
  start: number,
): NDArray {
  return matmul(own, common.at({ start, stop: start + own.shape[1] }) as NDArray) as NDArray;
}

/** One of several results. */
export function itemOf(results: readonly NDArray[], at: number): NDArray {
  return results[at];
}

/** U, S and Vh of a block. */
export function svdOfBlock(x: NDArray): readonly [NDArray, NDArray, NDArray] {
  const { U, S, Vh } = svd(x, { fullMatrices: false }) as { U: NDArray; S: NDArray; Vh: NDArray };
  return [U, S, Vh];
}

const adjoint = (x: NDArray): NDArray => conj(matrixTranspose(x)) as NDArray;

/** `x` less the products of pairs, in their order. */
function lessProducts(x: NDArray, pairs: readonly (readonly [NDArray, NDArray])[]): NDArray {
  return pairs.reduce((rest, [a, b]) => subtract(rest, matmul(a, b) as NDArray) as NDArray, x);
}

/** A block on the diagonal of a Cholesky factor, of the blocks left of it. */
export function choleskyDiagonal(x: NDArray, left: readonly NDArray[]): NDArray {
  return cholesky(
    lessProducts(
      x,
      left.map((block) => [block, adjoint(block)]),
    ),
  ) as NDArray;
}

/** A block below the diagonal, of those left of it, those left of its diagonal block, and that. */
export function choleskyBelow(
  x: NDArray,
  left: readonly NDArray[],
  across: readonly NDArray[],
  diagonal: NDArray,
): NDArray {
  const rest = lessProducts(
    x,
    left.map((block, at) => [block, adjoint(across[at])]),
  );
  return adjoint(solveTriangular(diagonal, adjoint(rest), { lower: true }) as NDArray);
}

/** Rows of the solution of a triangular system, of those that are known. */
export function triangularRows(
  diagonal: NDArray,
  b: NDArray,
  coefficients: readonly NDArray[],
  known: readonly NDArray[],
  lower: boolean,
): NDArray {
  const rest = lessProducts(
    b,
    coefficients.map((block, at) => [block, known[at]]),
  );
  return solveTriangular(diagonal, rest, { lower }) as NDArray;
}
