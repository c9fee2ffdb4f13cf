/** Worker processes: nothing is shared with them but the pages of arrays. */
import { runGraph } from '../engine/engine.js';
import { workerCount } from '../engine/options.js';
import type { Scheduler } from '../scheduler.js';
import { processCrew } from '../workers/process-crew.js';

export const processes: Scheduler = {
  async run(graph, keys, options) {
    const workers = workerCount(options);
    return runGraph(graph, keys, options, {
      crew: processCrew(),
      workers,
      mainThread: options.mainThread ?? false,
    });
  },
};
