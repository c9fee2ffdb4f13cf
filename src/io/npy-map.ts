/** Memory-mapped npy files: arrays whose pages are loaded when they are touched. */
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import { contiguousStrides } from '../core/shape.js';
import { loadAddon } from '../kernels/native.js';
import { isCanonicalBool } from './npy.js';
import { type NpyHeader, nativeBigEndian } from './npy-header.js';
import type { Source } from './source.js';

/**
 * The array in the npy file `source.name` over a read-only mapping; null where it must be read instead: without the
 * native addon, in foreign byte order, misaligned, empty, or with bools that are neither 0 nor 1.
 */
export function mapNpy(source: Source, header: NpyHeader): NDArray | null {
  const { dtype, shape, order, dataOffset, dataBytes } = header;
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const native = header.bigEndian === nativeBigEndian || storage.BYTES_PER_ELEMENT === 1;
  if (!native || dataBytes === 0 || dataOffset % storage.BYTES_PER_ELEMENT !== 0) return null;
  const loaded = loadAddon();
  const mapping = 'addon' in loaded ? loaded.addon.mapFile(source.name) : null;
  if (!(mapping instanceof ArrayBuffer) || mapping.byteLength < dataOffset + dataBytes) return null;
  if (dtype === 'bool' && !isCanonicalBool(new Uint8Array(mapping, dataOffset, dataBytes))) return null;
  const data = new storage(mapping, dataOffset, (dataBytes / itemsize) * slots) as StorageOf<DType>;
  const strides = contiguousStrides(shape, itemsize, order);
  return new NDArray({ data, dtype, shape, strides, base: mapping, writeable: false });
}
