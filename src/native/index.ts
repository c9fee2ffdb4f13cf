/** `strided/native`: functions of C and Fortran, called with arrays, checked before every call. */
export type { Annotations, ParameterAnnotation } from './c/calls/annotations.js';
export { Callback, type CallbackOptions } from './c/calls/callback.js';
export type { BoundFunction } from './c/calls/function.js';
export { Cdef, type CdefOptions, cdef, dlopen, type LibraryOptions } from './c/cdef.js';
export type { CompileOptions } from './c/compile.js';
export type { LoadOptions } from './c/koffi.js';
export { ValueHandle } from './c/memory/handles.js';
export { Memory } from './c/memory/memory.js';
export { OwnedPointer } from './c/memory/owned-pointer.js';
export { Pointer } from './c/memory/pointer.js';
export { cdefHeader, type HeaderOptions } from './c/parsing/header.js';
export type { LibraryOf, Signature } from './c/prototypes.js';
export type { CType, Declarations } from './c/types.js';
export { type HeaderModule, type HeaderModuleOptions, writeHeaderModule } from './declarations/c-module.js';
export { type WrittenModule, writeFortranModule } from './declarations/module.js';
export { CompileError, ParseError } from './errors.js';
export {
  type FortranDescription,
  type FortranFunction,
  type FortranLibrary,
  type FortranOptions,
  fortran,
  type Lengths,
  openFortran,
  type Refusal,
  refusalsOf,
  type Unchecked,
  uncheckedOf,
} from './fortran/library.js';
export { type SignatureOptions, writeSignature } from './fortran/sources/write-signature.js';
