/** What TypeScript can know about shapes: the rank of a result, from the rank of what went in. */
import type { Complex } from './complex.js';
import type { DType, ElementOf } from './dtype.js';
import type { HasLayout, layoutSymbol } from './layout.js';
import type { NDArray } from './ndarray.js';
import type { Shape } from './shape.js';
import type { Sizes } from './static-shapes.js';

/** A shape with its rank kept and its lengths forgotten: `[2, 3]` becomes `[number, number]`. */
export type Rank<S> = S extends number
  ? [number]
  : S extends readonly []
    ? []
    : S extends readonly [number, ...infer Rest extends Shape]
      ? [number, ...Rank<Rest>]
      : Shape;

/** Lists of `E`, nested as deep as the shape has axes; any depth where the rank is unknown. */
export type Nested<E, S extends Shape> = S extends readonly []
  ? E
  : S extends readonly [number, ...infer Rest extends Shape]
    ? Nested<E, Rest>[]
    : NestedList<E>;

export type NestedList<E> = E | NestedList<E>[];

/** What iteration over the first axis gives. */
export type Row<D extends DType, S extends Shape> = S extends readonly [number]
  ? ElementOf<D>
  : S extends readonly [number, ...infer Rest extends Shape]
    ? NDArray<D, Rest>
    : NDArray<D, Shape> | ElementOf<D>;

/** The shape `at(...indices)` gives, as far as the indices tell. */
export type AtShape<S extends Shape, I extends readonly unknown[]> = I extends readonly []
  ? Sizes<S>
  : I extends readonly [infer Head, ...infer Rest]
    ? AtOne<S, Head, Rest>
    : Shape;

type AtOne<S extends Shape, Head, Rest extends readonly unknown[]> = Head extends number | bigint
  ? S extends readonly [number, ...infer Tail extends Shape]
    ? AtShape<Tail, Rest>
    : Shape
  : Head extends null | 'newaxis'
    ? [1, ...AtShape<S, Rest>]
    : Head extends ':'
      ? WholeAxis<S, Rest>
      : Head extends string
        ? AtString<S, Head, Rest>
        : Head extends boolean | readonly unknown[] | HasLayout | ArrayBufferView
          ? Shape
          : KeepAxis<S, Rest>;

type AtString<S extends Shape, Text extends string, Rest extends readonly unknown[]> = Text extends
  | `${string},${string}`
  | '...'
  ? Shape
  : Text extends `${string}:${string}`
    ? KeepAxis<S, Rest>
    : Shape;

type WholeAxis<S extends Shape, Rest extends readonly unknown[]> = S extends readonly [
  infer Head extends number,
  ...infer Tail extends Shape,
]
  ? [Head, ...AtShape<Tail, Rest>]
  : Shape;

type KeepAxis<S extends Shape, Rest extends readonly unknown[]> = S extends readonly [
  number,
  ...infer Tail extends Shape,
]
  ? [number, ...AtShape<Tail, Rest>]
  : Shape;

/** Anything an array can be made from: an array, a typed array, a scalar, or lists of them nested to any depth. */
export type ArrayLike =
  | HasLayout
  | ArrayBufferView
  | ArrayBufferLike
  | number
  | boolean
  | bigint
  | Complex
  | ListLike;

export type ListLike = readonly (
  | HasLayout
  | ArrayBufferView
  | number
  | boolean
  | bigint
  | Complex
  | ListLike
)[];

/** Whether a list's elements say nothing: none, or any list again. Also what ends the recursion over lists of lists. */
type IsWide<E> = [E] extends [never] ? true : [ScalarList] extends [E] ? true : false;

/** The narrowest type of lists nested to any depth. */
type ScalarList = readonly (number | boolean | bigint | Complex | ScalarList)[];

/** The dtype `array(data)` chooses. */
export type DTypeFrom<T> = T extends {
  readonly dtype: infer D extends DType;
  readonly [layoutSymbol]: unknown;
}
  ? D
  : T extends Float64Array
    ? 'float64'
    : T extends Float32Array
      ? 'float32'
      : T extends Int32Array
        ? 'int32'
        : T extends Uint8Array | Uint8ClampedArray | ArrayBuffer | SharedArrayBuffer | DataView
          ? 'uint8'
          : T extends Int8Array
            ? 'int8'
            : T extends Int16Array
              ? 'int16'
              : T extends Uint16Array
                ? 'uint16'
                : T extends Uint32Array
                  ? 'uint32'
                  : T extends BigInt64Array
                    ? 'int64'
                    : T extends readonly (infer E)[]
                      ? IsWide<E> extends true
                        ? DTypeOfEmpty<E>
                        : DTypeFrom<E>
                      : DTypeFromScalar<T>;

/** `array([])` is float64; a list that may hold anything may have any dtype. */
type DTypeOfEmpty<E> = [E] extends [never] ? 'float64' : DType;

type DTypeFromScalar<T> = [T] extends [never]
  ? 'float64'
  : [T] extends [number]
    ? 'float64'
    : [T] extends [boolean]
      ? 'bool'
      : [T] extends [Complex]
        ? 'complex128'
        : DType;

/** The shape `array(data)` finds, as far as its type tells. */
export type ShapeFrom<T> = T extends {
  readonly shape: infer S extends Shape;
  readonly [layoutSymbol]: unknown;
}
  ? S
  : T extends ArrayBufferView | ArrayBuffer | SharedArrayBuffer
    ? [number]
    : T extends readonly (infer E)[]
      ? IsWide<E> extends true
        ? Shape
        : ShapeFrom<E> extends infer Inner extends Shape
          ? [number, ...Inner]
          : Shape
      : T extends number | boolean | bigint | Complex
        ? []
        : Shape;
