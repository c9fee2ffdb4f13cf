/** What the transforms refuse, and with which words; what they make of empty arrays and scalars. */
import { expect, test } from 'vitest';
import { ArgumentError, AxisError, DTypeError, ShapeError } from '../../src/core/errors.js';
import * as fft from '../../src/fft/index.js';
import { array, broadcastTo, ones, zeros } from '../../src/ops/index.js';

const any = (value: unknown) => value as never;

test.each<[string, () => unknown, abstract new (...args: never[]) => Error, string]>([
  ['n of 0', () => fft.fft([1, 2], { n: 0 }), ArgumentError, 'fft: n is 0; needs a whole number, 1 or more'],
  ['half an n', () => fft.rfft([1, 2], { n: 1.5 }), ArgumentError, 'rfft: n is 1.5'],
  ['n in words', () => fft.ifft([1, 2], { n: any('4') }), ArgumentError, 'ifft: n is 4'],
  ['an empty axis', () => fft.fft(zeros([3, 0])), ArgumentError, 'fft: n is 0'],
  ['one element', () => fft.irfft([1]), ArgumentError, 'irfft: n is 0'],
  ['the norm', () => fft.fft([1], { norm: any('ortogonal') }), ArgumentError, 'fft: norm is ortogonal'],
  ['the norm', () => fft.fftn([1], { norm: any(1) }), ArgumentError, 'fftn: norm is 1'],
  ['the axis', () => fft.hfft([1, 2], { axis: 1 }), AxisError, 'hfft: axis 1 is out of bounds'],
  ['a scalar', () => fft.fft(3), AxisError, 'fft: x is a scalar'],
  ['a scalar', () => fft.rfftn(3), AxisError, 'rfftn: there is no axis'],
  ['no plane', () => fft.fft2([1, 2]), AxisError, 'fft2: axes -2 is out of bounds'],
  [
    'axes twice',
    () => fft.fftn(ones([2, 2]), { axes: [0, -2] }),
    AxisError,
    'fftn: axes names an axis twice',
  ],
  ['no axes', () => fft.irfftn(ones([2, 2]), { axes: [] }), AxisError, 'irfftn: there is no axis'],
  ['axes that are no list', () => fft.fftn(ones([2, 2]), { axes: any(1) }), ArgumentError, 'fftn: axes is 1'],
  ['s and axes', () => fft.fftn(ones([2, 2]), { s: [2], axes: [0, 1] }), ShapeError, 'fftn: s has 1 lengths'],
  ['too long an s', () => fft.fftn(ones([2]), { s: [2, 2] }), AxisError, 'fftn: axes -2 is out of bounds'],
  ['s of 0', () => fft.rfft2(ones([2, 2]), { s: [2, 0] }), ArgumentError, 'rfft2: s is 0'],
  ['complex input', () => fft.rfft([{ re: 1, im: 1 }]), DTypeError, 'rfft: x is complex128; needs real'],
  ['complex input', () => fft.ihfft([{ re: 1, im: 1 }]), DTypeError, 'ihfft: x is complex128'],
  ['complex input', () => fft.rfftn([{ re: 1, im: 1 }]), DTypeError, 'rfftn: x is complex128'],
  ['a real out', () => fft.fft([1, 2], { out: zeros(2) }), DTypeError, 'fft: the result is complex128'],
  [
    'the shape of out',
    () => fft.fft([1, 2], { out: zeros(3, { dtype: 'complex128' }) }),
    ShapeError,
    'fft: out has shape (3,)',
  ],
  [
    'a read-only out',
    () => fft.irfft([1, 2], { out: broadcastTo(zeros(1), [2]) }),
    ArgumentError,
    'irfft: out is read-only',
  ],
  ['out of another kind', () => fft.fft([1, 2], { out: any([0, 0]) }), ArgumentError, 'fft: out is not'],
  ['n of frequencies', () => fft.fftfreq(0), ArgumentError, 'fftfreq: n is 0'],
  ['n of frequencies', () => fft.rfftfreq(2.5), ArgumentError, 'rfftfreq: n is 2.5'],
  ['a spacing of 0', () => fft.fftfreq(4, { d: 0 }), ArgumentError, 'fftfreq: d is 0'],
  ['a shifted axis', () => fft.fftshift([1, 2], { axes: 1 }), AxisError, 'fftshift: axes 1 is out of bounds'],
])('%s is refused', (_what, call, kind, message) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});

test('empty arrays and arrays of empty lines', () => {
  expect(fft.fft(zeros([0, 3])).shape).toEqual([0, 3]);
  expect(fft.rfft(zeros([0, 3])).shape).toEqual([0, 2]);
  expect(fft.irfft(zeros([2, 0, 3])).shape).toEqual([2, 0, 4]);
  expect(fft.fft(zeros(0), { n: 3 }).toArray()).toEqual(Array(3).fill({ re: 0, im: 0 }));
  expect(fft.fftshift(zeros([0, 2])).shape).toEqual([0, 2]);
});

test('no axes give a complex copy', () => {
  expect(fft.fftn(3).item()).toEqual({ re: 3, im: 0 });
  const x = array([{ re: 1, im: 2 }]);
  const y = fft.ifftn(x, { axes: [] });
  expect(y.toArray()).toEqual(x.toArray());
  expect(y.data).not.toBe(x.data);
});

test('an out that is the input', () => {
  const x = array([
    { re: 1, im: 0 },
    { re: 0, im: 1 },
  ]);
  const want = fft.fft(x).toArray();
  expect(fft.fft(x, { out: x })).toBe(x);
  expect(x.toArray()).toEqual(want);
});

test('input is never written', () => {
  const x = array(
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    { dtype: 'complex128' },
  );
  const before = JSON.stringify(x.toArray());
  fft.fftn(x);
  fft.ifft(x, { axis: 0 });
  fft.irfftn(x);
  fft.hfft(x);
  expect(JSON.stringify(x.toArray())).toBe(before);
});
