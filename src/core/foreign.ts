/**
 * The protocol by which arrays of other kinds take part in operations: an operand that has this method is asked to do
 * the operation itself, and gives what the operation then gives. Blocked arrays are such operands, and are lazy; so can
 * other libraries' arrays be. To plain arrays it costs one comparison.
 *
 * @see NumPy's `__array_ufunc__` and `__array_function__` (NEP 13, NEP 18, NEP 35)
 */
import type { DType } from './dtype.js';
import { describe } from './element.js';
import { DTypeError } from './errors.js';
import { foreignSymbol, refuseForeign } from './foreign-symbol.js';
import { NDArray } from './ndarray.js';
import type { Shape } from './shape.js';

export { foreignSymbol, refuseForeign };

/**
 * Where a class of foreign arrays says its kind, for types to read: `declare readonly [kindSymbol]?: MyKind`. At run
 * time there is nothing.
 */
export declare const kindSymbol: unique symbol;

/**
 * What results a foreign array gives, of the dtype and shape that are put in:
 * `interface MyKind extends ForeignKind { result: My<Extract<this['dtype'], DType>, Extract<this['shape'], Shape>> }`.
 */
export interface ForeignKind {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly result: unknown;
}

/** An array of another kind. */
export interface Foreign<D extends DType = DType, S extends Shape = Shape> {
  readonly dtype: D;
  readonly shape: S;
  readonly [kindSymbol]?: ForeignKind;
  /** Does an operation of strided of that name, with these arguments, one of which is this array. */
  [foreignSymbol](operation: string, args: readonly unknown[]): unknown;
}

/** What an operation gives that has dtype `D` and shape `S` and to which `X` is an operand. */
export type Made<X, D extends DType, S extends Shape> = [Extract<X, Foreign>] extends [never]
  ? NDArray<D, S>
  : Extract<X, Foreign> extends { readonly [kindSymbol]?: infer K extends ForeignKind }
    ? (K & { readonly dtype: D; readonly shape: S })['result']
    : never;

export function isForeign(x: unknown): x is Foreign {
  return typeof x === 'object' && x !== null && !(x instanceof NDArray) && foreignSymbol in x;
}

/** What a foreign operand makes of an operation; undefined where none of `operands` is foreign. */
export function handOver(operation: string, operands: readonly unknown[], args: readonly unknown[]): unknown {
  for (const operand of operands) if (isForeign(operand)) return operand[foreignSymbol](operation, args);
  return undefined;
}

/** Refuses a foreign array where a function takes NDArrays alone. @throws DTypeError */
export function checkNotForeign(operation: string, x: unknown): void {
  if (isForeign(x)) throw refuseForeign(operation, x);
}

/** @throws DTypeError for what is no NDArray, where a function takes nothing else */
export function checkNDArray(operation: string, x: unknown): void {
  if (x instanceof NDArray) return;
  checkNotForeign(operation, x);
  const got = describe(x);
  throw new DTypeError(`x is ${got}; needs an NDArray`, {
    operation,
    argument: 'x',
    got,
    needs: 'an NDArray',
  });
}
