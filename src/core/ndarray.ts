/**
 * NDArray: a typed array and the metadata that says which of its elements are meant, and in which order.
 *
 * Policy: metadata operations make a new NDArray over the same data and never touch an element. `strides` and
 * `offset` are in bytes, as NumPy shows them, and always multiples of the storage's slot size, so any element can
 * be read through `data` at `byteOffset / data.BYTES_PER_ELEMENT`. `data` is never copied when an array is wrapped.
 * What a method does to the numbers is in the module it calls: strides, copy, indexing, print.
 */
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { ArrayBase, storage } from './array-base.js';
import { allocate, allocateUninitialized } from './buffer.js';
import { copyElements, fillElements } from './copy.js';
import { checkDType, type DType, dtypeInfo, type ElementOf, type StorageOf } from './dtype.js';
import { readElement, writeElement } from './element.js';
import { ArgumentError, DTypeError, IndexError, ShapeError } from './errors.js';
import { fromData } from './from-data.js';
import type { Index } from './index-parse.js';
import { checkIndex, countTrue, select } from './indexing.js';
import { type Layout, layoutSymbol } from './layout.js';
import { toNested, toPlain } from './nested.js';
import { gather, gatherRows, gatherTrue, materialize, scatter, scatterRows, scatterTrue } from './pick.js';
import { pickKernels } from './pick-kernels.js';
import { pickRows } from './pick-rows.js';
import { arrayToRepr, arrayToString, type TextOptions } from './print.js';
import { type Casting, canCast } from './promotion.js';
import { reinterpretStrides } from './reinterpret.js';
import { contiguousStrides, formatShape, isContiguous, type Order, type Shape, sizeOf } from './shape.js';
import type { Permuted, Reversed, Sizes } from './static-shapes.js';
import {
  broadcastStrides,
  checkOrder,
  checkPermutation,
  checkShape,
  expandAxes,
  keepOrderStrides,
  reshapeStrides,
  resolveShape,
  squeezeAxes,
} from './strides.js';
import type { ArrayLike, AtShape, Nested, Row } from './types.js';

export { type Flags, storage } from './array-base.js';
export type { Layout } from './layout.js';

export interface AsTypeOptions {
  /** Which conversions are allowed. 'unsafe', all. */
  readonly casting?: Casting;
  /** Whether to copy even when nothing changes. true. */
  readonly copy?: boolean;
  /** Memory order of a copy; 'K' keeps the axes in the order they have. 'K'. */
  readonly order?: Order | 'K';
}

const asTypeNames: OptionNames<AsTypeOptions> = { casting: true, copy: true, order: true };

/** A new array of zeros. The shape was checked. */
export function newArray<D extends DType, S extends Shape>(
  operation: string,
  dtype: D,
  shape: S,
  order: Order = 'C',
): NDArray<D, S> {
  const strides = stridesOf(shape, dtypeInfo(dtype).itemsize, order);
  return new NDArray<D, S>({ data: allocate(operation, dtype, sizeOf(shape)), dtype, shape, strides });
}

/** A new array that the caller will overwrite whole: its elements may be anything. */
export function newUninitialized<D extends DType, S extends Shape>(
  operation: string,
  dtype: D,
  shape: S,
  order: Order = 'C',
): NDArray<D, S> {
  const strides = stridesOf(shape, dtypeInfo(dtype).itemsize, order);
  const data = allocateUninitialized(operation, dtype, sizeOf(shape));
  return new NDArray<D, S>({ data, dtype, shape, strides });
}

/** The strides of vectors by item size, frozen already: freezing a list costs as much as making it. */
const vectorStrides = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((itemsize) =>
  Object.freeze([itemsize]),
);

function stridesOf(shape: Shape, itemsize: number, order: Order): readonly number[] {
  return shape.length === 1 ? vectorStrides[itemsize] : contiguousStrides(shape, itemsize, order);
}

/** A view of `x` with other metadata. */
export function viewOf<D extends DType, S extends Shape>(
  x: NDArray<D, Shape>,
  shape: S,
  strides: readonly number[],
  offset: number = x.offset,
  writeable: boolean = x.flags.writeable,
): NDArray<D, S> {
  const base = x.base instanceof NDArray ? x.base : x;
  return new NDArray<D, S>({ data: storage(x), dtype: x.dtype, shape, strides, offset, writeable, base });
}

/**
 * An n-dimensional array of elements of one dtype. Make one with `array`, `asarray`, `zeros`, `arange`…; the
 * constructor trusts its layout. Views share memory, so a write through one is seen by all.
 *
 * @example
 * const x = array([[1, 2, 3], [4, 5, 6]], { dtype: 'float32' });
 * x.T.shape; // [3, 2]
 * x.at(':', '::2').toArray(); // [[1, 3], [4, 6]]
 * @see numpy.ndarray
 */
export class NDArray<D extends DType = DType, S extends Shape = Shape> extends ArrayBase<D, S> {
  /** The view with its axes reversed. NumPy: `ndarray.T` */
  get T(): NDArray<D, Reversed<S>> {
    return this.transpose() as NDArray<D, Reversed<S>>;
  }

  /**
   * The same elements in another shape; one length may be -1. A view where strides allow, else a copy.
   * @throws ShapeError when the sizes differ.
   */
  reshape<const R extends readonly number[]>(shape: R, order?: Order): NDArray<D, Sizes<R>>;
  reshape<const R extends readonly number[]>(...shape: R): NDArray<D, Sizes<R>>;
  reshape(...args: unknown[]): NDArray<D, Shape> {
    const listed = Array.isArray(args[0]);
    const wanted = (listed ? args[0] : args) as number[];
    const order = listed && args[1] !== undefined ? checkOrder('reshape', args[1]) : 'C';
    const shape = resolveShape('reshape', wanted, this.size, this.shape);
    const strides = reshapeStrides(this.shape, this.strides, shape, this.itemsize, order);
    if (strides !== null) return viewOf(this, shape, strides);
    const copy = this.copy(order);
    const copied = contiguousStrides(shape, this.itemsize, order);
    return new NDArray({ data: storage(copy), dtype: this.dtype, shape, strides: copied });
  }

  /**
   * The view with its axes permuted, or reversed without `axes`.
   * @throws AxisError unless every axis is named once.
   */
  transpose(axes?: undefined): NDArray<D, Reversed<S>>;
  transpose<const A extends readonly number[]>(axes: A): NDArray<D, Permuted<S, A>>;
  transpose<const A extends readonly number[]>(...axes: A): NDArray<D, Permuted<S, A>>;
  transpose(...args: unknown[]): NDArray<D, Shape> {
    const given = Array.isArray(args[0])
      ? args[0]
      : args.length === 0 || args[0] === undefined
        ? undefined
        : args;
    const axes = checkPermutation('transpose', given as number[] | undefined, this.ndim);
    const shape = axes.map((axis) => this.shape[axis]);
    return viewOf(
      this,
      shape,
      axes.map((axis) => this.strides[axis]),
    );
  }

  /** All elements in one axis: a view when contiguous in that order, else a copy. */
  ravel(order: Order = 'C'): NDArray<D, [number]> {
    return this.reshape([this.size], order);
  }

  /** All elements in one axis, always a copy. */
  flatten(order: Order = 'C'): NDArray<D, [number]> {
    const copy = this.copy(checkOrder('flatten', order));
    return new NDArray({
      data: storage(copy),
      dtype: this.dtype,
      shape: [this.size],
      strides: [this.itemsize],
    });
  }

  /** The view with axes of length 1 put in, at these places of the result. */
  expandDims(axis: number | readonly number[]): NDArray<D, Shape> {
    const { shape, strides } = expandAxes('expandDims', this.#axes(), axis);
    return viewOf(this, shape, strides);
  }

  /** The view without its axes of length 1, or without those named. */
  squeeze(axis?: number | readonly number[]): NDArray<D, Shape> {
    const { shape, strides } = squeezeAxes('squeeze', this.#axes(), axis);
    return viewOf(this, shape, strides);
  }

  /** The read-only view that repeats this array over a larger shape. */
  broadcastTo<const R extends readonly number[]>(shape: R): NDArray<D, Sizes<R>> {
    const target = checkShape('broadcastTo', shape);
    const strides = broadcastStrides('broadcastTo', this.shape, this.strides, target);
    return viewOf(this, target as Shape, strides, this.offset, false) as NDArray<D, Sizes<R>>;
  }

  /**
   * A copy with another dtype. Integers wrap, floats are cut towards zero, complex numbers lose their imaginary
   * part; a float outside an integer's range wraps too, NaN gives 0 (NumPy leaves both to the machine).
   * @throws DTypeError for an unknown dtype, or one that `casting` does not allow.
   */
  asType<E extends DType>(dtype: E, options: AsTypeOptions = {}): NDArray<E, S> {
    checkDType('asType', dtype);
    checkOptions('asType', options, asTypeNames);
    const { casting = 'unsafe', copy = true, order = 'K' } = options;
    if (casting !== 'unsafe' && !canCast(this.dtype, dtype, casting)) {
      throw new DTypeError(`${this.dtype} does not cast to ${dtype} by the rule '${casting}'`, {
        operation: 'asType',
        argument: 'dtype',
        got: dtype,
        needs: "casting: 'unsafe'",
      });
    }
    if (!copy && (this.dtype as DType) === dtype) return this as unknown as NDArray<E, S>;
    return this.#copyAs('asType', dtype, order);
  }

  /** A copy of the elements. Order 'K' keeps the axes in the order they have in memory. */
  copy(order: Order | 'K' = 'C'): NDArray<D, S> {
    return this.#copyAs('copy', this.dtype, order);
  }

  /**
   * The same bytes as another dtype. When the item size changes, the last axis is contiguous and changes length.
   * @throws DTypeError when the bytes do not divide so; ArgumentError when they are not aligned for it.
   */
  view<E extends DType = D>(dtype?: E): NDArray<E, S> {
    const { dtype: own, shape, strides, offset } = this;
    const data = storage(this);
    const to = dtype === undefined ? own : checkDType('view', dtype);
    const base = this.base instanceof NDArray ? this.base : this;
    const writeable = this.flags.writeable;
    const layout = reinterpretStrides({ data, dtype: own, shape, strides, offset, writeable, base }, to);
    return new NDArray(layout) as unknown as NDArray<E, S>;
  }

  /**
   * A view of, or (with arrays and masks among the indices) a copy of, the chosen elements, by NumPy's rules:
   * `x.at('::2', ':-1')`, `x.at(0, '...')`, `x.at([3, 1])`, `x.at(mask)`, `x.at(slice(1, 4), null)`.
   * @throws IndexError for anything that is not an index of this array.
   */
  at<const I extends readonly Index[]>(...indices: I): NDArray<D, AtShape<S, I>> {
    const source = this[layoutSymbol]();
    const mask = indices.length === 1 ? this.#wholeMask(indices[0]) : undefined;
    if (mask !== undefined) {
      const chosen = newUninitialized<D, Shape>('at', this.dtype, [countTrue(mask)]);
      gatherTrue(chosen[layoutSymbol](), source, mask);
      return chosen as NDArray<D, AtShape<S, I>>;
    }
    const rows = pickRows(source, indices);
    if (rows !== undefined) {
      const picked = newUninitialized<D, Shape>('at', this.dtype, rows.shape);
      if (gatherRows(picked[layoutSymbol](), source, rows)) return picked as NDArray<D, AtShape<S, I>>;
    }
    const selection = select('at', source, indices);
    let result: NDArray<D, Shape>;
    if (selection.kind === 'basic') {
      result = viewOf(this, selection.shape, selection.strides, selection.offset);
    } else {
      result = newUninitialized<D, Shape>('at', this.dtype, selection.shape);
      gather(result[layoutSymbol](), source, selection);
    }
    return result as NDArray<D, AtShape<S, I>>;
  }

  /** The bytes of an index that is a mask over all of this array, where both lie in C order. */
  #wholeMask(index: unknown): Uint8Array | undefined {
    if (!(index instanceof NDArray) || index.dtype !== 'bool' || index.ndim === 0) return undefined;
    if (!this.flags.cContiguous || !index.flags.cContiguous) return undefined;
    const own: Shape = this.shape;
    const shape: Shape = index.shape;
    if (shape.length !== own.length || shape.some((length, axis) => length !== own[axis])) return undefined;
    const data = storage(index) as unknown as Uint8Array;
    return data.subarray(index.offset, index.offset + index.size);
  }

  /**
   * Writes `value`, broadcast and cast, over the elements `at(...indices)` would give; of an index that names an
   * element twice, the last value stays.
   * @throws IndexError, ShapeError, or ArgumentError when this array is read-only.
   */
  setAt(indices: readonly Index[] | Index, value: ArrayLike): this {
    this.#checkWriteable('setAt');
    const own = this[layoutSymbol]();
    const list = isIndexTuple(indices) ? indices : [indices];
    if (this.#setByKernel(own, list, value)) return this;
    const selection = select('setAt', own, list);
    const { shape } = selection;
    const source = broadcastValue('setAt', value, this.dtype, shape);
    if (selection.kind === 'advanced') {
      scatter(own, selection, materialize(source, this.dtype));
    } else {
      const { strides, offset } = selection;
      copyElements({ data: own.data, dtype: this.dtype, shape, strides, offset }, source);
    }
    return this;
  }

  /** The commonest advanced assignments, a mask over all or one array of integers; false leaves all as it is. */
  #setByKernel(own: Layout<D>, indices: readonly Index[], value: ArrayLike): boolean {
    const mask = indices.length === 1 ? this.#wholeMask(indices[0]) : undefined;
    const rows = mask === undefined ? pickRows(own, indices, own) : undefined;
    if (rows === undefined && (mask === undefined || pickKernels(mask.length) === undefined)) return false;
    const shape = rows === undefined ? [countTrue(mask!)] : rows.shape;
    const source = broadcastValue('setAt', value, this.dtype, shape);
    if (mask !== undefined && shape[0] === 0) return true;
    const repeated = source.strides.every((stride) => stride === 0);
    // One element is read over and over; of rows the elements are told apart.
    const single = repeated && (rows === undefined || rows.picking.itemBytes === this.itemsize);
    const wanted = single ? { ...source, shape: [1], strides: [this.itemsize] } : source;
    const apart = source.dtype === this.dtype && source.data.buffer !== own.data.buffer;
    const asIs = apart && isContiguous(wanted.shape, wanted.strides, this.itemsize, 'C');
    const values = asIs ? wanted : materialize(wanted, this.dtype);
    if (rows !== undefined) return scatterRows(own, rows, values);
    // What is written may be the mask itself.
    scatterTrue(own, mask!.buffer === own.data.buffer ? mask!.slice() : mask!, values);
    return true;
  }

  /**
   * Writes `value`, broadcast and cast, over all elements: `x.at('1:').assign(0)`. Into what `at` gave for an index
   * with arrays or masks this writes a copy; use `setAt` there.
   * @throws ShapeError when the value does not broadcast; ArgumentError when this array is read-only.
   */
  assign(value: ArrayLike): this {
    this.#checkWriteable('assign');
    copyElements(this[layoutSymbol](), broadcastValue('assign', value, this.dtype, this.shape));
    return this;
  }

  /** Sets every element to one value. */
  fill(value: ElementOf<D> | number | boolean | bigint): this {
    this.#checkWriteable('fill');
    const { slots, storage: Storage } = dtypeInfo(this.dtype);
    const data = new Storage(slots) as StorageOf<D>;
    writeElement('fill', this.dtype, data, 0, value);
    fillElements(this[layoutSymbol](), data);
    return this;
  }

  /**
   * One element, by an index for each axis.
   * @throws IndexError when there are more or fewer, or one is out of bounds.
   */
  get(...indices: number[]): ElementOf<D> {
    const slot = this.#slot('get', indices);
    return readElement(this.dtype, storage(this), slot);
  }

  /**
   * Writes one element: the value, then an index for each axis.
   * @throws IndexError as `get`; ArgumentError when the value does not fit the dtype or the array is read-only.
   */
  set(value: ElementOf<D> | number | boolean | bigint, ...indices: number[]): this {
    this.#checkWriteable('set');
    const slot = this.#slot('set', indices);
    writeElement('set', this.dtype, storage(this), slot, value);
    return this;
  }

  /**
   * The only element, the element at a position of the flattened array, or the one with these indices.
   * @throws IndexError when there is no such element, or without indices when there is not exactly one.
   */
  item(...indices: number[]): ElementOf<D> {
    if (indices.length === this.ndim && this.ndim > 0) return this.get(...indices);
    const flat = indices.length === 0 ? 0 : indices[0];
    if (indices.length > 1 || (indices.length === 0 && this.size !== 1) || !Number.isInteger(flat)) {
      throw new IndexError(`${indices.length} indices for an array of shape ${formatShape(this.shape)}`, {
        operation: 'item',
        argument: 'indices',
        got: indices,
        needs: `one flat index, or ${this.ndim}; none when the array has one element`,
      });
    }
    let rest = checkIndex('item', flat, this.size, 0);
    let offset = this.offset;
    for (let axis = this.ndim - 1; axis >= 0; axis--) {
      offset += (rest % this.shape[axis]) * this.strides[axis];
      rest = Math.floor(rest / this.shape[axis]);
    }
    const data = storage(this);
    return readElement(this.dtype, data, offset / data.BYTES_PER_ELEMENT);
  }

  /** The elements as nested JavaScript lists, one level for each axis; the element itself without axes. */
  toArray(): Nested<ElementOf<D>, S> {
    return toNested(this[layoutSymbol]()) as Nested<ElementOf<D>, S>;
  }

  /** What JSON.stringify takes: nested lists; 64-bit integers beyond 2^53 as strings, NaN and infinities as null. */
  toJSON(): unknown {
    return toPlain(this[layoutSymbol]());
  }

  /**
   * The elements of a one-dimensional array, or the views along the first axis.
   * @throws ShapeError when there is no axis.
   */
  *[Symbol.iterator](): Generator<Row<D, S>, void, undefined> {
    if (this.ndim === 0) {
      throw new ShapeError('an array without axes has no elements to iterate over; use item()', {
        operation: 'iteration',
        got: this.shape,
      });
    }
    for (let i = 0; i < this.shape[0]; i++) {
      const offset = this.offset + i * this.strides[0];
      const data = storage(this);
      yield (
        this.ndim === 1
          ? readElement(this.dtype, data, offset / data.BYTES_PER_ELEMENT)
          : viewOf(this, this.shape.slice(1), this.strides.slice(1), offset)
      ) as Row<D, S>;
    }
  }

  /** Iterates over all elements, last axis fastest. */
  get flat(): Generator<ElementOf<D>, void, undefined> {
    return this.#walk(0, this.offset);
  }

  *#walk(axis: number, offset: number): Generator<ElementOf<D>, void, undefined> {
    if (axis === this.ndim) {
      const data = storage(this);
      yield readElement(this.dtype, data, offset / data.BYTES_PER_ELEMENT);
      return;
    }
    for (let i = 0; i < this.shape[axis]; i++) yield* this.#walk(axis + 1, offset + i * this.strides[axis]);
  }

  /** The array as NumPy's `str` prints it; options as `numpy.array2string` has them. */
  override toString(options?: TextOptions): string {
    return arrayToString(this[layoutSymbol](), options);
  }

  /** console.log shows what Python's interpreter would: NumPy's `repr`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.disposed ? 'array(<disposed>)' : arrayToRepr(this[layoutSymbol]());
  }

  #axes() {
    return { shape: this.shape.slice(), strides: this.strides.slice() };
  }

  #copyAs<E extends DType>(operation: string, dtype: E, order: Order | 'K'): NDArray<E, S> {
    const { shape } = this;
    const { itemsize } = dtypeInfo(dtype);
    const strides =
      order === 'K'
        ? keepOrderStrides(shape, this.strides, itemsize)
        : contiguousStrides(shape, itemsize, checkOrder(operation, order));
    const data = allocateUninitialized(operation, dtype, this.size);
    copyElements({ data, dtype, shape, strides }, this[layoutSymbol]());
    return new NDArray<E, S>({ data, dtype, shape, strides });
  }

  #slot(operation: string, indices: readonly number[]): number {
    const { shape, strides } = this;
    if (indices.length !== shape.length) {
      throw new IndexError(`${indices.length} indices for an array of shape ${formatShape(shape)}`, {
        operation,
        argument: 'indices',
        got: indices,
        needs: `${shape.length}, one for each axis`,
      });
    }
    let offset = this.offset;
    for (let axis = 0; axis < shape.length; axis++) {
      const index = indices[axis];
      if (!Number.isInteger(index)) {
        throw new IndexError(`index ${String(index)} on axis ${axis} is no integer`, {
          operation,
          got: index,
        });
      }
      offset += checkIndex(operation, index, shape[axis], axis) * strides[axis];
    }
    return offset / storage(this).BYTES_PER_ELEMENT;
  }

  #checkWriteable(operation: string): void {
    if (this.flags.writeable) return;
    throw new ArgumentError('the array is read-only; needs a copy, x.copy()', {
      operation,
      needs: 'a writeable array',
    });
  }
}

/** `setAt` takes one index bare; a plain list is always the list of indices. */
function isIndexTuple(indices: readonly Index[] | Index): indices is readonly Index[] {
  return Array.isArray(indices);
}

/** The value as a layout of the target's shape. As in NumPy, extra leading axes of length 1 fall away. */
function broadcastValue(operation: string, value: unknown, dtype: DType, shape: Shape): Layout {
  const source = fromData(operation, value, dtype, 'value');
  let extra = 0;
  while (source.shape.length - extra > shape.length && source.shape[extra] === 1) extra++;
  const strides = broadcastStrides(operation, source.shape.slice(extra), source.strides.slice(extra), shape);
  return { data: source.data, dtype: source.dtype, shape, strides, offset: source.offset };
}
