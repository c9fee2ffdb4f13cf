/** Elements at points: places on several axes, taken one with the other. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Nested, Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import { startsOf } from '../chunks.js';
import { layerName } from '../layer-name.js';
import { type Selection, wholeAxis } from '../selection.js';
import { arrange } from './arranged.js';
import { type Builder, Expression } from './expression.js';
import { slice } from './picked.js';

/** The points that lie in the same blocks along the axes they are on. */
interface Group {
  /** For each of the axes, the number of the block. */
  readonly blocks: readonly number[];
  /** For each of the axes, where the points are in the block. */
  readonly places: readonly (readonly number[])[];
  /** Where they are in the result. */
  readonly to: readonly number[];
}

/** The points are the first axis of the result, in one block; behind it come the other axes. */
class PointsExpression<D extends DType> extends Expression<D> {
  readonly #of: Expression<D>;
  readonly #axes: readonly number[];
  readonly #groups: readonly Group[];

  constructor(of: Expression<D>, axes: readonly number[], places: readonly (readonly number[])[]) {
    const others = of.chunks.filter((_, axis) => !axes.includes(axis));
    super(layerName('at', of.name, axes, places), of.dtype, [[places[0].length], ...others]);
    this.#of = of;
    this.#axes = axes;
    this.#groups = grouped(
      places,
      axes.map((axis) => startsOf(of.chunks[axis])),
    );
  }

  task(key: Key, [, ...rest]: readonly number[], builder: Builder): Task {
    const shape = this.blockShape([0, ...rest]);
    const parts = this.#groups.map(({ blocks, places, to }) => {
      let other = 0;
      const index = this.#of.chunks.map((_, axis) => {
        const at = this.#axes.indexOf(axis);
        return at < 0 ? rest[other++] : blocks[at];
      });
      return { from: builder.block(this.#of, index), places, to };
    });
    return new Task(
      key,
      blockFunction('pointsOf', 'at'),
      [this.dtype, shape, this.#axes, new Nested(parts)],
      parts.map(({ from }) => from.key),
    );
  }
}

function grouped(places: readonly (readonly number[])[], starts: readonly (readonly number[])[]): Group[] {
  const groups = new Map<string, { blocks: number[]; places: number[][]; to: number[] }>();
  for (let point = 0; point < places[0].length; point++) {
    const blocks = starts.map((own, axis) => blockAt(own, places[axis][point]));
    const name = blocks.join();
    let group = groups.get(name);
    if (group === undefined) {
      group = { blocks, places: blocks.map(() => []), to: [] };
      groups.set(name, group);
    }
    for (const [axis, own] of group.places.entries()) {
      own.push(places[axis][point] - starts[axis][blocks[axis]]);
    }
    group.to.push(point);
  }
  return [...groups.values()];
}

/** The last block that starts at a place or before it. */
function blockAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * What several lists select together, as in NumPy. Where they stand side by side, their one axis takes the place of the
 * first, else it comes first.
 */
export function pickPoints(of: Expression, selection: Selection, first: boolean): Expression {
  const rest = selection.map((axis, at) => (axis.kind === 'list' ? wholeAxis(of.shape[at]) : axis));
  const kept = selection.filter(({ kind }) => kind !== 'index');
  const lists = kept.flatMap((axis, at) => (axis.kind === 'list' ? [at] : []));
  const places = kept.flatMap((axis) => (axis.kind === 'list' ? [axis.places] : []));
  const points = new PointsExpression(slice(of, rest), lists, places);
  const axes = points.chunks.map((_, axis) => axis).slice(1);
  axes.splice(first ? 0 : lists[0], 0, 0);
  return arrange(points, axes);
}
