import { ArgumentError } from '../../core/errors.js';
import type { Annotations } from './annotations.js';
import { addressOfVariable, readForeign, writeForeign } from './foreign.js';
import { type BoundFunction, bindFunction, type ErrnoRecord, missingSymbol } from './function.js';
import { findFunction, type Handle } from './koffi.js';
import type { Declarations, FunctionDeclaration, VariableDeclaration } from './types.js';

/** What a library is made of. */
export interface LibraryParts {
  readonly handle: Handle;
  /** For messages. */
  readonly path: string | null;
  readonly declarations: Declarations;
  readonly annotations: Annotations;
  readonly errno: ErrnoRecord;
  /** The name under which the library exports a declared one; the same where it is left out. */
  symbolOf?(name: string): string;
  /** Where a variable is, if the library itself says so. */
  addressOf?(name: string): bigint;
  /** Whether functions with bodies in the header can be called: a compiled shim exports them. */
  readonly hasLocals?: boolean;
}

/**
 * An object with a property for every function and variable that was declared. Each is looked up when it is first used, so
 * that a header may declare more than the library has.
 */
export function makeLibrary(parts: LibraryParts): Record<string, unknown> {
  const library: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(parts.annotations)) {
    if (parts.declarations.functions.has(name)) continue;
    throw new ArgumentError(`annotations name '${name}', which is not declared`, {
      operation: 'dlopen',
      argument: 'annotations',
      got: name,
    });
  }
  for (const declaration of parts.declarations.functions.values())
    defineFunction(library, declaration, parts);
  for (const declaration of parts.declarations.variables.values())
    defineVariable(library, declaration, parts);
  return library;
}

function defineFunction(library: object, declaration: FunctionDeclaration, parts: LibraryParts): void {
  const { name } = declaration;
  let bound: BoundFunction | undefined;
  Object.defineProperty(library, name, {
    enumerable: true,
    get: () => {
      bound ??= lookUp(declaration, parts);
      return bound;
    },
  });
}

function lookUp(declaration: FunctionDeclaration, parts: LibraryParts): BoundFunction {
  const { name, type } = declaration;
  const { handle, path, declarations, annotations, errno } = parts;
  if (declaration.local && !parts.hasLocals) {
    throw new ArgumentError(
      'is static or inline: only the header has it; needs compile(…), which makes a library of it',
      {
        operation: name,
        got: path,
      },
    );
  }
  // Checks come first: koffi would take a variadic function and call it wrongly.
  let native: ReturnType<typeof findFunction> = null;
  const bound = bindFunction(
    declaration,
    Object.assign((...args: unknown[]) => native!(...args), {
      async: (...args: unknown[]) => native!.async(...args),
    }),
    annotations[name] ?? {},
    declarations,
    errno,
  );
  native = findFunction(handle, parts.symbolOf?.(name) ?? name, type);
  if (native === null) throw missingSymbol('dlopen', path, name);
  return bound;
}

function defineVariable(library: object, declaration: VariableDeclaration, parts: LibraryParts): void {
  const { name, type } = declaration;
  let address: bigint | undefined;
  const find = (): bigint => {
    address ??= parts.addressOf?.(name) ?? addressOfVariable(parts.handle, parts.path, name);
    return address;
  };
  Object.defineProperty(library, name, {
    enumerable: true,
    get: () => readForeign(find(), type),
    set: (value: unknown) =>
      writeForeign(find(), type, value, { operation: 'dlopen', argument: name }, parts.declarations),
  });
}
