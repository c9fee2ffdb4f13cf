/** Running sums and products: NumPy's results, laws, and the edges. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array, cumprod, cumsum, cumulativeProd, cumulativeSum, sum, zeros } from '../../src/index.js';

describe('running sums and products', () => {
  test('give what NumPy gives', () => {
    const x = array([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(cumsum(x).toArray()).toEqual([1, 3, 6, 10, 15, 21]);
    expect(cumsum(x, { axis: 0 }).toArray()).toEqual([
      [1, 2, 3],
      [5, 7, 9],
    ]);
    expect(cumsum(x, { axis: -1 }).toArray()).toEqual([
      [1, 3, 6],
      [4, 9, 15],
    ]);
    expect(cumprod(x, { axis: 0 }).toArray()).toEqual([
      [1, 2, 3],
      [4, 10, 18],
    ]);
    expect(x.cumprod().toArray()).toEqual([1, 2, 6, 24, 120, 720]);
    expect(x.T.cumsum({ axis: 0 }).toArray()).toEqual([
      [1, 4],
      [3, 9],
      [6, 15],
    ]);
    expect(cumsum(5).toArray()).toEqual([5]);
  });

  test('begin with nothing where asked', () => {
    const x = array([
      [1, 2],
      [3, 4],
    ]);
    const options = { axis: 1, includeInitial: true };
    expect(cumulativeSum(x, options).toArray()).toEqual([
      [0, 1, 3],
      [0, 3, 7],
    ]);
    expect(cumulativeProd(x, { ...options, axis: 0 }).toArray()).toEqual([
      [1, 1],
      [1, 2],
      [3, 8],
    ]);
    expect(cumulativeSum(zeros([0]), { includeInitial: true }).toArray()).toEqual([0]);
    expect(cumulativeProd(array([2, 3], { dtype: 'int64' }), { includeInitial: true }).toArray()).toEqual([
      1n,
      2n,
      6n,
    ]);
  });

  test('have the dtypes of sums', () => {
    expect(cumsum(array([true, true])).toArray()).toEqual([1n, 2n]);
    expect(cumsum(array([200, 100], { dtype: 'uint8' })).dtype).toBe('uint64');
    const narrow = cumulativeSum(array([100, 100], { dtype: 'int8' }), { dtype: 'int8' });
    expect([narrow.dtype, narrow.toArray()]).toEqual(['int8', [100, -56]]);
    expect(cumsum(array([1, 2], { dtype: 'int32' }), { dtype: 'float32' }).dtype).toBe('float32');
    const halves = cumsum(array([1, 2048, 1], { dtype: 'float16' }));
    expect([halves.dtype, halves.toArray()]).toEqual(['float16', [1, 2048, 2050]]);
    const pairs = cumprod(
      array([
        { re: 0, im: 1 },
        { re: 0, im: 1 },
      ]),
    );
    expect(pairs.toArray()).toEqual([
      { re: 0, im: 1 },
      { re: -1, im: 0 },
    ]);
    expect(cumsum(array([1.9, 1.9]), { dtype: 'int32' }).toArray()).toEqual([1, 2]);
  });

  test('the last one is the sum, for integers of any layout and axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('int32', 'uint16', 'float64', 'bool'),
        fc.boolean(),
        fc.integer({ min: 0, max: 1 }),
        (rows, columns, dtype, turned, axis) => {
          const values = Array.from({ length: rows * columns }, (_, i) => (i * 7) % 11);
          const x = array(values)
            .reshape([rows, columns])
            .asType(dtype as 'int32');
          const view = turned ? x.T.at('::-1') : x;
          const running = cumulativeSum(view, { axis });
          const last = axis === 0 ? running.at(-1) : running.at(':', -1);
          expect(last.toArray()).toEqual(sum(view, { axis }).toArray());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('refuse what makes no sense', () => {
    expect(() => cumulativeSum(zeros([2, 2]))).toThrow(
      'cumulativeSum: the array has 2 axes; needs the axis to run along',
    );
    expect(() => cumsum(zeros([2]), { axis: 3 })).toThrow('axis');
    expect(() => cumsum(zeros([2]), { axis: 0, out: zeros([3]) })).toThrow('out has shape');
    const out = zeros([3]);
    expect(cumsum([1, 2, 3], { axis: 0, out }) as unknown).toBe(out);
    expect(out.toArray()).toEqual([1, 3, 6]);
    expect(cumulativeSum(zeros([3, 0]), { axis: 0 }).shape).toEqual([3, 0]);
  });
});
