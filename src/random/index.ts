/** Random numbers, the same as NumPy's. */
export { BitGenerator } from './bit-generator.js';
export type { FloatDType, Size } from './draws.js';
export {
  type ChoiceOptions,
  defaultRng,
  type FloatOptions,
  Generator,
  type IntegerOptions,
} from './generator.js';
export type { IntegerDType } from './integers.js';
export { Pcg64, type Pcg64State } from './pcg64.js';
export { type Seed, SeedSequence, type SeedSequenceOptions } from './seed-sequence.js';
