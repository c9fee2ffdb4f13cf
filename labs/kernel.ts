/** Kernels in C and Fortran: their sources, their races with `cdist`, and what a lab says where there is no compiler for them. */
import { fileURLToPath } from 'node:url';
import { type NDArray, testing } from 'strided';
import { cdist } from 'strided/distance';
import { CompileError } from 'strided/native';
import { type Timed, timed } from './lab.js';

/** The path of a source in `labs/kernels`. */
export function kernel(name: string): string {
  return fileURLToPath(new URL(`kernels/${name}`, import.meta.url));
}

/** A matrix of distances from a kernel on one thread, on all of them, and from `cdist`: the times of each, and that they agree. */
export async function race(
  metric: 'cityblock' | 'euclidean',
  [x, y]: readonly [NDArray<'float64', [number, number]>, NDArray<'float64', [number, number]>],
  onOne: () => NDArray,
  onAll: () => NDArray,
): Promise<Record<'one' | 'all' | 'native', Timed<NDArray>>> {
  const one = await timed('one thread', onOne);
  const all = await timed('OpenMP', onAll);
  testing.assertAllclose(all.value.at(':100'), one.value.at(':100'));
  one.value.dispose();
  const native = await timed('cdist', () => cdist(x, y, metric));
  testing.assertAllclose(all.value, native.value);
  all.value.dispose();
  native.value.dispose();
  return { one, all, native };
}

// The message says what to install; where in the lab that was is of no use.
process.on('uncaughtException', (error) => {
  console.error(error instanceof CompileError ? error.message : error);
  process.exit(1);
});
