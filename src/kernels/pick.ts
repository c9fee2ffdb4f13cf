/** Picking and writing elements by the addon, for core/indexing.ts and core/pick.ts, which know of no addon. */
import { installPickKernels, type Picking, type PickKernels, type Picks } from '../core/pick-kernels.js';
import type { Backend } from './backend.js';
import { kernelDType, kernelReduction } from './table.gen.js';

/** Lets core use the backend that is chosen when it picks. */
export function installPicks(chosen: () => Backend): void {
  installPickKernels(() => {
    const current = chosen();
    return current.name === 'native' && current.has('gather') ? kernelsOf(current) : undefined;
  });
}

let known: { readonly backend: Backend; readonly kernels: PickKernels } | undefined;

function kernelsOf(backend: Backend): PickKernels {
  if (known?.backend !== backend) known = { backend, kernels: kernelsOn(backend) };
  return known.kernels;
}

function kernelsOn(backend: Backend): PickKernels {
  return {
    offsets(out, picks, length, stride) {
      const info = new Int32Array(1);
      const params = Float64Array.of(length, stride, picks.length, dtypeOf(picks));
      backend.run('offsets', [out, picks, info], params);
      return info[0] === 0;
    },
    countTrue(mask) {
      const out = new BigInt64Array(1);
      const { bool } = kernelDType;
      const layout = Float64Array.of(mask.length, 0, 0, 0, 1);
      backend.run(
        'reduce',
        [out, mask, layout],
        Float64Array.of(kernelReduction.countNonzero, bool, 1, bool),
      );
      return Number(out[0]);
    },
    compress: (out, a, mask, itemBytes, count) =>
      backend.run('compress', [out, a, mask], Float64Array.of(itemBytes, mask.length, count)),
    expand: (out, mask, values, itemBytes, valueCount) =>
      backend.run('expand', [out, mask, values], Float64Array.of(itemBytes, mask.length, valueCount, 0)),
    gather(out, a, picks, picking) {
      const info = new Int32Array(1);
      backend.run('gather', [out, a, picks, info], pickParams(picking, picks, 0));
      return info[0] === 0;
    },
    scatter(out, values, picks, picking, valueCount) {
      const info = new Int32Array(1);
      backend.run('scatter', [out, values, picks, info], pickParams(picking, picks, 0, valueCount));
      return info[0] === 0;
    },
  };
}

/** The parameters of `gather` and, with a number of values, of `scatter`. */
export function pickParams(picking: Picking, picks: Picks, mode: number, valueCount = 0): Float64Array {
  const { itemBytes, outer, outerStride, length, stride, count } = picking;
  const dtype = dtypeOf(picks);
  return Float64Array.of(itemBytes, outer, outerStride, length, stride, count, dtype, mode, valueCount);
}

function dtypeOf(picks: Picks): number {
  if (picks instanceof BigInt64Array) return kernelDType.int64;
  return picks instanceof Int32Array ? kernelDType.int32 : kernelDType.f64;
}
