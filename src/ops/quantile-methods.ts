/**
 * Where quantiles lie between the elements in order: the nine methods of Hyndman and Fan (1996) and NumPy's four.
 *
 * A method turns a share of n elements into a virtual position, whose whole part names an element and whose fraction
 * says how far towards the next one the quantile lies. The arithmetic is NumPy's, operation for operation.
 */

interface Method {
  /** The virtual position of the quantile `q` of `n` elements. */
  readonly position: (n: number, q: number) => number;
  /** What the fraction of the position means; null: positions are whole, and nothing is interpolated. */
  readonly fraction: ((fraction: number, position: number) => number) | null;
}

const itself = (fraction: number): number => fraction;

/** A continuous method, by Hyndman and Fan's parameters alpha and beta. */
function continuous(alpha: number, beta: number): Method {
  return { position: (n, q) => n * q + (alpha + q * (1 - alpha - beta)) - 1, fraction: itself };
}

/** The next element, or this one where `stays` says so. */
function stepped(index: number, stays: (fraction: number) => boolean): number {
  const before = Math.floor(index);
  return Math.max(stays(index - before) ? before : before + 1, 0);
}

/** To the nearest integer, halves to the even one. */
function roundEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

export const quantileMethods = {
  inverted_cdf: { position: (n, q) => stepped(n * q - 1, (fraction) => fraction === 0), fraction: null },
  averaged_inverted_cdf: {
    position: (n, q) => n * q - 1,
    fraction: (fraction) => (fraction === 0 ? 0.5 : 1),
  },
  closest_observation: {
    position: (n, q) => {
      const index = n * q - 1 - 0.5;
      return stepped(index, (fraction) => fraction === 0 && Math.abs(Math.floor(index) % 2) === 1);
    },
    fraction: null,
  },
  interpolated_inverted_cdf: continuous(0, 1),
  hazen: continuous(0.5, 0.5),
  weibull: continuous(0, 0),
  linear: { position: (n, q) => (n - 1) * q, fraction: itself },
  median_unbiased: continuous(1 / 3, 1 / 3),
  normal_unbiased: continuous(3 / 8, 3 / 8),
  lower: { position: (n, q) => Math.floor((n - 1) * q), fraction: null },
  higher: { position: (n, q) => Math.ceil((n - 1) * q), fraction: null },
  midpoint: {
    position: (n, q) => 0.5 * (Math.floor((n - 1) * q) + Math.ceil((n - 1) * q)),
    fraction: (_, position) => (position % 1 === 0 ? 0 : 0.5),
  },
  nearest: { position: (n, q) => roundEven((n - 1) * q), fraction: null },
} as const satisfies Record<string, Method>;

/** How a quantile between two elements is chosen. */
export type QuantileMethod = keyof typeof quantileMethods;

/** Which two elements a quantile lies between, and how far from the first to the second. */
export interface Place {
  readonly before: number;
  readonly after: number;
  readonly fraction: number;
}

/** The place of the quantile `q` among `n` elements, n > 0. */
export function placeOf(method: QuantileMethod, n: number, q: number): Place {
  const { position, fraction }: Method = quantileMethods[method];
  const at = position(n, q);
  if (fraction === null) return { before: at, after: at, fraction: 0 };
  const below = Math.floor(at);
  // NumPy takes the fraction from the position that was put within bounds: -1 stands for the last element.
  if (at >= n - 1) return { before: n - 1, after: n - 1, fraction: fraction(at + 1, at) };
  if (at < 0) return { before: 0, after: 0, fraction: fraction(at, at) };
  return { before: below, after: below + 1, fraction: fraction(at - below, at) };
}

/** Whether a method interpolates, and so gives floats for integers. */
export function interpolates(method: QuantileMethod): boolean {
  return quantileMethods[method].fraction !== null;
}
