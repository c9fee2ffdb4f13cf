import { formatCount, formatSeconds } from '../../plot/format.js';
import { ProgressBar, type ProgressStream } from '../../plot/progress-bar.js';
import type { Callback } from '../scheduler.js';

export interface ProgressOptions {
  /** What is being computed; `'compute'` where it is left out. */
  readonly label?: string;
  /** Where the line is written; stderr where it is left out. Nothing is written to what is no terminal. */
  readonly stream?: ProgressStream;
  /** Seconds since some start. */
  readonly clock?: () => number;
}

/**
 * A callback that shows on a terminal how many tasks have run, how fast they go and how long the rest will take, and
 * leaves one line at the end.
 *
 * @example
 * await delayed(Math.sqrt)(2).compute({ callbacks: [progress({ label: 'root' })] }); // 1.4142135623730951
 * @see Dask's `dask.diagnostics.ProgressBar`
 */
export function progress(options: ProgressOptions = {}): Callback {
  const { label = 'compute', stream = process.stderr, clock = () => performance.now() / 1000 } = options;
  let bar: ProgressBar | null = null;
  let total = 0;
  let done = 0;
  let started = 0;
  return {
    start(graph) {
      total = graph.size;
      done = 0;
      started = clock();
      bar = new ProgressBar({ label, units: total, unitName: 'tasks', stream, clock });
    },
    after() {
      done++;
      bar?.update(done, total);
    },
    finish(error) {
      bar?.finish();
      bar = null;
      if (!stream.isTTY) return;
      const how = error === undefined || error === null ? '' : ', then failed';
      stream.write(`${label}: ${formatCount(done)} tasks in ${formatSeconds(clock() - started)}${how}\n`);
    },
  };
}
