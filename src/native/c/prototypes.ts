/**
 * Types of functions from the text of their prototypes, read by the compiler itself: `'double dot(const double *x, size_t n);'`
 * becomes `(x: Float64Array | …, n: number | bigint) => number`. What the type level cannot read is `Unread`; the run-time
 * checks are the same.
 */

import type { Complex } from '../../core/complex.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Pointer } from './pointer.js';

// biome-ignore lint/suspicious/noExplicitAny: what the type level cannot read may be anything
type Unread = any;

type Space = ' ' | '\n' | '\t' | '\r';
type Trim<S extends string> = S extends `${Space}${infer R}`
  ? Trim<R>
  : S extends `${infer L}${Space}`
    ? Trim<L>
    : S;

/** Words that say nothing about a type. */
type Noise =
  | 'const'
  | 'extern'
  | 'restrict'
  | '__restrict'
  | 'volatile'
  | 'static'
  | 'inline'
  | 'register'
  | 'struct_';

type Words<S extends string> =
  Trim<S> extends `${infer W}${Space}${infer R}` ? [W, ...Words<R>] : Trim<S> extends '' ? [] : [Trim<S>];
type Significant<W extends readonly string[]> = W extends readonly [
  infer F extends string,
  ...infer R extends string[],
]
  ? F extends Noise
    ? Significant<R>
    : [F, ...Significant<R>]
  : [];
type Join<W extends readonly string[]> = W extends readonly [infer F extends string]
  ? F
  : W extends readonly [infer F extends string, ...infer R extends string[]]
    ? `${F} ${Join<R>}`
    : '';
type Init<W extends readonly string[]> = W extends readonly [...infer I extends string[], string] ? I : [];
type Last<W extends readonly string[]> = W extends readonly [...string[], infer L extends string] ? L : '';

/** Arithmetic types that a number is given for. */
interface Arithmetic {
  char: number;
  'signed char': number;
  'unsigned char': number;
  short: number;
  'unsigned short': number;
  int: number;
  unsigned: number;
  'unsigned int': number;
  int8_t: number;
  uint8_t: number;
  int16_t: number;
  uint16_t: number;
  int32_t: number;
  uint32_t: number;
  float: number;
  double: number;
  long: number | bigint;
  'unsigned long': number | bigint;
  'long int': number | bigint;
  'long long': number | bigint;
  'unsigned long long': number | bigint;
  int64_t: number | bigint;
  uint64_t: number | bigint;
  size_t: number | bigint;
  ssize_t: number | bigint;
  ptrdiff_t: number | bigint;
  intptr_t: number | bigint;
  uintptr_t: number | bigint;
  bool: boolean;
  _Bool: boolean;
  'float _Complex': Complex;
  'double _Complex': Complex;
}

/** What a pointer to an arithmetic type takes. */
interface Arrays {
  double: NDArray<'float64', readonly number[]> | Float64Array;
  float: NDArray<'float32', readonly number[]> | Float32Array;
  int: NDArray<'int32', readonly number[]> | Int32Array;
  int32_t: NDArray<'int32', readonly number[]> | Int32Array;
  unsigned: NDArray<'uint32', readonly number[]> | Uint32Array;
  'unsigned int': NDArray<'uint32', readonly number[]> | Uint32Array;
  uint32_t: NDArray<'uint32', readonly number[]> | Uint32Array;
  short: NDArray<'int16', readonly number[]> | Int16Array;
  int16_t: NDArray<'int16', readonly number[]> | Int16Array;
  uint16_t: NDArray<'uint16', readonly number[]> | Uint16Array;
  int8_t: NDArray<'int8', readonly number[]> | Int8Array;
  uint8_t: NDArray<'uint8', readonly number[]> | Uint8Array;
  'unsigned char': NDArray<'uint8', readonly number[]> | Uint8Array;
  char: string | Uint8Array | Int8Array | NDArray<'int8' | 'uint8' | 'bool', readonly number[]>;
  int64_t: NDArray<'int64', readonly number[]> | BigInt64Array;
  uint64_t: NDArray<'uint64', readonly number[]> | BigUint64Array;
  size_t: NDArray<'uint64', readonly number[]> | BigUint64Array;
  'float _Complex': NDArray<'complex64', readonly number[]>;
  'double _Complex': NDArray<'complex128', readonly number[]>;
}

type Scalar<T extends string> = T extends keyof Arithmetic ? Arithmetic[T] : Unread;
type Indirect<T extends string> = T extends keyof Arrays ? Arrays[T] | Pointer | null : Unread;

/** A parameter without its name: `const double * x`, `double x[n]`, `int n`, `double`. */
type Parameter<S extends string> = S extends `${string}(${string}`
  ? Unread
  : S extends `${infer T}[${string}`
    ? Indirect<Join<Init<Significant<Words<T>>>>>
    : S extends `${infer T}*${infer R}`
      ? R extends `${string}*${string}`
        ? Unread
        : Indirect<Join<Significant<Words<T>>>>
      : Significant<Words<S>> extends infer W extends string[]
        ? Join<W> extends keyof Arithmetic
          ? Arithmetic[Join<W>]
          : Scalar<Join<Init<W>>>
        : Unread;

type Parameters_<S extends string> =
  Trim<S> extends '' | 'void'
    ? []
    : S extends `${infer F},${infer R}`
      ? [Parameter<F>, ...Parameters_<R>]
      : [Parameter<S>];

/** `double *name` or `int name`: what comes before the parameters. */
type Returned<S extends string> = S extends `${infer T}*${infer N}`
  ? N extends `${string}*${string}`
    ? Pointer
    : Words<T> extends infer W extends string[]
      ? Join<Significant<W>> extends 'char'
        ? 'const' extends W[number]
          ? string | null
          : Pointer
        : Pointer
      : Pointer
  : Join<Init<Significant<Words<S>>>> extends infer T extends string
    ? T extends 'void'
      ? undefined
      : Scalar<T>
    : Unread;

type NameOf<S extends string> = S extends `${string}*${infer N}` ? NameOf<N> : Trim<Last<Words<S>>>;

/** A function and its form off the event loop. */
export interface Signature<Args extends readonly Unread[], R> {
  (...args: Args): R;
  async(...args: Args): Promise<R>;
  /** How it was declared. */
  readonly declaration: string;
}

/** One declaration; nothing where it is no plain prototype. */
type Declaration<S extends string> = S extends
  | `${string}{${string}`
  | `${string}typedef${string}`
  | `${string}#${string}`
  ? unknown
  : S extends `${infer Head}(${infer Params})${infer Rest}`
    ? Params extends `${string})${string}`
      ? unknown
      : Trim<Rest> extends ''
        ? { readonly [N in NameOf<Head>]: Signature<Parameters_<Params>, Returned<Head>> }
        : unknown
    : unknown;

/** Whether the type level can read it: short texts of plain prototypes. */
type Plain<S extends string> = string extends S
  ? false
  : S extends `${string}{${string}` | `${string}/*${string}` | `${string}//${string}`
    ? false
    : true;

type All<S extends string> = S extends `${infer D};${infer R}` ? Declaration<Trim<D>> & All<R> : unknown;

/** The functions that a text of prototypes declares. Texts with structs or comments give a library of any names. */
export type LibraryOf<Text extends string> =
  Plain<Text> extends true ? All<Text> & Record<never, never> : Record<string, Unread>;

/** The function that a callback of a type is: `'int(int, int)'`. */
export type CallbackFunction<Text extends string> = Text extends `${infer R}(${infer P})`
  ? Trim<P> extends '' | 'void'
    ? () => CallbackResult<Trim<R>>
    : (...args: CallbackArguments<P>) => CallbackResult<Trim<R>>
  : (...args: Unread[]) => Unread;

type CallbackResult<R extends string> = R extends 'void'
  ? unknown // whatever is returned is left alone
  : R extends keyof Arithmetic
    ? Arithmetic[R]
    : Unread;
type CallbackArguments<P extends string> = P extends `${infer F},${infer R}`
  ? [CallbackArgument<F>, ...CallbackArguments<R>]
  : [CallbackArgument<P>];
type CallbackArgument<S extends string> = S extends `${string}*${string}`
  ? Pointer
  : Join<Significant<Words<S>>> extends keyof Arithmetic
    ? Arithmetic[Join<Significant<Words<S>>>]
    : Unread;
