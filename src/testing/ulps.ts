/** Assertions in units in the last place: how many floats lie between two. */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { DTypeError, ShapeError } from '../core/errors.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import { formatShape } from '../core/shape.js';
import { isnan } from '../ops/logic.js';
import { where } from '../ops/parts.js';
import { castTo } from '../ops/reduction.js';
import { max } from '../ops/reductions.js';
import { sameShape } from '../ops/result.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { AssertionError } from './assertion-error.js';
import { general } from './message.js';

/** Options of `assertArrayMaxUlp`. */
export interface UlpOptions {
  /** How many units at most. 1. */
  readonly maxulp?: number;
  /** The dtype to compare in; what both promote to by default. */
  readonly dtype?: DType;
}

/**
 * Asserts that at most so many floats lie between the elements of two arrays, and says how many do.
 *
 * Integers count as float64. Infinities and NaN lie where their bits put them.
 *
 * @returns the distances, as floats of the dtype compared in.
 * @throws AssertionError when it does not hold, with NumPy's message; ShapeError when the shapes differ; DTypeError for
 * complex numbers or bools.
 * @example
 * assertArrayMaxUlp([1], [1 + 2 ** -52]).toArray(); // [1]
 * @see numpy.testing.assert_array_max_ulp
 */
export function assertArrayMaxUlp(a: Operand, b: Operand, options: UlpOptions = {}): NDArray {
  const { maxulp = 1, dtype } = options;
  const distances = ulpDistances('assertArrayMaxUlp', a, b, dtype);
  const most = distances.size === 0 ? 0 : (max(distances).item() as number);
  if (most <= maxulp) return distances;
  throw new AssertionError(
    `Arrays are not almost equal up to ${general(maxulp)} ULP (max difference is ${general(most)} ULP)`,
    a,
    b,
  );
}

/**
 * Asserts that the elements of two arrays differ by no more than so many spacings of the larger one.
 *
 * @param options `nulp`, how many. 1.
 * @throws AssertionError when it does not hold, with NumPy's message; ShapeError when the shapes differ; DTypeError for
 * complex numbers or bools.
 * @example
 * assertArrayAlmostEqualNulp([1], [1 + 2 ** -52]);
 * @see numpy.testing.assert_array_almost_equal_nulp
 */
export function assertArrayAlmostEqualNulp(
  a: Operand,
  b: Operand,
  options: { readonly nulp?: number } = {},
): void {
  const { nulp = 1 } = options;
  const operation = 'assertArrayAlmostEqualNulp';
  const [x, y] = floats(operation, a, b, undefined);
  const [xs, ys] = [x, y].map((array) => [...castTo(operation, array, 'float64').flat] as number[]);
  const near = xs.every((value, i) => {
    const larger = Math.max(Math.abs(value), Math.abs(ys[i]));
    return Math.abs(value - ys[i]) <= nulp * spacing(x.dtype, larger);
  });
  if (near) return;
  const most = max(ulpDistances(operation, a, b, undefined)).item() as number;
  throw new AssertionError(`Arrays are not equal to ${nulp} ULP (max is ${general(most)})`, a, b);
}

const digits: Partial<Record<DType, readonly [bits: number, least: number]>> = {
  float16: [10, -14],
  float32: [23, -126],
  float64: [52, -1022],
};

/** From a float to the next larger one. */
function spacing(dtype: DType, value: number): number {
  const [bits, least] = digits[dtype] as readonly [number, number];
  if (!Number.isFinite(value)) return NaN;
  let exponent = value === 0 ? least : Math.max(least, Math.floor(Math.log2(value)));
  // The logarithm may round up to the next power.
  if (value > 0 && 2 ** exponent > value && exponent > least) exponent--;
  return exponent - bits < -1022 ? 2 ** -1022 * 2 ** (exponent - bits + 1022) : 2 ** (exponent - bits);
}

/** Both as arrays of one shape and one float dtype. */
function floats(operation: string, a: Operand, b: Operand, dtype: DType | undefined): [NDArray, NDArray] {
  const [x, y] = [toArray(operation, a), toArray(operation, b)];
  const own = (array: NDArray): DType =>
    dtype ??
    (dtypeInfo(array.dtype).kind === 'f'
      ? array.dtype
      : dtypeInfo(array.dtype).kind === 'c' || array.dtype === 'bool'
        ? 'bool'
        : 'float64');
  const [p, q] = [own(x), own(y)];
  if (p === 'bool' || q === 'bool' || dtypeInfo(promoted(p, q)).kind !== 'f') {
    throw new DTypeError(`takes ${x.dtype} and ${y.dtype}; needs floats or integers`, {
      operation,
      got: [x.dtype, y.dtype],
      needs: 'floats or integers',
    });
  }
  if (!sameShape(x.shape, y.shape)) {
    throw new ShapeError(
      `Arrays do not have the same shape: ${formatShape(x.shape)} - ${formatShape(y.shape)}`,
      {
        operation,
        got: y.shape,
        needs: formatShape(x.shape),
      },
    );
  }
  const common = promoted(p, q);
  // All NaN have the same bits here.
  const quiet = (array: NDArray): NDArray => {
    const wide = castTo(operation, array, common);
    return castTo(operation, where(isnan(wide), NaN, wide) as NDArray, common);
  };
  return [quiet(x), quiet(y)];
}

function ulpDistances(operation: string, a: Operand, b: Operand, dtype: DType | undefined): NDArray {
  const [x, y] = floats(operation, a, b, dtype);
  const out = newArray(operation, 'float64', x.shape);
  const distances = storage(out);
  const [p, q] = [places(x), places(y)];
  for (let i = 0; i < distances.length; i++) {
    const between = p[i] - q[i];
    distances[i] = Number(between < 0n ? -between : between);
  }
  return castTo(operation, out as NDArray, x.dtype);
}

/** Floats as their numbers in ascending order: the bits, with negative ones counted downwards. */
function places(x: NDArray): bigint[] {
  const data = storage(x);
  if (x.dtype === 'float64') {
    const bits = new BigInt64Array((data as Float64Array).slice().buffer);
    return Array.from(bits, (value) => (value < 0n ? -(2n ** 63n) - value : value));
  }
  if (x.dtype === 'float32') {
    const bits = new Int32Array((data as Float32Array).slice().buffer);
    return Array.from(bits, (value) => BigInt(value < 0 ? -(2 ** 31) - value : value));
  }
  return Array.from(data as Uint16Array, (value) => BigInt(value >= 0x8000 ? 0x8000 - value : value));
}
