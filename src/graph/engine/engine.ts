/**
 * One engine for all schedulers: it runs a graph in the calling thread and, where it has a crew, on workers.
 *
 * Policy. A task is ready when everything it needs has a result. Ready tasks start in the order of their rank (priority,
 * then the static order), each in the first place that fits it: values and other names at once; functions that have
 * threads of their own there, at most as many together as there are workers; functions that can travel on workers;
 * the others in the calling thread, one at a time. A result is let go of when the last task that needs it has run.
 * Tasks that need nothing make results before anybody can use them, so they are held back while tasks that could use
 * results wait for a place, and while results take more memory than they may.
 *
 * A task that fails is tried again as often as it may be. The first that fails for good ends everything: nothing new
 * starts, workers that are busy are ended, and the promise rejects with a TaskError. So does whatever else goes wrong in
 * here, since every entry from outside (messages, timers, signals) is guarded: the promise always settles.
 *
 * State. Tasks have numbers (engine/table.ts); `waiting` counts down what each still needs. Results are in
 * engine/results.ts, workers in engine/hands.ts; three lanes have what is ready; `#left` counts tasks without a result,
 * `#running` those that have begun.
 */
import { AbortError, TaskError } from '../../core/errors.js';
import type { RunOptions } from '../scheduler.js';
import { callBackground } from '../tasks/background.js';
import type { Key } from '../tasks/key.js';
import { type Graph, Ref, type Task } from '../tasks/task.js';
import type { Crew } from '../workers/crew.js';
import { SharedMemory } from '../workers/shared-memory.js';
import { Encoded, type Patch } from '../workers/values.js';
import { Hands } from './hands.js';
import { placeStack } from './inline-stacks.js';
import { Lane } from './lane.js';
import { memoryLimit } from './options.js';
import { keepsNothing, Packer } from './packer.js';
import { type Place, Placement } from './placement.js';
import { isPromise, resolve, runTask } from './resolve.js';
import { Resources } from './resources.js';
import { Results } from './results.js';
import { type Table, tableOf } from './table.js';
import { Watchers } from './watchers.js';

/** How long the calling thread runs tasks before it looks at other things. */
const turnMs = 10;

/** How the engine runs tasks beside the calling thread. */
export interface Outside {
  readonly crew: Crew;
  readonly workers: number;
  /** Whether functions that cannot travel run in the calling thread; they are refused otherwise. */
  readonly mainThread: boolean;
}

/** The results of `keys`. `outside` is null where everything runs in the calling thread. */
export async function runGraph(
  graph: Graph,
  keys: readonly Key[],
  options: RunOptions,
  outside: Outside | null,
): Promise<unknown[]> {
  const engine = new Engine(tableOf(graph, keys), keys, options, outside);
  return engine.run(graph);
}

class Engine {
  readonly #table: Table;
  readonly #keys: readonly Key[];
  readonly #options: RunOptions;
  readonly #workers: number;
  /** Whether memory is. */
  readonly #limited: boolean;
  readonly #results: Results;
  readonly #packer: Packer | null = null;
  readonly #hands: Hands | null = null;
  readonly #placement: Placement;
  readonly #resources: Resources;
  readonly #watchers: Watchers;
  readonly #abort = new AbortController();
  readonly #attempts = new Map<number, number>();
  readonly #main: Lane;
  readonly #background: Lane;
  readonly #outside: Lane;
  /** Tasks whose result is known without running anything. */
  readonly #known: number[] = [];
  #settle: { resolve(results: unknown[]): void; reject(error: unknown): void } | undefined;
  #left: number;
  #running = 0;
  #inBackground = 0;
  #mainBusy = false;
  #turn: NodeJS.Immediate | undefined;

  constructor(table: Table, keys: readonly Key[], options: RunOptions, outside: Outside | null) {
    const { tasks, rank } = table;
    const transfer = outside?.crew.transfer ?? new SharedMemory('main', { remember: false });
    this.#table = table;
    this.#keys = keys;
    this.#options = options;
    this.#workers = outside?.workers ?? 1;
    this.#limited = options.memoryLimit !== undefined;
    this.#placement = new Placement(outside !== null, outside?.mainThread ?? true);
    this.#resources = new Resources(options.resources);
    this.#watchers = new Watchers(options.callbacks ?? []);
    this.#results = new Results(table, transfer, memoryLimit(options), options.spillDirectory);
    this.#main = new Lane(rank);
    this.#background = new Lane(rank);
    this.#outside = new Lane(rank);
    this.#left = tasks.length;
    if (outside === null) return;
    this.#packer = new Packer(transfer, (key) => this.#results.toSend(table.indexOf.get(key)!));
    this.#hands = new Hands(outside.crew, outside.workers, tasks.length, this.#packer, {
      done: (i, value, patches, worker, started, ended) => {
        this.#guard(() => {
          this.#stopped(i);
          let result = value;
          if (patches !== null) {
            const encoded = new Encoded(value, patches as Patch[]);
            encoded.kept = !keepsNothing(tasks[i]);
            result = encoded;
          }
          this.#done(i, result, worker, started, ended);
        });
      },
      failed: (i, error, worker) => this.#failed(i, error, worker),
      again: (i) => {
        this.#stopped(i);
        this.#ready(i);
      },
      lost: (i, deaths, reason, worker, cause) => {
        const text = `its worker ${reason}, ${deaths} times`;
        this.#fail(this.#taskError(i, text, worker, deaths, cause));
      },
      hopeless: (error) => this.#fail(error),
      changed: () => this.#pump(),
    });
  }

  run(graph: Graph): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#guard(() => {
        const { signal } = this.#options;
        if (signal?.aborted) throw aborted(signal);
        signal?.addEventListener('abort', this.#onAbort);
        const { tasks, waiting } = this.#table;
        for (const task of tasks) {
          this.#placement.of(task);
          if (task.annotations?.resources) this.#resources.check(task);
        }
        this.#watchers.start(graph, this.#keys);
        for (let i = 0; i < tasks.length; i++) if (waiting[i] === 0) this.#ready(i);
        this.#pump();
      });
    });
  }

  readonly #onAbort = (): void => this.#fail(aborted(this.#options.signal!));

  /** Runs what comes from outside: whatever it throws ends the computation. */
  #guard(step: () => void): void {
    if (this.#settle === undefined) return;
    try {
      step();
    } catch (error) {
      this.#fail(error);
    }
  }

  #ready(i: number): void {
    const task = this.#table.tasks[i];
    const place = this.#placement.of(task);
    if (place === 'known') this.#known.push(i);
    else this.#laneOf(place).push(i, task.needs.length === 0);
  }

  #laneOf(place: Place): Lane {
    if (place === 'background') return this.#background;
    return place === 'outside' ? this.#outside : this.#main;
  }

  /** Starts everything that can start. */
  #pump(): void {
    this.#guard(() => {
      this.#settleKnown();
      this.#startBackground();
      this.#startOutside();
      this.#scheduleMain();
      if (this.#left === 0) this.#succeed();
    });
  }

  /** Whether tasks that need nothing have to wait. Never where nothing else could go on. */
  #holdsRoots(): boolean {
    if (
      this.#running === 0 &&
      this.#main.consumers + this.#background.consumers + this.#outside.consumers === 0
    )
      return false;
    // In the calling thread alone, the order says what comes first.
    if (this.#results.crowded) return true;
    const elsewhere = this.#hands === null ? 0 : this.#main.consumers + this.#background.consumers;
    return this.#resources.waiting + elsewhere > 2 * this.#workers;
  }

  #settleKnown(): void {
    for (let i = this.#known.pop(); i !== undefined; i = this.#known.pop()) {
      const task = this.#table.tasks[i];
      const now = performance.now();
      this.#watchers.before(task, 'main');
      const [arg] = task.args;
      const value =
        arg instanceof Ref ? this.#results.toSend(this.#index(arg.key)) : runTask(task, this.#lookup);
      this.#done(i, value, 'main', now, now);
    }
  }

  readonly #lookup = (key: Key): unknown => this.#results.value(this.#index(key));

  #index(key: Key): number {
    return this.#table.indexOf.get(key)!;
  }

  /** The next task of a lane that can have what it asks for; -1 where there is none. */
  #next(lane: Lane): number {
    while (!lane.isEmpty(this.#holdsRoots())) {
      const i = lane.pop(this.#holdsRoots());
      if (this.#resources.take(i, this.#table.tasks[i])) return i;
    }
    return -1;
  }

  #pin(i: number, by: 1 | -1): void {
    if (this.#limited)
      this.#results.pin(
        this.#table.tasks[i].needs.map((need) => this.#index(need)),
        by,
      );
  }

  #started(i: number, worker: string): void {
    this.#running++;
    this.#pin(i, 1);
    this.#watchers.before(this.#table.tasks[i], worker);
  }

  /** A task that had begun runs no more, whatever came of it. */
  #stopped(i: number): void {
    this.#running--;
    this.#pin(i, -1);
    for (const waiting of this.#resources.release(this.#table.tasks[i])) this.#ready(waiting);
  }

  #startBackground(): void {
    while (this.#inBackground < this.#workers) {
      const i = this.#next(this.#background);
      if (i < 0) return;
      const task = this.#table.tasks[i];
      this.#inBackground++;
      this.#started(i, 'background');
      const started = performance.now();
      const settled = (then: () => void): void => {
        this.#inBackground--;
        then();
        this.#pump();
      };
      const args = task.args.map((arg) => resolve(arg, this.#lookup));
      // What it throws at once is a rejection like any other.
      new Promise((settle) => settle(this.#callInBackground(task, args))).then(
        (value) => settled(() => this.#ranHere(i, value, 'background', started)),
        (error) => settled(() => this.#failed(i, error, 'background')),
      );
    }
  }

  #callInBackground(task: Task, args: readonly unknown[]): Promise<unknown> {
    const call = (ready: readonly unknown[]) => callBackground(task.callable!, ready, this.#abort.signal);
    // A task inside this one may have given a promise.
    return args.some(isPromise) ? Promise.all(args).then(call) : call(args);
  }

  #ranHere(i: number, value: unknown, worker: string, started: number): void {
    this.#guard(() => {
      this.#stopped(i);
      this.#done(i, value, worker, started, performance.now());
    });
  }

  #startOutside(): void {
    const [hands, packer] = [this.#hands, this.#packer];
    if (hands === null || packer === null) return;
    const { tasks } = this.#table;
    hands.open();
    while (!this.#outside.isEmpty(this.#holdsRoots())) {
      const next = this.#outside.peek(this.#holdsRoots());
      if (!hands.hasRoom(next, tasks[next].callable)) break;
      const i = this.#next(this.#outside);
      if (i < 0) break;
      try {
        this.#started(i, hands.give(i, packer.pack(tasks[i])));
      } catch (error) {
        this.#running++;
        this.#pin(i, 1);
        this.#failed(i, error, 'main');
      }
    }
    hands.post(this.#outside.isEmpty(this.#holdsRoots()));
  }

  #scheduleMain(): void {
    if (this.#mainBusy || this.#turn !== undefined || this.#main.isEmpty(this.#holdsRoots())) return;
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      this.#guard(() => this.#runMain());
      this.#pump();
    });
  }

  /** Runs tasks of the calling thread, until its turn is over or one has to be waited for. */
  #runMain(): void {
    const until = performance.now() + turnMs;
    let started = performance.now();
    for (; started < until && this.#settle !== undefined; started = performance.now()) {
      const i = this.#next(this.#main);
      if (i < 0) return;
      this.#started(i, 'main');
      let value: unknown;
      try {
        value = runTask(this.#table.tasks[i], this.#lookup);
      } catch (error) {
        this.#failed(i, error, 'main');
        continue;
      }
      if (isPromise(value)) {
        this.#waitFor(i, value, started);
        return;
      }
      this.#ranHere(i, value, 'main', started);
      this.#settleKnown();
    }
  }

  #waitFor(i: number, promise: PromiseLike<unknown>, started: number): void {
    this.#mainBusy = true;
    const settled = (then: () => void): void => {
      this.#mainBusy = false;
      then();
      this.#pump();
    };
    promise.then(
      (value) => settled(() => this.#ranHere(i, value, 'main', started)),
      (error) => settled(() => this.#failed(i, error, 'main')),
    );
  }

  #done(i: number, value: unknown, worker: string, started: number, ended: number): void {
    const { tasks, waiting, dependents, firstDependent } = this.#table;
    const bytes = this.#results.set(i, value);
    this.#left--;
    this.#watchers.after(tasks[i], worker, started, ended, bytes);
    for (let at = firstDependent[i]; at < firstDependent[i + 1]; at++) {
      const dependent = dependents[at];
      if (--waiting[dependent] === 0) this.#ready(dependent);
    }
    for (const need of tasks[i].needs) {
      if (this.#results.consumed(this.#index(need))) this.#watchers.release(need);
    }
  }

  #failed(i: number, error: unknown, worker: string): void {
    this.#guard(() => {
      this.#stopped(i);
      const attempts = (this.#attempts.get(i) ?? 0) + 1;
      this.#attempts.set(i, attempts);
      const allowed = this.#table.tasks[i].annotations?.retries ?? this.#options.retries ?? 0;
      if (attempts <= allowed) {
        this.#ready(i);
        return;
      }
      const { callable } = this.#table.tasks[i];
      if (callable !== null && error instanceof Error) placeStack(error, callable);
      throw this.#taskError(i, `it threw ${shown(error)}`, worker, attempts, error);
    });
  }

  #taskError(i: number, text: string, worker: string, attempts: number, cause: unknown): TaskError {
    const { key, callable } = this.#table.tasks[i];
    const name = callable === null ? '' : ` (${callable.name})`;
    const tries = attempts > 1 ? `, at attempt ${attempts}` : '';
    const message = `task '${key}'${name} failed${tries}: ${text}`;
    return new TaskError(message, { operation: 'compute', key, worker, attempts, cause });
  }

  #succeed(): void {
    const results = this.#keys.map((key) => this.#lookup(key));
    const settle = this.#close()!;
    const problem = this.#watchers.finish(undefined);
    if (problem === undefined) settle.resolve(results);
    else settle.reject(problem);
  }

  #fail(error: unknown): void {
    const settle = this.#close();
    if (settle === undefined) return;
    this.#abort.abort(error);
    this.#watchers.finish(error);
    settle.reject(error);
  }

  /** Nothing runs for this computation any more. Undefined where it was over before. */
  #close() {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    clearImmediate(this.#turn);
    this.#hands?.close();
    this.#results.close();
    return settle;
  }
}

function aborted(signal: AbortSignal): AbortError {
  return new AbortError('the computation was aborted', { operation: 'compute', cause: signal.reason });
}

function shown(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
