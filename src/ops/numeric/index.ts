/** Calculus, signals, polynomials and covariance on sampled data. */
export { convolve, correlate, type SlidingMode, type SlidingOptions } from './convolution.js';
export {
  type AverageOptions,
  average,
  type CovarianceOptions,
  corrcoef,
  cov,
} from './covariance.js';
export {
  type DifferenceOptions,
  ediff1d,
  type Gradient,
  type GradientOptions,
  gradient,
  type TrapezoidOptions,
  trapezoid,
} from './gradient.js';
export { type InterpOptions, interp } from './interpolation.js';
export { type FitOptions, polyfit } from './polyfit.js';
export {
  type IntegralOptions,
  polyadd,
  polyder,
  polydiv,
  polyint,
  polymul,
  polysub,
  polyval,
} from './polynomials.js';
export { kron, vdot } from './products.js';
export { around, type RoundOptions, round } from './rounding.js';
export { type UnwrapOptions, unwrap } from './unwrap.js';
export { bartlett, blackman, hamming, hanning, kaiser } from './windows.js';
