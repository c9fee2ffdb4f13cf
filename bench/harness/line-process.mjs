// A child process that answers one JSON line for each JSON line it gets: the peers, and our own side with another
// environment (instruction set, backend, threads).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class LineProcess {
  #child;
  #waiting = [];
  #errors = '';
  /** What to answer once the process is gone: `{ missing }` where it could not start, else `{ error }`. */
  #end;

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
    const ended = (reply) => {
      this.#end ??= reply;
      for (const resolve of this.#waiting.splice(0)) resolve(this.#end);
    };
    this.#child.on('error', () => ended({ missing: command }));
    this.#child.on('close', (code, signal) => {
      const module = /No module named '([^']+)'/.exec(this.#errors)?.[1];
      if (module !== undefined) ended({ missing: module });
      else ended({ error: `the process ended (${signal ?? code}) ${this.#errors}`.trim() });
    });
    this.#child.stdin.on('error', () => {});
  }

  /** One request; the reply, or why there is none. */
  ask(request) {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  async close() {
    if (this.#end !== undefined) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end();
    await closed;
  }
}
