/** Eigenvalues and eigenvectors. */
import { release } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { contiguousStrides, type Shape } from '../core/shape.js';
import { conj } from '../ops/elementwise.js';
import { layoutOf } from '../ops/result.js';
import type { Operand } from '../ops/ufunc.js';
import {
  checkFinite,
  checkInfo,
  columnMajor,
  complexDType,
  counters,
  type Floats,
  fromColumnMajor,
  fromRowMajor,
  isComplexDType,
  nonFinite,
  realDType,
  refuseOption,
  room,
  rowMajor,
  runEntry,
  type Stack,
  slotsOf,
  squareStackOf,
} from './matrices.js';
import type { EigenOf, FactoredOf, RealFactoredOf } from './types.js';

const noConvergence = (): string => 'has eigenvalues that did not converge';

/** Options of `eigh` and `eigvalsh`. */
export interface EighOptions {
  /** Which triangle is read. 'L'. */
  readonly uplo?: 'L' | 'U' | 'l' | 'u';
}

/** What `eigh` gives: x v = λ v for every eigenvalue and the column of its place. */
export interface HermitianEigen<X> {
  readonly eigenvalues: NDArray<RealFactoredOf<X>>;
  readonly eigenvectors: NDArray<FactoredOf<X>>;
}

const eighNames: OptionNames<EighOptions> = { uplo: true };

/**
 * Eigenvalues, ascending, and orthonormal eigenvectors, as columns, of Hermitian matrices (…, n, n). Only one triangle is
 * read, and of the diagonal the real part.
 *
 * float32, float64, complex64, complex128 stay, eigenvalues real; integers and bools become float64. Empty matrices give
 * empty results; matrices with NaN or infinities give NaN. Complexity: about 9 n³.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16; ArgumentError for another `uplo`; LinAlgError
 * should the method not converge.
 * @example
 * linalg.eigh([[2, 1], [1, 2]]).eigenvalues.shape; // [2]
 * @see numpy.linalg.eigh
 */
export function eigh<X extends Operand>(x: X, options: EighOptions = {}): HermitianEigen<X> {
  checkOptions('eigh', options, eighNames);
  const stack = squareStackOf('eigh', x);
  const { dtype, array } = stack;
  const { data, values } = hermitian('eigh', stack, options, true);
  // The entry saw the transpose, which is the conjugate.
  const vectors = fromColumnMajor('eigh', data, dtype, array.shape);
  return {
    eigenvalues: values,
    eigenvectors: isComplexDType(dtype) ? conj(vectors, { out: vectors }) : vectors,
  } as never;
}

/**
 * Eigenvalues, ascending, of Hermitian matrices (…, n, n): shape (…, n), real.
 *
 * Dtypes, empty matrices and NaN as for `eigh`.
 *
 * @throws as `eigh`.
 * @example
 * linalg.eigvalsh([[2, 0], [0, 1]]).toArray(); // [1, 2]
 * @see numpy.linalg.eigvalsh
 */
export function eigvalsh<X extends Operand>(x: X, options: EighOptions = {}): NDArray<RealFactoredOf<X>> {
  checkOptions('eigvalsh', options, eighNames);
  const { data, values } = hermitian('eigvalsh', squareStackOf('eigvalsh', x), options, false);
  release(data);
  return values as never;
}

function hermitian(operation: string, stack: Stack, options: EighOptions, vectors: boolean) {
  const { array, dtype, lead, count, rows: n } = stack;
  const uplo = String(options.uplo ?? 'L').toUpperCase();
  if (uplo !== 'L' && uplo !== 'U') refuseOption(operation, 'uplo', options.uplo, "'L' or 'U'");
  const data = rowMajor(operation, array, dtype);
  const values = room(operation, realDType(dtype), count * n);
  const info = counters(operation, count);
  const size = slotsOf(dtype) * n * n;
  const bad = nonFinite(data, count, size);
  bad?.forEach((isBad, matrix) => {
    if (isBad !== 0) data.fill(0, matrix * size, (matrix + 1) * size);
  });
  // Row-major, the lower triangle is the upper one of the transpose.
  const upper = uplo === 'L' ? 1 : 0;
  if (n > 0) runEntry('linalgEigh', dtype, [data, values, info], [count, n, upper, vectors ? 1 : 0]);
  checkInfo(operation, info, lead, noConvergence);
  bad?.forEach((isBad, matrix) => {
    if (isBad === 0) return;
    data.fill(Number.NaN, matrix * size, (matrix + 1) * size);
    values.fill(Number.NaN, matrix * n, (matrix + 1) * n);
  });
  return { data, values: fromRowMajor(values, realDType(dtype), [...lead, n]) };
}

/** What `eig` gives: x v = λ v for every eigenvalue and the column of its place. */
export interface Eigen<X> {
  readonly eigenvalues: NDArray<EigenOf<X>>;
  readonly eigenvectors: NDArray<EigenOf<X>>;
}

/**
 * Eigenvalues, in no order, and eigenvectors of length 1, as columns, of square matrices (…, n, n).
 *
 * float32, float64, complex64, complex128, of which integers and bools become float64. As in NumPy, real matrices whose
 * eigenvalues are all real give real results, others complex ones of the same precision. (The Array API wants complex results
 * always: `asType('complex128')` makes them so.) Empty matrices give empty results. Defective matrices give eigenvectors
 * that are, to working accuracy, multiples of each other. Complexity: about 25 n³.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16; LinAlgError for NaN and infinities, and
 * should the method not converge.
 * @example
 * linalg.eig([[2, 0], [0, 3]]).eigenvalues.toArray(); // [2, 3]
 * @see numpy.linalg.eig
 */
export function eig<X extends Operand>(x: X): Eigen<X> {
  const stack = squareStackOf('eig', x);
  const { dtype, lead, count, rows: n } = stack;
  const complexType = complexDType(dtype);
  const vectors = room('eig', complexType, count * n * n);
  const values = general('eig', stack, vectors);
  const own = { eigenvalues: fromRowMajor(values, complexType, [...lead, n]) };
  if (isComplexDType(dtype) || !allReal(values)) {
    return { ...own, eigenvectors: fromColumnMajor('eig', vectors, complexType, [...lead, n, n]) } as never;
  }
  return {
    eigenvalues: realParts(values, dtype, [...lead, n], false),
    eigenvectors: realParts(vectors, dtype, [...lead, n, n], true),
  } as never;
}

/**
 * Eigenvalues, in no order, of square matrices (…, n, n): shape (…, n).
 *
 * Dtypes, empty matrices and errors as for `eig`.
 *
 * @throws as `eig`.
 * @example
 * linalg.eigvals([[0, -1], [1, 0]]).dtype; // 'complex128'
 * @see numpy.linalg.eigvals
 */
export function eigvals<X extends Operand>(x: X): NDArray<EigenOf<X>> {
  const stack = squareStackOf('eigvals', x);
  const { dtype, lead, rows: n } = stack;
  const values = general('eigvals', stack, null);
  if (isComplexDType(dtype) || !allReal(values))
    return fromRowMajor(values, complexDType(dtype), [...lead, n]) as never;
  return realParts(values, dtype, [...lead, n], false) as never;
}

/** The eigenvalues, complex and interleaved; the eigenvectors go to `vectors`, column-major. */
function general(operation: string, stack: Stack, vectors: Floats | null): Floats {
  const { array, dtype, lead, count, rows: n } = stack;
  const data = columnMajor(operation, array, dtype);
  checkFinite(operation, data, stack, slotsOf(dtype) * n * n);
  const values = room(operation, complexDType(dtype), count * n);
  const info = counters(operation, count);
  if (n > 0) runEntry('linalgEig', dtype, [data, values, info, vectors], [count, n]);
  release(data);
  checkInfo(operation, info, lead, noConvergence);
  return values;
}

function allReal(values: Floats): boolean {
  for (let i = 1; i < values.length; i += 2) if (values[i] !== 0) return false;
  return true;
}

/** The real parts of interleaved numbers in C order, of matrices that lie column-major or of vectors. */
function realParts(
  data: Floats,
  dtype: 'float32' | 'float64' | 'complex64' | 'complex128',
  shape: Shape,
  columns: boolean,
): NDArray {
  const step = 2 * data.BYTES_PER_ELEMENT;
  const strides = contiguousStrides(shape, step);
  if (columns) {
    strides[shape.length - 2] = step;
    strides[shape.length - 1] = step * Math.max(shape[shape.length - 2], 1);
  }
  const out = newArray('eig', dtype, shape);
  if (out.size === 0) return out as NDArray;
  copyElements(layoutOf(out as NDArray), layoutOf(new NDArray({ data, dtype, shape, strides }) as NDArray));
  return out as NDArray;
}
