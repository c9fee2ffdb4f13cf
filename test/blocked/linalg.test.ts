import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { ArgumentError, ShapeError } from '../../src/core/errors.js';
import { cdist, nearest, pdist } from '../../src/distance/index.js';
import { setDefaults } from '../../src/graph/index.js';
import {
  abs,
  add,
  arange,
  cos,
  eye,
  matmul,
  max,
  multiply,
  type NDArray,
  sin,
  subtract,
} from '../../src/index.js';
import * as linalg from '../../src/linalg/index.js';
import { expectSame } from './arrays.js';

setDefaults({ scheduler: process.env.STRIDED_SCHEDULER ?? 'sync' });

const sample = (...shape: number[]) =>
  sin(multiply(arange(shape.reduce((a, b) => a * b, 1)), 1.7)).reshape(shape) as NDArray<'float64'>;
const far = (a: unknown, b: unknown) =>
  (max(abs(subtract(a as never, b as never))) as NDArray).item() as number;
const tall = fc.tuple(
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 9 }),
);

test('tsqr: Q R is the matrix, Q has orthonormal columns, R is a triangle', async () => {
  await fc.assert(
    fc.asyncProperty(tall, async ([rows, columns, chunk]) => {
      const x = sample(rows, columns);
      const { Q, R } = blocked.tsqr(blocked.fromArray(x, { chunks: chunk }));
      const [q, r] = [await Q.compute(), await R.compute()];
      expect([q.shape, r.shape]).toEqual([Q.shape, R.shape]);
      expect(far(matmul(q, r as never), x)).toBeLessThan(1e-13);
      expect(far(matmul(q.T as NDArray, q as never), eye(q.shape[1]))).toBeLessThan(1e-13);
      for (let row = 1; row < r.shape[0]; row++) {
        for (let column = 0; column < row; column++) expect(r.at(row, column).item()).toBe(0);
      }
    }),
    { numRuns: 25 },
  );
});

test('svd of tall and wide matrices', async () => {
  await fc.assert(
    fc.asyncProperty(tall, fc.boolean(), async ([rows, columns, chunk], wide) => {
      const x = wide ? sample(columns, rows) : sample(rows, columns);
      const { U, S, Vh } = blocked.svd(blocked.fromArray(x, { chunks: chunk }));
      const [u, s, vh] = [await U.compute(), await S.compute(), await Vh.compute()];
      expect(far(s, linalg.svdvals(x))).toBeLessThan(1e-12);
      expect(far(matmul(multiply(u, s) as NDArray, vh as never), x)).toBeLessThan(1e-12);
      expect([U.shape, S.shape, Vh.shape]).toEqual([u.shape, s.shape, vh.shape]);
    }),
    { numRuns: 20 },
  );
});

test('svdCompressed finds the largest singular values of a matrix of low rank', async () => {
  const x = matmul(sample(40, 4), cos(sample(4, 30)) as never) as NDArray;
  const { U, S, Vh } = blocked.svdCompressed(blocked.fromArray(x, { chunks: 9 }), 4, { powerIterations: 1 });
  expect(far(await S.compute(), (linalg.svdvals(x) as NDArray).at(':4'))).toBeLessThan(1e-11);
  const product = matmul(
    multiply(await U.compute(), await S.compute()) as NDArray,
    (await Vh.compute()) as never,
  );
  expect(far(product, x)).toBeLessThan(1e-11);
  expect(() => blocked.svdCompressed(blocked.ones([3, 3]), 4)).toThrow(ArgumentError);
});

test('cholesky, triangular systems and systems of positive definite matrices', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 6 }), async (n, chunk) => {
      const x = sample(n, n);
      const a = add(matmul(x, x.T as never) as NDArray, multiply(eye(n), n)) as NDArray;
      const lazy = blocked.fromArray(a, { chunks: chunk });
      const b = sample(n, 3);
      const factor = linalg.cholesky(a) as NDArray;
      await expectSame(blocked.cholesky(lazy), factor, 1e-12);
      const lower = blocked.fromArray(factor, { chunks: chunk });
      const upper = blocked.fromArray(factor.T as NDArray, { chunks: chunk });
      const expected = linalg.solveTriangular(factor, b, { lower: true }) as NDArray;
      await expectSame(blocked.solveTriangular(lower, b, { lower: true }), expected, 1e-12);
      const turned = linalg.solveTriangular(factor.T as NDArray, b) as NDArray;
      await expectSame(blocked.solveTriangular(upper, b), turned, 1e-12);
      const row = linalg.solve(a, b.at(':', 0) as NDArray) as NDArray;
      await expectSame(blocked.solve(lazy, b.at(':', 0) as NDArray, { assumeA: 'pos' }), row, 1e-12);
    }),
    { numRuns: 15 },
  );
  const indefinite = blocked.fromArray(multiply(eye(4), -1) as NDArray, { chunks: 2 });
  await expect(blocked.cholesky(indefinite).compute()).rejects.toThrow(/not positive definite/);
  expect(() => blocked.cholesky(blocked.ones([2, 3]))).toThrow(ShapeError);
  expect(() => blocked.solve(indefinite, [1, 2, 3, 4], { assumeA: 'sym' as never })).toThrow(/assumeA/);
  expect(() => blocked.solveTriangular(indefinite, [1, 2])).toThrow(/4 rows/);
});

test('distances are those of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('euclidean', 'cityblock', 'cosine'),
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 6 }),
      async (metric, rows, chunk) => {
        const [x, y] = [sample(rows, 3), cos(sample(11, 3)) as NDArray<'float64'>];
        const [X, Y] = [x, y].map((one) => blocked.fromArray(one, { chunks: chunk }));
        await expectSame(blocked.cdist(X, Y, metric), cdist(x, y, metric as never) as NDArray, 1e-14);
        await expectSame(blocked.pdist(X, metric), pdist(x, metric as never) as NDArray, 1e-14);
        const k = 4;
        const { distances, indices } = blocked.nearest(X, Y, k, metric);
        const whole = nearest(x, y, k, metric as never);
        await expectSame(distances, whole.distances as NDArray, 1e-14);
        expect((await indices.compute()).toArray()).toEqual(
          (whole.indices as NDArray).asType('int64').toArray(),
        );
      },
    ),
    { numRuns: 20 },
  );
  const X = blocked.ones([4, 2]);
  expect(() => blocked.cdist(X, blocked.ones([4, 3]))).toThrow(ShapeError);
  expect(() => blocked.cdist(X, X, 'seuclidean')).toThrow(/V is missing/);
  expect(() => blocked.cdist(X, X, 'none')).toThrow(ArgumentError);
  expect(() => blocked.nearest(X, X, 5)).toThrow(/k is 5/);
  expect(() => blocked.pdist(blocked.ones(4))).toThrow(/needs rows/);
});
