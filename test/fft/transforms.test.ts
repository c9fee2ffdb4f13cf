/** Transforms against the sum that defines them, and the laws they obey, on each backend. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import * as fft from '../../src/fft/index.js';
import { setBackend, setThreads } from '../../src/kernels/select.js';
import { array, asType, copy, fromBuffer, multiply, real, zeros } from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { slotsOf } from '../ops/fixtures.js';

type Spectrum = NDArray<'complex128' | 'complex64'>;

let state = 1;
/** In [-0.5, 0.5), the same in every run. */
function random(): number {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return state / 0x7fffffff - 0.5;
}

function randomComplex(...shape: number[]): NDArray<'complex128'> {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float64Array.from({ length: 2 * size }, random);
  return fromBuffer(data.buffer, { dtype: 'complex128' }).reshape(shape) as never;
}

/** The definition, each root from its own angle of at most a turn. */
function direct(x: readonly number[]): Float64Array {
  const n = x.length / 2;
  const cosine = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sine = Float64Array.from({ length: n }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  const y = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const at = (j * k) % n;
      y[2 * k] += x[2 * j] * cosine[at] - x[2 * j + 1] * sine[at];
      y[2 * k + 1] += x[2 * j] * sine[at] + x[2 * j + 1] * cosine[at];
    }
  }
  return y;
}

function relativeError(got: ArrayLike<number | bigint>, want: ArrayLike<number | bigint>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < want.length; i++) {
    difference += (Number(got[i]) - Number(want[i])) ** 2;
    size += Number(want[i]) ** 2;
  }
  expect(got.length).toBe(want.length);
  return Math.sqrt(difference / (size || 1));
}

/** The definition itself is off by about n/3 units of roundoff where n is large. */
const tolerance64 = 1e-14;
const tolerance32 = 1e-6;

const lengths = [
  ...Array.from({ length: 64 }, (_, i) => i + 1),
  67, 97, 101, 103, 121, 127, 128, 143, 169, 206, 211, 243, 256, 500, 512, 770, 1000, 1009, 1024,
]; // biome-ignore format: a list

afterAll(() => {
  setBackend('auto');
  setThreads(0);
});

describe.each(availableBackends())('%s', (name) => {
  test('one line and many are what the definition says, along either axis', () => {
    setBackend(name);
    for (const n of lengths) {
      // The reference treats every line alike.
      const rows = name === 'js' ? 2 : n > 128 ? 3 : 19;
      const x = randomComplex(rows, n);
      const want = new Float64Array(2 * rows * n);
      for (let row = 0; row < rows; row++) {
        want.set(direct(slotsOf(x.at(row) as NDArray) as number[]), 2 * row * n);
      }
      const single = asType(x, 'complex64');
      const turned = copy(x.transpose(), 'C');
      expect(relativeError(slotsOf(fft.fft(x)), want), `rows of ${n}`).toBeLessThan(tolerance64);
      expect(relativeError(slotsOf(fft.fft(turned, { axis: 0 }).transpose()), want)).toBeLessThan(
        tolerance64,
      );
      expect(relativeError(slotsOf(fft.fft(single)), want), `single ${n}`).toBeLessThan(tolerance32);
      const line = x.at('0:1').reshape(-1) as NDArray<'complex128'>;
      const first = want.subarray(0, 2 * n);
      expect(relativeError(slotsOf(fft.fft(line)), first), `one of ${n}`).toBeLessThan(tolerance64);
      expect(relativeError(slotsOf(fft.ifft(fft.fft(line))), slotsOf(line))).toBeLessThan(tolerance64);
      expect(relativeError(slotsOf(fft.fft(asType(line, 'complex64'))), first)).toBeLessThan(tolerance32);
    }
  });

  test('real transforms are the halves of complex ones, and come back', () => {
    setBackend(name);
    const isReference = name === 'js';
    for (const n of isReference ? lengths.filter((n) => n < 260) : [...lengths, 2001, 4098]) {
      for (const rows of isReference ? [2] : n > 1000 ? [1, 3] : [1, 2, 17]) {
        const x = copy(real(randomComplex(rows, n)), 'C') as NDArray<'float64'>;
        const half = Math.floor(n / 2) + 1;
        const want = slotsOf(copy(fft.fft(x).at(':', `:${half}`) as NDArray, 'C'));
        const turned = copy(x.transpose(), 'C');
        const spectrum = fft.rfft(x);
        expect(relativeError(slotsOf(spectrum), want), `${rows} of ${n}`).toBeLessThan(tolerance64);
        expect(relativeError(slotsOf(fft.rfft(turned, { axis: 0 }).transpose()), want)).toBeLessThan(
          tolerance64,
        );
        expect(relativeError(slotsOf(fft.irfft(spectrum, { n })), slotsOf(x))).toBeLessThan(tolerance64);
        const back = fft.irfft(copy(spectrum.transpose(), 'C'), { n, axis: 0 });
        expect(relativeError(slotsOf(back.transpose()), slotsOf(x))).toBeLessThan(tolerance64);
        const single = fft.irfft(fft.rfft(asType(x, 'float32')), { n });
        expect(relativeError(slotsOf(single), slotsOf(x)), `single ${n}`).toBeLessThan(tolerance32);
        // Spectra of real lines are real where symmetry says so, exactly.
        expect(slotsOf(spectrum)[1]).toBe(0);
        if (n % 2 === 0) expect(slotsOf(spectrum)[2 * half - 1]).toBe(0);
      }
    }
  });

  test('long lines: an impulse gives roots of unity, energy and the way back', () => {
    setBackend(name);
    for (const n of name === 'js' ? [4096, 6007] : [30011, 2 ** 16, 3 * 5 ** 6]) {
      const at = Math.floor(n / 3);
      const impulse = zeros([n], { dtype: 'complex128' });
      impulse.data[2 * at] = 1;
      const roots = slotsOf(fft.fft(impulse)) as number[];
      for (const k of [0, 1, 7, Math.floor(n / 2), n - 1]) {
        const angle = (2 * Math.PI * ((at * k) % n)) / n;
        expect(Math.abs(roots[2 * k] - Math.cos(angle))).toBeLessThan(4e-15);
        expect(Math.abs(roots[2 * k + 1] + Math.sin(angle))).toBeLessThan(4e-15);
      }
      const x = randomComplex(n);
      const spectrum = fft.fft(x, { norm: 'ortho' });
      const energy = (values: readonly (number | bigint)[]) =>
        values.reduce<number>((sum, v) => sum + Number(v) ** 2, 0);
      expect(energy(slotsOf(spectrum)) / energy(slotsOf(x))).toBeCloseTo(1, 12);
      expect(relativeError(slotsOf(fft.ifft(spectrum, { norm: 'ortho' })), slotsOf(x))).toBeLessThan(
        tolerance64,
      );
      const single = fft.ifft(fft.fft(asType(x, 'complex64')));
      expect(relativeError(slotsOf(single), slotsOf(x))).toBeLessThan(tolerance32);
      const line = copy(real(x), 'C') as NDArray<'float64'>;
      expect(relativeError(slotsOf(fft.irfft(fft.rfft(line), { n })), slotsOf(line))).toBeLessThan(
        tolerance64,
      );
    }
  });

  test('a line of NaN or of huge numbers leaves the lines beside it alone', () => {
    setBackend(name);
    for (const n of [8, 15, 60, 211]) {
      const x = copy(real(randomComplex(9, n)), 'C') as NDArray<'float64'>;
      const alone = [fft.fft(x), fft.rfft(x)].map((y) => slotsOf(y.at(3) as NDArray));
      x.at(2).fill(Number.NaN);
      x.at(4).fill(1e300);
      const beside = [fft.fft(x), fft.rfft(x)].map((y) => slotsOf(y.at(3) as NDArray));
      expect(beside).toEqual(alone);
      expect(slotsOf(fft.fft(x).at(2) as NDArray)[0]).toBeNaN();
    }
  });

  test('laws', () => {
    setBackend(name);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 500 }), (n, by) => {
        const [x, y] = [randomComplex(n), randomComplex(n)];
        const [fx, fy] = [fft.fft(x), fft.fft(y)];
        const sum = fft.fft(x.add(multiply(2, y)) as Spectrum);
        expect(relativeError(slotsOf(sum), slotsOf(fx.add(multiply(2, fy))))).toBeLessThan(tolerance64);
        // Moving the input around by `by` turns element k by exp(-2 pi i k by / n).
        const moved = array(Array.from({ length: n }, (_, i) => x.get((((i - by) % n) + n) % n)));
        const turns = Array.from({ length: n }, (_, k) => {
          const angle = (2 * Math.PI * ((k * by) % n)) / n;
          return { re: Math.cos(angle), im: -Math.sin(angle) };
        });
        const turned = multiply(fx, array(turns)) as NDArray;
        expect(relativeError(slotsOf(fft.fft(moved)), slotsOf(turned))).toBeLessThan(tolerance64);
        // Spectra of real lines are Hermitian.
        const whole = slotsOf(fft.fft(real(x))) as number[];
        for (let k = 1; k < n; k++) expect(whole[2 * k] - whole[2 * (n - k)]).toBeCloseTo(0, 11);
        expect(relativeError(slotsOf(fft.hfft(fft.ihfft(real(x)), { n })), slotsOf(real(x)))).toBeLessThan(
          tolerance64,
        );
      }),
      { numRuns: 40 },
    );
  });
});

test('threads change no bit', () => {
  setBackend('auto');
  const shapes: [number[], number][] = [
    [[20, 1000], 1],
    [[1000, 20], 0],
    [[2 ** 15], 0],
    [[30011], 0],
    [[2, 20001], 1],
  ];
  for (const [shape, axis] of shapes) {
    const x = randomComplex(...shape);
    const line = real(x) as NDArray<'float64'>;
    const results = [1, 2, 3].map((threads) => {
      setThreads(threads);
      const half = fft.rfft(line, { axis });
      return [fft.fft(x, { axis }), half, fft.irfft(half, { axis }), fft.fftn(x)].map((y) =>
        slotsOf(y as NDArray),
      );
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  }
});
