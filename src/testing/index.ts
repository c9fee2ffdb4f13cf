/**
 * `strided/testing`: assertions about arrays, with NumPy's messages.
 */
export { AssertionError } from './assertion-error.js';
export {
  type ArrayAssertionOptions,
  assertAllclose,
  assertAlmostEqual,
  assertApproxEqual,
  assertArrayAlmostEqual,
  assertArrayEqual,
  assertArrayLess,
  assertEqual,
  type ClosenessOptions,
  type DecimalOptions,
  type SignificanceOptions,
} from './assertions.js';
export type { MessageOptions } from './message.js';
export { assertArrayAlmostEqualNulp, assertArrayMaxUlp, type UlpOptions } from './ulps.js';
