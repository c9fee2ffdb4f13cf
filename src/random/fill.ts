/** Filling arrays with standard numbers: uniform in [0, 1), normal, exponential; scaled on the way where asked. */
import type { BitGenerator } from './bits/bit-generator.js';
import {
  fillExponential,
  fillExponential32,
  fillExponentialInverse,
  fillExponentialInverse32,
} from './distributions/exponential.js';
import { fillNormal, fillNormal32 } from './distributions/normal.js';
import { fillUniform, fillUniform32 } from './distributions/uniform.js';
import { fillByAddon } from './native.js';

type Fill64 = (bits: BitGenerator, out: Float64Array) => void;
type Fill32 = (bits: BitGenerator, out: Float32Array) => void;

const fills: { readonly [kind in StandardKind]: readonly [Fill64, Fill32] } = {
  uniform: [fillUniform, fillUniform32],
  normal: [fillNormal, fillNormal32],
  exponential: [fillExponential, fillExponential32],
  exponentialInverse: [fillExponentialInverse, fillExponentialInverse32],
};

export type StandardKind = 'uniform' | 'normal' | 'exponential' | 'exponentialInverse';

/** Fills `out` with standard numbers of a kind. */
export function fillStandard(bits: BitGenerator, kind: StandardKind, out: Float64Array | Float32Array): void {
  if (kind !== 'exponentialInverse' && fillByAddon(bits, kind, out, 0, 1)) return;
  const [fill64, fill32] = fills[kind];
  if (out instanceof Float64Array) fill64(bits, out);
  else fill32(bits, out);
}

/** Fills `out` with offset + factor × standard numbers. */
export function fillScaled(
  bits: BitGenerator,
  kind: StandardKind,
  out: Float64Array,
  offset: number,
  factor: number,
): void {
  if (kind !== 'exponentialInverse' && fillByAddon(bits, kind, out, offset, factor)) return;
  fillStandard(bits, kind, out);
  for (let at = 0; at < out.length; at++) out[at] = offset + factor * out[at];
}
