/** Random numbers, the same as NumPy's. */
export { BitGenerator, type HalfState } from './bits/bit-generator.js';
export { Mt19937, type Mt19937State } from './bits/mt19937.js';
export { Pcg64, Pcg64Dxsm, type Pcg64State } from './bits/pcg64.js';
export { Philox, type PhiloxOptions, type PhiloxState } from './bits/philox.js';
export { restoreBitGenerator } from './bits/restore.js';
export { type Seed, SeedSequence, type SeedSequenceOptions } from './bits/seed-sequence.js';
export { Sfc64, type Sfc64State } from './bits/sfc64.js';
export type { IntegerDType } from './distributions/integers.js';
export type { Drawn } from './draw.js';
export type { FloatDType, Size } from './draws.js';
export type { ExponentialOptions } from './generator/exponential-draws.js';
export { defaultRng, Generator } from './generator/generator.js';
export type { ChoiceOptions } from './generator/order-draws.js';
export type { FloatOptions } from './generator/standard.js';
export type { IntegerOptions } from './generator/uniform-draws.js';
export type {
  MultivariateHypergeometricOptions,
  MultivariateNormalOptions,
} from './generator/vector-draws.js';
export type { Parameter } from './parameters.js';
