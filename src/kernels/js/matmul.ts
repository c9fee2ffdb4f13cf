/** The reference for the `matmul` entry. */
import type { Operand } from '../backend.js';
import { productFloat } from './loops/product.js';
import type { Floats } from './loops/types.js';

export function matmul(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, out] = operands as unknown as readonly Floats[];
  const [, rows, columns, inner, aRowStride, aColumnStride, bRowStride, bColumnStride, outStride] = params;
  productFloat(
    rows,
    columns,
    inner,
    { data: a, start: 0, rowStride: aRowStride, columnStride: aColumnStride },
    { data: b, start: 0, rowStride: bRowStride, columnStride: bColumnStride },
    { data: out, start: 0, rowStride: outStride, columnStride: 1 },
  );
}
