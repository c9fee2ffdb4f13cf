/** The reference backend's table: one readable function per entry. A missing one does not compile. */
import type { Operand } from '../backend.js';
import type { EntryName } from '../table.gen.js';
import { correlate } from './correlate.js';
import {
  distanceCondensed,
  distanceFull,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
} from './distance.js';
import { binary, unary } from './elementwise.js';
import { matmul } from './matmul.js';
import { reduce } from './reduce.js';
import { skipNaN } from './skip-nan.js';

export type ReferenceEntry = (operands: readonly Operand[], params: Float64Array) => void;

export const reference: { readonly [E in EntryName]: ReferenceEntry } = {
  distanceFull,
  distanceCondensed,
  distanceNearest,
  distanceRadiusCount,
  distanceRadiusFill,
  matmul,
  binary,
  unary,
  reduce,
  correlate,
  skipNaN,
};
