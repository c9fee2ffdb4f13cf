/** Parts of another expression's blocks, put together anew: slices and other chunks. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Nested, Ref, Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { isKnown, sameChunks } from '../chunks.js';
import { layerName } from '../layer-name.js';
import { blocksIn, piecesBetween, type RechunkOptions, rechunkPlan } from '../rechunk-plan.js';
import { composed, countOf, isWholeAxis, type Selection, wholeAxis } from '../selection.js';
import {
  type AxisPiece,
  type AxisPlan,
  chunksAfter,
  elementsRead,
  planAxis,
  planRechunk,
} from './chunks-after.js';
import { type Builder, Expression, type Slicer } from './expression.js';

abstract class PickedExpression<D extends DType> extends Expression<D> {
  readonly of: Expression<D>;
  readonly #plans: readonly AxisPlan[];

  constructor(name: string, of: Expression<D>, plans: readonly AxisPlan[]) {
    const chunks = plans.filter(({ dropped }) => !dropped).map(({ lengths }) => lengths);
    super(name, of.dtype, chunks);
    this.of = of;
    this.#plans = plans;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const shown = this.name.slice(0, this.name.lastIndexOf('-'));
    let kept = 0;
    const perAxis = this.#plans.map(({ pieces, dropped }) => pieces[dropped ? 0 : index[kept++]]);
    const single = perAxis.every((pieces) => pieces.length === 1);
    if (single) {
      const of = builder.block(
        this.of,
        perAxis.map(([{ block }]) => block),
      );
      return new Task(key, blockFunction('partOf', shown), [of, perAxis.map(([{ part }]) => part)], [of.key]);
    }
    const pieces = product(perAxis).map((axes) => ({
      ...this.taken(axes, builder),
      to: axes.filter((_, axis) => !this.#plans[axis].dropped).map(({ to }) => to),
    }));
    return new Task(
      key,
      blockFunction('assembledFrom', shown),
      [this.dtype, this.blockShape(index), new Nested(pieces)],
      pieces.map(({ from }) => from.key),
    );
  }

  /** Where a piece of a block that is put together comes from. */
  protected taken(axes: readonly AxisPiece[], builder: Builder): { from: Ref; part: Selection } {
    const from = builder.block(
      this.of,
      axes.map(({ block }) => block),
    );
    return { from, part: axes.map(({ part }) => part) };
  }
}

/** Every choice of one piece from each axis. */
function product(perAxis: readonly (readonly AxisPiece[])[]): AxisPiece[][] {
  return perAxis.reduce<AxisPiece[][]>(
    (all, pieces) => all.flatMap((axes) => pieces.map((piece) => [...axes, piece])),
    [[]],
  );
}

/** Chunks of another expression's elements that may overlap, or leave some out. */
export class PiecesExpression<D extends DType = DType> extends PickedExpression<D> {
  constructor(operation: string, of: Expression<D>, plans: readonly AxisPlan[]) {
    super(layerName(operation, of.name, plans), of, plans);
  }
}

/** What is selected of another expression's elements. */
export class SliceExpression<D extends DType = DType> extends PickedExpression<D> {
  readonly selection: Selection;

  constructor(of: Expression<D>, selection: Selection) {
    const plans = of.chunks.map((axis, at) => planAxis(axis, selection[at]));
    super(layerName('slice', of.name, selection), of, plans);
    this.selection = selection;
  }

  override sliced(selection: Selection, slice: Slicer): Expression<D> {
    let kept = 0;
    const both = this.selection.map((axis) =>
      axis.kind === 'index' ? axis : composed(axis, selection[kept++]),
    );
    return slice(this.of, both) as Expression<D>;
  }
}

/** How many pieces a block may be cut into until each becomes an array of its own. */
const fewPieces = 4;

/** Another expression's elements in other chunks, each put together at once from all that it overlaps. */
export class RechunkExpression<D extends DType = DType> extends PickedExpression<D> {
  /** Whether blocks are cut apart first, so that each can go, and none is there for one of many pieces of it. */
  readonly #cutsApart: boolean;

  constructor(of: Expression<D>, chunks: Chunks) {
    const plans = of.chunks.map((axis, at) => planRechunk(axis, chunks[at]));
    super(layerName('rechunk', of.name, chunks), of, plans);
    this.#cutsApart = piecesBetween(of.chunks, chunks) > fewPieces * blocksIn(of.chunks);
  }

  protected override taken(axes: readonly AxisPiece[], builder: Builder): { from: Ref; part: Selection } {
    const { from, part } = super.taken(axes, builder);
    const lengths = part.map(countOf);
    const isWhole = axes.every(({ block }, axis) => lengths[axis] === this.of.chunks[axis][block]);
    if (!this.#cutsApart || isWhole) return { from, part };
    const places = part.map((axis) => (axis as { first: number }).first);
    const key = [this.name.replace('rechunk', 'split'), ...axes.map(({ block }) => block), ...places].join();
    if (!builder.graph.has(key)) {
      builder.graph.set(key, new Task(key, blockFunction('ownPartOf', 'split'), [from, part], [from.key]));
    }
    return { from: new Ref(key), part: lengths.map((length) => wholeAxis(length)) };
  }

  override sliced(selection: Selection, slice: Slicer): Expression<D> {
    return rechunk(slice(this.of, selection), chunksAfter(this.chunks, selection)) as Expression<D>;
  }
}

/** An expression in other chunks, over chunks in between where that is less work. */
export function rechunk<D extends DType>(
  of: Expression<D>,
  chunks: Chunks,
  options?: RechunkOptions,
): Expression<D> {
  if (sameChunks(of.chunks, chunks)) return of;
  const steps = rechunkPlan(of.chunks, chunks, of.dtype, options);
  return (
    of.rechunked?.(chunks) ?? steps.reduce<Expression<D>>((x, step) => new RechunkExpression(x, step), of)
  );
}

/** How far a selection is handed down: expressions may be chains of any length. */
const deepest = 500;

/**
 * What is selected of an expression. The selection is handed down to what the expression reads where that leaves at
 * most half of the elements of the blocks it touches, so that only those are made; where more are left, blocks are made
 * whole and stay shared with whoever else needs them. Arrays in memory and selections of selections always take it.
 */
export function slice<D extends DType>(expression: Expression<D>, selection: Selection): Expression<D> {
  const known = new Map<Expression, Map<string, Expression>>();
  let depth = 0;
  const slicer: Slicer = (of, part) => {
    if (part.every((axis, at) => isWholeAxis(axis, of.shape[at]))) return of;
    let made = known.get(of);
    if (made === undefined) {
      made = new Map();
      known.set(of, made);
    }
    const spelled = JSON.stringify(part);
    let result = made.get(spelled);
    if (result === undefined) {
      depth++;
      result =
        (depth < deepest && handsDown(of, part) ? of.sliced?.(part, slicer) : undefined) ??
        new SliceExpression(of, part);
      depth--;
      made.set(spelled, result);
    }
    return result;
  };
  return slicer(expression, selection) as Expression<D>;
}

function handsDown(of: Expression, selection: Selection): boolean {
  if (!isKnown(of.chunks)) return false;
  if (of instanceof SliceExpression || of.slicesFreely) return true;
  const kept = selection.reduce((size, axis) => size * countOf(axis), 1);
  return 2 * kept <= elementsRead(of.chunks, selection);
}
