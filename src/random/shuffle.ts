/** Shuffling in place: Fisher and Yates from the last position to the first, drawing as NumPy does. */
import { rawSlots, rawView } from '../core/copy.js';
import type { DType, StorageOf } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { normalizeAxis } from '../core/shape.js';
import type { BitGenerator } from './bit-generator.js';
import { maskedIndex } from './bounded.js';
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
  if (x.ndim === 0)
    throw new ArgumentError('x has no axis; needs one or more', { operation: 'shuffle', argument: 'x' });
  const along = normalizeAxis('shuffle', axis, x.ndim);
  if (!x.flags.writeable) {
    throw new ArgumentError('x is read-only; needs an array that can be written', {
      operation: 'shuffle',
      argument: 'x',
    });
  }
  const raw = rawView(x.dtype, storage(x) as StorageOf<DType>);
  const slots = rawSlots(x.dtype);
  const step = x.strides[along] / raw.BYTES_PER_ELEMENT;
  const start = x.offset / raw.BYTES_PER_ELEMENT;
  const within = offsetsOf(x.shape.toSpliced(along, 1), x.strides.toSpliced(along, 1), 0);
  for (let element = 0; element < within.length; element++) within[element] /= raw.BYTES_PER_ELEMENT;
  for (let at = x.shape[along] - 1; at > 0; at--) {
    const other = maskedIndex(bits, at);
    if (other === at) continue;
    const a = start + at * step;
    const b = start + other * step;
    for (let element = 0; element < within.length; element++) {
      for (let slot = within[element]; slot < within[element] + slots; slot++) {
        const kept = raw[b + slot];
        raw[b + slot] = raw[a + slot];
        raw[a + slot] = kept;
      }
    }
  }
}
