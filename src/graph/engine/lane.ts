/** Tasks that wait for one kind of place to run, roots (which need nothing) apart: they make work, and can be held back. */
import { Heap } from './heap.js';

export class Lane {
  readonly #rank: ArrayLike<number>;
  readonly #roots: Heap;
  readonly #others: Heap;

  constructor(rank: ArrayLike<number>) {
    this.#rank = rank;
    this.#roots = new Heap(rank);
    this.#others = new Heap(rank);
  }

  push(task: number, root: boolean): void {
    (root ? this.#roots : this.#others).push(task);
  }

  /** How many wait that are no roots. */
  get consumers(): number {
    return this.#others.size;
  }

  isEmpty(holdRoots: boolean): boolean {
    return this.#others.size === 0 && (holdRoots || this.#roots.size === 0);
  }

  /** The task that comes first; only where the lane is not empty. */
  peek(holdRoots: boolean): number {
    return this.#first(holdRoots).peek();
  }

  pop(holdRoots: boolean): number {
    return this.#first(holdRoots).pop();
  }

  #first(holdRoots: boolean): Heap {
    const [roots, others] = [this.#roots, this.#others];
    if (holdRoots || roots.size === 0) return others;
    if (others.size === 0) return roots;
    return this.#rank[roots.peek()] < this.#rank[others.peek()] ? roots : others;
  }
}
