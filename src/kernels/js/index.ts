/** The reference backend's table: one readable function per entry. A missing one does not compile. */
import type { Operand } from '../backend.js';
import type { EntryName } from '../table.gen.js';
import { accumulate, extreme } from './along.js';
import { correlate } from './correlate.js';
import {
  distanceCondensed,
  distanceFull,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
} from './distance.js';
import { binary, copy, ternary, unary } from './elementwise.js';
import { fft } from './fft.js';
import { fused, fusedReduce } from './fused.js';
import { matmul, matmulStack } from './matmul.js';
import {
  linalgCholesky,
  linalgEig,
  linalgEigh,
  linalgLstsq,
  linalgLu,
  linalgQr,
  linalgSolve,
  linalgSvd,
} from './matrices/index.js';
import { randomFill, randomIntegers, randomShuffle, randomWords } from './random.js';
import { deviations, reduce } from './reduce.js';
import { compress, expand, gather, offsets, packBits, positions, scatter, unpackBits } from './selecting.js';
import { skipNaN } from './skip-nan.js';
import { argsort, bincount, bounds, distinct, histogram, searchsorted, sort } from './sorting.js';

export type ReferenceEntry = (operands: readonly Operand[], params: Float64Array) => void;

export const reference: { readonly [E in EntryName]: ReferenceEntry } = {
  distanceFull,
  distanceCondensed,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
  matmul,
  fused,
  fusedReduce,
  matmulStack,
  binary,
  unary,
  ternary,
  reduce,
  deviations,
  accumulate,
  extreme,
  copy,
  fft,
  randomFill,
  randomIntegers,
  randomWords,
  randomShuffle,
  sort,
  argsort,
  searchsorted,
  distinct,
  bounds,
  bincount,
  histogram,
  linalgLu,
  linalgSolve,
  linalgCholesky,
  linalgQr,
  linalgSvd,
  linalgEigh,
  linalgEig,
  linalgLstsq,
  correlate,
  skipNaN,
  gather,
  scatter,
  offsets,
  compress,
  expand,
  positions,
  packBits,
  unpackBits,
};
