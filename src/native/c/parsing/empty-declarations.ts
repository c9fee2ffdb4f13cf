import type { Declarations } from '../types.js';
import { standardTypes } from './standard-types.js';

/** What is declared before the first line: standard types, and the types and constants of other declarations. */
export function emptyDeclarations(include: readonly Declarations[]): Declarations {
  const all = <K, V>(pick: (from: Declarations) => ReadonlyMap<K, V>) =>
    include.flatMap((declarations) => [...pick(declarations)]);
  return {
    functions: new Map(),
    variables: new Map(),
    typedefs: new Map([...standardTypes(), ...all(({ typedefs }) => typedefs)]),
    structs: new Map(all(({ structs }) => structs)),
    unions: new Map(all(({ unions }) => unions)),
    enums: new Map(all(({ enums }) => enums)),
    enumBytes: new Map(all(({ enumBytes }) => enumBytes)),
    constants: new Map(all(({ constants }) => constants)),
    constantFiles: new Map(),
  };
}
