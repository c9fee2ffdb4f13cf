import { expect, test } from 'vitest';
import { arange, asarray, compress, flip } from '../../src/index.js';

const dtypes = ['bool', 'int16', 'float32', 'float64', 'int64', 'complex64', 'complex128'] as const;

test.each(dtypes)('a mask over all of a %s array picks what a list of places does', (dtype) => {
  const x = arange(60).asType(dtype).reshape([5, 12]);
  const flags = arange(60).asType('int32').remainder(7).less(3).reshape([5, 12]);
  const places = arange(60, { dtype: 'int64' })
    .toArray()
    .filter((at) => Number(at) % 7 < 3)
    .map(Number);
  const expected = x.ravel().at(places).toArray();
  expect(x.at(flags).toArray()).toEqual(expected);
  // Not in C order, so by the places.
  expect(x.T.copy().T.at(flags).toArray()).toEqual(expected);
  expect(compress(flags.ravel(), x).toArray()).toEqual(expected);
});

test('masks and arrays that start inside their memory', () => {
  const x = arange(20).at('4:');
  const flags = arange(20).less(10).at('4:');
  expect(x.at(flags).toArray()).toEqual([4, 5, 6, 7, 8, 9]);
  expect(x.at(flip(flags)).toArray()).toEqual([14, 15, 16, 17, 18, 19]);
});

test('masks that are true nowhere, everywhere, or for bytes other than 1', () => {
  const x = arange(4);
  expect(x.at(x.less(0)).shape).toEqual([0]);
  expect(x.at(x.less(9)).toArray()).toEqual([0, 1, 2, 3]);
  const bytes = asarray(new Uint8Array([0, 255, 2, 0])).view('bool');
  expect(x.at(bytes).toArray()).toEqual([1, 2]);
  expect(compress(bytes, x).toArray()).toEqual([1, 2]);
  expect(
    compress(
      [true, false, true],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { axis: 1 },
    ).toArray(),
  ).toEqual([
    [1, 3],
    [4, 6],
  ]);
});
