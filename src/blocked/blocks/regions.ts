/** Parts of arrays: views where ranges are taken, copies where lists are, and blocks put together from pieces. */
import type { DType } from '../../core/dtype.js';
import type { Index } from '../../core/index-parse.js';
import { type NDArray, newUninitialized } from '../../core/ndarray.js';
import type { AxisSelection, Range, Selection } from '../selection.js';

/** A range as an index. */
function rangeIndex({ first, count, step }: Range): Index {
  if (count === 0) return { start: 0, stop: 0 };
  const stop = first + count * step;
  return { start: first, stop: stop < 0 ? null : stop, step };
}

function indexOf(selection: AxisSelection): Index {
  if (selection.kind === 'range') return rangeIndex(selection);
  return selection.kind === 'list' ? [...selection.places] : selection.at;
}

/** Part of a block: a view, unless there is a list. */
export function partOf(x: NDArray, selection: Selection): NDArray {
  // Lists one after the other, each with all of the other axes: as the product of what is selected on each axis.
  let part = x;
  selection.forEach((axis, at) => {
    if (axis.kind !== 'list') return;
    part = part.at(...selection.map((_, other): Index => (other === at ? indexOf(axis) : ':')));
  });
  return part.at(...selection.map((axis): Index => (axis.kind === 'list' ? ':' : indexOf(axis)))) as NDArray;
}

/** Part of a block in memory of its own, so that the block can go. */
export function ownPartOf(x: NDArray, selection: Selection): NDArray {
  return partOf(x, selection).copy() as NDArray;
}

/** A piece of a block that is put together: a part of another block, and where it goes. */
export interface BlockPiece {
  readonly from: NDArray;
  readonly part: Selection;
  readonly to: Selection;
}

/** A block put together from pieces. */
export function assembledFrom(
  dtype: DType,
  shape: readonly number[],
  pieces: readonly BlockPiece[],
): NDArray {
  const block = newUninitialized('rechunk', dtype, [...shape]);
  for (const { from, part, to } of pieces) block.setAt(to.map(indexOf), partOf(from, part));
  return block;
}

/** A view with its axes in another order, −1 for new ones; axes that are not named have length 1. */
export function arrangedBlock(x: NDArray, axes: readonly number[]): NDArray {
  const kept = axes.filter((axis) => axis >= 0);
  const gone = x.shape.map((_, axis) => axis).filter((axis) => !kept.includes(axis));
  const ordered = x.transpose([...kept, ...gone]).squeeze(gone.map((_, at) => kept.length + at));
  const fresh = axes.map((axis, at) => (axis < 0 ? at : -1)).filter((at) => at >= 0);
  return fresh.length === 0 ? (ordered as NDArray) : (ordered.expandDims(fresh) as NDArray);
}

/** The value itself, where a task needs a name for it. */
export function sameBlock<X>(x: X): X {
  return x;
}

/** Points of blocks, which are first moved to the front of the axes, put where they belong. */
export function pointsOf(
  dtype: DType,
  shape: readonly number[],
  axes: readonly number[],
  parts: readonly {
    readonly from: NDArray;
    readonly places: readonly (readonly number[])[];
    readonly to: readonly number[];
  }[],
): NDArray {
  const result = newUninitialized('at', dtype, shape);
  for (const { from, places, to } of parts) {
    const others = from.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    result.setAt([to], from.transpose([...axes, ...others]).at(...places));
  }
  return result;
}
