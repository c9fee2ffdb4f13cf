/** Operations made of functions of elements. */
import { describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';

describe('frompyfunc', () => {
  const pow10 = st.frompyfunc((x: number, y: number) => (x * 10 + y) % 97, 2, 1);
  test('broadcasts, and chooses the dtype by the results', () => {
    expect(pow10([1, 2], [[3], [4]]).toArray()).toEqual([
      [13, 23],
      [14, 24],
    ]);
    expect(st.frompyfunc((x: number) => x > 1, 1, 1)([1, 2]).dtype).toBe('bool');
    expect(
      st
        .frompyfunc(
          (x: bigint) => x * x,
          1,
          1,
        )([3n])
        .toArray(),
    ).toEqual([9n]);
    expect(st.frompyfunc((x: number) => x, 1, 1, { otypes: 'int8' })([1.5]).dtype).toBe('int8');
    expect(pow10(1, 2).shape).toEqual([]);
    expect(pow10(st.zeros([0, 2]), 1).shape).toEqual([0, 2]);
    expect([pow10.nin, pow10.nout, pow10.nargs, pow10.identity]).toEqual([2, 1, 3, null]);
  });
  test('several results are a list', () => {
    const divmod = st.frompyfunc((x: number, y: number) => [Math.floor(x / y), x % y], 2, 2);
    expect(divmod([7, 9], 4).map((one: st.NDArray) => one.toArray())).toEqual([
      [1, 2],
      [3, 1],
    ]);
  });
  test('reduce, accumulate, outer go element by element', () => {
    expect(pow10.reduce([1, 2, 3]).item()).toBe(123 % 97);
    expect(
      pow10
        .reduce(
          [
            [1, 2],
            [3, 4],
          ],
          { axis: 1 },
        )
        .toArray(),
    ).toEqual([12, 34]);
    expect(
      pow10
        .accumulate([
          [1, 2],
          [3, 4],
        ])
        .toArray(),
    ).toEqual([
      [1, 2],
      [13, 24],
    ]);
    expect(pow10.outer([1, 2], [3]).toArray()).toEqual([[13], [23]]);
    expect(() => pow10.reduce(st.zeros(0))).toThrow(st.ArgumentError);
    expect(pow10.reduce(st.zeros(0), { initial: 4 }).item()).toBe(4);
    const sum = st.frompyfunc((x: number, y: number) => x + y, 2, 1, { identity: 0 });
    expect(sum.reduce(st.zeros([0, 2])).toArray()).toEqual([0, 0]);
    expect(() => st.frompyfunc(Math.sqrt, 1, 1).reduce([1])).toThrow(/two/);
  });
  test('refuses what it cannot use', () => {
    expect(() => st.frompyfunc(3 as never, 1, 1)).toThrow(st.ArgumentError);
    expect(() => st.frompyfunc(Math.sqrt, 0, 1)).toThrow(st.ArgumentError);
    expect(() => st.frompyfunc(Math.sqrt, 1, 1, { otypes: ['int8', 'int8'] })).toThrow(/otypes/);
    expect(() => pow10([1])).toThrow(/needs 2/);
    expect(() => pow10([1, 2], [1, 2, 3])).toThrow(st.ShapeError);
    expect(() => st.frompyfunc(() => 'text', 1, 1)([1])).toThrow(st.StridedError);
  });
});

describe('vectorize', () => {
  test('otypes and excluded', () => {
    const polynomial = st.vectorize(
      (coefficients: number[], x: number) => coefficients.reduce((total, one) => total * x + one, 0),
      { excluded: [0] },
    );
    expect(polynomial([1, 2, 3], [0, 1]).toArray()).toEqual([3, 6]);
    const both = st.vectorize((x: number) => [x, x > 1], { otypes: ['float32', 'bool'] });
    const [same, isLarge] = both([1, 2]);
    expect([same.dtype, isLarge.toArray()]).toEqual(['float32', [false, true]]);
  });
  test('signature', () => {
    const dot = st.vectorize((a: st.NDArray, b: st.NDArray) => st.dot(a, b), { signature: '(n),(n)->()' });
    expect(
      dot(
        [
          [1, 2],
          [3, 4],
        ],
        [1, 1],
      ).toArray(),
    ).toEqual([3, 7]);
    const outer = st.vectorize((a: st.NDArray, b: st.NDArray) => st.multiply.outer(a, b), {
      signature: '(m),(n)->(m,n)',
    });
    expect(outer(st.ones([5, 2]), st.ones([3])).shape).toEqual([5, 2, 3]);
    const ends = st.vectorize((a: st.NDArray) => [st.min(a), st.max(a)], { signature: '(n)->(),()' });
    expect(
      ends([
        [3, 1],
        [2, 5],
      ]).map((one: st.NDArray) => one.toArray()),
    ).toEqual([
      [1, 2],
      [3, 5],
    ]);
    const scaled = st.vectorize((a: st.NDArray, x: number) => a.mul(x), { signature: '(n),()->(n)' });
    expect(scaled([1, 2], [10, 100]).toArray()).toEqual([
      [10, 20],
      [100, 200],
    ]);
    expect(dot(st.zeros([0, 3]), st.zeros(3)).shape).toEqual([0]);
  });
  test('refuses what is not as the signature says', () => {
    const dot = st.vectorize((a: st.NDArray) => a, { signature: '(n),(n)->()' });
    expect(() => dot([1, 2], [1, 2, 3])).toThrow(st.ShapeError);
    expect(() => dot([1, 2])).toThrow(st.ArgumentError);
    expect(() => dot([1, 2], [1, 2])).toThrow(st.ShapeError);
    expect(() => dot(1, 2)).toThrow(st.ShapeError);
    expect(() => st.vectorize(Math.sqrt, { signature: '(n->()' })).toThrow(st.ArgumentError);
    expect(() => st.vectorize((a: unknown) => a, { signature: '(n)->(m)' })(st.zeros([0, 2]))).toThrow(
      /no length/,
    );
  });
});
