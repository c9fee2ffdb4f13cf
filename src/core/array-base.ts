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
  /** Null once disposed. */
  #storage: StorageOf<D> | null;
  /** Whether code outside may hold this array's memory: a view was made, or `data` was read. */
  #pinned = false;
  #flags: Flags | null = null;

  static {
    storageOf = <E extends DType>(x: ArrayBase<E, Shape>): StorageOf<E> => x.#storage ?? x.#refuseDisposed();
  }

  /** Trusts its layout: every public way in checks first. */
  constructor(layout: Layout<D, S>) {
    this.#storage = layout.data;
    this.dtype = layout.dtype;
    this.shape = layout.shape;
    this.strides = layout.strides;
    this.offset = layout.offset ?? 0;
    this.size = sizeOf(layout.shape);
    this.#writeable = layout.writeable ?? true;
    const base = layout.base ?? null;
    this.base = base;
    if (base !== null && base instanceof ArrayBase) base.#pinned = true;
  }

  /** The typed array that holds the elements, to read and write at once; see `offset` and `strides`. */
  get data(): StorageOf<D> {
    this.#pinned = true;
    return this.#storage ?? this.#refuseDisposed();
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

  #refuseDisposed(): never {
    throw new ArgumentError('the array was disposed', {
      operation: 'NDArray',
      needs: 'an array that is still in use',
    });
  }
}
