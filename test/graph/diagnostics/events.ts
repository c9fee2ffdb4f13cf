/** Computations that never ran, for those who watch: times are given, so that pictures are the same every time. */
import { type Callback, type Graph, Task, type TaskEvent } from '../../../src/graph/index.js';

export interface Told {
  readonly key: string;
  readonly worker: string;
  readonly started: number;
  readonly ended: number;
  readonly bytes?: number;
}

const callable = { name: 'nothing', run: () => undefined };

export function graphOf(events: readonly Told[]): Graph {
  return new Map(events.map(({ key }) => [key, new Task(key, callable, [])]));
}

export function eventOf({ key, worker, started, ended, bytes = 0 }: Told): TaskEvent {
  return { key, task: new Task(key, callable, []), worker, started, ended, bytes };
}

/** Tells a watcher of a computation from start to finish. */
export function tell(watcher: Callback, events: readonly Told[], error: unknown = null): void {
  watcher.start?.(graphOf(events), [events[events.length - 1].key]);
  for (const event of events) watcher.after?.(eventOf(event));
  watcher.finish?.(error);
}
