/** What kernels do for large arrays is what the reference does: every function here at a size from which they run. */
import { afterAll, describe, expect, it } from 'vitest';
import * as st from '../../src/index.js';
import { setBackend } from '../../src/kernels/select.js';
import { availableBackends } from '../kernels/available.js';

afterAll(() => setBackend('auto'));

const n = 3000;
const noise = (i: number): number => ((i * 7919 + 13) % 1000003) % 997;
const x = st.array(Float64Array.from({ length: n }, (_, i) => noise(i) / 100 - 5)).reshape([60, 50]);
const dtypes = [
  'float64',
  'float32',
  'float16',
  'int64',
  'uint8',
  'bool',
  'complex64',
  'complex128',
] as const;
const mask = st.array(Uint8Array.from({ length: n }, (_, i) => Number(noise(i) % 3 === 0))).asType('bool');
const grid = mask.reshape([60, 50]);
const picks = st.array(BigInt64Array.from({ length: n }, (_, i) => BigInt((noise(i) % 120) - 60)));
const narrow = picks.asType('int16');
const columns = st.array(Int32Array.from({ length: 80 }, (_, i) => (noise(i) % 100) - 50));
const holes = st.where(mask, NaN, x.ravel());
const unbounded = st.where(x.ravel().greater(4), Infinity, st.where(x.ravel().less(-4), -Infinity, holes));
const whole = st.array(BigInt64Array.from({ length: n }, (_, i) => BigInt(noise(i) % 60)));

/** Each as text, so that NaN and dtypes count. */
const results: Record<string, (dtype: (typeof dtypes)[number]) => unknown> = {
  'rows by numbers': (dtype) => x.asType(dtype).at(picks),
  'rows by narrow numbers': (dtype) => x.asType(dtype).at(narrow),
  'columns by numbers': (dtype) => x.asType(dtype).at(':', columns),
  'rows of a view': (dtype) => x.asType(dtype).at('::-2').at(picks.remainder(30)),
  'elements of a strided view': (dtype) => x.asType(dtype).at(':', 7).at(picks),
  'pairs of numbers': (dtype) => x.asType(dtype).at(picks, picks.remainder(50)),
  'a mask': (dtype) => x.asType(dtype).at(grid),
  'a mask of a view': (dtype) => x.asType(dtype).T.at(grid.T),
  'written rows': (dtype) => x.asType(dtype).setAt([whole.at(':40')], x.asType(dtype).at('20:')),
  'written columns': (dtype) => x.asType(dtype).setAt([':', columns], 3),
  'written elements': (dtype) =>
    x.asType(dtype).ravel().setAt([whole], st.arange(n).remainder(7).asType(dtype)),
  'written by pairs': (dtype) => x.asType(dtype).setAt([picks, picks.remainder(50)], 1),
  'written by a mask': (dtype) => x.asType(dtype).setAt([grid], 1),
  'values by a mask': (dtype) => x.asType(dtype).setAt([grid], x.asType(dtype).at('::-1').at(grid)),
  take: (dtype) => [
    st.take(x.asType(dtype), whole),
    st.take(x.asType(dtype), columns, { axis: 1 }),
    st.take(x.asType(dtype), picks.mul(3), { axis: 0, mode: 'wrap' }),
    st.take(x.asType(dtype), picks.mul(3), { axis: 0, mode: 'clip' }),
  ],
  put: (dtype) => [
    st.put(x.asType(dtype), whole, [1, 0, 1]),
    st.put(x.asType(dtype), picks.mul(99), x, { mode: 'wrap' }),
  ],
  compress: (dtype) => [
    st.compress(mask, x.asType(dtype)),
    st.compress(mask.at(':50'), x.asType(dtype), { axis: 1 }),
    st.extract(mask.at(':2000'), x.asType(dtype)),
  ],
  places: (dtype) => {
    const [a, b, c] = [x.asType(dtype), x.asType(dtype), x.asType(dtype)];
    st.putmask(a, grid, x.at('::-1'));
    st.putmask(b, grid, [1, 0, 1]);
    st.place(c, grid, [0, 1, 1]);
    return [a, b, c];
  },
  'where of copyto': (dtype) => {
    const a = x.asType(dtype);
    st.copyto(a, st.zeros([50]).asType(dtype), { where: grid });
    return a;
  },
  select: (dtype) => [
    st.select([mask, x.ravel().greater(0)], [x.ravel().asType(dtype), whole.asType(dtype)]),
    st.choose(whole.remainder(2), [x.ravel().asType(dtype), x.ravel().at('::-1').asType(dtype)]),
  ],
  nonzero: (dtype) => [
    ...st.nonzero(x.asType(dtype)),
    st.argwhere(x.asType(dtype)),
    st.flatnonzero(x.asType(dtype)),
  ],
  repeat: (dtype) => [
    st.repeat(x.asType(dtype), whole.at(':60'), { axis: 0 }),
    st.repeat(x.asType(dtype), 2),
  ],
};

const others: Record<string, () => unknown> = {
  bits: () => [
    st.packbits(grid, { axis: 0 }),
    st.packbits(grid, { axis: 1, bitorder: 'little' }),
    st.packbits(whole),
    st.unpackbits(whole.asType('uint8').reshape([60, 50]), { axis: 1 }),
    st.unpackbits(whole.asType('uint8'), { count: -3 }),
    st.bitwiseCount(picks),
    st.bitwiseCount(picks.asType('int8')),
  ],
  integers: () =>
    (['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const).flatMap((dtype) => {
      const [a, b] = [picks.mul(3).asType(dtype), whole.remainder(13).sub(6).asType(dtype)];
      return [st.fmod(a, b), st.gcd(a, b), st.lcm(a, b)];
    }),
  floats: () => [
    st.fmod(unbounded, x.ravel()),
    st.heaviside(unbounded, 0.5),
    st.heaviside(unbounded.asType('float32').sub(1), x.ravel().asType('float32')),
    ...st.modf(unbounded),
    ...st.modf(unbounded.asType('float16')),
    st.nanToNum(unbounded),
    st.nanToNum(unbounded.asType('float32'), { nan: 1, posinf: 2, neginf: 3 }),
  ],
  close: () =>
    [true, false].flatMap((equalNan) => [
      st.isclose(unbounded, unbounded.add(1e-8), { equalNan }),
      st.isclose(unbounded.asType('float32'), x.ravel().asType('float32'), { rtol: 0.5, atol: 1, equalNan }),
      st.isclose(x, x.at(3), { atol: 2 }),
    ]),
  'NaN skipped': () => [
    st.nancumsum(holes),
    st.nancumprod(holes.reshape([60, 50]), { axis: 0 }),
    st.nanprod(holes.div(5)),
    st.nanargmin(holes),
    st.nanargmax(holes.reshape([60, 50]), { axis: 1 }),
    st.nanmin(holes.asType('float32').reshape([60, 50]), { axis: 0 }),
  ],
  indices: () => [
    st.ravelMultiIndex([whole, picks], [60, 70], { mode: ['raise', 'wrap'] }),
    st.ravelMultiIndex([whole, picks], [60, 7], { mode: 'clip', order: 'F' }),
    ...st.unravelIndex(whole.mul(61), [61, 3, 20]),
    ...st.unravelIndex(whole.mul(61), [61, 3, 20], { order: 'F' }),
    ...st.trilIndices(70, { k: -3, columns: 50 }),
    ...st.triuIndices(70, { k: 3 }),
  ],
  sets: () => [
    st.isin(x, x.at('::2')),
    st.isin(holes, holes, { invert: true }),
    st.isin(picks, whole.at(':9')),
  ],
};

/** Dtype, shape and bytes. */
const bitsOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .map((one: st.NDArray) => {
      const { data } = one.copy('C');
      const bytes = Buffer.from(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
      return `${one.dtype} ${one.shape}: ${bytes.toString('latin1')}`;
    })
    .join('\n');

/** Dtype, shape and elements, with the sign of 0 but not that of NaN. */
const textOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .map((one: st.NDArray) => {
      const elements = Array.from(one.copy('C').data as Iterable<number | bigint>, (v) =>
        Object.is(v, -0) ? '-0' : String(v),
      );
      return `${one.dtype} ${one.shape}: ${elements.join()}`;
    })
    .join('\n');

describe.each(availableBackends().filter((name) => name !== 'js'))('%s', (name) => {
  const both = (run: () => unknown, textOf: (value: unknown) => string): [string, string] =>
    [name, 'js' as const].map((backend) => {
      setBackend(backend);
      return textOf(run());
    }) as [string, string];

  it.each(Object.keys(results))('%s, every dtype', (work) => {
    for (const dtype of dtypes) {
      const [own, reference] = both(() => results[work](dtype), bitsOf);
      if (own !== reference) expect.fail(`${work} of ${dtype} differs`);
    }
  });

  it.each(Object.keys(others))('%s', (work) => {
    const [own, reference] = both(others[work], textOf);
    expect(
      own
        .split('\n')
        .map((line, i) => (line === reference.split('\n')[i] ? '' : `result ${i}`))
        .join(''),
    ).toBe('');
  });

  it('names a number out of bounds, and writes nothing', () => {
    setBackend(name);
    const bad = picks.copy().set(60n, 1234);
    const y = x.copy();
    expect(() => y.at(bad)).toThrow('index 60 is out of bounds for axis 0 with length 60');
    expect(() => y.setAt([bad], 0)).toThrow('index 60 is out of bounds for axis 0 with length 60');
    expect(() => st.take(y, bad, { axis: 0 })).toThrow('index 60 is out of bounds');
    expect(() => st.put(y, bad.mul(50), 0)).toThrow('index 3000 is out of bounds');
    expect(() => st.choose(whole, [y.ravel()])).toThrow('out of bounds for 1 arrays');
    expect(() => st.ravelMultiIndex([whole, whole], [60, 59])).toThrow('index 59 is out of bounds');
    expect(() => st.unravelIndex(whole, [59])).toThrow('index 59 is out of bounds');
    expect(st.arrayEqual(x, y)).toBe(true);
  });

  it('reads an index to the end before it is written over', () => {
    setBackend(name);
    const order = st.arange(0n, 3000n).at('::-1').copy();
    const expected = order.copy().setAt([order.copy()], order.copy());
    expect(st.arrayEqual(order.setAt([order], order), expected)).toBe(true);
    const flags = mask.copy();
    expect(st.any(flags.setAt([flags], false)).item()).toBe(false);
  });
});
