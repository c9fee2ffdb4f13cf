/** Some of another expression's blocks, as they are. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { layerName } from '../layer-name.js';
import { placesOf, type Selection } from '../selection.js';
import { type Builder, Expression } from './expression.js';

export class BlocksExpression<D extends DType = DType> extends Expression<D> {
  readonly #of: Expression<D>;
  readonly #places: readonly (readonly number[])[];

  /** `selection` is of blocks; an integer keeps its axis. */
  constructor(of: Expression<D>, selection: Selection) {
    const places = selection.map(placesOf);
    super(
      layerName('blocks', of.name, places),
      of.dtype,
      places.map((axis, at) => axis.map((block) => of.chunks[at][block])),
    );
    this.#of = of;
    this.#places = places;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const block = builder.block(
      this.#of,
      index.map((at, axis) => this.#places[axis][at]),
    );
    return new Task(key, null, [block], [block.key]);
  }
}
