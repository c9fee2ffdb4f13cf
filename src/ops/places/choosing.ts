/** Elements chosen by conditions or by numbers. */

import { checkDType, type DType } from '../../core/dtype.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { isScalar, promoted, promoteScalar, type Scalar, scalarDType } from '../../core/promotion.js';
import { broadcastShapes } from '../../core/shape.js';
import { itemsOf } from '../argument-checks.js';
import { notEqual } from '../logic.js';
import { copyWhere } from '../masked.js';
import { castTo } from '../reduction.js';
import { sameShape } from '../result.js';
import type { DTypeOf } from '../types.js';
import { type Operand, scalarArray, toArray } from '../ufunc.js';

/** What operands of a choice promote to; scalars are weak. */
function commonDType(operation: string, operands: readonly Operand[]): DType {
  let dtype: DType | undefined;
  for (const x of operands) {
    if (isScalar(x)) continue;
    const own = toArray(operation, x).dtype;
    dtype = dtype === undefined ? own : promoted(dtype, own);
  }
  for (const x of operands) {
    if (!isScalar(x)) continue;
    dtype = dtype === undefined ? scalarDType(x) : promoteScalar(dtype, x);
  }
  return checkDType(operation, dtype ?? 'float64');
}

function inDType(operation: string, x: Operand, dtype: DType): NDArray {
  if (isScalar(x)) return scalarArray(operation, dtype, x);
  const a = toArray(operation, x);
  return a.dtype === dtype ? a : castTo(operation, a, dtype);
}

const selectNames: OptionNames<{ readonly default?: Scalar | NDArray }> = { default: true };

/**
 * For each element the choice that belongs to the first condition that is true there, or a default.
 *
 * Conditions are bools; choices and default → the dtype they promote to. All broadcast.
 *
 * @param options `default`, where no condition holds. 0.
 * @throws ArgumentError for no conditions, or another number of choices; DTypeError for conditions that are no bools;
 * ShapeError when the shapes do not broadcast.
 * @example
 * const x = arange(6);
 * select([x.less(2), x.greater(3)], [x, x.mul(10)], { default: -1 }).toArray(); // [0, 1, -1, -1, 40, 50]
 * @see numpy.select
 */
export function select(
  conditions: readonly Operand[],
  choices: readonly Operand[],
  options: { readonly default?: Scalar | NDArray } = {},
): NDArray {
  checkOptions('select', options, selectNames);
  const listed = itemsOf('select', 'conditions', conditions as Iterable<Operand>);
  const picks = itemsOf('select', 'choices', choices as Iterable<Operand>);
  if (listed.length !== picks.length || listed.length === 0) {
    throw new ArgumentError(`there are ${listed.length} conditions and ${picks.length} choices`, {
      operation: 'select',
      argument: 'choices',
      got: picks.length,
      needs: 'a choice for each condition, and one condition at least',
    });
  }
  const tests = listed.map((condition, at) => {
    const test = toArray('select', condition);
    if (test.dtype === 'bool') return test;
    throw new DTypeError(`condition ${at} is ${test.dtype}; needs bool`, {
      operation: 'select',
      argument: 'conditions',
      got: test.dtype,
      needs: 'bool',
    });
  });
  const otherwise = options.default ?? 0;
  const dtype = commonDType('select', [...picks, otherwise]);
  const values = picks.map((choice) => inDType('select', choice, dtype));
  const fallback = inDType('select', otherwise, dtype);
  const shape = broadcastShapes(
    'select',
    ...tests.map((x) => x.shape),
    ...values.map((x) => x.shape),
    fallback.shape,
  );
  const out = newUninitialized('select', dtype, shape).assign(fallback) as NDArray;
  for (let at = tests.length - 1; at >= 0; at--) copyWhere(out, tests[at], values[at], true);
  return out;
}

/** A list of conditions, an array of them, or one alone. */
function conditionsOf(conditions: readonly Operand[] | NDArray, x: NDArray): Operand[] {
  if (Array.isArray(conditions)) {
    const alone = conditions.length > 0 && conditions.every((one) => typeof one === 'boolean');
    return alone ? [conditions as Operand] : [...(conditions as Operand[])];
  }
  const array = toArray('piecewise', conditions as Operand);
  return sameShape(array.shape, x.shape)
    ? [array]
    : itemsOf('piecewise', 'conditions', array as Iterable<NDArray>);
}

/** What `piecewise` does where a condition holds: a value, or a function of the elements there. */
export type Piece = Scalar | ((values: NDArray) => Operand);

/**
 * A function made of pieces: for each condition, its function of the elements where it holds, or its value. Where
 * several hold, the last counts; where none does, the function after the last, or 0.
 *
 * The dtype of `x` stays.
 *
 * @param conditions bools of the shape of `x`, one array or a list of them.
 * @throws ArgumentError unless there are as many functions as conditions, or one more; ShapeError.
 * @example
 * const x = array([-2, -1, 0, 1]);
 * piecewise(x, [x.less(0), x.greaterEqual(0)], [-1, (v) => v.mul(2)]).toArray(); // [-1, -1, 0, 2]
 * @see numpy.piecewise
 */
export function piecewise<X extends Operand>(
  x: X,
  conditions: readonly Operand[] | NDArray,
  functions: readonly Piece[],
): NDArray<DTypeOf<X>> {
  const a = toArray('piecewise', x);
  const tests = conditionsOf(conditions, a).map((one) => {
    const test = toArray('piecewise', one);
    return test.dtype === 'bool' ? test : (notEqual(test, 0) as NDArray);
  });
  const pieces = itemsOf('piecewise', 'functions', functions);
  if (pieces.length !== tests.length && pieces.length !== tests.length + 1) {
    throw new ArgumentError(`there are ${tests.length} conditions and ${pieces.length} functions`, {
      operation: 'piecewise',
      argument: 'functions',
      got: pieces.length,
      needs: `${tests.length} or ${tests.length + 1} functions`,
    });
  }
  if (pieces.length === tests.length + 1) {
    let covered = newArray('piecewise', 'bool', a.shape) as NDArray;
    for (const test of tests) covered = covered.logicalOr(test) as NDArray;
    tests.push(covered.logicalNot() as NDArray);
  }
  const out = newArray('piecewise', a.dtype, a.shape) as NDArray;
  tests.forEach((test, at) => {
    const piece = pieces[at];
    const mask = test.broadcastTo(a.shape) as NDArray;
    if (typeof piece !== 'function') copyWhere(out, mask, inDType('piecewise', piece, a.dtype), true);
    else if (mask.any().item())
      out.setAt([mask], castTo('piecewise', toArray('piecewise', piece(a.at(mask) as NDArray)), a.dtype));
  });
  return out as never;
}
