/** Laws of the functions beyond the standard, and what stored calls cannot show: options, writes, memory. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArgumentError, AxisError, ShapeError } from '../../src/core/errors.js';
import * as st from '../../src/index.js';

const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 20 });

it('what padding surrounds is the array itself', () => {
  const modes = fc.constantFrom(
    'constant',
    'edge',
    'reflect',
    'symmetric',
    'wrap',
    'linear_ramp',
    'mean' as const,
  );
  fc.assert(
    fc.property(lengths, fc.nat(9), fc.nat(9), modes, (shape, before, after, mode) => {
      const x = st.arange(shape.reduce((a, b) => a * b, 1)).reshape(shape) as st.NDArray;
      const padded = st.pad(x, [before, after], { mode: mode as st.PadMode });
      const inside = shape.map((length) => st.slice(before, before + length));
      expect(st.arrayEqual(padded.at(...inside) as st.NDArray, x)).toBe(true);
      // Borders that only repeat have nothing else in them.
      if (mode === 'reflect' || mode === 'wrap') expect(padded.max().item()).toBe(x.max().item());
    }),
  );
});

it('positions and indices are each other undone', () => {
  fc.assert(
    fc.property(lengths, fc.constantFrom('C' as const, 'F' as const), (shape, order) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const indices = st.unravelIndex(st.arange(size).asType('int64'), shape, { order });
      const back = st.ravelMultiIndex(indices, shape, { order });
      expect(back.toArray()).toEqual(Array.from({ length: size }, (_, i) => BigInt(i)));
      expect([...st.ndindex(shape)].length).toBe(size);
    }),
  );
});

it('bits packed and unpacked are the same bits', () => {
  const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(
      bits,
      fc.constantFrom('big' as const, 'little' as const),
      fc.nat(5),
      (list, bitorder, skip) => {
        const x = st.array(list).at(st.slice(Math.min(skip, list.length - 1), null)) as st.NDArray;
        const back = st.unpackbits(st.packbits(x, { bitorder }), { bitorder, count: x.size });
        expect(back.asType('bool').toArray()).toEqual(x.toArray());
      },
    ),
  );
  // Bytes of other memory seen as bools may be anything but 0.
  const odd = st.array([2, 0, 255, 1, 0, 0, 0, 7], { dtype: 'uint8' }).view('bool');
  expect(st.packbits(odd).toArray()).toEqual([0b10110001]);
});

it('what was put in can be taken out again', () => {
  fc.assert(
    fc.property(numbers, fc.nat(20), fc.integer(), (list, place, value) => {
      const at = place % (list.length + 1);
      const longer = st.insert(list, at, value);
      expect(st.deleteAt(longer, at).toArray()).toEqual(list);
    }),
  );
});

it('convolution multiplies polynomials, and correlation is convolution backwards', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: -2, max: 2 }), (a, b, x) => {
      const product = st.convolve(a, b);
      const value = (p: number[]) => st.polyval(p, x).item() as number;
      // Adding 0 makes -0 a 0.
      expect((st.polyval(product, x).item() as number) + 0).toBe(value(a) * value(b) + 0);
      const mirrored = st.correlate(a, [...b].reverse(), { mode: 'full' });
      expect(mirrored.toArray()).toEqual(product.toArray());
    }),
  );
});

it('skipping nothing is the ordinary reduction', () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const x = st.array(list);
      expect(st.nansum(x).item()).toBe(x.sum().item());
      expect(st.nanvar(x).item()).toBe(x.var().item());
      const holed = st.append(x, [NaN, NaN]);
      expect(st.nanmax(holed).item()).toBe(x.max().item());
      expect(st.nanmean(holed).item()).toBe(x.mean().item());
      expect(st.nanvar(holed).item()).toBeCloseTo(x.var().item(), 12);
    }),
  );
});

it('results go where they are asked to', () => {
  const out = st.zeros(2);
  const holed = st.array([
    [1, NaN],
    [3, 4],
  ]);
  expect(st.nansum(holed, { axis: 1, out })).toBe(out);
  expect(out.toArray()).toEqual([1, 7]);
  st.nanmean(holed, { axis: 0, out });
  expect(out.toArray()).toEqual([2, 4]);
  st.round([1.25, 2.5], { decimals: 1, out });
  expect(out.toArray()).toEqual([1.2, 2.5]);
  expect(() => st.nansum(holed, { axis: 0, out: st.zeros(3) })).toThrow(ShapeError);
  expect(() => st.nanstd(holed, { axis: 2 })).toThrow(AxisError);
});

it('skipping NaN, a mask and an initial value count as in NumPy', () => {
  const x = st.array([
    [1, NaN, 3],
    [4, 5, 6],
  ]);
  const where = [
    [true, true, false],
    [false, true, true],
  ];
  // numpy.nansum(x, axis=0, where=where) and so on.
  const masked = { axis: 0, where };
  expect(st.nansum(x, masked).toArray()).toEqual([1, 5, 6]);
  expect(st.nansum(x, { axis: 0, initial: 10 }).toArray()).toEqual([15, 15, 19]);
  expect(st.nanprod(x, masked).toArray()).toEqual([1, 5, 6]);
  expect(st.nanprod(x, { axis: 0, initial: 10 }).toArray()).toEqual([40, 50, 180]);
  expect(st.nanmax(x, { ...masked, initial: 0 }).toArray()).toEqual([1, 5, 6]);
  expect(st.nanmin(x, { ...masked, initial: 0 }).toArray()).toEqual([0, 0, 0]);
  expect(st.nanmax(x, { axis: 0, initial: 10 }).toArray()).toEqual([10, 10, 10]);
  expect(st.nanmax(x, { initial: -1 }).item()).toBe(6);
  expect(() => st.nanmax(x, masked)).toThrow('needs an initial value');
  expect(st.nanmean(x, masked).toArray()).toEqual([1, 5, 6]);
  expect(st.nanvar(x, masked).toArray()).toEqual([0, 0, 0]);
  expect(st.nanstd(x, { where }).item()).toBeCloseTo(2.160246899469287, 14);
  expect(st.nanmean(st.array([1n, 2n, 6n]), { where: [true, false, true] }).item()).toBe(3.5);
  expect(st.nanmean(x, { axis: 1, where: [false, true, false] }).toArray()).toEqual([NaN, 5]);
});

it('writes through views, and never into what is read-only', () => {
  const x = st.zeros([2, 3]);
  st.put(x.T, [1], 5);
  st.copyto(x.at(1) as st.NDArray, x.at(0) as st.NDArray, { where: [true, true, false] });
  expect(x.toArray()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  st.put(x.T, [0, 3], [7, 8]);
  expect(x.toArray()).toEqual([
    [7, 0, 0],
    [0, 8, 0],
  ]);
  const frozen = x.broadcastTo([2, 2, 3]);
  for (const write of [
    () => st.put(frozen, [0], 1),
    () => st.putmask(frozen, frozen.greater(0), 1),
    () => st.place(frozen, frozen.greater(0), 1),
    () => st.fillDiagonal(frozen, 1),
    () => st.copyto(frozen, 1),
    () => st.putAlongAxis(frozen, [[[0]]], 1, 0),
  ])
    expect(write).toThrow(ArgumentError);
});

it('shifts that overlap are copied as they were', () => {
  const x = st.arange(6);
  st.copyto(x.at('1:') as st.NDArray, x.at(':-1') as st.NDArray, { where: [true, true, true, true, true] });
  expect(x.toArray()).toEqual([0, 0, 1, 2, 3, 4]);
});

it('memory is shared where elements are', () => {
  const x = st.arange(12).reshape([3, 4]);
  expect(st.sharesMemory(x, x.T)).toBe(true);
  expect(st.sharesMemory(x.at(':', '::2'), x.at(':', '1::2'))).toBe(false);
  expect(st.mayShareMemory(x.at(':', '::2'), x.at(':', '1::2'))).toBe(true);
  expect(st.sharesMemory(x, x.copy())).toBe(false);
});

it('prints as the options say until they change', () => {
  const x = st.array([1 / 3]);
  st.setPrintoptions({ precision: 3 });
  expect(String(x)).toBe('[0.333]');
  st.setPrintoptions({ precision: 8 });
  expect(String(x)).toBe('[0.33333333]');
  expect(() => st.setPrintoptions({ precision: -1 })).toThrow(/needs a number, 0 or more/);
});
