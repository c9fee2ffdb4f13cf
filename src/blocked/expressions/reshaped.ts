/** Blocks in other shapes: broadcast, reshaped, joined. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { layerName } from '../layer-name.js';
import type { AxisSelection, Selection } from '../selection.js';
import { planAxis } from './chunks-after.js';
import { type Builder, Expression, type Slicer } from './expression.js';
import { rechunk } from './picked.js';

/** Another expression repeated over a larger shape, without memory for it. */
export class BroadcastExpression<D extends DType = DType> extends Expression<D> {
  readonly #of: Expression<D>;

  /** `chunks` are those of `of` where it is not repeated. */
  constructor(of: Expression<D>, chunks: Chunks) {
    super(layerName('broadcastTo', of.name, chunks), of.dtype, chunks);
    this.#of = of;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const lead = index.length - this.#of.chunks.length;
    const block = builder.block(
      this.#of,
      this.#of.chunks.map((axis, at) => (axis.length === 1 ? 0 : index[lead + at])),
    );
    return new Task(key, blockFunction('broadcastTo'), [block, this.blockShape(index)], [block.key]);
  }
}

/** How axes in a row become others of the same number of elements. */
export interface AxisGroup {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Which axes of one shape become which of another: the smallest groups with as many elements. */
export function groupAxes(from: readonly number[], to: readonly number[]): AxisGroup[] {
  const groups: AxisGroup[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const group = { from: [] as number[], to: [] as number[] };
    let [left, right] = [1, 1];
    if (i < from.length) {
      left *= from[i];
      group.from.push(i++);
    }
    if (j < to.length) {
      right *= to[j];
      group.to.push(j++);
    }
    while (left !== right) {
      if (left < right ? i < from.length : j >= to.length) {
        left *= from[i];
        group.from.push(i++);
      } else {
        right *= to[j];
        group.to.push(j++);
      }
    }
    // Axes of length 1 belong to the group before them, so that no group is without axes on one side.
    while (i < from.length && from[i] === 1 && j >= to.length) group.from.push(i++);
    while (j < to.length && to[j] === 1 && i >= from.length) group.to.push(j++);
    groups.push(group);
  }
  return groups;
}

/** The axis of a group that is cut: the first that can be. */
function cutAxis(axes: readonly number[], shape: readonly number[]): number | undefined {
  return axes.find((axis) => shape[axis] !== 1) ?? axes[0];
}

/** How many elements the axes behind it have. */
function innerSize(axes: readonly number[], cut: number | undefined, shape: readonly number[]): number {
  return axes.reduce((size, axis) => (cut !== undefined && axis > cut ? size * shape[axis] : size), 1);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/**
 * Another expression in another shape. Of each group of axes the first is cut, in places where both shapes have the
 * start of a slice, and the others are whole: so each block is reshaped by itself.
 */
export class ReshapeExpression<D extends DType = DType> extends Expression<D> {
  readonly #of: Expression<D>;
  /** Which axis of the result is cut as which of `of`. */
  readonly #cuts: readonly (readonly [from: number, to: number])[];

  /** Shapes are of the same size, and not empty. */
  static of<D extends DType>(of: Expression<D>, shape: readonly number[]): ReshapeExpression<D> {
    const groups = groupAxes(of.shape, shape);
    const before: (readonly number[])[] = of.chunks.slice();
    const after: (readonly number[])[] = shape.map((length) => [length]);
    const cuts: [from: number, to: number][] = [];
    for (const { from, to } of groups) {
      const [cut, own] = [cutAxis(from, of.shape), cutAxis(to, shape)];
      if (cut !== undefined && own !== undefined) cuts.push([cut, own]);
      if (from.length === 1 && to.length === 1) {
        after[to[0]] = before[from[0]];
        continue;
      }
      const [inner, outer] = [innerSize(from, cut, of.shape), innerSize(to, own, shape)];
      const total = from.reduce((product, axis) => product * of.shape[axis], 1);
      const least = (inner / gcd(inner, outer)) * outer;
      const block = from.reduce((product, axis) => product * Math.max(...of.chunks[axis]), 1);
      const piece = Math.min(total, Math.max(1, Math.round(block / least)) * least);
      const pieces: number[] = [];
      for (let done = 0; done < total; done += piece) pieces.push(Math.min(piece, total - done));
      for (const axis of from) {
        before[axis] = axis === cut ? pieces.map((length) => length / inner) : [of.shape[axis]];
      }
      if (own !== undefined) after[own] = pieces.map((length) => length / outer);
    }
    return new ReshapeExpression(rechunk(of, before), after, cuts);
  }

  private constructor(of: Expression<D>, chunks: Chunks, cuts: readonly (readonly [number, number])[]) {
    super(layerName('reshape', of.name, chunks), of.dtype, chunks);
    this.#of = of;
    this.#cuts = cuts;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const from = this.#of.chunks.map(() => 0);
    for (const [axis, own] of this.#cuts) from[axis] = index[own];
    const block = builder.block(this.#of, from);
    return new Task(key, blockFunction('reshape'), [block, this.blockShape(index)], [block.key]);
  }
}

/** Expressions one after the other along an axis; their other axes are cut alike. */
export class JoinedExpression<D extends DType = DType> extends Expression<D> {
  readonly #parts: readonly Expression<D>[];
  readonly #axis: number;
  /** For each chunk of the axis, the part it is of and its place there. */
  readonly #places: readonly (readonly [part: number, chunk: number])[];

  constructor(parts: readonly Expression<D>[], axis: number) {
    const joined = parts.flatMap((part) => part.chunks[axis]);
    const chunks = parts[0].chunks.map((own, at) => (at === axis ? joined : own));
    super(
      layerName(
        'concatenate',
        parts.map((part) => part.name),
        axis,
      ),
      parts[0].dtype,
      chunks,
    );
    this.#parts = parts;
    this.#axis = axis;
    this.#places = parts.flatMap((part, at) => part.chunks[axis].map((_, chunk) => [at, chunk] as const));
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const [part, chunk] = this.#places[index[this.#axis]];
    const block = builder.block(
      this.#parts[part],
      index.map((at, axis) => (axis === this.#axis ? chunk : at)),
    );
    return new Task(key, null, [block], [block.key]);
  }

  override sliced(selection: Selection, slice: Slicer): Expression<D> | undefined {
    const along = selection[this.#axis];
    if (along.kind === 'list') return undefined;
    const lengths = this.#parts.map((part) => part.shape[this.#axis]);
    const pieces = planAxis(lengths, along).pieces.flat();
    const parts = pieces.map(
      ({ block, part }) =>
        slice(
          this.#parts[block],
          selection.map((own, axis): AxisSelection => (axis === this.#axis ? part : own)),
        ) as Expression<D>,
    );
    if (along.kind === 'index') return parts[0];
    const kept = selection.slice(0, this.#axis).filter(({ kind }) => kind !== 'index').length;
    return joined(parts, kept);
  }
}

/** Expressions of one dtype joined; those that differ on other axes are cut alike first. */
export function joined<D extends DType>(parts: readonly Expression<D>[], axis: number): Expression<D> {
  if (parts.length === 1) return parts[0];
  const [first] = parts;
  const alike = parts.map((part) =>
    rechunk(
      part,
      part.chunks.map((own, at) => (at === axis ? own : first.chunks[at])),
    ),
  );
  return new JoinedExpression(alike, axis);
}
