/** The reference for the `matmul` entry. */
import type { Operand } from '../backend.js';
import { kernelDType } from '../table.gen.js';
import { productComplex, productFloat } from './loops/product.js';
import type { Floats } from './loops/types.js';

export function matmul(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, out] = operands as unknown as readonly Floats[];
  const [dtype, rows, columns, inner, aRowStride, aColumnStride, bRowStride, bColumnStride, outStride] =
    params;
  const isComplex = dtype === kernelDType.complex64 || dtype === kernelDType.complex128;
  (isComplex ? productComplex : productFloat)(
    rows,
    columns,
    inner,
    { data: a, start: 0, rowStride: aRowStride, columnStride: aColumnStride },
    { data: b, start: 0, rowStride: bRowStride, columnStride: bColumnStride },
    { data: out, start: 0, rowStride: outStride, columnStride: isComplex ? 2 : 1 },
  );
}
