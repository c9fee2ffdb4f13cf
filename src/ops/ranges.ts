/** Evenly spaced numbers. Computed as NumPy does, so that every element has the same bits. */

import { type Complex, isComplex } from '../core/complex.js';
import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { fromFloat16, toFloat16 } from '../core/float16.js';
import { type NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { checkDevice, type Device } from './device.js';

const arangeNames: OptionNames<{ dtype?: DType; device?: Device }> = { dtype: true, device: true };

/**
 * Numbers from `start` (0) up to, without, `stop`, in steps of `step` (1). Numbers give float64, bigints int64,
 * unless `dtype` says otherwise. Nothing between start and stop gives shape (0,).
 *
 * @throws ArgumentError when a bound is not finite, numbers and bigints are mixed, or the step is 0; MemoryError.
 * @example
 * arange(2, 10, 3).toArray(); // [2, 5, 8]
 * @see numpy.arange
 */
export function arange<D extends DType = 'float64'>(
  stop: number,
  options?: { dtype?: D; device?: Device } | D,
): NDArray<D, [number]>;
export function arange<D extends DType = 'int64'>(
  stop: bigint,
  options?: { dtype?: D; device?: Device } | D,
): NDArray<D, [number]>;
export function arange<D extends DType = 'float64'>(
  start: number,
  stop: number,
  step?: number,
  options?: { dtype?: D; device?: Device } | D,
): NDArray<D, [number]>;
export function arange<D extends DType = 'int64'>(
  start: bigint,
  stop: bigint,
  step?: bigint,
  options?: { dtype?: D; device?: Device } | D,
): NDArray<D, [number]>;
export function arange(...args: unknown[]): NDArray<DType, [number]> {
  const bounds = args.filter((arg) => typeof arg === 'number' || typeof arg === 'bigint') as (
    | number
    | bigint
  )[];
  const options = args[bounds.length];
  const isObject = typeof options === 'object' && options !== null;
  if (isObject) checkOptions('arange', options, arangeNames);
  const given = isObject ? options : { dtype: options };
  const { dtype: wanted, device } = given as { dtype?: DType; device?: Device };
  checkDevice('arange', device);
  const wide = typeof bounds[0] === 'bigint';
  const dtype = checkDType('arange', wanted ?? (wide ? 'int64' : 'float64'));
  if (bounds.length === 1) bounds.unshift(wide ? 0n : 0);
  if (bounds.length === 2) bounds.push(wide ? 1n : 1);
  checkBounds(bounds);
  const [start, stop, step] = bounds;
  if (typeof start === 'bigint') return wideRange(dtype, start, stop as bigint, step as bigint);
  const length = Math.max(0, Math.ceil(((stop as number) - start) / (step as number)));
  const result = newUninitialized('arange', dtype, [length] as [number]);
  fillRange(result, start, start + (step as number));
  return result;
}

function checkBounds(bounds: (number | bigint)[]): void {
  const names = ['start', 'stop', 'step'];
  const kind = typeof bounds[0];
  bounds.forEach((bound, i) => {
    if (typeof bound === kind && (typeof bound === 'bigint' || Number.isFinite(bound))) return;
    throw new ArgumentError(`${names[i]} is ${String(bound)}; needs a finite ${kind}`, {
      operation: 'arange',
      argument: names[i],
      got: bound,
    });
  });
  if (bounds.length === 3 && Number(bounds[2]) !== 0) return;
  throw new ArgumentError(bounds.length === 3 ? 'step is 0' : 'stop is missing', {
    operation: 'arange',
    argument: bounds.length === 3 ? 'step' : 'stop',
    needs: 'a step that is not 0, and a stop',
  });
}

function wideRange(dtype: DType, start: bigint, stop: bigint, step: bigint): NDArray<DType, [number]> {
  const span = stop - start;
  const steps = span / step + (span % step === 0n || span > 0n !== step > 0n ? 0n : 1n);
  const length = Math.max(0, Number(steps));
  const result = newUninitialized('arange', 'int64', [length] as [number]);
  const data = storage(result);
  for (let i = 0, value = start; i < length; i++, value += step) data[i] = value;
  return dtype === 'int64' ? result : result.asType(dtype);
}

/**
 * Fills an array with first, second, and so on: both are rounded to the dtype first, and their difference is what
 * every element is a multiple of.
 */
function fillRange(result: NDArray, first: number, second: number): void {
  const { dtype, size } = result;
  if (size === 0) return;
  result.at(0).assign(first);
  if (size === 1) return;
  const { kind, itemsize } = dtypeInfo(dtype);
  if (kind === 'b') {
    if (size > 2) {
      throw new ArgumentError(`a range of ${size} elements does not go into bool`, {
        operation: 'arange',
        argument: 'dtype',
        got: dtype,
        needs: 'at most 2 elements',
      });
    }
    result.at(1).assign(second);
    return;
  }
  result.at(1).assign(second);
  const data = storage(result);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const delta = data[1] - data[0];
    for (let i = 2; i < size; i++) data[i] = data[i - 1] + delta;
  } else if (dtype === 'float16') {
    const start = fromFloat16(data[0]);
    const delta = Math.fround(fromFloat16(data[1]) - start);
    for (let i = 2; i < size; i++) data[i] = toFloat16(Math.fround(start + Math.fround(i * delta)));
  } else if (kind === 'c') {
    const delta = data[2] - data[0];
    const round = dtype === 'complex64' ? Math.fround : (value: number) => value;
    for (let i = 2; i < size; i++) {
      data[2 * i] = data[0] + round(i * round(delta));
      data[2 * i + 1] = 0;
    }
  } else if (kind === 'f' && itemsize === 4) {
    const delta = Math.fround(data[1] - data[0]);
    for (let i = 2; i < size; i++) data[i] = data[0] + Math.fround(Math.fround(i) * delta);
  } else {
    const delta = data[1] - data[0];
    for (let i = 2; i < size; i++) data[i] = data[0] + i * delta;
  }
}

const linspaceNames: OptionNames<{
  readonly endpoint?: boolean;
  readonly dtype?: DType;
  readonly device?: Device;
}> = { endpoint: true, dtype: true, device: true };

/**
 * `num` (50) evenly spaced numbers from `start` to `stop`, both included unless `endpoint` is false. float64, or
 * complex128 where a bound is complex, unless `dtype` says otherwise; integer dtypes round down. `num` 0 gives shape (0,).
 *
 * @throws ArgumentError when `num` is no integer, or negative; DTypeError; MemoryError.
 * @example
 * linspace(0, 1, 5).toArray(); // [0, 0.25, 0.5, 0.75, 1]
 * @see numpy.linspace
 */
export function linspace<D extends DType = 'float64'>(
  start: number,
  stop: number,
  num?: number,
  options?: { readonly endpoint?: boolean; readonly dtype?: D; readonly device?: Device },
): NDArray<D, [number]>;
export function linspace<D extends DType = 'complex128'>(
  start: number | Complex,
  stop: number | Complex,
  num?: number,
  options?: { readonly endpoint?: boolean; readonly dtype?: D; readonly device?: Device },
): NDArray<D, [number]>;
export function linspace<D extends DType>(
  start: number | Complex,
  stop: number | Complex,
  num = 50,
  options: { readonly endpoint?: boolean; readonly dtype?: D; readonly device?: Device } = {},
): NDArray<D, [number]> {
  checkOptions('linspace', options, linspaceNames);
  checkDevice('linspace', options.device);
  if (isComplex(start) || isComplex(stop)) return complexSpace(start, stop, num, options);
  const dtype = checkDType('linspace', options.dtype ?? 'float64');
  const endpoint = options.endpoint ?? true;
  if (!Number.isSafeInteger(num) || num < 0) {
    throw new ArgumentError(`num is ${String(num)}; needs an integer, 0 or more`, {
      operation: 'linspace',
      argument: 'num',
      got: num,
    });
  }
  for (const [argument, value] of [
    ['start', start],
    ['stop', stop],
  ] as const) {
    if (typeof value === 'number') continue;
    throw new ArgumentError(`${argument} is ${String(value)}; needs a number`, {
      operation: 'linspace',
      argument,
      got: value,
    });
  }
  const result = newUninitialized('linspace', 'float64', [num] as [number]);
  const data = storage(result);
  const parts = endpoint ? num - 1 : num;
  const delta = stop - start;
  const step = delta / parts;
  // A step that underflows to 0 would lose all of delta.
  const byPart = parts > 0 && step === 0;
  for (let i = 0; i < num; i++) {
    const way = parts > 0 ? (byPart ? (i / parts) * delta : i * step) : i * delta;
    data[i] = way + start;
  }
  if (endpoint && num > 1) data[num - 1] = stop;
  if (dtype === 'float64') return result as unknown as NDArray<D, [number]>;
  const { kind } = dtypeInfo(dtype);
  if (kind === 'i' || kind === 'u') for (let i = 0; i < num; i++) data[i] = Math.floor(data[i]);
  return result.asType(dtype) as unknown as NDArray<D, [number]>;
}

/** Both parts evenly spaced. */
function complexSpace<D extends DType>(
  start: number | Complex,
  stop: number | Complex,
  num: number,
  options: { readonly endpoint?: boolean; readonly dtype?: D },
): NDArray<D, [number]> {
  const dtype = checkDType('linspace', options.dtype ?? 'complex128') as D;
  const { endpoint } = options;
  const [first, last] = [start, stop].map((bound) => (isComplex(bound) ? bound : { re: bound, im: 0 }));
  const re = storage(linspace(first.re, last.re, num, { endpoint }));
  const im = storage(linspace(first.im, last.im, num, { endpoint }));
  const result = newUninitialized('linspace', 'complex128', [num] as [number]);
  const data = storage(result);
  for (let i = 0; i < num; i++) {
    data[2 * i] = re[i];
    data[2 * i + 1] = im[i];
  }
  return result.asType(dtype, { copy: false });
}
