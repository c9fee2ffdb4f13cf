/** Dtypes as kernels know them: their numbers, and which loops there are for each. */
import type { DType } from '../core/dtype.js';
import { type KernelLoop, kernelDType, kernelLoops } from './table.gen.js';

const codes: { readonly [D in DType]: number } = {
  ...kernelDType,
  float64: kernelDType.f64,
  float32: kernelDType.f32,
};

/** The number a kernel's `dtype` parameter has for arrays of `dtype`. */
export function kernelCode(dtype: DType): number {
  return codes[dtype];
}

const names: DType[] = [];
for (const name of Object.keys(codes) as (DType | 'f64' | 'f32' | 'bit')[])
  if (name !== 'f64' && name !== 'f32' && name !== 'bit') names[codes[name]] = name;

/** The dtype a kernel's number stands for. */
export function dtypeOfCode(code: number): DType {
  return names[code];
}

const integers = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const;
const floats = ['float64', 'float32'] as const;
const complexes = ['complex64', 'complex128'] as const;

/** The dtypes that each kind of row in native/kernels.def has loops for. */
const kinds: Record<(typeof kernelLoops)[KernelLoop]['kinds'], readonly DType[]> = {
  all: ['bool', ...integers, ...floats, ...complexes],
  numbers: [...integers, ...floats, ...complexes],
  reals: [...integers, ...floats],
  integers,
  bits: ['bool', ...integers],
  inexact: [...floats, ...complexes],
  floats,
};

/** The dtype that the C loop of a row runs in for `dtype`, undefined where there is none. float16 runs in float32. */
export function loopDType(row: KernelLoop, dtype: DType): DType | undefined {
  const own = dtype === 'float16' ? 'float32' : dtype;
  return kinds[kernelLoops[row].kinds].includes(own) ? own : undefined;
}

/** What the loop of a row in `dtype` writes. */
export function loopResult(row: KernelLoop, dtype: DType): DType {
  switch (kernelLoops[row].result) {
    case 'truth':
      return 'bool';
    case 'count':
      return 'int64';
    case 'magnitude':
      return dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
    case 'widened':
      if (dtype === 'bool' || dtype.startsWith('int')) return 'int64';
      return dtype.startsWith('uint') ? 'uint64' : dtype;
    default:
      return dtype;
  }
}
