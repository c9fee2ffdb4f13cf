/** Large copies by the addon, for core/copy.ts, which knows of no addon. */
import { type CopyPlan, installCopyKernel } from '../core/copy.js';
import { numbersFor } from '../core/slabs.js';
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
  const axes = Math.max(shape.length, 1);
  const layout = numbersFor(3 * axes + 2).fill(shape.length === 0 ? 1 : 0, 0, 1);
  layout.set(shape);
  layout[axes] = targetOffset;
  layout.set(target, axes + 1);
  layout[2 * axes + 1] = sourceOffset;
  layout.set(source, 2 * axes + 2);
  return layout;
}
