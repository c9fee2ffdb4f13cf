/** One task after the other in the calling thread, in the static order: to debug, and where everything is small. */
import { runTask } from '../engine/resolve.js';
import type { RunOptions, Scheduler } from '../scheduler.js';
import type { Key } from '../tasks/key.js';
import type { Graph } from '../tasks/task.js';

export const sync: Scheduler = {
  async run(graph: Graph, keys: readonly Key[], _options: RunOptions): Promise<unknown[]> {
    const results = new Map<Key, unknown>();
    const lookup = (key: Key) => results.get(key);
    // Depth first by hand: a chain may be a million tasks long.
    const stack = [...keys].reverse();
    while (stack.length > 0) {
      const key = stack[stack.length - 1];
      const task = graph.get(key)!;
      const missing = results.has(key) ? [] : task.needs.filter((need) => !results.has(need));
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      stack.pop();
      if (!results.has(key)) results.set(key, await runTask(task, lookup));
    }
    return keys.map(lookup);
  },
};
