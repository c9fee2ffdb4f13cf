/** Arrays for tests: wrapped, or filled with reproducible numbers. */
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides } from '../../src/core/shape.js';

/** C order, over the caller's typed array. */
export function wrap<D extends DType>(
  dtype: D,
  data: StorageOf<D>,
  shape: readonly [number, number],
): NDArray<D, readonly [number, number]> {
  return new NDArray({
    data,
    dtype,
    shape,
    strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize),
    base: data,
  });
}

/** Numbers in [−1, 1), or [0, 1) of which a third is 0 when `positive`; truth values for bool. */
export function numbers<D extends DType>(
  dtype: D,
  rows: number,
  columns: number,
  seed: number,
  positive = false,
): NDArray<D, readonly [number, number]> {
  const data = new (dtypeInfo(dtype).storage as Float64ArrayConstructor)(rows * columns);
  let state = seed * 2654435761 + 1;
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = state / 2 ** 32;
    if (dtype === 'bool') data[index] = value < 0.4 ? 1 : 0;
    else if (positive) data[index] = state % 3 === 0 ? 0 : value;
    else data[index] = 2 * value - 1;
  }
  return wrap(dtype, data as never, [rows, columns]);
}

/**
 * Whether two results are the same up to rounding: sums of at most 70 terms near 1, in another order or fused, so 70 ε
 * relative, and absolutely what a cancellation (1 − cosine) leaves. float32 kernels add in float32. jensenshannon is the
 * root of what cancels, so there the squares are compared.
 */
export function isClose(metric: string, dtype: 'float64' | 'float32', got: number, wanted: number): boolean {
  if (Object.is(got, wanted) || got === wanted) return true;
  const [relative, absolute] = dtype === 'float32' ? [5e-5, 1e-5] : [4e-14, 4e-15];
  const rooted = metric === 'jensenshannon' && Math.abs(got * got - wanted * wanted) <= absolute;
  return rooted || Math.abs(got - wanted) <= relative * Math.abs(wanted) + absolute;
}
