/** The functions that move, pick and make elements: against stored NumPy results, and what they refuse. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';
import { expectLike, type Packed, scattered, unpack } from '../ops/fixtures.js';

interface Argument {
  readonly array?: Packed;
  readonly arrays?: readonly Packed[];
  readonly value?: unknown;
}
interface Case {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly options: object | null;
  readonly out: Packed | readonly Packed[];
}

const cases = JSON.parse(
  readFileSync(new URL('../conformance/fixtures/standard/functions.json', import.meta.url), 'utf8'),
) as Case[];
type Result = st.NDArray | st.NDArray[];
const functions = st as unknown as Record<string, (...args: unknown[]) => Result>;

function argumentOf({ array, arrays, value }: Argument, change: (x: st.NDArray) => st.NDArray): unknown {
  if (array !== undefined) return change(unpack(array));
  return arrays === undefined ? value : arrays.map((one) => change(unpack(one)));
}

describe('against NumPy', () => {
  for (const name of new Set(cases.map((one) => one.name))) {
    test(name, () => {
      cases.forEach((one, at) => {
        if (one.name !== name) return;
        for (const change of [(x: st.NDArray) => x, scattered]) {
          const args = one.args.map((arg) => argumentOf(arg, change));
          const got = functions[name](...args, ...(one.options === null ? [] : [one.options]));
          const what = `${name}, case ${at}`;
          if (!Array.isArray(one.out)) {
            expectLike(got as st.NDArray, unpack(one.out as Packed), 0, what);
            continue;
          }
          const list = got as st.NDArray[];
          expect(list.length, what).toBe(one.out.length);
          one.out.forEach((packed, i) => {
            expectLike(list[i], unpack(packed), 0, what);
          });
        }
      });
    });
  }
});

describe('what is refused', () => {
  const x = st.arange(6).reshape(2, 3);
  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['roll of a fraction', () => st.roll(x, 1.5), st.ArgumentError],
    ['roll along no axis', () => st.roll(x, 1, 2), st.AxisError],
    ['roll of three shifts on two axes', () => st.roll(x, [1, 2, 3], [0, 1]), st.ArgumentError],
    ['repeat a negative number of times', () => st.repeat(x, -1), st.ArgumentError],
    ['repeat by a list of another length', () => st.repeat(x, [1, 2], { axis: 1 }), st.ShapeError],
    ['tile half a time', () => st.tile(x, 0.5), st.ArgumentError],
    ['unstack of a scalar', () => st.unstack(st.array(1)), st.AxisError],
    ['take out of bounds', () => st.take(x, [6]), st.IndexError],
    ['take by fractions', () => st.take(x, [0.5]), st.IndexError],
    ['take by bools', () => st.take(x, [true]), st.IndexError],
    ['take of nothing', () => st.take(st.zeros(0), [0], { mode: 'wrap' }), st.IndexError],
    ['take in an unknown mode', () => st.take(x, [0], { mode: 'no' as 'wrap' }), st.ArgumentError],
    ['takeAlongAxis with another number of axes', () => st.takeAlongAxis(x, [0]), st.ShapeError],
    ['takeAlongAxis where shapes differ', () => st.takeAlongAxis(x, [[0], [0], [0]]), st.ShapeError],
    ['put in a read-only array', () => st.put(x.broadcastTo([2, 3]), [0], [1]), st.ArgumentError],
    ['compress by a matrix', () => st.compress([[true]], x), st.ShapeError],
    ['choose from none', () => st.choose([0], []), st.ArgumentError],
    ['choose out of bounds', () => st.choose([-1], [x]), st.IndexError],
    ['tril of a scalar', () => st.tril(st.array(1)), st.ShapeError],
    ['triu at half a diagonal', () => st.triu(x, 0.5), st.ArgumentError],
    ['meshgrid of a matrix', () => st.meshgrid(x), st.ShapeError],
    [
      'meshgrid with an unknown indexing',
      () => st.meshgrid([1], { indexing: 'yx' as 'xy' }),
      st.ArgumentError,
    ],
    ['diff of a scalar', () => st.diff(1), st.ArgumentError],
    ['diff a negative number of times', () => st.diff(x, { n: -1 }), st.ArgumentError],
    ['broadcastShapes that do not', () => st.broadcastShapes([2], [3]), st.ShapeError],
    ['finfo of an integer', () => st.finfo('int8'), st.DTypeError],
    ['iinfo of a float', () => st.iinfo('float32'), st.DTypeError],
    ['isdtype of no dtype', () => st.isdtype('int3' as 'int8', 'bool'), st.DTypeError],
    ['isdtype of no kind', () => st.isdtype('int8', 'integer' as 'integral'), st.ArgumentError],
    ['another device', () => st.zeros(2, { device: 'cuda' as 'cpu' }), st.ArgumentError],
    ['asarray on another device', () => st.asarray([1], { device: 'gpu' as 'cpu' }), st.ArgumentError],
    ['toDevice elsewhere', () => x.toDevice('gpu' as 'cpu'), st.ArgumentError],
    ['fromDlpack of a list', () => st.fromDlpack([1] as never), st.ArgumentError],
    [
      'fromDlpack past the memory',
      () => st.fromDlpack({ data: new Int8Array(2), shape: [3] }),
      st.ArgumentError,
    ],
    [
      'fromDlpack of clamped bytes',
      () => st.fromDlpack({ data: new Uint8ClampedArray(2), shape: [2] }),
      st.DTypeError,
    ],
    ['mT of a vector', () => st.arange(3).mT, st.ShapeError],
    ['geomspace through 0', () => st.geomspace(-1, 1), st.ArgumentError],
    ['an unknown version', () => x.arrayNamespace('2030.12'), st.ArgumentError],
    ['an unknown print option', () => st.setPrintoptions({ digits: 3 } as never), st.ArgumentError],
  ])('%s', (_what, call, error) => {
    expect(call).toThrow(error);
  });
});

describe('writing by number', () => {
  test('put uses values again, and writes through views', () => {
    const x = st.zeros([2, 3]);
    expect(st.put(x, [0, -1, 2], [5, 6])).toBe(x);
    expect(x.toArray()).toEqual([
      [5, 0, 5],
      [0, 0, 6],
    ]);
    x.T.put([1], 9);
    expect(x.get(1, 0)).toBe(9);
    x.itemset(1, 1, 4);
    x.itemset(1, 8);
    expect(x.tolist()).toEqual([
      [5, 8, 5],
      [9, 4, 6],
    ]);
  });
  test('putAlongAxis is the inverse of takeAlongAxis', () => {
    const x = st.array([
      [3, 1, 2],
      [9, 7, 8],
    ]);
    const order = [
      [1, 2, 0],
      [1, 2, 0],
    ];
    const y = st.zerosLike(x);
    st.putAlongAxis(y, order, st.takeAlongAxis(x, order));
    expect(y.toArray()).toEqual(x.toArray());
  });
  test('take writes into out', () => {
    const out = st.zeros(2, 'float32');
    expect(st.take([1, 2, 3], [2, 0], { out })).toBe(out);
    expect(out.toArray()).toEqual([3, 1]);
  });
});

describe('dtypes and the namespace', () => {
  test('finfo and iinfo', () => {
    expect(st.finfo('float64')).toEqual({
      dtype: 'float64',
      bits: 64,
      eps: Number.EPSILON,
      epsneg: Number.EPSILON / 2,
      max: Number.MAX_VALUE,
      min: -Number.MAX_VALUE,
      smallestNormal: 2 ** -1022,
      smallestSubnormal: Number.MIN_VALUE,
      tiny: 2 ** -1022,
      precision: 15,
      resolution: 1e-15,
    });
    expect(st.finfo(st.zeros(1, 'complex64')).max).toBe(3.4028234663852886e38);
    expect([st.finfo('float16').max, st.finfo('float16').precision]).toEqual([65504, 3]);
    expect(st.iinfo('int64').min).toBe(-(2n ** 63n));
    expect(st.iinfo(st.zeros(1, 'uint16'))).toEqual({ dtype: 'uint16', bits: 16, max: 65535, min: 0 });
  });
  test('isdtype knows every kind', () => {
    const kinds = [
      'bool',
      'signed integer',
      'unsigned integer',
      'integral',
      'real floating',
      'complex floating',
      'numeric',
    ] as const;
    const counts = kinds.map((kind) => st.dtypeNames.filter((dtype) => st.isdtype(dtype, kind)).length);
    expect(counts).toEqual([1, 4, 4, 8, 3, 2, 13]);
    expect(st.isdtype('bool', 'bool')).toBe(true);
    expect(st.isdtype('int8', ['int16', 'int8'])).toBe(true);
  });
  test('inspection', () => {
    const info = st.arrayNamespaceInfo();
    expect(info.devices()).toEqual(['cpu']);
    expect(info.defaultDtypes()['real floating']).toBe(st.zeros(1).dtype);
    expect(info.defaultDtypes().indexing).toBe(st.argmax([1]).dtype);
    expect(Object.keys(info.dtypes()).sort()).toEqual([...st.dtypeNames].sort());
    expect(Object.keys(info.dtypes({ kind: ['bool', 'complex floating'] }))).toEqual([
      'bool',
      'complex64',
      'complex128',
    ]);
    expect(Object.keys(info.capabilities()).sort()).toEqual([
      'boolean indexing',
      'data-dependent shapes',
      'max dimensions',
    ]);
  });
  test('an array finds its functions', () => {
    const namespace = st.arange(3).arrayNamespace('2024.12');
    expect(namespace.add).toBe(st.add);
    expect(namespace.resultType).toBe(st.resultType);
  });
  test('dlpack shares memory, with strides in elements', () => {
    const x = st.arange(6).reshape(2, 3).T;
    const capsule = x.__dlpack__();
    expect([capsule.shape, capsule.strides, capsule.byteOffset]).toEqual([[3, 2], [1, 3], 0]);
    const same = st.fromDlpack({ __dlpack__: () => capsule });
    same.set(100, 2, 1);
    expect(x.get(2, 1)).toBe(100);
    const own = st.fromDlpack(x, { copy: true });
    own.set(0, 2, 1);
    expect(x.get(2, 1)).toBe(100);
    expect(
      st.fromDlpack({ data: new Uint16Array([0x3c00]), shape: [1], dtype: 'float16' }).toArray(),
    ).toEqual([1]);
    expect(st.fromDlpack({ data: new Uint16Array([7]), shape: [1] }).dtype).toBe('uint16');
    expect(x.__dlpackDevice__()).toEqual([1, 0]);
  });
  test('other names are the same functions', () => {
    const names: [string, string][] = [
      ['pow', 'power'],
      ['absolute', 'abs'],
      ['concat', 'concatenate'],
      ['conjugate', 'conj'],
      ['mod', 'remainder'],
      ['trueDivide', 'divide'],
      ['invert', 'bitwiseInvert'],
      ['bitwiseNot', 'bitwiseInvert'],
      ['arcsin', 'asin'],
      ['arctan2', 'atan2'],
      ['arccosh', 'acosh'],
      ['bitwiseLeftShift', 'leftShift'],
      ['bitwiseRightShift', 'rightShift'],
      ['amax', 'max'],
      ['amin', 'min'],
      ['astype', 'asType'],
    ];
    for (const [name, first] of names) expect(functions[name], name).toBe(functions[first]);
  });
});

test("ranges on a logarithmic scale are NumPy's, their ends exact", () => {
  expect(st.geomspace(1, 1000, 4).toArray().map(Math.round)).toEqual([1, 10, 100, 1000]);
  expect(st.geomspace(-3, -48, 5).toArray()[4]).toBe(-48);
  expect(st.geomspace(1, 256, 9, { dtype: 'int32' }).dtype).toBe('int32');
  expect(st.logspace(0, 3, 4, { base: 2 }).toArray()).toEqual([1, 2, 4, 8]);
  expect(st.logspace(0, 1, 0).shape).toEqual([0]);
});

test('linspace between complex numbers', () => {
  const line = st.linspace({ re: 0, im: 1 }, 2, 3);
  expect(line.toArray()).toEqual([
    { re: 0, im: 1 },
    { re: 1, im: 0.5 },
    { re: 2, im: 0 },
  ]);
  expect(st.linspace(0, { re: 1, im: 1 }, 2, { dtype: 'complex64' }).dtype).toBe('complex64');
  expect(st.linspace(0, { re: 1, im: 1 }, 2, { endpoint: false }).get(1)).toEqual({ re: 0.5, im: 0.5 });
});

test('bytes, and bytes in reverse', () => {
  const x = st.array(
    [
      [1, 2],
      [3, 4],
    ],
    { dtype: 'int16' },
  );
  expect([...x.tobytes('F')]).toEqual([1, 0, 3, 0, 2, 0, 4, 0]);
  expect(x.T.byteswap().byteswap().toArray()).toEqual(x.T.toArray());
  expect(x.byteswap().get(0, 1)).toBe(512);
  const z = st.array([{ re: 1, im: -2 }]);
  expect(z.byteswap().byteswap().toArray()).toEqual(z.toArray());
});

test('print options hold until they are taken back', () => {
  {
    using _ = st.printoptions({ precision: 2 });
    expect(String(st.array([Math.PI]))).toBe('[3.14]');
    expect(st.getPrintoptions().precision).toBe(2);
  }
  expect(String(st.array([Math.PI]))).toBe('[3.14159265]');
  expect(st.array2string([1, 2.5], { separator: ', ' })).toBe('[1. , 2.5]');
  expect(st.arrayRepr(st.array([1, 2], { dtype: 'int8' }))).toBe('array([1, 2], dtype=int8)');
});
