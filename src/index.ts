/**
 * `strided`: n-dimensional arrays, the operations on them, and random numbers.
 *
 * Linear algebra is under `linalg` (or in `strided/linalg`), Fourier transforms under `fft` (or in `strided/fft`),
 * assertions under `testing` (or in `strided/testing`), distances in `strided/distance`, files in `strided/io`.
 */
import { announceExports } from './core/exported.js';
import * as self from './index.js';

export * from './core/index.js';
export * as fft from './fft/index.js';
export * from './kernels/index.js';
export * as linalg from './linalg/index.js';
// Polynomials need eigenvalues, which `ops` may not know.
export { poly, roots } from './linalg/polynomials.js';
export * from './ops/index.js';
export * from './random/index.js';
export * as testing from './testing/index.js';

announceExports('strided', () => self);
