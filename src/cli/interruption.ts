/**
 * Ctrl-C: the first SIGINT or SIGTERM asks the work to stop, so that unfinished files are removed; the second ends the
 * process at once (unfinished files still go: they are removed as the process exits).
 */
import { exitCode } from './exit-code.js';

export class Interruption {
  readonly #controller = new AbortController();
  #arrived: NodeJS.Signals | undefined;

  constructor() {
    process.on('SIGINT', this.#handle);
    process.on('SIGTERM', this.#handle);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The signal that arrived, if one did. */
  get arrived(): NodeJS.Signals | undefined {
    return this.#arrived;
  }

  /** Throws the abort reason if a signal has arrived: call between pieces of work that do not watch it themselves. */
  check(): void {
    this.#controller.signal.throwIfAborted();
  }

  readonly #handle = (signal: NodeJS.Signals): void => {
    if (this.#arrived !== undefined) {
      process.exit(signal === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted);
    }
    this.#arrived = signal;
    this.#controller.abort();
  };
}
