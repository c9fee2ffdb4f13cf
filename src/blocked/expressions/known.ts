/** Blocks whose tasks are in a graph that is there already: after `persist`, and around other collections. */
import type { DType } from '../../core/dtype.js';
import type { CollectionParts } from '../../graph/collection.js';
import type { Callable } from '../../graph/tasks/callable.js';
import type { Key } from '../../graph/tasks/key.js';
import { type Graph, Ref, Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import type { Chunks } from '../chunks.js';
import { type Builder, Expression } from './expression.js';

export class KnownExpression<D extends DType = DType> extends Expression<D> {
  readonly #graph: Graph;

  /** `graph` has a task for the key of every block. */
  constructor(name: string, dtype: D, chunks: Chunks, graph: Graph) {
    super(name, dtype, chunks);
    this.#graph = graph;
  }

  task(key: Key, _index: readonly number[], { graph }: Builder): Task {
    const task = this.#graph.get(key)!;
    const waiting = [...task.needs];
    for (let need = waiting.pop(); need !== undefined; need = waiting.pop()) {
      if (graph.has(need)) continue;
      const needed = this.#graph.get(need)!;
      graph.set(need, needed);
      waiting.push(...needed.needs);
    }
    return task;
  }
}

/** What puts the results of a collection together is a function of this thread. */
function finishing(finish: CollectionParts['finish']): Callable {
  return { name: 'finish', run: (...results: unknown[]) => finish(results), staysHere: true };
}

/** The value of any collection as the one block of an array. */
export class CollectionExpression<D extends DType = DType> extends Expression<D> {
  readonly #parts: CollectionParts;

  constructor(name: string, dtype: D, shape: readonly number[], parts: CollectionParts) {
    super(
      name,
      dtype,
      shape.map((length) => [length]),
    );
    this.#parts = parts;
  }

  task(key: Key, index: readonly number[], { graph }: Builder): Task {
    const { keys, finish } = this.#parts;
    this.#parts.addTo(graph);
    const refs = keys.map((from) => new Ref(from));
    const value = refs.length === 1 ? refs[0] : new Task(key, finishing(finish), refs, keys);
    const args = [value, 'fromDelayed', this.dtype, this.blockShape(index)];
    return new Task(key, blockFunction('promisedBlock', 'fromDelayed'), args, keys);
  }
}
