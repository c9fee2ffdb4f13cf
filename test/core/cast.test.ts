import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DType, dtypeInfo, dtypeNames } from '../../src/core/dtype.js';
import { fromFloat16, toFloat16 } from '../../src/core/float16.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { array, asarray, fromBuffer, zeros } from '../../src/ops/creation.js';
import { bitsOf, fixture, type Packed, unpack } from './fixtures.js';

describe('asType', () => {
  const rows = fixture<{ from: Packed; to: Packed }>('casting');

  it('covers all pairs', () => expect(rows.length).toBe(14 * 14));

  it('matches NumPy bit for bit, contiguous', () => {
    for (const { from, to } of rows) {
      expect(bitsOf(unpack(from).asType(to.dtype)), `${from.dtype} to ${to.dtype}`).toBe(bitsOf(unpack(to)));
    }
  });

  it('matches NumPy bit for bit, from and into strided and reversed memory', () => {
    for (const { from, to } of rows) {
      const wide = zeros([from.shape[0], 3], from.dtype) as NDArray;
      wide.at(':', 1).assign(unpack(from));
      const target = zeros([from.shape[0], 2], to.dtype) as NDArray;
      target.at('::-1', 1).assign(wide.at(':', 1));
      expect(bitsOf(target.at('::-1', 1)), `${from.dtype} to ${to.dtype}`).toBe(bitsOf(unpack(to)));
      expect(new Set(target.at(':', 0).asType('bool').toArray() as boolean[]).has(true)).toBe(false);
    }
  });

  it('matches NumPy beyond the buffers, in both loops over runs and over planes', () => {
    for (const { from, to } of rows) {
      if (from.shape[0] === 0) continue;
      const one = unpack(from);
      const many = one.broadcastTo([150, one.size]).copy();
      const expected = bitsOf(unpack(to).broadcastTo([150, one.size]));
      expect(bitsOf(many.asType(to.dtype)), `${from.dtype} to ${to.dtype}`).toBe(expected);
      expect(bitsOf(many.copy('F').asType(to.dtype, { order: 'C' })), `${from.dtype} to ${to.dtype}, F`).toBe(
        expected,
      );
    }
  });

  it('wraps floats out of range, and makes 0 of NaN and infinities, on every machine alike', () => {
    const x = array([300, -1, NaN, Infinity, 2 ** 40 + 5, 2 ** 70]);
    expect(x.asType('uint8').toArray()).toEqual([44, 255, 0, 0, 5, 0]);
    expect(x.asType('int64').toArray()).toEqual([300n, -1n, 0n, 0n, 2n ** 40n + 5n, 0n]);
    expect(x.asType('uint64').toArray()).toEqual([300n, 2n ** 64n - 1n, 0n, 0n, 2n ** 40n + 5n, 0n]);
  });

  it('obeys the casting rule', () => {
    const x = array([1.5]);
    expect(() => x.asType('int32', { casting: 'same_kind' })).toThrow(
      "asType: float64 does not cast to int32 by the rule 'same_kind'",
    );
    expect(() => x.asType('float32', { casting: 'safe' })).toThrow(/float64 does not cast/);
    expect(x.asType('float32', { casting: 'same_kind' }).dtype).toBe('float32');
    expect(() => x.asType('float80' as DType)).toThrow(/asType: dtype is float80/);
  });

  it('copies unless told not to', () => {
    const x = array([1, 2]);
    expect(x.asType('float64', { copy: false })).toBe(x);
    expect(x.asType('float64')).not.toBe(x);
  });

  it('keeps the order of axes with K', () => {
    const x = zeros([2, 3, 4]).transpose([1, 2, 0]);
    expect(x.asType('float32').strides).toEqual([16, 4, 48]);
    expect(x.asType('float32', { order: 'C' }).strides).toEqual([32, 8, 4]);
  });
});

describe('float16', () => {
  it('reads back every one of the 65536 bit patterns', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = fromFloat16(bits);
      if (Number.isNaN(value)) expect(toFloat16(value) & 0x7fff).toBe(0x7e00);
      else if (toFloat16(value) !== bits)
        expect.fail(`${bits} reads as ${value}, which writes ${toFloat16(value)}`);
    }
  });

  it('rounds to the nearest, ties to even', () => {
    const finite = fc.integer({ min: 0, max: 0x7bfe });
    fc.assert(
      fc.property(finite, fc.double({ min: 0, max: 1, noNaN: true }), (bits, t) => {
        const low = fromFloat16(bits);
        const high = fromFloat16(bits + 1);
        const value = low + (high - low) * t;
        const middle = (low + high) / 2;
        const expected = value < middle ? bits : value > middle ? bits + 1 : bits % 2 === 0 ? bits : bits + 1;
        expect(toFloat16(value)).toBe(expected);
        expect(toFloat16(-value)).toBe(expected | 0x8000);
      }),
    );
  });
});

describe('casts and the element loop', () => {
  it('agree for every pair of dtypes, whatever the bits', () => {
    const pair = fc.tuple(fc.constantFrom(...dtypeNames), fc.constantFrom(...dtypeNames));
    fc.assert(
      fc.property(pair, fc.uint8Array({ minLength: 16, maxLength: 16 * 40 }), ([from, to], bytes) => {
        const whole = bytes.slice(0, bytes.length - (bytes.length % 16));
        const buffer = from === 'bool' ? whole.map((byte) => byte & 1) : whole;
        const x = fromBuffer(buffer.slice(), { dtype: from }) as NDArray;
        const cast = x.asType(to);
        const single = (asarray(x) as NDArray).at('::-1').asType(to).at('::-1');
        expect(bitsOf(cast)).toBe(bitsOf(single));
        for (let i = 0; i < x.size; i++) expect(bitsOf(x.at([i]).asType(to))).toBe(bitsOf(cast.at([i])));
      }),
      { numRuns: 150 },
    );
  });

  it('go through float64 exactly for what fits', () => {
    for (const dtype of dtypeNames) {
      if (dtypeInfo(dtype).kind === 'b') continue;
      const x = array([0, 1, 2, 100], { dtype });
      for (const other of dtypeNames) {
        if (other === 'bool') continue;
        expect(bitsOf((x.asType(other) as NDArray).asType(dtype)), `${dtype} by ${other}`).toBe(
          bitsOf(x as NDArray),
        );
      }
    }
  });
});
