/**
 * Workers between computations. Idle ones keep nothing alive, so that the process can end under them, and after a while
 * they are ended.
 */
import type { WorkerHandle } from './crew.js';

interface Keepable extends WorkerHandle {
  ref(): void;
  unref(): void;
}

const idleMs = 30_000;
/** A worker that was told of so many functions is ended rather than kept: it cannot forget them. */
const mostKnown = 10_000;

export class IdleWorkers<W extends Keepable> {
  readonly #make: () => W;
  readonly #idle: { readonly worker: W; readonly timer: NodeJS.Timeout }[] = [];

  constructor(make: () => W) {
    this.#make = make;
  }

  take(): W {
    const kept = this.#idle.pop();
    if (kept === undefined) return this.#make();
    clearTimeout(kept.timer);
    kept.worker.ref();
    return kept.worker;
  }

  giveBack(worker: W): void {
    worker.listener = null;
    if (worker.known.size > mostKnown) {
      worker.stop();
      return;
    }
    worker.unref();
    const timer = setTimeout(() => {
      this.forget(worker);
      worker.stop();
    }, idleMs).unref();
    this.#idle.push({ worker, timer });
  }

  /** It has ended by itself. */
  forget(worker: W): void {
    const at = this.#idle.findIndex((kept) => kept.worker === worker);
    if (at >= 0) clearTimeout(this.#idle.splice(at, 1)[0].timer);
  }

  stop(): void {
    for (const { worker, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      worker.stop();
    }
  }
}
