/** What holds for distances in general, on arbitrary points. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  argmin,
  cdist,
  cdistBlocks,
  cityblock,
  type MetricName,
  nearest,
  pdist,
  squareform,
  withinRadius,
} from '../../src/distance/index.js';
import { numbers } from './arrays.js';
import { describeBackends } from './backends.js';

const metricsProper = [
  'euclidean',
  'cityblock',
  'chebyshev',
  'canberra',
  'hamming',
  'jaccard',
  'minkowski',
] as const;
const p = { minkowski: { p: 3 } } as Record<string, object>;

const coordinate = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const points = (rows: { minLength: number; maxLength: number }, features: number) =>
  fc.array(fc.array(coordinate, { minLength: features, maxLength: features }), rows);
const cloud = fc
  .integer({ min: 1, max: 12 })
  .chain((features) => points({ minLength: 1, maxLength: 20 }, features));
const runs = { numRuns: 60 };

describeBackends('laws', () => {
  test.each(metricsProper)(
    '%s is symmetric, zero on the diagonal, and keeps the triangle inequality',
    (metric) => {
      fc.assert(
        fc.property(cloud, (x) => {
          const n = x.length;
          const d = cdist(x, x, metric, p[metric] ?? {}).data;
          for (let i = 0; i < n; i++) {
            expect(d[i * n + i]).toBe(0);
            for (let j = 0; j < n; j++) {
              expect(d[i * n + j]).toBe(d[j * n + i]);
              for (let k = 0; k < n; k++) {
                const around = d[i * n + k] + d[k * n + j];
                expect(d[i * n + j]).toBeLessThanOrEqual(around * (1 + 1e-13) + 1e-12);
              }
            }
          }
        }),
        runs,
      );
    },
  );

  test('pdist, cdist and single pairs agree', () => {
    fc.assert(
      fc.property(cloud, (x) => {
        const full = cdist(x, x, 'cityblock');
        const square = squareform(pdist(x, 'cityblock'), { force: 'tomatrix' });
        expect([...(square.data as Float64Array)]).toEqual([...full.data]);
        expect(full.data[x.length - 1]).toBe(cityblock(x[0], x[x.length - 1]));
      }),
      runs,
    );
  });

  test('nearest is the sorted row, ties by lower index', () => {
    fc.assert(
      fc.property(
        points({ minLength: 1, maxLength: 9 }, 2),
        points({ minLength: 1, maxLength: 30 }, 2),
        (x, y) => {
          // Whole coordinates make ties.
          const [a, b] = [x, y].map((rows) => rows.map((row) => row.map((value) => Math.round(value / 400))));
          const k = Math.ceil(b.length / 2);
          const rows = cdist(a, b, 'sqeuclidean').toArray() as number[][];
          const found = nearest(a, b, k, 'sqeuclidean');
          rows.forEach((row, i) => {
            const order = row
              .map((_, j) => j)
              .sort((m, n) => row[m] - row[n] || m - n)
              .slice(0, k);
            expect([...found.indices.data.subarray(i * k, (i + 1) * k)]).toEqual(order);
            expect([...found.distances.data.subarray(i * k, (i + 1) * k)]).toEqual(order.map((j) => row[j]));
          });
          expect([...argmin(a, b, 'sqeuclidean').indices.data]).toEqual(
            rows.map((row) => row.indexOf(Math.min(...row))),
          );
        },
      ),
      runs,
    );
  });

  test('withinRadius is the matrix, cut at the radius', () => {
    fc.assert(
      fc.property(cloud, fc.double({ min: 0, max: 2e3, noNaN: true }), (x, radius) => {
        const rows = cdist(x, x, 'euclidean').toArray() as number[][];
        const found = withinRadius(x, null, radius);
        const wanted = rows.map((row, i) =>
          row.map((d, j) => [d, j]).filter(([d, j]) => d <= radius && j !== i),
        );
        expect([...found.indices.data]).toEqual(wanted.flat().map(([, j]) => j));
        expect([...found.distances.data]).toEqual(wanted.flat().map(([d]) => d));
        expect([...found.indptr.data]).toEqual([
          0,
          ...wanted.map((_, i) => wanted.slice(0, i + 1).flat().length),
        ]);
      }),
      runs,
    );
  });

  const chunked: MetricName[] = [
    'euclidean',
    'cosine',
    'correlation',
    'jensenshannon',
    'mahalanobis',
    'seuclidean',
  ];
  test.each(chunked)('%s is the same to the bit for any blocks and threads', async (metric) => {
    const x = numbers('float64', 300, 20, 5, true);
    const y = numbers('float64', 70, 20, 6, true);
    const whole = cdist(x, y, metric, { threads: 1 }).data;
    expect(cdist(x, y, metric, { threads: 2 }).data).toEqual(whole);
    for (const memoryBudget of [70 * 8, 7 * 70 * 8, 1e6]) {
      for await (const { start, stop, block } of cdistBlocks(x, y, metric, { memoryBudget })) {
        expect(block.data).toEqual(whole.slice(start * 70, stop * 70));
      }
    }
  });
});
