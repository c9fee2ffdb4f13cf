/** Arrays of which any region can be made alone: constants, ranges, random numbers, arrays in memory, files. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import { type Chunks, sameChunks, startsOf } from '../chunks.js';
import { layerName } from '../layer-name.js';
import { type AxisSelection, composed, countOf, type Range, type Selection } from '../selection.js';
import { chunksAfter } from './chunks-after.js';
import { type Builder, Expression } from './expression.js';

/** Where elements come from. */
export interface Source<D extends DType = DType> {
  /** The layer of the whole. */
  readonly name: string;
  readonly dtype: D;
  readonly shape: readonly number[];
  /** Whether regions cost nothing: elements that are there already. */
  readonly isFree?: boolean;
  /** The task of one region: a range on each axis, all of which the result has. */
  region(key: Key, ranges: readonly Range[], builder: Builder): Task;
}

export class SourceExpression<D extends DType = DType> extends Expression<D> {
  readonly source: Source<D>;
  /** What is read on each axis of the source: a range, or one place. */
  readonly selection: Selection;
  override readonly slicesFreely: boolean;
  readonly #starts: readonly (readonly number[])[];

  constructor(source: Source<D>, chunks: Chunks, selection?: Selection) {
    const whole: Selection =
      selection ?? source.shape.map((count) => ({ kind: 'range', first: 0, count, step: 1 }) as const);
    // Blocks of other chunks are other blocks, though their elements are the same.
    super(
      layerName(source.name.slice(0, source.name.lastIndexOf('-')), source.name, whole, chunks),
      source.dtype,
      chunks,
    );
    this.source = source;
    this.selection = whole;
    this.slicesFreely = source.isFree === true;
    this.#starts = chunks.map(startsOf);
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const ranges: Range[] = [];
    const dropped: number[] = [];
    let kept = 0;
    this.selection.forEach((axis, at) => {
      if (axis.kind === 'range') {
        const first = axis.first + this.#starts[kept][index[kept]] * axis.step;
        ranges.push({ first, count: this.chunks[kept][index[kept]], step: axis.step });
        kept++;
      } else {
        ranges.push({ first: countOf(axis) === 1 ? (axis as { at: number }).at : 0, count: 1, step: 1 });
        dropped.push(at);
      }
    });
    const task = this.source.region(key, ranges, builder);
    if (dropped.length === 0) return task;
    return new Task(key, blockFunction('squeeze', task.callable?.name), [task, dropped]);
  }

  override sliced(selection: Selection): Expression<D> | undefined {
    if (selection.some(({ kind }) => kind === 'list')) return undefined;
    let kept = 0;
    const both = this.selection.map(
      (axis): AxisSelection => (axis.kind === 'index' ? axis : composed(axis, selection[kept++])),
    );
    return new SourceExpression(
      this.source,
      merged(chunksAfter(this.chunks, selection), this.chunks, selection),
      both,
    );
  }

  override rechunked(chunks: Chunks): Expression<D> {
    return sameChunks(chunks, this.chunks) ? this : new SourceExpression(this.source, chunks, this.selection);
  }
}

/** Small chunks joined with their neighbours, none longer than the longest before: what is left of each may be little. */
function merged(after: Chunks, before: Chunks, selection: Selection): Chunks {
  const kept = before.filter((_, axis) => selection[axis].kind !== 'index');
  return after.map((axis, at) => {
    const most = Math.max(1, ...kept[at]);
    const joined: number[] = [];
    for (const length of axis) {
      const last = joined.length - 1;
      if (last >= 0 && joined[last] + length <= most) joined[last] += length;
      else joined.push(length);
    }
    return joined;
  });
}
