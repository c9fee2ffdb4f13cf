/** The axes of another expression in another order, without some of length 1, with new ones. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import { layerName } from '../layer-name.js';
import { type AxisSelection, isWholeAxis, type Selection, wholeAxis } from '../selection.js';
import { type Builder, Expression, type Slicer } from './expression.js';

/** For each axis of the result the axis it was, −1 for a new one. Axes that are not named have length 1. */
export type Arrangement = readonly number[];

export class ArrangedExpression<D extends DType = DType> extends Expression<D> {
  readonly of: Expression<D>;
  readonly axes: Arrangement;
  override readonly slicesFreely: boolean;

  constructor(of: Expression<D>, axes: Arrangement) {
    super(
      layerName('arrange', of.name, axes),
      of.dtype,
      axes.map((axis) => (axis < 0 ? [1] : of.chunks[axis])),
    );
    this.of = of;
    this.axes = axes;
    this.slicesFreely = of.slicesFreely;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const from = this.of.chunks.map(() => 0);
    this.axes.forEach((axis, at) => {
      if (axis >= 0) from[axis] = index[at];
    });
    const block = builder.block(this.of, from);
    return new Task(key, blockFunction('arrangedBlock', 'arrange'), [block, this.axes], [block.key]);
  }

  override sliced(selection: Selection, slice: Slicer): Expression<D> | undefined {
    const own: AxisSelection[] = this.of.shape.map((length) => wholeAxis(length));
    const axes: number[] = [];
    for (let at = 0; at < this.axes.length; at++) {
      const axis = this.axes[at];
      if (axis < 0 && selection[at].kind !== 'index' && !isWholeAxis(selection[at], 1)) return undefined;
      if (axis >= 0) own[axis] = selection[at];
      if (selection[at].kind !== 'index') axes.push(axis);
    }
    this.of.shape.forEach((_, axis) => {
      if (!this.axes.includes(axis)) own[axis] = { kind: 'index', at: 0 };
    });
    // Axes that are gone leave smaller numbers to those behind them.
    const left = own.map((axis, at) => (axis.kind === 'index' ? -1 : at)).filter((axis) => axis >= 0);
    return arrange(
      slice(this.of, own) as Expression<D>,
      axes.map((axis) => (axis < 0 ? -1 : left.indexOf(axis))),
    );
  }
}

/** An expression with its axes arranged so; itself where that changes nothing. */
export function arrange<D extends DType>(of: Expression<D>, axes: Arrangement): Expression<D> {
  if (axes.length === of.shape.length && axes.every((axis, at) => axis === at)) return of;
  if (!(of instanceof ArrangedExpression)) return new ArrangedExpression(of, axes);
  const before: ArrangedExpression<D> = of;
  return arrange(
    before.of,
    axes.map((axis) => (axis < 0 ? -1 : before.axes[axis])),
  );
}
