/**
 * Worker threads of this process, kept between computations.
 *
 * Policy: a thread starts when a computation wants one and none is idle, and belongs to that computation until it gives
 * it back. Idle threads keep nothing alive: the process can end under them. After a while of idleness they are ended.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { BackendError } from '../../core/errors.js';
import type { Crew, Listener, WorkerHandle } from './crew.js';
import { claimCount, type Work, type WorkerSetup } from './protocol.js';
import { SharedMemory } from './shared-memory.js';

const idleMs = 30_000;
/** A worker that was told of so many functions is ended rather than kept: it cannot forget them. */
export const mostKnown = 10_000;

let count = 0;

/** The file a worker starts with: in dist/, also when this module itself is run from its source. */
export function entryFile(name: string): URL {
  for (const path of [
    `./${name}.js`,
    `../graph/workers/${name}.js`,
    `../../../dist/graph/workers/${name}.js`,
  ]) {
    const url = new URL(path, import.meta.url);
    if (existsSync(fileURLToPath(url))) return url;
  }
  throw new BackendError(`${name}.js, which workers start with, is not there; needs a build`, {
    operation: 'compute',
    needs: 'node scripts/build.mjs',
  });
}

class Thread implements WorkerHandle {
  readonly name = String(count++);
  readonly claims = new Int32Array(new SharedArrayBuffer(4 * claimCount));
  readonly known = new Set<number>();
  readonly #worker: Worker;
  proven = false;
  listener: Listener | null = null;
  idleTimer: NodeJS.Timeout | undefined;

  constructor(ended: (thread: Thread) => void) {
    const workerData: WorkerSetup = { worker: this.name, claims: this.claims };
    const worker = new Worker(entryFile('thread'), { workerData, name: `strided ${this.name}` });
    let error: unknown;
    worker.on('message', (results: unknown[]) => this.listener?.results(results));
    worker.on('messageerror', (problem) => {
      error = problem;
      void worker.terminate();
    });
    worker.on('error', (problem) => {
      error = problem;
    });
    worker.on('exit', (code) => {
      ended(this);
      this.listener?.gone(endedHow(code, error), error);
    });
    this.#worker = worker;
  }

  post(work: Work): void {
    this.#worker.postMessage(work);
  }

  stop(): void {
    this.listener = null;
    void this.#worker.terminate();
  }

  ref(): void {
    this.#worker.ref();
  }

  unref(): void {
    this.#worker.unref();
  }
}

function endedHow(code: number, error: unknown): string {
  const memory = (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (memory) return 'ran out of memory';
  return error === undefined ? `ended with code ${code}` : `ended with ${String(error)}`;
}

const idle: Thread[] = [];

export const threadCrew: Crew = {
  take(): WorkerHandle {
    const kept = idle.pop();
    clearTimeout(kept?.idleTimer);
    kept?.ref();
    return kept ?? new Thread(forget);
  },

  giveBack(handle: WorkerHandle): void {
    const thread = handle as Thread;
    if (thread.known.size > mostKnown) {
      thread.stop();
      return;
    }
    thread.unref();
    thread.idleTimer = setTimeout(() => {
      forget(thread);
      thread.stop();
    }, idleMs).unref();
    idle.push(thread);
  },

  transfer: () => new SharedMemory({ remember: true }),
};

function forget(thread: Thread): void {
  const at = idle.indexOf(thread);
  if (at >= 0) idle.splice(at, 1);
}

/** Ends the threads that have nothing to do. */
export function stopIdleThreads(): void {
  for (const thread of idle.splice(0)) {
    clearTimeout(thread.idleTimer);
    thread.stop();
  }
}
