import type { IndexedGraph } from './indexed.js';

/** How many results are alive before each task of an order: at most, and on average. Results nobody needs do not count. */
export function pressureOf(
  { size, needs, users }: IndexedGraph,
  order: Int32Array,
): { readonly peak: number; readonly mean: number } {
  const left = new Int32Array(size);
  for (let node = 0; node < size; node++) left[node] = users.starts[node + 1] - users.starts[node];
  let alive = 0;
  let peak = 0;
  let total = 0;
  for (const node of order) {
    if (alive > peak) peak = alive;
    total += alive;
    for (let i = needs.starts[node]; i < needs.starts[node + 1]; i++) {
      const need = needs.items[i];
      left[need] -= 1;
      if (left[need] === 0) alive -= 1;
    }
    if (left[node] > 0) alive += 1;
  }
  return { peak, mean: size === 0 ? 0 : total / size };
}
