/** Every bit generator against NumPy's, from the fixtures of random_distributions.py. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  defaultRng,
  type Generator,
  Mt19937,
  Pcg64,
  Pcg64Dxsm,
  Philox,
  restoreBitGenerator,
  SeedSequence,
  Sfc64,
} from '../../src/random/index.js';
import { likeResult } from './compare.js';

type Call = [method: string, positional: unknown[], options: Record<string, unknown>, result: unknown];
type Method = (...args: unknown[]) => unknown;
interface Row {
  kind: keyof typeof kinds;
  seed: string;
  calls: Call[];
  state: { state: Record<string, unknown>; [part: string]: unknown };
  raw: string[];
  jumped?: string[];
  jumpedThrice: string[];
  advanced: string[];
  back: string[];
  child: unknown;
}
interface Fixtures {
  bits: Row[];
  keyed: [counter: string, key: string, raw: string[]][];
  legacy: [seed: number | number[], result: unknown][];
  pools: [size: number, state: number[]][];
}

const kinds = { PCG64: Pcg64, PCG64DXSM: Pcg64Dxsm, Philox, SFC64: Sfc64, MT19937: Mt19937 };
const path = new URL('../conformance/fixtures/random/bits.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(path, 'utf8')) as Fixtures;
const texts = (raw: BigUint64Array) => Array.from(raw, String);
const words = (texts: unknown) =>
  (texts as string[]).reduceRight((sum, word) => (sum << 64n) | BigInt(word), 0n);

function apply(rng: Generator, [name, positional, options]: Call): unknown {
  const method = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const args = Object.keys(options).length > 0 ? [...positional, options] : positional;
  return (rng as unknown as Record<string, Method>)[method](...args);
}

/** The state in the form that NumPy's is stored in. */
function likeState(kind: string, state: object, stored: Row['state']): void {
  const { hasUint32, uinteger, ...own } = state as Record<string, unknown>;
  if (kind !== 'MT19937') {
    expect(hasUint32).toBe(stored.has_uint32 === '1');
    if (hasUint32) expect(String(uinteger)).toBe(stored.uinteger);
  }
  if (kind.startsWith('PCG64')) {
    expect(String(own.state)).toBe(stored.state.state);
    expect(String(own.inc)).toBe(stored.state.inc);
  } else if (kind === 'Philox') {
    expect(own.counter).toBe(words(stored.state.counter));
    expect(own.key).toBe(words(stored.state.key));
    expect(String(own.bufferPosition)).toBe(stored.buffer_pos);
    const from = Number(stored.buffer_pos);
    expect((own.buffer as bigint[]).slice(from).map(String)).toEqual((stored.buffer as string[]).slice(from));
  } else if (kind === 'SFC64') expect((own.state as bigint[]).map(String)).toEqual(stored.state.state);
  else {
    const key = own.key as Uint32Array;
    expect(key.length).toBe(624);
    expect(createHash('sha256').update(new Uint8Array(key.buffer)).digest('hex').slice(0, 24)).toBe(
      stored.state.key,
    );
    expect(String(own.position)).toBe(stored.state.pos);
  }
}

describe.each(fixtures.bits)('$kind($seed)', (row) => {
  const bits = new kinds[row.kind](BigInt(row.seed));
  const rng = defaultRng(bits);

  test('draws what NumPy draws', () => {
    for (const call of row.calls)
      expect(likeResult(apply(rng, call), call[3]), JSON.stringify(call.slice(0, 3))).toEqual(call[3]);
    rng.random(3);
    rng.random(undefined, { dtype: 'float32' });
  });

  test('has the same state, which goes through JSON', () => {
    likeState(row.kind, bits.state, row.state);
    const text = JSON.stringify(bits);
    const again = restoreBitGenerator(JSON.parse(text));
    expect(JSON.stringify(again)).toBe(text);
    expect(texts(again.randomRaw(9))).toEqual(row.raw);
    const copy = new kinds[row.kind](1);
    copy.state = bits.state as never;
    expect(defaultRng(copy).random(20).data).toEqual(
      defaultRng(restoreBitGenerator(JSON.parse(text))).random(20).data,
    );
    expect(texts(bits.randomRaw(9))).toEqual(row.raw);
  });

  test.runIf(row.jumped)('jumps and moves', () => {
    const movable = bits as Pcg64;
    expect(texts(movable.jumped().randomRaw(5))).toEqual(row.jumped);
    expect(texts(movable.jumped(3).randomRaw(5))).toEqual(row.jumpedThrice);
    expect(texts(movable.advance(12345).randomRaw(5))).toEqual(row.advanced);
    expect(texts(movable.advance(-123).randomRaw(5))).toEqual(row.back);
  });

  test('has the same children', () => {
    expect(likeResult(rng.spawn(1)[0].random(5), row.child)).toEqual(row.child);
  });
});

test.each(fixtures.keyed)('Philox with counter %s and key %s', (counter, key, raw) => {
  expect(texts(new Philox(null, { counter: BigInt(counter), key: BigInt(key) }).randomRaw(10))).toEqual(raw);
});

test('any part of a Philox stream can be made alone', () => {
  const key = 1234n;
  const whole = new Philox(null, { key }).randomRaw(4000);
  expect(new Philox(null, { key, counter: 500n }).randomRaw(2000)).toEqual(whole.slice(2000));
  expect(new Philox(null, { key }).advance(500).randomRaw(2000)).toEqual(whole.slice(2000));
});

test.each(fixtures.legacy)('RandomState(%j)', (seed, result) => {
  expect(likeResult(defaultRng(Mt19937.legacy(seed)).random(1000), result)).toEqual(result);
});

test.each(fixtures.pools)('a pool of %i words', (poolSize, state) => {
  expect([...new SeedSequence(12345, { poolSize, spawnKey: [3] }).generateState(9)]).toEqual(state);
});
