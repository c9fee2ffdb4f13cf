/** What the functions of this folder take beside the array. */
import type { NDArray } from '../core/ndarray.js';
import type { OptionNames } from '../core/option-check.js';
import type { Norm } from './transform.js';

/** Options of transforms along one axis. */
export interface AxisTransformOptions {
  /** Length of the transformed axis; longer input is cropped, shorter gets zeros behind. The input's own. */
  readonly n?: number;
  /** The axis. The last. */
  readonly axis?: number;
  /** Which direction is scaled, and how. 'backward'. */
  readonly norm?: Norm;
  /** Where the result goes; needs its shape, and a dtype that the result casts to within its kind. */
  readonly out?: NDArray;
}

export const axisTransformNames: OptionNames<AxisTransformOptions> = {
  n: true,
  axis: true,
  norm: true,
  out: true,
};

/** Options of transforms along several axes. */
export interface AxesTransformOptions {
  /** Length of each transformed axis; -1 for the input's own. */
  readonly s?: readonly number[];
  /** The axes. The last ones, as many as `s` has; without `s` all. */
  readonly axes?: readonly number[];
  /** Which direction is scaled, and how. 'backward'. */
  readonly norm?: Norm;
  /** Where the result goes; needs its shape, and a dtype that the result casts to within its kind. */
  readonly out?: NDArray;
}

export const axesTransformNames: OptionNames<AxesTransformOptions> = {
  s: true,
  axes: true,
  norm: true,
  out: true,
};
