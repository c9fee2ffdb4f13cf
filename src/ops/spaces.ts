/** Numbers spaced evenly on a logarithmic scale. */

import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { checkDevice, type Device } from './device.js';
import { power } from './elementwise.js';
import { isNative } from './picks.js';
import { linspace } from './ranges.js';

interface SpaceOptions<D extends DType> {
  /** Whether the last number is `stop`. true. */
  readonly endpoint?: boolean;
  readonly dtype?: D;
  readonly device?: Device;
}

function cast<D extends DType>(operation: string, x: NDArray<'float64', [number]>, dtype: D | undefined) {
  const wanted = checkDType(operation, dtype ?? 'float64');
  if (wanted === 'float64') return x as unknown as NDArray<D, [number]>;
  const { kind } = dtypeInfo(wanted);
  const data = storage(x);
  if (kind === 'i' || kind === 'u') for (let i = 0; i < data.length; i++) data[i] = Math.floor(data[i]);
  return x.asType(wanted) as unknown as NDArray<D, [number]>;
}

const logspaceNames: OptionNames<SpaceOptions<DType> & { readonly base?: number }> = {
  endpoint: true,
  dtype: true,
  device: true,
  base: true,
};

/**
 * `num` (50) numbers from `base ** start` to `base ** stop`, whose logarithms are evenly spaced. float64 unless `dtype`
 * says otherwise; integer dtypes round down. `num` 0 gives shape (0,).
 *
 * @param options `base` (10), `endpoint`, `dtype`, `device`.
 * @throws ArgumentError when `num` is no integer or negative, or a bound no number; DTypeError; MemoryError.
 * @example
 * logspace(0, 2, 3).toArray(); // [1, 10, 100]
 * @see numpy.logspace
 */
export function logspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  num = 50,
  options: SpaceOptions<D> & { readonly base?: number } = {},
): NDArray<D, [number]> {
  checkOptions('logspace', options, logspaceNames);
  checkDevice('logspace', options.device);
  const base = options.base ?? 10;
  const result = linspace(start, stop, num, { endpoint: options.endpoint });
  if (isNative(num)) power(base, result, { out: result });
  else {
    const data = storage(result);
    for (let i = 0; i < data.length; i++) data[i] = base ** data[i];
  }
  return cast('logspace', result, options.dtype);
}

const geomspaceNames: OptionNames<SpaceOptions<DType>> = { endpoint: true, dtype: true, device: true };

/**
 * `num` (50) numbers from `start` to `stop`, each the same multiple of the one before. float64 unless `dtype` says
 * otherwise; integer dtypes round down. `num` 0 gives shape (0,).
 *
 * @param options `endpoint`, `dtype`, `device`.
 * @throws ArgumentError when a bound is 0, the bounds differ in sign, or as `linspace`; DTypeError; MemoryError.
 * @example
 * geomspace(1, 8, 4).toArray(); // [1, 2, 4, 8]
 * @see numpy.geomspace
 */
export function geomspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  num = 50,
  options: SpaceOptions<D> = {},
): NDArray<D, [number]> {
  checkOptions('geomspace', options, geomspaceNames);
  checkDevice('geomspace', options.device);
  if (!(start * stop > 0) && !(Math.sign(start) * Math.sign(stop) > 0)) {
    throw new ArgumentError(`start is ${start} and stop ${stop}; needs numbers of one sign, neither 0`, {
      operation: 'geomspace',
      argument: 'start',
      got: [start, stop],
      needs: 'numbers of one sign, neither 0',
    });
  }
  const sign = Math.sign(start);
  const endpoint = options.endpoint ?? true;
  const result = linspace(Math.log10(Math.abs(start)), Math.log10(Math.abs(stop)), num, { endpoint });
  const data = storage(result);
  for (let i = 0; i < data.length; i++) data[i] = sign * 10 ** data[i];
  // The ends are exactly what was asked for.
  if (num > 0) data[0] = start;
  if (num > 1 && endpoint) data[num - 1] = stop;
  return cast('geomspace', result, options.dtype);
}
