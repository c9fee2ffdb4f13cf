/** Where tasks can run, by what they call. */
import type { Callable } from '../tasks/callable.js';
import { Nested, Task } from '../tasks/task.js';
import { numberOf } from './packer.js';

/** Nothing to run; threads of its own; a worker; the calling thread. */
export type Place = 'known' | 'background' | 'outside' | 'main';

export class Placement {
  readonly #workers: boolean;
  readonly #mainThread: boolean;
  readonly #places = new Map<Callable, Place>();

  /** `workers`: whether there are any; `mainThread`: whether the calling thread runs what cannot travel. */
  constructor(workers: boolean, mainThread: boolean) {
    this.#workers = workers;
    this.#mainThread = mainThread;
  }

  /** @throws GraphError when the function cannot travel and must. */
  of(task: Task): Place {
    const { callable, args } = task;
    let place: Place = callable === null ? 'known' : this.#ofCallable(callable);
    for (const arg of args) {
      if (typeof arg !== 'object' || arg === null) continue;
      if (arg instanceof Task) place = this.#together(place, this.#inner(arg));
      else if (arg instanceof Nested) place = this.#inside(arg.value, place);
    }
    return place;
  }

  #ofCallable(callable: Callable): Place {
    let place = this.#places.get(callable);
    if (place === undefined) {
      place = this.#decide(callable);
      this.#places.set(callable, place);
    }
    return place;
  }

  #decide(callable: Callable): Place {
    if (!this.#workers || callable.staysHere) return 'main';
    if (callable.background !== undefined) return 'background';
    try {
      numberOf(callable);
      return 'outside';
    } catch (error) {
      if (this.#mainThread && callable.run !== undefined) return 'main';
      throw error;
    }
  }

  /** A task inside another runs where that one does, and keeps it off the calling thread where it can. */
  #inner(task: Task): Place {
    const place = this.of(task);
    return place === 'main' ? 'main' : this.#workers ? 'outside' : 'main';
  }

  #together(outer: Place, inner: Place): Place {
    return outer === 'main' || inner === 'main' ? 'main' : 'outside';
  }

  #inside(x: unknown, place: Place): Place {
    if (x instanceof Task) return this.#together(place, this.#inner(x));
    if (typeof x !== 'object' || x === null) return place;
    if (Array.isArray(x)) return x.reduce<Place>((found, item) => this.#inside(item, found), place);
    const prototype = Object.getPrototypeOf(x);
    if (prototype !== Object.prototype && prototype !== null) return place;
    return Object.values(x).reduce<Place>((found, item) => this.#inside(item, found), place);
  }
}
