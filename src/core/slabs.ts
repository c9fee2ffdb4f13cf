/**
 * Memory for small arrays: pieces of larger buffers.
 *
 * A typed array with a buffer of its own costs about a microsecond, more than adding up a thousand numbers; a piece of
 * a buffer that is there costs a tenth. Pieces are cut in turn and never used again: what no array lies on any more, the
 * garbage collector takes as a whole.
 *
 * Policy: an array that is kept keeps its slab, so pieces of about one size lie together, `pieces` of them on a slab
 * of `mostBytes` at most. Arrays that are kept, among others that are not, hold no more than that many times their size.
 * A slab that were transferred to another thread would be gone for all its arrays, and one that were sent to it would
 * take along what is not meant: arrays leave theirs before anyone gets to see it (core/array-base.ts), and `guard`
 * forbids the transfer, should strided itself forget that. Where there is no guard, there are no slabs.
 *
 * State: `slabs` has the slab of each size class, that is, power of two, and `used` how far it is cut; `all` knows
 * every slab there is.
 */

/** Arrays of up to so many bytes lie on slabs. */
export const slabTo = 16 * 1024;
const mostBytes = 256 * 1024;
const pieces = 32;
/** Where pieces start: at whole cache lines, as the kernels like it. */
const alignment = 64;
/** The classes: up to 64 bytes, up to 128 … */
const smallest = 6;

type Guard = (buffer: ArrayBuffer) => void;

let loadGuard: () => Guard | null = () => null;
let guard: Guard | null | undefined;
const slabs: (ArrayBuffer | undefined)[] = [];
const used: number[] = [];
const all = new WeakSet<ArrayBufferLike>();

/** Installs what keeps buffers from being transferred; `load` runs when the first small array is made. */
export function installSlabGuard(load: () => Guard | null): void {
  loadGuard = load;
  guard = undefined;
}

/** Where the piece that `cut` gave starts. */
export let pieceOffset = 0;

/** The buffer on which `bytes`, all zero and nobody's, start at `pieceOffset`; undefined where there are no slabs. */
export function cut(bytes: number): ArrayBuffer | undefined {
  if (guard === undefined) guard = loadGuard();
  if (guard === null) return undefined;
  const size = bytes <= 1 << smallest ? smallest : 32 - Math.clz32(bytes - 1);
  let slab = slabs[size];
  let start = used[size];
  if (slab === undefined || start + bytes > slab.byteLength) {
    slab = new ArrayBuffer(Math.min(mostBytes, pieces << size));
    guard(slab);
    all.add(slab);
    slabs[size] = slab;
    start = 0;
  }
  used[size] = start + ((bytes + alignment - 1) & -alignment);
  pieceOffset = start;
  return slab;
}

/** Whether memory is a piece of a slab. */
export function isOnSlab(data: ArrayBufferView): boolean {
  return data.byteLength <= slabTo && all.has(data.buffer);
}

/**
 * Small arrays of numbers for kernels, zeros. V8 keeps typed arrays of a few elements on its own heap, and must move one
 * out, at half a microsecond, before C can read it.
 */
export function numbersFor(count: number): Float64Array {
  const slab = count > 0 && 8 * count <= slabTo ? cut(8 * count) : undefined;
  return slab === undefined ? new Float64Array(count) : new Float64Array(slab, pieceOffset, count);
}
