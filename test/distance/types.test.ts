/** What the compiler knows of results, and that it is true at run time. */
import { expect, expectTypeOf, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import type { NDArray } from '../../src/core/ndarray.js';
import type { Shape } from '../../src/core/shape.js';
import { argmin, cdist, cdistAsync, nearest, pdist, withinRadius } from '../../src/distance/index.js';
import { numbers } from './arrays.js';

type Matrix<D extends 'float32' | 'float64'> = NDArray<D, readonly [rowsX: number, rowsY: number]>;

test('the dtype of distances is known where the inputs say it', async () => {
  const double = numbers('float64', 2, 2, 1);
  const single = numbers('float32', 2, 2, 1);
  const bytes = numbers('uint8', 2, 2, 1);
  const unknown = double as NDArray<DType, Shape>;

  const doubles = cdist(double, double, 'cityblock');
  expectTypeOf(doubles).toEqualTypeOf<Matrix<'float64'>>();
  const singles = cdist(single, single, { metric: 'cityblock', w: [1, 2] });
  expectTypeOf(singles).toEqualTypeOf<Matrix<'float32'>>();
  const mixed = cdist(single, bytes);
  expectTypeOf(mixed).toEqualTypeOf<Matrix<'float64'>>();
  const asked = cdist(double, double, 'cosine', { dtype: 'float32' });
  expectTypeOf(asked).toEqualTypeOf<Matrix<'float32'>>();
  const given = cdist(single, single, { out: singles });
  expectTypeOf(given).toEqualTypeOf<Matrix<'float32'>>();
  const either = cdist(unknown, unknown);
  expectTypeOf(either).toEqualTypeOf<Matrix<'float32' | 'float64'>>();
  const rows = cdist([Float32Array.of(1)], [Float32Array.of(2)]);
  expectTypeOf(rows).toEqualTypeOf<Matrix<'float32'>>();
  const lists = await cdistAsync([[1]], [[2]], 'l1');
  expectTypeOf(lists).toEqualTypeOf<Matrix<'float64'>>();

  const results = [doubles, singles, mixed, asked, given, either, rows, lists];
  expect(results.map(({ dtype }) => dtype)).toEqual([
    'float64',
    'float32',
    'float64',
    'float32',
    'float32',
    'float64',
    'float32',
    'float64',
  ]);
  expect(given).toBe(singles);
});

test('the other results too', () => {
  const single = numbers('float32', 3, 2, 1);
  expectTypeOf(pdist(single)).toEqualTypeOf<NDArray<'float32', readonly [pairs: number]>>();
  expectTypeOf(nearest(single, null, 1).distances.dtype).toEqualTypeOf<'float32'>();
  expectTypeOf(nearest(single, [[1, 2]], 1).distances.dtype).toEqualTypeOf<'float64'>();
  expectTypeOf(argmin(single, single).indices.dtype).toEqualTypeOf<'int32'>();
  expectTypeOf(withinRadius(single, undefined, 1).distances.dtype).toEqualTypeOf<'float32'>();
  // @ts-expect-error: a metric that does not exist
  expect(() => cdist(single, single, 'euclidian')).toThrow();
  // @ts-expect-error: an option that does not exist
  expect(() => cdist(single, single, { metric: 'minkowski', p: '3' })).toThrow();
});
