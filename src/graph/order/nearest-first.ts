/**
 * An order that goes for what is nearest: of the tasks that a result in memory waits for, the one that needs the fewest
 * others, and frees the most. Where nothing waits, it starts with the first task on the way to the next target.
 */
import { goFor, type Preference } from './depth-first.js';
import type { IndexedGraph } from './indexed.js';
import { Walk } from './walk.js';

export function nearestFirst(graph: IndexedGraph, preference: Preference, targets: Int32Array): Int32Array {
  const walk = new Walk(graph);
  const waiting = new Waiting(graph, walk);
  let at = 0;
  for (;;) {
    let target = waiting.nearest();
    if (target === -1) {
      while (at < targets.length && walk.done[targets[at]] === 1) at += 1;
      if (at === targets.length) return walk.order;
      target = firstOnTheWay(graph, walk, preference, targets[at]);
    }
    goFor(graph, walk, preference, target);
  }
}

/** The root that the first unfinished needs lead to. */
function firstOnTheWay({ needs }: IndexedGraph, walk: Walk, preference: Preference, target: number): number {
  let node = target;
  for (let i = needs.starts[node]; i < needs.starts[node + 1]; i++) {
    if (walk.done[preference[i]] === 1) continue;
    node = preference[i];
    i = needs.starts[node] - 1;
  }
  return node;
}

/** Tasks with a need in memory, by distance. A task is in several buckets; the last of its distances is the true one. */
class Waiting {
  readonly #graph: IndexedGraph;
  readonly #walk: Walk;
  readonly #buckets: number[][] = [];
  #lowest = 0;
  #seen = 0;

  constructor(graph: IndexedGraph, walk: Walk) {
    this.#graph = graph;
    this.#walk = walk;
  }

  /** −1 where nothing waits. */
  nearest(): number {
    this.#addNew();
    for (; this.#lowest < this.#buckets.length; this.#lowest++) {
      const bucket = this.#buckets[this.#lowest];
      while (bucket !== undefined && bucket.length > 0) {
        const node = bucket.pop()!;
        if (this.#walk.done[node] === 0 && this.#distance(node) === this.#lowest) return node;
      }
    }
    return -1;
  }

  #addNew(): void {
    const { starts, items } = this.#graph.users;
    for (; this.#seen < this.#walk.count; this.#seen++) {
      const node = this.#walk.order[this.#seen];
      for (let i = starts[node + 1] - 1; i >= starts[node]; i--) {
        const user = items[i];
        if (this.#walk.done[user] === 1) continue;
        const distance = this.#distance(user);
        this.#buckets[distance] ??= [];
        this.#buckets[distance].push(user);
        if (distance < this.#lowest) this.#lowest = distance;
      }
    }
  }

  #distance(node: number): number {
    return this.#walk.missing[node] + Math.max(0, 1 + this.#walk.growth(node));
  }
}
