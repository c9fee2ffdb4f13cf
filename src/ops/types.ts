/** What the static types of elementwise operations promise. */
import type { Complex } from '../core/complex.js';
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Promote } from '../core/promotion.js';
import type { Shape } from '../core/shape.js';
import type { Operand, UfuncOptions } from './ufunc.js';

type Floating = 'float16' | 'float32' | 'float64';
type Complexes = 'complex64' | 'complex128';

/** The dtype of an operand: known for arrays, weak for scalars, any for lists. */
export type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

/** What an array of `D` becomes beside a JavaScript scalar `X`: a number may be an integer or a fraction. */
type WithScalar<D extends DType, X> = X extends boolean
  ? D
  : X extends bigint
    ? D extends 'bool'
      ? 'int64'
      : D
    : X extends number
      ? D extends Floating | Complexes
        ? D
        : D extends 'bool'
          ? 'int64' | 'float64'
          : D | 'float64'
      : X extends Complex
        ? D extends Complexes
          ? D
          : D extends 'float16' | 'float32'
            ? 'complex64'
            : 'complex128'
        : DType;

/** The dtype two operands promote to. */
export type Common<A, B> =
  A extends NDArray<infer D>
    ? B extends NDArray<infer E>
      ? Promote<D, E>
      : WithScalar<D, B>
    : B extends NDArray<infer E>
      ? WithScalar<E, A>
      : DType;

/** What an integer dtype becomes where floats are needed, by its width. */
export type Lifted<D extends DType> = D extends 'bool' | 'int8' | 'uint8'
  ? 'float16'
  : D extends 'int16' | 'uint16'
    ? 'float32'
    : D extends Floating | Complexes
      ? D
      : 'float64';

/** What two dtypes become where floats are needed: each by its own width, then together. */
export type LiftedPair<A, B> =
  A extends NDArray<infer D>
    ? B extends NDArray<infer E>
      ? Promote<Lifted<D>, Lifted<E>>
      : Lifted<WithScalar<D, B>>
    : Lifted<Common<A, B>>;

/** What division makes of a dtype. */
export type Divided<D extends DType> = D extends Floating | Complexes ? D : 'float64';

/** The real dtype of a complex one's parts; others stay. */
export type RealOf<D extends DType> = D extends 'complex64'
  ? 'float32'
  : D extends 'complex128'
    ? 'float64'
    : D;

/** A result array given, the result is that array. */
interface IntoOut<Args extends unknown[]> {
  <O extends DType, S extends Shape>(
    ...args: [...Args, options: UfuncOptions & { readonly out: NDArray<O, S> }]
  ): NDArray<O, S>;
  <T extends DType>(...args: [...Args, options: { readonly dtype: T; readonly out?: undefined }]): NDArray<T>;
}

/** Two operands, result of their common dtype. */
export interface Arithmetic extends IntoOut<[a: Operand, b: Operand]> {
  <A extends Operand, B extends Operand>(a: A, b: B, options?: UfuncOptions): NDArray<Common<A, B>>;
}

/** Two operands, result of floats or complex numbers. */
export interface Division extends IntoOut<[a: Operand, b: Operand]> {
  <A extends Operand, B extends Operand>(a: A, b: B, options?: UfuncOptions): NDArray<Divided<Common<A, B>>>;
}

/** Two operands, result of floats by their width. */
export interface FloatPair extends IntoOut<[a: Operand, b: Operand]> {
  <A extends Operand, B extends Operand>(a: A, b: B, options?: UfuncOptions): NDArray<LiftedPair<A, B>>;
}

/** Two operands, result of bools. */
export interface Comparison {
  <O extends DType, S extends Shape>(
    a: Operand,
    b: Operand,
    options: { readonly out: NDArray<O, S> },
  ): NDArray<O, S>;
  <A extends Operand>(a: A, b: Operand, options?: UfuncOptions): NDArray<'bool'>;
}

/** One operand, result of its dtype. */
export interface Mapping extends IntoOut<[x: Operand]> {
  <X extends Operand>(x: X, options?: UfuncOptions): NDArray<DTypeOf<X>>;
}

/** One operand, result of floats or complex numbers. */
export interface FloatMapping extends IntoOut<[x: Operand]> {
  <X extends Operand>(x: X, options?: UfuncOptions): NDArray<Lifted<DTypeOf<X>>>;
}

/** One operand, result of real numbers. */
export interface Magnitude extends IntoOut<[x: Operand]> {
  <X extends Operand>(x: X, options?: UfuncOptions): NDArray<RealOf<DTypeOf<X>>>;
}

/** One operand, result of bools. */
export interface Test {
  <O extends DType, S extends Shape>(x: Operand, options: { readonly out: NDArray<O, S> }): NDArray<O, S>;
  (x: Operand, options?: UfuncOptions): NDArray<'bool'>;
}
