/** Those who watch a computation, told of everything in the same way. */
import type { Callback, TaskEvent } from '../scheduler.js';
import type { Key } from '../tasks/key.js';
import type { Graph, Task } from '../tasks/task.js';

export class Watchers {
  readonly #callbacks: readonly Callback[];

  constructor(callbacks: readonly Callback[]) {
    this.#callbacks = callbacks;
  }

  start(graph: Graph, keys: readonly Key[]): void {
    for (const callback of this.#callbacks) callback.start?.(graph, keys);
  }

  before(task: Task, worker: string): void {
    for (const callback of this.#callbacks) callback.before?.(task.key, task, worker);
  }

  after(task: Task, worker: string, started: number, ended: number, bytes: number): void {
    if (this.#callbacks.length === 0) return;
    const event: TaskEvent = { key: task.key, task, worker, started, ended, bytes };
    for (const callback of this.#callbacks) callback.after?.(event);
  }

  release(key: Key): void {
    for (const callback of this.#callbacks) callback.release?.(key);
  }

  /** Everybody is told, even where one of them throws; gives what was thrown first. */
  finish(error: unknown): unknown {
    let thrown: unknown;
    for (const callback of this.#callbacks) {
      try {
        callback.finish?.(error);
      } catch (problem) {
        thrown ??= problem;
      }
    }
    return thrown;
  }
}
