/** What `strided/linalg` and `strided/distance` make of blocked arrays, and norms, inverses and systems of equations. */
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { ArgumentError, LinAlgError, ShapeError } from '../../src/core/errors.js';
import { cdist, nearest, pdist } from '../../src/distance/index.js';
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
  ones,
  sin,
  subtract,
} from '../../src/index.js';
import * as linalg from '../../src/linalg/index.js';
import { cutArrays, expectFailure, expectSame } from './arrays.js';

const sample = (...shape: number[]) =>
  sin(multiply(arange(shape.reduce((a, b) => a * b, 1)), 1.7)).reshape(shape) as NDArray<'float64'>;
const far = (a: unknown, b: unknown) =>
  (max(abs(subtract(a as never, b as never))) as NDArray).item() as number;
/** A matrix far from singular that needs pivots: nothing is on its diagonal. */
const general = (n: number) => {
  const x = add(multiply(eye(n), n), multiply(sample(n, n), 0.3)) as NDArray;
  return x.at(Array.from({ length: n }, (_, at) => (at + 1) % n)) as NDArray<'float64'>;
};
const definite = (n: number) => {
  const x = sample(n, n);
  return add(matmul(x, x.T as never) as NDArray, eye(n)) as NDArray<'float64'>;
};

test('norms are those of NDArrays', async () => {
  const orders = [undefined, 0, 1, 2, 3, -1, Infinity, -Infinity];
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.constantFrom(...orders),
      fc.nat(),
      fc.boolean(),
      async (a, ord, at, keepdims) => {
        const options = { ord, axis: at % a.x.ndim, keepdims };
        await expectSame(linalg.norm(a.blocked, options) as never, linalg.norm(a.x, options), 1e-14);
        await expectSame(linalg.norm(a.blocked) as never, linalg.norm(a.x), 1e-14);
      },
    ),
    { numRuns: 30 },
  );
  const matrixOrders = [undefined, 'fro', 'nuc', 1, -1, 2, -2, Infinity, -Infinity] as const;
  await fc.assert(
    fc.asyncProperty(
      cutArrays(2),
      fc.constantFrom(...matrixOrders),
      fc.boolean(),
      async (a, ord, keepdims) => {
        const options = { ord, axis: [1, 0], keepdims };
        await expectSame(blocked.norm(a.blocked, options), linalg.norm(a.x, options), 1e-12);
        await expectSame(
          linalg.matrixNorm(a.blocked, { ord }) as never,
          linalg.matrixNorm(a.x, { ord }),
          1e-12,
        );
      },
    ),
    { numRuns: 30 },
  );
  const whole = blocked.norm(blocked.arange(4, { dtype: 'int32', chunks: 3 }), { ord: 1 });
  await expectSame(whole, linalg.norm(arange(4, { dtype: 'int32' }), { ord: 1 }));
  expect(() => blocked.norm(blocked.ones([2, 2, 2]), { ord: 1 })).toThrow(ShapeError);
  expect(() => linalg.norm(blocked.ones([2, 2]), { ord: 7 })).toThrow(ArgumentError);
});

test('systems and inverses of matrices that need pivots, and of definite ones', async () => {
  for (const [n, chunk] of [
    [1, 1],
    [5, 2],
    [8, 8],
    [9, 3],
  ]) {
    for (const [assumeA, x] of [
      ['gen', general(n)],
      ['pos', definite(n)],
    ] as const) {
      const cut = blocked.fromArray(x, { chunks: chunk });
      const b = sample(n, 3);
      const solution = blocked.solve(cut, blocked.fromArray(b, { chunks: 2 }), { assumeA });
      expect(far(matmul(x, (await solution.compute()) as never), b)).toBeLessThan(1e-12);
      const inverse = blocked.inv(cut, { assumeA });
      expect(far(await inverse.compute(), linalg.inv(x))).toBeLessThan(1e-12);
    }
  }
  const x = blocked.fromArray(general(4), { chunks: 2 });
  const vector = linalg.solve(x, [1, 2, 3, 4]);
  expectTypeOf(vector.compute).returns.resolves.toExtend<NDArray<'float64'>>();
  expect(far(await vector.compute(), linalg.solve(general(4), [1, 2, 3, 4]))).toBeLessThan(1e-14);
  expect(far(await linalg.inv(x).compute(), linalg.inv(general(4)))).toBeLessThan(1e-14);
  expect(() => blocked.solve(x, [1, 2])).toThrow(ShapeError);
  expect(() => blocked.inv(blocked.ones([2, 3]))).toThrow(ShapeError);
  expect(() => blocked.solve(x, [1, 2, 3, 4], { assumeA: 'sym' as never })).toThrow(ArgumentError);
  await expectFailure(blocked.inv(blocked.zeros([4, 4], { chunks: 2 })), LinAlgError);
});

test('factorizations of strided/linalg take blocked arrays', async () => {
  const x = sample(6, 4);
  const cut = blocked.fromArray(x, { chunks: 2 });
  const { Q, R } = linalg.qr(cut);
  expectTypeOf(Q).toEqualTypeOf<blocked.BlockedArray<'float64'>>();
  expect(far(matmul(await Q.compute(), (await R.compute()) as never), x)).toBeLessThan(1e-14);
  await expectSame(linalg.qr(cut, { mode: 'r' }) as never, await R.compute());
  await expectSame(linalg.svdvals(cut), linalg.svdvals(x), 1e-14);
  await expectSame(linalg.svd(cut, { computeUv: false }), linalg.svdvals(x), 1e-14);
  expect((await linalg.svd(cut, { fullMatrices: false }).U.compute()).shape).toEqual([6, 4]);
  expect(() => linalg.svd(cut)).toThrow(/fullMatrices/);
  expect(() => linalg.qr(cut, { mode: 'complete' })).toThrow(ArgumentError);

  const positive = definite(5);
  const definiteCut = blocked.fromArray(positive, { chunks: 2 });
  await expectSame(linalg.cholesky(definiteCut), linalg.cholesky(positive), 1e-13);
  await expectSame(
    linalg.cholesky(definiteCut, { upper: true }),
    linalg.cholesky(positive, { upper: true }),
    1e-13,
  );
  const b = cos(arange(5));
  const triangle = linalg.solveTriangular(definiteCut, b);
  expect(far(await triangle.compute(), linalg.solveTriangular(positive, b))).toBeLessThan(1e-12);
  expect(() => linalg.solveTriangular(definiteCut, b, { unitDiagonal: true })).toThrow(ArgumentError);
  expect(() => linalg.eigh(definiteCut as never)).toThrow(/takes no BlockedArray/);
});

test('distances of strided/distance take blocked arrays', async () => {
  const [x, y] = [sample(7, 3), sample(5, 3)];
  const [cutX, cutY] = [blocked.fromArray(x, { chunks: 2 }), blocked.fromArray(y, { chunks: 3 })];
  const distances = cdist(cutX, y, 'cityblock');
  expectTypeOf(distances).toEqualTypeOf<
    blocked.BlockedArray<'float64', readonly [rowsX: number, rowsY: number]>
  >();
  await expectSame(distances as never, cdist(x, y, 'cityblock') as never);
  await expectSame(cdist(x, cutY) as never, cdist(x, y) as never);
  await expectSame(pdist(cutX) as never, pdist(x) as never);
  for (const metric of ['euclidean', 'dot', 'innerProduct'] as const) {
    const [got, want] = [nearest(cutX, cutY, 3, metric), nearest(x, y, 3, metric)];
    await expectSame(got.distances as never, want.distances as never);
    expect((await got.indices.compute()).toArray()).toEqual(want.indices.asType('int64').toArray());
    const [others, own] = [nearest(cutX, null, 4, metric), nearest(x, null, 4, metric)];
    await expectSame(others.distances as never, own.distances as never);
    expect((await others.indices.compute()).toArray()).toEqual(own.indices.asType('int64').toArray());
  }
  const single = blocked.fromArray(x.asType('float32'), { chunks: 1 });
  await expectSame(
    nearest(single, null, 2).distances as never,
    nearest(x.asType('float32'), null, 2).distances as never,
  );
  expect(() => nearest(cutX, null, 7)).toThrow(ArgumentError);
  expect(() => nearest(cutX, cutY, 1, { excludeSelf: true })).toThrow(ShapeError);
  expect(() => cdist(cutX, cutY, { out: ones([7, 5]) })).toThrow(ArgumentError);
});
