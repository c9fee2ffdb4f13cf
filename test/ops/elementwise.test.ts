/** Every elementwise operation on every dtype against NumPy, contiguous and strided, and the rules around it. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { binaryTable, unaryTable } from '../../src/ops/registry.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, slotsOf, unpack } from './fixtures.js';

interface Case {
  readonly op: string;
  readonly a: DType;
  readonly b?: DType;
  readonly y?: Packed;
  readonly out?: Packed;
  readonly refused?: boolean;
}
const { inputs, cases } = readFixture<{ inputs: Record<DType, Record<string, Packed>>; cases: Case[] }>(
  'elementwise',
);
const special = readFixture<{ cases: Case[]; several: Case[] }>('special');
const functions = st as unknown as Record<string, (...args: unknown[]) => NDArray>;

/** Operations whose result is determined to the last bit; the others come from a mathematical library. */
const exact = new Set(
  (
    'add subtract multiply divide floorDivide remainder minimum maximum fmin fmax copysign equal notEqual less lessEqual ' +
    'greater greaterEqual logicalAnd logicalOr logicalXor bitwiseAnd bitwiseOr bitwiseXor leftShift rightShift negative ' +
    'positive abs sign square reciprocal conj floor ceil trunc round sqrt logicalNot bitwiseInvert isnan isinf isfinite signbit'
  ).split(' '),
);

/**
 * Units in the last place that NumPy and we may differ by. float32 and float64: NumPy's vector routines are within 4,
 * the platform's functions within 1. Complex numbers: compositions of several such functions; NumPy computes
 * complex64 in single precision.
 */
function tolerance(op: string, dtype: DType): number {
  const isComplex = dtype.startsWith('complex');
  if (exact.has(op) && !isComplex) return 0;
  return isComplex ? 32 : 5;
}

describe('against NumPy', () => {
  for (const op of new Set(cases.map((one) => one.op))) {
    test(op, () => {
      for (const one of cases.filter((other) => other.op === op)) {
        const operands = [unpack(inputs[one.a][one.b === undefined ? '1' : '2'])];
        if (one.b !== undefined) operands.push(unpack(one.y ?? inputs[one.b]['3']));
        const what = `${op}(${operands.map((x) => x.dtype).join(', ')})`;
        if (one.refused) {
          expect(() => functions[op](...operands), what).toThrow(DTypeError);
          continue;
        }
        const want = unpack(one.out!);
        const ulps = tolerance(
          op,
          operands.some((x) => x.dtype.startsWith('complex')) ? 'complex128' : one.a,
        );
        expectLike(functions[op](...operands), want, ulps, what);
        expectLike(functions[op](...operands.map(scattered)), want, ulps, `${what}, strided`);
      }
    });
  }
  test('no operation of the registry is left out', () => {
    const tested = new Set([...cases, ...special.cases, ...special.several].map((one) => one.op));
    expect([...Object.keys(binaryTable), ...Object.keys(unaryTable)].filter((op) => !tested.has(op))).toEqual(
      [],
    );
  });
});

describe('scalars', () => {
  test('take the dtype of the array they meet', () => {
    expect(st.add(new Float32Array([1]), 0.1).dtype).toBe('float32');
    expect(slotsOf(st.add(new Float32Array([0]), 0.1))).toEqual([Math.fround(0.1)]);
    expect(st.add(new Int8Array([1]), 2).dtype).toBe('int8');
    expect(st.add(new Int8Array([1]), 2.5).dtype).toBe('float64');
    expect(st.add([true], 1).dtype).toBe('int64');
    expect(st.add(new Float32Array([1]), { re: 0, im: 1 }).dtype).toBe('complex64');
    expect(st.add(1, 2).item()).toBe(3);
    expect(st.subtract(10, new Int16Array([1])).toArray()).toEqual([9]);
  });
  test('out of range are an error, except in comparisons', () => {
    expect(() => st.add(new Uint8Array([1]), 300)).toThrow(ArgumentError);
    expect(() => st.add(new Uint8Array([1]), -1)).toThrow(/uint8/);
    expect(st.less(new Uint8Array([1, 255]), 300).toArray()).toEqual([true, true]);
    expect(st.greater(-1, new Uint8Array([1])).toArray()).toEqual([false]);
    expect(st.equal(new BigInt64Array([5n]), 2n ** 70n).toArray()).toEqual([false]);
  });
  test('64-bit integers of both signs compare exactly', () => {
    expect(st.less(new BigInt64Array([-1n]), new BigUint64Array([2n ** 64n - 1n])).toArray()).toEqual([true]);
    expect(st.equal(new BigInt64Array([2n ** 53n + 1n]), new BigUint64Array([2n ** 53n])).toArray()).toEqual([
      false,
    ]);
  });
});

describe('out and dtype', () => {
  test('the result goes into out, also of another dtype or a view of an operand', () => {
    const out = st.zeros([3]);
    expect(st.add([1, 2, 3], 1, { out })).toBe(out);
    expect(out.toArray()).toEqual([2, 3, 4]);
    const wide = st.zeros([2], { dtype: 'complex128' });
    st.add([1, 2], 1, { out: wide });
    expect(wide.toArray()).toEqual([
      { re: 2, im: 0 },
      { re: 3, im: 0 },
    ]);
    const x = st.arange(6);
    st.add(x.at(':-1'), x.at('1:'), { out: x.at('1:') });
    expect(x.toArray()).toEqual([0, 1, 3, 5, 7, 9]);
    const y = st.arange(4);
    st.multiply(y, y, { out: y });
    expect(y.toArray()).toEqual([0, 1, 4, 9]);
    const z = st.arange(4);
    st.add(z, 0, { out: z.at('::-1') });
    expect(z.toArray()).toEqual([3, 2, 1, 0]);
  });
  test('what does not fit is refused', () => {
    expect(() => st.add([1, 2], [1, 2], { out: st.zeros([3]) })).toThrow(ShapeError);
    expect(() => st.add([1.5], [1], { out: st.zeros([1], { dtype: 'int32' }) })).toThrow(DTypeError);
    expect(() => st.add([1], [1], { out: st.broadcastTo(st.zeros([1]), [1]) as NDArray })).toThrow(
      /read-only/,
    );
    expect(() => st.add([1, 2], [1, 2, 3])).toThrow(ShapeError);
    expect(() => st.add([1], [1], { out: 5 as never })).toThrow(ArgumentError);
    expect(() => st.power(new Int32Array([2]), new Int32Array([-1]))).toThrow(/negative power/);
  });
  test('dtype sets what is computed in', () => {
    expect(st.divide(new Int8Array([4]), new Int8Array([2]), { dtype: 'float32' }).dtype).toBe('float32');
    expect(st.add([0.1], [0.2], { dtype: 'float32' }).toArray()).toEqual([
      Math.fround(Math.fround(0.1) + Math.fround(0.2)),
    ]);
    expect(() => st.add([1.5], [1], { dtype: 'int32' })).toThrow(DTypeError);
    expect(() => st.bitwiseAnd([1n], [1n], { dtype: 'float64' })).toThrow(DTypeError);
  });
});

describe('where, clip, parts, shape and order', () => {
  test('where', () => {
    expect(st.where([true, false], [1, 2], 0).toArray()).toEqual([1, 0]);
    expect(st.where([[1], [0]], new Int8Array([1, 2]), 5).toArray()).toEqual([
      [1, 2],
      [5, 5],
    ]);
    expect(st.where([NaN, 0], { re: 1, im: 2 }, 0).toArray()).toEqual([
      { re: 1, im: 2 },
      { re: 0, im: 0 },
    ]);
    expect(st.where([true], new Float32Array([1]), 2.5).dtype).toBe('float32');
    expect(() => st.where([true], new Int8Array([1]), 300)).toThrow(ArgumentError);
  });
  test('clip', () => {
    expect(st.clip([1, 5, NaN, 9], 2, 6).toArray()).toEqual([2, 5, NaN, 6]);
    expect(st.clip(new Uint8Array([1, 200]), -1, 1000).toArray()).toEqual([1, 200]);
    expect(st.clip([1, 5], 4, 2).toArray()).toEqual([2, 2]);
    expect(st.clip([1, 5], null, 2).toArray()).toEqual([1, 2]);
    expect(st.clip([1, NaN]).toArray()).toEqual([1, NaN]);
  });
  test('real and imaginary parts are views', () => {
    const z = st.array([
      { re: 1, im: 2 },
      { re: 3, im: 4 },
    ]);
    expect(st.imag(z).toArray()).toEqual([2, 4]);
    st.add(z.real, 10, { out: z.real });
    expect(z.toArray()).toEqual([
      { re: 11, im: 2 },
      { re: 13, im: 4 },
    ]);
    expect(st.imag(new BigInt64Array([5n])).toArray()).toEqual([0n]);
  });
  test('Fortran order stays; empty arrays give empty results', () => {
    const x = st.zeros([2, 3], { order: 'F' });
    expect(x.add(x).flags.fContiguous).toBe(true);
    expect(st.add(st.zeros([0, 3]), st.ones([3])).shape).toEqual([0, 3]);
    expect(st.exp(st.zeros([0])).shape).toEqual([0]);
  });
});

for (const backendName of availableBackends()) {
  describe(`laws on ${backendName}`, () => {
    test('broadcasting equals the loop over all indices, for any strides and sizes', () => {
      setBackend(backendName);
      const lengths = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }));
      fc.assert(
        fc.property(
          lengths,
          fc.boolean(),
          fc.boolean(),
          fc.boolean(),
          ([rows, columns], aRow, bColumn, turned) => {
            const values = st
              .arange(rows * columns)
              .mul(0.37)
              .sub(3) as NDArray;
            const full = turned ? values.reshape([columns, rows]).T : values.reshape([rows, columns]);
            const a = aRow ? full.at(':1') : full;
            const b = (bColumn ? full.at(':', '::-1').at(':', ':1') : full.at('::-1')) as NDArray;
            const sum = a.add(b).toArray() as number[][];
            const x = a.toArray() as number[][];
            const y = b.toArray() as number[][];
            const less = a.less(b).toArray() as unknown as boolean[][];
            const height = Math.max(x.length, y.length);
            const width = Math.max(x[0].length, y[0].length);
            expect([sum.length, sum[0].length]).toEqual([height, width]);
            for (let i = 0; i < height; i++) {
              for (let j = 0; j < width; j++) {
                const left = x[x.length === 1 ? 0 : i][x[0].length === 1 ? 0 : j];
                const right = y[y.length === 1 ? 0 : i][y[0].length === 1 ? 0 : j];
                expect(sum[i][j]).toBe(left + right);
                expect(less[i][j]).toBe(left < right);
              }
            }
          },
        ),
        { numRuns: 60 },
      );
    });
    afterAll(() => setBackend('auto'));
  });
}
