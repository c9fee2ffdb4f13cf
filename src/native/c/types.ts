/**
 * The types of C, as a declaration gives them. Names that a typedef gave are resolved: what remembers them is `alias`, for
 * messages and pictures. Sizes and offsets are not here but in layout.ts, because they depend on the platform.
 */

export type IntegerName =
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | '__int128'
  | 'unsigned __int128';

export type FloatName = 'float' | 'double' | 'long double' | '_Float16' | '__float128';

interface Base {
  /** The typedef it was written with, where there is one. */
  readonly alias?: string;
  /** Whether it was declared const: a pointer to it is not written through. */
  readonly constant?: boolean;
  /** The alignment in bytes that a typedef gave it. */
  readonly align?: number;
}

export interface VoidType extends Base {
  readonly kind: 'void';
}
export interface BoolType extends Base {
  readonly kind: 'bool';
}
export interface IntegerType extends Base {
  readonly kind: 'integer';
  readonly name: IntegerName;
}
export interface FloatType extends Base {
  readonly kind: 'float';
  readonly name: FloatName;
}
export interface ComplexType extends Base {
  readonly kind: 'complex';
  readonly name: FloatName;
}
export interface EnumType extends Base {
  readonly kind: 'enum';
  readonly tag: string | null;
  /** Where it does not have the four of an int. */
  readonly bytes?: number;
}
export interface PointerType extends Base {
  readonly kind: 'pointer';
  readonly to: CType;
}
export interface ArrayType extends Base {
  readonly kind: 'array';
  readonly of: CType;
  /** Null where it is left open: `x[]`; text where it is an expression of other parameters: `x[rows]`. */
  readonly length: number | string | null;
}
export interface Field {
  /** Null for an unnamed struct or union inside another: its fields are the outer one's. */
  readonly name: string | null;
  readonly type: CType;
  /** Width of a bit field. */
  readonly bits?: number;
  /** To how many bytes it is aligned at least, where it says so itself. */
  readonly align?: number;
  /** Whether it is not aligned at all. */
  readonly packed?: boolean;
}
/** Struct and union types are made once for each tag, so that a struct may point to itself. */
export interface RecordType extends Base {
  readonly kind: 'struct' | 'union';
  readonly tag: string | null;
  /** Null until it is defined: only pointers to it can be used. */
  fields: readonly Field[] | null;
  /** Where cffi's `...` ends the list: the compiler knows the rest. */
  partial?: boolean;
  /** To how many bytes fields are aligned at most: `#pragma pack`; 1 for `__attribute__((packed))`. */
  pack?: number;
  /** To how many bytes it is aligned at least: `__attribute__((aligned(16)))`. */
  aligned?: number;
  /** Lanes of a register, which are never passed by value. */
  readonly vector?: boolean;
}
export interface Parameter {
  readonly name: string | null;
  readonly type: CType;
}
export interface FunctionType extends Base {
  readonly kind: 'function';
  readonly returns: CType;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
}

export type CType =
  | VoidType
  | BoolType
  | IntegerType
  | FloatType
  | ComplexType
  | EnumType
  | PointerType
  | ArrayType
  | RecordType
  | FunctionType;

/** A function that was declared. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly type: FunctionType;
  /** `static` or `inline` with a body: no library exports it, so that only compiled bindings can call it. */
  readonly local: boolean;
  readonly line: number;
  /** The header it comes from, where the preprocessor said so. */
  readonly file: string | null;
  /** The comment right before it; empty where there is none. */
  readonly comment: string;
}

/** A variable that was declared. */
export interface VariableDeclaration {
  readonly name: string;
  readonly type: CType;
  readonly line: number;
  readonly file: string | null;
}

/** Everything a text declares, in the order of the text. */
export interface Declarations {
  readonly functions: Map<string, FunctionDeclaration>;
  readonly variables: Map<string, VariableDeclaration>;
  readonly typedefs: Map<string, CType>;
  readonly structs: Map<string, RecordType>;
  readonly unions: Map<string, RecordType>;
  readonly enums: Map<string, ReadonlyMap<string, bigint>>;
  /** Bytes of the enums that are no ints, by tag. */
  readonly enumBytes: Map<string, number>;
  /** Constants of enums and of `#define NAME 12`; null where the text says `...`: the compiler knows the value. */
  readonly constants: Map<string, bigint | number | string | null>;
  /** The headers of those that enums gave. */
  readonly constantFiles: Map<string, string | null>;
}

/** How a type is written in C, around a name where one is given. */
export function writeType(type: CType, name = ''): string {
  const constant = type.constant ? 'const ' : '';
  switch (type.kind) {
    case 'void':
      return joined(`${constant}void`, name);
    case 'bool':
      return joined(`${constant}_Bool`, name);
    case 'integer':
    case 'float':
      return joined(constant + (type.alias ?? type.name), name);
    case 'complex':
      return joined(`${constant}${type.name} _Complex`, name);
    case 'enum':
      return joined(constant + (type.alias ?? `enum ${type.tag ?? '{…}'}`), name);
    case 'struct':
    case 'union':
      return joined(constant + (type.alias ?? `${type.kind} ${type.tag ?? '{…}'}`), name);
    case 'pointer': {
      const inner = `*${type.constant ? 'const ' : ''}${name}`;
      const grouped = type.to.kind === 'function' || type.to.kind === 'array' ? `(${inner})` : inner;
      return writeType(type.to, grouped);
    }
    case 'array':
      return writeType(type.of, `${name}[${type.length ?? ''}]`);
    case 'function': {
      const parameters = type.parameters.map((parameter) => writeType(parameter.type, parameter.name ?? ''));
      if (type.variadic) parameters.push('...');
      return writeType(type.returns, `${name}(${parameters.length > 0 ? parameters.join(', ') : 'void'})`);
    }
  }
}

function joined(type: string, name: string): string {
  if (name === '') return type;
  return `${type} ${name}`;
}
