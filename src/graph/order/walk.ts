/**
 * One way through a graph, task after task, and what is known on the way: which tasks can run, and which would free as
 * much as they fill.
 *
 * State: `missing` counts the needs of a task that have not run, `left` the users of a result that have not run; where
 * one is left, `lastUser` is that one (the exclusive or of all that are left), and `frees` of it counts this result.
 */
import type { IndexedGraph } from './indexed.js';

export class Walk {
  readonly #graph: IndexedGraph;
  /** Nodes in the order they ran in. */
  readonly order: Int32Array;
  count = 0;
  readonly done: Uint8Array;
  readonly missing: Int32Array;
  readonly #left: Int32Array;
  readonly #lastUser: Int32Array;
  readonly #frees: Int32Array;
  readonly #candidates: number[] = [];

  constructor(graph: IndexedGraph) {
    const { size, needs, users } = graph;
    this.#graph = graph;
    this.order = new Int32Array(size);
    this.done = new Uint8Array(size);
    this.missing = new Int32Array(size);
    this.#left = new Int32Array(size);
    this.#lastUser = new Int32Array(size);
    this.#frees = new Int32Array(size);
    for (let node = 0; node < size; node++) {
      this.missing[node] = needs.starts[node + 1] - needs.starts[node];
      this.#left[node] = users.starts[node + 1] - users.starts[node];
      for (let i = users.starts[node]; i < users.starts[node + 1]; i++)
        this.#lastUser[node] ^= users.items[i];
      if (this.#left[node] === 1) this.#frees[this.#lastUser[node]] += 1;
    }
  }

  /** Runs a node whose needs have run, and then whatever takes no more memory than it gives back. */
  run(node: number): void {
    this.#runOne(node);
    while (this.#candidates.length > 0) {
      const next = this.#candidates.pop()!;
      if (this.done[next] === 0 && this.missing[next] === 0 && this.growth(next) <= 0) this.#runOne(next);
    }
  }

  /** How many more results are alive after a node than before it. */
  growth(node: number): number {
    const { starts } = this.#graph.users;
    return (starts[node + 1] > starts[node] ? 1 : 0) - this.#frees[node];
  }

  #runOne(node: number): void {
    const { needs, users } = this.#graph;
    this.done[node] = 1;
    this.order[this.count++] = node;
    for (let i = needs.starts[node]; i < needs.starts[node + 1]; i++) {
      const need = needs.items[i];
      this.#left[need] -= 1;
      this.#lastUser[need] ^= node;
      if (this.#left[need] !== 1) continue;
      const user = this.#lastUser[need];
      this.#frees[user] += 1;
      this.#candidates.push(user);
    }
    for (let i = users.starts[node + 1] - 1; i >= users.starts[node]; i--) {
      const user = users.items[i];
      this.missing[user] -= 1;
      if (this.missing[user] === 0) this.#candidates.push(user);
    }
  }
}
