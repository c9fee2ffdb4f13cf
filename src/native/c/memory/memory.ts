import { dtypeInfo } from '../../../core/dtype.js';
import { ArgumentError, IndexError, MemoryError } from '../../../core/errors.js';
import { NDArray } from '../../../core/ndarray.js';
import { contiguousStrides } from '../../../core/shape.js';
import { dtypesOf } from '../element-types.js';
import { addressOf } from '../koffi.js';
import { layoutOf, placeFields } from '../layout.js';
import { type CType, type Declarations, writeType } from '../types.js';
import { Pointer } from './pointer.js';
import type { Place } from './scalars.js';
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
  readonly #length: number;
  readonly #size: number;
  readonly #nbytes: number;
  #bytes: Uint8Array | null;
  /** What addresses that are stored here belong to, by the byte where they are. */
  readonly #kept = new Map<number, { readonly pointer: Pointer; readonly bytes: unknown }>();

  /**
   * @param extra bytes behind the last value, for an open array at the end of a struct.
   * @throws ArgumentError for a type without a size; MemoryError where there is not as much.
   */
  constructor(to: CType, length: number, declarations: Declarations, extra = 0) {
    const { size } = layoutOf(to);
    const nbytes = size * length + extra;
    const bytes = makeBytes(Math.max(1, nbytes));
    super(addressOf(bytes), to);
    this.declarations = declarations;
    this.#length = length;
    this.#size = size;
    this.#nbytes = nbytes;
    this.#bytes = bytes;
  }

  /** How many values of the type `to` there are. */
  get length(): number {
    return this.#length;
  }

  /** Bytes altogether. */
  get nbytes(): number {
    return this.#nbytes;
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
    return readValue(this.#data('get'), this.#at('get', index), this.to, this);
  }

  /** Writes the value at `index`. @throws IndexError outside the memory; ArgumentError for what does not fit the type. */
  set(index: number, value: unknown): void {
    this.write(index, value, { operation: 'Memory.set', argument: 'value' });
  }

  /** The same for a value of another call, which errors name. */
  write(index: number, value: unknown, place: Place): void {
    writeValue(this.#data('set'), this.#at('set', index), this.to, value, place, this);
  }

  /** A field of the struct at `index`. */
  getField(name: string, index = 0): unknown {
    const at = this.#at('getField', index);
    return readField(this.#data('getField'), at, this.#field('getField', name), this);
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

  /** The values in their order. */
  *[Symbol.iterator](): Iterator<unknown> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
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
    const slots = (this.#size * this.length) / storage.BYTES_PER_ELEMENT;
    const data = new storage(bytes.buffer as ArrayBuffer, 0, slots);
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

  /** Keeps something alive as long as its address is stored here, `at` bytes from the start. */
  keep(pointer: Pointer, at: number): void {
    const owner = pointer.owner instanceof Memory ? pointer.owner : pointer;
    // The bytes, not only who has them: whoever gives memory up must not take it from what points to it.
    this.#kept.set(at, { pointer, bytes: owner instanceof Memory ? owner.hold() : null });
  }

  /** What holds the memory itself: it lasts while somebody has this, also after `free`. */
  hold(): unknown {
    return [this.#bytes, this.#kept];
  }

  override get room(): number {
    return this.#nbytes;
  }

  override roomFrom(address: bigint): number | null {
    const offset = Number(address - this.address);
    return offset >= 0 && offset <= this.#nbytes ? this.#nbytes - offset : null;
  }

  /** What an address that is stored `at` bytes from the start belongs to; undefined where that is not ours. */
  ownerOf(at: number, address: bigint): Pointer | undefined {
    const kept = this.#kept.get(at)?.pointer;
    const owner = kept?.owner instanceof Pointer ? kept.owner : kept;
    if (owner !== undefined && owner.roomFrom(address) !== null) return owner;
    return this.roomFrom(address) !== null ? this : undefined;
  }

  /** Gives the memory up: using it from now on is an error. Not needed; the collector does the same. */
  free(): void {
    this.#bytes = null;
  }

  /** Whether `free` was called, or somebody transferred the buffer under `bytes`. */
  override get freed(): boolean {
    return this.#bytes === null || this.#bytes.byteLength === 0;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #view(operation: string): Uint8Array {
    if (!this.freed) return this.#bytes!;
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

function makeBytes(nbytes: number): Uint8Array {
  try {
    return new Uint8Array(new ArrayBuffer(nbytes));
  } catch (cause) {
    throw new MemoryError(`${nbytes} bytes are not to be had; needs less`, {
      operation: 'new',
      got: nbytes,
      cause,
    });
  }
}
