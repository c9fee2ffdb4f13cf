/**
 * What a blocked array is made of: expressions, which know dtype and chunks and can make the task of any one block.
 * Nothing is listed before somebody asks for it: an array of a million blocks costs as much as one of ten, and a graph
 * has only the tasks that lead to what is asked for.
 *
 * Policy: an expression's name follows from what it does and to what, so that equal expressions have equal keys and are
 * computed once. Expressions know those they read from, never those that read them.
 */
import type { DType } from '../../core/dtype.js';
import type { Shape } from '../../core/shape.js';
import type { Key } from '../../graph/tasks/key.js';
import { type Graph, Ref, type Task } from '../../graph/tasks/task.js';
import { type Chunks, shapeOf } from '../chunks.js';
import type { Selection } from '../selection.js';

/** What a block's task is made with. */
export interface Builder {
  /** The result of a block of another expression, whose task will be in the graph too. */
  block(expression: Expression, index: readonly number[]): Ref;
  /** Where tasks go, for expressions over other collections. */
  readonly graph: Graph;
}

export abstract class Expression<D extends DType = DType> {
  /** The layer: keys are this and the indices of the block. */
  readonly name: string;
  readonly dtype: D;
  readonly chunks: Chunks;
  readonly shape: Shape;

  constructor(name: string, dtype: D, chunks: Chunks) {
    this.name = name;
    this.dtype = dtype;
    this.chunks = chunks;
    this.shape = shapeOf(chunks);
  }

  /** The task that makes the block at `index`, whose key is `key`. */
  abstract task(key: Key, index: readonly number[], builder: Builder): Task;

  /**
   * An expression for part of the elements that makes no others, where that can be had; `slice` selects from what this
   * one reads. Undefined where blocks must be made whole.
   */
  sliced?(selection: Selection, slice: Slicer): Expression<D> | undefined;

  /** Whether a selection costs nothing wherever it is made: an array in memory. */
  readonly slicesFreely: boolean = false;

  /** The same elements in other chunks, where that is no more work than in these. */
  rechunked?(chunks: Chunks): Expression<D> | undefined;

  /** The key of a block. */
  key(index: readonly number[]): Key {
    let key = this.name;
    for (const at of index) key += `,${at}`;
    return key;
  }

  /** The shape of a block. */
  blockShape(index: readonly number[]): number[] {
    return this.chunks.map((axis, at) => axis[index[at]]);
  }
}

/** Selects from an expression; the same selection of the same expression is made once. */
export type Slicer = (expression: Expression, selection: Selection) => Expression;

/** Adds the tasks of blocks, and all that they need, to a graph. What is there already stays. */
export function addBlocks(graph: Graph, expression: Expression, indices: Iterable<readonly number[]>): void {
  // By hand: expressions may be chains of any length.
  const waiting: { expression: Expression; index: readonly number[]; key: Key }[] = [];
  const builder: Builder = {
    graph,
    block(needed, index) {
      const key = needed.key(index);
      if (!graph.has(key)) waiting.push({ expression: needed, index, key });
      return new Ref(key);
    },
  };
  for (const index of indices) {
    builder.block(expression, index);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (graph.has(next.key)) continue;
      graph.set(next.key, next.expression.task(next.key, next.index, builder));
    }
  }
}
