/** The addon draws what the TypeScript draws: same numbers, same place in the stream after them, on any backend. */
import { afterAll, describe, expect, test } from 'vitest';
import { setBackend, setThreads } from '../../src/kernels/select.js';
import {
  type BitGenerator,
  defaultRng,
  type Generator,
  type IntegerDType,
  Mt19937,
  Pcg64,
  Pcg64Dxsm,
  Philox,
  Sfc64,
} from '../../src/random/index.js';
import { availableBackends } from '../kernels/available.js';

const kinds: Record<string, () => BitGenerator> = {
  Pcg64: () => new Pcg64(7),
  Pcg64Dxsm: () => new Pcg64Dxsm(7),
  Sfc64: () => new Sfc64(7),
  Philox: () => new Philox(7),
  'Philox whose counter overflows': () => new Philox(null, { key: 7n, counter: 2n ** 64n - 300n }),
  Mt19937: () => new Mt19937(7),
};
/** Uniform numbers of PCG64 and Philox are cut into tasks of 65536. */
const lengthsOf = (name: string) =>
  name === 'Pcg64' || name === 'Philox' ? [0, 1, 199, 200, 201, 65537, 131073] : [0, 1, 199, 200, 201, 3000];
const integers: readonly IntegerDType[] = ['bool', 'int8', 'uint16', 'int32', 'int64', 'uint64'];

afterAll(() => {
  setThreads(0);
  setBackend('auto');
});

/** Every kind of fill at every length, with draws between that leave words and halves over. */
function* draws(rng: Generator, lengths: readonly number[]): Iterable<ArrayBufferView> {
  for (const length of lengths) {
    yield rng.random(length).data;
    yield rng.random(3, { dtype: 'float32' }).data;
    yield rng.random(length, { dtype: 'float32' }).data;
    yield rng.standardNormal(length).data;
    yield rng.standardNormal(length, { dtype: 'float32' }).data;
    yield rng.random(5).data;
    yield rng.standardExponential(length).data;
    yield rng.standardExponential(length, { dtype: 'float32' }).data;
    yield rng.normal(3, 0.1, length).data;
    yield rng.uniform(-2, 5, length).data;
    yield rng.exponential(2, length).data;
    yield rng.poisson(3, 10).data;
  }
}

function* wholeDraws(rng: Generator): Iterable<ArrayBufferView> {
  for (const length of [1, 201, 5000]) {
    for (const dtype of integers) {
      yield rng.integers(0, 2, length, { dtype }).data;
      if (dtype === 'bool') continue;
      yield rng.integers(0, 100, length, { dtype }).data;
      yield rng.random(1, { dtype: 'float32' }).data;
    }
    for (const span of [2n ** 32n - 1n, 2n ** 32n, 2n ** 40n, 2n ** 63n])
      yield rng.integers(-(span / 2n), span - span / 2n, length).data;
    yield rng.integers(0, 2n ** 64n, length, { dtype: 'uint64' }).data;
    yield rng.integers(-128, 128, length, { dtype: 'int8' }).data;
    yield rng.permutation(length).data;
    for (const kind of [Uint8Array, Int16Array, Float32Array, Float64Array])
      yield rng.permutation(new kind(length).map((_, at) => at)).data;
  }
}

/** Distributions of several words, at parameters on each side of where their methods change. */
const several: readonly (readonly [keyof Generator, ...number[]])[] = [
  ['lognormal', 0, 1],
  ['lognormal', 0, 300],
  ['pareto', 3],
  ['pareto', 0.01],
  ['weibull', 1.5],
  ['weibull', 0.01],
  ['power', 0.3],
  ['rayleigh', 2],
  ['laplace', 1, 2],
  ['gumbel', 1, 2],
  ['logistic', -1, 0.5],
  ['standardGamma', 0],
  ['standardGamma', 1],
  ['gamma', 0.2, 3],
  ['gamma', 2.5, 3],
  ['beta', 2, 3],
  ['beta', 0.5, 0.7],
  ['beta', 0.001, 0.002],
  ['beta', 0.5, 4],
  ['chisquare', 1],
  ['chisquare', 7],
  ['f', 3, 5],
  ['standardT', 4],
  ['wald', 3, 2],
  ['poisson', 0],
  ['poisson', 3],
  ['poisson', 12],
  ['poisson', 1e9],
  ['binomial', 0, 0.5],
  ['binomial', 20, 0],
  ['binomial', 20, 1],
  ['binomial', 20, 0.3],
  ['binomial', 1000, 0.3],
  ['binomial', 100000, 0.7],
  ['geometric', 0.05],
  ['geometric', 0.6],
  ['geometric', 1e-300],
  ['negativeBinomial', 5, 0.3],
  ['negativeBinomial', 0.5, 0.01],
];

function* severalDraws(rng: Generator, length: number): Iterable<ArrayBufferView> {
  type Draw = (...args: unknown[]) => { readonly data: ArrayBufferView };
  for (const [name, ...parameters] of several) {
    yield (rng[name] as Draw).call(rng, ...parameters, length).data;
    yield rng.random(1, { dtype: 'float32' }).data;
  }
  yield rng.standardCauchy(length).data;
  for (const population of [1, 2, 1000, 2 ** 32, 2 ** 40]) yield rng.choice(population, length).data;
  yield rng.choice([1, 5, 7], length).data;
  yield rng.choice(4, length, { p: [0.1, 0.2, 0, 0.7] }).data;
  for (const p of [[0.2, 0.3, 0.5], [1, 0], [0, 0, 1], [1], [0.1, 0.9]]) {
    for (const n of [0, 20, 1000]) yield rng.multinomial(n, p, length).data;
  }
  for (const shape of [0.3, 1, 4]) yield rng.standardGamma(shape, length, { dtype: 'float32' }).data;
}

function hashOf(parts: Iterable<ArrayBufferView>): number[] {
  return Array.from(parts, (part) => {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    let hash = 0;
    for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
    return hash;
  });
}

describe.each(Object.keys(kinds))('%s', (name) => {
  const run = (threads: number) => {
    setThreads(threads);
    const rng = defaultRng(kinds[name]());
    const hashes = [
      ...hashOf(draws(rng, lengthsOf(name))),
      ...hashOf(wholeDraws(rng)),
      ...hashOf(severalDraws(rng, 600)),
    ];
    return { hashes, state: JSON.stringify(rng.bitGenerator) };
  };
  setBackend('js');
  const wanted = run(1);

  test.each(availableBackends().filter((backend) => backend !== 'js'))('%s', (backend) => {
    setBackend(backend);
    for (const threads of backend === 'native' ? [1, 2, 5] : [1]) expect(run(threads)).toEqual(wanted);
  });
});
