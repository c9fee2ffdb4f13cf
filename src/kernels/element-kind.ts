import type { DType } from '../core/dtype.js';
import { kernelDType } from './table.gen.js';

const codes: { readonly [D in DType]: number } = {
  ...kernelDType,
  float64: kernelDType.f64,
  float32: kernelDType.f32,
};

/** The number a kernel's `dtype` parameter has for arrays of `dtype`. */
export function kernelCode(dtype: DType): number {
  return codes[dtype];
}
