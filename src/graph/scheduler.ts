/**
 * The seam between what a computation is and who runs it. A scheduler gets a graph, in which every key is there, and the
 * keys whose results are wanted; everything else is an option. A cluster plugs in here as one more row.
 */
import { ArgumentError } from '../core/errors.js';
import type { Key } from './tasks/key.js';
import type { Graph, Task } from './tasks/task.js';

/** What happened to one task; times in milliseconds of `performance.now()` of the main thread. */
export interface TaskEvent {
  readonly key: Key;
  readonly task: Task;
  /** `'main'`, `'background'` for functions that have threads of their own, or the number of the worker. */
  readonly worker: string;
  readonly started: number;
  readonly ended: number;
  /** Of the result, as far as it is known: arrays and typed arrays count, other values as nothing. */
  readonly bytes: number;
}

/** What those who watch a computation are told. Each is optional; none may change anything. */
export interface Callback {
  start?(graph: Graph, keys: readonly Key[]): void;
  /** A task was given to a worker. */
  before?(key: Key, task: Task, worker: string): void;
  /** A task has a result. */
  after?(event: TaskEvent): void;
  /** A result was let go of: the last task that needed it has run. */
  release?(key: Key): void;
  /** Everything is over; `error` is what the computation failed with. */
  finish?(error: unknown): void;
}

export interface RunOptions {
  /** How many workers; as many as the machine has cores where it is left out. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly callbacks?: readonly Callback[];
  /** A line on the terminal that says how far the computation is. */
  readonly progress?: boolean;
  /** A page at a local address that shows the computation while it runs; its address is written to stderr. */
  readonly dashboard?: boolean;
  /** How often a task that fails is tried again, where it has no annotation of its own. */
  readonly retries?: number;
  /** Bytes (or `'2GB'`) of results in memory above which root tasks wait and results go to disk. */
  readonly memoryLimit?: number | string;
  /** Where results that do not fit are put; a folder of its own under the system's temporary one. */
  readonly spillDirectory?: string;
  /**
   * Whether functions that cannot go to a worker run on the calling thread; otherwise they are refused, with a
   * GraphError that says why they cannot.
   */
  readonly mainThread?: boolean;
  /** Of what annotations ask for, how much there is: `{ gpu: 1 }`. */
  readonly resources?: Readonly<Record<string, number>>;
}

export interface Scheduler {
  /** The results of `keys`, in their order. Rejects with the first failure; never leaves a promise open. */
  run(graph: Graph, keys: readonly Key[], options: RunOptions): Promise<unknown[]>;
}

const schedulers = new Map<string, () => Promise<Scheduler>>();

/** Makes a scheduler known by a name, loaded when it is first asked for. */
export function registerScheduler(name: string, load: () => Promise<Scheduler>): void {
  schedulers.set(name, load);
}

/** @throws ArgumentError when nobody registered one under that name. */
export function schedulerNamed(operation: string, name: string): Promise<Scheduler> {
  const load = schedulers.get(name);
  if (load === undefined) {
    const needs = `one of ${[...schedulers.keys()].map((known) => `'${known}'`).join(', ')}`;
    throw new ArgumentError(`scheduler is '${name}'; needs ${needs}`, {
      operation,
      argument: 'scheduler',
      got: name,
      needs,
    });
  }
  return load();
}
