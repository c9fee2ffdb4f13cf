/** What linalg refuses, what NaN, infinities and emptiness give, and laws that hold for any matrix. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import * as st from '../../src/index.js';
import { configurations, expectNear, restore, sizeOf } from './configurations.js';

const { linalg } = st;
const NaNs = [
  [Number.NaN, 1],
  [1, 2],
];
const infinite = [
  [Infinity, 1],
  [1, 2],
];
const ones = st.ones([2, 2]);

for (const { name, use } of configurations()) {
  describe(name, () => {
    beforeAll(use);
    afterAll(restore);

    test('singular and indefinite matrices are named', () => {
      expect(() => linalg.inv(ones)).toThrow(/inv: matrix is singular: pivot 2 is 0/);
      expect(() => linalg.solve(ones, [1, 2])).toThrow(st.LinAlgError);
      const stack = st.stack([st.eye(2), st.eye(2), st.eye(2), ones]).reshape(2, 2, 2, 2);
      expect(() => linalg.inv(stack)).toThrow(/matrix \[1, 1\] of the stack is singular/);
      expect(() => linalg.cholesky(st.eye(2).negative())).toThrow(/is not positive definite: its minor 1/);
      expect(() =>
        linalg.cholesky([
          [1, 2],
          [2, 1],
        ]),
      ).toThrow(/its minor 2 is not positive/);
      expect(() => linalg.matrixPower(ones, -1)).toThrow(/matrixPower: matrix is singular/);
      expect(() =>
        linalg.solveTriangular(
          [
            [1, 2],
            [0, 0],
          ],
          [1, 2],
        ),
      ).toThrow(/diagonal element 2 is 0/);
      expect(() => linalg.cond(st.zeros([0, 0]))).toThrow(st.LinAlgError);
    });

    test('NaN and infinities', () => {
      for (const x of [NaNs, infinite]) {
        for (const refused of [
          linalg.svd,
          linalg.svdvals,
          linalg.eig,
          linalg.eigvals,
          linalg.pinv,
          linalg.expm,
        ])
          expect(() => refused(x)).toThrow(st.LinAlgError);
        expect(() => linalg.lstsq(x, [1, 2])).toThrow(/a? ?.*NaN or infinities/);
        const { eigenvalues, eigenvectors } = linalg.eigh(x);
        expect(
          st
            .isnan(eigenvalues as NDArray)
            .all()
            .item(),
        ).toBe(true);
        expect(
          st
            .isnan(eigenvectors as NDArray)
            .all()
            .item(),
        ).toBe(true);
        expect(linalg.inv(x).shape).toEqual([2, 2]);
        expect(linalg.qr(x).R.shape).toEqual([2, 2]);
      }
      expect(linalg.det(NaNs).item()).toBeNaN();
      expect(linalg.slogdet(NaNs).logabsdet.item()).toBeNaN();
      expect(linalg.norm(NaNs).item()).toBeNaN();
      expect(linalg.cholesky(NaNs).get(0, 0)).toBeNaN();
      expect(linalg.solve(NaNs, [1, 2]).get(0)).toBeNaN();
      // One matrix with NaN leaves the others of its stack alone.
      const { eigenvalues } = linalg.eigh(st.stack([st.array(NaNs), st.eye(2)]));
      expect(eigenvalues.at(1).toArray()).toEqual([1, 1]);
    });

    test('emptiness', () => {
      const none = st.zeros([0, 0]);
      expect(linalg.det(none).item()).toBe(1);
      expect(linalg.slogdet(none).sign.item()).toBe(1);
      expect(linalg.inv(st.zeros([3, 0, 0])).shape).toEqual([3, 0, 0]);
      expect(linalg.det(st.zeros([0, 3, 3])).shape).toEqual([0]);
      expect(linalg.svd(st.zeros([0, 3])).Vh.toArray()).toEqual(st.eye(3).toArray());
      expect(linalg.svd(st.zeros([2, 0])).U.toArray()).toEqual(st.eye(2).toArray());
      expect(linalg.svd(st.zeros([2, 0]), { fullMatrices: false }).U.shape).toEqual([2, 0]);
      expect(linalg.qr(st.zeros([3, 0]), { mode: 'complete' }).Q.toArray()).toEqual(st.eye(3).toArray());
      expect(linalg.qr(st.zeros([0, 3])).R.shape).toEqual([0, 3]);
      expect(linalg.eigh(none).eigenvectors.shape).toEqual([0, 0]);
      expect(linalg.eig(none).eigenvalues.shape).toEqual([0]);
      expect(linalg.pinv(st.zeros([0, 3])).shape).toEqual([3, 0]);
      expect(linalg.matrixRank(st.zeros([0, 3])).item()).toBe(0n);
      expect(linalg.lstsq(st.zeros([0, 3]), st.zeros([0, 2])).x.toArray()).toEqual(
        st.zeros([3, 2]).toArray(),
      );
      expect(linalg.norm([]).item()).toBe(0);
      expect(linalg.norm([], { ord: Infinity }).item()).toBe(0);
      expect(linalg.norm(st.zeros([0, 0]), { ord: 2 }).item()).toBe(0);
      expect(linalg.expm(none).shape).toEqual([0, 0]);
      expect(linalg.luFactor(none).pivots.shape).toEqual([0]);
    });

    test('a system solved gives its right-hand side back', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 24 }),
          fc.integer({ min: 0, max: 3 }),
          fc.integer({ min: 0, max: 2 ** 30 }),
          fc.constantFrom<st.DType>('float64', 'float32', 'complex128', 'complex64'),
          (n, columns, seed, dtype) => {
            const rng = st.defaultRng(seed);
            const draw = (...shape: number[]): NDArray => {
              const re = rng.standardNormal(shape) as NDArray;
              if (!dtype.startsWith('complex')) return re.asType(dtype) as NDArray;
              const im = (rng.standardNormal(shape) as NDArray).multiply({ re: 0, im: 1 });
              return re.add(im as NDArray).asType(dtype) as NDArray;
            };
            // A strong diagonal, so that the residual is small in the measure of b.
            const a = draw(n, n)
              .add(st.eye(n).multiply(3 * n))
              .asType(dtype) as NDArray;
            const b = columns === 0 ? draw(n) : draw(n, columns);
            const x = linalg.solve(a, b) as NDArray;
            expectNear(st.matmul(a, x) as NDArray, b, 20 * n, 'a x', Math.max(sizeOf(b), 1));
            const turned = linalg.solve(a.T.copy().T as NDArray, b) as NDArray;
            expectNear(turned, x, 20 * n, 'another order of memory', Math.max(sizeOf(x), 1e-3));
            const identity = st.matmul(a, linalg.inv(a)) as NDArray;
            expectNear(identity, st.eye(n).asType(dtype) as NDArray, 20 * n, 'a inv(a)', 1);
            const sign = linalg.slogdet(a);
            const det = linalg.det(a) as NDArray;
            const again = st.multiply(sign.sign as NDArray, st.exp(sign.logabsdet as NDArray)) as NDArray;
            if (Number.isFinite(sizeOf(det))) expectNear(again.asType(dtype), det, 2000 * n, 'slogdet');
          },
        ),
        { numRuns: 25 },
      );
    });

    test('triangular systems', () => {
      const a = st.array([
        [2, 1, 4],
        [3, 5, 6],
        [7, 8, 9],
      ]);
      const b = [1, 2, 3];
      const upper = [
        [2, 1, 4],
        [0, 5, 6],
        [0, 0, 9],
      ];
      const lower = [
        [2, 0, 0],
        [3, 5, 0],
        [7, 8, 9],
      ];
      expectNear(linalg.solveTriangular(a, b), linalg.solve(upper, b) as never, 10, 'upper');
      expectNear(linalg.solveTriangular(a, b, { lower: true }), linalg.solve(lower, b) as never, 10, 'lower');
      const transposed = linalg.solve(st.array(upper).T, b) as never;
      expectNear(linalg.solveTriangular(a, b, { trans: 'T' }), transposed, 10, 'transposed');
      expect(
        linalg
          .solveTriangular(
            [
              [9, 2],
              [0, 9],
            ],
            [5, 1],
            { unitDiagonal: true },
          )
          .toArray(),
      ).toEqual([3, 1]);
      const z = st.array([
        [{ re: 0, im: 2 }, 1],
        [0, { re: 1, im: 1 }],
      ] as never) as NDArray;
      const x = linalg.solveTriangular(z, [1, 1], { trans: 2 }) as NDArray;
      expectNear(
        st.matmul(z.T.conj() as NDArray, x) as NDArray,
        st.array([1, 1], { dtype: 'complex128' }) as never,
        10,
        'C',
      );
    });
  });
}

describe('rules', () => {
  test('shapes, dtypes and options that do not fit', () => {
    for (const square of [
      linalg.inv,
      linalg.det,
      linalg.slogdet,
      linalg.eig,
      linalg.eigh,
      linalg.cholesky,
      linalg.expm,
    ]) {
      expect(() => square([1, 2])).toThrow(st.ShapeError);
      expect(() => square(st.ones([2, 3]))).toThrow(/needs square ones/);
      expect(() => square(st.eye(2).asType('float16'))).toThrow(st.DTypeError);
      expect(() => square(null as never)).toThrow(st.StridedError);
    }
    for (const any of [
      linalg.svd,
      linalg.qr,
      linalg.svdvals,
      linalg.pinv,
      linalg.lu,
      linalg.luFactor,
      linalg.cond,
    ])
      expect(() => (any as (x: number[]) => unknown)([1, 2])).toThrow(st.ShapeError);
    expect(() => linalg.solve(st.eye(2), 1)).toThrow(st.ShapeError);
    expect(() => linalg.solve(st.eye(2), [1, 2, 3])).toThrow(/b has shape \(3,\), a has matrices of 2 by 2/);
    expect(() => linalg.solve(st.ones([3, 2, 2]), st.ones([3, 2]))).toThrow(st.ShapeError);
    expect(() => linalg.lstsq(st.ones([2, 3]), [1, 2, 3])).toThrow(st.ShapeError);
    expect(() => linalg.lstsq(st.ones([2, 2, 3]), [1, 2])).toThrow(st.ShapeError);
    expect(() => linalg.lstsq(st.ones([2, 2]), [1, 2], { rcond: 'x' as never })).toThrow(st.ArgumentError);
    expect(() => linalg.eigh(st.eye(2), { uplo: 'X' as never })).toThrow(st.ArgumentError);
    expect(() => linalg.qr(st.eye(2), { mode: 'foo' as never })).toThrow(st.ArgumentError);
    expect(() => linalg.norm([1, 2], { ord: 'fro', axis: 0 })).toThrow(st.ArgumentError);
    expect(() => linalg.norm(st.eye(2), { ord: 3 })).toThrow(st.ArgumentError);
    expect(() => linalg.norm(st.ones([2, 2, 2]), { ord: 1 })).toThrow(st.ShapeError);
    expect(() => linalg.norm(st.ones([2, 2, 2]), { axis: [0, 0] })).toThrow(st.AxisError);
    expect(() => linalg.matrixPower(st.eye(2), 1.5)).toThrow(st.ArgumentError);
    expect(() => linalg.matrixRank(st.eye(2), { tol: 1, rtol: 1 })).toThrow(st.ArgumentError);
    expect(() => linalg.cond(st.ones([3, 2]), { p: 1 })).toThrow(st.ShapeError);
    expect(() => linalg.multiDot([st.ones(3)])).toThrow(st.ArgumentError);
    expect(() => linalg.multiDot([st.ones([2, 2, 2]), st.ones([2, 2])])).toThrow(st.ShapeError);
    expect(() => linalg.outer([[1]], [1])).toThrow(st.ShapeError);
    expect(() => linalg.cross([1, 2], [3, 4])).toThrow(st.ShapeError);
    expect(() => linalg.tensorinv(st.eye(4), { ind: 0 })).toThrow(st.ArgumentError);
    expect(() => linalg.tensorsolve(st.ones([2, 3]), [1, 2])).toThrow(st.ShapeError);
    expect(() => st.setLapack('')).toThrow(st.ArgumentError);
    restore();
  });

  test('dtypes: integers become float64, complex results only where they must', () => {
    const integers = st.array(
      [
        [2, 1],
        [1, 3],
      ],
      { dtype: 'int32' },
    );
    expect(linalg.inv(integers).dtype).toBe('float64');
    expect(linalg.det(st.eye(2).asType('bool')).dtype).toBe('float64');
    expect(linalg.eigvals(integers).dtype).toBe('float64');
    expect(
      linalg.eigvals([
        [0, 1],
        [-1, 0],
      ]).dtype,
    ).toBe('complex128');
    expect(
      linalg.eig(
        st.array(
          [
            [0, 1],
            [-1, 0],
          ],
          { dtype: 'float32' },
        ),
      ).eigenvectors.dtype,
    ).toBe('complex64');
    expect(linalg.matrixPower(integers, 3).dtype).toBe('int32');
    expect(linalg.matrixPower(integers, 3).toArray()).toEqual([
      [15, 20],
      [20, 35],
    ]);
    expect(linalg.matrixPower(integers, 0).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(linalg.matrixPower(integers, -1).dtype).toBe('float64');
    expect(linalg.norm(st.array([3, 4], { dtype: 'float16' })).dtype).toBe('float16');
    expect(linalg.norm(st.array([3, 4], { dtype: 'int8' })).item()).toBe(5);
    expect(linalg.matrixRank(st.arange(3)).item()).toBe(1n);
    expect(linalg.svd(st.eye(3, 3, { dtype: 'complex64' })).S.dtype).toBe('float32');
  });

  test('products of many, and tensors as matrices', () => {
    const parts = [st.ones([3, 20]), st.ones([20, 2]), st.ones([2, 15]), st.ones([15, 4])];
    expect(linalg.multiDot(parts).toArray()).toEqual(st.full([3, 4], 600).toArray());
    expect(linalg.multiDot([st.ones(3), st.ones([3, 2]), st.ones(2)]).item()).toBe(6);
    const a = st.eye(24).reshape(6, 4, 2, 3, 4);
    const b = st.arange(24).reshape(6, 4);
    expect(linalg.tensorsolve(a, b).reshape(24).toArray()).toEqual(st.arange(24).toArray());
    expect(linalg.tensorinv(st.eye(24).reshape(24, 8, 3), { ind: 1 }).shape).toEqual([8, 3, 24]);
    const { U, S, Vh } = linalg.svd(
      [
        [2, 1],
        [1, -3],
      ],
      { hermitian: true },
    );
    expectNear(
      U.multiply(S).matmul(Vh) as never,
      st.array([
        [2, 1],
        [1, -3],
      ]) as never,
      20,
      'hermitian',
    );
    expect(linalg.pinv(st.diagonal(st.eye(3)).reshape(1, 3), { hermitian: false }).shape).toEqual([3, 1]);
  });

  test('setLapack names what cannot be used', () => {
    if (st.backendInfo().backend !== 'native') return;
    expect(() => st.setLapack('/nowhere/liblapack.so')).toThrow(/\/nowhere\/liblapack.so cannot be used/);
    st.setLapack('off');
    expect(st.backendInfo().lapack).toBeNull();
    expect(st.backendInfo().notFaster).toContain('LAPACK: setLapack asks for none');
    restore();
  });
});
