/**
 * Exponents and mantissas of large arrays, by kernels over the bits of floats.
 *
 * Each function gives nothing where it does not apply: for few elements, float16, or elements whose bits do not say it all,
 * such as subnormal numbers. The loops over elements then do.
 */
import { NDArray, storage } from '../core/ndarray.js';
import { add, subtract } from './elementwise.js';
import {
  bitwiseAnd,
  bitwiseOr,
  equal,
  leftShift,
  logicalAnd,
  logicalOr,
  notEqual,
  rightShift,
} from './logic.js';
import { copyWhere } from './masked.js';
import { isNative } from './picks.js';
import { any, max, min } from './reductions.js';
import { binaryTable } from './registry.js';
import { callBinary, scalarArray, type UfuncOptions } from './ufunc.js';

/** How a float is laid out: the integer of its width, digits after the point, and the exponent's offset. */
const layouts = {
  float64: { bits: 'int64', digits: 52, bias: 1023 },
  float32: { bits: 'int32', digits: 23, bias: 127 },
} as const;

function layoutFor(x: NDArray) {
  return isNative(x.size) && (x.dtype === 'float64' || x.dtype === 'float32') ? layouts[x.dtype] : undefined;
}

/** `x` times 2 to the power of `n`, integers, where all these powers are normal numbers: one product, which rounds once. */
export function scaledByBits(x: NDArray, n: NDArray, options: UfuncOptions | undefined): NDArray | undefined {
  const layout = layoutFor(x);
  if (layout === undefined || n.size === 0 || options?.dtype !== undefined) return undefined;
  const { bits, digits, bias } = layout;
  if (Number(min(n).item()) < 1 - bias || Number(max(n).item()) > bias) return undefined;
  const powers = n.asType(bits) as NDArray;
  add(powers, bias, { out: powers });
  leftShift(powers, digits, { out: powers });
  return callBinary('ldexp', binaryTable.multiply, x, powers.view(x.dtype), options);
}

/** Mantissas of `x`, and exponents as int32. */
export function partsByBits(x: NDArray): [NDArray, NDArray] | undefined {
  const layout = layoutFor(x);
  if (layout === undefined) return undefined;
  const { bits, digits, bias } = layout;
  const most = 2 * bias + 1;
  const own = x.view(bits) as NDArray;
  const shifted = rightShift(own, digits) as NDArray;
  const exponents = shifted.asType('int32') as NDArray;
  bitwiseAnd(exponents, most, { out: exponents });
  const special = specialOf(x, exponents, most);
  if (special === null) return undefined;
  const keep = BigInt.asIntN(8 * x.itemsize, ~(BigInt(most) << BigInt(digits)));
  bitwiseAnd(own, keep, { out: shifted });
  bitwiseOr(shifted, BigInt(bias - 1) << BigInt(digits), { out: shifted });
  subtract(exponents, bias - 1, { out: exponents });
  const mantissas = shifted.view(x.dtype) as NDArray;
  if (special !== undefined) {
    copyWhere(mantissas, special, x, true);
    copyWhere(exponents, special, scalarArray('frexp', 'int32', 0), true);
  }
  return [owned(mantissas), exponents];
}

/** Where `x` is 0, infinite or NaN; undefined where nothing is, null where there are subnormal numbers. */
function specialOf(x: NDArray, fields: NDArray, most: number): NDArray | undefined | null {
  if (Number(min(fields).item()) > 0 && Number(max(fields).item()) < most) return undefined;
  const small = equal(fields, 0) as NDArray;
  if (any(logicalAnd(small, notEqual(x, 0))).item() === true) return null;
  return logicalOr(small, equal(fields, most)) as NDArray;
}

/** What is between `x` and the next number away from 0, where that is a normal number. */
export function spacingByBits(x: NDArray): NDArray | undefined {
  const layout = layoutFor(x);
  if (layout === undefined) return undefined;
  const { bits, digits, bias } = layout;
  const unit = 1n << BigInt(digits);
  const exponents = BigInt(2 * bias + 1) * unit;
  const result = bitwiseAnd(x.view(bits) as NDArray, exponents) as NDArray;
  const [least, most] = [min(result).item(), max(result).item()].map((bound) =>
    BigInt(bound as number | bigint),
  );
  if (least <= BigInt(digits) * unit || most >= exponents) return undefined;
  const signs = BigInt.asIntN(8 * x.itemsize, ~(unit - 1n));
  bitwiseAnd(x.view(bits) as NDArray, signs, { out: result });
  subtract(result, BigInt(digits) * unit, { out: result });
  return owned(result.view(x.dtype) as NDArray);
}

/** The array itself rather than a view of memory that nobody else has. */
function owned(x: NDArray): NDArray {
  const { dtype, shape, strides, offset } = x;
  return new NDArray({ data: storage(x), dtype, shape, strides, offset });
}
