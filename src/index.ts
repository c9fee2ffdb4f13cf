/**
 * `strided`: n-dimensional arrays, the operations on them, and random numbers.
 *
 * Distances are in `strided/distance`, files in `strided/io`; assertions are `testing` here and in `strided/testing`.
 */
export * from './core/index.js';
export * from './kernels/index.js';
export * from './ops/index.js';
export * from './random/index.js';
export * as testing from './testing/index.js';
