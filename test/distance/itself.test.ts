/**
 * A set of points against itself is computed by halves where that pays. Its bits must be those of the plain way, which
 * a copy of the points takes.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { cdist, type MetricName, metricNames } from '../../src/distance/index.js';
import { setBackend } from '../../src/kernels/index.js';
import { defaultRng } from '../../src/random/index.js';
import { availableBackends } from '../kernels/available.js';

afterAll(() => setBackend('auto'));

// More rows than four blocks and not a whole number of tiles; features from 96 on.
const [rows, features] = [801, 97];
const unweighted = new Set(['mahalanobis', 'seuclidean', 'jensenshannon', 'nanEuclidean', 'dot']);

function bits(x: { data: Float64Array | Float32Array }): Buffer {
  const { buffer, byteOffset, byteLength } = x.data;
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

describe.each(availableBackends().filter((name) => name !== 'js'))('%s', (backend) => {
  test.each(metricNames.filter((name) => name !== 'haversine'))('%s', (metric: MetricName) => {
    setBackend(backend);
    const w = unweighted.has(metric) ? [{}] : [{}, { w: defaultRng(2).random([features]) }];
    for (const dtype of ['float64', 'float32'] as const) {
      const x = defaultRng(1).random([rows, features]).asType(dtype);
      // Equal rows far apart: pairs that cancel, and ties.
      x.setAt([5], x.at(700));
      x.set(Number.NaN, 400, 3);
      for (const options of w) {
        for (const algorithm of ['direct', 'gemm'] as const) {
          const whole = cdist(x, x, { metric, algorithm, ...options });
          const plain = cdist(x, x.copy(), { metric, algorithm, ...options });
          expect(bits(whole).equals(bits(plain)), `${dtype} ${algorithm} ${Object.keys(options)}`).toBe(true);
        }
      }
    }
  });
});
