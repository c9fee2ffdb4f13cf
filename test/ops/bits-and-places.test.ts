/** Large arrays take other ways to ldexp, frexp, logspace, add.reduceat and add.at: the results are those of the loops. */
import { afterAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import { add, arange, asarray, frexp, ldexp, logspace, spacing, subtract } from '../../src/ops/index.js';
import { defaultRng } from '../../src/random/index.js';
import { availableBackends } from '../kernels/available.js';

const size = 2000;
const specials = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1,
  -0.5,
  3e307,
  -2e-307,
];
const rng = defaultRng(7);

/** Numbers of every size a float of the dtype has. */
function numbers(dtype: 'float64' | 'float32', more: readonly number[] = []): NDArray {
  const reach = dtype === 'float64' ? 300 : 36;
  const data = Array.from({ length: size }, (_, i) =>
    i < more.length ? more[i] : (rng.random() - 0.5) * 10 ** (2 * reach * rng.random() - reach),
  );
  return asarray(data).asType(dtype) as NDArray;
}

/** What a call gives on a backend, bit for bit. */
function on(name: 'native' | 'wasm' | 'js', call: () => NDArray | readonly NDArray[]): unknown {
  setBackend(name);
  const result = call();
  const list = Array.isArray(result) ? (result as NDArray[]) : [result as NDArray];
  return list.map((x) => [
    x.dtype,
    [...x.shape],
    Buffer.from(x.flatten().view('uint8').data as Uint8Array).toString('latin1'),
  ]);
}

afterAll(() => setBackend('auto'));

describe.each(availableBackends().filter((name) => name !== 'js'))('%s', (name) => {
  const same = (call: () => NDArray | readonly NDArray[]): void => {
    expect(on(name, call)).toEqual(on('js', call));
  };
  test.each(['float64', 'float32'] as const)('ldexp and frexp of %s', (dtype) => {
    for (const more of [[], specials, [5e-324, 1e-310, 1e-40]]) {
      const x = numbers(dtype, more);
      same(() => frexp(x));
      same(() => frexp(x.at('::-2') as NDArray));
      same(() => spacing(x));
      for (const reach of [20, 120, 900, 3000]) {
        const n = rng.integers(-reach, reach, size).asType('int32') as NDArray;
        same(() => ldexp(x, n));
      }
      same(() => ldexp(x, asarray([3], { dtype: 'int8' })));
    }
  });
  test('ldexp leaves its operands as they are, and heeds where and out', () => {
    const [x, n] = [numbers('float64'), rng.integers(-9, 9, size) as NDArray];
    const out = x.copy() as NDArray;
    const where = x.greater(0) as NDArray;
    const before = n.copy() as NDArray;
    same(() => ldexp(x, n, { where, out: out.copy() as NDArray }));
    expect(n.toArray()).toEqual(before.toArray());
  });
  test.each(['float64', 'float32', 'int64', 'int32', 'bool', 'float16'] as const)(
    'sums of stretches of %s',
    (dtype) => {
      const x = rng.integers(-9, 9, [3, 2100]).asType('float64').multiply(0.37).asType(dtype) as NDArray;
      for (const step of [1, 2, 7, 9, 700]) {
        const starts = arange(0, 2100, step, { dtype: 'int64' });
        same(() => add.reduceat(x, starts, { axis: 1 }));
        same(() => add.reduceat(x, starts.at('1:') as NDArray, { axis: 1 }));
      }
      same(() => add.reduceat(x.T as NDArray, arange(0, 2100, 10, { dtype: 'int64' })));
    },
  );
  test.each(['float64', 'float32', 'int64', 'int32', 'uint8', 'bool'] as const)(
    'places of %s, some of them often',
    (dtype) => {
      const places = rng.integers(0, 50, size);
      const values = rng.integers(0, 9, size).asType(dtype) as NDArray;
      const start = rng.integers(0, 9, 50).asType(dtype) as NDArray;
      const expected = start.asType('float64').toArray() as number[];
      const at = places.asType('float64').toArray() as number[];
      const by = values.asType('float64').toArray() as number[];
      at.forEach((place, i) => {
        expected[place] += by[i];
      });
      const sums = start.copy() as NDArray;
      add.at(sums, places, values);
      expect(sums.toArray()).toEqual(asarray(expected).asType(dtype).toArray());
      if (dtype === 'bool') return;
      subtract.at(sums, places, values);
      expect(sums.toArray()).toEqual(start.toArray());
    },
  );
  test('logspace has whole powers of ten, and NumPy values between', () => {
    setBackend(name);
    const x = logspace(0, 300, 3001).toArray() as number[];
    for (let power = 0; power <= 300; power++)
      expect(Math.abs(x[10 * power] / Number(`1e${power}`) - 1)).toBeLessThan(4e-16);
    expect(x[1]).toBeCloseTo(10 ** 0.1, 14);
    expect(x[0]).toBe(1);
  });
});
