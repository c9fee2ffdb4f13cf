import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError } from '../../core/errors.js';
import { NDArray } from '../../core/ndarray.js';
import { contiguousStrides } from '../../core/shape.js';
import type { Annotations } from './annotations.js';
import { Callback } from './callback.js';
import { type CompileOptions, compileLibrary } from './compile.js';
import { dtypesOf } from './element-types.js';
import type { ErrnoRecord } from './function.js';
import { decodeString, foreignBytes, openLibrary } from './koffi.js';
import { layoutOf, placeFields } from './layout.js';
import { makeLibrary } from './library.js';
import { Memory } from './memory.js';
import { parseDeclarations, parseType } from './parser.js';
import { checkNotNull, Pointer } from './pointer.js';
import type { CallbackFunction, LibraryOf } from './prototypes.js';
import { type Place, toFloat, toInteger } from './scalars.js';
import { type CType, type Declarations, writeType } from './types.js';
import { readValue } from './values.js';

export interface LibraryOptions {
  /** What is known of the parameters beyond their types. */
  readonly annotations?: Annotations;
}

/**
 * Declarations of C, and what can be done with them: open a library that has them, compile a source that defines them, make
 * memory of their types.
 */
export class Cdef<Text extends string = string> {
  /** Everything the text declares. */
  readonly declarations: Declarations;
  readonly #errno: ErrnoRecord = { value: 0 };

  /** Use `cdef` or `cdefHeader`. */
  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  /** The constants of enums and `#define`s; those the compiler shall fill in are known after `compile`. */
  get constants(): Readonly<Record<string, number | bigint | string>> {
    const known = [...this.declarations.constants].filter(([, value]) => value !== null);
    return Object.fromEntries(
      known.map(([name, value]) => [name, typeof value === 'bigint' ? narrow(value) : value!]),
    );
  }

  /** What the last call of a library opened here left in errno. */
  get errno(): number {
    return this.#errno.value;
  }

  /**
   * Opens a shared library that has these functions. Declarations are believed, not checked: `compile` checks them.
   *
   * @throws BackendError when it cannot be opened; a name that it lacks is an error when it is first used.
   */
  dlopen(path: string | null, options: LibraryOptions = {}): LibraryOf<Text> {
    const handle = openLibrary('dlopen', path);
    const { declarations } = this;
    const { annotations = {} } = options;
    return makeLibrary({ handle, path, declarations, annotations, errno: this.#errno }) as LibraryOf<Text>;
  }

  /**
   * Compiles a source together with a check of every declaration, and opens the result: wrong declarations are compile errors,
   * macros and inline functions work like others, and constants and structs written with `...` are filled in. Compiled once
   * for each text and compiler.
   *
   * @throws CompileError with the compiler's first message, or when there is no compiler.
   */
  async compile(options: CompileOptions): Promise<LibraryOf<Text>> {
    const parts = await compileLibrary(options, this.declarations);
    return makeLibrary({ ...parts, errno: this.#errno }) as LibraryOf<Text>;
  }

  /** The type that a text names: `'struct point *'`. */
  typeof(text: string): CType {
    return parseType(text, this.declarations);
  }

  /** Bytes of a type. */
  sizeof(type: string): number {
    return layoutOf(this.typeof(type)).size;
  }

  /** The alignment of a type in bytes. */
  alignof(type: string): number {
    return layoutOf(this.typeof(type)).align;
  }

  /** Bytes from the start of a struct to its field. */
  offsetof(type: string, field: string): number {
    const record = this.typeof(type);
    const fields = record.kind === 'struct' || record.kind === 'union' ? placeFields(record).fields : [];
    const found = fields.find(({ name }) => name === field);
    if (found !== undefined) return found.offset;
    throw new ArgumentError(`'${type}' has no field '${field}'`, {
      operation: 'offsetof',
      argument: 'field',
      got: field,
    });
  }

  /**
   * New memory, zeroed: for one value with `'point *'`, for several with `'double[10]'`.
   *
   * @throws ArgumentError for other types, and for a value that does not fit.
   */
  new(type: string, value?: unknown): Memory {
    const parsed = this.typeof(type);
    let memory: Memory;
    if (parsed.kind === 'pointer') {
      memory = new Memory(parsed.to, 1, this.declarations);
      if (value !== undefined) memory.set(0, value);
      return memory;
    }
    const items =
      typeof value === 'string'
        ? new TextEncoder().encode(`${value}\0`)
        : (value as ArrayLike<unknown> | undefined);
    const length = parsed.kind === 'array' ? (parsed.length ?? items?.length) : undefined;
    if (parsed.kind !== 'array' || typeof length !== 'number') {
      throw new ArgumentError(`type is '${type}'; needs a pointer or an array, as in 'int *' or 'int[3]'`, {
        operation: 'new',
        argument: 'type',
        got: type,
      });
    }
    memory = new Memory(parsed.of, length, this.declarations);
    for (let index = 0; index < (items?.length ?? 0); index++) memory.set(index, items![index]);
    return memory;
  }

  /** A value as another type: a pointer as one to something else, a number as an integer of C, cut off as C does. */
  cast(type: string, value: Pointer | number | bigint): Pointer | number | bigint {
    const to = this.typeof(type);
    const place: Place = { operation: 'cast', argument: 'value' };
    if (to.kind === 'pointer') {
      if (value instanceof Pointer) return new Pointer(value.address, to.to, value.owner ?? value);
      return new Pointer(BigInt.asUintN(64, BigInt(value)), to.to);
    }
    if (to.kind === 'integer') {
      const integer =
        value instanceof Pointer
          ? value.address
          : BigInt(Math.trunc(Number(value)) === value ? value : Math.trunc(Number(value)));
      const bits = layoutOf(to).size * 8;
      const cut = [BigInt.asIntN(bits, integer), BigInt.asUintN(bits, integer)];
      return narrow(BigInt(toInteger(to, fits(cut[0], to, place) ? cut[0] : cut[1], place)));
    }
    if (to.kind === 'float' && !(value instanceof Pointer)) {
      const number = toFloat(Number(value), place);
      return to.name === 'float' ? Math.fround(number) : number;
    }
    throw new ArgumentError(`type is '${writeType(to)}'; needs a pointer or a number`, {
      ...place,
      got: value,
    });
  }

  /** The text at a `char *`, up to its closing zero. @throws ArgumentError for NULL. */
  string(pointer: Pointer): string {
    checkNotNull('string', pointer);
    return decodeString(pointer.address);
  }

  /**
   * What a pointer points to.
   *
   * Nothing knows whether anything is there: an address that C did not give for this is read at one's own risk.
   */
  read(pointer: Pointer): unknown {
    checkNotNull('read', pointer);
    return readValue(new DataView(foreignBytes(pointer.address, layoutOf(pointer.to).size)), 0, pointer.to);
  }

  /**
   * An array over memory that C gave, without a copy. How much of it there is, and how long, only the caller knows.
   *
   * @throws ArgumentError for NULL, and for a type without a dtype.
   */
  asNDArray(pointer: Pointer, shape: number | readonly number[]): NDArray {
    checkNotNull('asNDArray', pointer);
    const [dtype] = dtypesOf(pointer.to);
    if (dtype === undefined) {
      throw new ArgumentError(`'${writeType(pointer.to)}' is no dtype; needs a pointer to numbers`, {
        operation: 'asNDArray',
        argument: 'pointer',
        got: pointer,
      });
    }
    const lengths = typeof shape === 'number' ? [shape] : [...shape];
    const size = lengths.reduce((product, length) => product * length, 1);
    const { storage, itemsize } = dtypeInfo(dtype);
    const bytes = foreignBytes(pointer.address, size * itemsize);
    const data = new storage(bytes, 0, (size * itemsize) / storage.BYTES_PER_ELEMENT);
    const strides = contiguousStrides(lengths, itemsize);
    return new NDArray({ data: data as never, dtype, shape: lengths, strides, base: pointer });
  }

  /** A function that C may call until it is freed: `ffi.callback('int(int, int)', (a, b) => a - b)`. */
  callback<const Type extends string>(type: Type, call: CallbackFunction<Type>): Callback {
    const parsed = this.typeof(type);
    const target = parsed.kind === 'pointer' ? parsed.to : parsed;
    if (target.kind !== 'function') {
      throw new ArgumentError(`type is '${type}'; needs a function, as in 'int(int, int)'`, {
        operation: 'callback',
        argument: 'type',
        got: type,
      });
    }
    return new Callback(target, call as (...args: never[]) => unknown, this.declarations);
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function fits(value: bigint, type: CType & { kind: 'integer' }, place: Place): boolean {
  try {
    toInteger(type, value, place);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads declarations of C: functions, structs, unions, enums, typedefs, variables and constants, as they stand in a header
 * without conditions. Types of functions follow from the text itself.
 *
 * @throws ParseError with the line that cannot be read.
 * @example
 * const ffi = cdef('double cos(double x);');
 * ffi.dlopen('libm.so.6').cos(0); // 1
 * @see cffi's `ffi.cdef`
 */
export function cdef<const Text extends string>(text: Text): Cdef<Text> {
  return new Cdef<Text>(parseDeclarations(text));
}

/**
 * Opens a shared library with the declarations of a text: `cdef(text).dlopen(path)`. `null` is the program itself, with the
 * C library.
 *
 * @throws BackendError when it cannot be opened; ParseError for the text.
 * @example
 * dlopen('libm.so.6', 'double hypot(double x, double y);').hypot(3, 4); // 5
 * @see cffi's `ffi.dlopen`
 */
export function dlopen<const Text extends string>(
  path: string | null,
  text: Text,
  options?: LibraryOptions,
): LibraryOf<Text> {
  return cdef(text).dlopen(path, options);
}
