/** The error of a failed assertion. */

/** Thrown by assertions that do not hold. Its message is NumPy's; test runners show `actual` and `expected`. */
export class AssertionError extends Error {
  override name = 'AssertionError';
  /** What the test got. */
  readonly actual: unknown;
  /** What it should have got. */
  readonly expected: unknown;

  constructor(message: string, actual: unknown, expected: unknown) {
    super(message);
    this.actual = actual;
    this.expected = expected;
  }
}
