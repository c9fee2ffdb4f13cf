/** Large copies by the addon, for core/copy.ts, which knows of no addon. */
import { type CopyPlan, installCopyKernel } from '../core/copy.js';
import type { Backend } from './backend.js';
import { kernelCode } from './element-kind.js';

/** Lets core/copy.ts use the backend that is chosen when it copies. */
export function installCopies(chosen: () => Backend): void {
  installCopyKernel((target, source, plan) => {
    const current = chosen();
    if (current.name !== 'native' || !current.has('copy')) return false;
    const params = Float64Array.of(
      Math.max(1, plan.shape.length),
      kernelCode(target.dtype),
      kernelCode(source.dtype),
    );
    current.run('copy', [target.data, source.data, layoutOf(plan)], params);
    return true;
  });
}

/** The plan as the kernel table has it, with one axis at least. */
function layoutOf({ shape, target, source, targetOffset, sourceOffset }: CopyPlan): Float64Array {
  if (shape.length === 0) return Float64Array.of(1, targetOffset, 0, sourceOffset, 0);
  return Float64Array.from([...shape, targetOffset, ...target, sourceOffset, ...source]);
}
