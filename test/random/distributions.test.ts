/** Every distribution against NumPy's, bit for bit, from the fixtures of random_distributions.py. */
import { describe, expect, test } from 'vitest';
import { defaultRng } from '../../src/random/index.js';
import { likeResult } from './compare.js';
import { apply, families } from './conformance.js';

describe.each(['real', 'whole', 'vectors', 'bounds'] as const)('the same %s numbers as NumPy', (family) => {
  const { seed, calls } = families[family];
  const rng = defaultRng(seed);
  test.each(calls.map((call, index) => [index, JSON.stringify(call.slice(0, 3)), call] as const))(
    '%i %s',
    (_index, _text, call) => {
      expect(likeResult(apply(rng, call), call[3])).toEqual(call[3]);
    },
  );
});

test.each(families.angles)('vonmises%j, within a few roundings', (parameters, hex) => {
  const wanted = new Float64Array(Uint8Array.from(Buffer.from(hex, 'hex')).buffer);
  const got = defaultRng(5).vonmises(...parameters, wanted.length).data;
  // cos and acos differ from the C library's by a rounding; where W is near ±1, acos multiplies that.
  got.forEach((angle, at) => {
    expect(Math.abs(angle - wanted[at])).toBeLessThan(1e-13);
  });
});
