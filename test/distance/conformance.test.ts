/** Every metric with its options against SciPy 1.17.1, on every backend. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import * as distance from '../../src/distance/index.js';
import { findMetric } from '../../src/distance/metrics.js';
import { isBooleanMetric } from '../../src/kernels/js/distanceBooleans.js';
import { isClose } from './arrays.js';
import { describeBackends } from './backends.js';

type Value = number | string | boolean;
interface Case {
  readonly metric: distance.MetricName;
  readonly options: Record<string, Value | Value[] | Value[][]>;
  readonly input: string;
  readonly cdist: Value[][];
  readonly pdist?: Value[];
  readonly single?: Value | null;
}
interface Input {
  readonly dtype: DType;
  readonly x: Value[][];
  readonly y: Value[][];
}

const folder = new URL('../conformance/fixtures/distance/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const { inputs, cases } = read('metrics.json') as { inputs: Record<string, Input>; cases: Case[] };
const other = read('other.json');

const storages: Partial<Record<DType, new (values: number[]) => ArrayLike<number>>> = {
  bool: Uint8Array,
  int32: Int32Array,
  uint8: Uint8Array,
  float32: Float32Array,
  float64: Float64Array,
};

function matrix({ dtype }: Input, rows: Value[][]): NDArray<DType, readonly [number, number]> {
  const data = new storages[dtype]!(rows.flat().map(Number)) as never;
  const itemsize = (data as Float64Array).BYTES_PER_ELEMENT;
  const shape = [rows.length, rows[0].length] as const;
  return new NDArray({ data, dtype, shape, strides: [shape[1] * itemsize, itemsize], base: data });
}

function decode(value: Value | Value[] | Value[][]): never {
  if (Array.isArray(value)) return value.map((item) => decode(item)) as never;
  return (typeof value === 'string' ? Number(value) : value) as never;
}

const decodeOptions = (options: Case['options']): distance.MetricOptions =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, decode(value)]));

function expectClose(
  actual: ArrayLike<number>,
  expected: Value[],
  dtype: 'float64' | 'float32',
  metric: string,
) {
  expect(actual.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    const wanted = Number(expected[index]);
    const got = actual[index];
    const close = isClose(metric, dtype, got, wanted);
    // Whitening turns an infinite difference into infinity or NaN, as SciPy's quadratic form does, not always alike.
    const spoilt = metric === 'mahalanobis' && !Number.isFinite(wanted) && !Number.isFinite(got);
    if (!close && !spoilt) expect(got, `at ${index}`).toBe(wanted);
  }
}

describeBackends('SciPy 1.17.1', (backend) => {
  for (const entry of cases) {
    const title = `${entry.metric} ${JSON.stringify(Object.keys(entry.options))}${entry.options.p ?? ''} on ${entry.input}`;
    test(title, () => {
      const input = inputs[entry.input];
      const options = decodeOptions(entry.options);
      const x = matrix(input, input.x);
      const y = matrix(input, input.y);
      const result = distance.cdist(x, y, entry.metric, options);
      const dtype = entry.input === 'float32' ? 'float32' : 'float64';
      expect(result.dtype).toBe(dtype);
      expectClose(result.data, entry.cdist.flat(), dtype, entry.metric);
      if (entry.pdist) {
        expectClose(distance.pdist(x, entry.metric, options).data, entry.pdist, dtype, entry.metric);
      }
      // SciPy's functions for single pairs compute with non-boolean values where its cdist asks for nonzero.
      const sameQuestion = !isBooleanMetric(findMetric('test', entry.metric)) || entry.input === 'ties';
      if (typeof entry.single === 'number' && backend === 'js' && sameQuestion) {
        expectClose([single(entry, input, options)], [entry.single], 'float64', entry.metric);
      }
    });
  }
});

const { braycurtis, canberra, chebyshev, cityblock, cosine, dice, dot, euclidean, hamming } = distance;
const { jaccard, rogerstanimoto, russellrao, sokalsneath, sqeuclidean, yule } = distance;
const weightedPairs = { braycurtis, canberra, chebyshev, cityblock, cosine, dice, dot, euclidean, hamming };
const pairFunctions = {
  ...weightedPairs,
  jaccard,
  rogerstanimoto,
  russellrao,
  sokalsneath,
  sqeuclidean,
  yule,
};

function single(
  { metric }: Case,
  { x, y }: Input,
  { w, p, V, VI, centered }: distance.MetricOptions,
): number {
  const u = x[1].map(Number);
  const v = y[2].map(Number);
  if (metric === 'minkowski') return distance.minkowski(u, v, p, w);
  if (metric === 'seuclidean') return distance.seuclidean(u, v, V!);
  if (metric === 'mahalanobis') return distance.mahalanobis(u, v, VI!);
  if (metric === 'correlation') return distance.correlation(u, v, w, centered);
  if (metric === 'jensenshannon') return distance.jensenshannon(u, v);
  return pairFunctions[metric as keyof typeof pairFunctions](u, v, w);
}

test('every alias of SciPy means the same metric', () => {
  for (const [alias, metric] of Object.entries(other.aliases as Record<string, string>)) {
    expect(findMetric('test', alias), alias).toBe(metric);
    expect(findMetric('test', alias.toUpperCase()), alias).toBe(metric);
  }
});

test('jensenshannon with bases and axes', () => {
  const { p, q, natural, base2, axis0, axis1 } = other.jensenshannon;
  const array = (rows: number[][]) => matrix({ dtype: 'float64', x: rows, y: rows }, rows);
  expect(distance.jensenshannon(p[0], q[0])).toBeCloseTo(natural, 14);
  expect(distance.jensenshannon(p[0], q[0], 2)).toBeCloseTo(base2, 14);
  const along = (options: distance.JensenshannonOptions) =>
    distance.jensenshannon(array(p), array(q), options) as NDArray<'float64'>;
  expectClose(along({}).data, axis0, 'float64', 'jensenshannon');
  expectClose(along({ axis: 1, base: 2 }).data, axis1, 'float64', 'jensenshannon');
  expectClose(along({ axis: -1, base: 2 }).data, axis1, 'float64', 'jensenshannon');
  expect(along({ axis: 1, keepdims: true }).shape).toEqual([3, 1]);
  expect(distance.jensenshannon([0, 0, 0], q[0].slice(0, 3))).toBe(Number(other.jensenshannon.zero));
  expect(distance.jensenshannon([1, -0.5, 2], q[0].slice(0, 3))).toBe(Number(other.jensenshannon.negative));
  expect(distance.cdist([p[0]], [q[0]], 'js', { base: 2 }).data[0]).toBeCloseTo(base2, 14);
});

test('directedHausdorff finds the same distance and pair, whatever the seed', () => {
  const { u, v, distance: wanted, indexU, indexV } = other.hausdorff;
  for (const seed of [0, 1, 2, -7]) {
    const found = distance.directedHausdorff(u, v, seed);
    expect(found).toEqual({ distance: expect.closeTo(wanted, 14), indexU, indexV });
  }
});

test('squareform', () => {
  const { vector, matrix: wanted } = other.squareform;
  const square = distance.squareform(vector as number[]);
  expect([...(square.data as Float64Array)]).toEqual(wanted.flat());
  expect([...(distance.squareform(square).data as Float64Array)]).toEqual(vector);
});
