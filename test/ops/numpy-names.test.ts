/** Small names of NumPy's: roots and polynomials of matrices, grids in text, matrices with vectors. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as st from '../../src/index.js';

const sorted = (x: st.NDArray): number[] => (x.toArray() as number[]).slice().sort((a, b) => a - b);

describe('roots', () => {
  it('finds the zeros of a polynomial', () => {
    const whole = fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(whole, fc.nat(2), fc.nat(2), (zeros, before, behind) => {
        const p = [
          ...Array(before).fill(0),
          ...(st.poly(zeros).toArray() as number[]),
          ...Array(behind).fill(0),
        ];
        const want = [...zeros, ...Array(behind).fill(0)].sort((a, b) => a - b);
        const got = st.roots(p);
        expect(got.size).toBe(want.length);
        const real = sorted(st.real(got) as st.NDArray);
        real.forEach((value, i) => {
          // Zeros that come twice are found to half the digits.
          expect(value).toBeCloseTo(want[i], 4);
        });
      }),
      { numRuns: 50 },
    );
  });
  it('gives complex pairs, and nothing for constants', () => {
    const pair = st.roots([1, 0, 1]);
    expect(pair.dtype).toBe('complex128');
    expect(sorted(st.imag(pair) as st.NDArray)).toEqual([-1, 1]);
    for (const constant of [[], [0, 0], [5], 3]) expect(st.roots(constant).shape).toEqual([0]);
    expect(st.roots([2, 0, 0]).toArray()).toEqual([0, 0]);
    expect(st.roots(st.array([1, -2], { dtype: 'float32' })).dtype).toBe('float32');
    expect(st.roots(st.array([1, -2], { dtype: 'float16' })).dtype).toBe('float64');
    expect(() => st.roots([[1, 2]])).toThrow(st.ShapeError);
    expect(() => st.roots([1, NaN, 2])).toThrow(st.LinAlgError);
  });
});

it('poly of a matrix is its characteristic polynomial', () => {
  const p = st.poly([
    [0, 1 / 3],
    [-1 / 2, 0],
  ]);
  expect(p.dtype).toBe('float64');
  // numpy.poly gives [1, 0, 0.16666667].
  expect(p.get(1) as number).toBeCloseTo(0, 14);
  expect(p.get(2) as number).toBeCloseTo(1 / 6, 14);
  expect(st.poly([]).toArray()).toEqual([1]);
  expect(() => st.poly([[1, 2]])).toThrow(st.ShapeError);
  expect(() => st.poly(st.zeros([2, 2, 2]))).toThrow(st.ShapeError);
});

describe('mgrid and ogrid', () => {
  it('count as arange and linspace do', () => {
    expect(st.mgrid('-1:1:5j').toArray()).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(st.mgrid(':4:2', '3:0:-1').shape).toEqual([2, 2, 3]);
    const [rows, columns] = st.ogrid(':4:2', '3:0:-1');
    expect(st.mgrid(':4:2', '3:0:-1').at(1).toArray()).toEqual(st.broadcastTo(columns, [2, 3]).toArray());
    expect(rows.toArray()).toEqual([[0], [2]]);
    expect(st.mgrid('3:1', '0:2').shape).toEqual([2, 0, 2]);
  });
  it.each(['', '3', 'a:b', '0:', '0:1:0', '0:1:0j', '0:1:1.5j', '0:1:2:3'])('refuse %s', (range) => {
    expect(() => st.mgrid(range)).toThrow(st.ArgumentError);
    expect(() => st.ogrid('0:2', range)).toThrow(st.ArgumentError);
  });
});

describe('matvec and vecmat', () => {
  const a = st.arange(24).reshape(2, 3, 4);
  it('are matmul with the axis put in and taken out', () => {
    const [v, w] = [st.arange(4), st.ones([2, 3])];
    expect(st.matvec(a, v).toArray()).toEqual(st.matmul(a as st.NDArray, v).toArray());
    expect(st.vecmat(w, a).toArray()).toEqual(st.sum(a, { axis: 1 }).toArray());
    expect(st.vecmat(st.ones([3]), a.at(0, '::-1', '::2')).toArray()).toEqual([12, 18]);
    expect(st.matvec(st.zeros([3, 0]), st.zeros([0])).toArray()).toEqual([0, 0, 0]);
  });
  it('conjugate the vector on the left', () => {
    const z = st.array([{ re: 0, im: 1 }]);
    expect(st.vecmat(z, [[1]]).toArray()).toEqual([{ re: 0, im: -1 }]);
    expect(st.matvec([[1]], z).toArray()).toEqual([{ re: 0, im: 1 }]);
  });
  it('refuse what does not fit', () => {
    expect(() => st.matvec(a, st.ones([3]))).toThrow(st.ShapeError);
    expect(() => st.matvec([1, 2], [1, 2])).toThrow(st.ShapeError);
    expect(() => st.vecmat(1, a)).toThrow(st.ShapeError);
  });
});
