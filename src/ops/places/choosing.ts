/** Elements chosen by conditions or by numbers. */
import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError, IndexError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage } from '../../core/ndarray.js';
import { isScalar, promoted, promoteScalar, type Scalar, scalarDType } from '../../core/promotion.js';
import { broadcastShapes, normalizeAxis } from '../../core/shape.js';
import { eachRow } from '../../kernels/js/loops/drive.js';
import { itemsOf } from '../argument-checks.js';
import { notEqual } from '../logic.js';
import { planLayout } from '../plan.js';
import { castTo } from '../reduction.js';
import { sameShape } from '../result.js';
import type { DTypeOf } from '../types.js';
import { type Operand, scalarArray, toArray } from '../ufunc.js';
import { checkMode, type IndexMode, indexValues, placed } from './flat-index.js';
import { copyWhere } from './placing.js';

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
  for (let at = tests.length - 1; at >= 0; at--) copyWhere(out, values[at], tests[at]);
  return out;
}

/**
 * For each element of an array of numbers, the element of the choice with that number.
 *
 * Integers or bools choose; the choices → the dtype they promote to. All broadcast.
 *
 * @param choices a list of arrays, or an array whose first axis counts them.
 * @param options `mode`, for numbers out of bounds: 'raise' (negative ones too), 'wrap' or 'clip'.
 * @throws IndexError for a number out of bounds; ShapeError when the shapes do not broadcast.
 * @example
 * choose([1, 0, 1], [[1, 2, 3], [10, 20, 30]]).toArray(); // [10, 2, 30]
 * @see numpy.choose
 */
export function choose(
  x: Operand,
  choices: readonly Operand[] | NDArray,
  options: { readonly mode?: IndexMode } = {},
): NDArray {
  const mode = checkMode('choose', options.mode ?? 'raise');
  const given = toArray('choose', x);
  const numbers = indexValues('choose', given.dtype === 'bool' ? castTo('choose', given, 'int64') : x, 'x');
  const list = itemsOf('choose', 'choices', choices as Iterable<Operand>);
  if (list.length === 0) {
    throw new ArgumentError('there are no choices; needs at least one', {
      operation: 'choose',
      argument: 'choices',
      got: choices,
    });
  }
  const dtype = commonDType('choose', list);
  const values = list.map((choice) => inDType('choose', choice, dtype));
  const shape = broadcastShapes('choose', given.shape, ...values.map((value) => value.shape));
  const which = newUninitialized('choose', 'float64', given.shape);
  const chosen = storage(which);
  for (let i = 0; i < chosen.length; i++) chosen[i] = placed('choose', numbers[i], list.length, mode, false);
  const out = newUninitialized('choose', dtype, shape) as NDArray;
  copyChosen(out, which as NDArray, values);
  return out;
}

/** Writes for each element that of the value whose number stands in `which`; all broadcast to the shape of `out`. */
function copyChosen(out: NDArray, which: NDArray, values: readonly NDArray[]): void {
  const { ndim, layout } = planLayout(out.shape, [out, which, ...values]);
  const to = storage(out) as Float64Array;
  const numbers = storage(which) as Float64Array;
  const sources = values.map((value) => storage(value) as Float64Array);
  const bytes = to.BYTES_PER_ELEMENT;
  const { slots } = dtypeInfo(out.dtype);
  const n = layout[ndim - 1];
  const step = (array: number): number => layout[ndim + array * (ndim + 1) + ndim];
  const steps = Float64Array.from(values, (_, i) => step(2 + i) / bytes);
  const [di, dw] = [step(0) / bytes, step(1) / 8];
  eachRow(ndim, layout, 2 + values.length, (at) => {
    let i = at[0] / bytes;
    let w = at[1] / 8;
    const starts = Float64Array.from(values, (_, value) => at[2 + value] / bytes);
    for (let e = 0; e < n; e++, i += di, w += dw) {
      const value = numbers[w];
      const j = starts[value] + e * steps[value];
      to[i] = sources[value][j];
      if (slots === 2) to[i + 1] = sources[value][j + 1];
    }
  });
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
    if (typeof piece !== 'function') copyWhere(out, inDType('piecewise', piece, a.dtype), mask);
    else if (mask.any().item())
      out.setAt([mask], castTo('piecewise', toArray('piecewise', piece(a.at(mask) as NDArray)), a.dtype));
  });
  return out as never;
}

/**
 * The slices along an axis (or the elements of the flattened array) where a condition is true.
 *
 * Any dtype, which stays. A condition may be shorter than the axis: what it does not say is left out.
 *
 * @throws ShapeError unless the condition has one axis; IndexError for a true place beyond the axis; AxisError.
 * @example
 * compress([false, true], [[1, 2], [3, 4]], { axis: 0 }).toArray(); // [[3, 4]]
 * @see numpy.compress
 */
export function compress<X extends Operand>(
  condition: Operand,
  x: X,
  options: { readonly axis?: number | null } = {},
): NDArray<DTypeOf<X>> {
  const a = toArray('compress', x);
  const test = toArray('compress', condition);
  if (test.ndim !== 1) {
    throw new ShapeError(`condition has ${test.ndim} axes; needs one`, {
      operation: 'compress',
      argument: 'condition',
      got: test.shape,
      needs: 'one axis',
    });
  }
  const whole = options.axis === undefined || options.axis === null;
  const source = (whole ? a.ravel() : a) as NDArray;
  const axis = whole ? 0 : normalizeAxis('compress', options.axis as number, a.ndim);
  return alongMask('compress', source, test, axis) as never;
}

function alongMask(operation: string, source: NDArray, test: NDArray, axis: number): NDArray {
  const mask = test.dtype === 'bool' ? test : (notEqual(test, 0) as NDArray);
  const flags = mask.flags.cContiguous ? mask : mask.copy('C');
  const yes = (storage(flags) as Uint8Array).subarray(flags.offset, flags.offset + flags.size);
  let count = 0;
  for (let at = 0; at < yes.length; at++) if (yes[at] !== 0) count++;
  const places = new Int32Array(count);
  for (let at = 0, to = 0; at < yes.length; at++) if (yes[at] !== 0) places[to++] = at;
  const last = places[count - 1] ?? -1;
  const length = source.shape[axis];
  if (last >= length) {
    throw new IndexError(`condition is true at ${last}, the axis has length ${length}`, {
      operation,
      argument: 'condition',
      got: last,
      needs: `nothing true from ${length} on`,
    });
  }
  if (source.ndim === 1) return gathered(operation, source, places);
  return source.at(...new Array<string>(axis).fill(':'), places) as NDArray;
}

/** The elements of a vector at these places. */
function gathered(operation: string, source: NDArray, places: Int32Array): NDArray {
  const out = newUninitialized(operation, source.dtype, [places.length]) as NDArray;
  const to = storage(out) as Float64Array;
  const from = storage(source) as Float64Array;
  const bytes = from.BYTES_PER_ELEMENT;
  const { slots } = dtypeInfo(source.dtype);
  const start = source.offset / bytes;
  const step = source.strides[0] / bytes;
  for (let i = 0; i < places.length; i++) {
    const j = start + places[i] * step;
    to[i * slots] = from[j];
    if (slots === 2) to[2 * i + 1] = from[j + 1];
  }
  return out;
}

/**
 * The elements where a condition is true, in C order: a vector.
 *
 * Any dtype, which stays; the condition is any dtype (not zero is true).
 *
 * @throws IndexError when the condition is true beyond the elements.
 * @example
 * extract([[true, false], [false, true]], [[1, 2], [3, 4]]).toArray(); // [1, 4]
 * @see numpy.extract
 */
export function extract<X extends Operand>(condition: Operand, x: X): NDArray<DTypeOf<X>, [number]> {
  const test = toArray('extract', condition).ravel() as NDArray;
  return alongMask('extract', toArray('extract', x).ravel() as NDArray, test, 0) as never;
}
