/** One transform along one axis: what every function here ends in. */

import { byteBounds, copyElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { ArgumentError, DTypeError } from '../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage, viewOf } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import { planLayout } from '../ops/plan.js';
import { layoutOf } from '../ops/result.js';

/** Which direction is scaled: 'backward' the inverse by 1/n, 'forward' the other one, 'ortho' both by 1/sqrt(n). */
export type Norm = 'backward' | 'ortho' | 'forward';

/** Complex to complex, real to the first half of its spectrum, and that half back to real: as the kernel counts them. */
export type Kind = 'complex' | 'realToHalf' | 'halfToReal';

const kindNumber: { readonly [K in Kind]: number } = { complex: 0, realToHalf: 1, halfToReal: 2 };
/** What the kernel calls 'complex' of real input, which it takes as it is. */
const realToComplex = 3;

/** The dtype of spectra: complex64 of what float32 holds, else complex128. */
export type SpectrumOf<D extends DType> = D extends 'float16' | 'float32' | 'complex64'
  ? 'complex64'
  : 'complex128';

/** The dtype of real results: float16 stays, float32 of what it holds, else float64. */
export type RealOf<D extends DType> = D extends 'float16'
  ? 'float16'
  : D extends 'float32' | 'complex64'
    ? 'float32'
    : 'float64';

/** A transform whose arguments have been checked. */
export interface Transform {
  readonly kind: Kind;
  readonly inverse: boolean;
  /** Counted from the front. */
  readonly axis: number;
  /** Length of the transform. */
  readonly n: number;
  readonly norm: Norm;
}

export function isSingle(dtype: DType): boolean {
  return dtype === 'float16' || dtype === 'float32' || dtype === 'complex64';
}

/** @throws ArgumentError unless it is one of the three names; undefined is 'backward'. */
export function checkNorm(operation: string, norm: unknown): Norm {
  if (norm === undefined || norm === null) return 'backward';
  if (norm === 'backward' || norm === 'ortho' || norm === 'forward') return norm;
  throw new ArgumentError(`norm is ${String(norm)}; needs backward, ortho or forward`, {
    operation,
    argument: 'norm',
    got: norm,
    needs: 'backward, ortho or forward',
  });
}

/** @throws ArgumentError unless it is a whole number of 1 or more. */
export function checkLength(operation: string, n: unknown, argument = 'n'): number {
  if (Number.isSafeInteger(n) && (n as number) >= 1) return n as number;
  throw new ArgumentError(`${argument} is ${String(n)}; needs a whole number, 1 or more`, {
    operation,
    argument,
    got: n,
    needs: 'a whole number, 1 or more',
  });
}

function scaleOf({ norm, inverse, n }: Transform): number {
  if (norm === 'ortho') return 1 / Math.sqrt(n);
  return (norm === 'backward') === inverse ? 1 / n : 1;
}

function withLength(shape: Shape, axis: number, length: number): number[] {
  const result = shape.slice();
  result[axis] = length;
  return result;
}

/** `x` in `dtype` with `length` elements on the axis: cropped, or with zeros behind. A view where it can be. */
function fitted(operation: string, x: NDArray, dtype: DType, axis: number, length: number): NDArray {
  const own = x.shape[axis];
  if (own === length && x.dtype === dtype) return x;
  const shape = withLength(x.shape, axis, length);
  const cropped = own > length ? viewOf(x, shape, x.strides) : x;
  if (own >= length && x.dtype === dtype) return cropped as NDArray;
  const made = own < length ? newArray(operation, dtype, shape) : newUninitialized(operation, dtype, shape);
  const filled = own < length ? viewOf(made, x.shape, made.strides) : made;
  copyElements(layoutOf(filled as NDArray), layoutOf(cropped as NDArray));
  return made as NDArray;
}

/** @throws DTypeError for complex input where real is needed. */
export function checkReal(operation: string, x: NDArray): void {
  if (dtypeInfo(x.dtype).kind !== 'c') return;
  throw new DTypeError(`x is ${x.dtype}; needs real numbers (fft takes complex ones)`, {
    operation,
    argument: 'x',
    got: x.dtype,
    needs: 'a real dtype',
  });
}

/**
 * The transform of `x`. With `mayReuse` the memory of `x`, which nobody else has, may become the result's.
 */
export function transform(operation: string, x: NDArray, call: Transform, mayReuse = false): NDArray {
  const { kind, axis, n } = call;
  const real = isSingle(x.dtype) ? 'float32' : 'float64';
  const complex = real === 'float32' ? 'complex64' : 'complex128';
  const isComplex = dtypeInfo(x.dtype).kind === 'c';
  const half = Math.floor(n / 2) + 1;
  const source = fitted(
    operation,
    x,
    kind === 'realToHalf' || (kind === 'complex' && !isComplex) ? real : complex,
    axis,
    kind === 'halfToReal' ? half : n,
  );
  const shape = withLength(x.shape, axis, kind === 'realToHalf' ? half : n);
  const isOwn = kind === 'complex' && isComplex && (source !== x ? storage(source) !== storage(x) : mayReuse);
  const out = isOwn
    ? source
    : (newUninitialized(operation, kind === 'halfToReal' ? real : complex, shape) as NDArray);
  if (out.size > 0) run(out, source, call, real);
  return out;
}

/** Storage from this size on is narrowed to what an array shows of it: WebAssembly would copy it in whole. */
const narrowFrom = 2 ** 16;

/** The part of its storage that an array shows, and the array's offset in it. */
function shown(x: NDArray): { readonly data: StorageOf<DType>; readonly offset: number } {
  const data = storage(x);
  if (data.byteLength < narrowFrom) return { data, offset: x.offset };
  const [low, high] = byteBounds(layoutOf(x)).map((at) => at - data.byteOffset);
  if (high - low === data.byteLength) return { data, offset: x.offset };
  const slot = data.BYTES_PER_ELEMENT;
  return { data: data.subarray(low / slot, high / slot) as StorageOf<DType>, offset: x.offset - low };
}

function run(out: NDArray, x: NDArray, call: Transform, real: DType): void {
  const { axis } = call;
  const { data, offset: start } = x === out ? { data: storage(out), offset: out.offset } : shown(x);
  const source = { shape: x.shape, strides: x.strides, offset: start };
  let ndim = 0;
  let layout: Float64Array;
  if (out.ndim === 1) {
    layout = Float64Array.of(out.offset, out.strides[0], source.offset, source.strides[0]);
  } else {
    const others = <T>(list: readonly T[]): T[] => [...list.slice(0, axis), ...list.slice(axis + 1)];
    const shape = others(out.shape);
    const placed = [out, source].map(({ strides, offset }) => ({ shape, strides: others(strides), offset }));
    const plan = planLayout(shape, placed);
    ndim = plan.ndim;
    const at = ndim + 1;
    layout = Float64Array.of(
      ...plan.layout.subarray(0, at),
      out.strides[axis],
      ...plan.layout.subarray(at, at + ndim + 1),
      source.strides[axis],
      ...plan.layout.subarray(at + ndim + 1),
    );
  }
  const inverse = call.kind === 'complex' && call.inverse ? 1 : 0;
  const params = Float64Array.of(
    call.kind === 'complex' && x.dtype === real ? realToComplex : kindNumber[call.kind],
    kernelCode(real),
    call.n,
    ndim,
    scaleOf(call),
    inverse,
  );
  backend().run('fft', [storage(out), data, layout], params);
}
