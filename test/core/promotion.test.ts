/** Promotion and casting against NumPy: the whole table, weak scalars, casts. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, DTypeError } from '../../src/core/errors.js';
import { canCast, promoteScalar, promoteTypes, resultType } from '../../src/core/promotion.js';
import { readFixture } from '../ops/fixtures.js';

const numpy = readFixture<{
  dtypes: DType[];
  promote: Record<DType, DType[]>;
  casts: Record<DType, Record<'safe' | 'same_kind', boolean[]>>;
  weak: Record<DType, DType[]>;
}>('promotion');

describe('promotion', () => {
  test('all pairs of dtypes', () => {
    for (const a of numpy.dtypes) {
      expect(
        numpy.dtypes.map((b) => promoteTypes(a, b)),
        a,
      ).toEqual(numpy.promote[a]);
    }
  });
  test('weak scalars: true, 1, 1.5, 1j', () => {
    for (const a of numpy.dtypes) {
      expect(
        [true, 1, 1.5, { re: 0, im: 1 }].map((value) => promoteScalar(a, value)),
        a,
      ).toEqual(numpy.weak[a]);
    }
  });
  test('casting', () => {
    for (const a of numpy.dtypes) {
      for (const casting of ['safe', 'same_kind'] as const) {
        expect(
          numpy.dtypes.map((b) => canCast(a, b, casting)),
          `${a} ${casting}`,
        ).toEqual(numpy.casts[a][casting]);
      }
      expect(canCast(a, a, 'no')).toBe(true);
      expect(canCast(a, a === 'bool' ? 'int8' : 'bool', 'no')).toBe(false);
      expect(canCast(a, 'bool', 'unsafe')).toBe(true);
    }
  });
  test('resultType', () => {
    expect(resultType('float32', 1.5)).toBe('float32');
    expect(resultType('int8', 'uint8', 1)).toBe('int16');
    expect(resultType(1, 2)).toBe('float64');
    expect(resultType(1n)).toBe('int64');
    expect(resultType('int8', { re: 0, im: 1 }, 1.5)).toBe('complex128');
    expect(() => resultType()).toThrow(ArgumentError);
    expect(() => resultType('float33' as never)).toThrow(DTypeError);
    expect(() => canCast('int8', 'int8', 'maybe' as never)).toThrow(/needs no, equiv/);
  });
  test('types', () => {
    expectTypeOf(promoteTypes('int8', 'uint8')).toEqualTypeOf<'int16'>();
    expectTypeOf(promoteTypes('int64', 'float32')).toEqualTypeOf<'float64'>();
  });
});
