/**
 * Types of functions from the text of their prototypes, read by the compiler itself: `'double dot(const double *x, size_t n);'`
 * becomes `(x: Float64Array | …, n: number | bigint) => number`. What the type level cannot read is `Unread`; the run-time
 * checks are the same.
 */

import type { Complex } from '../../core/complex.js';
import type { DType } from '../../core/dtype.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Pointer } from './memory/pointer.js';

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

/** What a parameter takes: `const double * x`, `double x[n]`, `int n`, `double`; `@` stands for what was in parentheses. */
type Parameter<S extends string> = S extends `${string}@${string}`
  ? ((...args: Unread[]) => Unread) | Pointer | null
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

/** The name of a parameter or function: what comes last, behind stars and before brackets. */
type NameOf<S extends string> = S extends `${infer T}[${string}`
  ? NameOf<T>
  : S extends `${string}*${infer N}`
    ? NameOf<N>
    : Trim<Last<Words<S>>>;

/** What an array is that the call makes for `double *x` or `double x[n]`. */
type Made<S extends string> = S extends `${infer T}[${string}`
  ? MadeOf<Join<Init<Significant<Words<T>>>>>
  : S extends `${infer T}*${string}`
    ? MadeOf<Join<Significant<Words<T>>>>
    : Unread;
type MadeOf<T extends string> = T extends keyof Arrays ? ArraysAmong<Arrays[T]> : NDArray;
type ArraysAmong<X> = X extends { readonly dtype: infer D extends DType; readonly strides: unknown }
  ? NDArray<D, readonly number[]>
  : never;

/** What annotations say of a parameter. */
type NoteOf<Notes, Name extends string> = Name extends keyof Notes ? Notes[Name] : unknown;

/** The parameters that are given, and the arrays that are made. */
type Sorted<
  S extends string,
  Notes,
  Given extends readonly Unread[] = [],
  Outs extends readonly Unread[] = [],
> = S extends `${infer F},${infer R}`
  ? NoteOf<Notes, NameOf<F>> extends { readonly intent: 'out' }
    ? Sorted<R, Notes, Given, [...Outs, Made<F>]>
    : NoteOf<Notes, NameOf<F>> extends { readonly value: unknown }
      ? Sorted<R, Notes, Given, Outs>
      : Sorted<R, Notes, [...Given, Parameter<F>], Outs>
  : Trim<S> extends '' | 'void'
    ? { given: Given; outs: Outs }
    : NoteOf<Notes, NameOf<S>> extends { readonly intent: 'out' }
      ? { given: Given; outs: [...Outs, Made<S>] }
      : NoteOf<Notes, NameOf<S>> extends { readonly value: unknown }
        ? { given: Given; outs: Outs }
        : { given: [...Given, Parameter<S>]; outs: Outs };

/** What a call gives: the result, and the arrays that it made. */
type Results<R, Outs extends readonly Unread[]> = Outs extends readonly []
  ? R
  : R extends undefined
    ? Outs extends readonly [infer Only]
      ? Only
      : Outs
    : [R, ...Outs];

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

/** A function and its form off the event loop. */
export interface Signature<Args extends readonly Unread[], R> {
  (...args: Args): R;
  async(...args: Args): Promise<R>;
  /** How it was declared. */
  readonly declaration: string;
  /** The arrays of which nothing says how long they must be: C reads and writes as far as it likes. */
  readonly unchecked: readonly string[];
}

/** Up to the last opening sign before `S` ends. */
type BeforeLast<
  S extends string,
  Open extends string,
  Done extends string = '',
> = S extends `${infer A}${Open}${infer B}`
  ? B extends `${string}${Open}${string}`
    ? BeforeLast<B, Open, `${Done}${A}${Open}`>
    : `${Done}${A}`
  : S;

/** Without `{ … }`; what comes before and behind are declarations of their own. */
type NoBodies<S extends string> = S extends `${infer A}}${infer B}`
  ? NoBodies<`${BeforeLast<A, '{'>};${B}`>
  : S;
/** With `@` for every `( … )`. */
type NoGroups<S extends string> = S extends `${infer A})${infer B}`
  ? NoGroups<`${BeforeLast<A, '('>}@${B}`>
  : S;
type NoComments<S extends string> = S extends `${infer A}/*${string}*/${infer B}`
  ? NoComments<`${A} ${B}`>
  : NoLineComments<S>;
type NoLineComments<S extends string> = S extends `${infer A}//${infer B}`
  ? NoLineComments<`${A}\n${AfterLine<B>}`>
  : NoDirectives<S>;
type NoDirectives<S extends string> = S extends `${infer A}#${infer B}`
  ? NoDirectives<`${A}${AfterLine<B>}`>
  : S;
type AfterLine<S extends string> = S extends `${string}\n${infer B}` ? B : '';

/** A function that cannot be called, with the reason where it is tried. */
export interface Refused<Reason extends string> {
  readonly refused: Reason;
}

/** One declaration; nothing where it is neither a function nor a variable. */
type Declaration<S extends string, A> = S extends `${string}typedef${string}`
  ? unknown
  : S extends `${infer Head}(${infer Inner})`
    ? Trim<Inner> extends `*${string}`
      ? unknown // a variable that points to a function, or a function that returns one
      : Inner extends `${string}...${string}`
        ? { readonly [N in NameOf<Head>]: Refused<'variadic: wrap it in a source for compile(…)'> }
        : Sorted<NoGroups<Inner>, NameOf<Head> extends keyof A ? A[NameOf<Head>] : unknown> extends {
              given: infer Given extends readonly Unread[];
              outs: infer Outs extends readonly Unread[];
            }
          ? { readonly [N in NameOf<Head>]: Signature<Given, Results<Returned<Head>, Outs>> }
          : unknown
    : S extends `${string}(${string}`
      ? unknown
      : Variable<S>;

/** `int counter`, `double table[3]`; not `struct point`. */
type Variable<S extends string> =
  Significant<Words<S>> extends infer W extends string[]
    ? W extends [] | [string] | ['struct' | 'union' | 'enum', string]
      ? unknown
      : { [N in NameOf<S>]: S extends `${string}[${string}` ? unknown[] : VariableType<S> }
    : unknown;
type VariableType<S extends string> = S extends `${string}*${string}`
  ? Pointer
  : Scalar<Join<Init<Significant<Words<S>>>>>;

type All<S extends string, A, Found = unknown> = S extends `${infer D};${infer R}`
  ? All<R, A, Found & Declaration<Trim<D>, A>>
  : Found;

/**
 * The functions and variables that a text declares, without the parameters that annotations make or compute. A text that is
 * not known until the program runs, or has `extern "C"`, gives a library of any names.
 */
export type LibraryOf<Text extends string, A = unknown> = string extends Text
  ? Record<string, Unread>
  : Text extends `${string}extern "C"${string}`
    ? Record<string, Unread>
    : All<NoBodies<NoComments<Text>>, A> & Record<never, never>;

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
