/** The reference backend's table: one readable function per entry. A missing one does not compile. */
import type { Operand } from '../backend.js';
import type { EntryName } from '../table.gen.js';
import {
  distanceCondensed,
  distanceFull,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
} from './distance.js';
import { binary, unary } from './elementwise.js';
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
import { reduce } from './reduce.js';

export type ReferenceEntry = (operands: readonly Operand[], params: Float64Array) => void;

export const reference: { readonly [E in EntryName]: ReferenceEntry } = {
  distanceFull,
  distanceCondensed,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
  matmul,
  matmulStack,
  binary,
  unary,
  reduce,
  linalgLu,
  linalgSolve,
  linalgCholesky,
  linalgQr,
  linalgSvd,
  linalgEigh,
  linalgEig,
  linalgLstsq,
};
