/**
 * `strided`: n-dimensional arrays, the operations on them, and random numbers.
 *
 * Fourier transforms are under `fft` (or in `strided/fft`), distances in `strided/distance`, files in `strided/io`.
 */
export * from './core/index.js';
export * as fft from './fft/index.js';
export * from './kernels/index.js';
export * from './ops/index.js';
export * from './random/index.js';
