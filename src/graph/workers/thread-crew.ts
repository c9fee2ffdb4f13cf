/** Worker threads of this process, kept between computations. */
import { Worker } from 'node:worker_threads';
import type { Crew, Listener, WorkerHandle } from './crew.js';
import { entryFile } from './entry-file.js';
import { IdleWorkers } from './idle-workers.js';
import { claimCount, type Work, type WorkerSetup } from './protocol.js';
import { SharedMemory } from './shared-memory.js';

let count = 0;

class Thread implements WorkerHandle {
  readonly name = String(count++);
  readonly claims = new Int32Array(new SharedArrayBuffer(4 * claimCount));
  readonly known = new Set<number>();
  readonly #worker: Worker;
  proven = false;
  listener: Listener | null = null;

  constructor() {
    const workerData: WorkerSetup = { claims: this.claims };
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
      idle.forget(this);
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

const idle = new IdleWorkers(() => new Thread());

/** The threads of one computation. */
export function threadCrew(): Crew {
  return {
    transfer: new SharedMemory({ remember: true }),
    take: () => idle.take(),
    giveBack: (handle) => idle.giveBack(handle as Thread),
    close() {},
  };
}

/** Ends the threads that have nothing to do. */
export function stopIdleThreads(): void {
  idle.stop();
}
