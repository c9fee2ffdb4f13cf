/** Every function against stored NumPy results, on each backend and for each layout of the input. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import type { NDArray } from '../../src/core/ndarray.js';
import * as fft from '../../src/fft/index.js';
import { setBackend } from '../../src/kernels/select.js';
import { availableBackends } from '../kernels/available.js';
import { type Packed, scattered, slotsOf, unpack } from '../ops/fixtures.js';

interface Case {
  readonly name: string;
  readonly options: { readonly axis?: number };
  readonly input: string;
  readonly result: Packed;
}

const stored = JSON.parse(
  readFileSync(new URL('../conformance/fixtures/fft/transforms.json', import.meta.url), 'utf8'),
) as {
  readonly inputs: Record<string, Packed>;
  readonly cases: readonly Case[];
  readonly frequencies: readonly { name: string; n: number; d: number; result: Packed }[];
  readonly shifts: readonly { name: string; axes: number[] | null; input: string; result: Packed }[];
};

type AnyTransform = (x: NDArray, options?: object) => NDArray;
const functions = fft as unknown as Record<string, AnyTransform>;

/**
 * Relative error of a whole result that two correct transforms of a few hundred elements may differ by: a few units
 * of roundoff, each for log2(n) passes. For float16 NumPy rounds the factor 1/n to float16, strided does not.
 */
const tolerance: Partial<Record<DType, number>> = {
  float64: 4e-15,
  complex128: 4e-15,
  float32: 1e-6,
  complex64: 1e-6,
  float16: 1e-3,
};

function expectClose(got: NDArray, want: NDArray, from: DType, what: string): void {
  expect(got.dtype, what).toBe(want.dtype);
  expect(got.shape, what).toEqual(want.shape);
  const values = slotsOf(got) as number[];
  const wanted = slotsOf(want) as number[];
  const size = Math.hypot(...wanted);
  const difference = Math.hypot(...wanted.map((value, i) => values[i] - value));
  expect(difference, what).toBeLessThanOrEqual((tolerance[from] ?? tolerance[want.dtype]!) * size);
}

const layouts: Record<string, (x: NDArray) => NDArray> = {
  contiguous: (x) => x,
  scattered,
  fortran: (x) => x.copy('F'),
  offset: (x) => {
    const shape = [x.shape[0] + 1, ...x.shape.slice(1)];
    const zeros = '00'.repeat((x.size / x.shape[0]) * shape[0] * x.itemsize);
    const rest = unpack({ dtype: x.dtype, shape, hex: zeros }).at('1:') as NDArray;
    return rest.assign(x);
  },
};

afterAll(() => setBackend('auto'));

describe.each(availableBackends())('%s', (name) => {
  test.each(Object.keys(layouts))('transforms of %s arrays', (layout) => {
    setBackend(name);
    for (const { name: operation, options, input, result } of stored.cases) {
      const x = layouts[layout](unpack(stored.inputs[input]));
      const what = `${operation} of ${input} ${JSON.stringify(options)}`;
      expectClose(functions[operation](x, options), unpack(result), x.dtype, what);
    }
  });

  test('results go into out', () => {
    setBackend(name);
    for (const { name: operation, options, input, result } of stored.cases) {
      const want = unpack(result);
      const out = scattered(unpack({ ...result, hex: '00'.repeat(want.size * want.itemsize) }));
      const x = unpack(stored.inputs[input]);
      expect(functions[operation](x, { ...options, out })).toBe(out);
      expectClose(out, want, x.dtype, `${operation} of ${input} into out`);
    }
  });
});

test('frequencies', () => {
  for (const { name, n, d, result } of stored.frequencies) {
    const got = (fft as unknown as Record<string, (n: number, o: object) => NDArray>)[name](n, { d });
    expect(slotsOf(got), `${name}(${n}, ${d})`).toEqual(slotsOf(unpack(result)));
  }
});

test('shifts', () => {
  for (const { name, axes, input, result } of stored.shifts) {
    const got = functions[name](scattered(unpack(stored.inputs[input])), axes === null ? {} : { axes });
    expect(got.dtype).toBe(result.dtype);
    expect(slotsOf(got), `${name} ${input} ${axes}`).toEqual(slotsOf(unpack(result)));
  }
});
