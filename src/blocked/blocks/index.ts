/**
 * Everything that tasks of blocked arrays call, under the names by which other threads find it: the functions of the
 * packages below, and those that work on blocks.
 */
export * from '../../ops/index.js';
export * from './creation.js';
export * from './distances.js';
export * from './files.js';
export * from './folding.js';
export { fusedBlocks } from './fused.js';
export * from './linalg.js';
export * from './products.js';
export * from './random.js';
export * from './reductions.js';
export * from './regions.js';
