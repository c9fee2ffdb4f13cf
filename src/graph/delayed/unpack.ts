/** From the arguments of a delayed call to those of a task: delayed values and other collections become Refs. */
import { GraphError } from '../../core/errors.js';
import { type CollectionParts, collectionSymbol, isCollection } from '../collection.js';
import { type Key, keyOf } from '../tasks/key.js';
import { type Graph, isPlainObject, Nested, Ref, Task } from '../tasks/task.js';
import { tokenize } from '../tokenize.js';
import { type DelayedNode, nodeOf } from './node.js';
import { originalSymbol } from './types.js';

/** What a task is made from: its own tasks, and who has those that they need. */
export interface TaskSource {
  readonly key: Key;
  readonly task: Task;
  readonly dependencies: readonly TaskSource[];
  /** Whether the user chose the key, so that another task may have it by mistake. */
  readonly named: boolean;
  /** Adds the task itself. */
  contribute(graph: Graph): void;
}

export interface Unpacked {
  readonly args: readonly unknown[];
  readonly needs: readonly Key[];
  readonly dependencies: readonly TaskSource[];
}

const none: readonly never[] = Object.freeze([]);

/** @throws GraphError when a list or object contains itself */
export function unpack(operation: string, args: readonly unknown[]): Unpacked {
  const found = new Map<Key, TaskSource>();
  const put = (x: unknown, around: readonly unknown[]): unknown => {
    if (typeof x !== 'object' && typeof x !== 'function') return x;
    const source = sourceOf(x);
    if (source !== null) {
      found.set(source.key, source);
      return new Ref(source.key);
    }
    if (typeof x === 'function') return (x as { [originalSymbol]?: unknown })[originalSymbol] ?? x;
    if (x === null) return x;
    const isList = Array.isArray(x);
    if (!isList && !isPlainObject(x)) return x;
    if (around.includes(x)) {
      throw new GraphError(
        'an argument contains itself; delayed values can be looked for only where that ends',
        {
          operation,
          argument: 'args',
          got: x,
        },
      );
    }
    const inside = [...around, x];
    return isList ? putList(x, inside, put) : putObject(x, inside, put);
  };
  const made = args.map((arg) => {
    const value = put(arg, none);
    return value === arg || value instanceof Ref || typeof value === 'function' ? value : new Nested(value);
  });
  if (found.size === 0) return { args: made, needs: none, dependencies: none };
  return { args: made, needs: [...found.keys()], dependencies: [...found.values()] };
}

type Put = (x: unknown, around: readonly unknown[]) => unknown;

/** The list itself where nothing in it changes. */
function putList(list: readonly unknown[], around: readonly unknown[], put: Put): unknown {
  let changed = false;
  const made = list.map((item) => {
    const value = put(item, around);
    if (value !== item) changed = true;
    return value;
  });
  return changed ? made : list;
}

function putObject(object: Record<string, unknown>, around: readonly unknown[], put: Put): unknown {
  let changed = false;
  const made: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(object)) {
    const value = put(item, around);
    if (value !== item) changed = true;
    made[name] = value;
  }
  return changed ? made : object;
}

/** Who has the task whose result `x` is; null where `x` is no collection. */
export function sourceOf(x: unknown): TaskSource | null {
  const node = nodeOf(x);
  if (node !== null) return node satisfies DelayedNode;
  return isCollection(x) ? new CollectionSource(x[collectionSymbol]()) : null;
}

/** Any other collection as one value: a task that finishes it. */
class CollectionSource implements TaskSource {
  readonly key: Key;
  readonly task: Task;
  readonly dependencies: readonly TaskSource[] = none;
  readonly named = false;
  readonly #parts: CollectionParts;

  constructor(parts: CollectionParts) {
    this.#parts = parts;
    this.key = keyOf('finish', tokenize(parts.keys));
    const refs = parts.keys.map((key) => new Ref(key));
    const run = (results: readonly unknown[]) => parts.finish(results);
    this.task = new Task(this.key, { name: 'finish', run }, [new Nested(refs)], [...new Set(parts.keys)]);
  }

  contribute(graph: Graph): void {
    const { keys, optimize } = this.#parts;
    if (optimize === undefined) {
      this.#parts.addTo(graph);
    } else {
      const own: Graph = new Map();
      this.#parts.addTo(own);
      for (const [key, task] of optimize.call(this.#parts, own, keys))
        if (!graph.has(key)) graph.set(key, task);
    }
    graph.set(this.key, this.task);
  }
}
