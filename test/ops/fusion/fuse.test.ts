/** Fused expressions give the bits of the stepwise ones, whatever the dtypes, shapes and layouts. */
import fc from 'fast-check';
import { afterAll, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { DType } from '../../../src/core/dtype.js';
import { ArgumentError, ShapeError } from '../../../src/core/errors.js';
import { NDArray } from '../../../src/core/ndarray.js';
import { backend, setBackend } from '../../../src/kernels/select.js';
import * as st from '../../../src/ops/index.js';
import { availableBackends } from '../../kernels/available.js';

type Expression = (...operands: NDArray[]) => NDArray;

const { abs, add, divide, exp, fuse, less, maximum, multiply, negative, sqrt, square, subtract } = st;

/** Bytes, so that NaN and signs of zeros count. */
function bytesOf(x: NDArray): unknown {
  const own = x.copy();
  const { buffer, byteOffset } = own.data;
  return {
    dtype: x.dtype,
    shape: [...x.shape],
    bytes: Buffer.from(buffer, byteOffset, own.nbytes).toString('hex'),
  };
}

function expectSame(expression: Expression, operands: readonly NDArray[], what: string): void {
  expect(bytesOf(fuse(expression)(...operands)), what).toEqual(bytesOf(expression(...operands)));
}

/** Numbers of both signs, with some zeros. */
function numbers(dtype: DType, shape: readonly number[], seed: number): NDArray {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Array.from({ length: size }, (_, at) => (((at + seed) * 7919) % 97) - 40);
  return st.array(values).reshape(shape).asType(dtype);
}

const expressions: Record<string, Expression> = {
  'the course': (a, b, c) => sqrt(abs(a.add(b).sub(c.mul(2)))),
  'one operation': (a, b) => add(a, b),
  'an operand more than once': (a) => a.mul(a).add(a).mul(a),
  'constants of both sides': (a) => subtract(3, a).mul(2).add(0.5),
  'comparisons and bools': (a, b) => less(a, b).logicalOr(a.greater(3)),
  'a dtype asked for': (a, b) => add(a, b, { dtype: 'float64' }).mul(0.1),
  'parts of smaller shapes': (a, b) => exp(negative(square(a.sub(b).div(50)))),
  'a conversion alone': (a) => a.asType('float64'),
  conversions: (a, b) => st.asType(a.add(b), 'float32').mul(0.3).asType('int16').add(b.asType('float16')),
  'a captured array': (a, b) => maximum(a, st.ones([1], 'float32')).add(b),
};

const reductions: Record<string, Expression> = {
  sum: (a, b) => square(a.sub(b)).sum(),
  'sum over rows': (a, b) => a.mul(b).sum({ axis: 0 }),
  'sum over columns': (a, b) => a.mul(b).sum({ axis: -1, keepdims: true }),
  mean: (a, b) => a.add(b).mean({ axis: 0 }),
  max: (a, b) => abs(a.sub(b)).max(),
  min: (a, b) => a.mul(b).min({ axis: 1 }),
  prod: (a, b) => divide(a.add(b), 50).prod({ axis: 0 }),
  'what follows a reduction': (a, b) =>
    a
      .sub(a.mean({ axis: 0 }))
      .add(b.sum())
      .square()
      .sum()
      .add(1),
  'a sum of converted elements': (a, b) => a.asType('float32').mul(0.1).asType('int64').add(b).sum(),
  'a sum of another dtype': (a, b) => a.add(b).sum({ dtype: 'float64' }),
};

describe.each(availableBackends())('%s', (name) => {
  afterAll(() => setBackend('auto'));
  const dtypes: DType[] = ['float64', 'float32', 'float16', 'int32', 'int64', 'uint8'];
  for (const [what, expression] of Object.entries({ ...expressions, ...reductions })) {
    test(what, () => {
      setBackend(name);
      for (const dtype of dtypes) {
        for (const shapes of [
          [
            [70, 40],
            [70, 40],
            [70, 40],
          ],
          [[70, 1], [40], [70, 40]],
          [[2, 3], [2, 3], [3]],
        ]) {
          const operands = shapes.map((shape, at) => numbers(dtype, shape, at));
          expectSame(expression, operands, `${dtype} ${JSON.stringify(shapes)}`);
        }
      }
    });
  }
  test('is one call of the backend', () => {
    setBackend(name);
    const run = vi.spyOn(backend(), 'run');
    const operands = [
      numbers('float64', [70, 1], 1),
      numbers('float64', [40], 2),
      numbers('float32', [70, 40], 3),
    ];
    const entries = (expression: Expression): string[] => {
      run.mockClear();
      fuse(expression)(...operands);
      return run.mock.calls.map(([entry]) => entry);
    };
    expect(entries(expressions['the course'])).toEqual(['fused']);
    expect(entries((a, b, c) => sqrt(abs(a.add(b).sub(c.mul(2)))).sum())).toEqual(
      name === 'native' ? ['fusedReduce'] : ['fused'],
    );
    run.mockRestore();
  });
  test('mixed dtypes, strides, Fortran order', () => {
    setBackend(name);
    const a = numbers('int16', [40, 70], 1).T;
    const b = numbers('float32', [140, 80], 2).at('::2', '::-2');
    const c = numbers('complex64', [70, 40], 3);
    expectSame((x, y, z) => x.add(y).mul(z).sub(x), [a, b, c], 'complex');
    expectSame((x, y) => x.add(y).sum({ axis: 0 }), [a, b], 'a sum');
    const fortran = numbers('float64', [40, 70], 4).T;
    expectSame((x) => x.mul(2).add(1), [fortran], 'Fortran order');
    expectSame((x) => x.mul(2).sum(), [fortran], 'a sum in Fortran order');
    expect(fuse((x) => x.mul(2).add(1))(fortran).flags.fContiguous).toBe(true);
  });
  test('long sums are added up along the same tree', () => {
    setBackend(name);
    const x = st.linspace(0, 1, 200_003);
    expectSame((a) => a.mul(a).sum(), [x], 'one axis');
    expectSame((a, b) => a.sub(b).abs().sum(), [x.at(':1000', null), x.at('1000:1170')], 'broadcast');
  });
  test('what is not elementwise works on elements made first', () => {
    setBackend(name);
    const x = numbers('float64', [50, 30], 1);
    expectSame((a) => st.matmul(a.mul(2), st.ones([30, 2])).add(1), [x], 'matmul');
    expectSame((a) => st.where(a.greater(0), a.mul(2), 0).add(1), [x], 'where');
    expectSame((a) => st.std(a.add(1), { axis: 0 }), [x], 'std');
    const halves = numbers('float16', [50, 30], 1);
    expectSame((a) => st.nextafter(a.add(1), st.ones([30], 'float16')), [halves], 'nextafter');
    const out = st.zeros([50, 30]);
    expect(fuse((a) => add(a.mul(2), 1, { out }))(x)).toBe(out);
    expect(out.get(0, 0)).toBe(Number(x.get(0, 0)) * 2 + 1);
  });
  test('any expression of any operands', () => {
    setBackend(name);
    const operations = [add, subtract, multiply, maximum] as unknown as ((
      a: NDArray,
      b: NDArray,
    ) => NDArray)[];
    const step = fc.tuple(fc.nat(3), fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.boolean(), (steps, summed) => {
        const expression: Expression = (...operands) => {
          const made = [...operands];
          for (const [which, a, b] of steps)
            made.push(operations[which](made[a % made.length], made[b % made.length]));
          const last = made[made.length - 1];
          return summed ? last.sum() : last;
        };
        const operands = [
          numbers('float64', [40, 30], 1),
          numbers('float32', [30], 2),
          numbers('int32', [40, 1], 3),
        ];
        expectSame(expression, operands, JSON.stringify(steps));
      }),
      { numRuns: 25 },
    );
  });
});

describe('fuse', () => {
  test('takes lists, scalars and typed arrays', () => {
    expect(fuse((a, b) => a.add(b))([1, 2], 3).toArray()).toEqual([4, 5]);
    expect(fuse((a) => a.mul(2))(new Float32Array([1, 2])).dtype).toBe('float32');
  });
  test('may give an argument back, or what has nothing to do with them', () => {
    const x = st.ones([3]);
    expect(fuse((a) => a)(x)).toBe(x);
    expect(fuse(() => x)()).toBe(x);
    expect(fuse((a) => a.asType('float64', { copy: false }))(x)).toBe(x);
    expect(fuse((a) => a.asType('float64'))(x)).not.toBe(x);
  });
  test('keeps static types', () => {
    const norm = fuse((a: NDArray<'float64', [number, 3]>) => a.mul(a).sum({ axis: 1 }));
    expectTypeOf(norm(st.ones([5, 3]))).toEqualTypeOf<NDArray<'float64', [number]>>();
    // @ts-expect-error the expression wants rows of 3
    expect(norm(st.ones([5, 4])).shape).toEqual([5]);
  });
  test('nests', () => {
    const inner = fuse((a) => a.mul(2));
    expect(fuse((a) => inner(a.add(1)).add(a))(st.ones([2])).toArray()).toEqual([5, 5]);
  });
  test('says what is wrong', () => {
    expect(() => fuse(3 as never)).toThrow(ArgumentError);
    expect(() => fuse((a) => a.at(0).add(1))([1, 2])).toThrow(/reads elements/);
    expect(() => fuse((a) => a.asType('int8', { casting: 'safe' }))([1, 2])).toThrow(/does not cast/);
    expect(() => fuse((a) => a.add(a.get(0)))([1, 2])).toThrow(/reads elements/);
    expect(() => fuse((a, b) => a.add(b))(st.ones([2]), st.ones([3]))).toThrow(ShapeError);
  });
  test('leaves nothing behind when the expression throws', () => {
    const fails = fuse((a) => {
      a.add(1);
      throw new Error('own');
    });
    expect(() => fails([1])).toThrow('own');
    expect(add([1], 1).toArray()).toEqual([2]);
    expect(
      new NDArray({ data: new Float64Array(1), dtype: 'float64', shape: [1], strides: [8] }).add(1).get(0),
    ).toBe(1);
  });
});
