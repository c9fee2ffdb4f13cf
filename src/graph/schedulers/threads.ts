/** Worker threads of this process, which share the memory of arrays. */
import { runGraph } from '../engine/engine.js';
import { workerCount } from '../engine/options.js';
import type { Scheduler } from '../scheduler.js';
import { threadCrew } from '../workers/thread-crew.js';

export const threads: Scheduler = {
  async run(graph, keys, options) {
    const { mainThread = false } = options;
    return runGraph(graph, keys, options, { crew: threadCrew(), workers: workerCount(options), mainThread });
  },
};
