/**
 * Reductions as trees: each block becomes a part, neighbouring parts are combined until few are left along each reduced
 * axis, and the last step makes the result of them.
 */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Nested, type Ref, Task } from '../../graph/tasks/task.js';
import { type BlockFunction, blockFunction } from '../block-function.js';
import { type Chunks, startsOf } from '../chunks.js';
import { layerName } from '../layer-name.js';
import { type Builder, Expression } from './expression.js';
import { rechunk } from './picked.js';

/** A function of blocks and what it is called with before them. */
export interface Step {
  readonly block: BlockFunction;
  /** What comes before the block or the list of parts. */
  readonly before?: readonly unknown[];
  /** What comes behind it; of the first step, a function of where the block is. */
  readonly after?: readonly unknown[] | ((starts: readonly number[]) => readonly unknown[]);
}

export interface Reduction<D extends DType> {
  /** What pictures call it. */
  readonly operation: string;
  readonly dtype: D;
  /** The axes that are reduced. */
  readonly axes: readonly number[];
  /** Arrays of the same shape whose blocks the first step gets behind those of the array. */
  readonly beside?: readonly Expression[];
  readonly part: Step;
  readonly combine: Step;
  readonly result: Step;
  /** How many parts are combined at once; along each axis, the root of it. 16. */
  readonly splitEvery?: number;
  /** The chunks of the result, where they are not those of the axes that are left. */
  readonly chunks?: Chunks;
  readonly keepdims?: boolean;
}

const defaultSplit = 16;

class PartExpression extends Expression {
  readonly #of: readonly Expression[];
  readonly #step: Step;
  readonly #shown: string;
  readonly #starts: readonly (readonly number[])[];

  constructor(all: readonly Expression[], { operation, dtype, axes, part }: Reduction<DType>) {
    const [of] = all;
    const chunks = of.chunks.map((axis, at) => (axes.includes(at) ? axis.map(() => 1) : axis));
    const after = typeof part.after === 'function' ? 'starts' : part.after;
    const names = all.map(({ name }) => name);
    super(layerName(`${operation}Part`, ...names, axes, part.block, part.before, after), dtype, chunks);
    this.#of = all;
    this.#step = part;
    this.#shown = `${operation}Part`;
    this.#starts = of.chunks.map(startsOf);
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const { block, before = [], after = [] } = this.#step;
    const of = this.#of.map((one) => builder.block(one, index));
    const behind =
      typeof after === 'function' ? after(index.map((at, axis) => this.#starts[axis][at])) : after;
    return new Task(
      key,
      blockFunction(block, this.#shown),
      [...before, ...of, ...behind],
      of.map((ref) => ref.key),
    );
  }
}

class CombinedExpression<D extends DType> extends Expression<D> {
  readonly #of: Expression;
  readonly #step: Step;
  readonly #shown: string;
  readonly #axes: readonly number[];
  readonly #every: number;
  /** For each axis of `of` the axis of the result, −1 where it is gone. */
  readonly #kept: readonly number[];

  constructor(
    of: Expression,
    step: Step,
    shown: string,
    reduction: Reduction<D>,
    every: number,
    chunks: Chunks,
    dropped: boolean,
  ) {
    super(layerName(shown, of.name, step.block, step.before, every, chunks), reduction.dtype, chunks);
    this.#of = of;
    this.#step = step;
    this.#shown = shown;
    this.#axes = reduction.axes;
    this.#every = every;
    let kept = 0;
    this.#kept = of.chunks.map((_, axis) => (dropped && reduction.axes.includes(axis) ? -1 : kept++));
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const parts: Ref[] = [];
    const { chunks } = this.#of;
    const first = this.#kept.map((at, axis) => {
      const place = at < 0 ? 0 : index[at];
      return this.#axes.includes(axis) ? place * this.#every : place;
    });
    const end = first.map((at, axis) =>
      this.#axes.includes(axis) ? Math.min(at + this.#every, chunks[axis].length) : at + 1,
    );
    const place = first.slice();
    for (let axis = place.length; axis >= 0; ) {
      parts.push(builder.block(this.#of, place.slice()));
      for (axis = place.length - 1; axis >= 0; axis--) {
        if (++place[axis] < end[axis]) break;
        place[axis] = first[axis];
      }
      if (axis < 0) break;
    }
    const { block, before = [] } = this.#step;
    return new Task(
      key,
      blockFunction(block, this.#shown),
      [...before, new Nested(parts)],
      parts.map((part) => part.key),
    );
  }
}

/** The expression of a reduction. */
export function reduceTree<D extends DType>(of: Expression, reduction: Reduction<D>): Expression<D> {
  const { operation, axes, combine, result, keepdims = false } = reduction;
  const alike = [of, ...(reduction.beside ?? []).map((one) => rechunk(one, of.chunks))];
  const every = Math.max(
    2,
    Math.floor((reduction.splitEvery ?? defaultSplit) ** (1 / Math.max(1, axes.length))),
  );
  let parts: Expression = new PartExpression(
    alike.map((one) => withoutEmpty(one, axes)),
    reduction,
  );
  while (axes.some((axis) => parts.chunks[axis].length > every)) {
    const chunks = parts.chunks.map((axis, at) =>
      axes.includes(at) ? new Array<number>(Math.ceil(axis.length / every)).fill(1) : axis,
    );
    parts = new CombinedExpression(parts, combine, `${operation}Combine`, reduction, every, chunks, false);
  }
  const left = parts.chunks
    .map((axis, at) => (axes.includes(at) ? [1] : axis))
    .filter((_, at) => keepdims || !axes.includes(at));
  const chunks = reduction.chunks ?? left;
  return new CombinedExpression(
    parts,
    result,
    operation,
    reduction,
    every,
    chunks,
    !keepdims,
  ) as Expression<D>;
}

/** Chunks without elements beside others have nothing to say, and extremes of nothing are refused. */
function withoutEmpty(of: Expression, axes: readonly number[]): Expression {
  if (!axes.some((axis) => of.chunks[axis].length > 1 && of.chunks[axis].includes(0))) return of;
  return rechunk(
    of,
    of.chunks.map((axis, at) => {
      const some = axis.filter((length) => length !== 0);
      return !axes.includes(at) ? axis : some.length === 0 ? [0] : some;
    }),
  );
}
