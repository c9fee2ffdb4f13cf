/** What NumPy's arrays have as methods and attributes beside the operations, which are in methods.ts. */
import type { DType, ElementOf } from '../core/dtype.js';
import { type AsTypeOptions, NDArray } from '../core/ndarray.js';
import type { Order, Shape } from '../core/shape.js';
import type { ArrayLike, Nested, Rank } from '../core/types.js';
import type { AxisOption } from './axis-option.js';
import { type Device, toDevice } from './device.js';
import { type DlpackCapsule, toDlpack } from './dlpack.js';
import { conj } from './elementwise.js';
import { swapaxes } from './manipulation.js';
import { type ArrayNamespace, arrayNamespace } from './namespace.js';
import { choose, compress, put, type TakeOptions, take } from './picking.js';
import type { IndexMode } from './places.js';
import { byteswap, tobytes } from './raw-bytes.js';
import { repeat } from './rearranging.js';
import type { UfuncOptions } from './ufunc.js';

declare module '../core/ndarray.js' {
  interface NDArray<D extends DType, S extends Shape> {
    /** Where the array is: 'cpu', the one device there is. */
    readonly device: Device;
    /** The array itself, which is on the one device there is. */
    toDevice(device: Device): this;
    /** The functions that go with this array, as the standard's `__array_namespace__`. */
    arrayNamespace(apiVersion?: string): ArrayNamespace;
    /** The memory and metadata for other libraries, after DLPack; see `fromDlpack`. */
    __dlpack__(): DlpackCapsule;
    /** DLPack's numbers of the device: kind 1, the CPU, and its number 0. */
    __dlpackDevice__(): [kind: 1, id: 0];
    /** Another name for `asType`. */
    astype<E extends DType>(dtype: E, options?: AsTypeOptions): NDArray<E, S>;
    /** Another name for `toArray`. */
    tolist(): Nested<ElementOf<D>, S>;
    /** Another name for `conj`. */
    conjugate(options?: UfuncOptions): NDArray<D>;
    /** See the function `take`. */
    take(indices: ArrayLike, options?: TakeOptions): NDArray<D>;
    /** See the function `put`. */
    put(indices: ArrayLike, values: ArrayLike, options?: { readonly mode?: IndexMode }): this;
    /** See the function `repeat`. */
    repeat(repeats: number | ArrayLike, options?: AxisOption): NDArray<D>;
    /** See the function `choose`: this array holds the numbers. */
    choose(arrays: readonly ArrayLike[], options?: Pick<TakeOptions, 'mode' | 'out'>): NDArray;
    /** See the function `compress`. */
    compress(condition: ArrayLike, options?: Pick<TakeOptions, 'axis' | 'out'>): NDArray<D>;
    /** See the function `swapaxes`. */
    swapaxes(axis1: number, axis2: number): NDArray<D, Rank<S>>;
    /** See the function `tobytes`. */
    tobytes(order?: Order): Uint8Array;
    /** See the function `byteswap`. */
    byteswap(): NDArray<D, S>;
    /** Writes one element: its indices, or its place in the flattened array, and last the value. */
    itemset(...indicesAndValue: [...number[], ElementOf<D> | number | boolean | bigint]): void;
  }
}

const methods: Record<string, (this: NDArray, ...args: never[]) => unknown> = {
  toDevice(device: Device) {
    return toDevice(this, device);
  },
  arrayNamespace(apiVersion?: string) {
    return arrayNamespace(apiVersion);
  },
  __dlpack__() {
    return toDlpack(this);
  },
  __dlpackDevice__() {
    return [1, 0];
  },
  astype(dtype: DType, options?: AsTypeOptions) {
    return this.asType(dtype, options);
  },
  tolist() {
    return this.toArray();
  },
  conjugate(options?: UfuncOptions) {
    return conj(this, options);
  },
  take(indices: ArrayLike, options?: TakeOptions) {
    return take(this, indices, options);
  },
  put(indices: ArrayLike, values: ArrayLike, options?: { readonly mode?: IndexMode }) {
    return put(this, indices, values, options);
  },
  repeat(repeats: number | ArrayLike, options?: AxisOption) {
    return repeat(this, repeats, options);
  },
  choose(arrays: readonly ArrayLike[], options?: Pick<TakeOptions, 'mode' | 'out'>) {
    return choose(this, arrays, options);
  },
  compress(condition: ArrayLike, options?: Pick<TakeOptions, 'axis' | 'out'>) {
    return compress(condition, this, options);
  },
  swapaxes(axis1: number, axis2: number) {
    return swapaxes(this, axis1, axis2);
  },
  tobytes(order?: Order) {
    return tobytes(this, order);
  },
  byteswap() {
    return byteswap(this);
  },
  itemset(...args: number[]) {
    const value = args[args.length - 1];
    const indices = args.slice(0, -1);
    if (indices.length === this.ndim) this.set(value, ...indices);
    else put(this, indices.length === 0 && this.size === 1 ? [0] : indices, value);
  },
};

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(NDArray.prototype, name, { configurable: true, writable: true, value });
}

Object.defineProperty(NDArray.prototype, 'device', { configurable: true, get: () => 'cpu' });
