/** What a program says about the parameters of a function beyond C's own words. */
export interface ParameterAnnotation {
  /** How many elements an array has: an expression of other arguments such as `'rows * cols'`. */
  readonly size?: string | number;
  /** The same by axis: `['rows', 'cols']`. An array of as many axes must have just this shape. */
  readonly shape?: readonly (string | number)[];
  /**
   * `'in'` (never written to), `'out'` (made by the call and returned; left out of the arguments) or `'inout'`. Where it is left
   * out, a pointer to const is `'in'` and any other `'inout'`.
   */
  readonly intent?: 'in' | 'out' | 'inout';
  /** The order of the elements of an array with several axes; `'C'` where it is left out. */
  readonly order?: 'C' | 'F';
  /** Whether null is taken; true where it is left out and nothing is known of the size. */
  readonly nullable?: boolean;
  /** Whether arrays are taken although nothing says how long they must be; what the library says where it is left out. */
  readonly unsized?: 'allow' | 'refuse';
  /** Computed from the other arguments and left out of the call: `({ x }) => x.size`. */
  readonly value?: (args: Readonly<Record<string, never>>) => unknown;
}

/** Annotations by function and parameter. */
export type Annotations = Readonly<Record<string, Readonly<Record<string, ParameterAnnotation>>>>;
