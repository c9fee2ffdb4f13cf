/** The shape of the pieces that an array is stored in, where nobody says one. */
import { ArgumentError } from '../core/errors.js';
import { formatShape, type Shape, sizeOf } from '../core/shape.js';

/** Pieces of at most `budget` bytes: the longest axis is halved until they fit. */
export function chunkShape(shape: Shape, itemsize: number, budget: number): number[] {
  const chunks = shape.map((length) => Math.max(1, length));
  while (sizeOf(chunks) * itemsize > budget) {
    const longest = chunks.indexOf(Math.max(...chunks));
    if (chunks[longest] === 1) break;
    chunks[longest] = Math.ceil(chunks[longest] / 2);
  }
  return chunks;
}

/** The chunks asked for, none longer than the array. @throws ArgumentError unless there is one, at least 1, for each axis */
export function checkChunks(operation: string, chunks: readonly number[], shape: Shape): number[] {
  const fits = chunks.length === shape.length && chunks.every((one) => Number.isInteger(one) && one > 0);
  if (fits) return chunks.map((one, axis) => Math.min(one, Math.max(1, shape[axis])));
  const needs = `a positive length for each axis of ${formatShape(shape)}`;
  throw new ArgumentError(`chunks is [${chunks}]; needs ${needs}`, {
    operation,
    argument: 'chunks',
    got: chunks,
    needs,
  });
}
