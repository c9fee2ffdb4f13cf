/** Every function beyond the Array API standard against stored calls of NumPy: values, dtypes, shapes and refusals. */
import { describe, expect, it } from 'vitest';
import { StridedError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import * as strided from '../../src/index.js';
import { expectLike, scattered } from './fixtures.js';
import { arrayOf, type Case, readCalls, revive, reviveAll, type Stored } from './stored-calls.js';

function compare(got: unknown, want: unknown, arrays: readonly Stored[], ulps: number, what: string): void {
  const stored = want as { array?: number } | null;
  if (Array.isArray(want)) {
    expect(Array.isArray(got) ? got.length : got, what).toBe(want.length);
    want.forEach((item, at) => {
      compare((got as unknown[])[at], item, arrays, ulps, what);
    });
  } else if (typeof stored === 'object' && stored?.array !== undefined) {
    expect(got, what).toBeInstanceOf(NDArray);
    expectLike(got as NDArray, arrayOf(arrays[stored.array]), ulps, what);
  } else {
    expect(got, what).toEqual(want);
  }
}

function replay(one: Case, arrays: readonly Stored[], shaped: (x: NDArray) => NDArray): void {
  const what = JSON.stringify({ ...one, out: undefined }).slice(0, 300);
  const f = (strided as unknown as Record<string, (...args: unknown[]) => unknown>)[one.f];
  expect(f, one.f).toBeTypeOf('function');
  const args = one.args.map((arg) => revive(arg, arrays, shaped));
  const options = one.options === undefined ? [] : [reviveAll(one.options, arrays, shaped)];
  if (one.refused !== undefined) {
    expect(() => f(...args, ...options), what).toThrow(StridedError);
    return;
  }
  const out = f(...args, ...options);
  compare(one.changes === undefined ? out : args[one.changes], one.out, arrays, one.ulps ?? 0, what);
}

describe.each(['assembly', 'places', 'numeric', 'skipping', 'inspect'])('%s', (name) => {
  const { arrays, cases } = readCalls(name);
  const functions = [...new Set(cases.map((one) => one.f))];
  it.each(functions)('%s', (f) => {
    for (const one of cases) {
      if (one.f !== f) continue;
      replay(one, arrays, (x) => x);
      // The same elements backwards and apart, as no fast path takes them.
      replay(one, arrays, (x) => (x.ndim > 0 ? scattered(x) : x));
    }
  });
});
