/**
 * NDArray: a typed array and the metadata that says which of its elements are meant, and in which order.
 *
 * Policy: metadata operations make a new NDArray over the same data and never touch an element. `strides` and
 * `offset` are in bytes, as NumPy shows them, and always multiples of the storage's slot size, so any element can
 * be read through `data` at `byteOffset / data.BYTES_PER_ELEMENT`. `data` is never copied when an array is wrapped.
 */
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { isContiguous, type Shape, sizeOf } from './shape.js';

/** Facts about an array's memory, as in NumPy's `flags`. */
export interface Flags {
  readonly cContiguous: boolean;
  readonly fContiguous: boolean;
  /** Whether this array made its own data, that is, `base` is null. */
  readonly ownData: boolean;
  readonly writeable: boolean;
}

/** The metadata an array is made from. */
export interface Layout<D extends DType, S extends Shape> {
  readonly data: StorageOf<D>;
  readonly dtype: D;
  readonly shape: S;
  /** Bytes from one element to the next on each axis; may be negative or 0. */
  readonly strides: readonly number[];
  /** Bytes from the start of `data` to the first element. */
  readonly offset?: number;
  readonly writeable?: boolean;
  /** The array or typed array whose memory this one shows; null when it made its own. */
  readonly base?: unknown;
}

export class NDArray<D extends DType = DType, S extends Shape = Shape> {
  readonly data: StorageOf<D>;
  readonly dtype: D;
  readonly shape: S;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly base: unknown;
  readonly size: number;
  readonly #writeable: boolean;

  /** Trusts its layout: every public way in checks first. */
  constructor(layout: Layout<D, S>) {
    this.data = layout.data;
    this.dtype = layout.dtype;
    this.shape = layout.shape;
    this.strides = layout.strides;
    this.offset = layout.offset ?? 0;
    this.base = layout.base ?? null;
    this.size = sizeOf(layout.shape);
    this.#writeable = layout.writeable ?? true;
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** Bytes of one element. */
  get itemsize(): number {
    return dtypeInfo(this.dtype).itemsize;
  }

  /** Bytes of all elements, as if they lay one after the other. */
  get nbytes(): number {
    return this.size * this.itemsize;
  }

  get flags(): Flags {
    return {
      cContiguous: isContiguous(this.shape, this.strides, this.itemsize, 'C'),
      fContiguous: isContiguous(this.shape, this.strides, this.itemsize, 'F'),
      ownData: this.base === null,
      writeable: this.#writeable,
    };
  }
}
