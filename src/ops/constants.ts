/** The constants of the standard. */

/** Euler's number, the base of natural logarithms. */
export const e = Math.E;

/** The circumference of a circle of diameter 1. */
export const pi = Math.PI;

/** The limit of 1 + 1/2 + … + 1/n - log n (Euler and Mascheroni). */
export const eulerGamma = 0.5772156649015329;

/** Positive infinity. */
export const inf = Infinity;

/** Not a number. */
export const nan = NaN;

/** As an index, an axis of length 1: `x.at(newaxis, ':')`. */
export const newaxis = null;
