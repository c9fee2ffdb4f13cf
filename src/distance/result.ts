/** Where distances go: a new array that fits in memory, or the caller's. */
import { allocateUninitialized, ensureAvailable } from '../core/buffer.js';
import { formatBytes } from '../core/bytes.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, MemoryError, ShapeError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { formatShape, type Shape } from '../core/shape.js';
import type { FloatDType, Floats } from './inputs.js';
import type { Problem } from './problem.js';

/** What one typed array can hold. */
const mostElements = 2 ** 32 - 1;
/** Asking the system what is free takes longer than results smaller than this. */
const askFrom = 64 * 2 ** 20;

/**
 * Refuses a result that cannot be held, before any work is done.
 * @throws MemoryError with its size in bytes and what to do instead.
 */
export function checkResultSize(operation: string, elements: number, dtype: DType, instead: string): void {
  const bytes = elements * dtypeInfo(dtype).itemsize;
  if (elements > mostElements) {
    throw new MemoryError(
      `the result has ${elements} distances (${formatBytes(bytes)}), one array holds at most ${mostElements}; ${instead}`,
      { operation, got: bytes, needs: instead },
    );
  }
  if (bytes >= askFrom) ensureAvailable(operation, bytes, instead);
}

/** A C-contiguous array over fresh memory, for strided to fill. */
export function freshArray<D extends DType, S extends Shape>(
  operation: string,
  dtype: D,
  shape: S,
): NDArray<D, S> {
  const { itemsize } = dtypeInfo(dtype);
  let size = 1;
  for (const length of shape) size *= length;
  return new NDArray<D, S>({
    data: allocateUninitialized(operation, dtype, size),
    dtype,
    shape,
    strides: shape.length === 2 ? [Math.max(shape[1], 1) * itemsize, itemsize] : [itemsize],
  });
}

/**
 * The caller's array as the elements the kernel writes.
 * @throws ShapeError, DTypeError or ArgumentError when it cannot take the result.
 */
export function checkOut(problem: Problem, out: NDArray<FloatDType, Shape>, shape: Shape): Floats {
  const { operation, resultDType } = problem;
  const refuse = (message: string, needs: string) =>
    new ArgumentError(`out ${message}; needs ${needs}`, { operation, argument: 'out', needs });
  if (!(out instanceof NDArray)) throw refuse(`is ${typeof out}`, 'an NDArray');
  if (out.shape.length !== shape.length || out.shape.some((length, axis) => length !== shape[axis])) {
    throw new ShapeError(`out has shape ${formatShape(out.shape)}; needs ${formatShape(shape)}`, {
      operation,
      argument: 'out',
      got: out.shape,
      needs: formatShape(shape),
    });
  }
  if (out.dtype !== resultDType) {
    throw new DTypeError(`out is ${out.dtype}; needs ${resultDType}, or another dtype option`, {
      operation,
      argument: 'out',
      got: out.dtype,
      needs: resultDType,
    });
  }
  const { cContiguous, writeable } = out.flags;
  if (!cContiguous) throw refuse('is not C-contiguous', 'rows one after the other');
  if (!writeable) throw refuse('is read-only', 'a writeable array');
  const data = storage(out) as Floats;
  const start = out.offset / data.BYTES_PER_ELEMENT;
  const target = out.offset === 0 && data.length === out.size ? data : data.subarray(start, start + out.size);
  for (const input of [problem.x, problem.y, problem.weights, problem.matrix]) {
    if (input !== null && sharesMemory(input, target)) {
      throw refuse('overlaps an input', 'memory of its own');
    }
  }
  return target;
}

function sharesMemory(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  );
}
