/** The methods of operations, and the `where` and `initial` of operations and reductions, against NumPy's. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';
import { setBackend } from '../../src/kernels/select.js';
import { binaryTable, unaryTable } from '../../src/ops/registry.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, scattered, unpack } from '../ops/fixtures.js';

interface Case {
  readonly op: string;
  readonly method: 'reduce' | 'accumulate' | 'reduceat';
  readonly dtype: st.DType;
  readonly out?: Packed;
}
const { inputs, cases } = JSON.parse(
  readFileSync(new URL('../conformance/fixtures/standard/ufuncs.json', import.meta.url), 'utf8'),
) as { inputs: Record<st.DType, Packed>; cases: Case[] };
const operations = st as unknown as Record<string, typeof st.add>;

/** Results of the platform's functions, and complex quotients, may differ in the last places; powers of powers more. */
function tolerance(op: string, dtype: st.DType): number {
  if (op === 'power' && dtype === 'complex64') return 256;
  if (['power', 'atan2', 'hypot'].includes(op)) return 8;
  return dtype.startsWith('complex') ? 8 : 0;
}

afterEach(() => setBackend('auto'));

describe('against NumPy', () => {
  for (const op of new Set(cases.map((one) => one.op))) {
    test(op, () => {
      for (const { method, dtype, out } of cases.filter((one) => one.op === op)) {
        for (const change of [(x: st.NDArray) => x, scattered]) {
          const x = change(unpack(inputs[dtype]));
          const calls = {
            reduce: () => operations[op].reduce(x, { axis: 1 }),
            accumulate: () => operations[op].accumulate(x, { axis: 0 }),
            reduceat: () => operations[op].reduceat(x, [0, 2, 1], { axis: 1 }),
          };
          const what = `${op}.${method}(${dtype})`;
          if (out === undefined) expect(calls[method], what).toThrow(st.StridedError);
          else expectLike(calls[method](), unpack(out), tolerance(op, dtype), what);
        }
      }
    });
  }
});

describe('what every operation says of itself', () => {
  test('every row of the registry has its facts and methods', () => {
    for (const name of Object.keys(binaryTable)) {
      const { nin, nout, nargs, types } = operations[name] as unknown as Record<string, unknown>;
      expect([operations[name].name, nin, nout, nargs], name).toEqual([name, 2, 1, 3]);
      expect(types, name).not.toEqual([]);
      for (const method of ['reduce', 'accumulate', 'outer', 'reduceat', 'at'] as const) {
        expect(operations[name][method], `${name}.${method}`).toBeTypeOf('function');
      }
    }
    // `round` takes decimals: it is no ufunc in NumPy either.
    for (const name of Object.keys(unaryTable).filter((one) => one !== 'round')) {
      const { nin, nout, nargs, types } = operations[name] as unknown as Record<string, unknown>;
      expect([operations[name].name, nin, nout, nargs], name).toEqual([name, 1, 1, 2]);
      expect(types, name).not.toEqual([]);
      expect(operations[name].at, name).toBeTypeOf('function');
    }
  });
  test('identities and types', () => {
    expect([st.add.identity, st.multiply.identity, st.minimum.identity, st.bitwiseAnd.identity]).toEqual([
      0,
      1,
      null,
      -1,
    ]);
    expect(st.logicalAnd.types).toContain('float64,float64->bool');
    expect(st.sqrt.types).toEqual([
      'float16->float16',
      'float32->float32',
      'float64->float64',
      'complex64->complex64',
      'complex128->complex128',
    ]);
  });
  test('empty reductions give the identity, or refuse', () => {
    const none = st.zeros([0, 2]);
    expect(st.add.reduce(none).toArray()).toEqual([0, 0]);
    expect(st.hypot.reduce(none).toArray()).toEqual([0, 0]);
    expect(st.logicalAnd.reduce(none).toArray()).toEqual([true, true]);
    expect(st.bitwiseAnd.reduce(st.zeros([0], 'uint8')).item()).toBe(255);
    expect(st.subtract.reduce(none, { axis: 1 }).shape).toEqual([0]);
    expect(st.fmin.reduce(none, { initial: 5 }).toArray()).toEqual([5, 5]);
    for (const op of [st.subtract, st.fmin, st.minimum, st.power])
      expect(() => op.reduce(none)).toThrow(st.ArgumentError);
    expect(st.add.accumulate(none).shape).toEqual([0, 2]);
    expect(st.add.accumulate(none, { axis: 1 }).shape).toEqual([0, 2]);
  });
});

describe('reduce', () => {
  const x = st.arange(24).reshape(2, 3, 4) as st.NDArray<'float64'>;
  test('axes, keepdims, out, initial', () => {
    expect(st.add.reduce(x).shape).toEqual([3, 4]);
    expect(st.add.reduce(x, { axis: null }).item()).toBe(276);
    expect(st.fmax.reduce(x, { axis: [0, 2], keepdims: true }).toArray()).toEqual([[[15], [19], [23]]]);
    expect(() => st.subtract.reduce(x, { axis: [0, 1] })).toThrow(/order/);
    expect(() => st.add.reduce(x, { axis: 3 })).toThrow(st.AxisError);
    const out = st.zeros([3, 4], 'float32');
    expect(st.subtract.reduce(x, { out })).toBe(out);
    expect(out.get(2, 3)).toBe(-12);
    expect(st.subtract.reduce([3, 2, 1], { initial: 10 }).item()).toBe(4);
    expect(st.add.reduce(5).item()).toBe(5);
    expect(st.add.reduce(new Int8Array([1, 2]), { dtype: 'float32' }).dtype).toBe('float32');
  });
  test('where', () => {
    const where = [true, true, false];
    expect(st.subtract.reduce([3, 2, 1], { where, initial: 10 }).item()).toBe(5);
    expect(() => st.subtract.reduce([3, 2, 1], { where })).toThrow(/initial/);
    expect(st.fmin.reduce([3, NaN, 1], { where, initial: 9 }).item()).toBe(3);
    expect(st.logicalAnd.reduce([1, 1, 0], { where }).item()).toBe(true);
    expect(st.bitwiseXor.reduce(new Uint8Array([5, 3, 9]), { where }).item()).toBe(6);
  });
  test('folds as the loop over elements does, on long runs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), { minLength: 1, maxLength: 3000 }),
        (list) => {
          for (const dtype of ['float64', 'float32'] as const) {
            const a = st.array(list, { dtype });
            const round = dtype === 'float32' ? Math.fround : (value: number) => value;
            const values = a.toArray() as number[];
            const scan: number[] = [];
            for (const value of values)
              scan.push(scan.length === 0 ? value : round(scan[scan.length - 1] - value));
            expect(st.subtract.accumulate(a).toArray()).toEqual(scan);
            expect(st.subtract.reduce(a).item()).toBe(scan[scan.length - 1]);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('outer, at', () => {
  test('outer has the shape of both', () => {
    expect(st.multiply.outer([1, 2], [[3], [4]]).toArray()).toEqual([
      [[3], [4]],
      [[6], [8]],
    ]);
    expect(st.add.outer(new Int8Array([1]), 2).dtype).toBe('int8');
    expect(st.less.outer([1, 2], [2]).toArray()).toEqual([[true], [false]]);
    expect(st.subtract.outer(1, [1, 2]).toArray()).toEqual([0, -1]);
  });
  test('at changes a place as often as it is named', () => {
    const x = st.zeros(3);
    st.add.at(x, [[0, 0, 2]], [1, 10, 5]);
    expect(x.toArray()).toEqual([11, 0, 5]);
    st.subtract.at(x, [[0, -1, 0]], 1);
    expect(x.toArray()).toEqual([9, 0, 4]);
    const y = st.arange(6).reshape(2, 3);
    st.multiply.at(
      y.T,
      [
        [1, 1],
        [0, 0],
      ],
      3,
    );
    expect(y.toArray()).toEqual([
      [0, 9, 2],
      [3, 4, 5],
    ]);
    st.add.at(y, '::2', [1, 2, 3]);
    expect(y.at(0).toArray()).toEqual([1, 11, 5]);
    const shifted = st.array([1, 2, 3]);
    st.add.at(shifted, [[2, 1, 0]], shifted);
    expect(shifted.toArray()).toEqual([4, 4, 4]);
    const backwards = st.arange(4);
    st.add.at(backwards.at('::-1'), [st.array([0n, 0n, -1n])], [10, 20, 30]);
    expect(backwards.toArray()).toEqual([30, 1, 2, 33]);
    const small = st.array([100, 1], { dtype: 'int8' });
    st.add.at(small, [[0, 0]], 20);
    expect(small.toArray()).toEqual([-116, 1]);
    const single = st.zeros(2, 'float32');
    st.add.at(single, [[1, 1]], st.array([0.5, 0.25]));
    expect(single.toArray()).toEqual([0, 0.75]);
    const z = st.array([{ re: 1, im: 1 }]);
    st.multiply.at(z, [[0, 0]], { re: 0, im: 1 });
    expect(z.toArray()).toEqual([{ re: -1, im: -1 }]);
  });
  test('unary at', () => {
    const x = st.array([1, 4, 256]);
    st.sqrt.at(x, [[2, 2, 1]]);
    expect(x.toArray()).toEqual([1, 2, 4]);
    st.negative.at(x, x.greater(1));
    expect(x.toArray()).toEqual([1, -2, -4]);
  });
  test('what does not fit is refused', () => {
    const x = st.zeros(3, 'int32');
    expect(() => st.add.at(x, [[0]], 1.5)).toThrow(st.DTypeError);
    expect(() => st.add.at(x, [[3]], 1)).toThrow(st.IndexError);
    expect(() => st.add.at(x, [[0]], st.zeros([2, 2], 'int8'))).toThrow(st.ShapeError);
    expect(() => st.add.at(x.broadcastTo([3]), [[0]], 1)).toThrow(/read-only/);
    expect(() => st.less.at(x, [[0]], 1)).toThrow(st.DTypeError);
    expect(() => st.sqrt.at(x, [[0]])).toThrow(st.DTypeError);
    expect(() => st.add.at([1] as never, [0], 1)).toThrow(st.ArgumentError);
    expect(() => st.add.reduceat([1, 2], [2])).toThrow(st.IndexError);
    expect(() => st.add.reduceat([1, 2], [-1])).toThrow(st.IndexError);
  });
});

describe('where on operations', () => {
  test('keeps what out has, or zeros', () => {
    const out = st.full([3], 7);
    expect(st.divide([1, 2, 3], [0, 2, 3], { where: [false, true, true], out })).toBe(out);
    expect(out.toArray()).toEqual([7, 1, 1]);
    expect(st.add([1, 2], 1, { where: [true, false] }).toArray()).toEqual([2, 0]);
    expect(
      st
        .sqrt([4, 9], {
          where: [
            [true, false],
            [false, true],
          ],
        })
        .toArray(),
    ).toEqual([
      [2, 0],
      [0, 3],
    ]);
    expect(st.add([1, 2], 1, { where: false, dtype: 'float32' }).dtype).toBe('float32');
    const mask = st.array([true, false, true]);
    st.logicalNot(mask, { out: mask, where: mask });
    expect(mask.toArray()).toEqual([false, false, false]);
  });
  test('takes booleans that fit', () => {
    expect(() => st.add([1], [1], { where: [1] as never })).toThrow(st.DTypeError);
    expect(() => st.add([1, 2], 1, { where: [true, false, true] })).toThrow(st.ShapeError);
    expect(() => st.add([1, 2], 1, { where: [[true], [true]], out: st.zeros(2) })).toThrow(st.ShapeError);
  });
});

for (const backend of availableBackends()) {
  describe(`where and initial of reductions on ${backend}`, () => {
    test('are those of the elements that take part', () => {
      setBackend(backend);
      fc.assert(
        fc.property(
          fc.constantFrom<st.DType>('float64', 'float32', 'int16', 'int64', 'complex128'),
          fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.boolean()), {
            minLength: 1,
            maxLength: 2500,
          }),
          (dtype, pairs) => {
            const x = st.array(
              pairs.map(([value]) => value),
              { dtype },
            );
            const where = st.array(pairs.map(([, part]) => part));
            const kept = x.at(where) as st.NDArray;
            expect(st.sum(x, { where, initial: 3 }).toArray()).toEqual(st.add(st.sum(kept), 3).toArray());
            expect(st.sum(x, { where }).dtype).toBe(st.sum(x).dtype);
            // The product of a real number and 1 has an imaginary part of either sign of 0.
            if (dtype !== 'complex128') {
              expect(st.prod(x, { where: st.logicalAnd(where, st.less(st.real(x), 2)) }).toArray()).toEqual(
                st.prod(kept.at(st.less(st.real(kept), 2)) as st.NDArray).toArray(),
              );
            }
            const low = st.full([1], 100, dtype);
            const all = st.concatenate([low, kept]) as st.NDArray;
            expect(st.min(x, { where, initial: 100 }).toArray()).toEqual(st.min(all).toArray());
            expect(st.max(x, { where, initial: 100 }).toArray()).toEqual(st.max(all).toArray());
            expect(st.any(x, { where }).item()).toBe(st.any(kept).item());
            expect(st.all(x, { where }).item()).toBe(st.all(kept).item());
            const size = Math.max(1, kept.size);
            const mean = st.divide(st.sum(kept), size).item();
            if (kept.size > 0 && dtype === 'float64') {
              expect(st.mean(x, { where }).item()).toBe(mean);
              expect(st.variance(x, { where }).item()).toBeCloseTo(st.variance(kept).item() as number, 6);
            }
          },
        ),
        { numRuns: 40 },
      );
    });
    test('and refuse what they cannot do', () => {
      setBackend(backend);
      const x = st.arange(3);
      expect(() => st.min(x, { where: [true, false, true] })).toThrow(/initial/);
      expect(() => st.sum(x, { where: [1, 0, 1] as never })).toThrow(st.DTypeError);
      expect(() => st.sum(x, { where: [[true], [false]] })).toThrow(st.ShapeError);
      expect(() => st.max(x.asType('int8'), { initial: 1000 })).toThrow(st.ArgumentError);
      expect(st.max(st.zeros(0), { initial: -1 }).item()).toBe(-1);
      expect(st.mean(x, { where: false }).item()).toBeNaN();
      expect(st.std(st.arange(4), { where: [true, false, true, false], correction: 1 }).item()).toBe(
        Math.SQRT2,
      );
    });
  });
}
