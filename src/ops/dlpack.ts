/**
 * Exchange of arrays with other libraries, after DLPack.
 *
 * DLPack proper passes a pointer in a capsule. In JavaScript memory is passed as a typed array, so a capsule here is
 * an object with DLPack's fields: the typed array, the dtype, the shape, strides counted in elements, and the offset
 * in bytes. Whoever has `__dlpack__()` giving one, or is such an object, can be read without a copy.
 */
import { checkDType, type DType, dtypeInfo, dtypeNames, type StorageOf } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { hasLayout } from '../core/layout.js';
import { NDArray } from '../core/ndarray.js';
import { contiguousStrides, type Shape } from '../core/shape.js';
import { checkShape } from '../core/strides.js';
import { checkDevice, type Device } from './device.js';

/** What `__dlpack__()` gives: DLPack's DLTensor, with a typed array for the pointer. */
export interface DlpackCapsule {
  readonly data: ArrayBufferView;
  /** What the elements are; by default what the typed array says. */
  readonly dtype?: DType;
  readonly shape: readonly number[];
  /** Elements from one to the next on each axis; by default C order. */
  readonly strides?: readonly number[] | null;
  /** Bytes to the first element. 0. */
  readonly byteOffset?: number;
}

/** An array of another library that takes part in the exchange. */
export interface DlpackExporter {
  __dlpack__(options?: { readonly copy?: boolean }): DlpackCapsule;
}

/** The array as a capsule; its memory counts as seen by others from now on. */
export function toDlpack(x: NDArray): DlpackCapsule {
  const { data, dtype, shape, offset, itemsize } = x;
  return { data, dtype, shape, strides: x.strides.map((stride) => stride / itemsize), byteOffset: offset };
}

/**
 * An array over the memory of another library's: from an object with `__dlpack__()`, from what that gives
 * (`{ data, dtype, shape, strides, byteOffset }`), or from an NDArray. Both see each other's writes, unless `copy`.
 *
 * @param options `copy` true for memory of its own, false or absent for the same; `device` 'cpu'.
 * @throws ArgumentError for what is neither, for another device, or a layout that leaves its memory; DTypeError for
 * an unknown dtype; ShapeError.
 * @example
 * fromDlpack({ data: new Float32Array([1, 2, 3, 4]), shape: [2, 2] }).toArray(); // [[1, 2], [3, 4]]
 * @see numpy.from_dlpack
 */
export function fromDlpack<D extends DType = DType>(
  x: DlpackExporter | DlpackCapsule | NDArray<D>,
  options: { readonly device?: Device; readonly copy?: boolean } = {},
): NDArray<D, Shape> {
  checkDevice('fromDlpack', options.device);
  const capsule = capsuleOf(x);
  const dtype = checkDType('fromDlpack', capsule.dtype ?? dtypeOfView(capsule.data));
  const { itemsize } = dtypeInfo(dtype);
  const shape = checkShape('fromDlpack', capsule.shape);
  const strides = capsule.strides?.map((stride) => stride * itemsize) ?? contiguousStrides(shape, itemsize);
  const view = new NDArray({
    data: capsule.data as StorageOf<DType>,
    dtype,
    shape,
    strides,
    offset: capsule.byteOffset ?? 0,
    base: x,
  });
  return (options.copy === true ? view.copy('K') : view) as never;
}

function capsuleOf(x: unknown): DlpackCapsule {
  if (hasLayout(x) && x instanceof NDArray) return toDlpack(x);
  const offers = typeof x === 'object' && x !== null && '__dlpack__' in x;
  const capsule = offers ? (x as DlpackExporter).__dlpack__() : (x as DlpackCapsule);
  if (typeof capsule === 'object' && capsule !== null && ArrayBuffer.isView(capsule.data)) return capsule;
  const needs = 'an object with __dlpack__(), or { data, shape } with a typed array as data';
  throw new ArgumentError(`x is no array of any library; needs ${needs}`, {
    operation: 'fromDlpack',
    argument: 'x',
    got: x,
    needs,
  });
}

/** The dtype whose storage is this kind of typed array; Uint16Array is uint16, never float16. */
function dtypeOfView(data: ArrayBufferView): DType | undefined {
  if (data.constructor.name === 'Uint8ClampedArray') return undefined;
  const fits = dtypeNames.filter((dtype) => {
    const row = dtypeInfo(dtype);
    return row.slots === 1 && row.kind !== 'b' && dtype !== 'float16' && data instanceof row.storage;
  });
  return fits[0];
}
