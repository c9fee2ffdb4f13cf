/** What the static types of linear algebra promise. */
import type { DType } from '../core/dtype.js';
import type { Foreign, Made } from '../core/foreign.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { Common, RealOf } from '../ops/types.js';
import type { Operand } from '../ops/ufunc.js';

/** The dtypes that matrices are factored in. */
export type FactorDType = 'float32' | 'float64' | 'complex64' | 'complex128';

/** What a dtype is factored in: integers and bools become float64. */
export type Factored<D extends DType> = D extends FactorDType ? D : 'float64';

/** The dtype of a result made from `X`: known for arrays, any for lists. */
export type FactoredOf<X> = X extends NDArray<infer D> | Foreign<infer D> ? Factored<D> : FactorDType;

/** An array made from `X`, of its own kind where `X` is of another kind. */
export type FactorOf<X> = Made<X, FactoredOf<X>, Shape>;

/** One made from two operands. */
export type CommonFactorOf<A extends Operand, B extends Operand> = Made<A | B, CommonFactored<A, B>, Shape>;

/** The same for results that are always real. */
export type RealFactoredOf<X> = RealOf<FactoredOf<X>>;

/** What a result made from two operands has. */
export type CommonFactored<A extends Operand, B extends Operand> = Factored<Common<A, B>>;

/** The complex dtype of `X`'s precision, or the real one where the values turn out to be real. */
export type EigenOf<X> =
  FactoredOf<X> extends 'float32' | 'complex64'
    ? 'float32' | 'complex64'
    : FactoredOf<X> extends 'float64' | 'complex128'
      ? 'float64' | 'complex128'
      : FactorDType;
