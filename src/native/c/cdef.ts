import { ArgumentError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Annotations } from './calls/annotations.js';
import { Callback, type CallbackOptions } from './calls/callback.js';
import type { ErrnoRecord } from './calls/function.js';
import { type CompileOptions, compileLibrary } from './compile.js';
import { type LoadOptions, openLibrary } from './koffi.js';
import { layoutOf } from './layout.js';
import { closeLibrary, isLibrary, makeLibrary, pointerInto } from './library.js';
import { pointerTo } from './memory/array-pointer.js';
import { type CastResult, castValue } from './memory/cast.js';
import { follow } from './memory/field-path.js';
import { readAt, writeAt } from './memory/foreign.js';
import { ValueHandle, valueOfHandle } from './memory/handles.js';
import type { Memory } from './memory/memory.js';
import { newMemory } from './memory/new-memory.js';
import { OwnedPointer } from './memory/owned-pointer.js';
import { checkPointer, Pointer } from './memory/pointer.js';
import { arrayAt, moveBytes, textAt, unpackAt } from './memory/reading.js';
import { type ParseOptions, parseDeclarations, parseType } from './parsing/parser.js';
import { standardTypes } from './parsing/standard-types.js';
import type { CallbackFunction, LibraryOf } from './prototypes.js';
import { type CType, type Declarations, writeType } from './types.js';

export interface LibraryOptions<A extends Annotations = Annotations> {
  /** What is known of the parameters beyond their types. */
  readonly annotations?: A;
  /**
   * What happens with arrays of which neither declaration nor annotation says how long they must be: 'allow' leaves their length
   * to the caller, as C does; 'refuse' is an error. Texts and single structs have their length themselves. 'allow'.
   */
  readonly unsized?: 'allow' | 'refuse';
  /** How the system's loader opens it. */
  readonly load?: LoadOptions;
}

export interface CdefOptions extends Omit<ParseOptions, 'include'> {
  /** Declarations whose types, enums and constants this text uses. */
  readonly include?: Cdef | readonly Cdef[];
}

/**
 * Declarations of C, and what can be done with them: open a library that has them, compile a source that defines them, make
 * memory of their types.
 *
 * @see cffi's `FFI`
 */
export class Cdef<Text extends string = string> {
  /** Everything the text declares. */
  readonly declarations: Declarations;
  readonly #errno: ErrnoRecord = { value: 0, given: false };
  /** Texts of types that were read before. */
  readonly #types = new Map<string, CType>();

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

  /**
   * What the last call of a library opened here left in errno; not of `async` calls, which have another thread's. What is
   * assigned, the next call finds there: `ffi.errno = 0`.
   */
  get errno(): number {
    return this.#errno.value;
  }

  set errno(value: number) {
    if (!Number.isInteger(value) || value !== (value | 0)) {
      throw new ArgumentError(`errno is ${value}; needs an int`, { operation: 'errno', got: value });
    }
    this.#errno.value = value;
    this.#errno.given = true;
  }

  /**
   * Opens a shared library that has these functions. Declarations are believed, not checked: `compile` checks them.
   *
   * @throws BackendError when it cannot be opened; a name that it lacks is an error when it is first used.
   */
  dlopen<const A extends Annotations>(
    path: string | null,
    options: LibraryOptions<A> = {},
  ): LibraryOf<Text, A> {
    const { annotations = {}, unsized, load } = options;
    const { declarations } = this;
    checkUnsized('dlopen', unsized);
    const handle = openLibrary('dlopen', path, load);
    const parts = {
      handle,
      path,
      declarations,
      annotations,
      errno: this.#errno,
      unsized: unsized ?? 'allow',
    };
    return makeLibrary(parts) as LibraryOf<Text, A>;
  }

  /**
   * Compiles a source together with a check of every declaration, and opens the result: wrong declarations are compile errors,
   * macros and inline functions work like others, and constants and structs written with `...` are filled in. Compiled once
   * for each text and compiler.
   *
   * @throws CompileError with the compiler's first message, or when there is no compiler.
   */
  async compile<const A extends Annotations>(options: CompileOptions<A>): Promise<LibraryOf<Text, A>> {
    checkUnsized('compile', options.unsized);
    const parts = await compileLibrary(options, this.declarations);
    return makeLibrary({ ...parts, errno: this.#errno }) as LibraryOf<Text, A>;
  }

  /**
   * Closes a library: its functions, and pointers to its variables, are errors from then on. What `compile` made stays in
   * memory, where threads of OpenMP may still wait in it.
   *
   * @throws BackendError while calls run off the event loop.
   */
  dlclose(library: object): void {
    closeLibrary(library);
  }

  /** The type that a text names: `'struct point *'`. @throws ParseError */
  typeof(text: string): CType {
    let type = this.#types.get(text);
    if (type === undefined) {
      checkText('typeof', 'type', text);
      type = parseType(text, this.declarations);
      this.#types.set(text, type);
    }
    return type;
  }

  /** How a type is written in C, around a name or other text: `getctype('char *', 'name')` is `'char *name'`. */
  getctype(type: string | CType, around = ''): string {
    return writeType(typeof type === 'string' ? this.typeof(type) : type, around);
  }

  /** The names of the types that were declared; not of `size_t` and its kin, which are always there. */
  listTypes(): { readonly typedefs: string[]; readonly structs: string[]; readonly unions: string[] } {
    const { typedefs, structs, unions } = this.declarations;
    const standard = new Set([...standardTypes()].map(([name]) => name));
    return {
      typedefs: [...typedefs.keys()].filter((name) => !standard.has(name)),
      structs: [...structs.keys()],
      unions: [...unions.keys()],
    };
  }

  /** Bytes of a type, or of memory. */
  sizeof(type: string | Memory): number {
    return typeof type === 'string' ? layoutOf(this.typeof(type)).size : type.nbytes;
  }

  /** The alignment of a type in bytes. */
  alignof(type: string): number {
    return layoutOf(this.typeof(type)).align;
  }

  /** Bytes from the start of a struct to its field, or to what is inside it: `offsetof('struct line', 'end', 'x')`. */
  offsetof(type: string, ...path: readonly (string | number)[]): number {
    return follow('offsetof', this.typeof(type), path).offset;
  }

  /**
   * The pointer to a function or variable of a library, or into memory: `addressof(lib, 'counter')`,
   * `addressof(line, 'end', 'x')`.
   *
   * @throws ArgumentError for what is not there.
   */
  addressof(place: object, ...path: readonly (string | number)[]): Pointer {
    if (isLibrary(place)) return pointerInto(place, String(path[0]));
    checkPointer('addressof', place, 'place');
    const { offset, type } = follow('addressof', place.to, path);
    return new Pointer(
      place.address + BigInt(offset),
      type,
      place.owner instanceof Pointer ? place.owner : place,
    );
  }

  /**
   * New memory, zeroed: for one value with `'point *'`, for several with `'double[10]'` or `'double[]'` and as many values,
   * or their number.
   *
   * @throws ArgumentError for other types, and for a value that does not fit; MemoryError where there is not as much.
   */
  new(type: string, value?: unknown): Memory {
    return newMemory(type, this.typeof(type), value, this.declarations);
  }

  /**
   * A value as another type, as C casts: pointers between types, numbers cut off to what fits.
   * @throws ArgumentError for what is neither.
   */
  cast(type: string, value: unknown): CastResult {
    return castValue(this.typeof(type), value);
  }

  /**
   * The text at a `char *`, up to its closing zero and at most `length` bytes.
   * @throws ArgumentError for NULL, and for another type.
   */
  string(pointer: Pointer, length?: number): string {
    return textAt(pointer, length);
  }

  /** The first `length` values that a pointer points to, copied. @throws IndexError where memory is known to end before. */
  unpack(pointer: Pointer, length: number): unknown[] {
    return unpackAt(pointer, length);
  }

  /**
   * What a pointer points to, or the value `index` elements further on: C's `pointer[index]`.
   *
   * Nothing knows whether anything is there: an address that C did not give for this is read at one's own risk.
   */
  read(pointer: Pointer, index = 0): unknown {
    return readAt('read', pointer, index);
  }

  /** Writes what a pointer points to, or `index` elements further on; at one's own risk as `read`. */
  write(pointer: Pointer, value: unknown, index = 0): void {
    const place = { operation: 'write', argument: 'value' };
    writeAt(pointer, index, value, { place, declarations: this.declarations });
  }

  /**
   * Copies bytes between pointers, memory and arrays, which may overlap.
   * @throws IndexError where either is known to have less; ArgumentError for what is read-only.
   */
  memmove(
    target: Pointer | NDArray | ArrayBufferView,
    source: Pointer | NDArray | ArrayBufferView,
    length: number,
  ): void {
    moveBytes(target, source, length);
  }

  /**
   * An array over memory that C gave, without a copy. How much of it there is, and how long, only the caller knows.
   *
   * @throws ArgumentError for NULL, and for a type without a dtype.
   */
  asNDArray(pointer: Pointer, shape: number | readonly number[]): NDArray {
    return arrayAt(pointer, shape);
  }

  /**
   * A pointer to the elements of an array, which it keeps, for a field of a struct or what takes only pointers.
   * @throws DTypeError where the type does not fit.
   */
  fromBuffer(array: NDArray | ArrayBufferView, type = 'void *'): Pointer {
    const parsed = this.typeof(type);
    const to = parsed.kind === 'array' ? parsed.of : parsed.kind === 'pointer' ? parsed.to : parsed;
    const pointer = pointerTo(array, to, { operation: 'fromBuffer', argument: 'array' });
    if (pointer !== null && typeof array === 'object') return pointer;
    throw new ArgumentError(`array is no array of ${writeType(to)}; needs a typed array or NDArray`, {
      operation: 'fromBuffer',
      argument: 'array',
      got: array,
    });
  }

  /**
   * The pointer with what gives its memory back: `release` is called once, by `free()` or after nobody has the pointer.
   *
   * @example
   * const ffi = cdef('void *malloc(size_t size); void free(void *pointer);');
   * const c = ffi.dlopen(null);
   * const buffer = ffi.gc(c.malloc(100), c.free);
   */
  gc(pointer: Pointer, release: (pointer: Pointer) => unknown): OwnedPointer {
    checkPointer('gc', pointer);
    return new OwnedPointer(pointer, release);
  }

  /** An address that C can carry around for a value of JavaScript, until it is freed or nobody has it. */
  newHandle(value: unknown): ValueHandle {
    return new ValueHandle(value, this.declarations);
  }

  /** The value that a handle's address stands for. @throws ArgumentError for one that is not in use. */
  fromHandle(pointer: Pointer): unknown {
    return valueOfHandle(pointer);
  }

  /** A function that C may call until it is freed: `ffi.callback('int(int, int)', (a, b) => a - b)`. */
  callback<const Type extends string>(
    type: Type,
    call: CallbackFunction<Type>,
    options: CallbackOptions = {},
  ): Callback {
    const parsed = this.typeof(type);
    const target = parsed.kind === 'pointer' ? parsed.to : parsed;
    if (target.kind !== 'function') {
      throw new ArgumentError(`type is '${type}'; needs a function, as in 'int(int, int)'`, {
        operation: 'callback',
        argument: 'type',
        got: type,
      });
    }
    if (typeof call !== 'function') {
      throw new ArgumentError('call is none; needs a function', {
        operation: 'callback',
        argument: 'call',
        got: call,
      });
    }
    return new Callback(target, call as (...args: never[]) => unknown, this.declarations, options);
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** @throws ArgumentError for what is no text. */
function checkText(operation: string, argument: string, text: unknown): void {
  if (typeof text === 'string') return;
  throw new ArgumentError(`${argument} is of type ${typeof text}; needs a string`, {
    operation,
    argument,
    got: text,
  });
}

function checkUnsized(operation: string, unsized: unknown): void {
  if (unsized === undefined || unsized === 'allow' || unsized === 'refuse') return;
  throw new ArgumentError(`unsized is ${String(unsized)}; needs 'allow' or 'refuse'`, {
    operation,
    argument: 'unsized',
    got: unsized,
  });
}

/**
 * Reads declarations of C: functions, structs, unions, enums, typedefs, variables and constants, as they stand in a header
 * without conditions. Types of functions follow from the text itself.
 *
 * `packed: true` lays structs out without gaps, a number with fields aligned to so many bytes at most.
 *
 * @throws ParseError with the line that cannot be read.
 * @example
 * const ffi = cdef('double cos(double x);');
 * ffi.dlopen('libm.so.6').cos(0); // 1
 * @see cffi's `ffi.cdef`
 */
export function cdef<const Text extends string>(text: Text, options: CdefOptions = {}): Cdef<Text> {
  checkText('cdef', 'text', text);
  const { include = [], packed } = options;
  const included = (include instanceof Cdef ? [include] : include).map(({ declarations }) => declarations);
  return new Cdef<Text>(parseDeclarations(text, { include: included, packed }));
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
export function dlopen<const Text extends string, const A extends Annotations>(
  path: string | null,
  text: Text,
  options?: LibraryOptions<A>,
): LibraryOf<Text, A> {
  return cdef(text).dlopen(path, options);
}
