/** The same source and the same calls by F2PY: see test/conformance/generate/fortran.py. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { array, asfortranarray, type DType, NDArray } from '../../../src/index.js';
import type { FortranFunction } from '../../../src/native/index.js';
import { type AnyLibrary, build, hasCompiler, useFolder } from './gfortran.js';

interface Packed {
  readonly dtype: DType;
  readonly shape: number[];
  readonly data: (number | [number, number])[];
}

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly out?: readonly unknown[];
  readonly after?: readonly Packed[];
  readonly error?: true;
}

const fixtures = new URL('../../conformance/fixtures/native/f2py.json', import.meta.url);
const { source, calls } = JSON.parse(readFileSync(fixtures, 'utf8')) as { source: string; calls: Call[] };

const functions: Readonly<Record<string, (x: number, k: number) => number>> = {
  square: (x) => x * x,
  half: (x) => x / 2,
  step: (x, k) => x * k + 1,
};

useFolder();

describe.skipIf(!hasCompiler)('as F2PY', () => {
  let library: AnyLibrary;
  beforeAll(async () => {
    library = await build(source);
  });

  test.each(calls.map((call, index) => ({ index, ...call })))('$index $name', ({ name, args, ...call }) => {
    const routine = name
      .split('.')
      .reduce((owner, part) => owner[part], library) as unknown as FortranFunction;
    const given = args.map(unpack);
    const run = () => routine(...given, ...(Object.keys(call.options).length > 0 ? [call.options] : []));
    if (call.error) {
      expect(run).toThrow();
      return;
    }
    const result = run();
    const out = result === undefined ? [] : Array.isArray(result) ? result : [result];
    expect(out.map(packed)).toEqual(call.out);
    if (call.after) expect(given.filter((one) => one instanceof NDArray).map(packed)).toEqual(call.after);
  });
});

function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('callback' in value) return functions[value.callback as string];
  if (!('dtype' in value)) return value;
  const { dtype, shape, data } = value as Packed;
  const elements = data.map((one) => (Array.isArray(one) ? { re: one[0], im: one[1] } : one));
  return asfortranarray(array(elements as number[], { dtype }).reshape(shape));
}

/** F2PY's logicals are integers. */
function packed(value: unknown): unknown {
  if (!(value instanceof NDArray)) return typeof value === 'boolean' ? Number(value) : value;
  const data = value.reshape([-1]).toArray() as unknown[];
  const plain = data.map((one) => {
    if (typeof one === 'object') return [(one as { re: number }).re, (one as { im: number }).im];
    return Number(one);
  });
  return { dtype: value.dtype, shape: [...value.shape], data: plain };
}
