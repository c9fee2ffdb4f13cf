/** `strided/linalg`: linear algebra, as numpy.linalg and the Array API's extension have it, and a little of scipy.linalg. */
import { announceExports } from '../core/exported.js';
import * as self from './index.js';

export { matrixTranspose } from '../ops/linear.js';
export { matmul, tensordot, vecdot } from '../ops/matmul.js';
export { type CondOptions, cond } from './cond.js';
export { det, type SignAndLogDeterminant, slogdet } from './determinant.js';
export {
  type Eigen,
  type EighOptions,
  eig,
  eigh,
  eigvals,
  eigvalsh,
  type HermitianEigen,
} from './eigen.js';
export { expm } from './expm.js';
export {
  type CholeskyOptions,
  cholesky,
  type LuFactors,
  lu,
  luFactor,
  type PackedLu,
  type QrMode,
  type QrOptions,
  type QrResult,
  qr,
  solveTriangular,
  type TriangularOptions,
} from './factor.js';
export { type LeastSquares, type LstsqOptions, lstsq } from './lstsq.js';
export {
  type MatrixNormOptions,
  matrixNorm,
  type NormOf,
  type NormOptions,
  norm,
  type VectorNormOptions,
  vectorNorm,
} from './norm.js';
export {
  cross,
  diagonal,
  type MatrixDiagonalOptions,
  matrixPower,
  multiDot,
  outer,
  trace,
} from './products.js';
export {
  inv,
  solve,
  type TensorinvOptions,
  type TensorsolveOptions,
  tensorinv,
  tensorsolve,
} from './solve.js';
export {
  matrixRank,
  type PinvOptions,
  pinv,
  type RankOptions,
  type SingularValueDecomposition,
  type SvdOptions,
  svd,
  svdvals,
} from './svd.js';
export type { CommonFactored, EigenOf, FactorDType, Factored, FactoredOf, RealFactoredOf } from './types.js';

announceExports('strided/linalg', () => self);
