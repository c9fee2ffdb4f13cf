/** From tasks to what is sent of them: functions have numbers, and results are put where Refs are. */
import type { Callable } from '../tasks/callable.js';
import { callableOf } from '../tasks/callable.js';
import type { Key } from '../tasks/key.js';
import { isPlainObject, Nested, Ref, Task } from '../tasks/task.js';
import { transportOf } from '../tasks/transport.js';
import type { Definition, InnerTask } from '../workers/protocol.js';
import type { ArrayTransfer } from '../workers/shared-memory.js';
import { Encoded, encode, encodeAt, type Packing, type Patch } from '../workers/values.js';

export interface PackedTask {
  readonly fn: number;
  readonly args: readonly unknown[];
  readonly patches: readonly Patch[] | null;
}

const numbers = new WeakMap<Callable, number>();
/** Functions without captures are the same where their text is. */
const numberOfText = new Map<string, number>();
let count = 0;

/** The number a function has in all messages of this thread. */
export function numberOf(callable: Callable): number {
  let number = numbers.get(callable);
  if (number === undefined) {
    const transport = transportOf(callable);
    const text = transport.kind === 'module' ? `${transport.url} ${transport.name}` : transport.code;
    const shared = transport.kind === 'module' || Object.keys(transport.captures).length === 0;
    number = (shared ? numberOfText.get(text) : undefined) ?? count++;
    if (shared) numberOfText.set(text, number);
    numbers.set(callable, number);
  }
  return number;
}

/** Whether all that a task calls lets go of what it was given and what it made. */
export function keepsNothing({ callable, args }: Task): boolean {
  if (callable !== null && !callable.keepsNothing) return false;
  return args.every((arg) => letsGo(arg instanceof Nested ? arg.value : arg, arg instanceof Nested));
}

function letsGo(x: unknown, isNested: boolean): boolean {
  if (x instanceof Task) return keepsNothing(x);
  if (!isNested) return true;
  if (Array.isArray(x)) return x.every((item) => letsGo(item, true));
  return !isPlainObject(x) || Object.values(x).every((item) => letsGo(item, true));
}

export class Packer {
  readonly #packing: Packing;
  readonly #result: (key: Key) => unknown;
  /** Functions the last packed task needs. */
  #used: Callable[] = [];
  /** Whether the task that is being packed may keep what it is given. */
  #keeping = true;

  /** `result` gives the result of a task: a value, or one that is encoded already. */
  constructor(transfer: ArrayTransfer, result: (key: Key) => unknown) {
    this.#result = result;
    this.#packing = {
      array: (x) => transfer.array(x),
      view: (x) => transfer.view(x),
      fn: (x) => this.#use(callableOf(x)),
      other: (x) => this.#other(x),
    };
  }

  /** @throws GraphError where a function in it cannot travel. */
  pack(task: Task): PackedTask {
    this.#used = [];
    this.#keeping = !keepsNothing(task);
    const { args, callable } = task;
    const patches: Patch[] = [];
    const packed: unknown[] = new Array(args.length);
    for (let i = 0; i < args.length; i++) {
      const arg = args[i];
      if (arg instanceof Ref) packed[i] = this.#put(this.#result(arg.key), i, patches);
      else if ((typeof arg !== 'object' || arg === null) && typeof arg !== 'function') packed[i] = arg;
      else packed[i] = encodeAt(arg, [i], patches, this.#packing);
    }
    const fn = callable === null ? -1 : this.#use(callable);
    return { fn, args: packed, patches: patches.length > 0 ? patches : null };
  }

  /** What a worker that knows `known` must be told before the task that was packed last; they count as known then. */
  definitions(known: Set<number>): Definition[] | null {
    let found: Definition[] | null = null;
    for (const callable of this.#used) {
      if (known.has(numberOf(callable))) continue;
      found ??= [];
      this.#define(callable, known, found);
    }
    return found;
  }

  #define(callable: Callable, known: Set<number>, into: Definition[]): void {
    const number = numberOf(callable);
    if (known.has(number)) return;
    known.add(number);
    const transport = transportOf(callable);
    if (transport.kind === 'module') {
      into.push([number, transport, null]);
      return;
    }
    const used = this.#used;
    this.#used = [];
    const { value, patches } = encode(transport.captures, this.#packing);
    for (const captured of this.#used) this.#define(captured, known, into);
    this.#used = used;
    into.push([number, { ...transport, captures: value as Record<string, unknown> }, patches]);
  }

  #use(callable: Callable): number {
    const number = numberOf(callable);
    this.#used.push(callable);
    return number;
  }

  #put(result: unknown, index: number, patches: Patch[]): unknown {
    if (result instanceof Encoded) {
      result.kept ||= this.#keeping;
      if (result.patches !== null)
        for (const patch of result.patches) patches.push({ ...patch, path: [index, ...patch.path] });
      return result.value;
    }
    return typeof result === 'object' || typeof result === 'function'
      ? encodeAt(result, [index], patches, this.#packing)
      : result;
  }

  #other(x: object): Encoded | undefined {
    if (x instanceof Ref) {
      const result = this.#result(x.key);
      if (!(result instanceof Encoded)) return encode(result, this.#packing);
      result.kept ||= this.#keeping;
      return result;
    }
    if (x instanceof Nested) return encode(x.value, this.#packing);
    if (!(x instanceof Task)) return undefined;
    const inner = encode(x.args, this.#packing);
    const fn = x.callable === null ? -1 : this.#use(x.callable);
    const payload: InnerTask = { fn, args: inner.value as unknown[], patches: inner.patches };
    return new Encoded(null, [{ path: [], kind: 'task', payload }]);
  }
}
