/** What tasks occupy while they run, as their annotations say, and those that wait for it. */
import { GraphError } from '../../core/errors.js';
import type { Task } from '../tasks/task.js';

export class Resources {
  readonly #total: Readonly<Record<string, number>>;
  readonly #used = new Map<string, number>();
  readonly #waiting: number[] = [];

  constructor(total: Readonly<Record<string, number>> = {}) {
    this.#total = total;
  }

  /** Tasks that could run but for this. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws GraphError when a task asks for more than there is. */
  check(task: Task): void {
    for (const [name, amount] of Object.entries(task.annotations?.resources ?? {})) {
      const total = this.#total[name] ?? 0;
      if (amount <= total) continue;
      throw new GraphError(`task '${task.key}' asks for ${amount} of '${name}', and there is ${total}`, {
        operation: 'compute',
        argument: 'resources',
        got: total,
        needs: `at least ${amount}`,
      });
    }
  }

  /** Takes what the task needs; false, and it waits, where that is in use. */
  take(number: number, { annotations }: Task): boolean {
    const wanted = annotations?.resources;
    if (wanted === undefined) return true;
    for (const [name, amount] of Object.entries(wanted)) {
      if ((this.#used.get(name) ?? 0) + amount <= (this.#total[name] ?? 0)) continue;
      this.#waiting.push(number);
      return false;
    }
    for (const [name, amount] of Object.entries(wanted))
      this.#used.set(name, (this.#used.get(name) ?? 0) + amount);
    return true;
  }

  /** Gives back what a task had; the tasks that waited can try again. */
  release({ annotations }: Task): readonly number[] {
    const wanted = annotations?.resources;
    if (wanted === undefined) return [];
    for (const [name, amount] of Object.entries(wanted)) this.#used.set(name, this.#used.get(name)! - amount);
    return this.#waiting.splice(0);
  }
}
