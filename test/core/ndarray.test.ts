import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dtypeNames } from '../../src/core/dtype.js';
import { ArgumentError, AxisError, DTypeError, IndexError, ShapeError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import { arange, array, asarray, full, zeros } from '../../src/ops/creation.js';
import { bitsOf, fixture } from './fixtures.js';

describe('metadata', () => {
  it('says what NumPy says', () => {
    const x = zeros([2, 3], 'float32');
    expect([x.ndim, x.size, x.itemsize, x.nbytes, x.offset, x.order, x.base]).toEqual([
      2,
      6,
      4,
      24,
      0,
      'C',
      null,
    ]);
    expect(x.strides).toEqual([12, 4]);
    expect(x.flags).toEqual({ cContiguous: true, fContiguous: false, ownData: true, writeable: true });
    expect(x.T.flags).toEqual({ cContiguous: false, fContiguous: true, ownData: false, writeable: true });
    expect(x.T.order).toBe('F');
    expect(x.at(':', '::2').order).toBeNull();
    expect(x.T.at('1:').base).toBe(x);
    expect(zeros([2, 3], { order: 'F' }).strides).toEqual([8, 16]);
    expect(zeros([0, 3]).flags.fContiguous).toBe(true);
    expect(x.at('::-1').offset).toBe(12);
    expect(x.at('::-1').strides).toEqual([-12, 4]);
  });
});

interface ViewRow {
  base: number[];
  axes: number[];
  steps: number[];
  shape: number[];
  order: 'C' | 'F';
  view: boolean;
  strides: number[];
  values: number[];
  kept: number[];
}

describe('reshape', () => {
  const rows = fixture<ViewRow>('views');

  it('is a view exactly where NumPy finds one, with the same elements', () => {
    for (const row of rows) {
      const x = arange(
        row.base.reduce((a, b) => a * b, 1),
        'int32',
      ).reshape(row.base);
      const y = x.transpose(row.axes).at(...row.steps.map((step) => `::${step}`));
      const z = y.reshape(row.shape, row.order);
      expect(z.shape).toEqual(row.shape);
      expect([...z.flat], JSON.stringify(row)).toEqual(row.values);
      expect(z.base !== null, JSON.stringify(row)).toBe(row.view);
      const seen = z.strides.filter((_, axis) => z.shape[axis] > 1);
      expect(seen, JSON.stringify(row)).toEqual(row.strides.filter((_, axis) => row.shape[axis] > 1));
      const kept = y.asType('float64').strides.filter((_, axis) => y.shape[axis] > 1);
      expect(kept).toEqual(row.kept.filter((_, axis) => y.shape[axis] > 1));
    }
  });

  it('takes -1, varargs, and nothing for a scalar', () => {
    expect(arange(12).reshape(3, -1).shape).toEqual([3, 4]);
    expect(arange(1).reshape([]).shape).toEqual([]);
    expect(zeros([0, 4]).reshape([4, -1]).shape).toEqual([4, 0]);
    for (const shape of [[5, -1], [-1, -1], [13], [-2, 6], [1.5, 8], [0, -1]]) {
      expect(() => arange(12).reshape(shape), String(shape)).toThrow(ShapeError);
    }
    expect(() => arange(12).reshape([5])).toThrow(
      'reshape: an array of shape (12,) does not reshape to (5,)',
    );
    expect(() => arange(2).reshape([2], 'K' as 'C')).toThrow(ArgumentError);
  });

  it('round trips', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
        fc.constantFrom('C', 'F'),
        (shape, order) => {
          const size = shape.reduce((a, b) => a * b, 1);
          const x = arange(size).reshape(shape, order);
          expect([...x.ravel(order)]).toEqual([...arange(size)]);
          expect(x.T.T.strides).toEqual(x.strides);
          expect(x.T.ravel(order === 'C' ? 'F' : 'C').toArray()).toEqual([...arange(size)]);
          expect(x.flatten(order).base).toBeNull();
        },
      ),
    );
  });
});

describe('axes', () => {
  const x = zeros([2, 1, 3]);
  it('move, come and go', () => {
    expect(x.transpose([2, 0, 1]).shape).toEqual([3, 2, 1]);
    expect(x.transpose(-1, 0, 1).shape).toEqual([3, 2, 1]);
    expect(x.T.shape).toEqual([3, 1, 2]);
    expect(x.expandDims([0, -1]).shape).toEqual([1, 2, 1, 3, 1]);
    expect(x.squeeze().shape).toEqual([2, 3]);
    expect(x.squeeze(-2).shape).toEqual([2, 3]);
    expect(x.squeeze([]).shape).toEqual([2, 1, 3]);
    expect(x.at('...', null).shape).toEqual([2, 1, 3, 1]);
  });
  it('are checked', () => {
    expect(() => x.transpose([0, 1])).toThrow('transpose: axes has 2 entries, the array has 3 axes');
    expect(() => x.transpose([0, 1, 1])).toThrow(AxisError);
    expect(() => x.expandDims(4)).toThrow(AxisError);
    expect(() => x.expandDims([0, 0])).toThrow(/twice/);
    expect(() => x.squeeze(0)).toThrow('squeeze: axis 0 has length 2; only axes of length 1 can go');
    expect(() => x.squeeze(3)).toThrow(AxisError);
  });
});

describe('broadcastTo', () => {
  it('repeats without memory and is read-only', () => {
    const x = arange(3).broadcastTo([2, 3]);
    expect(x.strides).toEqual([0, 8]);
    expect(x.flags.writeable).toBe(false);
    expect(x.toArray()).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(() => arange(3).broadcastTo([3, 2])).toThrow(
      'broadcastTo: shape (3,) does not broadcast to (3, 2)',
    );
    expect(() => zeros([2, 1]).broadcastTo([2])).toThrow(ShapeError);
    expect(zeros([1]).broadcastTo([0]).size).toBe(0);
  });
});

describe('view', () => {
  it('shows the same bytes as another dtype', () => {
    const x = array([1, 2], { dtype: 'float64' });
    expect(x.view('int64').toArray()).toEqual([4607182418800017408n, 4611686018427387904n]);
    expect(x.view('uint32').shape).toEqual([4]);
    expect(x.view('uint8').at('-1').item()).toBe(64);
    expect(x.view('complex128').toArray()).toEqual([{ re: 1, im: 2 }]);
    const odd = arange(5).at('1:').view('complex128');
    expect(odd.toArray()).toEqual([
      { re: 1, im: 2 },
      { re: 3, im: 4 },
    ]);
    expect(bitsOf(odd.copy() as NDArray)).toBe(bitsOf(odd as NDArray));
    expect(odd.asType('complex64').toArray()).toEqual(odd.toArray());
    x.view('float64').set(7, 0);
    expect(x.get(0)).toBe(7);
    expect(x.view().base).toBe(x);
    expect(zeros([3, 2], 'float32').at('::-1').view('float64').shape).toEqual([3, 1]);
  });
  it('refuses what does not divide, lie together or align', () => {
    expect(() => zeros(3, 'int16').view('int32')).toThrow(
      'view: int16 does not view as int32: the last axis has 6 bytes, no multiple of 4',
    );
    expect(() => zeros([2, 4], 'int16').T.view('int32')).toThrow(/the last axis is not contiguous/);
    expect(() => zeros([], 'int16').view('int8')).toThrow(DTypeError);
    expect(() => zeros(5, 'int16').at('1:').view('int32')).toThrow(ArgumentError);
    expect(() => zeros(2).view('x' as 'int8')).toThrow(DTypeError);
    expect(zeros([], 'int16').view('float16').item()).toBe(0);
  });
});

describe('elements', () => {
  it('come and go one by one', () => {
    for (const dtype of dtypeNames) {
      const x = zeros([2, 2], dtype) as NDArray;
      x.set(1, 1, -2);
      const one = x.get(1, 0);
      expect(one).toEqual(x.item(2));
      expect(one).toEqual(x.at(1, 0).item());
      expect(x.item(1, 1)).toEqual(x.get(0, 0));
    }
    expect(() => zeros(2).get(0.5)).toThrow(IndexError);
    expect(full([2], 2, 'float16').toArray()).toEqual([2, 2]);
  });
  it('iterate along the first axis, or all through flat', () => {
    const x = arange(6).reshape([2, 3]);
    expect([...x].map((row) => row.toArray())).toEqual(x.toArray());
    expect([...x.T.flat]).toEqual([0, 3, 1, 4, 2, 5]);
    expect([...arange(3)]).toEqual([0, 1, 2]);
    expect(() => [...(zeros([]) as unknown as NDArray)]).toThrow(ShapeError);
  });
  it('turn into JSON', () => {
    expect(JSON.stringify(array([[1, NaN]]))).toBe('[[1,null]]');
    expect(JSON.stringify(array([1n, 2n ** 60n]))).toBe('[1,"1152921504606846976"]');
    expect(JSON.stringify({ z: array([{ re: 1, im: 2 }]) })).toBe('{"z":[{"re":1,"im":2}]}');
  });
});

describe('copies', () => {
  /** An array seen through random transposition, steps, reversal and repetition; also its elements by a plain loop. */
  const views = fc
    .tuple(
      fc.constantFrom(...dtypeNames),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.constantFrom(1, 2, -1, -2), { minLength: 4, maxLength: 4 }),
      fc.nat(23),
      fc.boolean(),
    )
    .map(([dtype, shape, steps, seed, repeated]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      let x = arange(size).reshape(shape).asType(dtype) as NDArray;
      const axes = shape.map((_, i) => i).sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5));
      x = x.transpose(axes).at(...axes.map((_, i) => `::${steps[i]}`)) as NDArray;
      return repeated ? (x.expandDims(0).broadcastTo([2, ...x.shape]) as NDArray) : x;
    });

  it('have the same elements in any order, and own their memory', () => {
    fc.assert(
      fc.property(views, fc.constantFrom('C', 'F', 'K'), (x, order) => {
        const copy = x.copy(order);
        expect(copy.toArray()).toEqual(x.toArray());
        expect(copy.base).toBeNull();
        expect(copy.flags.writeable).toBe(true);
        if (order !== 'K') expect(copy.flags[order === 'C' ? 'cContiguous' : 'fContiguous']).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('go by blocks and planes when large', () => {
    for (const dtype of ['uint8', 'float16', 'float32', 'float64', 'int64', 'complex128'] as const) {
      const x = arange(130 * 150)
        .reshape([130, 150])
        .asType(dtype);
      const turned = x.T.copy();
      for (const [i, j] of [
        [0, 0],
        [149, 129],
        [64, 63],
        [63, 64],
        [128, 5],
      ]) {
        expect(turned.get(i, j)).toEqual(x.get(j, i));
      }
      expect(bitsOf(turned.T.copy() as NDArray)).toBe(bitsOf(x as NDArray));
      const cast = x.T.asType('complex64', { order: 'C' });
      expect(bitsOf(cast.T.copy() as NDArray)).toBe(bitsOf(x.asType('complex64') as NDArray));
    }
  });
});

describe('wrapping', () => {
  it('shares memory with the owner', () => {
    const owner = new Int16Array([1, 2, 3, 4]);
    const x = asarray(owner, { shape: [2, 2] });
    expect(x.data).toBe(owner);
    owner[3] = 9;
    expect(x.get(1, 1)).toBe(9);
    x.set(7, 0, 0);
    expect(owner[0]).toBe(7);
    expect(x.flags.ownData).toBe(false);
  });
});

describe('memory that an array must not follow', () => {
  it('a layout that reaches outside its data is refused', () => {
    const data = new Float64Array(6);
    const make = (shape: number[], strides: number[], offset = 0) =>
      new NDArray({ data, dtype: 'float64', shape, strides, offset });
    expect(make([2, 3], [24, 8]).size).toBe(6);
    expect(make([6], [-8], 40).item(0)).toBe(0);
    expect(make([0, 9], [800, 8]).size).toBe(0);
    expect(() => make([7], [8])).toThrow(ArgumentError);
    expect(() => make([2], [-8])).toThrow(ArgumentError);
    expect(() => make([2, 2], [8])).toThrow(ArgumentError);
    expect(() => make([1], [8], 48)).toThrow(/byte 48 to 56 of data that has 48/);
  });

  it('shape and strides cannot be changed afterwards', () => {
    const x = zeros([2, 3]);
    expect(() => {
      (x.shape as number[])[0] = 1e9;
    }).toThrow(TypeError);
    expect(() => {
      (x.strides as number[])[1] = 1e9;
    }).toThrow(TypeError);
  });

  it('a wrapped buffer that was transferred away is noticed', () => {
    const data = new Float64Array([1, 2, 3]);
    const x = asarray(data);
    structuredClone(data, { transfer: [data.buffer] });
    expect(() => x.copy()).toThrow(/transferred/);
    expect(() => x.data).toThrow(ArgumentError);
  });
});
