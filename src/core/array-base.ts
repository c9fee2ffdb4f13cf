/**
 * What an array is before anything is done with it: its metadata, its memory, and who else can reach that.
 *
 * State: beside its metadata an array knows whether anyone else can reach its memory. Reading `data` and making a
 * view both pin the owner, so that `dispose()` recycles memory only when nobody can see it any more. strided's own
 * code reads `storage(x)`, which does not pin; code that keeps the memory beyond the current call reads `x.data`.
 */
import { release } from './buffer.js';
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { ArgumentError } from './errors.js';
import { type Layout, layoutSymbol } from './layout.js';
import { isContiguous, type Order, type Shape, sizeOf } from './shape.js';

/** Facts about an array's memory, as in NumPy's `flags`. */
export interface Flags {
  readonly cContiguous: boolean;
  readonly fContiguous: boolean;
  /** Whether this array made its own data, that is, `base` is null. */
  readonly ownData: boolean;
  readonly writeable: boolean;
}

let storageOf: <D extends DType>(x: ArrayBase<D, Shape>) => StorageOf<D>;

/**
 * The typed array under `x`, for strided's own code: unlike `x.data` it leaves `x` disposable.
 * @throws ArgumentError when `x` was disposed.
 */
export function storage<D extends DType>(x: ArrayBase<D, Shape>): StorageOf<D> {
  return storageOf(x);
}

/** The part of NDArray that knows its memory. */
export abstract class ArrayBase<D extends DType = DType, S extends Shape = Shape> {
  readonly dtype: D;
  readonly shape: S;
  /** Bytes from one element to the next on each axis; negative or 0 in some views. */
  readonly strides: readonly number[];
  /** Bytes from the start of `data` to the first element. */
  readonly offset: number;
  /** The array (or the user's typed array) whose memory this one shows; null when it made its own. */
  readonly base: unknown;
  /** How many elements there are. */
  readonly size: number;
  readonly #writeable: boolean;
  /** Bytes from the start of the data to the end of the last element. */
  readonly #extent: number;
  /** Null once disposed. */
  #storage: StorageOf<D> | null;
  /** Whether code outside may hold this array's memory: a view was made, or `data` was read. */
  #pinned = false;
  #flags: Flags | null = null;

  static {
    storageOf = <E extends DType>(x: ArrayBase<E, Shape>): StorageOf<E> => {
      const data = x.#storage;
      // The user may have transferred a wrapped buffer to another thread, or shrunk it: kernels must never follow.
      if (data === null || data.byteLength < x.#extent) x.#refuse();
      return data;
    };
  }

  /**
   * Freezes the shape and strides it is given: kernels rely on what is checked here.
   * @throws ArgumentError when the layout names elements outside its data.
   */
  constructor(layout: Layout<D, S>) {
    const { data, dtype, shape, strides, offset = 0 } = layout;
    this.#storage = data;
    this.dtype = dtype;
    this.shape = Object.freeze(shape);
    this.strides = Object.freeze(strides);
    this.offset = offset;
    this.size = sizeOf(shape);
    this.#writeable = layout.writeable ?? true;
    this.#extent = extentOf(layout, offset, this.size);
    const base = layout.base ?? null;
    this.base = base;
    if (base !== null && base instanceof ArrayBase) base.#pinned = true;
  }

  /** The typed array that holds the elements, to read and write at once; see `offset` and `strides`. */
  get data(): StorageOf<D> {
    this.#pinned = true;
    return storageOf(this);
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
    this.#flags ??= {
      cContiguous: isContiguous(this.shape, this.strides, this.itemsize, 'C'),
      fContiguous: isContiguous(this.shape, this.strides, this.itemsize, 'F'),
      ownData: this.base === null,
      writeable: this.#writeable,
    };
    return this.#flags;
  }

  /** 'C' or 'F' when the elements lie one after the other in that order ('C' when in both), else null. */
  get order(): Order | null {
    const { cContiguous, fContiguous } = this.flags;
    return cContiguous ? 'C' : fContiguous ? 'F' : null;
  }

  [layoutSymbol](): Layout<D, S> {
    const { dtype, shape, strides, offset } = this;
    return { data: storageOf(this), dtype, shape, strides, offset, writeable: this.#writeable, base: this };
  }

  /**
   * Ends the use of this array. Its memory is recycled at once when it made its own, no view of it exists and
   * `data` was never read; otherwise the garbage collector takes it as usual. Views stay valid.
   * @returns whether the memory was recycled at once.
   */
  dispose(): boolean {
    const data = this.#storage;
    this.#storage = null;
    if (data === null || this.base !== null || this.#pinned) return false;
    release(data);
    return true;
  }

  /** Whether `dispose` was called: only metadata is left. */
  get disposed(): boolean {
    return this.#storage === null;
  }

  /** Lets `using x = …` dispose at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  #refuse(): never {
    throw this.#storage === null
      ? new ArgumentError('the array was disposed', {
          operation: 'NDArray',
          needs: 'an array that is still in use',
        })
      : new ArgumentError('the memory under the array has gone: its buffer was transferred or shrunk', {
          operation: 'NDArray',
          got: this.#storage.byteLength,
          needs: `${this.#extent} bytes`,
        });
  }
}

/** Bytes up to the end of the last element. @throws ArgumentError when an element lies outside the data. */
function extentOf(layout: Layout, offset: number, size: number): number {
  const { data, dtype, shape, strides } = layout;
  if (size === 0) return 0;
  let low = offset;
  let high = offset + dtypeInfo(dtype).itemsize;
  for (let axis = 0; axis < shape.length; axis++) {
    const reach = (shape[axis] - 1) * strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  // Written so that NaN, from a missing stride, is refused too.
  if (low >= 0 && high <= data.byteLength) return high;
  throw new ArgumentError(
    `the layout reaches from byte ${low} to ${high} of data that has ${data.byteLength}`,
    {
      operation: 'NDArray',
      argument: 'layout',
      got: { shape, strides, offset },
      needs: 'elements inside the data',
    },
  );
}
