import { describe, expect, expectTypeOf, test } from 'vitest';
import { ArgumentError, AxisError, DTypeError, ShapeError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import { fusedMultiplyAdd } from '../../src/random/exact/fused-multiply-add.js';
import { defaultRng, Generator, Pcg64, SeedSequence } from '../../src/random/index.js';

const array = (data: Float64Array, shape: number[], strides: number[], writeable = true) =>
  new NDArray({ data, dtype: 'float64', shape, strides, writeable });

test('seeds', () => {
  expect(defaultRng(5).random()).toBe(defaultRng(5n).random());
  expect(defaultRng([5]).random()).toBe(defaultRng(5).random());
  expect(defaultRng(Uint32Array.of(1, 2)).random()).toBe(defaultRng([1, 2]).random());
  expect(defaultRng(new SeedSequence(5)).random()).toBe(defaultRng(5).random());
  expect(defaultRng(new Pcg64(5)).random()).toBe(defaultRng(5).random());
  const rng = defaultRng(5);
  expect(defaultRng(rng)).toBe(rng);
  expect(defaultRng().random()).not.toBe(defaultRng().random());
  expect(defaultRng(null)).toBeInstanceOf(Generator);
  for (const seed of [-1, 1.5, Number.NaN, 2 ** 53, -1n, [1, -1]]) {
    expect(() => defaultRng(seed)).toThrow(ArgumentError);
    expect(() => defaultRng(seed)).toThrow(/^defaultRng: seed is -?[\d.NaN]+; needs non-negative integers/);
  }
});

test('children differ from each other and from their parent', () => {
  const rng = defaultRng(1);
  const first = [rng, ...rng.spawn(3), ...rng.spawn(2)].map((one) => one.random());
  expect(new Set(first).size).toBe(6);
  expect(() => rng.spawn(-1)).toThrow(ArgumentError);
});

test('the block size cannot be seen', () => {
  const whole = defaultRng(9).random(2000).data;
  const rng = defaultRng(9);
  const pieces: number[] = [];
  for (let count = 0; pieces.length < 2000; count++)
    pieces.push(...rng.random(Math.min(count, 2000 - pieces.length)).data);
  expect(pieces).toEqual([...whole]);
});

test('advancing equals drawing', () => {
  const rng = defaultRng(9);
  rng.random(1234);
  const moved = new Pcg64(9).advance(1234);
  expect(defaultRng(moved).random()).toBe(rng.random());
  expect(defaultRng(moved.advance(-1235)).random()).toBe(defaultRng(9).random());
  expect(() => {
    moved.state = { state: 1n, inc: 2n, hasUint32: false, uinteger: 0 };
  }).toThrow(ArgumentError);
});

describe('out', () => {
  test('is filled in memory order and returned', () => {
    const out = array(new Float64Array(6), [2, 3], [8, 16]);
    expect(defaultRng(3).random(undefined, { out })).toBe(out);
    expect([...out.data]).toEqual([...defaultRng(3).random(6).data]);
    const tail = new NDArray({
      data: new Float64Array(5),
      dtype: 'float64',
      shape: [3],
      strides: [8],
      offset: 16,
    });
    defaultRng(3).standardNormal([3], { out: tail });
    expect([...tail.data]).toEqual([0, 0, ...defaultRng(3).standardNormal(3).data]);
    const single = new NDArray({ data: new Float32Array(4), dtype: 'float32', shape: [4], strides: [4] });
    defaultRng(3).standardExponential(undefined, { out: single });
    expect(single.data).toEqual(defaultRng(3).standardExponential(4, { dtype: 'float32' }).data);
  });

  test('must fit', () => {
    const rng = defaultRng(3);
    const out = array(new Float64Array(6), [2, 3], [24, 8]);
    expect(() => rng.random([3, 2], { out })).toThrow(/random: out has shape \(2, 3\), size is \(3, 2\)/);
    expect(() => rng.random([3, 2], { out })).toThrow(ShapeError);
    expect(() => rng.random(undefined, { out: out as never, dtype: 'float32' })).toThrow(DTypeError);
    expect(() => rng.random(undefined, { out: array(new Float64Array(6), [3], [16]) })).toThrow(
      /neither C- nor Fortran-contiguous/,
    );
    expect(() => rng.random(undefined, { out: array(new Float64Array(6), [6], [8], false) })).toThrow(
      /out is read-only/,
    );
  });
});

describe('wrong arguments', () => {
  const rng = defaultRng(3);
  test.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ['a negative size', () => rng.random(-1), ShapeError, /random: shape has length -1/],
    ['a fractional size', () => rng.normal(0, 1, [2, 0.5]), ShapeError, /normal: shape has length 0\.5/],
    [
      'a dtype',
      () => rng.random(2, { dtype: 'int8' as never }),
      DTypeError,
      /dtype is int8; needs float64 or float32/,
    ],
    [
      'a negative scale',
      () => rng.normal(0, -1),
      ArgumentError,
      /normal: scale is -1; needs a number, 0 or more/,
    ],
    ['a scale that is no number', () => rng.exponential('1' as never), DTypeError, /exponential: scale/],
    ['bounds in the wrong order', () => rng.uniform(1, 0), ArgumentError, /uniform: low is 1, high is 0/],
    ['bounds too far apart', () => rng.uniform(-1e308, 1e308, 2), ArgumentError, /finite difference/],
    [
      'no integer between the bounds',
      () => rng.integers(5, 5),
      ArgumentError,
      /integers: low is 5, high is 5; needs low < high/,
    ],
    [
      'the same with endpoint',
      () => rng.integers(5, 4, null, { endpoint: true }),
      ArgumentError,
      /low ≤ high/,
    ],
    ['a bound that is no integer', () => rng.integers(1.5), ArgumentError, /high is 1\.5; needs an integer/],
    [
      'a low below the dtype',
      () => rng.integers(-1, 5, 3, { dtype: 'uint8' }),
      ArgumentError,
      /low is -1, out of bounds for uint8; needs numbers from 0 to 255/,
    ],
    [
      'a high above the dtype',
      () => rng.integers(0, 257, 3, { dtype: 'uint8' }),
      ArgumentError,
      /high is 257, out of bounds for uint8/,
    ],
    ['a high above int64', () => rng.integers(0, 2n ** 63n + 1n), ArgumentError, /out of bounds for int64/],
    [
      'a dtype of floats',
      () => rng.integers(5, null, 3, { dtype: 'float64' as never }),
      DTypeError,
      /integers: dtype is float64/,
    ],
    ['a negative length', () => rng.bytes(-1), ArgumentError, /bytes: length is -1/],
    ['no axis', () => rng.shuffle(array(new Float64Array(1), [], [])), ArgumentError, /x has no axis/],
    [
      'an axis that is not there',
      () => rng.shuffle(array(new Float64Array(2), [2], [8]), { axis: 1 }),
      AxisError,
      /shuffle/,
    ],
    [
      'a read-only array',
      () => rng.shuffle(array(new Float64Array(2), [2], [8], false)),
      ArgumentError,
      /x is read-only/,
    ],
    ['no array', () => rng.shuffle('text' as never), ArgumentError, /x is text; needs an array/],
    ['a negative count', () => rng.permutation(-1), ArgumentError, /permutation: a count of -1 elements/],
    ['an empty population', () => rng.choice(0), ArgumentError, /a is empty/],
    [
      'too large a sample',
      () => rng.choice(3, 4, { replace: false }),
      ArgumentError,
      /size asks for 4 of 3 elements/,
    ],
    [
      'p of another length',
      () => rng.choice(3, 1, { p: [0.5, 0.5] }),
      ArgumentError,
      /p has 2 entries, a has 3/,
    ],
    ['p of two dimensions', () => rng.choice(2, 1, { p: [[0.5, 0.5]] }), ArgumentError, /p has 2 dimensions/],
    ['p that sums to less', () => rng.choice(2, 1, { p: [0.5, 0.4] }), ArgumentError, /p sums to 0\.9/],
    ['a negative p', () => rng.choice(2, 1, { p: [1.5, -0.5] }), ArgumentError, /p holds -0\.5/],
    ['a p of NaN', () => rng.choice(2, 1, { p: [Number.NaN, 1] }), ArgumentError, /p holds NaN/],
    [
      'too few possible elements',
      () => rng.choice(3, 2, { p: [1, 0, 0], replace: false }),
      ArgumentError,
      /p has 1 non-zero entries; needs 2/,
    ],
  ])('%s', (_name, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});

test('a scalar is a number where that is safe, else a bigint; bools are booleans', () => {
  const rng = defaultRng(8);
  expect(typeof rng.integers(10)).toBe('number');
  const large = rng.integers(2n ** 62n, 2n ** 63n, null, { dtype: 'int64' });
  expect(typeof large).toBe('bigint');
  expect(typeof rng.integers(2, null, null, { dtype: 'bool' })).toBe('boolean');
  expect(Number.isNaN(rng.normal(0, Number.NaN))).toBe(true);
  expect(rng.integers(0, 0, 0).shape).toEqual([0]);
});

test('shuffling a view leaves what lies between', () => {
  const data = Float64Array.from({ length: 12 }, (_, at) => at);
  const view = new NDArray({ data, dtype: 'float64', shape: [3, 2], strides: [-32, 16], offset: 64 });
  defaultRng(4).shuffle(view);
  for (const at of [1, 3, 5, 7, 9, 11]) expect(data[at]).toBe(at);
  for (const at of [0, 4, 8]) expect(data[at + 2]).toBe(data[at] + 2);
  const bigs = BigInt64Array.of(1n, 2n, 3n);
  defaultRng(4).shuffle(bigs);
  expect([...bigs].sort()).toEqual([1n, 2n, 3n]);
});

test('the examples in the documentation', () => {
  const rng = () => defaultRng(42);
  expect(rng().random()).toBe(0.7739560485559633);
  expect(rng().standardNormal()).toBe(0.30471707975443135);
  expect(rng().standardExponential()).toBe(2.4042086039659947);
  expect(rng().uniform(-1, 1)).toBe(0.5479120971119267);
  expect(rng().normal(10, 2)).toBe(10.609434159508863);
  expect(rng().exponential(2)).toBe(4.808417207931989);
  expect(rng().integers(10)).toBe(0);
  expect([...rng().permutation(5).data]).toEqual([4n, 2n, 3n, 1n, 0n]);
  expect([...rng().bytes(4)]).toEqual([136, 38, 217, 22]);
  expect([...rng().choice(5, 3, { replace: false }).data]).toEqual([4n, 0n, 3n]);
  const x = [0, 1, 2, 3, 4];
  rng().shuffle(x);
  expect(x).toEqual([4, 2, 3, 1, 0]);
  expect([...new SeedSequence(42).generateState(2)]).toEqual([3444837047, 2669555309]);
});

test('static types', () => {
  const rng = defaultRng(1);
  expectTypeOf(rng.random()).toEqualTypeOf<number>();
  expectTypeOf(rng.random(3)).toEqualTypeOf<NDArray<'float64', [3]>>();
  expectTypeOf(rng.random([2, 3], { dtype: 'float32' })).toEqualTypeOf<NDArray<'float32', [2, 3]>>();
  expectTypeOf(rng.integers(3, null, [2], { dtype: 'uint8' })).toEqualTypeOf<NDArray<'uint8', [2]>>();
  expectTypeOf(rng.normal(0, 1, 5)).toEqualTypeOf<NDArray<'float64', [5]>>();
});

test('a fused multiply-add rounds once', () => {
  const rng = defaultRng(6);
  const view = new DataView(new ArrayBuffer(8));
  /** A double as an integer times 2⁻²⁰⁰, exactly. */
  const exact = (value: number): bigint => {
    view.setFloat64(0, Math.abs(value));
    const bits = view.getBigUint64(0);
    const magnitude =
      ((bits & 0xfffffffffffffn) | 0x10000000000000n) << (BigInt(Number(bits >> 52n)) - 1075n + 200n);
    return value < 0 ? -magnitude : value === 0 ? 0n : magnitude;
  };
  for (let run = 0; run < 20_000; run++) {
    const [a, b] = rng.standardNormal(2).data;
    // A third that nearly cancels the product is the hard case.
    const c = run % 2 === 0 ? rng.standardNormal() : -(a * b) * (1 + rng.uniform(-1e-12, 1e-12));
    const result = fusedMultiplyAdd(a, b, c);
    const truth = exact(a) * exact(b) + (exact(c) << 200n);
    const distance = (value: number) => {
      const difference = truth - (exact(value) << 200n);
      return difference < 0n ? -difference : difference;
    };
    view.setFloat64(0, result);
    const bits = view.getBigInt64(0);
    for (const step of [-1n, 1n]) {
      view.setBigInt64(0, bits + step);
      expect(distance(result) <= distance(view.getFloat64(0))).toBe(true);
    }
  }
});
