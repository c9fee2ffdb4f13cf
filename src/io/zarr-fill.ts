/** The fill value of a Zarr array: JSON that stands for one element. */
import { allocate } from '../core/buffer.js';
import { complex } from '../core/complex.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { type Scalar, writeElement } from '../core/element.js';
import { bytesOf } from './array-bytes.js';
import { swapBytes } from './byte-order.js';
import { nativeBigEndian } from './npy-header.js';
import { fileError, type Source } from './source.js';

/**
 * Storage of one element with the fill value.
 * @param text the whole JSON text: integers of 64 bits are read from it, because JSON.parse rounds them
 * @throws FileError when it is no value of the dtype
 */
export function fillStorage(source: Source, dtype: DType, value: unknown, text: string): StorageOf<DType> {
  const data = allocate(source.operation, dtype, 1);
  const { kind, slots } = dtypeInfo(dtype);
  if (typeof value === 'string' && value.startsWith('0x') && kind === 'f') {
    putBits(data, value);
    return data;
  }
  const exact = dtype === 'int64' || dtype === 'uint64' ? /"fill_value"\s*:\s*(-?\d+)\b/.exec(text) : null;
  try {
    if (slots === 2) {
      const [re, im] = Array.isArray(value) ? value : [value, 0];
      writeElement(source.operation, dtype, data, 0, complex(part(re), part(im)));
    } else {
      writeElement(source.operation, dtype, data, 0, exact === null ? scalar(value) : BigInt(exact[1]));
    }
  } catch (cause) {
    const got = JSON.stringify(value);
    throw fileError(source, `has the fill value ${got}; needs one of dtype ${dtype}`, { got: value, cause });
  }
  return data;
}

function putBits(data: StorageOf<DType>, hex: string): void {
  const bytes = bytesOf(data);
  const digits = hex.slice(2).padStart(bytes.length * 2, '0');
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  if (!nativeBigEndian) swapBytes(data);
}

function scalar(value: unknown): Scalar {
  return typeof value === 'boolean' ? value : part(value);
}

const words: Record<string, number> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

function part(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string' && Object.hasOwn(words, value)) return words[value];
  throw new TypeError('neither a number nor NaN, Infinity or -Infinity');
}
