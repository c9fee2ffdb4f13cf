import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexError } from '../../src/core/errors.js';
import { type Index, slice } from '../../src/core/index-parse.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { arange, array, asarray, zeros } from '../../src/ops/creation.js';
import { fixture } from './fixtures.js';

type Part = number | string | { slice: (number | null)[] } | { array: unknown } | { mask: unknown };

interface Row {
  shape: number[];
  index: Part[];
  result?: { shape: number[]; values: number[] };
  written?: number;
  error?: boolean;
}

/** The fixture's parts in the forms a user may write; `form` chooses among them. */
function toIndex(part: Part, form: number): Index {
  if (typeof part !== 'object') return typeof part === 'number' && form === 1 ? String(part) : part;
  if ('slice' in part) {
    const [start, stop, step] = part.slice;
    if (form === 0) return slice(start, stop, step);
    return step === null ? `${start ?? ''}:${stop ?? ''}` : `${start ?? ''} : ${stop ?? ''} :${step}`;
  }
  const list = 'mask' in part ? part.mask : part.array;
  if (form === 0) return asarray(list as number[], 'mask' in part ? {} : { dtype: 'int64' }) as NDArray;
  // A bare number is an integer index, which is not an array of no axes.
  return Array.isArray(list) ? (list as Index) : (asarray(list as number, { dtype: 'int32' }) as NDArray);
}

describe('at and setAt against NumPy', () => {
  const rows = fixture<Row>('indexing');

  it.each([0, 1])('give the same shapes and elements (form %i)', (form) => {
    for (const { shape, index, result, error } of rows) {
      const x = arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);
      const indices = index.map((part) => toIndex(part, form));
      if (error) {
        expect(() => x.at(...indices), JSON.stringify(index)).toThrow(IndexError);
        continue;
      }
      const got = x.at(...indices);
      expect(got.shape, JSON.stringify({ shape, index })).toEqual(result!.shape);
      expect([...got.flat], JSON.stringify({ shape, index })).toEqual(result!.values);
    }
  });

  it('write the same elements', () => {
    for (const { shape, index, result, written } of rows) {
      if (result === undefined) continue;
      const size = shape.reduce((a, b) => a * b, 1);
      const x = arange(size).reshape(shape);
      const indices = index.map((part) => toIndex(part, 0));
      x.setAt(indices, -1);
      expect([...x.flat].filter((value) => value === -1).length, JSON.stringify({ shape, index })).toBe(
        written,
      );
      const again = arange(size).reshape(shape);
      again.setAt(indices, again.at(...indices));
      expect([...again.flat]).toEqual([...arange(size).flat]);
    }
  });
});

/** Python's slice semantics on a plain list. */
function model<T>(list: T[], start: number | null, stop: number | null, step: number | null): T[] {
  const by = step ?? 1;
  const length = list.length;
  const bound = (value: number | null, missing: number): number => {
    if (value === null) return missing;
    const from = value < 0 ? value + length : value;
    return by > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1);
  };
  const result: T[] = [];
  const end = bound(stop, by > 0 ? length : -1);
  for (let i = bound(start, by > 0 ? 0 : length - 1); by > 0 ? i < end : i > end; i += by)
    result.push(list[i]);
  return result;
}

const end = fc.option(fc.integer({ min: -9, max: 9 }), { nil: null });
const step = fc.option(
  fc.integer({ min: -4, max: 4 }).filter((n) => n !== 0),
  { nil: null },
);

describe('slices', () => {
  it('do what they do on nested lists', () => {
    const parts = fc.tuple(end, end, step);
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), parts, parts, (rows, columns, a, b) => {
        const x = arange(rows * columns).reshape([rows, columns]);
        const expected = model(x.toArray() as number[][], ...a).map((row) => model(row, ...b));
        const got = x.at(slice(...a), slice(...b));
        const ndim2 = expected.length === 0 ? [] : expected;
        expect(got.toArray()).toEqual(ndim2);
        expect(got.base).not.toBeNull();
      }),
    );
  });

  it('are views: writes go through', () => {
    const x = zeros([4, 4]);
    x.at('::2', '1:').assign(array([[1], [2]]));
    expect(x.toArray()).toEqual([
      [0, 1, 1, 1],
      [0, 0, 0, 0],
      [0, 2, 2, 2],
      [0, 0, 0, 0],
    ]);
    const view = x.at(0);
    x.set(9, 0, 0);
    expect(view.get(0)).toBe(9);
  });

  it('take overlapping assignments as if the right side were a copy', () => {
    const x = arange(6);
    x.at('1:').assign(x.at(':-1'));
    expect(x.toArray()).toEqual([0, 0, 1, 2, 3, 4]);
    x.at('::-1').assign(x);
    expect(x.toArray()).toEqual([4, 3, 2, 1, 0, 0]);
  });
});

describe('writing', () => {
  it('casts and broadcasts', () => {
    const x = zeros([2, 3], 'int16');
    x.setAt([[0, 1], 2], [[7.9, -7.9]]);
    expect(x.toArray()).toEqual([
      [0, 0, 7],
      [0, 0, -7],
    ]);
    x.setAt([array([true, false])], arange(3));
    expect(x.at(0).toArray()).toEqual([0, 1, 2]);
    x.setAt('1', 5n);
    expect(x.at(1).toArray()).toEqual([5, 5, 5]);
  });

  it('keeps the last of several values for one element', () => {
    const x = zeros(3);
    x.setAt([[1, 1, 1]], [4, 5, 6]);
    expect(x.toArray()).toEqual([0, 6, 0]);
  });

  it('refuses shapes that do not broadcast and read-only arrays', () => {
    const x = zeros([2, 3]);
    expect(() => x.assign(zeros(2))).toThrow('assign: shape (2,) does not broadcast to (2, 3)');
    expect(() => x.setAt([[0, 1]], zeros([3, 3]))).toThrow(
      /setAt: shape \(3, 3\) does not broadcast to \(2, 3\)/,
    );
    const fixed = x.broadcastTo([2, 2, 3]);
    for (const write of [
      () => fixed.assign(1),
      () => fixed.fill(1),
      () => fixed.set(1, 0, 0, 0),
      () => fixed.setAt([0], 1),
      () => fixed.at('...', 0).assign(1),
      () => fixed.T.fill(0),
    ]) {
      expect(write).toThrow(/the array is read-only/);
    }
    expect(x.at(0).flags.writeable).toBe(true);
  });

  it('refuses values the dtype cannot hold', () => {
    const x = zeros(2, 'uint8');
    expect(() => x.set(256, 0)).toThrow('set: value is 256; uint8 holds 0 to 255');
    expect(() => x.set(NaN, 0)).toThrow(/set: value is NaN/);
    expect(() => x.fill(-1)).toThrow(/fill: value is -1/);
    expect(() => x.set({ re: 1, im: 0 } as never, 0)).toThrow(
      'set: value is a complex number, which does not go into uint8',
    );
    expect(() => zeros(1, 'int64').set(2n ** 63n, 0)).toThrow(/int64 holds/);
  });
});

describe('bad indices', () => {
  const x = zeros([3, 4]);

  it('are named', () => {
    expect(() => x.at(3)).toThrow('at: index 3 is out of bounds for axis 0 with length 3');
    expect(() => x.at(0, 0, 0)).toThrow('at: 3 indices for an array of shape (3, 4)');
    expect(() => x.at('...', '...')).toThrow("at: '...' stands twice");
    expect(() => x.at('1:2:3:4')).toThrow('at: the string "1:2:3:4" is not an index');
    expect(() => x.at('::0')).toThrow('at: slice step is 0');
    expect(() => x.at(1.5)).toThrow(IndexError);
    expect(() => x.at([1.5])).toThrow(/dtype float64; needs integers/);
    expect(() => x.at([[1], [2, 3]])).toThrow(/not a rectangular list/);
    expect(() => x.at([0, 5])).toThrow(/index 5 is out of bounds/);
    expect(() => x.at([true, false])).toThrow(/a mask of shape \(2,\) on axis 0 of length 3/);
    expect(() => x.at([0, 1], [0, 1, 2])).toThrow(/do not broadcast together/);
    expect(() => x.get(0)).toThrow('get: 1 indices for an array of shape (3, 4)');
    expect(() => x.get(0, 4)).toThrow(/index 4 is out of bounds/);
    expect(() => x.item()).toThrow(IndexError);
    expect(() => x.item(12)).toThrow(IndexError);
  });

  it('any string is an index or an IndexError', () => {
    const pieces = fc.constantFrom(
      '',
      ':',
      '::',
      ',',
      '...',
      ' ',
      '-',
      '+',
      '1',
      '-1',
      '99999999999999999999999',
      'newaxis',
      'None',
      '0x1',
      '1e3',
      '\u0661',
      '𝟙',
      '\n',
      '.',
      '٣:',
      '[',
      'NaN',
      '-0',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 8 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (index) => {
        try {
          const got = x.at(index);
          expect(got.size).toBeGreaterThanOrEqual(0);
          expect(got.toArray()).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(IndexError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('steps beyond any array leave one element', () => {
    expect(x.at('::99999999999999999999999').toArray()).toEqual(x.at(':1').toArray());
    expect(x.at(slice(null, null, -Number.MAX_SAFE_INTEGER)).toArray()).toEqual(x.at('-1:').toArray());
  });

  it('random bytes as an index string, and anything as an index, end in an IndexError at worst', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 24 }),
        fc.array(fc.anything(), { maxLength: 4 }),
        (bytes, things) => {
          for (const indices of [[Buffer.from(bytes).toString('latin1')], things]) {
            try {
              x.at(...(indices as Index[])).toArray();
            } catch (error) {
              expect(error).toBeInstanceOf(IndexError);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
