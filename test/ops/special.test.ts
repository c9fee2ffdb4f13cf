/** The rarer functions on every dtype against NumPy, contiguous and strided, and the rules around them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import * as st from '../../src/ops/index.js';
import { expectLike, type Packed, readFixture, scattered, slotsOf, unpack } from './fixtures.js';

interface Case {
  readonly op: string;
  readonly a: DType;
  readonly b?: DType;
  readonly x?: Packed;
  readonly y?: Packed;
  readonly out?: Packed;
  readonly outs?: readonly Packed[];
  readonly refused?: boolean;
}
const { inputs, cases, several, complexes } = readFixture<{
  inputs: Record<DType, Record<string, Packed>>;
  cases: Case[];
  several: Case[];
  complexes: { z: Packed; values: Record<string, Packed> };
}>('special');
const functions = st as unknown as Record<string, (...args: unknown[]) => NDArray | NDArray[]>;

/** deg2rad, rad2deg: NumPy's float32 factor is not the nearest. Others: through sin, exp, log or pow; the others are exact. i0 is NumPy's Chebyshev series there, the power series here. */
const tolerances: Record<string, number> = {
  deg2rad: 1,
  rad2deg: 2,
  logaddexp: 4,
  logaddexp2: 4,
  sinc: 4,
  i0: 16,
  floatPower: 4,
};

function operandsOf(one: Case): NDArray[] {
  const first = unpack(one.x ?? inputs[one.a][one.b === undefined ? '1' : '2']);
  if (one.y !== undefined) return [first, unpack(one.y)];
  return one.b === undefined ? [first] : [first, unpack(inputs[one.b]['3'])];
}

describe('against NumPy', () => {
  for (const op of new Set([...cases, ...several].map((one) => one.op))) {
    test(op, () => {
      for (const one of [...cases, ...several].filter((other) => other.op === op)) {
        const operands = operandsOf(one);
        const what = `${op}(${operands.map((x) => x.dtype).join(', ')})`;
        if (one.refused) {
          expect(() => functions[op](...operands), what).toThrow(DTypeError);
          continue;
        }
        // Between zeros NumPy's float16 stays at the first one; the standard, and NumPy's other floats, go to the second.
        const wants = (one.outs ?? [one.out!]).map(unpack);
        const zeros = op === 'nextafter' && wants[0].dtype === 'float16';
        for (const given of [operands, operands.map(scattered)]) {
          const result = functions[op](...given);
          const outs = Array.isArray(result) ? result : [result];
          for (const [i, want] of wants.entries())
            expectLike(
              zeros ? outs[i].add(0) : outs[i],
              zeros ? want.add(0) : want,
              tolerances[op] ?? 0,
              what,
            );
        }
      }
    });
  }
});

describe('complex functions at special values', () => {
  const z = slotsOf(unpack(complexes.z)) as number[];
  for (const [op, packed] of Object.entries(complexes.values)) {
    test(op, () => {
      const got = slotsOf(functions[op](unpack(complexes.z)) as NDArray) as number[];
      const want = slotsOf(unpack(packed)) as number[];
      const parts = want.length / (z.length / 2);
      for (let i = 0; i < want.length; i++) {
        const at = 2 * Math.floor(i / parts);
        const [x, y] = [got[i], want[i]];
        // expm1 of an infinity or on the real axis: there NumPy has NaN where the standard lists numbers.
        if (op === 'expm1' && Number.isNaN(y)) continue;
        const close = Object.is(x, y) || (y !== 0 && Math.abs(x - y) <= 2e-14 * Math.abs(y));
        // C99 annex G leaves signs open where a part of the argument is infinite or NaN.
        const open = !Number.isFinite(z[at]) || !Number.isFinite(z[at + 1]);
        expect(
          close || (open && Object.is(Math.abs(x), Math.abs(y))),
          `${op}(${z[at]}, ${z[at + 1]}): ${x}, ${y}`,
        ).toBe(true);
      }
    });
  }
});

describe('rules', () => {
  test('aliases are the functions they stand for', () => {
    expect(st.degrees).toBe(st.rad2deg);
    expect(st.radians).toBe(st.deg2rad);
    expect(st.absolute).toBe(st.abs);
    expect(st.fix([-1.5, 1.5]).toArray()).toEqual([-1, 1]);
  });
  test('ldexp takes whole exponents only', () => {
    expect(st.ldexp([1], [3]).toArray()).toEqual([8]);
    expect(() => st.ldexp([1], [0.5])).toThrow(ArgumentError);
    expect(() => st.ldexp([1, 2], [1, 2, 3])).toThrow(ShapeError);
    expect(() => st.ldexp([{ re: 1, im: 0 }], [1])).toThrow(DTypeError);
    expect(st.ldexp([3, 5e-324, 1, 1.7], [-1075, 2000, -1074, 1023]).toArray()).toEqual([
      1e-323,
      2 ** 926,
      5e-324,
      1.7 * 2 ** 1023,
    ]);
  });
  test('empty arrays give empty results', () => {
    expect(st.frexp(st.zeros([0, 2])).map((x) => x.shape)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    expect(st.gcd(new Int32Array(0), new Int32Array(0)).shape).toEqual([0]);
  });
  test('nanToNum replaces what is no finite number', () => {
    const x = st.array([NaN, Infinity, -Infinity, 1]);
    expect(st.nanToNum(x).toArray()).toEqual([0, Number.MAX_VALUE, -Number.MAX_VALUE, 1]);
    expect(st.nanToNum(x, { nan: 7, posinf: 8, neginf: 9 }).toArray()).toEqual([7, 8, 9, 1]);
    expect(st.nanToNum(new Float32Array([Infinity])).dtype).toBe('float32');
    expect(st.nanToNum(new Int8Array([3])).toArray()).toEqual([3]);
    expect(st.nanToNum([{ re: NaN, im: Infinity }]).toArray()).toEqual([{ re: 0, im: Number.MAX_VALUE }]);
    expect(st.nanToNum(x, { copy: false })).toBe(x);
    expect(x.toArray()[0]).toBe(0);
  });
});

describe('laws', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  test('frexp and ldexp, modf and divmod are taken apart and put together again', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 20 }), (list) => {
        const [mantissa, exponent] = st.frexp(list);
        expect(st.ldexp(mantissa, exponent).toArray()).toEqual(list);
        const [fraction, whole] = st.modf(list);
        expect(fraction.add(whole).toArray()).toEqual(list.map((x) => x + 0));
        for (const m of mantissa.toArray() as number[]) {
          expect(m === 0 || (Math.abs(m) >= 0.5 && Math.abs(m) < 1)).toBe(true);
        }
      }),
    );
  });
  test('nextafter goes one step and back', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        const next = st.nextafter([x], [y]).get(0) as number;
        if (x === y) return;
        expect(next > x).toBe(y > x);
        expect((st.nextafter([next], [x]).get(0) as number) + 0).toBe(x + 0);
      }),
    );
  });
});
