import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dtypeNames } from '../../src/core/dtype.js';
import { ArgumentError, DTypeError, MemoryError, ShapeError, StridedError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import {
  arange,
  array,
  asarray,
  empty,
  emptyLike,
  eye,
  fromBuffer,
  full,
  fullLike,
  identity,
  linspace,
  ones,
  onesLike,
  zeros,
  zerosLike,
} from '../../src/ops/creation.js';
import { bitsOf, fixture, type Packed, unpack } from '../core/fixtures.js';

describe('array', () => {
  it('infers the dtype', () => {
    expect(array([1, 2]).dtype).toBe('float64');
    expect(array([true, false]).dtype).toBe('bool');
    expect(array([1n]).dtype).toBe('int64');
    expect(array([1n, 2n ** 63n]).dtype).toBe('uint64');
    expect(array([-1n, 2n ** 63n]).dtype).toBe('float64');
    expect(array([true, 1n]).dtype).toBe('int64');
    expect(array([1n, 1.5]).dtype).toBe('float64');
    expect(array([1, { re: 0, im: 1 }]).toArray()).toEqual([
      { re: 1, im: 0 },
      { re: 0, im: 1 },
    ]);
    expect(array([]).dtype).toBe('float64');
    expect(array([new Float32Array(2), new Float32Array(2)]).dtype).toBe('float32');
    expect(array([new Int8Array(2), [1, 2]]).dtype).toBe('float64');
  });

  it('finds the shape', () => {
    expect(array(5).shape).toEqual([]);
    expect(array([]).shape).toEqual([0]);
    expect(array([[], []]).shape).toEqual([2, 0]);
    expect(array([zeros([2, 3]), ones([2, 3])]).shape).toEqual([2, 2, 3]);
    expect(array([zeros([]), ones([])] as NDArray[]).toArray()).toEqual([0, 1]);
    expect(array(new Set([3, 4])).toArray()).toEqual([3, 4]);
    expect(array([1, 2, 3, 4], { shape: [2, -1] }).shape).toEqual([2, 2]);
  });

  it('refuses ragged lists and what is no number', () => {
    expect(() => array([[1, 2], [3]])).toThrow(
      'array: data is ragged: on axis 1 there is 1 elements, where the first has 2 elements',
    );
    expect(() => array([1, [2]])).toThrow(ShapeError);
    expect(() => array([[1], 2])).toThrow(ShapeError);
    expect(() => array([zeros(2), zeros(3)])).toThrow(ShapeError);
    for (const bad of [
      '12',
      null,
      undefined,
      {},
      ['1'],
      [null],
      [undefined],
      [{}],
      () => 1,
      [[], [1]],
      new Map([[1, 'a']]),
    ]) {
      expect(() => array(bad as never), String(bad)).toThrow(StridedError);
    }
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => array(loop as never)).toThrow('array: data is nested more than 64 deep');
    expect(() => array([1], { dtype: 'text' as 'int8' })).toThrow(DTypeError);
  });

  it('writes values as the dtype holds them', () => {
    expect(array([1.9, -1.9], { dtype: 'int8' }).toArray()).toEqual([1, -1]);
    expect(array([0, 2, NaN], { dtype: 'bool' }).toArray()).toEqual([false, true, true]);
    expect(() => array([300], { dtype: 'int8' })).toThrow('array: data is 300; int8 holds -128 to 127');
    expect(() => array([NaN], { dtype: 'int32' })).toThrow(ArgumentError);
    expect(() => array([{ re: 1, im: 1 }], { dtype: 'float64' })).toThrow(DTypeError);
    expect(array(new Float64Array([300]), { dtype: 'int8' }).toArray()).toEqual([44]);
  });

  it('round trips nested lists of every dtype', () => {
    fc.assert(
      fc.property(fc.constantFrom(...dtypeNames), fc.array(fc.nat(3), { maxLength: 4 }), (dtype, shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const x = arange(size).reshape(shape).asType(dtype) as NDArray;
        const firstEmpty = shape.indexOf(0);
        const known = firstEmpty < 0 ? shape : shape.slice(0, firstEmpty + 1);
        const back = array(x.toArray() as never, { dtype }) as NDArray;
        expect(back.shape).toEqual(known);
        expect(bitsOf(back)).toBe(bitsOf(x));
        if (size > 0)
          expect((array(x.toArray() as never) as NDArray).asType(dtype).toArray()).toEqual(x.toArray());
      }),
    );
  });

  it('copies, in the order asked for', () => {
    const x = zeros([2, 3]);
    expect(array(x).base).toBeNull();
    expect(array(x.T).strides).toEqual([8, 24]);
    expect(array(x.T, { order: 'C' }).strides).toEqual([16, 8]);
    const typed = new Float64Array(2);
    expect(array(typed).data).not.toBe(typed);
    expect(array([[1, 2]], { order: 'F' }).flags.fContiguous).toBe(true);
  });
});

describe('asarray and fromBuffer', () => {
  it('never copy what they can wrap', () => {
    for (const make of [
      Float64Array,
      Float32Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Uint8Array,
      Uint16Array,
      Uint32Array,
    ]) {
      const typed = new make(6);
      const x = asarray(typed, { shape: [2, 3] });
      expect(x.data).toBe(typed);
      expect(x.base).not.toBeNull();
    }
    const wide = new BigInt64Array(2);
    expect(asarray(wide).data).toBe(wide);
    const clamped = new Uint8ClampedArray(4);
    asarray(clamped).set(3, 0);
    expect(clamped[0]).toBe(3);
    const x = zeros(3);
    expect(asarray(x)).toBe(x);
    expect(asarray(x, { dtype: 'float64', order: 'C' })).toBe(x);
  });

  it('read raw memory as the dtype', () => {
    const buffer = Buffer.alloc(16);
    buffer.writeDoubleLE(1.5, 8);
    if (buffer.byteOffset % 8 === 0)
      expect(asarray(buffer, { dtype: 'float64' }).toArray()).toEqual([0, 1.5]);
    const memory = new Float64Array([1, 2]).buffer;
    expect(asarray(memory, { dtype: 'complex128' }).toArray()).toEqual([{ re: 1, im: 2 }]);
    expect(asarray(memory).dtype).toBe('uint8');
    expect(asarray(new SharedArrayBuffer(8), { dtype: 'int16' }).shape).toEqual([4]);
    expect(asarray(new DataView(memory, 8)).shape).toEqual([8]);
    expect(fromBuffer(new Uint16Array([0x3c00]), { dtype: 'float16' }).toArray()).toEqual([1]);
    expect(fromBuffer(memory, { dtype: 'float64', offset: 8 }).toArray()).toEqual([2]);
    expect(fromBuffer(memory, { dtype: 'float64', count: 1 }).toArray()).toEqual([1]);
    expect(fromBuffer(memory, { dtype: 'float64', shape: [2, 1] }).toArray()).toEqual([[1], [2]]);
    expect(fromBuffer(new ArrayBuffer(0), { dtype: 'float64' }).shape).toEqual([0]);
  });

  it('refuse memory that does not fit', () => {
    const memory = new ArrayBuffer(20);
    expect(() => fromBuffer(memory, { dtype: 'float64' })).toThrow(
      'fromBuffer: 20 bytes are no whole number of float64 elements',
    );
    expect(() => fromBuffer(memory, { dtype: 'float64', offset: 4 })).toThrow(
      /needs memory that starts at a multiple of 8/,
    );
    expect(() => fromBuffer(memory, { dtype: 'float64', count: 3 })).toThrow(/do not fit into 20 bytes/);
    expect(() => fromBuffer(memory, { offset: 21 })).toThrow(ArgumentError);
    expect(() => fromBuffer(memory, { offset: -1 })).toThrow(ArgumentError);
    expect(() => fromBuffer([1] as never)).toThrow(ArgumentError);
    expect(() => fromBuffer(memory, { dtype: 'float64', count: -5 })).toThrow(ArgumentError);
    expect(() => fromBuffer(memory, { dtype: 'uint8', count: 1.5 })).toThrow(ArgumentError);
  });

  it('copy: false is an error where a copy is needed', () => {
    expect(() => asarray([1, 2], { copy: false })).toThrow(
      'asarray: copy is false, but an array from lists or scalars needs a copy',
    );
    expect(() => asarray(new Float64Array(2), { dtype: 'float32', copy: false })).toThrow(ArgumentError);
    expect(() => asarray(zeros([2, 3]), { order: 'F', copy: false })).toThrow(ArgumentError);
    expect(asarray(new Float64Array(2), { copy: false }).size).toBe(2);
  });
});

describe('ranges', () => {
  type Call = Packed & { call: string; args: number[]; endpoint?: boolean };
  it('have the same bits as NumPy', () => {
    for (const row of fixture<Call>('ranges')) {
      const [start, stop, third] = row.args;
      const { dtype, endpoint } = row;
      const got =
        row.call === 'arange'
          ? arange(start, stop, third, dtype)
          : linspace(start, stop, third, { endpoint, dtype });
      expect(bitsOf(got as NDArray), JSON.stringify(row)).toBe(bitsOf(unpack(row)));
    }
  });
  it('count bigints', () => {
    expect(arange(3n).toArray()).toEqual([0n, 1n, 2n]);
    expect(arange(5n, 0n, -2n).toArray()).toEqual([5n, 3n, 1n]);
    expect(arange(0n, 5n, 2n, 'int8').toArray()).toEqual([0, 2, 4]);
    expect(arange(5n, 0n).size).toBe(0);
    expect(arange(2n ** 62n, 2n ** 62n + 2n).toArray()).toEqual([2n ** 62n, 2n ** 62n + 1n]);
  });
  it('refuse what has no meaning', () => {
    expect(() => arange(0, 5, 0)).toThrow('arange: step is 0');
    expect(() => arange(NaN)).toThrow(/stop is NaN/);
    expect(() => arange(Infinity)).toThrow(ArgumentError);
    expect(() => arange(0, 5n as never)).toThrow(ArgumentError);
    expect(() => arange(5, 'bool')).toThrow(/does not go into bool/);
    expect(() => (arange as () => unknown)()).toThrow(ArgumentError);
    expect(() => linspace(0, 1, -1)).toThrow(ArgumentError);
    expect(() => linspace('0' as never, 1)).toThrow(ArgumentError);
    expect(linspace(0, 1, 0).shape).toEqual([0]);
    expect(linspace(3, 4, 1).toArray()).toEqual([3]);
    expect(linspace(3, 4, 1, { endpoint: false }).toArray()).toEqual([3]);
  });
});

describe('zeros and the like', () => {
  it('fill every dtype', () => {
    for (const dtype of dtypeNames) {
      const one = ones([2, 2], dtype) as NDArray;
      expect([...zeros([2], dtype).asType('float64')]).toEqual([0, 0]);
      expect([...one.asType('float64').flat]).toEqual([1, 1, 1, 1]);
      expect([...(full([2], 1, { dtype, order: 'F' }) as NDArray).asType('float64')]).toEqual([1, 1]);
      expect(empty([3], dtype).dtype).toBe(dtype);
      expect(bitsOf(identity(2, dtype) as NDArray)).toBe(
        bitsOf(
          array(
            [
              [1, 0],
              [0, 1],
            ],
            { dtype },
          ) as NDArray,
        ),
      );
    }
    expect(full(2, true).dtype).toBe('bool');
    expect(full([2, 2], [1, 2]).toArray()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
  it('follow another array', () => {
    const x = zeros([2, 3, 4], 'float32').transpose([2, 0, 1]);
    expect(zerosLike(x).strides).toEqual(x.strides);
    expect(zerosLike(x, { order: 'C' }).strides).toEqual([24, 12, 4]);
    expect(onesLike(x, { dtype: 'int64' }).get(0, 0, 0)).toBe(1n);
    expect(fullLike(array([1, 2]), 7).toArray()).toEqual([7, 7]);
    expect(emptyLike(x).shape).toEqual([4, 2, 3]);
  });
  it('make diagonals', () => {
    expect(eye(2, 3, { k: 1 }).toArray()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(eye(3, 2, { k: -2, order: 'F' }).toArray()).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
    ]);
    expect(eye(2, null, { k: 9 }).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(() => eye(2, 2, { k: 0.5 })).toThrow(ArgumentError);
  });
  it('check the shape and the memory', () => {
    expect(() => zeros([2, -1])).toThrow('zeros: shape has length -1; needs integers, 0 or more');
    expect(() => zeros(1.5)).toThrow(ShapeError);
    expect(() => zeros('3' as never)).toThrow(ShapeError);
    expect(() => zeros(3, { order: 'K' as 'C' })).toThrow(ArgumentError);
    expect(() => zeros([2 ** 20, 2 ** 20])).toThrow(MemoryError);
    expect(() => empty([2 ** 40, 2 ** 40])).toThrow(MemoryError);
    expect(zeros([2 ** 40, 0]).size).toBe(0);
  });
});
