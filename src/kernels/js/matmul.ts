/** The reference for the `matmul` and `matmulStack` entries. */
import type { Operand } from '../backend.js';
import { kernelDType } from '../table.gen.js';
import { productComplex, productFloat } from './loops/product.js';
import type { Floats } from './loops/types.js';

export function matmul(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, out] = operands as unknown as readonly Floats[];
  product(a, 0, b, 0, out, params);
}

function product(
  a: Floats,
  aStart: number,
  b: Floats,
  bStart: number,
  out: Floats,
  params: Float64Array,
): void {
  const [dtype, rows, columns, inner, aRowStride, aColumnStride, bRowStride, bColumnStride, outStride] =
    params;
  const isComplex = dtype === kernelDType.complex64 || dtype === kernelDType.complex128;
  (isComplex ? productComplex : productFloat)(
    rows,
    columns,
    inner,
    { data: a, start: aStart, rowStride: aRowStride, columnStride: aColumnStride },
    { data: b, start: bStart, rowStride: bRowStride, columnStride: bColumnStride },
    { data: out, start: 0, rowStride: outStride, columnStride: isComplex ? 2 : 1 },
  );
}

export function matmulStack(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, out, offsets] = operands as unknown as readonly [Floats, Floats, Floats, Floats | null];
  const [dtype, count, rows, columns, inner] = params;
  const strides = params.subarray(5, 9);
  const [aStep, bStep] = params.subarray(9);
  const isComplex = dtype === kernelDType.complex64 || dtype === kernelDType.complex128;
  const rowSlots = columns * (isComplex ? 2 : 1);
  const one = Float64Array.of(dtype, rows, columns, inner, ...strides, rowSlots);
  for (let i = 0; i < count; i++) {
    const to = out.subarray(i * rows * rowSlots, (i + 1) * rows * rowSlots);
    product(a, offsets ? offsets[i] : i * aStep, b, offsets ? offsets[count + i] : i * bStep, to, one);
  }
}
