/** Running results along an axis: of each block by itself, then with what the blocks before it come to. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { type BlockFunction, blockFunction } from '../block-function.js';
import { layerName } from '../layer-name.js';
import { type Builder, Expression } from './expression.js';

/** What the elements up to the end of each block come to: that of the block before, and the last of this one. */
class CarryExpression<D extends DType> extends Expression<D> {
  readonly #local: Expression<D>;
  readonly #axis: number;
  readonly #pair: BlockFunction;

  constructor(local: Expression<D>, axis: number, pair: BlockFunction) {
    const chunks = local.chunks.map((own, at) => (at === axis ? own.map(() => 1) : own));
    super(layerName('carry', local.name, axis, pair), local.dtype, chunks);
    this.#local = local;
    this.#axis = axis;
    this.#pair = pair;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const block = builder.block(this.#local, index);
    const last = new Task(key, blockFunction('lastAlong'), [block, this.#axis], [block.key]);
    if (index[this.#axis] === 0) return last;
    const before = builder.block(
      this,
      index.map((at, axis) => (axis === this.#axis ? at - 1 : at)),
    );
    return new Task(key, blockFunction(this.#pair), [before, last], [before.key, block.key]);
  }
}

export class RunningExpression<D extends DType = DType> extends Expression<D> {
  readonly #local: Expression<D>;
  readonly #carry: CarryExpression<D>;
  readonly #axis: number;
  readonly #pair: BlockFunction;

  /** `local` has the running results of each block, none of which is empty. */
  constructor(operation: string, local: Expression<D>, axis: number, pair: BlockFunction) {
    super(layerName(operation, local.name, axis), local.dtype, local.chunks);
    this.#local = local;
    this.#carry = new CarryExpression(local, axis, pair);
    this.#axis = axis;
    this.#pair = pair;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const block = builder.block(this.#local, index);
    if (index[this.#axis] === 0) return new Task(key, null, [block], [block.key]);
    const before = builder.block(
      this.#carry,
      index.map((at, axis) => (axis === this.#axis ? at - 1 : at)),
    );
    return new Task(key, blockFunction(this.#pair), [before, block], [before.key, block.key]);
  }
}
