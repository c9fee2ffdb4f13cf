// A child process that answers one JSON line for each JSON line it gets: the peers, and our own side with another
// environment (instruction set, backend, threads).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class LineProcess {
  #child;
  #waiting = [];
  #errors = '';

  constructor(command, args, environment = {}) {
    this.#child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#waiting.shift()?.(JSON.parse(line)),
    );
    this.#child.stderr.on('data', (text) => {
      this.#errors = (this.#errors + text).slice(-2000);
    });
    const ended = (what) => {
      for (const resolve of this.#waiting.splice(0)) resolve({ error: `${what} ${this.#errors}`.trim() });
    };
    this.#child.on('error', (error) => ended(error.message));
    this.#child.on('close', (code, signal) => ended(`the process ended (${signal ?? code})`));
    this.#child.stdin.on('error', () => {});
  }

  /** One request; the reply, or `{ error }` when the process is gone. */
  ask(request) {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return Promise.resolve({ error: `the process has ended. ${this.#errors}`.trim() });
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async close() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end();
    await closed;
  }
}
