/**
 * A delayed value. What the user holds is a Proxy, so that every attribute of the value to come can be asked for; its
 * handler is the node below, with the task and the nodes of the tasks it needs. All proxies share one target: a node
 * costs its fields and nothing else.
 *
 * Policy: asking for an attribute makes a task, calling it makes another; nothing is ever computed by looking.
 * `then` is not there, so that `await d` and returning `d` from an async function give the delayed value itself.
 */
import { inspect } from 'node:util';
import { GraphError } from '../../core/errors.js';
import { currentAnnotations } from '../annotate.js';
import { type CollectionParts, collectionSymbol } from '../collection.js';
import { type ComputeOptions, compute } from '../compute.js';
import { persist } from '../persist.js';
import type { VisualizeOptions } from '../picture/options.js';
import { type Callable, selfContained } from '../tasks/callable.js';
import { type Key, keyOf, uniqueToken } from '../tasks/key.js';
import { addNeeded, type Graph, Ref, Task } from '../tasks/task.js';
import { tokenize } from '../tokenize.js';
import type { Delayed } from './types.js';
import { type TaskSource, type Unpacked, unpack } from './unpack.js';

const nodeSymbol = Symbol('strided.delayed.node');
const none: readonly never[] = Object.freeze([]);

/** What all proxies stand before: something that can be called, and prints as what asks for it. */
const target = Object.assign(() => {}, {
  [inspect.custom](this: Delayed<unknown>) {
    return `Delayed('${this.key}')`;
  },
});

/** The node behind a delayed value, null for everything else. */
export function nodeOf(x: unknown): DelayedNode | null {
  return typeof x === 'function' ? ((x as { [nodeSymbol]?: DelayedNode })[nodeSymbol] ?? null) : null;
}

/** What a delayed value has of its own. */
const own: Record<string, (node: DelayedNode) => unknown> = {
  key: (node) => node.key,
  compute: (node) => async (options?: ComputeOptions) => (await compute([node.proxy()], options))[0],
  persist: (node) => async (options?: ComputeOptions) => (await persist([node.proxy()], options))[0],
  visualize: (node) => async (options?: VisualizeOptions) =>
    (await import('../picture/visualize.js')).visualizeAll([node.proxy()], options),
  named: (node) => (key: Key) => node.withKey(key).proxy(),
};
Object.setPrototypeOf(own, null);
// Absent: what has a `then` is awaited, and what has a constructor is looked into.
for (const name of ['then', 'constructor', 'prototype']) own[name] = () => undefined;

export class DelayedNode implements TaskSource, CollectionParts, ProxyHandler<typeof target> {
  readonly #task: Task | null;
  readonly dependencies: readonly TaskSource[];
  readonly named: boolean;

  constructor(task: Task | null, dependencies: readonly TaskSource[], named = false) {
    this.#task = task;
    this.dependencies = dependencies;
    this.named = named;
  }

  get task(): Task {
    return this.#task!;
  }

  get key(): Key {
    return this.task.key;
  }

  proxy(): Delayed<never> {
    return new Proxy(target, this) as never;
  }

  withKey(key: Key): DelayedNode {
    if (typeof key !== 'string' || key === '') {
      throw new GraphError(`key is ${String(key)}; needs a name`, {
        operation: 'named',
        argument: 'key',
        got: key,
      });
    }
    const { callable, args, needs, annotations } = this.task;
    return new DelayedNode(new Task(key, callable, args, needs, annotations), this.dependencies, true);
  }

  // As a collection.

  get keys(): readonly Key[] {
    return [this.key];
  }

  addTo(graph: Graph): void {
    addSources(graph, this);
  }

  finish(results: readonly unknown[]): unknown {
    return results[0];
  }

  rebuild(graph: Graph): Delayed<never> {
    return new KnownNode(this.key, graph).proxy();
  }

  /** Nothing: a delayed value adds only what it needs, and each call stays a task, with retries and a name of its own. */
  optimize(graph: Graph): Graph {
    return graph;
  }

  contribute(graph: Graph): void {
    graph.set(this.key, this.task);
  }

  // As a handler of the proxy.

  get(_: unknown, property: string | symbol): unknown {
    if (typeof property === 'string') {
      const mine = own[property];
      return mine === undefined ? new AttributeNode(this, property).proxy() : mine(this);
    }
    if (property === nodeSymbol) return this;
    if (property === collectionSymbol) return () => this;
    if (property === Symbol.toStringTag) return 'Delayed';
    if (property === Symbol.toPrimitive) return (hint: string) => this.#toPrimitive(hint);
    if (property === Symbol.iterator) return () => this.#iterate();
    return undefined;
  }

  has(_: unknown, property: string | symbol): boolean {
    return property === collectionSymbol;
  }

  apply(_target: unknown, _this: unknown, args: readonly unknown[]): unknown {
    return callNode(call, 'call', [this.proxy(), ...args]).proxy();
  }

  set(_: unknown, property: string | symbol): never {
    throw new GraphError(`${String(property)} cannot be set: the value is not there yet`, {
      operation: `Delayed('${this.key}')`,
      argument: String(property),
      needs: 'a delayed function that returns a changed value',
    });
  }

  #toPrimitive(hint: string): string {
    if (hint === 'string') return `Delayed('${this.key}')`;
    throw new GraphError('is no number yet: compute it, or delay the function that needs it', {
      operation: `Delayed('${this.key}')`,
      needs: 'await …compute()',
    });
  }

  #iterate(): never {
    throw new GraphError(
      'cannot be iterated: how many items it will have is not known; give nout to delayed()',
      {
        operation: `Delayed('${this.key}')`,
        needs: 'delayed(fn, { nout })',
      },
    );
  }
}

/** A value over tasks that are known: a part of a graph that was computed or optimised. */
class KnownNode extends DelayedNode {
  readonly #graph: Graph;

  constructor(key: Key, graph: Graph) {
    const task = graph.get(key);
    if (task === undefined) {
      throw new GraphError(`the graph has no task '${key}'`, { operation: 'rebuild', argument: 'graph' });
    }
    super(task, none);
    this.#graph = graph;
  }

  override contribute(graph: Graph): void {
    addNeeded(graph, this.#graph, [this.key]);
  }
}

const getAttribute: Callable = selfContained(
  'getattr',
  (object: Record<string, unknown>, name: string) => object[name],
);
const callMethod: Callable = selfContained(
  'method',
  (object: Record<string, (...args: unknown[]) => unknown>, name: string, ...args: unknown[]) =>
    object[name](...args),
);
const call: Callable = selfContained('call', (fn: (...args: unknown[]) => unknown, ...args: unknown[]) =>
  fn(...args),
);

/** An attribute of a delayed value. Its task is made when somebody needs it: a method that is called never does. */
class AttributeNode extends DelayedNode {
  readonly #of: DelayedNode;
  readonly #name: string;
  #made: Task | null = null;

  constructor(of: DelayedNode, name: string) {
    super(null, [of]);
    this.#of = of;
    this.#name = name;
  }

  override get task(): Task {
    if (this.#made === null) {
      const { key } = this.#of;
      const args = [new Ref(key), this.#name];
      const name = /^\d+$/.test(this.#name) ? `[${this.#name}]` : this.#name;
      this.#made = new Task(keyOf(name, tokenize('getattr', key, this.#name)), getAttribute, args, [key]);
    }
    return this.#made;
  }

  override apply(_target: unknown, _this: unknown, args: readonly unknown[]): unknown {
    return callNode(callMethod, this.#name, [this.#of.proxy(), this.#name, ...args]).proxy();
  }
}

function callNode(callable: Callable, name: string, args: readonly unknown[]): DelayedNode {
  return taskNode(keyOf(name, uniqueToken()), callable, unpack(name, args));
}

/** A node for a task of its own. */
export function taskNode(
  key: Key,
  callable: Callable | null,
  { args, needs, dependencies }: Unpacked,
  annotations = currentAnnotations(),
): DelayedNode {
  return new DelayedNode(new Task(key, callable, args, needs, annotations), dependencies);
}

/** Adds a task and all it needs. Not recursive: chains are as long as the user makes them. */
export function addSources(graph: Graph, first: TaskSource): void {
  const stack: TaskSource[] = [first];
  while (stack.length > 0) {
    const source = stack.pop()!;
    const there = graph.get(source.key);
    if (there === undefined) {
      source.contribute(graph);
      const { dependencies } = source;
      for (let i = dependencies.length - 1; i >= 0; i--) stack.push(dependencies[i]);
    } else if (source.named && there.callable !== null && there !== source.task) {
      throw new GraphError(`two tasks are called '${source.key}'`, {
        operation: 'named',
        argument: 'key',
        got: source.key,
        needs: 'a key that no other task has',
      });
    }
  }
}
