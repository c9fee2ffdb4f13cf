/** A function of each block of another expression. */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { Task } from '../../graph/tasks/task.js';
import { type BlockFunction, blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { layerName } from '../layer-name.js';
import { type Builder, Expression } from './expression.js';

/** What is called with what. */
export interface Mapping<D extends DType> {
  /** What pictures call it. */
  readonly operation: string;
  readonly block: BlockFunction;
  readonly of: Expression;
  /** What comes behind the block. */
  readonly after: readonly unknown[];
  readonly dtype: D;
  readonly chunks: Chunks;
  /** For each axis of `of` the axis of the result along which its blocks are the same, −1 where it has one. */
  readonly from: readonly number[];
}

export class MappedExpression<D extends DType = DType> extends Expression<D> {
  readonly #mapping: Mapping<D>;

  constructor(mapping: Mapping<D>) {
    const { operation, of, after, dtype, chunks } = mapping;
    super(layerName(operation, of.name, after, dtype), dtype, chunks);
    this.#mapping = mapping;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const { operation, block, of, after, from } = this.#mapping;
    const ref = builder.block(
      of,
      from.map((axis) => (axis < 0 ? 0 : index[axis])),
    );
    return new Task(key, blockFunction(block, operation), [ref, ...after], [ref.key]);
  }
}
