/** Matrix products and einsum against NumPy, on each backend. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, unpack } from './fixtures.js';

interface Case {
  readonly op: string;
  readonly subscripts?: string;
  readonly in: Packed[];
  readonly out: Packed;
}
const { cases } = readFixture<{ cases: Case[] }>('products');
const functions = st as unknown as Record<string, (...args: unknown[]) => NDArray>;

for (const name of availableBackends()) {
  describe(`on ${name}`, () => {
    afterAll(() => setBackend('auto'));
    // Whole numbers: sums are exact in any order, so each way of computing a product must give the same.
    const whole = (dtype: 'float64' | 'float32', ...shape: number[]): NDArray =>
      st
        .arange(shape.reduce((a, b) => a * b))
        .multiply(7)
        .remainder(11)
        .subtract(5)
        .reshape(shape)
        .astype(dtype);
    test('products of each size are the sums of their outer products', () => {
      setBackend(name);
      for (const dtype of ['float64', 'float32'] as const) {
        for (const rows of [2, 3, 5, 13])
          for (const columns of [2, 3, 5, 7, 9, 17, 33]) {
            const a = whole(dtype, 3, rows, 6);
            const b = whole(dtype, 3, 6, columns);
            const terms = a.expandDims(3).multiply(b.expandDims(1));
            const stack = st.matmul(a, b);
            expectLike(stack, st.sum(terms, { axis: 2 }) as NDArray, 0, `${dtype} ${rows} by ${columns}`);
            expectLike(st.matmul(a.at(1), b.at(1)), stack.at(1) as NDArray, 0, 'one of a stack');
          }
      }
    });
    test('a product with the own transpose is that with a copy of it', () => {
      setBackend(name);
      for (const dtype of ['float64', 'float32'] as const)
        for (const [rows, columns] of [
          [150, 131],
          [20, 260],
        ]) {
          const a = whole(dtype, rows, columns);
          expectLike(st.matmul(a.T, a), st.matmul(a.T.copy(), a) as NDArray, 0, 'transpose first');
          expectLike(st.matmul(a, a.T), st.matmul(a, a.T.copy()) as NDArray, 0, 'transpose last');
        }
    });
    for (const op of new Set(cases.map((one) => one.op))) {
      test(`${op} against NumPy`, () => {
        setBackend(name);
        for (const one of cases.filter((other) => other.op === op)) {
          const operands = one.in.map(unpack);
          const lead = one.subscripts === undefined ? [] : [one.subscripts];
          const what = `${op} ${one.subscripts ?? ''} of ${operands.map((x) => `${x.dtype} (${x.shape.join()})`).join(', ')}`;
          expectLike(functions[op](...lead, ...operands), unpack(one.out), 0, what);
          expectLike(
            functions[op](...lead, ...operands.map(scattered)),
            unpack(one.out),
            0,
            `${what}, strided`,
          );
        }
      });
    }
    test('products large enough for the kernel equal sums of products', () => {
      setBackend(name);
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 1, max: 40 }),
          fc.boolean(),
          (m, k, n, turned) => {
            const a = st
              .arange(m * k)
              .mod(11)
              .sub(5)
              .reshape(turned ? [k, m] : [m, k]);
            const b = st
              .arange(k * n)
              .mod(7)
              .sub(3)
              .reshape([k, n])
              .at('::-1') as NDArray;
            const left = (turned ? a.T : a) as NDArray;
            const product = st.matmul(left, b);
            const spelled = st.sum(left.expandDims(-1).multiply(b.expandDims(0)), { axis: 1 });
            expect(product.toArray()).toEqual(spelled.toArray());
            expect(st.einsum('ij,jk->ki', left, b).toArray()).toEqual(product.T.toArray());
          },
        ),
        { numRuns: 40 },
      );
    });
  });
}

describe('rules', () => {
  test('out, dtype, scalars', () => {
    const out = st.zeros([2, 2]);
    expect(
      st.matmul(
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 0],
          [0, 1],
        ],
        { out },
      ),
    ).toBe(out);
    expect(out.toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const x = st.array([
      [1, 2],
      [3, 4],
    ]);
    st.matmul(x, x, { out: x });
    expect(x.toArray()).toEqual([
      [7, 10],
      [15, 22],
    ]);
    expect(st.dot(2, [1, 2]).toArray()).toEqual([2, 4]);
    expect(
      st
        .tensordot(st.ones([2, 3, 4]), st.ones([4, 3, 5]), {
          axes: [
            [1, 2],
            [1, 0],
          ],
        })
        .toArray(),
    ).toEqual([
      [12, 12, 12, 12, 12],
      [12, 12, 12, 12, 12],
    ]);
  });
  test('what does not fit is refused', () => {
    expect(() => st.matmul([[1, 2]], [[1, 2]])).toThrow(/b has 1 rows, a has 2 columns/);
    expect(() => st.matmul([1], 2 as never)).toThrow(ShapeError);
    // @ts-expect-error stacks of 2 and 3 do not broadcast
    expect(() => st.matmul(st.ones([2, 3, 4]), st.ones([3, 4, 5]))).toThrow(ShapeError);
    expect(() => st.vecdot([1, 2], [1, 2, 3])).toThrow(ShapeError);
    expect(() => st.tensordot([1, 2], [1, 2, 3], { axes: 1 })).toThrow(ShapeError);
  });
  test.each([
    ['ij', [[1, 2]], ['ij,jk']],
    ['ij->ii', [[1, 2]], []],
    ['ij->k', [[1, 2]], []],
    ['i1', [[1, 2]], []],
    ['ij->i->j', [[1, 2]], []],
    ['......', [[1, 2]], []],
  ])('einsum refuses %s', (subscripts, operand, more) => {
    expect(() => st.einsum(more.length > 0 ? 'ij,jk' : subscripts, operand)).toThrow(ArgumentError);
  });
  test('einsum refuses lengths and axes that do not agree', () => {
    // @ts-expect-error 'j' is 3 in one operand and 4 in another
    expect(() => st.einsum('ij,jk', st.ones([2, 3]), st.ones([4, 2]))).toThrow(/'j' is 3/);
    // @ts-expect-error 'ij' names fewer axes than its operand has
    expect(() => st.einsum('ij', st.ones([2, 3, 4]))).toThrow(ShapeError);
    // @ts-expect-error 'ijk' names more axes than its operand has
    expect(() => st.einsum('ijk', st.ones([2, 3]))).toThrow(ShapeError);
  });
  test('einsum checks the operands of subscripts that it has seen', () => {
    expect(st.einsum('ab,b->a', st.ones([2, 3]), st.ones([3])).toArray()).toEqual([3, 3]);
    expect(st.einsum('ab,b->a', st.ones([1, 2]), st.ones([2])).toArray()).toEqual([2]);
    const seen: string = 'ab,b->a';
    expect(() => st.einsum(seen, st.ones([2, 3]), st.ones([2, 3]))).toThrow(ShapeError);
    expect(() => st.einsum(seen, st.ones([2, 3]))).toThrow(ArgumentError);
  });
  test('einsum survives any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        try {
          st.einsum(
            text,
            [
              [1, 2],
              [3, 4],
            ],
            [1, 2],
          );
        } catch (error) {
          expect(error).toSatisfy((e) => e instanceof ArgumentError || e instanceof ShapeError);
        }
      }),
    );
  });
});
