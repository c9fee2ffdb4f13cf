/** Operations of each element, over blocked arrays. */
import { checkDType, type DType } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import { isScalar } from '../core/promotion.js';
import type { ArrayLike } from '../core/types.js';
import { asarray } from '../ops/creation.js';
import { binaryTable, unaryTable } from '../ops/registry.js';
import type { BlockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import { fromArray } from './creation.js';
import { ElementwiseExpression, elementwise, type Term } from './expressions/elementwise.js';
import { checkOptions, handle } from './operations.js';

/** An operand as what an expression has: blocks, or one value for all of them. */
export function termOf(x: unknown): Term {
  if (x instanceof BlockedArray) return x.expression;
  if (isScalar(x) || x === null || x === undefined) return { value: x };
  const array = x instanceof NDArray ? x : (asarray(x as ArrayLike) as NDArray);
  return array.ndim === 0 ? { value: array } : fromArray(array, { chunks: -1 }).expression;
}

/** An operand as a blocked array: others become arrays of one block. */
export function blockedOf(x: unknown): BlockedArray {
  if (x instanceof BlockedArray) return x;
  return fromArray(x instanceof NDArray ? x : (asarray(x as ArrayLike) as NDArray), { chunks: -1 });
}

/** The elementwise operation of that name. */
export function callElementwise(
  operation: BlockFunction,
  operands: readonly unknown[],
  options?: object,
): BlockedArray {
  checkOptions(operation, options);
  const terms = operands.map(termOf);
  if (options !== undefined) terms.push({ value: options });
  return new BlockedArray(elementwise(operation, terms));
}

const universal: Record<string, (...args: unknown[]) => BlockedArray> = {};
for (const name of Object.keys(unaryTable) as (keyof typeof unaryTable)[]) {
  universal[name] = (x, options) => callElementwise(name, [x], options as object | undefined);
}
for (const name of Object.keys(binaryTable) as (keyof typeof binaryTable)[]) {
  universal[name] = (a, b, options) => callElementwise(name, [a, b], options as object | undefined);
}
handle(universal);

handle({
  round: (x: BlockedArray, options?: object | number) =>
    typeof options === 'number'
      ? callElementwise('round', [x], { decimals: options })
      : callElementwise('round', [x], options),
  where: (condition: unknown, a: unknown, b: unknown) => callElementwise('where', [condition, a, b]),
  clip: (x: unknown, low: unknown, high: unknown, options?: object) =>
    callElementwise('clip', [x, low, high], options),
  real: (x: unknown) => callElementwise('real', [x]),
  imag: (x: unknown) => callElementwise('imag', [x]),
  isclose: (a: unknown, b: unknown, options?: object) => callElementwise('isclose', [a, b], options),
  nanToNum: (x: unknown, options?: object) => callElementwise('nanToNum', [x], options),
  asType: (x: BlockedArray, dtype: DType) => asType(x, dtype),
});

/** Another dtype. */
export function asType<D extends DType>(x: BlockedArray, dtype: D): BlockedArray<D> {
  checkDType('asType', dtype);
  if (x.dtype === dtype) return x as never;
  return new BlockedArray(
    new ElementwiseExpression('asType', [x.expression, { value: dtype }], dtype, x.chunks),
  );
}
