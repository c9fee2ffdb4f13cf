/** A user's function of blocks. */
import type { DType } from '../../core/dtype.js';
import type { Callable } from '../../graph/tasks/callable.js';
import type { Key } from '../../graph/tasks/key.js';
import { Nested, Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { identityOf, layerName } from '../layer-name.js';
import { type Builder, Expression } from './expression.js';

/** An argument: blocks, chosen by the index of the result's; or a value. */
export type Argument =
  | {
      readonly of: Expression;
      /** For each axis of `of` the axis of the result whose index it takes, or −1: all of its blocks, in a list. */
      readonly axes: readonly number[];
    }
  | { readonly value: unknown };

export interface Call<D extends DType> {
  readonly operation: string;
  readonly callable: Callable;
  readonly args: readonly Argument[];
  readonly dtype: D;
  readonly chunks: Chunks;
  /** Whether the function gets `{ block, shape }`, which block it makes and of what shape, as its last argument. */
  readonly blockInfo: boolean;
}

export class CalledExpression<D extends DType = DType> extends Expression<D> {
  readonly #call: Call<D>;

  constructor(call: Call<D>) {
    const { operation, callable, args, dtype, chunks, blockInfo } = call;
    const inputs = args.map((arg) => ('of' in arg ? [arg.of.name, arg.axes] : arg.value));
    super(layerName(operation, identityOf(callable), inputs, dtype, chunks, blockInfo), dtype, chunks);
    this.#call = call;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const { operation, callable, args, blockInfo } = this.#call;
    const needs: Key[] = [];
    const shape = this.blockShape(index);
    const given = args.map((arg): unknown => {
      if (!('of' in arg)) return arg.value;
      const blocks = blocksOf(arg.of, arg.axes, index, builder, needs);
      return Array.isArray(blocks) ? new Nested(blocks) : blocks;
    });
    if (blockInfo) given.push({ block: index, shape });
    const result = new Task(key, callable, given, needs);
    const promise = [result, operation, this.dtype, shape];
    return new Task(key, blockFunction('promisedBlock', callable.name), promise, needs);
  }
}

/** The block an argument has at an index, or the lists of those along axes that the result has not. */
function blocksOf(
  of: Expression,
  axes: readonly number[],
  index: readonly number[],
  builder: Builder,
  needs: Key[],
): unknown {
  const choose = (place: readonly number[]): unknown => {
    const axis = place.length;
    if (axis === axes.length) {
      const block = builder.block(of, place);
      if (!needs.includes(block.key)) needs.push(block.key);
      return block;
    }
    const count = of.chunks[axis].length;
    if (axes[axis] >= 0) return choose([...place, count === 1 ? 0 : index[axes[axis]]]);
    return Array.from({ length: count }, (_, at) => choose([...place, at]));
  };
  return choose([]);
}
