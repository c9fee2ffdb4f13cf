/** What the static types of elementwise operations promise. */
import type { Complex } from '../core/complex.js';
import type { DType } from '../core/dtype.js';
import type { Foreign, Made } from '../core/foreign.js';
import type { NDArray } from '../core/ndarray.js';
import type { Promote, Scalar } from '../core/promotion.js';
import type { Shape } from '../core/shape.js';
import type { AxisProblem, Broadcast, BroadcastProblem, Reduced, ShapeOf } from '../core/static-shapes.js';
import type { DTypeFrom } from '../core/types.js';
import type { Operand, UfuncOptions } from './ufunc.js';

type Floating = 'float16' | 'float32' | 'float64';
type Complexes = 'complex64' | 'complex128';

/** The dtype of an operand as an array. */
export type DTypeOf<X> = X extends NDArray<infer D> | Foreign<infer D> ? D : DTypeFrom<X>;

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

/** Lists and typed arrays as the arrays they become; arrays and scalars stay. */
type AsArray<X> = X extends NDArray | Scalar
  ? X
  : X extends Foreign<infer D>
    ? NDArray<D>
    : NDArray<DTypeFrom<X>>;

/** The dtype two operands promote to. */
export type Common<A, B> = CommonOf<AsArray<A>, AsArray<B>>;

type CommonOf<A, B> =
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
export type LiftedPair<A, B> = LiftedPairOf<AsArray<A>, AsArray<B>>;

type LiftedPairOf<A, B> =
  A extends NDArray<infer D>
    ? B extends NDArray<infer E>
      ? Promote<Lifted<D>, Lifted<E>>
      : Lifted<WithScalar<D, B>>
    : Lifted<CommonOf<A, B>>;

/** What division makes of a dtype. */
export type Divided<D extends DType> = D extends Floating | Complexes ? D : 'float64';

/** The real dtype of a complex one's parts; others stay. */
export type RealOf<D extends DType> = D extends 'complex64'
  ? 'float32'
  : D extends 'complex128'
    ? 'float64'
    : D;

/**
 * The result where no options say otherwise: the array given as `out`, or the dtype asked for; an array of its own kind
 * where `X`, the operands, has one of another kind.
 */
export type Result<Options, D extends DType, S extends Shape, X = never> = Options extends {
  readonly out: infer Out extends NDArray;
}
  ? Out
  : Options extends { readonly dtype: infer Asked extends DType }
    ? Made<X, Asked, S>
    : Made<X, D, S>;

/** `B` where its shape broadcasts with `A`'s, or may; else a type that nothing has, and whose text says why. */
export type Fitting<A, B> = B & BroadcastProblem<ShapeOf<A>, ShapeOf<B>>;

/** The shape `A` and `B` broadcast to. */
export type Together<A, B> = Broadcast<ShapeOf<A>, ShapeOf<B>>;

/** How the dtype of a result follows from those of two operands. */
export type PairKind = 'common' | 'divided' | 'lifted' | 'truth';

export type PairDType<Kind extends PairKind, A, B> = Kind extends 'common'
  ? Common<A, B>
  : Kind extends 'divided'
    ? Divided<Common<A, B>>
    : Kind extends 'lifted'
      ? LiftedPair<A, B>
      : 'bool';

/** Where the type of a pair has its kind, for types to read; at run time there is nothing. */
declare const pairKind: unique symbol;

/** An operation of two operands. */
export interface Pair<Kind extends PairKind> {
  readonly [pairKind]?: Kind;
  <A extends Operand, B extends Operand, O extends UfuncOptions>(
    a: A,
    b: Fitting<A, B>,
    options?: O,
  ): Result<O, PairDType<Kind, A, B>, Together<A, B>, A | B>;
}

/** The kind of a pair. */
export type KindOf<Call> = Call extends { readonly [pairKind]?: infer Kind extends PairKind } ? Kind : never;

/** Two operands, result of their common dtype. */
export type Arithmetic = Pair<'common'>;

/** Two operands, result of floats or complex numbers. */
export type Division = Pair<'divided'>;

/** Two operands, result of floats by their width. */
export type FloatPair = Pair<'lifted'>;

/** Two operands, result of bools. */
export type Comparison = Pair<'truth'>;

/** One operand, result of its dtype. */
export type Mapping = <X extends Operand, O extends UfuncOptions>(
  x: X,
  options?: O,
) => Result<O, DTypeOf<X>, ShapeOf<X>, X>;

/** One operand, result of floats or complex numbers. */
export type FloatMapping = <X extends Operand, O extends UfuncOptions>(
  x: X,
  options?: O,
) => Result<O, Lifted<DTypeOf<X>>, ShapeOf<X>, X>;

/** One operand, result of real numbers. */
export type Magnitude = <X extends Operand, O extends UfuncOptions>(
  x: X,
  options?: O,
) => Result<O, RealOf<DTypeOf<X>>, ShapeOf<X>, X>;

/** One operand, result of bools. */
export type Test = <X extends Operand, O extends UfuncOptions>(
  x: X,
  options?: O,
) => Result<O, 'bool', ShapeOf<X>, X>;

/** `Options` where its axes are axes of `X`, or may be; else a type that nothing has, and whose text says why. */
export type WithAxes<X, Options> = Options & AxisProblem<ShapeOf<X>, Options>;

/** What a reduction of `X` with `Options` gives. */
export type ReductionResult<X, Options, D extends DType> = Result<
  Options,
  D,
  Reduced<ShapeOf<X>, Options>,
  X
>;

/** No options: what stands for those that were not given. */
export type NoOptions = Record<never, never>;
