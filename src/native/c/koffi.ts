/**
 * The one place that knows koffi. It checks nothing (a short array corrupts the heap, a number too large wraps around), so
 * whatever comes here was checked before.
 *
 * Its stacks are small by default, and C on it may need what a program's main thread has: 16 MiB, set before the first load.
 */
import koffi, { type LibraryHandle, type TypeObject } from 'koffi';
import { BackendError, DTypeError } from '../../core/errors.js';
import { integerSize, isSigned, layoutOf } from './layout.js';
import { type CType, type Field, type FunctionType, type RecordType, writeType } from './types.js';

const stackBytes = 16 * 2 ** 20;
let configured = false;

/** A loaded library. */
export type Handle = LibraryHandle;

/** A function of a library, or at an address. */
export interface NativeFunction {
  (...args: unknown[]): unknown;
  async(...args: unknown[]): void;
}

/** How the system's loader opens a library. */
export interface LoadOptions {
  /** Whether its symbols serve libraries that are opened later. false. */
  readonly global?: boolean;
  /** Whether its symbols are looked up when they are first called. false. */
  readonly lazy?: boolean;
  /**
   * Whether it uses its own symbols before those of the program. Node has a zlib, an OpenSSL, an SQLite of its own: half of a
   * library with half of Node's would crash. Sanitizers cannot do with it. true; Linux and FreeBSD only.
   */
  readonly deep?: boolean;
}

/** Opens a shared library. @throws BackendError with what the system's loader said. */
export function openLibrary(operation: string, path: string | null, options: LoadOptions = {}): Handle {
  if (!configured) {
    koffi.config({ sync_stack_size: stackBytes, async_stack_size: stackBytes });
    configured = true;
  }
  try {
    const { global = false, lazy = false, deep = true } = options;
    return koffi.load(path, { global, lazy, deep });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(`library '${path}' could not be opened: ${said}`, {
      operation,
      argument: 'path',
      got: path,
      cause,
    });
  }
}

/** A function of the library; null where it has none of that name. */
export function findFunction(handle: Handle, name: string, type: FunctionType): NativeFunction | null {
  const parameters = type.parameters.map((parameter) => koffiType(parameter.type));
  const returns = koffiType(type.returns);
  try {
    return handle.func(name, returns, parameters) as NativeFunction;
  } catch (error) {
    if (error instanceof Error && /cannot find function/i.test(error.message)) return null;
    throw error;
  }
}

/** The address of a variable; null where the library has none of that name. */
export function findVariable(handle: Handle, name: string): bigint | null {
  try {
    return handle.symbol(name, 'void *') as unknown as bigint;
  } catch {
    return null;
  }
}

/** Calls the function at an address. */
export function callPointer(address: bigint, type: FunctionType, args: readonly unknown[]): unknown {
  return koffi.call(address, prototypeOf(type), ...args);
}

/** Where a typed array's bytes are. Its buffer must stay alive. */
export function addressOf(data: ArrayBufferView): bigint {
  return koffi.address(data);
}

/** Memory that C gave, as bytes, without a copy. How much of it there is, nobody knows but the caller. */
export function foreignBytes(address: bigint, bytes: number): ArrayBuffer {
  return koffi.view(address, bytes);
}

/** Makes a JavaScript function callable from C; the address stays valid until `unregister`. */
export function register(callback: (...args: unknown[]) => unknown, type: FunctionType): bigint {
  return koffi.register(callback, koffi.pointer(prototypeOf(type)));
}

export function unregister(address: bigint): void {
  koffi.unregister(address);
}

/** What the last call from this thread left in errno. */
export function lastErrno(): number {
  return koffi.errno();
}

export function setErrno(value: number): void {
  koffi.errno(value);
}

/** The values of errno by their names. */
export const errnoNames: Readonly<Record<string, number>> = koffi.os.errno as Record<string, number>;

/** A struct or union as koffi passes it by value, from its bytes. */
export function recordFromBytes(bytes: Uint8Array, type: CType): unknown {
  return koffi.decode(bytes, koffiType(type));
}

/** The bytes of a struct or union that C returned. */
export function recordToBytes(value: unknown, type: CType): Uint8Array {
  const bytes = new Uint8Array(layoutOf(type).size);
  koffi.encode(bytes, koffiType(type), value);
  return bytes;
}

const prototypes = new WeakMap<FunctionType, TypeObject>();

function prototypeOf(type: FunctionType): TypeObject {
  let known = prototypes.get(type);
  if (known === undefined) {
    known = koffi.proto(
      koffiType(type.returns),
      type.parameters.map((parameter) => koffiType(parameter.type)),
    );
    prototypes.set(type, known);
  }
  return known;
}

/** Every pointer is `void *` there: what it points to was checked by us. */
function koffiType(type: CType): TypeObject {
  switch (type.kind) {
    case 'void':
      return koffi.type('void');
    case 'bool':
      return koffi.type('bool');
    case 'integer': {
      const bits = integerSize(type.name) * 8;
      if (bits > 64) throw unsupported(type);
      return koffi.type(`${isSigned(type.name) ? 'int' : 'uint'}${bits}`);
    }
    case 'enum':
      return koffi.type(`int${(type.bytes ?? 4) * 8}`);
    case 'float':
      if (type.name !== 'float' && type.name !== 'double') throw unsupported(type);
      return koffi.type(type.name);
    case 'complex':
      if (type.name !== 'float' && type.name !== 'double') throw unsupported(type);
      return complexTypes[type.name]();
    case 'struct':
    case 'union':
      return recordType(type);
    default:
      return koffi.type('void *'); // arrays and functions are passed as pointers
  }
}

/** A complex number is passed as a struct of its parts on every platform there is a build for. */
const complexTypes = {
  float: lazy(() => koffi.struct({ re: 'float', im: 'float' })),
  double: lazy(() => koffi.struct({ re: 'double', im: 'double' })),
};

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const records = new WeakMap<readonly Field[], TypeObject>();

function recordType(type: RecordType): TypeObject {
  const { fields } = type;
  if (fields === null || type.vector || fields.some(({ align, packed }) => align !== undefined || packed))
    throw unsupported(type);
  let known = records.get(fields);
  if (known === undefined) {
    const members = membersOf(fields);
    if (type.kind === 'union') known = koffi.union(members);
    else known = type.pack === 1 ? koffi.pack(members) : koffi.struct(members);
    const { size, align } = layoutOf(type);
    if (known.size !== size || known.alignment !== align) throw unsupported(type);
    records.set(fields, known);
  }
  return known;
}

/** Fields by made-up names; bit fields as the words they share, which is how they are passed. */
function membersOf(fields: readonly Field[]): Record<string, TypeObject> {
  const members: Record<string, TypeObject> = {};
  let left = 0;
  let unit = 0;
  fields.forEach((field, index) => {
    if (field.bits === undefined) {
      left = 0;
      members[`f${index}`] = memberType(field.type);
      return;
    }
    const bits = layoutOf(field.type).size * 8;
    if (field.bits === 0) left = 0;
    else if (bits === unit && field.bits <= left) left -= field.bits;
    else {
      members[`f${index}`] = memberType(field.type);
      unit = bits;
      left = bits - field.bits;
    }
  });
  return members;
}

function memberType(type: CType): TypeObject {
  if (type.kind !== 'array') return koffiType(type);
  return koffi.array(memberType(type.of), type.length as number, 'Array');
}

function unsupported(type: CType): DTypeError {
  return new DTypeError(`'${writeType(type)}' cannot be passed by value; pass a pointer to it`, {
    operation: 'dlopen',
    got: writeType(type),
    needs: 'a type that fits a register, or a pointer',
  });
}

/** The text at an address, up to its closing zero. */
export function decodeString(address: bigint): string {
  return koffi.decode(address, 'char', -1);
}
