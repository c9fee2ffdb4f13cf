/** Integers as bits: packed into bytes, counted, and written in other bases. */

import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { normalizeAxis, sizeOf } from '../../core/shape.js';
import { unaryLoops } from '../../kernels/js/loops/table.js';
import { backend } from '../../kernels/select.js';
import { elementsOf } from '../lanes.js';
import { notEqual } from '../logic.js';
import { moveaxis } from '../manipulation.js';
import type { UnaryRow } from '../registry.js';
import { callUnary, type Operand, toArray } from '../ufunc.js';

/** Options of `packbits`. */
export interface PackOptions {
  /** The axis along which; absent or null: all elements in C order. */
  readonly axis?: number | null;
  /** Which bit of a byte comes first: the highest, 'big', or the lowest, 'little'. 'big'. */
  readonly bitorder?: 'big' | 'little';
}

/** Options of `unpackbits`. */
export interface UnpackOptions extends PackOptions {
  /** How many bits to give: fewer than there are, more (zeros), or so many less than all when negative. */
  readonly count?: number | null;
}

/** The axis last, all in C order, and which axis it was. */
function lanes(operation: string, a: NDArray, axis: number | null | undefined): [NDArray, number] {
  if (axis === undefined || axis === null) return [a.ravel() as NDArray, 0];
  const at = normalizeAxis(operation, axis, a.ndim);
  return [moveaxis(a, at, -1) as NDArray, at];
}

function isLittle(operation: string, bitorder: PackOptions['bitorder'] = 'big'): boolean {
  if (bitorder === 'big' || bitorder === 'little') return bitorder === 'little';
  throw new ArgumentError(`bitorder is ${String(bitorder)}; needs big or little`, {
    operation,
    argument: 'bitorder',
    got: bitorder,
    needs: 'big or little',
  });
}

const packNames: OptionNames<PackOptions> = { axis: true, bitorder: true };

/**
 * Bits packed into bytes, eight to each, the last filled up with zeros.
 *
 * Bools and integers (not zero is 1) → uint8. Along the axis the length becomes ⌈n / 8⌉.
 *
 * @throws DTypeError for floats and complex numbers; AxisError; ArgumentError for an unknown bit order.
 * @example
 * packbits([true, false, true, true]).toArray(); // [176]
 * @see numpy.packbits
 */
export function packbits(x: Operand, options: PackOptions = {}): NDArray<'uint8'> {
  checkOptions('packbits', options, packNames);
  const a = toArray('packbits', x);
  const { kind } = dtypeInfo(a.dtype);
  if (kind === 'f' || kind === 'c') throw refused('packbits', a, 'bool or integer arrays');
  const little = isLittle('packbits', options.bitorder);
  const [bits, at] = lanes('packbits', a.dtype === 'bool' ? a : notEqual(a, 0), options.axis);
  const n = bits.shape[bits.ndim - 1];
  const shape = [...bits.shape.slice(0, -1), Math.ceil(n / 8)];
  const out = newUninitialized('packbits', 'uint8', shape);
  const operands = [storage(out), elementsOf('packbits', bits)];
  backend().run('packBits', operands, Float64Array.of(rowsOf(bits), n, little ? 1 : 0));
  return moveaxis(out, -1, at) as NDArray<'uint8'>;
}

function rowsOf(x: NDArray): number {
  return sizeOf(x.shape.slice(0, -1));
}

const unpackNames: OptionNames<UnpackOptions> = { count: true, axis: true, bitorder: true };

/**
 * The bits of bytes, eight elements of 0 or 1 for each.
 *
 * uint8 → uint8. Along the axis the length becomes 8n, or what `count` says.
 *
 * @throws DTypeError for another dtype; AxisError; ArgumentError for a `count` that takes away more than there is.
 * @example
 * unpackbits(array([176], { dtype: 'uint8' }), { count: 4 }).toArray(); // [1, 0, 1, 1]
 * @see numpy.unpackbits
 */
export function unpackbits(x: Operand, options: UnpackOptions = {}): NDArray<'uint8'> {
  checkOptions('unpackbits', options, unpackNames);
  const a = toArray('unpackbits', x);
  if (a.dtype !== 'uint8') throw refused('unpackbits', a, 'a uint8 array');
  const little = isLittle('unpackbits', options.bitorder);
  const [bytes, at] = lanes('unpackbits', a, options.axis);
  const n = bytes.shape[bytes.ndim - 1];
  const given = options.count ?? 8 * n;
  const count = given < 0 ? 8 * n + given : given;
  if (!Number.isInteger(count) || count < 0) {
    throw new ArgumentError(`count is ${given}; needs an integer of at least ${-8 * n}`, {
      operation: 'unpackbits',
      argument: 'count',
      got: given,
    });
  }
  const out = newArray('unpackbits', 'uint8', [...bytes.shape.slice(0, -1), count]);
  const operands = [storage(out), elementsOf('unpackbits', bytes)];
  backend().run('unpackBits', operands, Float64Array.of(rowsOf(bytes), count, n, little ? 1 : 0));
  return moveaxis(out, -1, at) as NDArray<'uint8'>;
}

function refused(operation: string, a: NDArray, needs: string): DTypeError {
  return new DTypeError(`takes no ${a.dtype}; needs ${needs}`, {
    operation,
    argument: 'x',
    got: a.dtype,
    needs,
  });
}

/** Counts in the dtype of what is counted. */
const counting: UnaryRow = {
  result: 'same',
  bool: 'int8',
  ...unaryLoops.bitwiseCount,
  kernel: 'bitwiseCount',
};

/**
 * How many bits of each integer's magnitude are 1.
 *
 * Bools and integers → uint8. The shape stays; an empty array gives an empty result.
 *
 * @throws DTypeError for floats and complex numbers.
 * @example
 * bitwiseCount(array([7, -7, 255], { dtype: 'int16' })).toArray(); // [3, 3, 8]
 * @see numpy.bitwise_count
 */
export function bitwiseCount(x: Operand): NDArray<'uint8'> {
  const a = toArray('bitwiseCount', x);
  const { kind } = dtypeInfo(a.dtype);
  if (kind === 'f' || kind === 'c') throw refused('bitwiseCount', a, 'bool or integer arrays');
  const counts = toArray('bitwiseCount', callUnary('bitwiseCount', counting, a));
  return counts.asType('uint8', { order: 'C', copy: false });
}

function asInteger(operation: string, value: number | bigint, argument: string): bigint {
  if (typeof value === 'bigint') return value;
  if (Number.isInteger(value)) return BigInt(value);
  throw new ArgumentError(`${argument} is ${String(value)}; needs an integer`, {
    operation,
    argument,
    got: value,
    needs: 'an integer',
  });
}

const binaryReprNames: OptionNames<{ readonly width?: number }> = { width: true };

/**
 * An integer in binary digits. A negative one has a sign, or with `width` is its two's complement of that many bits.
 *
 * @param options `width`, at least so many digits.
 * @throws ArgumentError for what is no integer, or a width that is too small for the number.
 * @example
 * binaryRepr(5, { width: 8 }); // '00000101'
 * binaryRepr(-3, { width: 4 }); // '1101'
 * @see numpy.binary_repr
 */
export function binaryRepr(value: number | bigint, options: { readonly width?: number } = {}): string {
  checkOptions('binaryRepr', options, binaryReprNames);
  const number = asInteger('binaryRepr', value, 'value');
  const { width } = options;
  if (number >= 0n) return checkWidth(number.toString(2).padStart(width ?? 1, '0'), width);
  if (width === undefined) return `-${(-number).toString(2)}`;
  // The fewest bits of a two's complement: one more than its magnitude less 1 has.
  const fewest = (-number - 1n).toString(2).replace(/^0$/, '').length + 1;
  const bits = BigInt(Math.max(width, fewest));
  return checkWidth((number + (1n << bits)).toString(2), width);
}

function checkWidth(digits: string, width: number | undefined): string {
  if (width === undefined || digits.length <= width) return digits;
  throw new ArgumentError(`width is ${width}; the number needs ${digits.length} digits`, {
    operation: 'binaryRepr',
    argument: 'width',
    got: width,
    needs: `at least ${digits.length}`,
  });
}

const baseReprNames: OptionNames<{ readonly base?: number; readonly padding?: number }> = {
  base: true,
  padding: true,
};

/**
 * An integer in the digits 0–9, A–Z of a base from 2 to 36.
 *
 * @param options `base` (2), and `padding`, so many zeros in front.
 * @throws ArgumentError for what is no integer, or another base.
 * @example
 * baseRepr(255, { base: 16 }); // 'FF'
 * @see numpy.base_repr
 */
export function baseRepr(
  value: number | bigint,
  options: { readonly base?: number; readonly padding?: number } = {},
): string {
  checkOptions('baseRepr', options, baseReprNames);
  const number = asInteger('baseRepr', value, 'value');
  const { base = 2, padding = 0 } = options;
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new ArgumentError(`base is ${base}; needs an integer from 2 to 36`, {
      operation: 'baseRepr',
      argument: 'base',
      got: base,
      needs: 'an integer from 2 to 36',
    });
  }
  const digits = (number < 0n ? -number : number).toString(base).toUpperCase();
  // Like NumPy, the number 0 is all padding, and one digit where there is none.
  const body = number === 0n && padding > 0 ? '' : digits;
  return `${number < 0n ? '-' : ''}${'0'.repeat(padding)}${body}`;
}
