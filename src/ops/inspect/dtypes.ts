/** Questions about dtypes that NumPy answers with functions: the smallest that holds a value, kinds and their order. */
import { checkDType, type DType, dtypeInfo, dtypeNames, isDType } from '../../core/dtype.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { isScalar, promoted, rangeOf, type Scalar } from '../../core/promotion.js';
import { itemsOf } from '../argument-checks.js';
import { type Operand, toArray } from '../ufunc.js';

/** The groups of dtypes that `issubdtype` knows, as NumPy's abstract types. */
const groups = {
  generic: 'biufc',
  number: 'iufc',
  integer: 'iu',
  signedinteger: 'i',
  unsignedinteger: 'u',
  inexact: 'fc',
  floating: 'f',
  complexfloating: 'c',
} as const;

/** A group of dtypes. */
export type DTypeGroup = keyof typeof groups;

function isGroup(value: unknown): value is DTypeGroup {
  return typeof value === 'string' && Object.hasOwn(groups, value);
}

/**
 * Whether a dtype is another one, or belongs to a group of them: generic, number, integer, signedinteger,
 * unsignedinteger, inexact, floating or complexfloating. A group belongs to the groups that hold all of it.
 *
 * @throws DTypeError for a name that is neither a dtype nor a group.
 * @example
 * issubdtype('float32', 'floating'); // true
 * issubdtype('float32', 'float64'); // false
 * @see numpy.issubdtype
 */
export function issubdtype(a: DType | DTypeGroup, b: DType | DTypeGroup): boolean {
  const inner = kindsOf(a, 'a');
  const outer = kindsOf(b, 'b');
  if (isDType(b)) return a === b;
  return [...inner].every((kind) => outer.includes(kind));
}

function kindsOf(name: DType | DTypeGroup, argument: string): string {
  if (isDType(name)) return dtypeInfo(name).kind;
  if (isGroup(name)) return groups[name];
  const needs = `a dtype, or one of ${Object.keys(groups).join(', ')}`;
  throw new DTypeError(`${argument} is ${String(name)}; needs ${needs}`, {
    operation: 'issubdtype',
    argument,
    got: name,
    needs,
  });
}

/**
 * The smallest dtype that holds a scalar. Of an array with axes, its dtype.
 *
 * Whole numbers and bigints are integers here, unsigned where they are not negative, as in Python; other numbers are
 * floats of the narrowest range that takes them, whatever precision that costs.
 *
 * @throws ArgumentError for an integer that no dtype holds; DTypeError for what is no array.
 * @example
 * minScalarType(255); // 'uint8'
 * minScalarType(-1); // 'int8'
 * minScalarType(1.5); // 'float16'
 * @see numpy.min_scalar_type
 */
export function minScalarType(value: Scalar | NDArray): DType {
  if (!isScalar(value)) {
    const a = toArray('minScalarType', value);
    if (a.ndim > 0) return a.dtype;
    const { kind } = dtypeInfo(a.dtype);
    const element = a.item() as Scalar;
    return kind === 'f' ? smallestFloat(element as number) : minScalarType(element);
  }
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return smallestInteger(value);
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 64
      ? smallestInteger(BigInt(value))
      : smallestFloat(value);
  const parts = promoted(smallestFloat(value.re), smallestFloat(value.im));
  return parts === 'float64' ? 'complex128' : 'complex64';
}

function smallestInteger(value: bigint): DType {
  for (const dtype of dtypeNames) {
    const range = rangeOf(dtype);
    if (range === undefined || (dtypeInfo(dtype).kind === 'u') !== value >= 0n) continue;
    if (value >= range[0] && value <= range[1]) return dtype;
  }
  throw new ArgumentError(`value is ${value}; no integer dtype holds it`, {
    operation: 'minScalarType',
    argument: 'value',
    got: value,
    needs: 'an integer of 64 bits',
  });
}

function smallestFloat(value: number): DType {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size < 65000) return 'float16';
  return size < 3.4e38 ? 'float32' : 'float64';
}

/**
 * The float or complex dtype that the arrays have in common: integers count as float64.
 *
 * @throws DTypeError for bools, or without an array.
 * @example
 * commonType(array([1], { dtype: 'float32' }), array([1n])); // 'float64'
 * @see numpy.common_type
 */
export function commonType(...arrays: readonly Operand[]): DType {
  let common: DType = 'float16';
  for (const x of arrays) {
    const { dtype } = toArray('commonType', x);
    const { kind } = dtypeInfo(dtype);
    if (kind === 'b') {
      throw new DTypeError('takes no bool; needs arrays of numbers', {
        operation: 'commonType',
        argument: 'arrays',
        got: dtype,
        needs: 'arrays of numbers',
      });
    }
    common = promoted(common, kind === 'i' || kind === 'u' ? 'float64' : dtype);
  }
  return common;
}

/** Names for the properties that `require` can ask for. */
export type Requirement = 'C' | 'F' | 'W' | 'O';

/**
 * `x` with a dtype and properties, copied only where it lacks them: 'C' or 'F' order, 'W' writeable, 'O' owning its
 * memory.
 *
 * @throws DTypeError for an unknown dtype; ArgumentError for an unknown requirement, or for both orders.
 * @example
 * require(zeros([2, 3]), 'float64', ['F']).flags.fContiguous; // true
 * @see numpy.require
 */
export function require<D extends DType = DType>(
  x: Operand,
  dtype?: D | null,
  requirements: readonly Requirement[] = [],
): NDArray<D> {
  const asked = itemsOf('require', 'requirements', requirements);
  for (const one of asked) {
    if (['C', 'F', 'W', 'O'].includes(one)) continue;
    throw new ArgumentError(`requirements has ${String(one)}; needs C, F, W or O`, {
      operation: 'require',
      argument: 'requirements',
      got: one,
      needs: 'C, F, W or O',
    });
  }
  if (asked.includes('C') && asked.includes('F')) {
    throw new ArgumentError('requirements has C and F; needs one order at most', {
      operation: 'require',
      argument: 'requirements',
      got: requirements,
      needs: 'C or F',
    });
  }
  const given = toArray('require', x);
  const wanted = checkDType('require', dtype ?? given.dtype);
  const order = asked.includes('C') ? 'C' : asked.includes('F') ? 'F' : null;
  let result: NDArray = given.asType(wanted, { copy: false });
  const { cContiguous, fContiguous, writeable, ownData } = result.flags;
  const inOrder = order === null || (order === 'C' ? cContiguous : fContiguous);
  const lacks = (asked.includes('W') && !writeable) || (asked.includes('O') && !ownData);
  if (!inOrder || lacks) result = result.copy(order ?? 'K');
  return result as NDArray<D>;
}
