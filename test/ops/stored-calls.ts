/** Reading of test/conformance/fixtures/numpy: stored calls of NumPy, with the arrays they share. */
import { readFileSync } from 'node:fs';
import { type DType, dtypeInfo } from '../../src/core/dtype.js';
import { toFloat16 } from '../../src/core/float16.js';
import { slice } from '../../src/core/index-parse.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides } from '../../src/core/shape.js';
import { unpack } from './fixtures.js';

export interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values?: readonly (number | string)[];
  readonly hex?: string;
}

export interface Case {
  readonly f: string;
  readonly args: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly out?: unknown;
  /** The argument that is written into and stands for the result. */
  readonly changes?: number;
  readonly refused?: string;
  readonly ulps?: number;
  /** Of assertions: what they say, or null where they hold. */
  readonly message?: string | null;
}

export function readCalls(name: string): { arrays: readonly Stored[]; cases: readonly Case[] } {
  const url = new URL(`../conformance/fixtures/numpy/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

export function arrayOf({ dtype, shape, values, hex }: Stored): NDArray {
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
export function revive(value: unknown, arrays: readonly Stored[], shaped: (x: NDArray) => NDArray): unknown {
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

export function reviveAll(
  options: Case['options'],
  arrays: readonly Stored[],
  shaped: (x: NDArray) => NDArray,
) {
  return Object.fromEntries(
    Object.entries(options ?? {}).map(([key, value]) => [key, revive(value, arrays, shaped)]),
  );
}
