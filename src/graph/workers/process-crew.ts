/**
 * Worker processes: for functions that crash, block or leak, and code that must not share a process. Kept between
 * computations as threads are, and ended after a while of idleness, or with this process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Crew, Listener, WorkerHandle } from './crew.js';
import { entryFile } from './entry-file.js';
import { FileMemory } from './file-memory.js';
import { IdleWorkers } from './idle-workers.js';
import type { ProcessMessage } from './process.js';
import { outcomeFields, type Work } from './protocol.js';
import type { Patch } from './values.js';

class Process implements WorkerHandle {
  readonly name: string;
  readonly claims = null;
  readonly known = new Set<number>();
  readonly #child: ChildProcess;
  proven = false;
  listener: Listener | null = null;
  /** Of the computation that has it. */
  files: FileMemory | null = null;

  constructor() {
    const child = fork(fileURLToPath(entryFile('process')), [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.name = String(child.pid);
    this.#child = child;
    let error: unknown;
    let over = false;
    const ended = (reason: string): void => {
      if (over) return;
      over = true;
      idle.forget(this);
      this.listener?.gone(reason, error);
    };
    child.on('message', (results) => this.#results(results as unknown[]));
    child.on('error', (problem) => {
      error = problem;
      ended(`ended with ${problem}`);
    });
    child.on('exit', (code, signal) => {
      ended(signal === null ? `ended with code ${code}` : `was killed by ${signal}`);
    });
  }

  /** Takes over the files in the results, and tells the worker that it can close them. */
  #results(results: unknown[]): void {
    const { files, listener } = this;
    if (files === null || listener === null) return;
    const close: number[] = [];
    for (let at = 0; at < results.length; at += outcomeFields) {
      const patches = results[at + 3] as Patch[] | null;
      if (patches === null) continue;
      try {
        const adopted = files.adopt(patches);
        results[at + 3] = adopted.patches;
        close.push(...adopted.theirs);
      } catch {
        // It died after it sent them: its tasks are run again when that is heard.
        this.stop(true);
        return;
      }
    }
    if (close.length > 0) this.#send({ close });
    listener.results(results);
  }

  post(work: Work): void {
    this.#send(work);
  }

  #send(message: ProcessMessage): void {
    // Sending to one that has ended fails; its end is heard by itself.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  stop(listen = false): void {
    if (!listen) this.listener = null;
    this.#child.kill('SIGKILL');
  }

  ref(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }

  unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }
}

const idle = new IdleWorkers(() => new Process());

/** The processes of one computation. */
export function processCrew(): Crew {
  const files = new FileMemory();
  return {
    transfer: files,
    take(): WorkerHandle {
      const process = idle.take();
      process.files = files;
      return process;
    },
    giveBack(handle: WorkerHandle): void {
      const process = handle as Process;
      process.files = null;
      idle.giveBack(process);
    },
    close: () => files.close(),
  };
}

/** Ends the processes that have nothing to do. */
export function stopIdleProcesses(): void {
  idle.stop();
}
