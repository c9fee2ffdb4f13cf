/** What an array says of itself is what its constructor checked: kernels read memory by it. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, asarray, DTypeError, NDArray, ones, zeros } from '../../src/index.js';

type Untyped = Record<string, unknown>;

describe('the metadata of an array', () => {
  const names = ['shape', 'strides', 'offset', 'size', 'dtype', 'base', 'data', 'ndim', 'flags'];

  it.each(names)('%s cannot be assigned, as NumPy users would', (name) => {
    const x = asarray(Float64Array.of(1, 2, 3, 4)).reshape([2, 2]) as unknown as Untyped;
    const before = x[name];
    expect(() => {
      x[name] = [1000, 1000];
    }).toThrow(TypeError);
    expect(x[name]).toEqual(before);
  });

  it.each(['shape', 'strides'])('the numbers of %s cannot be assigned either', (name) => {
    const x = zeros([2, 2]) as unknown as Record<string, number[]>;
    expect(() => {
      x[name][0] = 1000;
    }).toThrow(TypeError);
  });
});

describe('a layout', () => {
  const data = new Float64Array(16);
  const valid = { data, dtype: 'float64', shape: [2, 2], strides: [16, 8] };
  const make = (change: Untyped) => new NDArray({ ...valid, ...change } as never);

  it.each([
    ['a negative length', { shape: [-2, -2] }],
    ['a fraction of a length', { shape: [2.5, 2] }],
    ['lengths that are strings', { shape: ['2', '2'] }],
    ['a NaN length', { shape: [Number.NaN, 2] }],
    ['fewer strides than lengths', { strides: [16] }],
    ['more strides than lengths', { strides: [16, 8, 8] }],
    ['a stride between elements', { strides: [16, 3] }],
    ['a stride that is no number', { strides: [16, undefined] }],
    ['an offset between elements', { offset: 3 }],
    ['an offset that is no number', { offset: Number.NaN }],
    ['an offset before the data', { offset: -8 }],
    ['an offset too far', { offset: 104 }],
    ['a stride too far', { strides: [800, 8] }],
    ['a stride to before the data', { strides: [-16, 8] }],
  ])('%s is refused', (_, change) => {
    expect(() => make(change)).toThrow(ArgumentError);
    expect(() => make(change)).toThrow(/^NDArray: the layout/);
  });

  it.each([
    ['no data', { data: undefined }, /^NDArray: data is undefined; float64 needs a Float64Array$/],
    ['data of another element size', { data: new Uint8Array(64) }, /data is a Uint8Array; float64 needs/],
    ['an object that looks like data', { data: { byteLength: 1e6, BYTES_PER_ELEMENT: 8 } }, /data is object/],
    ['a DataView', { data: new DataView(new ArrayBuffer(64)) }, /data is a DataView/],
    ['an unknown dtype', { dtype: 'float8' }, /^NDArray: dtype is float8; needs one of bool/],
  ])('%s is refused', (_, change, message) => {
    expect(() => make(change)).toThrow(DTypeError);
    expect(() => make(change)).toThrow(message);
  });

  it('may be anything inside the data, also backwards, and anywhere without elements', () => {
    expect(make({ strides: [-16, -8], offset: 24 }).shape).toEqual([2, 2]);
    expect(make({ shape: [0, 5], strides: [-800, 8000] }).size).toBe(0);
  });
});

describe('memory that code outside has seen', () => {
  it.each([
    ['an array', (x: NDArray<'float64'>) => x.data],
    ['a view of it', (x: NDArray<'float64'>) => (x.at('1:') as NDArray<'float64'>).data],
  ])('is not recycled by another array over it: the data of %s', (_, dataOf) => {
    const x = zeros([300, 300]);
    const data = dataOf(x);
    const other = new NDArray({ data, dtype: 'float64', shape: [300, 300], strides: [2400, 8] });
    other.dispose();
    const next = ones([300, 300]);
    expect(x.sum().item()).toBe(0);
    expect(next.sum().item()).toBe(90_000);
  });
});
