/** Every draw against NumPy's, bit for bit, from the fixtures that test/conformance/generate/random_draws.py writes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { copyElements } from '../../src/core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides, type Order, type Shape, sizeOf } from '../../src/core/shape.js';
import { formatNpy, parseNpy } from '../../src/io/npy.js';
import { defaultRng, type Generator, Pcg64, type Seed, SeedSequence } from '../../src/random/index.js';
import { likeResult } from './compare.js';

type Call = [method: string, positional: unknown[], options: Record<string, unknown>];
interface Fixtures {
  cases: { seed: string | string[]; calls: { call: Call; result: unknown }[] }[];
  seedSequences: { entropy: string | string[]; spawnKey: number[]; state: number[] }[];
  pcg64: { seed: string; steps: [number, string, string, number, number][]; advanced: string[] }[];
}

const path = new URL('../conformance/fixtures/random/random.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(path, 'utf8')) as Fixtures;

const seedOf = (text: string | string[]): Seed => (Array.isArray(text) ? text.map(BigInt) : BigInt(text));

/** NumPy's arange(n).reshape(shape) in the dtype and order. */
function counted(spec: { shape: number[]; dtype?: DType; order?: Order }): NDArray {
  const { shape, dtype = 'float64', order = 'C' } = spec;
  const numbers = Float64Array.from({ length: sizeOf(shape) }, (_, at) => at);
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const data = new storage(numbers.length * slots) as StorageOf<DType>;
  const strides = contiguousStrides(shape, itemsize, order);
  copyElements(
    { data, dtype, shape, strides },
    { data: numbers, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) },
  );
  return new NDArray({ data, dtype, shape, strides });
}

const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+n$/.test(value)
    ? BigInt(value.slice(0, -1))
    : Array.isArray(value)
      ? value.map(asNumber)
      : value;

function weights(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => (at + 1) / ((count * (count + 1)) / 2));
}

function concatenated(parts: NDArray<'float64', Shape>[]): NDArray {
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]));
  return new NDArray({ data, dtype: 'float64', shape: [data.length], strides: [8] });
}

function apply(rng: Generator, [method, positional, given]: Call): unknown {
  const options = { ...given } as Record<string, never>;
  if (typeof given.p === 'string') options.p = weights(Number(given.p)) as never;
  const args = positional.map(asNumber) as never[];
  const isArray = typeof args[0] === 'object' && args[0] !== null && 'shape' in (args[0] as object);
  if (isArray) args[0] = counted(args[0]) as never;
  const size = args[0] as number | undefined;
  switch (method) {
    case 'random':
      return size === undefined && !given.dtype ? rng.random() : rng.random(size as number, options);
    case 'standard_normal':
      return size === undefined ? rng.standardNormal() : rng.standardNormal(size, options);
    case 'standard_exponential':
      return size === undefined ? rng.standardExponential() : rng.standardExponential(size, options);
    case 'shuffle':
      rng.shuffle(args[0], options);
      return args[0];
    case 'integers':
      return rng.integers(args[0], args[1], args[2], options);
    case 'choice':
      return rng.choice(args[0], args[1], options);
    case 'permutation':
      return rng.permutation(args[0], options);
    case 'spawn':
      return concatenated(rng.spawn(args[0]).map((child) => child.random(5)));
    case 'normal':
      if (Array.isArray(args[0])) throw new Error('unexpected');
      return rng.normal(args[0], args[1], args[2]);
    case 'uniform':
      return rng.uniform(args[0], args[1], args[2]);
    case 'exponential':
      return rng.exponential(args[0], args[1]);
    case 'bytes':
      return rng.bytes(args[0]);
    default:
      throw new Error(`no such method: ${method}`);
  }
}

describe('the same numbers as NumPy', () => {
  test.each(fixtures.cases.map((one, index) => ({ ...one, index })))(
    'case $index, seed $seed',
    ({ seed, calls }) => {
      const rng = defaultRng(seedOf(seed));
      for (const [index, { call, result }] of calls.entries()) {
        const value = apply(rng, call);
        expect(likeResult(value, result), `call ${index}: ${JSON.stringify(call)}`).toEqual(result);
      }
    },
  );
});

test.each(fixtures.seedSequences)('SeedSequence($entropy, $spawnKey)', ({ entropy, spawnKey, state }) => {
  const sequence = new SeedSequence(seedOf(entropy), { spawnKey });
  expect([...sequence.generateState(11)]).toEqual(state);
});

test.each(fixtures.pcg64)('the state of PCG64($seed) at any point', ({ seed, steps, advanced }) => {
  const bits = new Pcg64(BigInt(seed));
  const rng = defaultRng(bits);
  for (const [count, state, inc, hasUint32, uinteger] of steps) {
    rng.random(count);
    rng.random(undefined, { dtype: 'float32' });
    const got = bits.state;
    expect(got.state).toBe(BigInt(state));
    expect(got.inc).toBe(BigInt(inc));
    expect(got.hasUint32).toBe(hasUint32 === 1);
    if (hasUint32 === 1) expect(got.uinteger).toBe(uinteger);
    const other = new Pcg64(1);
    other.state = got;
    expect(defaultRng(other).random(9).data).toEqual(
      defaultRng(Object.assign(new Pcg64(2), { state: got })).random(9).data,
    );
  }
  bits.advance(12345678901234567890n);
  const raw = advanced.map(() => {
    const at = bits.next();
    return String((BigInt(bits.words[at + 1]) << 32n) | BigInt(bits.words[at]));
  });
  expect(raw).toEqual(advanced);
});

test('a draw survives a file', () => {
  const x = defaultRng(1).random([3, 4]);
  expect(parseNpy(formatNpy(x)).data).toEqual(x.data);
});
