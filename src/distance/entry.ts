/** Calling a kernel entry on whatever backend is in use. */
import type { Operand } from '../kernels/backend.js';
import { reference } from '../kernels/js/index.js';
import { backend } from '../kernels/select.js';
import type { EntryName } from '../kernels/table.gen.js';

/** Runs to the end, by the reference where the backend has no code of its own. */
export function runEntry(
  entry: EntryName,
  operands: readonly Operand[],
  params: Float64Array,
  threads: number,
): void {
  const chosen = backend();
  if (chosen.has(entry)) chosen.run(entry, operands, params, threads);
  else reference[entry](operands, params);
}

/** Whether the backend runs `entry` on operands in place and in the background, so that nothing need be split. */
export function runsWhole(entry: EntryName): boolean {
  const chosen = backend();
  return chosen.tileBytes === Number.POSITIVE_INFINITY && chosen.has(entry);
}
