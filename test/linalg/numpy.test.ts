/**
 * linalg against stored results of NumPy, on every backend and with and without LAPACK. Tolerances are in epsilons of the
 * result's largest element: a modest multiple of the order n for backward stable algorithms, times the condition number
 * where the answer itself depends on the input that much.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { LinAlgError, linalg } from '../../src/index.js';
import { type Packed, readFixture, scattered, slotsOf, unpack } from '../ops/fixtures.js';
import { configurations, epsilonOf, expectNear, restore, sizeOf } from './configurations.js';

type Case = Readonly<Record<string, Packed | { refused: string } | string>>;
interface SystemCase {
  readonly op: 'solve' | 'lstsq';
  readonly a: Packed;
  readonly b: Packed;
  readonly out: Packed;
  readonly residuals: Packed;
  readonly rank: number;
  readonly s: Packed;
  readonly rcond?: number;
}
interface NormCase {
  readonly x: string;
  readonly axis: number | number[] | null;
  readonly ord: string | null;
  readonly keepdims?: boolean;
  readonly out: Packed;
}

const general = readFixture<Case[]>('general', 'linalg');
const systems = readFixture<SystemCase[]>('systems', 'linalg');
const definite = readFixture<{ a: Packed; lower: Packed; upper: Packed }[]>('definite', 'linalg');
const hermitian = readFixture<{ name: string; a: Packed; values: Packed }[]>('hermitian', 'linalg');
const norms = readFixture<{ arrays: Record<string, Packed>; cases: NormCase[] }>('norms', 'linalg');

/** The condition number of the case's worst matrix, held where it has no meaning any more. */
function conditionOf(one: Case): number {
  const cond = one.cond === undefined ? [] : slotsOf(unpack(one.cond as Packed)).map(Number);
  return Math.min(Math.max(1, ...cond), 1e15);
}

const orderOf = (text: string | null): number | 'fro' | 'nuc' | null =>
  text === null
    ? null
    : text === 'fro' || text === 'nuc'
      ? text
      : text === 'inf'
        ? Infinity
        : text === '-inf'
          ? -Infinity
          : Number(text);

/** Checks that both hold the same numbers in some order. */
function expectSameSet(got: NDArray, want: NDArray, allowed: number, what: string): void {
  expect(got.dtype, what).toBe(want.dtype);
  expect(got.shape, what).toEqual(want.shape);
  const n = want.shape[want.ndim - 1];
  const slots = want.dtype.startsWith('complex') ? 2 : 1;
  const values = slotsOf(got).map(Number);
  const wanted = slotsOf(want).map(Number);
  for (let start = 0; n > 0 && start < want.size; start += n) {
    const left = new Set(Array.from({ length: n }, (_, i) => start + i));
    for (let i = start; i < start + n; i++) {
      const distance = (j: number): number =>
        Math.hypot(
          values[slots * i] - wanted[slots * j],
          slots === 2 ? values[2 * i + 1] - wanted[2 * j + 1] : 0,
        );
      const nearest = [...left].reduce((best, j) => (distance(j) < distance(best) ? j : best));
      left.delete(nearest);
      expect(distance(nearest), `${what}, eigenvalue ${i}`).toBeLessThanOrEqual(allowed);
    }
  }
}

for (const { name: configuration, use } of configurations()) {
  describe(configuration, () => {
    beforeAll(use);
    afterAll(restore);

    test.each(general.map((one) => [one.name as string, one] as const))('%s', (name, one) => {
      const a = unpack(one.a as Packed);
      const n = Math.max(...a.shape.slice(-2));
      const condition = conditionOf(one);
      const check = (key: string, make: () => NDArray, units: number): void => {
        const want = one[key];
        if (want === undefined) return;
        if (typeof want === 'object' && 'refused' in want) expect(make, key).toThrow(LinAlgError);
        else expectNear(make(), unpack(want as Packed), units, `${name}: ${key}`);
      };
      check('svdvals', () => linalg.svdvals(a) as NDArray, 10 * n);
      check('rank', () => linalg.matrixRank(a) as NDArray, 0);
      check('pinv', () => linalg.pinv(a) as NDArray, 20 * n * condition);
      check('inv', () => linalg.inv(a) as NDArray, 10 * n * condition);
      check('det', () => linalg.det(a) as NDArray, 10 * n * condition);
      check('sign', () => linalg.slogdet(a).sign as NDArray, 10 * n);
      check('logabsdet', () => linalg.slogdet(a).logabsdet as NDArray, 10 * n * condition);
      check('power3', () => linalg.matrixPower(a, 3) as NDArray, 10 * n);
      // Squaring loses what rows far from orthogonal to each other cost.
      check('expm', () => linalg.expm(a) as NDArray, 1000 * n);
      for (const p of ['fro', '1', 'inf']) {
        check(`cond ${p}`, () => linalg.cond(a, { p: orderOf(p)! }) as NDArray, 20 * n * condition);
      }
      check('cond', () => linalg.cond(a) as NDArray, 20 * n * condition);
      for (const ord of ['fro', 'nuc', '1', '-1', '2', '-2', 'inf', '-inf']) {
        const largest = sizeOf(a);
        const want = one[`norm ${ord}`] as Packed | undefined;
        if (want === undefined) continue;
        const got = linalg.norm(a, { ord: orderOf(ord), axis: [-2, -1] }) as NDArray;
        expectNear(got, unpack(want), 20 * n, `${name}: norm ${ord}`, largest * n);
      }
    });

    test.each(general.filter((one) => 'eigvals' in one).map((one) => [one.name as string, one] as const))(
      'eigenvalues: %s',
      (name, one) => {
        const a = unpack(one.a as Packed);
        const n = a.shape[a.ndim - 1];
        // An eigenvalue of a block of order 3 moves by the cube root of the error.
        const order = name === 'companion' ? 1e3 : name === 'hilbert' || n === 0 ? 10 : 100;
        const allowed = order * Math.max(n, 1) * epsilonOf(a) * (sizeOf(a) || 1);
        expectSameSet(linalg.eigvals(a) as NDArray, unpack(one.eigvals as Packed), allowed, name);
        checkEigenvectors(a, name);
      },
    );

    test.each(hermitian.map((one) => [one.name, one] as const))('Hermitian: %s', (name, one) => {
      const a = unpack(one.a);
      const n = a.shape[a.ndim - 1];
      for (const uplo of ['L', 'U'] as const) {
        const { eigenvalues, eigenvectors } = linalg.eigh(a, { uplo });
        expectNear(eigenvalues as NDArray, unpack(one.values), 10 * n, name);
        expectNear(linalg.eigvalsh(a, { uplo }) as NDArray, unpack(one.values), 10 * n, name);
        const v = eigenvectors as NDArray;
        const scale = sizeOf(a) || 1;
        const unit = a.divide(scale) as NDArray;
        const left = unit.matmul(v) as NDArray;
        const right = v.multiply((eigenvalues as NDArray).divide(scale).expandDims(-2)) as NDArray;
        expectNear(left, right.asType(left.dtype), 20 * Math.max(n, 1), `${name}: A v = λ v`, 1);
        expectIdentity(linalg.matmul(adjoint(v), v) as NDArray, 10 * n, name);
      }
    });

    test('singular vectors and Q are what they must be', () => {
      for (const one of general) {
        const a = unpack(one.a as Packed);
        if (a.size === 0) continue;
        const scale = sizeOf(a) || 1;
        const unit = a
          .divide(scale)
          .asType(linalg.svdvals(a).dtype.endsWith('32') ? a.dtype : a.divide(scale).dtype) as NDArray;
        const [rows, columns] = a.shape.slice(-2);
        const n = Math.max(rows, columns);
        for (const fullMatrices of [true, false]) {
          const { U, S, Vh } = linalg.svd(unit, { fullMatrices }) as unknown as Record<string, NDArray>;
          const k = Math.min(rows, columns);
          const product = (U.at('...', `:${k}`) as NDArray)
            .multiply(S.expandDims(-2))
            .matmul(Vh.at('...', `:${k}`, ':')) as NDArray;
          expectNear(product.asType(unit.dtype) as NDArray, unit, 20 * n, `${one.name}: U S Vh`, n);
          expectIdentity(linalg.matmul(adjoint(U), U) as NDArray, 10 * n, `${one.name}: U`);
          expectIdentity(linalg.matmul(Vh, adjoint(Vh)) as NDArray, 10 * n, `${one.name}: Vh`);
        }
        for (const mode of ['reduced', 'complete'] as const) {
          const { Q, R } = linalg.qr(unit, { mode }) as unknown as Record<string, NDArray>;
          expectNear(linalg.matmul(Q, R) as NDArray, unit, 20 * n, `${one.name}: Q R`, n);
          expectIdentity(linalg.matmul(adjoint(Q), Q) as NDArray, 10 * n, `${one.name}: Q`);
        }
        const { P, L, U } = linalg.lu(unit) as unknown as Record<string, NDArray>;
        expectNear(linalg.matmul(P, linalg.matmul(L, U)) as NDArray, unit, 20 * n, `${one.name}: P L U`, n);
      }
    });

    test('systems and least squares', () => {
      for (const one of systems) {
        const [a, b] = [unpack(one.a), unpack(one.b)];
        for (const [x, y] of [
          [a, b],
          [scattered(a), scattered(b)],
          [a.copy('F'), b.copy('F')],
        ]) {
          if (one.op === 'solve') {
            expectNear(linalg.solve(x, y) as NDArray, unpack(one.out), 500, `solve ${a.shape} ${b.shape}`);
            continue;
          }
          const options = one.rcond === undefined ? {} : { rcond: one.rcond };
          const found = linalg.lstsq(x, y, options);
          const what = `lstsq ${a.shape} ${b.shape} ${a.dtype}`;
          expectNear(found.x as NDArray, unpack(one.out), 500, what);
          expect(found.rank, what).toBe(one.rank);
          expectNear(found.singularValues as NDArray, unpack(one.s), 50, what);
          expectNear(found.residuals as NDArray, unpack(one.residuals), 500, what);
        }
      }
    });

    test('Cholesky factors, of either triangle alone', () => {
      for (const one of definite) {
        const a = unpack(one.a);
        for (const x of [a, scattered(a), a.copy('F')]) {
          expectNear(linalg.cholesky(x) as NDArray, unpack(one.lower), 50, `lower ${a.shape} ${a.dtype}`);
          const upper = linalg.cholesky(x, { upper: true }) as NDArray;
          expectNear(upper, unpack(one.upper), 50, `upper ${a.shape} ${a.dtype}`);
        }
      }
    });

    test('norms', () => {
      for (const { x, axis, ord, keepdims, out } of norms.cases) {
        const array = unpack(norms.arrays[x]);
        const got = linalg.norm(array, { axis, ord: orderOf(ord), keepdims }) as NDArray;
        expectNear(got, unpack(out), 50, `norm of ${x}, axis ${axis}, ord ${ord}`);
      }
    });
  });
}

function adjoint(x: NDArray): NDArray {
  return linalg.matrixTranspose(x).conj() as NDArray;
}

function expectIdentity(x: NDArray, units: number, what: string): void {
  const n = x.shape[x.ndim - 1];
  const slots = x.dtype.startsWith('complex') ? 2 : 1;
  const allowed = units * epsilonOf(x);
  let worst = 0;
  slotsOf(x).forEach((value, slot) => {
    const place = Math.floor(slot / slots) % (n * n);
    const want = slot % slots === 0 && place % (n + 1) === 0 ? 1 : 0;
    const error = Math.abs(Number(value) - want);
    if (!(error <= worst)) worst = error;
  });
  expect(worst, `${what} is orthonormal`).toBeLessThanOrEqual(allowed);
}

function checkEigenvectors(a: NDArray, name: string): void {
  const scale = sizeOf(a) || 1;
  const unit = (a.dtype.startsWith('int') ? a.asType('float64') : a).divide(scale) as NDArray;
  const n = a.shape[a.ndim - 1];
  const { eigenvalues, eigenvectors } = linalg.eig(unit) as unknown as Record<string, NDArray>;
  const left = linalg.matmul(unit, eigenvectors) as NDArray;
  const right = eigenvectors.multiply(eigenvalues.expandDims(-2)) as NDArray;
  // Balancing spoils nothing but the columns of matrices whose rows differ by hundreds of orders of magnitude.
  const units = name === 'badly scaled' ? 1e3 : 50;
  expectNear(left, right, units * Math.max(n, 1), `${name}: A v = λ v`, 1);
  const lengths = linalg.vectorNorm(eigenvectors, { axis: -2 }) as NDArray;
  const ones = slotsOf(lengths).map((length) => Math.abs(Number(length) - 1));
  expect(Math.max(0, ...ones), name).toBeLessThanOrEqual(50 * epsilonOf(a));
}
