/**
 * Large parts are combined in pieces that stay in the cache: each element of each part is read once, and of memory
 * only that of the result is made.
 */
import { type NDArray, newUninitialized } from '../../core/ndarray.js';

type Combine = (a: NDArray, b: NDArray, options?: { readonly out: NDArray }) => NDArray;

/** A piece of each of a few parts is in the cache at a time. */
const pieceBytes = 1 << 16;
/** Below this, calls for pieces cost more than they save. */
const least = 4 * pieceBytes;

/**
 * Parts of one shape combined in pairs, pairs of pairs and so on; undefined where they are too small for pieces to
 * help, or do not lie so that pieces can be taken of them.
 */
export function combinedInPieces(combine: Combine, parts: readonly NDArray[]): NDArray | undefined {
  const [first] = parts;
  if (parts.length < 2 || first.nbytes < least) return undefined;
  const { dtype } = combine(first.ravel().at(':1') as NDArray, parts[1].ravel().at(':1') as NDArray);
  const alike = parts.every(
    (part) =>
      part.dtype === dtype &&
      part.flags.cContiguous &&
      part.ndim === first.ndim &&
      part.shape.every((length, axis) => length === first.shape[axis]),
  );
  if (!alike) return undefined;
  const result = newUninitialized('combine', dtype, first.shape);
  const flat = parts.map((part) => part.reshape(-1));
  const whole = result.reshape(-1);
  const length = pieceBytes / first.itemsize;
  const depth = Math.ceil(Math.log2(parts.length));
  const scratch = Array.from({ length: depth }, () => newUninitialized('combine', dtype, [length]));
  for (let start = 0; start < whole.size; start += length) {
    const stop = Math.min(start + length, whole.size);
    const piece = (x: NDArray) => x.at({ start, stop }) as NDArray;
    const rest = stop - start;
    const own = rest === length ? scratch : scratch.map((x) => x.at({ stop: rest }) as NDArray);
    combineRange(combine, flat.map(piece), piece(whole), own, 0);
  }
  return result;
}

/** Combines into `out`, with what the second half comes to in the scratch of this depth; one part is left where it is. */
function combineRange(
  combine: Combine,
  parts: readonly NDArray[],
  out: NDArray,
  scratch: readonly NDArray[],
  depth: number,
): NDArray {
  if (parts.length === 1) return parts[0];
  const half = 2 ** Math.ceil(Math.log2(parts.length) - 1);
  const left = combineRange(combine, parts.slice(0, half), out, scratch, depth);
  const right = combineRange(combine, parts.slice(half), scratch[depth], scratch, depth + 1);
  return combine(left, right, { out });
}
