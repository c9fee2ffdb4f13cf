/** Draws in the form that the fixtures have NumPy's in. */
import { createHash } from 'node:crypto';
import { copyElements } from '../../src/core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides } from '../../src/core/shape.js';

/** The elements in C order, little-endian. */
function bytesOf(x: NDArray): Buffer {
  const { data, dtype, shape } = x;
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const target = new storage(x.size * slots) as StorageOf<DType>;
  const strides = contiguousStrides(shape, itemsize);
  copyElements(
    { data: target, dtype, shape, strides },
    { data, dtype, shape, strides: x.strides, offset: x.offset },
  );
  return Buffer.from(target.buffer, target.byteOffset, target.byteLength);
}

export function described(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof NDArray) {
    const bytes = bytesOf(value);
    return {
      dtype: value.dtype,
      shape: [...value.shape],
      sha256: createHash('sha256').update(bytes).digest('hex').slice(0, 24),
      first: bytes.subarray(0, 4 * value.itemsize).toString('hex'),
    };
  }
  return value;
}

/** A scalar in the form that the fixture has it in: Python tells integers from floats, JavaScript does not. */
export function likeResult(value: unknown, result: unknown): unknown {
  if (typeof value !== 'number' && typeof value !== 'bigint') return described(value);
  if (typeof result === 'object' && result !== null && 'int' in result) return { int: String(value) };
  return { float: Buffer.from(new Float64Array([Number(value)]).buffer).toString('hex') };
}
