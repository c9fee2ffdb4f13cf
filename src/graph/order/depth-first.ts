/** Orders that go for one target after the other, each by way of all it still needs, deepest first. */
import type { IndexedGraph } from './indexed.js';
import { Walk } from './walk.js';

/** The needs of every node in the order they are gone for, in the places of `graph.needs.items`. */
export type Preference = Int32Array;

/** The needs with the largest rank first; equal ones in their order. */
export function preferLarge({ size, needs }: IndexedGraph, rank: Float64Array): Preference {
  const sorted = needs.items.slice();
  for (let node = 0; node < size; node++) {
    const [from, to] = [needs.starts[node], needs.starts[node + 1]];
    if (to - from > 1) sorted.subarray(from, to).sort((a, b) => rank[b] - rank[a] || a - b);
  }
  return sorted;
}

/**
 * How many results are alive at most until a node has run, were everything it needs its alone and gone for in the best
 * order: the largest first, since each that is done stays while the next are made.
 * @see R. Sethi, J. D. Ullman, The generation of optimal code for arithmetic expressions, J. ACM 17 (1970)
 */
export function registers({ needs, topological, size }: IndexedGraph): Float64Array {
  const peaks = new Float64Array(size);
  for (const node of topological) {
    const [from, to] = [needs.starts[node], needs.starts[node + 1]];
    if (to - from < 2) {
      peaks[node] = to === from ? 1 : peaks[needs.items[from]];
      continue;
    }
    const below = new Float64Array(to - from);
    for (let i = from; i < to; i++) below[i - from] = peaks[needs.items[i]];
    below.sort();
    let peak = Math.max(1, to - from);
    for (let i = 0; i < below.length; i++) peak = Math.max(peak, below[i] + below.length - 1 - i);
    peaks[node] = peak;
  }
  return peaks;
}

/** Goes for each target in turn. */
export function depthFirst(graph: IndexedGraph, preference: Preference, targets: Int32Array): Int32Array {
  const walk = new Walk(graph);
  for (const target of targets) goFor(graph, walk, preference, target);
  return walk.order;
}

/** Runs a node after all it needs that has not run. */
export function goFor({ needs }: IndexedGraph, walk: Walk, preference: Preference, target: number): void {
  const stack = [target];
  const next = [needs.starts[target]];
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    let at = next[next.length - 1];
    const end = needs.starts[node + 1];
    while (at < end && walk.done[preference[at]] === 1) at += 1;
    if (walk.done[node] === 1 || at === end) {
      stack.pop();
      next.pop();
      if (walk.done[node] === 0) walk.run(node);
      continue;
    }
    next[next.length - 1] = at + 1;
    stack.push(preference[at]);
    next.push(needs.starts[preference[at]]);
  }
}
