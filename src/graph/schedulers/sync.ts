/** One task after the other in the calling thread, in the static order: to debug, and where everything is small. */
import { runGraph } from '../engine/engine.js';
import type { Scheduler } from '../scheduler.js';

export const sync: Scheduler = {
  run: (graph, keys, options) => runGraph(graph, keys, options, null),
};
