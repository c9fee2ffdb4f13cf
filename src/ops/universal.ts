/** What every elementwise operation is beside a function: its facts, and its methods. */

import { type DType, dtypeNames } from '../core/dtype.js';
import { ArgumentError, DTypeError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { NDArray, newArray } from '../core/ndarray.js';
import { checkOptions } from '../core/option-check.js';
import type { Scalar } from '../core/promotion.js';
import { contiguousStrides, type Shape } from '../core/shape.js';
import type { Joined, ShapeOf } from '../core/static-shapes.js';
import { copyWhere } from './masked.js';
import type { ReductionOptions } from './reduction.js';
import type { Widened } from './reductions.js';
import { type BinaryName, binaryTable, type UfuncRow, type UnaryName, unaryTable } from './registry.js';
import { ufuncNames } from './result.js';
import type { Divided, DTypeOf, KindOf, Lifted, NoOptions, PairDType, PairKind, Result } from './types.js';
import { callBinary, callUnary, chooseLoop, type Operand, type UfuncOptions } from './ufunc.js';
import {
  type AccumulateOptions,
  accumulateWith,
  atWith,
  identities,
  outerWith,
  placesOf,
  reduceatWith,
  reduceWith,
} from './ufunc-methods.js';

/** How the dtype of a reduction follows from that of its operand. */
export type ReduceRule = 'same' | 'widened' | 'divided' | 'lifted' | 'truth';

type Reduced<R extends ReduceRule, D extends DType> = R extends 'same'
  ? D
  : R extends 'widened'
    ? Widened<D>
    : R extends 'divided'
      ? Divided<D>
      : R extends 'lifted'
        ? Lifted<D>
        : 'bool';

interface Facts {
  /** The function's name. */
  readonly name: string;
  readonly nout: 1;
  /** What an operation of no elements gives, null where there is no such value. */
  readonly identity: Scalar | null;
  /** The dtypes there are loops for, as `float64,float64->float64`; others are cast to one of them. */
  readonly types: readonly string[];
}

/** An operation of one operand. */
export interface UnaryMethods extends Facts {
  readonly nin: 1;
  readonly nargs: 2;
  /**
   * Writes results over the elements of `x` that the indices name, once for each time they name it.
   * @throws IndexError; ArgumentError when `x` is read-only; DTypeError when the result does not go into it.
   */
  at(x: NDArray, indices: readonly Index[] | Index): void;
}

/** A method that goes along an axis, the first one where options do not say. */
type Reducing<R extends ReduceRule, Options> = <
  X extends Operand,
  const O extends Options = NoOptions & Options,
>(
  x: X,
  options?: O,
) => Result<O, Reduced<R, DTypeOf<X>>, Shape>;

/** The operation on all pairs. */
type Outer<Kind extends PairKind> = <A extends Operand, B extends Operand, O extends UfuncOptions>(
  a: A,
  b: B,
  options?: O,
) => Result<O, PairDType<Kind, A, B>, Joined<ShapeOf<A>, ShapeOf<B>>>;

/** An operation of two operands. */
export interface BinaryMethods<Call, R extends ReduceRule> extends Facts {
  readonly nin: 2;
  readonly nargs: 3;
  /**
   * Combines the elements over axes: over the first unless `axis` says otherwise, over all for null.
   * @throws AxisError; ArgumentError for no elements and no identity, or several axes where the order matters.
   */
  readonly reduce: Reducing<R, ReductionOptions>;
  /** The results of combining ever more elements along an axis, the first unless `axis` says otherwise. */
  readonly accumulate: Reducing<R, AccumulateOptions>;
  /** The operation on every pair of an element of `a` and one of `b`; the shape is that of both, in a row. */
  readonly outer: Outer<KindOf<Call>>;
  /** Combines the elements of an axis from each index up to the next; an index not below the next picks one. */
  reduceat<X extends Operand>(
    x: X,
    indices: Operand,
    options?: AccumulateOptions,
  ): NDArray<Reduced<R, DTypeOf<X>>>;
  /**
   * Writes `x[i] op b` over `x[i]`, once for each time the indices name a place.
   * @throws IndexError; ShapeError; ArgumentError when `x` is read-only; DTypeError when the result does not go into it.
   */
  at(x: NDArray, indices: readonly Index[] | Index, b: Operand): void;
}

export type Universal<Call> = Call & UnaryMethods;
export type UniversalPair<Call, R extends ReduceRule = 'same'> = Call & BinaryMethods<Call, R>;

/** The loops of a row, by the dtypes that need no lifting. */
function typesOf(operation: string, row: UfuncRow, operands: 1 | 2): string[] {
  const types: string[] = [];
  for (const dtype of dtypeNames) {
    try {
      const choice = chooseLoop(operation, row, dtype);
      if (choice.dtype !== dtype) continue;
      types.push(`${operands === 1 ? dtype : `${dtype},${dtype}`}->${choice.result}`);
    } catch (refused) {
      if (!(refused instanceof DTypeError)) throw refused;
    }
  }
  return types;
}

function describe(call: object, name: string, row: UfuncRow, nin: 1 | 2, identity: Scalar | null): void {
  let types: readonly string[] | undefined;
  Object.defineProperties(call, {
    name: { value: name },
    nin: { value: nin },
    nout: { value: 1 },
    nargs: { value: nin + 1 },
    identity: { value: identity },
    types: {
      get: () => {
        types ??= Object.freeze(typesOf(name, row, nin));
        return types;
      },
    },
  });
}

/** The public function of a row of one operand; `own` where that is more than the row. */
export function unary<Call>(
  name: UnaryName,
  own?: (x: Operand, options?: UfuncOptions) => NDArray,
): Universal<Call> {
  const row: UfuncRow = unaryTable[name];
  const call = (x: Operand, options?: UfuncOptions): NDArray => {
    if (options !== undefined) checkOptions(name, options, ufuncNames);
    return own === undefined ? callUnary(name, row as never, x, options) : own(x, options);
  };
  describe(call, name, row, 1, null);
  return Object.assign(call, {
    at(x: NDArray, indices: readonly Index[] | Index): void {
      if (!(x instanceof NDArray)) {
        throw new ArgumentError('x is no NDArray; needs one to write into', {
          operation: name,
          argument: 'x',
          got: x,
        });
      }
      atUnary(name, call, x, indices);
    },
  }) as unknown as Universal<Call>;
}

/** Element by element only where a place is named more than once. */
function atUnary(
  name: string,
  call: (x: Operand, options?: UfuncOptions) => NDArray,
  x: NDArray,
  indices: readonly Index[] | Index,
): void {
  const { shape, slots } = placesOf(name, x, indices);
  const times = new Map<number, number>();
  for (const slot of slots) times.set(slot, (times.get(slot) ?? 0) + 1);
  let most = 0;
  for (const count of times.values()) most = Math.max(most, count);
  const list = Array.isArray(indices) ? (indices as Index[]) : [indices as Index];
  for (let time = 0; time < most; time++) {
    const old = x.at(...list) as NDArray;
    const next = newArray(name, x.dtype, shape);
    call(old, { out: next });
    // What has had its turns keeps what it has.
    const done = Uint8Array.from(slots, (slot) => (times.get(slot)! > time ? 0 : 1));
    const mask = new NDArray({ data: done, dtype: 'bool', shape, strides: contiguousStrides(shape, 1) });
    copyWhere(next, mask, old, true);
    x.setAt(list, next);
  }
}

/** The public function of a row of two operands; `own` where its operands need checking first. */
export function binary<Call, R extends ReduceRule = 'same'>(
  name: BinaryName,
  own?: (a: Operand, b: Operand, options?: UfuncOptions) => NDArray,
): UniversalPair<Call, R> {
  const row: UfuncRow = binaryTable[name];
  const call = (a: Operand, b: Operand, options?: UfuncOptions): NDArray => {
    if (options !== undefined) checkOptions(name, options, ufuncNames);
    return own === undefined ? callBinary(name, row as never, a, b, options) : own(a, b, options);
  };
  describe(call, name, row, 2, identities[name] ?? null);
  return Object.assign(call, {
    reduce: (x: Operand, options?: ReductionOptions) => reduceWith(name, x, options),
    accumulate: (x: Operand, options?: AccumulateOptions) => accumulateWith(name, x, options),
    outer: (a: Operand, b: Operand, options?: UfuncOptions) => outerWith(name, a, b, options),
    reduceat: (x: Operand, indices: Operand, options?: AccumulateOptions) =>
      reduceatWith(name, x, indices, options),
    at: (x: NDArray, indices: readonly Index[] | Index, b: Operand) => atWith(name, x, indices, b),
  }) as unknown as UniversalPair<Call, R>;
}
