/** Whole numbers of which the one with the smallest rank comes out first: the tasks that could run now. */
export class Heap {
  readonly #rank: ArrayLike<number>;
  #items: Int32Array = new Int32Array(64);
  #size = 0;

  constructor(rank: ArrayLike<number>) {
    this.#rank = rank;
  }

  get size(): number {
    return this.#size;
  }

  push(item: number): void {
    if (this.#size === this.#items.length) {
      const larger = new Int32Array(2 * this.#size);
      larger.set(this.#items);
      this.#items = larger;
    }
    const items = this.#items;
    const rank = this.#rank[item];
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#rank[items[parent]] <= rank) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  /** The first; only where there is one. */
  peek(): number {
    return this.#items[0];
  }

  pop(): number {
    const items = this.#items;
    const first = items[0];
    const last = items[--this.#size];
    const rank = this.#rank[last];
    const size = this.#size;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#rank[items[child + 1]] < this.#rank[items[child]]) child++;
      if (this.#rank[items[child]] >= rank) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return first;
  }
}
