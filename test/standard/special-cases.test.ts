/** Every special case of the standard: in each floating-point dtype, short and long enough for kernels, on each backend. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';
import { setBackend } from '../../src/kernels/select.js';
import { availableBackends } from '../kernels/available.js';
import { isAs, isComplexAs, rulesOf, samplesOf } from './rules.js';
import { binaryCases, complexCases, unaryCases } from './special-cases.js';

const functions = st as unknown as Record<string, (...args: unknown[]) => st.NDArray>;

/** More elements than an operation needs to go to the kernels of a backend: 1024. */
const LONG = 1200;

const epsilon = {
  float16: 2 ** -10,
  float32: 2 ** -23,
  float64: 2 ** -52,
  complex64: 2 ** -23,
  complex128: 2 ** -52,
};
type Floating = keyof typeof epsilon;

/** The list repeated to a length. */
function repeated<T>(list: readonly T[], length: number): T[] {
  return Array.from({ length: Math.max(length, list.length) }, (_, i) => list[i % list.length]);
}

function check(name: string, rule: string, sizes: readonly number[], dtype: Floating): void {
  const { operands, result } = rulesOf(rule)[0];
  const sets = operands.split(', ').map(samplesOf);
  const tuples = sets.reduce<number[][]>(
    (all, set) => all.flatMap((one) => set.map((x) => [...one, x])),
    [[]],
  );
  expect(tuples.length, `samples of ${rule}`).toBeGreaterThan(0);
  for (const size of sizes) {
    const given = repeated(tuples, size);
    const args = sets.map((_, at) =>
      st.array(
        given.map((tuple) => tuple[at]),
        { dtype },
      ),
    );
    const got = functions[name](...args).toArray() as (number | boolean)[];
    given.forEach((tuple, i) => {
      if (isAs(got[i], result, tuple, epsilon[dtype])) return;
      expect.fail(
        `${name}(${tuple.join(', ')}) is ${Object.is(got[i], -0) ? '-0' : got[i]} in ${dtype}, element ${i}; ${rule}`,
      );
    });
  }
}

function checkComplex(name: string, rule: string, dtype: 'complex64' | 'complex128'): void {
  const { operands, result } = rulesOf(rule)[0];
  const [reals, imags] = operands.split(' ').map(samplesOf);
  const pairs = reals.flatMap((re) => imags.map((im) => [re, im]));
  expect(pairs.length, `samples of ${rule}`).toBeGreaterThan(0);
  const got = functions[name](
    st.array(
      pairs.map(([re, im]) => ({ re, im })),
      { dtype },
    ),
  ).toArray() as unknown[];
  pairs.forEach((pair, i) => {
    const one = got[i];
    const fits =
      typeof one === 'object'
        ? isComplexAs((one as st.Complex).re, (one as st.Complex).im, result, pair, epsilon[dtype])
        : isAs(one as number, result, pair, epsilon[dtype]);
    if (!fits) expect.fail(`${name}(${pair.join(', ')}i) is ${JSON.stringify(one)} in ${dtype}; ${rule}`);
  });
}

for (const backend of availableBackends()) {
  describe(`real numbers on ${backend}`, () => {
    beforeAll(() => setBackend(backend));
    afterAll(() => setBackend('auto'));
    for (const [name, text] of Object.entries({ ...unaryCases, ...binaryCases })) {
      test(name, () => {
        for (const { rule } of rulesOf(text)) {
          for (const dtype of ['float64', 'float32'] as const) check(name, rule, [0, LONG], dtype);
          check(name, rule, [0], 'float16');
        }
      });
    }
  });
}

describe('complex numbers', () => {
  const numbers = [0, -0, 0.5, -0.5, 2, -2, Infinity, -Infinity];
  const plane = st.array(numbers.flatMap((re) => numbers.map((im) => ({ re, im }))));
  const symmetric =
    'acos acosh asin asinh atan atanh cos cosh exp expm1 log log10 log1p log2 sin sinh sqrt tan tanh';
  test.each(symmetric.split(' '))('%s of a conjugate is the conjugate', (name) => {
    const below = functions[name](st.conj(plane)).toArray() as unknown as st.Complex[];
    const above = st.conj(functions[name](plane)).toArray() as unknown as st.Complex[];
    below.forEach((one, i) => {
      const what = `${name} at ${JSON.stringify(plane.get(i))}`;
      expect(one.re, what).toBe(above[i].re);
      if (!Number.isNaN(one.im) && one.im !== 0) expect(one.im, what).toBe(above[i].im);
    });
  });
  for (const [name, text] of Object.entries(complexCases)) {
    for (const { rule } of rulesOf(text)) {
      const title = `${name}: ${rule}`;
      test(title, () => {
        checkComplex(name, rule, 'complex128');
        checkComplex(name, rule, 'complex64');
      });
    }
  }
});
