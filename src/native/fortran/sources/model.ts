/** What a Fortran source declares, as far as it matters to those who call it. Names are in lower case. */

export interface FortranType {
  readonly base: 'integer' | 'real' | 'complex' | 'logical' | 'character' | 'derived';
  /** The kind as it was written: `8`, `dp`, `real64`, `kind(1.d0)`; null for the default one. */
  readonly kind: string | null;
  /** Bytes, from `real*8`; of a complex number both parts together. */
  readonly bytes: number | null;
  /** Of a character: its length as it was written, `*` or `:`; null for one character. */
  readonly length: string | null;
  /** The name of a derived type. */
  readonly name: string | null;
}

/** One axis: `n`, `0:n-1`, `*`, `:`. */
export interface Dimension {
  /** Null where it is left out: 1. */
  readonly lower: string | null;
  /** `'*'` for assumed size, `':'` for assumed shape. */
  readonly upper: string;
}

export type Intent =
  | 'in'
  | 'out'
  | 'inout'
  | 'hide'
  | 'copy'
  | 'overwrite'
  | 'cache'
  | 'callback'
  | 'inplace'
  | 'c'
  | 'aux';

export interface Variable {
  readonly name: string;
  /** Null where nothing said; implicit typing decides. */
  type: FortranType | null;
  dimensions: readonly Dimension[] | null;
  /** Lengths by axis that Fortran does not declare, of which the array must have at least as many; null where none is known. */
  least: readonly string[] | null;
  /** Of Fortran and of f2py together. */
  readonly intents: Set<Intent>;
  /** What Fortran itself says, which an interface repeats; null where it says nothing. */
  intent: 'in' | 'out' | 'inout' | null;
  optional: boolean;
  /** f2py's required: given by the caller even where an array would say it. */
  required: boolean;
  /** Whether Fortran itself says optional, so that the procedure asks whether it is present. */
  mayBeAbsent: boolean;
  /** The value of a parameter, or f2py's default. */
  initial: string | null;
  readonly attributes: Set<
    | 'parameter'
    | 'allocatable'
    | 'pointer'
    | 'value'
    | 'external'
    | 'target'
    | 'save'
    | 'contiguous'
    | 'protected'
  >;
  /** f2py's `check(...)`. */
  readonly checks: string[];
  /** f2py's `depend(...)`; null where it was not said. */
  depends: readonly string[] | null;
  /** Of `procedure(fun) :: f`: the name of its interface, empty where none is named. */
  interfaceName: string | null;
  comment: string;
  readonly line: number;
}

export interface Use {
  readonly module: string;
  /** Local name → name there; null for everything. */
  readonly only: ReadonlyMap<string, string> | null;
  readonly renames: ReadonlyMap<string, string>;
}

/** Letter → type; null after `implicit none`. */
export type Implicit = ReadonlyMap<string, FortranType> | null;

export interface CommonBlock {
  /** Empty for the blank one. */
  readonly name: string;
  readonly variables: readonly string[];
}

/** What modules and procedures have in common. */
export interface Scope {
  readonly variables: Map<string, Variable>;
  readonly uses: Use[];
  implicit: Implicit | undefined;
  /** Derived types defined here. */
  readonly types: Set<string>;
  readonly commons: CommonBlock[];
  /** Procedures that interface blocks describe: arguments that are called. */
  readonly interfaces: Map<string, Procedure>;
}

export interface Procedure extends Scope {
  readonly kind: 'subroutine' | 'function';
  readonly name: string;
  readonly arguments: readonly string[];
  /** The name of the result of a function. */
  readonly result: string | null;
  readonly module: Module | null;
  /** Whose names it sees beside its own: the module, or what surrounds an interface block. */
  readonly host: Scope | null;
  /** `bind(c, name='…')`. */
  readonly bindName: string | null;
  /** Words before: pure, elemental, recursive, impure, module. */
  readonly prefixes: readonly string[];
  /** The name that calls use: another than its own by f2py's `fortranname`, or where only a generic name is public. */
  calledAs: string;
  /** What of f2py's directives there is no counterpart for; null where it can be called. */
  unsupported: string | null;
  /** f2py's `threadsafe`. */
  threadsafe: boolean;
  /** Other places to enter it at, under names of their own. */
  readonly entries: Procedure[];
  comment: string;
  readonly file: string;
  readonly line: number;
}

export interface Module extends Scope {
  readonly name: string;
  readonly procedures: Procedure[];
  /** What is said by `private` and `public`. */
  access: 'public' | 'private';
  readonly exceptions: Map<string, 'public' | 'private'>;
  /** Generic name → the procedures that it stands for. */
  readonly generics: Map<string, { readonly names: string[]; readonly line: number }>;
  readonly file: string;
  readonly line: number;
}

export interface FortranSource {
  readonly modules: Module[];
  /** Procedures outside of modules. */
  readonly procedures: Procedure[];
  /** Units without anything to call: programs, block data, submodules. */
  readonly skipped: { readonly what: string; readonly line: number; readonly file: string }[];
}
