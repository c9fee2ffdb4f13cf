/** What a selection makes of the chunks of an axis, and which blocks it reads. */
import type { Chunks } from '../chunks.js';
import { startsOf } from '../chunks.js';
import type { AxisSelection, Selection } from '../selection.js';

/** Part of one chunk, and where it goes in a chunk of the result. */
export interface AxisPiece {
  readonly block: number;
  readonly part: AxisSelection;
  readonly to: AxisSelection;
}

/** How one axis of a result is put together. */
export interface AxisPlan {
  /** The chunks of the result; of an axis that goes, one of length 1. */
  readonly lengths: readonly number[];
  readonly pieces: readonly (readonly AxisPiece[])[];
  readonly dropped: boolean;
}

/** Which chunk a place is in. */
export function chunkAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How what is selected of an axis comes from its chunks. Ranges keep the borders of the chunks. */
export function planAxis(axis: readonly number[], selection: AxisSelection): AxisPlan {
  const starts = startsOf(axis);
  if (selection.kind === 'index') {
    const block = chunkAt(starts, selection.at);
    const part = { kind: 'index', at: selection.at - starts[block] } as const;
    return { lengths: [1], pieces: [[{ block, part, to: range(0, 1) }]], dropped: true };
  }
  return selection.kind === 'range' ? planRange(starts, selection) : planList(axis, starts, selection.places);
}

const range = (first: number, count: number, step = 1): AxisSelection => ({
  kind: 'range',
  first,
  count,
  step,
});

function planRange(
  starts: readonly number[],
  selection: Extract<AxisSelection, { kind: 'range' }>,
): AxisPlan {
  const { first, count, step } = selection;
  const lengths: number[] = [];
  const pieces: AxisPiece[][] = [];
  for (let done = 0; done < count; ) {
    const place = first + done * step;
    const block = chunkAt(starts, place);
    const room = step > 0 ? starts[block + 1] - 1 - place : place - starts[block];
    const here = Math.min(count - done, Math.floor(room / Math.abs(step)) + 1);
    lengths.push(here);
    pieces.push([{ block, part: range(place - starts[block], here, step), to: range(0, here) }]);
    done += here;
  }
  if (count > 0) return { lengths, pieces, dropped: false };
  return { lengths: [0], pieces: [[{ block: 0, part: range(0, 0), to: range(0, 0) }]], dropped: false };
}

/** Places in ascending order keep the borders of the chunks; others are put together in chunks as long as the longest. */
function planList(axis: readonly number[], starts: readonly number[], places: readonly number[]): AxisPlan {
  if (places.length === 0) return planRange(starts, { kind: 'range', first: 0, count: 0, step: 1 });
  const most = Math.max(1, ...axis);
  const blocks = places.map((place) => chunkAt(starts, place));
  const ascending = places.every((place, at) => at === 0 || places[at - 1] <= place);
  const lengths: number[] = [];
  const pieces: AxisPiece[][] = [];
  for (let at = 0; at < places.length; ) {
    let end = at + 1;
    while (end < places.length && end - at < most && !(ascending && blocks[end] !== blocks[at])) end++;
    const byBlock = new Map<number, { part: number[]; to: number[] }>();
    for (let i = at; i < end; i++) {
      let piece = byBlock.get(blocks[i]);
      if (piece === undefined) {
        piece = { part: [], to: [] };
        byBlock.set(blocks[i], piece);
      }
      piece.part.push(places[i] - starts[blocks[i]]);
      piece.to.push(i - at);
    }
    lengths.push(end - at);
    pieces.push(
      Array.from(byBlock, ([block, { part, to }]) => ({
        block,
        part: { kind: 'list', places: part },
        to: to.length === end - at ? range(0, to.length) : { kind: 'list', places: to },
      })),
    );
    at = end;
  }
  return { lengths, pieces, dropped: false };
}

/** How an axis in other chunks comes from its own. */
export function planRechunk(from: readonly number[], to: readonly number[]): AxisPlan {
  const starts = startsOf(from);
  let first = 0;
  const pieces = to.map((length) => {
    const own: AxisPiece[] = [];
    for (let done = 0; done < length; ) {
      const block = chunkAt(starts, first + done);
      const here = Math.min(length - done, starts[block + 1] - first - done);
      own.push({ block, part: range(first + done - starts[block], here), to: range(done, here) });
      done += here;
    }
    first += length;
    return own;
  });
  return { lengths: to, pieces, dropped: false };
}

/** The chunks of what is selected, as a plan of each axis has them. */
export function chunksAfter(chunks: Chunks, selection: Selection): Chunks {
  const plans = chunks.map((axis, at) => planAxis(axis, selection[at]));
  return plans.filter(({ dropped }) => !dropped).map(({ lengths }) => lengths);
}

/** How many elements the chunks have that a selection reads from. */
export function elementsRead(chunks: Chunks, selection: Selection): number {
  let size = 1;
  chunks.forEach((axis, at) => {
    const blocks = new Set(
      planAxis(axis, selection[at])
        .pieces.flat()
        .map(({ block }) => block),
    );
    let length = 0;
    for (const block of blocks) length += axis[block];
    size *= length;
  });
  return size;
}
