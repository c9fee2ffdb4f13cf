/**
 * `strided`: n-dimensional arrays, the operations on them, and random numbers.
 *
 * Linear algebra is in the namespace `linalg`, or `strided/linalg`; distances are in `strided/distance`, files in
 * `strided/io`.
 */
export * from './core/index.js';
export * from './kernels/index.js';
export * as linalg from './linalg/index.js';
export * from './ops/index.js';
export * from './random/index.js';
