/**
 * What an array is before anything is done with it: its metadata, its memory, and who else can reach that.
 *
 * State: beside its metadata an array knows whether anyone else can reach its memory. Reading `data` and making a
 * view both pin the owner, so that `dispose()` recycles memory only when nobody can see it any more. strided's own
 * code reads `storage(x)`, which does not pin; code that keeps the memory beyond the current call reads `x.data`.
 * Small arrays lie with others on one buffer, which nobody outside may get: the first to read `data` moves the array and
 * all its views to memory of their own. Views learn of the move when their memory is asked for.
 * The metadata is private, behind getters: kernels rely on what the constructor checked, so nobody may change it.
 */
import { release, retain } from './buffer.js';
import { checkDType, type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { ArgumentError, DTypeError } from './errors.js';
import { type Layout, layoutSymbol } from './layout.js';
import { isContiguous, type Order, type Shape, sizeOf } from './shape.js';
import { isOnSlab } from './slabs.js';

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
  readonly #dtype: D;
  readonly #shape: S;
  readonly #strides: readonly number[];
  readonly #offset: number;
  readonly #base: unknown;
  readonly #size: number;
  readonly #writeable: boolean;
  /** Bytes from the start of the data to the end of the last element. */
  readonly #extent: number;
  /** Null once disposed. */
  #storage: StorageOf<D> | null;
  /** Whether code outside may hold this array's memory: a view was made, or `data` was read. */
  #pinned = false;
  /** Whether `data` was read. */
  #exposed = false;
  /** The array that this one is a view of; null when it is none, and once both lie on memory of their own. */
  #source: ArrayBase | null;
  /** After `dispose`, what views lie on or must still follow to. */
  #left: StorageOf<D> | null = null;
  /** Where the memory started before it moved; -1 when it did not. */
  #movedFrom = -1;
  #flags: Flags | null = null;

  static {
    storageOf = <E extends DType>(x: ArrayBase<E, Shape>): StorageOf<E> => {
      if (x.#source !== null) x.#follow();
      const data = x.#storage;
      // The user may have transferred a wrapped buffer to another thread, or shrunk it: kernels must never follow.
      if (data === null || data.byteLength < x.#extent) x.#refuse();
      return data;
    };
  }

  /**
   * Freezes the shape and strides it is given: copying them would cost as much as the rest.
   * @throws ArgumentError when the layout is none, or names elements outside its data.
   */
  constructor(layout: Layout<D, S>) {
    const { data, dtype, shape, strides, offset = 0 } = layout;
    this.#storage = data;
    this.#dtype = dtype;
    this.#shape = Object.isFrozen(shape) ? shape : Object.freeze(shape);
    this.#strides = Object.isFrozen(strides) ? strides : Object.freeze(strides);
    this.#offset = offset;
    this.#size = sizeOf(this.#shape);
    this.#writeable = layout.writeable ?? true;
    this.#extent = extentOf(data, dtype, this.#shape, this.#strides, offset);
    const base = layout.base ?? null;
    this.#base = base;
    this.#source = base !== null && base instanceof ArrayBase ? base : null;
    if (this.#source !== null) this.#source.#pinned = true;
  }

  /** What its elements are. */
  get dtype(): D {
    return this.#dtype;
  }

  /** The length of each axis. */
  get shape(): S {
    return this.#shape;
  }

  /** Bytes from one element to the next on each axis; negative or 0 in some views. */
  get strides(): readonly number[] {
    return this.#strides;
  }

  /** Bytes from the start of `data` to the first element. */
  get offset(): number {
    return this.#offset;
  }

  /** The array (or the user's typed array) whose memory this one shows; null when it made its own. */
  get base(): unknown {
    return this.#base;
  }

  /** How many elements there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * The typed array that holds the elements, to read and write at once; see `offset` and `strides`. Its buffer holds
   * nothing but this array and what this is a view of, and views of that.
   */
  get data(): StorageOf<D> {
    if (this.#exposed) return storageOf(this);
    this.#exposed = true;
    this.#leaveSlab();
    const data = storageOf(this);
    // Someone may make another array over it, which must not give it away either.
    if (!this.#pinned) retain(data);
    this.#pinned = true;
    return data;
  }

  /** Moves the array that all views are of to a buffer of its own. */
  #leaveSlab(): void {
    if (this.#source !== null) {
      this.#source.#leaveSlab();
      return;
    }
    const data = this.#storage ?? this.#left;
    if (data === null || !isOnSlab(data)) return;
    this.#moveTo(data.slice() as StorageOf<D>, data.byteOffset);
  }

  /** Goes where the array went that this is a view of. */
  #follow(): void {
    const source = this.#source!;
    if (source.#source !== null) source.#follow();
    if (source.#movedFrom < 0) return;
    this.#source = null;
    const data = this.#storage ?? this.#left;
    const target = (source.#storage ?? source.#left)!;
    if (data === null || data.buffer === target.buffer) return;
    const { storage: Storage } = dtypeInfo(this.#dtype);
    const skipped = data.byteOffset - source.#movedFrom;
    const same = skipped === 0 && data.length === target.length && target instanceof Storage;
    const start = target.byteOffset + skipped;
    const moved = same ? target : new Storage(target.buffer as ArrayBuffer, start, data.length);
    this.#moveTo(moved as StorageOf<D>, data.byteOffset);
  }

  #moveTo(data: StorageOf<D>, from: number): void {
    if (this.#storage === null) this.#left = data;
    else this.#storage = data;
    this.#movedFrom = from;
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
    if (data !== null && this.#pinned && (this.#movedFrom >= 0 || isOnSlab(data))) this.#left = data;
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

/** Bytes up to the end of the last element. @throws ArgumentError when the layout is none, or an element lies outside. */
function extentOf(
  data: StorageOf<DType>,
  dtype: DType,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): number {
  const { itemsize, storage: Storage } = dtypeInfo(dtype) ?? dtypeInfo(checkDType('NDArray', dtype));
  const unit = Storage.BYTES_PER_ELEMENT;
  if (!ArrayBuffer.isView(data) || data.BYTES_PER_ELEMENT !== unit) throw notStorage(dtype, data);
  let low = offset;
  let high = offset + itemsize;
  let valid = shape.length === strides.length && Number.isSafeInteger(offset / unit);
  let empty = false;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis];
    const stride = strides[axis];
    valid &&= Number.isSafeInteger(length) && length >= 0 && Number.isSafeInteger(stride / unit);
    if (length === 0) empty = true;
    const reach = (length - 1) * stride;
    if (reach < 0) low += reach;
    else high += reach;
  }
  if (!valid) throw notLayout(shape, strides, offset, unit);
  if (empty) return 0;
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

function notStorage(dtype: DType, data: unknown): DTypeError {
  const { name } = dtypeInfo(dtype).storage;
  const got = ArrayBuffer.isView(data) ? `a ${data.constructor.name}` : typeof data;
  return new DTypeError(`data is ${got}; ${dtype} needs a ${name}`, {
    operation: 'NDArray',
    argument: 'data',
    got: data,
    needs: `a ${name}`,
  });
}

function notLayout(shape: Shape, strides: readonly number[], offset: number, unit: number): ArgumentError {
  const needs = `one stride for each length, and strides and an offset in multiples of ${unit} bytes`;
  return new ArgumentError(
    `the layout has shape (${shape.join(', ')}), strides (${strides.join(', ')}) and offset ${offset}; needs ${needs}`,
    { operation: 'NDArray', argument: 'layout', got: { shape, strides, offset }, needs },
  );
}
