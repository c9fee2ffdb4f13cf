/** Every metric at sizes around the kernels' tiles, and every layout of the inputs, against the reference. */
import { expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import type { Shape } from '../../src/core/shape.js';
import {
  cdist,
  type MetricOptions,
  metricNames,
  nearest,
  pdist,
  withinRadius,
} from '../../src/distance/index.js';
import { metricInfo } from '../../src/distance/metrics.js';
import { isBooleanMetric } from '../../src/kernels/js/distanceBooleans.js';
import { setBackend } from '../../src/kernels/select.js';
import { isClose, numbers, wrap } from './arrays.js';
import { describeBackends } from './backends.js';

const sizes = [0, 1, 2, 7, 8, 9, 15, 16, 17, 33];
const featureCounts = [0, 1, 2, 3, 7, 8, 9, 50];
const options: Record<string, MetricOptions> = { minkowski: { p: 3 }, correlation: {} };

function optionsFor(metric: string, features: number, weighted: boolean): MetricOptions {
  const w = weighted ? Array.from({ length: features }, (_, f) => (f % 3) + 0.5) : undefined;
  if (metric === 'seuclidean') return { V: Array.from({ length: features }, (_, f) => 0.5 + f) };
  if (metric === 'mahalanobis') {
    const VI = Array.from({ length: features }, (_, i) =>
      Array.from({ length: features }, (_, j) => (i === j ? 3 : 1 / (1 + Math.abs(i - j)))),
    );
    return { VI: features === 0 ? { data: new Float64Array(0), shape: [0, 0] } : VI };
  }
  return { ...options[metric], w };
}

function expectNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  dtype: 'float64' | 'float32',
  label: string,
) {
  expect(actual.length, label).toBe(expected.length);
  const metric = label.split(' ')[0];
  for (let i = 0; i < expected.length; i++) {
    if (!isClose(metric, dtype, actual[i], expected[i]))
      expect(actual[i], `${label} at ${i}`).toBe(expected[i]);
  }
}

function onReference<T>(name: 'js' | 'wasm' | 'native', compute: () => T): T {
  setBackend('js');
  try {
    return compute();
  } finally {
    setBackend(name);
  }
}

describeBackends('sizes', (backend) => {
  for (const metric of metricNames) {
    const info = metricInfo(metric);
    const counts = featureCounts.filter(
      (features) => info.features === undefined || info.features === features,
    );
    const dtypes: DType[] = isBooleanMetric(metric) ? ['float64', 'float32', 'bool'] : ['float64', 'float32'];
    for (const dtype of dtypes) {
      test(`${metric} ${dtype}`, () => {
        for (const features of counts) {
          for (const weighted of info.options.some((option) => option === 'w') && dtype !== 'bool'
            ? [false, true]
            : [false]) {
            const chosen = optionsFor(metric, features, weighted);
            for (const rows of sizes) {
              const others = 33 - rows;
              const positive = metric === 'jensenshannon' || isBooleanMetric(metric);
              const x = numbers(dtype, rows, features, rows + 1, positive);
              const y = numbers(dtype, others, features, 7 * rows + 2, positive);
              const label = `${metric} ${dtype} ${rows}×${others}×${features}${weighted ? ' weighted' : ''}`;
              const full = cdist(x, y, metric, chosen);
              const wanted = onReference(backend, () => cdist(x, y, metric, chosen));
              expect(full.shape).toEqual([rows, others]);
              expectNear(full.data, wanted.data, full.dtype, label);
              const condensed = pdist(x, metric, chosen);
              const own = cdist(x, x, metric, chosen).data;
              const upper = Array.from(own).filter((_, index) => Math.floor(index / rows) < index % rows);
              expectNear(condensed.data, upper, condensed.dtype, `${label} pdist`);
            }
          }
        }
      });
    }
  }
});

describeBackends('layouts', () => {
  const layouts: Record<string, (x: NDArray<'float64', readonly [number, number]>) => NDArray<DType, Shape>> =
    {
      'Fortran order': (x) => relaid(x, [8, 8 * x.shape[0]], 0),
      'every second row and column': (x) => relaid(x, [8 * 4 * x.shape[1], 16], 0),
      'negative strides': (x) => relaid(x, [-8 * x.shape[1], -8], 8 * (x.size - 1)),
      'an offset': (x) => relaid(x, [8 * (x.shape[1] + 3), 8], 40),
    };

  /** The same elements laid out by other strides and an offset. */
  function relaid(x: NDArray<'float64', readonly [number, number]>, strides: number[], offset: number) {
    const [rows, columns] = x.shape;
    const data = new Float64Array(4 * x.size + 4 * rows + 16);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        data[(offset + i * strides[0] + j * strides[1]) / 8] = x.data[i * columns + j];
      }
    }
    return new NDArray<DType, Shape>({ data, dtype: 'float64', shape: x.shape, strides, offset, base: data });
  }

  for (const [name, relay] of Object.entries(layouts)) {
    test(name, () => {
      const x = numbers('float64', 9, 7, 3);
      const y = numbers('float64', 11, 7, 4);
      const wanted = cdist(x, y, 'cityblock').data;
      expect(cdist(relay(x), relay(y), 'cityblock').data).toEqual(wanted);
      expect(cdist(relay(x), y, 'cityblock').data).toEqual(wanted);
      expect(pdist(relay(x), 'cityblock').data).toEqual(pdist(x, 'cityblock').data);
      expect(nearest(relay(x), relay(y), 3).indices.data).toEqual(nearest(x, y, 3).indices.data);
      expect(withinRadius(relay(x), y, 2).indices.data).toEqual(withinRadius(x, y, 2).indices.data);
    });
  }

  test('a row that is broadcast (stride 0)', () => {
    const row = Float64Array.of(1, 2, 3);
    const x = new NDArray<DType, Shape>({
      data: row,
      dtype: 'float64',
      shape: [4, 3],
      strides: [0, 8],
      base: row,
    });
    expect([...cdist(x, [[1, 2, 4]]).data]).toEqual([1, 1, 1, 1]);
  });

  test('bool in any layout packs the same bits', () => {
    const x = numbers('bool', 5, 70, 9);
    const fortran = new Uint8Array(350);
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 70; j++) fortran[j * 5 + i] = (x.data as Uint8Array)[i * 70 + j];
    const y = new NDArray<DType, Shape>({
      data: fortran,
      dtype: 'bool',
      shape: [5, 70],
      strides: [1, 5],
      base: fortran,
    });
    expect(cdist(y, x, 'jaccard').data).toEqual(cdist(x, x, 'jaccard').data);
  });
});

describeBackends('inputs', () => {
  test('nested arrays, rows of typed arrays and { data, shape } mean the same', () => {
    const rows = [
      [1, 2],
      [3, 5],
    ];
    const wanted = [...cdist(rows, rows).data];
    expect([...cdist({ data: Float64Array.of(1, 2, 3, 5), shape: [2, 2] }, rows).data]).toEqual(wanted);
    expect([
      ...cdist(
        rows.map((row) => Float64Array.from(row)),
        rows,
      ).data,
    ]).toEqual(wanted);
    expect([...cdist({ data: Int32Array.of(1, 2, 3, 5), shape: [2, 2] }, rows).data]).toEqual(wanted);
    expect([...cdist({ data: BigInt64Array.of(1n, 2n, 3n, 5n), shape: [2, 2] }, rows).data]).toEqual(wanted);
  });

  test('float32 and float16 give float32, anything else float64; dtype overrules', () => {
    const single = [Float32Array.of(0, 3), Float32Array.of(4, 0)];
    expect(cdist(single, single).dtype).toBe('float32');
    expect(cdist(single, [[0, 0]]).dtype).toBe('float64');
    expect(cdist([[0, 0]], [[0, 0]], { dtype: 'float32' }).dtype).toBe('float32');
    expect(cdist(single, single, { dtype: 'float64' }).data[1]).toBe(5);
    const half = wrap('float16', Uint16Array.of(0, 0x4200, 0x4400, 0), [2, 2]);
    const distances = cdist(half, half);
    expect(distances.dtype).toBe('float32');
    expect(distances.data[1]).toBe(5);
    expect(cdist(wrap('int8', Int8Array.of(1), [1, 1]), wrap('int8', Int8Array.of(4), [1, 1])).dtype).toBe(
      'float64',
    );
    const bits = cdist([[true, false]], [[true, true]], 'hamming');
    expect([bits.dtype, bits.data[0]]).toEqual(['float64', 0.5]);
    const narrow = cdist([[true, false]], [[true, true]], 'hamming', { dtype: 'float32' });
    expect([narrow.dtype, narrow.data[0]]).toEqual(['float32', 0.5]);
  });

  test('a function of two rows', () => {
    const x = numbers('float64', 5, 3, 1);
    const y = numbers('float64', 4, 3, 2);
    const metric = (u: ArrayLike<number>, v: ArrayLike<number>) =>
      Math.abs(u[0] - v[0]) + Math.abs(u[1] - v[1]) + Math.abs(u[2] - v[2]);
    expect([...cdist(x, y, metric).data]).toEqual([...cdist(x, y, 'cityblock').data]);
    expect([...pdist(x, metric).data]).toEqual([...pdist(x, 'cityblock').data]);
    expect(nearest(x, y, 2, metric).indices.data).toEqual(nearest(x, y, 2, 'l1').indices.data);
    expect(withinRadius(x, y, 2, metric).indptr.data).toEqual(withinRadius(x, y, 2, 'l1').indptr.data);
  });
});

describeBackends('algorithms', () => {
  const metrics = ['euclidean', 'sqeuclidean', 'seuclidean', 'mahalanobis'] as const;
  test.each(metrics)(
    '%s by products is as good as by differences, also for near pairs far from the origin',
    (metric) => {
      const x = numbers('float64', 60, 24, 3);
      const y = numbers('float64', 40, 24, 4);
      for (let i = 0; i < 24; i++) y.data[i] = x.data[i] + 1e-7;
      for (let i = 0; i < x.size; i++) x.data[i] += 100;
      for (let i = 0; i < y.size; i++) y.data[i] += 100;
      const options = optionsFor(metric, 24, false);
      const direct = cdist(x, y, metric, { ...options, algorithm: 'direct' }).data;
      for (const algorithm of ['gemm', 'auto'] as const) {
        const other = cdist(x, y, metric, { ...options, algorithm }).data;
        // Far pairs keep 1e4 of 1e16 of what is subtracted; near ones are computed again from their difference.
        for (let i = 0; i < direct.length; i++) {
          expect(Math.abs(other[i] - direct[i]) / direct[i]).toBeLessThan(1e-11);
        }
      }
    },
  );
});
