/**
 * The exponential of a matrix: scaling, a Padé approximant, and squaring (Higham, "The scaling and squaring method for
 * the matrix exponential revisited", SIAM J. Matrix Anal. Appl. 26, 2005).
 */
import { LinAlgError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { eye } from '../ops/creation.js';
import { add, multiply, subtract } from '../ops/elementwise.js';
import { matmul } from '../ops/matmul.js';
import type { Operand } from '../ops/ufunc.js';
import { checkFinite, type Floats, placeOf, rowMajor, slotsOf, squareStackOf } from './matrices.js';
import { norm } from './norm.js';
import { solve } from './solve.js';
import type { FactoredOf } from './types.js';

/** Degree of the approximant, the 1-norm up to which it is accurate to 2⁻⁵³, and its coefficients. */
const approximants = [
  [3, 1.495585217958292e-2, [120, 60, 12, 1]],
  [5, 2.53939833006323e-1, [30240, 15120, 3360, 420, 30, 1]],
  [7, 9.504178996162932e-1, [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1]],
  [
    9,
    2.097847961257068,
    [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  ],
  [
    13,
    5.371920351148152,
    [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
      10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
  ],
] as const;

/**
 * Exponentials of square matrices (…, n, n): Σ xᵏ / k!.
 *
 * float32, float64, complex64, complex128 stay; integers and bools become float64. Empty matrices give empty ones.
 * Complexity: about 10 to 20 products of matrices.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16; LinAlgError for NaN and infinities.
 * @example
 * linalg.expm([[0, 1], [0, 0]]).toArray(); // [[1, 1], [0, 1]]
 * @see scipy.linalg.expm
 */
export function expm<X extends Operand>(x: X): NDArray<FactoredOf<X>> {
  const stack = squareStackOf('expm', x);
  const { array, dtype, lead, count, rows: n } = stack;
  const out = newArray('expm', dtype, [count, n, n]);
  if (out.size === 0) return out.reshape([...lead, n, n]) as never;
  checkFinite('expm', rowMajor('expm', array, dtype) as Floats, stack, slotsOf(dtype) * n * n);
  const flat = array.asType(dtype).reshape([count, n, n]) as NDArray;
  for (let at = 0; at < count; at++) {
    try {
      out.setAt([at], exponential(flat.at(at) as NDArray));
    } catch (error) {
      if (!(error instanceof LinAlgError)) throw error;
      throw new LinAlgError(`matrix${placeOf(at, lead)} is too large to exponentiate`, {
        operation: 'expm',
        argument: 'x',
        cause: error,
      });
    }
  }
  return out.reshape([...lead, n, n]) as never;
}

function exponential(a: NDArray): NDArray {
  const size = Number(norm(a, { ord: 1 }).item());
  const fitting = approximants.find(([, limit]) => size <= limit) ?? approximants[4];
  const [degree, limit, coefficients] = fitting;
  const squarings = size <= limit ? 0 : Math.max(0, Math.ceil(Math.log2(size / limit)));
  const scaled = squarings === 0 ? a : (multiply(a, 2 ** -squarings) as NDArray);
  let result = degree === 13 ? pade13(scaled, coefficients) : pade(scaled, coefficients);
  for (let i = 0; i < squarings; i++) result = matmul(result, result) as NDArray;
  return result;
}

/** Σ factor × matrix. */
function combination(matrices: readonly NDArray[], factors: readonly number[]): NDArray {
  return matrices
    .map((matrix, at) => multiply(matrix, factors[at]) as NDArray)
    .reduce((sum, term) => add(sum, term) as NDArray);
}

/** (V − U)⁻¹ (V + U), U the odd and V the even part of the polynomial. */
function quotientOf(u: NDArray, v: NDArray): NDArray {
  return solve(subtract(v, u) as NDArray, add(v, u) as NDArray) as NDArray;
}

function pade(a: NDArray, b: readonly number[]): NDArray {
  const square = matmul(a, a) as NDArray;
  const powers = [eye(a.shape[0], a.shape[0], { dtype: a.dtype }) as unknown as NDArray];
  while (2 * powers.length < b.length) powers.push(matmul(powers[powers.length - 1], square) as NDArray);
  const odd = powers.map((_, at) => b[2 * at + 1]);
  const even = powers.map((_, at) => b[2 * at]);
  return quotientOf(matmul(a, combination(powers, odd)) as NDArray, combination(powers, even));
}

function pade13(a: NDArray, b: readonly number[]): NDArray {
  const one = eye(a.shape[0], a.shape[0], { dtype: a.dtype }) as unknown as NDArray;
  const a2 = matmul(a, a) as NDArray;
  const a4 = matmul(a2, a2) as NDArray;
  const a6 = matmul(a4, a2) as NDArray;
  const powers = [a6, a4, a2];
  const high = (from: number): NDArray =>
    matmul(a6, combination(powers, [b[from], b[from - 2], b[from - 4]])) as NDArray;
  const low = (from: number): NDArray =>
    combination([a6, a4, a2, one], [b[from], b[from - 2], b[from - 4], b[from - 6]]);
  const u = matmul(a, add(high(13), low(7)) as NDArray) as NDArray;
  return quotientOf(u, add(high(12), low(6)) as NDArray);
}
