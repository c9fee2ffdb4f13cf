import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, AxisError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { arange, array, ones, zeros } from '../../src/ops/creation.js';
import { flatnonzero, sharesMemory } from '../../src/ops/index.js';
import { arraySplit, concatenate, hstack, split, stack, vstack } from '../../src/ops/joining.js';
import {
  asType,
  broadcastArrays,
  broadcastTo,
  copy,
  expandDims,
  flip,
  moveaxis,
  permuteDims,
  ravel,
  reshape,
  slidingWindowView,
  squeeze,
  swapaxes,
  transpose,
} from '../../src/ops/manipulation.js';

const grid = arange(6).reshape([2, 3]);

describe('joining', () => {
  it('puts arrays along an axis', () => {
    expect(concatenate([grid, grid.at('::-1')], 1).toArray()).toEqual([
      [0, 1, 2, 3, 4, 5],
      [3, 4, 5, 0, 1, 2],
    ]);
    expect(concatenate([grid, [[7, 8, 9]]]).shape).toEqual([3, 3]);
    expect(concatenate([grid, arange(2)], { axis: null }).toArray()).toEqual([0, 1, 2, 3, 4, 5, 0, 1]);
    expect(concatenate([zeros([2, 0]), grid], -1).shape).toEqual([2, 3]);
    expect(concatenate([grid.T, grid.T]).flags.fContiguous).toBe(true);
    expect(stack([grid, grid], -1).shape).toEqual([2, 3, 2]);
    expect(stack([1, 2, 3]).toArray()).toEqual([1, 2, 3]);
    expect(vstack([arange(2), [[5, 6]]]).toArray()).toEqual([
      [0, 1],
      [5, 6],
    ]);
    expect(hstack([arange(2), 5]).toArray()).toEqual([0, 1, 5]);
    expect(hstack([grid, grid]).shape).toEqual([2, 6]);
  });

  it('promotes, or takes the dtype asked for', () => {
    expect(concatenate([zeros(1, 'int8'), zeros(1, 'uint8')]).dtype).toBe('int16');
    expect(concatenate([zeros(1, 'int64'), ones(1, 'float32')]).toArray()).toEqual([0, 1]);
    expect(concatenate([array([1.7])], { dtype: 'int32' }).toArray()).toEqual([1]);
  });

  it('names what does not fit', () => {
    expect(() => concatenate([])).toThrow('concatenate: arrays is empty; needs at least one array');
    expect(() => concatenate([zeros([2, 3]), zeros([2, 2])])).toThrow(
      'concatenate: shapes (2, 3) and (2, 2) do not join along axis 0; needs equal lengths on the others',
    );
    expect(() => concatenate([zeros([]), zeros([])])).toThrow(ShapeError);
    expect(() => concatenate([grid], 2)).toThrow(AxisError);
    expect(() => stack([zeros(2), zeros(3)])).toThrow('stack: shapes (2,) and (3,) differ');
  });
});

describe('splitting', () => {
  it('gives views that join to the whole', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.integer({ min: 1, max: 6 }), fc.constantFrom(0, 1), (length, parts, axis) => {
        const x =
          axis === 0 ? arange(length * 2).reshape([length, 2]) : arange(length * 2).reshape([2, length]);
        const pieces = arraySplit(x, parts, axis);
        expect(pieces.length).toBe(parts);
        const sizes = pieces.map((piece) => piece.shape[axis]);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(concatenate(pieces, axis).toArray()).toEqual(x.toArray());
        expect(pieces.every((piece) => piece.base !== null)).toBe(true);
      }),
    );
  });
  it('takes indices as NumPy does', () => {
    const at = (indices: number[]) => split(arange(5), indices).map((part) => part.toArray());
    expect(at([1, 3])).toEqual([[0], [1, 2], [3, 4]]);
    expect(at([3, 1])).toEqual([[0, 1, 2], [], [1, 2, 3, 4]]);
    expect(at([-1, 9])).toEqual([[0, 1, 2, 3], [4], []]);
    const places = flatnonzero(array([false, false, true, false, true])); // int64, whose elements are bigints
    expect(split(arange(5), places).map(String)).toEqual(['[0. 1.]', '[2. 3.]', '[4.]']);
    expect(split(arange(5), [2n]).map(String)).toEqual(['[0. 1.]', '[2. 3. 4.]']);
    expect(() => split(arange(5), array([1.5]))).toThrow('needs a positive integer, or a list of integers');
    expect(() => split(arange(5), {} as never)).toThrow(ArgumentError);
    expect(() => split(arange(5), 2)).toThrow(/does not divide into 2 equal parts; arraySplit/);
    expect(() => split(arange(5), 0)).toThrow(ArgumentError);
    expect(() => split(arange(5), [1.5])).toThrow(ArgumentError);
    expect(() => split(arange(5), 1, 1)).toThrow(AxisError);
  });
});

describe('rearranging', () => {
  const x = zeros([2, 3, 4]);
  it('permutes axes', () => {
    expect(permuteDims(x, [2, 0, 1]).shape).toEqual([4, 2, 3]);
    expect(moveaxis(x, 0, -1).shape).toEqual([3, 4, 2]);
    expect(moveaxis(x, [0, 1], [-1, -2]).shape).toEqual([4, 3, 2]);
    expect(swapaxes(x, 0, -1).shape).toEqual([4, 3, 2]);
    expect(transpose(x).shape).toEqual([4, 3, 2]);
    expect(() => moveaxis(x, [0, 1], 0)).toThrow('moveaxis: source has 2 axes, destination has 1');
    expect(() => moveaxis(x, 3, 0)).toThrow(AxisError);
    expect(() => swapaxes(x, 0, 3)).toThrow(AxisError);
  });
  it('flips', () => {
    expect(flip(grid).toArray()).toEqual([
      [5, 4, 3],
      [2, 1, 0],
    ]);
    expect(flip(grid, 1).toArray()).toEqual([
      [2, 1, 0],
      [5, 4, 3],
    ]);
    expect(flip(zeros([0, 2])).shape).toEqual([0, 2]);
    expect(() => flip(grid, [0, 0])).toThrow(AxisError);
  });
  it('has the methods as functions', () => {
    expect(reshape(grid, [3, 2], 'F').toArray()).toEqual([
      [0, 4],
      [3, 2],
      [1, 5],
    ]);
    expect(ravel(grid.T).toArray()).toEqual([0, 3, 1, 4, 2, 5]);
    expect(expandDims(grid, 1).shape).toEqual([2, 1, 3]);
    expect(squeeze(expandDims(grid, 1)).shape).toEqual([2, 3]);
    expect(broadcastTo(arange(3), [2, 3]).toArray()).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(asType(array([1.5]), 'int8').toArray()).toEqual([1]);
    expect(copy(grid.T).strides).toEqual(grid.T.strides);
  });
  it('broadcasts several arrays together', () => {
    const lengths = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 3 }), fc.array(lengths, { maxLength: 3 }), (a, b) => {
        const x = arange(a.reduce((p, q) => p * q, 1)).reshape(a) as NDArray;
        const y = arange(b.reduce((p, q) => p * q, 1)).reshape(b) as NDArray;
        const ndim = Math.max(a.length, b.length);
        const padded = [a, b].map((shape) => [...new Array(ndim - shape.length).fill(1), ...shape]);
        const fits = padded[0].every((n, i) => n === padded[1][i] || n === 1 || padded[1][i] === 1);
        if (!fits) {
          expect(() => broadcastArrays(x, y)).toThrow(ShapeError);
          return;
        }
        const [u, v] = broadcastArrays(x, y);
        const shape = padded[0].map((n, i) => Math.max(n, padded[1][i]));
        expect(u.shape).toEqual(shape);
        expect(v.shape).toEqual(shape);
        expect(u.flags.writeable).toBe(false);
        const index = shape.map((n) => n - 1);
        expect(u.get(...index)).toBe(
          x.get(...index.slice(ndim - a.length).map((i, axis) => Math.min(i, a[axis] - 1))),
        );
      }),
    );
    expect(broadcastArrays()).toEqual([]);
  });
});

describe('sliding windows', () => {
  it('are what slices show', () => {
    const x = arange(24).reshape(4, 6);
    const windows = slidingWindowView(x, [2, 3]);
    expect(windows.shape).toEqual([3, 4, 2, 3]);
    expect(windows.at(1, 2).toArray()).toEqual(x.at('1:3', '2:5').toArray());
    const columns = slidingWindowView(x.T, 3, { axis: -1 }); // of strides that are not C's
    expect(columns.shape).toEqual([6, 2, 3]);
    expect(columns.at(5, 1).toArray()).toEqual([11, 17, 23]);
    expect(slidingWindowView(x, [2, 2], { axis: [1, 1] }).shape).toEqual([4, 4, 2, 2]);
    expect(slidingWindowView(arange(3), 3).toArray()).toEqual([[0, 1, 2]]);
    expect(slidingWindowView(arange(3), 0).shape).toEqual([4, 0]);
  });

  it('share memory, read-only unless asked', () => {
    const x = arange(4);
    expect(() => slidingWindowView(x, 2).set(1, 0, 0)).toThrow('read-only');
    slidingWindowView(x, 2, { writeable: true }).set(9, 1, 0);
    expect(x.toArray()).toEqual([0, 9, 2, 3]);
    expect(slidingWindowView(broadcastTo(x, [2, 4]), [1, 1], { writeable: true }).flags.writeable).toBe(
      false,
    );
  });

  it('refuses windows that do not fit', () => {
    expect(() => slidingWindowView(arange(3), 4)).toThrow('window is longer than axis 0 of length 3');
    expect(() => slidingWindowView(ones([2, 2]), 2)).toThrow(
      'window has 1 lengths; needs 2, one for each axis',
    );
    expect(() => slidingWindowView(ones([2, 2]), 2, { axis: 2 })).toThrow(AxisError);
    expect(() => slidingWindowView(arange(3), -1)).toThrow(ShapeError);
  });
});

describe('reshape', () => {
  it('counts in the order and copies as asked', () => {
    const x = arange(6);
    expect(reshape(x, [2, 3], { order: 'F' }).toArray()).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ]);
    expect(sharesMemory(reshape(x, [2, 3], { copy: false }), x)).toBe(true);
    expect(sharesMemory(reshape(x, [2, 3]), x)).toBe(true);
    const copied = reshape(x, [2, 3], { copy: true });
    expect(sharesMemory(copied, x)).toBe(false);
    expect(copied.toArray()).toEqual(x.reshape(2, 3).toArray());
    const turned = x.reshape(2, 3).T;
    expect(reshape(turned, [6], { copy: true }).toArray()).toEqual([0, 3, 1, 4, 2, 5]);
    expect(() => reshape(turned, [6], { copy: false })).toThrow('copy is false; needs strides that a view');
    expect(() => reshape(x, [2, 3], { order: 'K' } as never)).toThrow("order is 'K'; needs 'C' or 'F'");
    expect(() => reshape(x, [2, 3], 1 as never)).toThrow(ArgumentError);
  });
});
