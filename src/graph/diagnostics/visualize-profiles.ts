import { AtomicFile } from '../../core/atomic-file.js';
import { ArgumentError } from '../../core/errors.js';
import type { Callback } from '../scheduler.js';
import { CacheProfiler } from './cache-profiler.js';
import { drawBody, type Records } from './page/body.js';
import { drawPage } from './page/page.js';
import { Profiler } from './profiler.js';
import { ResourceProfiler } from './resource-profiler.js';

export interface VisualizeProfilesOptions {
  /** Where the page is written; nowhere where it is left out. */
  readonly path?: string;
  /** What stands on top of it; `'Profile'` where it is left out. */
  readonly title?: string;
}

/**
 * What profilers noted down as one self-contained HTML page: which worker ran which task when, CPU and memory, results
 * kept, and a table of tasks by name. All charts share one time axis; the wheel zooms, dragging moves.
 *
 * @returns the page.
 * @throws ArgumentError when one of `profilers` is no profiler of this package.
 * @throws FileError when the file cannot be written.
 * @example
 * const profiler = new Profiler();
 * await delayed(Math.sqrt)(2).compute({ callbacks: [profiler] });
 * visualizeProfiles([profiler], { title: 'One root' }).startsWith('<!doctype html>'); // true
 * @see Dask's `dask.diagnostics.visualize`
 */
export function visualizeProfiles(
  profilers: readonly Callback[],
  options: VisualizeProfilesOptions = {},
): string {
  const page = drawPage(options.title ?? 'Profile', drawBody(recordsOf(profilers)));
  if (options.path === undefined) return page;
  const file = new AtomicFile('visualizeProfiles', options.path);
  file.writeSync(new TextEncoder().encode(page));
  file.commitSync();
  return page;
}

function recordsOf(profilers: readonly Callback[]): Records {
  const records = {
    tasks: [] as Records['tasks'],
    resources: [] as Records['resources'],
    cache: [] as Records['cache'],
  };
  for (const profiler of profilers) {
    if (profiler instanceof Profiler) records.tasks = [...records.tasks, ...profiler.results];
    else if (profiler instanceof ResourceProfiler)
      records.resources = [...records.resources, ...profiler.results];
    else if (profiler instanceof CacheProfiler) records.cache = [...records.cache, ...profiler.results];
    else {
      const needs = 'Profiler, ResourceProfiler or CacheProfiler';
      throw new ArgumentError(`profilers has something else; needs ${needs}`, {
        operation: 'visualizeProfiles',
        argument: 'profilers',
        got: profiler,
        needs,
      });
    }
  }
  return records;
}
