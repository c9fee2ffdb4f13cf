/** Distributions whose every draw needs the C library's exp, log, pow, expm1 or log1p, to the last bit. */
import { expect, test } from 'vitest';
import { defaultRng } from '../../src/random/index.js';
import { likeResult } from './compare.js';
import { apply, families } from './conformance.js';

const { seed, calls } = families.exact;
const rng = defaultRng(seed);

test.each(calls.map((call, index) => [index, JSON.stringify(call.slice(0, 3)), call] as const))(
  '%i %s',
  (_index, _text, call) => {
    expect(likeResult(apply(rng, call), call[3])).toEqual(call[3]);
  },
);
