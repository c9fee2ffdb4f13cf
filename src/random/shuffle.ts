/** Shuffling in place: Fisher and Yates from the last position to the first, drawing as NumPy does. */
import { type RawStorage, rawSlots, rawView } from '../core/copy.js';
import type { DType, StorageOf } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { normalizeAxis } from '../core/shape.js';
import type { BitGenerator } from './bits/bit-generator.js';
import { maskedIndex } from './distributions/bounded.js';
import { shuffleByAddon } from './native.js';
import { offsetsOf } from './take.js';

/** What can be shuffled element by element: plain and typed arrays. */
export type MutableList = { readonly length: number; [index: number]: unknown };

/** Shuffles the elements of `list`. NumPy: _shuffle_raw. */
export function shuffleList(bits: BitGenerator, list: MutableList): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = maskedIndex(bits, at);
    if (other === at) continue;
    const kept = list[other];
    list[other] = list[at];
    list[at] = kept;
  }
}

/** Shuffles `x` along `axis`; the order within each slice stays. */
export function shuffleArray(bits: BitGenerator, x: NDArray, axis: number): void {
  const { along, raw, slots, start, step, within } = lanesOf('shuffle', x, axis);
  if (within.length === 1 && step === slots) {
    if (shuffleByAddon(bits, raw.subarray(start), x.itemsize, x.shape[along])) return;
  }
  for (let at = x.shape[along] - 1; at > 0; at--) {
    const other = maskedIndex(bits, at);
    if (other === at) continue;
    const a = start + at * step;
    const b = start + other * step;
    for (let element = 0; element < within.length; element++)
      exchange(raw, slots, a + within[element], b + within[element]);
  }
}

/** Shuffles each lane of `x` along `axis` on its own. NumPy: permuted. */
export function shuffleLanes(bits: BitGenerator, x: NDArray, axis: number): void {
  const { along, raw, slots, start, step, within } = lanesOf('permuted', x, axis);
  for (let lane = 0; lane < within.length; lane++) {
    const first = start + within[lane];
    for (let at = x.shape[along] - 1; at > 0; at--) {
      const other = maskedIndex(bits, at);
      if (other !== at) exchange(raw, slots, first + at * step, first + other * step);
    }
  }
}

/** The raw elements of `x`, and where they are: `start`, the step along the axis, and where each lane begins. */
function lanesOf(operation: string, x: NDArray, axis: number) {
  if (x.ndim === 0) throw new ArgumentError('x has no axis; needs one or more', { operation, argument: 'x' });
  const along = normalizeAxis(operation, axis, x.ndim);
  if (!x.flags.writeable) {
    throw new ArgumentError('x is read-only; needs an array that can be written', {
      operation,
      argument: 'x',
    });
  }
  const raw = rawView(x.dtype, storage(x) as StorageOf<DType>);
  const slots = rawSlots(x.dtype);
  const step = x.strides[along] / raw.BYTES_PER_ELEMENT;
  const start = x.offset / raw.BYTES_PER_ELEMENT;
  const within = offsetsOf(x.shape.toSpliced(along, 1), x.strides.toSpliced(along, 1), 0);
  for (let element = 0; element < within.length; element++) within[element] /= raw.BYTES_PER_ELEMENT;
  return { along, raw, slots, start, step, within };
}

function exchange(raw: RawStorage, slots: number, a: number, b: number): void {
  for (let slot = 0; slot < slots; slot++) {
    const kept = raw[a + slot];
    raw[a + slot] = raw[b + slot];
    raw[b + slot] = kept;
  }
}
