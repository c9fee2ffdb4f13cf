import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, IndexError } from '../../core/errors.js';
import { NDArray } from '../../core/ndarray.js';
import { contiguousStrides } from '../../core/shape.js';
import { dtypesOf } from './element-types.js';
import { addressOf } from './koffi.js';
import { layoutOf, placeFields } from './layout.js';
import { Pointer } from './pointer.js';
import type { Place } from './scalars.js';
import { type CType, type Declarations, writeType } from './types.js';
import { readField, readValue, type Writing, writeField, writeValue } from './values.js';

/**
 * Memory for values of C, ours to give and take: zeroed, aligned for every type, and alive as long as this object or anything
 * that points into it. Where C keeps its address longer than that, keep this object.
 *
 * @example
 * const ffi = cdef('typedef struct { int x, y; } point;');
 * const point = ffi.new('point *', { x: 1 });
 * point.contents; // { x: 1, y: 0 }
 * @see cffi's `ffi.new`
 */
export class Memory extends Pointer implements Writing {
  readonly declarations: Declarations;
  /** How many values of the type `to` there are. */
  readonly length: number;
  readonly #size: number;
  #bytes: Uint8Array | null;
  readonly #kept = new Set<unknown>();

  constructor(to: CType, length: number, declarations: Declarations) {
    const { size } = layoutOf(to);
    const bytes = new Uint8Array(new ArrayBuffer(Math.max(1, size * length)));
    super(addressOf(bytes), to);
    this.declarations = declarations;
    this.length = length;
    this.#size = size;
    this.#bytes = bytes;
  }

  /** Bytes altogether. */
  get nbytes(): number {
    return this.#size * this.length;
  }

  /** The bytes themselves; writing to them writes to the memory. */
  get bytes(): Uint8Array {
    return this.#view('bytes').subarray(0, this.nbytes);
  }

  /** The first value: of a struct a copy as an object. Assigning an object to it writes the fields it has. */
  get contents(): unknown {
    return this.get(0);
  }

  set contents(value: unknown) {
    this.set(0, value);
  }

  /** The value at `index`. @throws IndexError outside the memory. */
  get(index: number): unknown {
    return readValue(this.#data('get'), this.#at('get', index), this.to);
  }

  /** Writes the value at `index`. @throws IndexError outside the memory; ArgumentError for what does not fit the type. */
  set(index: number, value: unknown): void {
    const place: Place = { operation: 'Memory.set', argument: 'value' };
    writeValue(this.#data('set'), this.#at('set', index), this.to, value, place, this);
  }

  /** A field of the struct at `index`. */
  getField(name: string, index = 0): unknown {
    return readField(this.#data('getField'), this.#at('getField', index), this.#field('getField', name));
  }

  /** Writes a field of the struct at `index`. */
  setField(name: string, value: unknown, index = 0): void {
    const place: Place = { operation: 'Memory.setField', argument: name };
    const at = this.#at('setField', index);
    writeField(this.#data('setField'), at, this.#field('setField', name), value, place, this);
  }

  /** Every value, copied. */
  toArray(): unknown[] {
    return Array.from({ length: this.length }, (_, index) => this.get(index));
  }

  /**
   * An array over this memory, without a copy; it keeps the memory.
   * @throws ArgumentError when the type has no dtype.
   */
  asNDArray(): NDArray {
    const shape = [this.length];
    let element = this.to;
    while (element.kind === 'array') {
      shape.push(element.length as number);
      element = element.of;
    }
    const [dtype] = dtypesOf(element);
    if (dtype === undefined) {
      throw new ArgumentError(`'${writeType(element)}' is no dtype; needs memory of numbers`, {
        operation: 'Memory.asNDArray',
        got: writeType(element),
      });
    }
    const { storage, itemsize } = dtypeInfo(dtype);
    const bytes = this.#view('asNDArray');
    const data = new storage(bytes.buffer as ArrayBuffer, 0, this.nbytes / storage.BYTES_PER_ELEMENT);
    return new NDArray({
      data: data as never,
      dtype,
      shape,
      strides: contiguousStrides(shape, itemsize),
      base: this,
    });
  }

  /** The pointer to the value at `index`; it keeps this memory. */
  at(index: number): Pointer {
    return new Pointer(this.address + BigInt(this.#at('at', index)), this.to, this);
  }

  /** Keeps something alive as long as this memory: its address is stored here. */
  keep(value: unknown): void {
    this.#kept.add(value);
  }

  /** Gives the memory up: using it from now on is an error. Not needed; the collector does the same. */
  free(): void {
    this.#bytes = null;
    this.#kept.clear();
  }

  /** Whether `free` was called. */
  get freed(): boolean {
    return this.#bytes === null;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #view(operation: string): Uint8Array {
    if (this.#bytes !== null) return this.#bytes;
    throw new ArgumentError('the memory was freed; needs memory in use', {
      operation: `Memory.${operation}`,
      got: this,
    });
  }

  #data(operation: string): DataView {
    const { buffer } = this.#view(operation);
    return new DataView(buffer);
  }

  #at(operation: string, index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return index * this.#size;
    throw new IndexError(`index is ${index}; needs an integer from 0 to ${this.length - 1}`, {
      operation: `Memory.${operation}`,
      argument: 'index',
      got: index,
    });
  }

  #field(operation: string, name: string) {
    const fields = this.to.kind === 'struct' || this.to.kind === 'union' ? placeFields(this.to).fields : [];
    const field = fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return field;
    const needs =
      fields.length > 0 ? `one of ${fields.map((known) => known.name).join(', ')}` : 'memory of a struct';
    throw new ArgumentError(`'${writeType(this.to)}' has no field '${name}'; needs ${needs}`, {
      operation: `Memory.${operation}`,
      argument: 'name',
      got: name,
      needs,
    });
  }
}
