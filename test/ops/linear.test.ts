/** Diagonals, traces and cross products against NumPy's documented behaviour. */
import { expect, test } from 'vitest';
import * as st from '../../src/index.js';

const x = st.arange(24).reshape(2, 3, 4);

test('diagonals are read-only views', () => {
  expect(st.diagonal(x).toArray()).toEqual([
    [0, 16],
    [1, 17],
    [2, 18],
    [3, 19],
  ]);
  expect(st.diagonal(x, { axis1: 1, axis2: -1, offset: 1 }).toArray()).toEqual([
    [1, 6, 11],
    [13, 18, 23],
  ]);
  expect(st.diagonal(x, { axis1: 1, axis2: 2, offset: -2 }).toArray()).toEqual([[8], [20]]);
  expect(st.diagonal(x, { offset: 7 }).shape).toEqual([4, 0]);
  expect(st.diagonal(x.at('::-1', ':', '::-1')).shape).toEqual([4, 2]);
  const view = x.diagonal();
  expect(view.flags.writeable).toBe(false);
  expect(view.base).toBe(x.base);
  expect(() => st.diagonal([1, 2])).toThrow(st.ShapeError);
  expect(() => st.diagonal(x, { axis1: 1, axis2: -2 })).toThrow(st.AxisError);
  expect(() => st.diagonal(x, { axis1: 3 })).toThrow(st.AxisError);
  expect(() => st.diagonal(x, { offset: 0.5 })).toThrow(st.ArgumentError);
});

test('traces', () => {
  expect(st.trace(x).toArray()).toEqual([16, 18, 20, 22]);
  expect(st.linalg.trace(x).toArray()).toEqual([15, 51]);
  expect(st.linalg.diagonal(x, { offset: -1 }).toArray()).toEqual([
    [4, 9],
    [16, 21],
  ]);
  expect(x.trace({ axis1: 1, axis2: 2, offset: 1 }).toArray()).toEqual([18, 54]);
  expect(st.trace(st.ones([2, 2], 'int8')).dtype).toBe('int64');
  expect(st.trace(st.ones([2, 2], 'int8'), { dtype: 'float32' }).dtype).toBe('float32');
  expect(st.trace(st.ones([0, 2])).item()).toBe(0);
});

test('matrices are transposed in their last two axes', () => {
  expect(st.matrixTranspose(x).shape).toEqual([2, 4, 3]);
  expect(x.mT.at(1).toArray()).toEqual((x.at(1) as st.NDArray).T.toArray());
  expect(() => st.matrixTranspose([1, 2])).toThrow(st.ShapeError);
});

test('cross products', () => {
  expect(st.cross([1, 2, 3], [4, 5, 6]).toArray()).toEqual([-3, 6, -3]);
  expect(st.cross([1, 2], [3, 4, 5]).toArray()).toEqual([10, -5, -2]);
  expect(st.cross([1, 2, 3], [4, 5]).toArray()).toEqual([-15, 12, -3]);
  expect(st.cross([1, 2], [3, 4]).item()).toBe(-2);
  const rows = st.array([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(st.cross(rows, [7, 8, 9]).toArray()).toEqual([
    [-6, 12, -6],
    [-3, 6, -3],
  ]);
  expect(st.cross(rows.T, rows.T, { axis: 0 }).shape).toEqual([3, 2]);
  expect(st.cross(rows.T, rows, { axisa: 0, axisc: 0 }).toArray()).toEqual(st.zeros([3, 2]).toArray());
  expect(() => st.cross([1], [2])).toThrow(st.ShapeError);
  expect(() => st.cross(1, [1, 2, 3])).toThrow(st.StridedError);
  expect(() => st.cross([1, 2, 3], [1, 2, 3], { axis: 1 })).toThrow(st.AxisError);
});
