/** Tasks that feed each other become one call, with the results they had one by one, to the last bit. */
import { afterAll, describe, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { collectionSymbol } from '../../src/graph/collection.js';
import { fuseLinear, type Graph } from '../../src/graph/index.js';
import * as st from '../../src/index.js';
import { setBackend } from '../../src/kernels/select.js';
import { availableBackends } from '../kernels/available.js';
import './arrays.js';

type Lazy = blocked.BlockedArray;

afterAll(() => setBackend('auto'));

/** Large enough for kernels, in blocks that are cut inside a step of four words, and of several sizes. */
const shape = [67, 131] as const;
const chunks = [33, 131];
const rng = () => blocked.defaultRng(11);
const uniform = () => rng().random(shape, { chunks }) as unknown as Lazy;

const chains: Record<string, () => Lazy> = {
  sum: () => st.sum(uniform()),
  mean: () => st.mean(uniform()),
  'sums of rows': () => st.sum(uniform(), { axis: 1 }),
  'means of columns': () => st.mean(uniform(), { axis: 0, keepdims: true }),
  'the largest': () => st.max(uniform().mul(-2)),
  product: () => st.prod(uniform().add(0.5), { axis: 0 }),
  std: () => st.std(rng().normal(3, 2, shape, { chunks }) as unknown as Lazy),
  'variance of columns': () => st.var(uniform(), { axis: 0, correction: 1 }),
  'what is no number': () => st.nanmean(st.sqrt(uniform().sub(0.5))),
  'how many': () => st.countNonzero(st.less(uniform(), 0.25)),
  integers: () => st.sum(rng().integers(-9, 9, shape, { chunks }) as unknown as Lazy),
  exponential: () => st.max(rng().exponential(2, shape, { chunks }) as unknown as Lazy),
  'other bounds': () => st.min(rng().uniform(-3, 4, shape, { chunks }) as unknown as Lazy),
  float32: () => st.mean(rng().random(shape, { chunks, dtype: 'float32' }) as unknown as Lazy),
  'one value everywhere': () => st.sum(st.sqrt(st.square(blocked.full(shape, 3, { chunks })).add(1))),
  'zeros of integers': () => st.sum(st.add(blocked.zeros(shape, { chunks, dtype: 'int16' }), 7)),
  'elements that stay': () => st.exp(uniform()).mul(2),
  'another dtype': () => st.asType(uniform().mul(100), 'int8'),
  'two sources': () => {
    const twice = rng();
    return st.sum(st.hypot(twice.random(shape, { chunks }), twice.random(shape, { chunks })) as Lazy);
  },
  'a source used twice': () => {
    const x = uniform();
    return st.sum(x.mul(x) as Lazy);
  },
  'an array in memory': () => st.sum(st.subtract(uniform(), st.ones([131])) as Lazy),
  'every third': () => st.sum(uniform().at('::3', '::-2').mul(3) as Lazy),
  'parts far apart': () => st.sum(uniform().at('::11', '5::20').mul(3) as Lazy),
};

describe.each(availableBackends())('%s', (name) => {
  test.each(Object.entries(chains))('%s', async (_, make) => {
    setBackend(name);
    const [fused, apart] = [await make().compute(), await make().compute({ optimize: false })];
    const bytes = (x: st.NDArray) => {
      const { buffer, byteOffset, byteLength } = x.copy().data;
      return Buffer.from(buffer, byteOffset, byteLength).toString('hex');
    };
    expect(fused.shape).toEqual(apart.shape);
    expect(fused.dtype).toBe(apart.dtype);
    expect(bytes(fused)).toBe(bytes(apart));
  });
});

function graphOf(x: Lazy): { graph: Graph; fused: Graph } {
  const parts = x[collectionSymbol]();
  const graph: Graph = new Map();
  parts.addTo(graph);
  return { graph, fused: fuseLinear(graph, parts.keys) };
}

test('a block on its way into a reduction is one task', () => {
  const { graph, fused } = graphOf(st.sum(st.sqrt(uniform().add(1))));
  expect(graph.size).toBe(3 * 4 + 1);
  expect(fused.size).toBe(3 + 1);
});

test.each(Object.entries({ mean: st.mean, std: st.std, nanmean: st.nanmean, max: st.max }))(
  'so are those of %s',
  (_, reduction) => {
    expect(graphOf((reduction as (x: Lazy) => Lazy)(uniform())).fused.size).toBe(3 + 1);
  },
);

test('sources that only one operation reads are made in it; what several read is made once', () => {
  const draws = rng();
  const [x, y] = [draws.random(shape, { chunks }), draws.random(shape, { chunks })];
  expect(graphOf(st.add(x, y) as Lazy).fused.size).toBe(3);
  const shared = st.exp(x) as unknown as Lazy;
  expect(graphOf(st.add(st.sin(shared), st.cos(shared)) as Lazy).fused.size).toBe(3 * 2);
});

test('no more arrays come together than one pass takes', async () => {
  const draws = rng();
  const all = Array.from({ length: 9 }, () => draws.random(shape, { chunks }) as unknown as Lazy);
  const total = all.reduce((sum, x) => sum.add(x) as Lazy);
  expect(graphOf(total).fused.size).toBeGreaterThan(3);
  const expected = (await Promise.all(all.map((x) => x.compute()))).reduce((sum, x) => sum.add(x));
  expect((await total.compute()).toArray()).toEqual(expected.toArray());
});

test('errors name the task and the operation', async () => {
  const x = blocked.full(shape, 2n as never, { chunks, dtype: 'int64' }) as unknown as Lazy;
  const failing = st.sum(st.power(x.add(1) as Lazy, -1) as Lazy);
  await expect(failing.compute()).rejects.toThrow(/sumPart/);
});

test('long chains are cut into pieces that one pass takes', async () => {
  let x = uniform();
  for (let at = 0; at < 100; at++) x = x.add(0.5) as Lazy;
  expect(graphOf(x).fused.size).toBe(3 * 3);
  const apart = await x.compute({ optimize: false });
  expect((await x.compute()).toArray()).toEqual(apart.toArray());
});
