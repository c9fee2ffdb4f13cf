import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toExponentialEven, toFixedEven } from '../../src/core/decimal.js';
import { layoutSymbol } from '../../src/core/layout.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { arrayToRepr } from '../../src/core/print.js';
import { arange, array, zeros } from '../../src/ops/creation.js';
import { fixture, type Packed, unpack } from './fixtures.js';

type Printed = Packed & { ramp?: number; str: string; repr: string };

function arrayOf(row: Printed): NDArray {
  if (row.ramp === undefined) return unpack(row);
  const size = row.shape.reduce((a, b) => a * b, 1);
  const ramp = new Float64Array(size).map((_, i) => i * row.ramp!);
  return array(ramp, { shape: row.shape, dtype: row.dtype }) as NDArray;
}

describe('printing', () => {
  const rows = fixture<Printed>('printing');

  it('has rows for every dtype', () => expect(new Set(rows.map((row) => row.dtype)).size).toBe(14));

  it('matches NumPy 2.4 str()', () => {
    for (const row of rows) expect(String(arrayOf(row)), JSON.stringify(row)).toBe(row.str);
  });

  it('matches NumPy 2.4 repr() under console.log', () => {
    for (const row of rows) expect(inspect(arrayOf(row)), JSON.stringify(row)).toBe(row.repr);
  });

  it('prints views by their elements', () => {
    const x = arange(6).reshape([2, 3]).asType('int64');
    expect(String(x.T)).toBe('[[0 3]\n [1 4]\n [2 5]]');
    expect(String(x.at('::-1', '::2'))).toBe('[[3 5]\n [0 2]]');
  });

  it('takes options', () => {
    expect(array([1.23456, 2]).toString({ precision: 2 })).toBe('[1.23 2.  ]');
    const x = array([1.23456, 2])[layoutSymbol]();
    expect(arrayToRepr(x, { precision: 2 })).toBe('array([1.23, 2.  ])');
    expect(arrayToRepr(zeros(5)[layoutSymbol](), { threshold: 3, edgeItems: 1 })).toBe(
      'array([0., ..., 0.], shape=(5,))',
    );
    expect(arrayToRepr(array([1e-9, 1])[layoutSymbol](), { suppressSmall: true })).toBe('array([0., 1.])');
  });

  it('says that a disposed array is gone', () => {
    const x = zeros(2);
    x.dispose();
    expect(inspect(x)).toBe('array(<disposed>)');
  });
});

describe('rounding to decimals', () => {
  it('sends ties to even, unlike toFixed', () => {
    expect((1 / 512).toFixed(8)).toBe('0.00195313');
    expect(toFixedEven(1 / 512, 8)).toBe('0.00195312');
    expect(toFixedEven(3 / 512, 8)).toBe('0.00585938');
    expect(toFixedEven(0.5, 0)).toBe('0');
    expect(toFixedEven(-1.5, 0)).toBe('-2');
    expect(toFixedEven(2.675, 2)).toBe('2.67');
    expect(toExponentialEven(2.5, 0)).toBe('2e+0');
    expect(toExponentialEven(1 / 512, 5)).toBe('1.95312e-3');
    expect(toExponentialEven(-0, 2)).toBe('-0.00e+0');
  });
});
