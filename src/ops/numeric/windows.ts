import { ArgumentError } from '../../core/errors.js';
import { type NDArray, newUninitialized, storage } from '../../core/ndarray.js';

/** A symmetric window of `points` values of f(n), n = 1 - points, 3 - points, …, points - 1. */
function window(
  operation: string,
  points: number,
  f: (n: number, points: number) => number,
): NDArray<'float64', [number]> {
  if (typeof points !== 'number' || Number.isNaN(points)) {
    throw new ArgumentError(`points is ${String(points)}; needs a number`, {
      operation,
      argument: 'points',
      got: points,
      needs: 'a number',
    });
  }
  const count = points < 1 ? 0 : Math.ceil(points - 0.5);
  const result = newUninitialized(operation, 'float64', [count] as [number]);
  const data = storage(result);
  for (let i = 0; i < count; i++) data[i] = points === 1 ? 1 : f(1 - points + 2 * i, points);
  return result;
}

/**
 * The Bartlett window, a triangle that is 0 at both ends. float64; no points give none.
 *
 * @throws ArgumentError for what is no number.
 * @example
 * bartlett(5).toArray(); // [0, 0.5, 1, 0.5, 0]
 * @see numpy.bartlett
 */
export function bartlett(points: number): NDArray<'float64', [number]> {
  return window('bartlett', points, (n, m) => (n <= 0 ? 1 + n / (m - 1) : 1 - n / (m - 1)));
}

/**
 * The Blackman window, three cosine terms. float64; no points give none.
 *
 * @throws ArgumentError for what is no number.
 * @example
 * const window = blackman(51);
 * @see numpy.blackman
 */
export function blackman(points: number): NDArray<'float64', [number]> {
  return window(
    'blackman',
    points,
    (n, m) => 0.42 + 0.5 * Math.cos((Math.PI * n) / (m - 1)) + 0.08 * Math.cos((2 * Math.PI * n) / (m - 1)),
  );
}

/**
 * The Hamming window, a raised cosine that is 0.08 at both ends. float64; no points give none.
 *
 * @throws ArgumentError for what is no number.
 * @example
 * const window = hamming(51);
 * @see numpy.hamming
 */
export function hamming(points: number): NDArray<'float64', [number]> {
  return window('hamming', points, (n, m) => 0.54 + 0.46 * Math.cos((Math.PI * n) / (m - 1)));
}

/**
 * The Hann window, a raised cosine that is 0 at both ends. float64; no points give none.
 *
 * @throws ArgumentError for what is no number.
 * @example
 * hanning(3).toArray(); // [0, 1, 0]
 * @see numpy.hanning
 */
export function hanning(points: number): NDArray<'float64', [number]> {
  return window('hanning', points, (n, m) => 0.5 + 0.5 * Math.cos((Math.PI * n) / (m - 1)));
}

/**
 * The Kaiser window, whose shape goes from a rectangle (beta 0) to an ever narrower bell. float64; no points give none.
 *
 * @throws ArgumentError for what is no number.
 * @example
 * kaiser(3, 0).toArray(); // [1, 1, 1]
 * @see numpy.kaiser
 */
export function kaiser(points: number, beta: number): NDArray<'float64', [number]> {
  const scale = besselI0(beta);
  return window('kaiser', points, (n, m) => {
    const at = n / (m - 1);
    return besselI0(beta * Math.sqrt(Math.max(0, 1 - at * at))) / scale;
  });
}

/** From here on the expansion for large x is exact to rounding, and quicker than the series. */
const LARGE = 30;

/** The modified Bessel function of order 0, as sums of positive terms, which lose no digits. */
function besselI0(value: number): number {
  const x = Math.abs(value);
  if (Number.isNaN(x) || x === Infinity) return x;
  let term = 1;
  let sum = 1;
  if (x < LARGE) {
    const square = (x * x) / 4;
    for (let k = 1; term > sum * 2 ** -56; k++) {
      term *= square / (k * k);
      sum += term;
    }
    return sum;
  }
  for (let k = 1; term > sum * 2 ** -56; k++) {
    term *= (2 * k - 1) ** 2 / (8 * x * k);
    sum += term;
  }
  return (Math.exp(x) * sum) / Math.sqrt(2 * Math.PI * x);
}
