/** Every function beyond the Array API standard against stored calls of NumPy: values, dtypes, shapes and refusals. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type DType, dtypeInfo } from '../../src/core/dtype.js';
import { StridedError } from '../../src/core/errors.js';
import { toFloat16 } from '../../src/core/float16.js';
import { slice } from '../../src/core/index-parse.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides } from '../../src/core/shape.js';
import * as strided from '../../src/index.js';
import { expectLike, scattered, unpack } from './fixtures.js';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values?: readonly (number | string)[];
  readonly hex?: string;
}

interface Case {
  readonly f: string;
  readonly args: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly out?: unknown;
  /** The argument that is written into and stands for the result. */
  readonly changes?: number;
  readonly refused?: string;
  readonly ulps?: number;
}

function read(name: string): { arrays: readonly Stored[]; cases: readonly Case[] } {
  const url = new URL(`../conformance/fixtures/numpy/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

function arrayOf({ dtype, shape, values, hex }: Stored): NDArray {
  if (values === undefined) return unpack({ dtype, shape, hex: hex as string });
  const { storage, itemsize } = dtypeInfo(dtype);
  const isWide = dtype === 'int64' || dtype === 'uint64';
  const slots = values.map((value) =>
    isWide ? BigInt(value) : dtype === 'float16' ? toFloat16(Number(value)) : Number(value),
  );
  const data = new storage(slots.length);
  data.set(slots as never);
  return new NDArray({ data, dtype, shape, strides: contiguousStrides(shape, itemsize) });
}

/** An argument from its stored form; `shaped` chooses how its arrays lie in memory. */
function revive(value: unknown, arrays: readonly Stored[], shaped: (x: NDArray) => NDArray): unknown {
  if (Array.isArray(value)) return value.map((item) => revive(item, arrays, shaped));
  if (typeof value !== 'object' || value === null) return value;
  const stored = value as {
    array?: number;
    number?: string;
    slice?: [number | null, number | null, number | null];
  };
  if (stored.array !== undefined) return shaped(arrayOf(arrays[stored.array]));
  if (stored.number !== undefined) return Number(stored.number);
  if (stored.slice !== undefined) return slice(...stored.slice);
  return value;
}

function reviveAll(options: Case['options'], arrays: readonly Stored[], shaped: (x: NDArray) => NDArray) {
  return Object.fromEntries(
    Object.entries(options ?? {}).map(([key, value]) => [key, revive(value, arrays, shaped)]),
  );
}

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
  const { arrays, cases } = read(name);
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
