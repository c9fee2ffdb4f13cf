import { ArgumentError, BackendError } from '../../core/errors.js';
import type { Annotations } from './calls/annotations.js';
import {
  type BoundFunction,
  bindFunction,
  type CallContext,
  type ErrnoRecord,
  missingSymbol,
  planCall,
} from './calls/function.js';
import { findFunction, findVariable, type Handle } from './koffi.js';
import { readAt, writeAt } from './memory/foreign.js';
import { Pointer } from './memory/pointer.js';
import type { Declarations, FunctionDeclaration } from './types.js';

/** What a library is made of. */
export interface LibraryParts {
  readonly handle: Handle;
  /** For messages. */
  readonly path: string | null;
  readonly declarations: Declarations;
  readonly annotations: Annotations;
  readonly unsized: 'allow' | 'refuse';
  readonly errno: ErrnoRecord;
  /** The name under which the library exports a declared one; the same where it is left out. */
  symbolOf?(name: string): string;
  /** Where a variable is, if the library itself says so. */
  addressOf?(name: string): bigint;
  /** Whether functions with bodies in the header can be called: a compiled shim exports them. */
  readonly hasLocals?: boolean;
}

/** A library that was opened, behind the object that the program has. */
class OpenLibrary implements CallContext {
  readonly #parts: LibraryParts;
  readonly #functions = new Map<string, BoundFunction>();
  readonly #variables = new Map<string, Pointer>();
  running = 0;
  /** Whether it was closed; pointers to its variables, which it owns, are refused from then on. */
  freed = false;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
  }

  get declarations(): Declarations {
    return this.#parts.declarations;
  }

  get errno(): ErrnoRecord {
    return this.#parts.errno;
  }

  checkOpen(operation: string): void {
    if (!this.freed) return;
    throw new BackendError(`library '${this.#parts.path}' was closed; needs an open one`, { operation });
  }

  function(declaration: FunctionDeclaration): BoundFunction {
    let bound = this.#functions.get(declaration.name);
    if (bound === undefined) {
      bound = this.#bind(declaration);
      this.#functions.set(declaration.name, bound);
    }
    return bound;
  }

  #bind(declaration: FunctionDeclaration): BoundFunction {
    const { name } = declaration;
    const { handle, path, declarations, annotations, unsized } = this.#parts;
    this.checkOpen(name);
    if (declaration.local && !this.#parts.hasLocals) {
      throw new ArgumentError(
        'is static or inline: only the header has it; needs compile(…), which makes a library of it',
        {
          operation: name,
          got: path,
        },
      );
    }
    // Checks come first: koffi would take a variadic function and call it wrongly.
    const plan = planCall(declaration, annotations[name] ?? {}, declarations, unsized);
    const native = findFunction(handle, this.#symbolOf(name), declaration.type);
    if (native === null) throw missingSymbol('dlopen', path, name);
    return bindFunction(plan, native, this);
  }

  /** The pointer to a variable. */
  variable(name: string): Pointer {
    this.checkOpen(name);
    let pointer = this.#variables.get(name);
    if (pointer === undefined) {
      const { handle, path, declarations } = this.#parts;
      const address = this.#parts.addressOf?.(name) ?? findVariable(handle, name);
      if (address === null || address === 0n) throw missingSymbol('dlopen', path, name);
      pointer = new Pointer(address, declarations.variables.get(name)!.type, this);
      this.#variables.set(name, pointer);
    }
    return pointer;
  }

  /** The pointer to a function, to give it to C as a callback. */
  functionPointer({ name, type }: FunctionDeclaration): Pointer {
    this.checkOpen(name);
    const { handle, path } = this.#parts;
    const address = findVariable(handle, this.#symbolOf(name));
    if (address === null || address === 0n) throw missingSymbol('dlopen', path, name);
    return new Pointer(address, type, this);
  }

  close(): void {
    if (this.freed) return;
    if (this.running > 0) {
      throw new BackendError(`library '${this.#parts.path}' has calls that are running; await them first`, {
        operation: 'dlclose',
      });
    }
    this.freed = true;
    this.#parts.handle.unload();
  }

  #symbolOf(name: string): string {
    return this.#parts.symbolOf?.(name) ?? name;
  }
}

const opened = new WeakMap<object, OpenLibrary>();

/**
 * An object with a property for every function and variable that was declared. Each is looked up when it is first used, so
 * that a header may declare more than the library has.
 */
export function makeLibrary(parts: LibraryParts): Record<string, unknown> {
  const { annotations, declarations } = parts;
  for (const name of Object.keys(annotations)) {
    if (declarations.functions.has(name)) continue;
    throw new ArgumentError(`annotations name '${name}', which is not declared`, {
      operation: 'dlopen',
      argument: 'annotations',
      got: name,
    });
  }
  const library: Record<string, unknown> = Object.create(null);
  const open = new OpenLibrary(parts);
  opened.set(library, open);
  for (const declaration of declarations.functions.values()) {
    Object.defineProperty(library, declaration.name, {
      enumerable: true,
      get: () => open.function(declaration),
    });
  }
  for (const { name } of declarations.variables.values()) {
    Object.defineProperty(library, name, {
      enumerable: true,
      get: () => readAt('dlopen', open.variable(name), 0),
      set: (value: unknown) =>
        writeAt(open.variable(name), 0, value, {
          place: { operation: 'dlopen', argument: name },
          declarations,
        }),
    });
  }
  return library;
}

/** The pointer to a function or variable of a library. @throws ArgumentError for what it does not declare. */
export function pointerInto(library: object, name: string): Pointer {
  const open = libraryOf('addressof', library);
  const { functions, variables } = open.declarations;
  if (variables.has(name)) return open.variable(name);
  const declaration = functions.get(name);
  if (declaration !== undefined) return open.functionPointer(declaration);
  throw new ArgumentError(`name is '${name}'; needs a function or variable that was declared`, {
    operation: 'addressof',
    argument: 'name',
    got: name,
  });
}

/** Closes a library. */
export function closeLibrary(library: object): void {
  libraryOf('dlclose', library).close();
}

/** Whether an object is a library that was opened here. */
export function isLibrary(value: object): boolean {
  return opened.has(value);
}

function libraryOf(operation: string, library: object): OpenLibrary {
  const open = opened.get(library);
  if (open !== undefined) return open;
  throw new ArgumentError('library is none; needs what dlopen or compile gave', {
    operation,
    argument: 'library',
    got: library,
  });
}
