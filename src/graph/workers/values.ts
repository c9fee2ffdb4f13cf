/**
 * Values on their way between threads. Most go by structured clone as they are. What it cannot do (arrays, functions,
 * tasks that stand inside others) is left out, and goes beside the value as a patch: where it belongs, and what it is.
 * So a value without any costs nothing to unpack, and nothing a user can pass looks like one of ours.
 */
import { hasLayout } from '../../core/layout.js';
import type { NDArray } from '../../core/ndarray.js';
import { isPromise } from '../engine/resolve.js';
import { isPlainObject } from '../tasks/task.js';
import { type PackedError, packError, unpackError } from './errors.js';
import type { ArrayTransfer } from './shared-memory.js';

/** Where in a value something belongs. */
export type Path = readonly (number | string)[];

export interface Patch {
  readonly path: Path;
  readonly kind: 'array' | 'map' | 'set' | 'function' | 'task' | 'error' | 'view';
  readonly payload: unknown;
}

/** A value as it travels. */
export class Encoded {
  /** Without what is in `patches`; with it, once it is decoded. */
  value: unknown;
  readonly patches: readonly Patch[] | null;
  /** How many results it is: a task can be another name of one. */
  holders = 0;
  decoded = false;
  /** Whether a function that may keep it made it or had it. */
  kept = false;

  constructor(value: unknown, patches: readonly Patch[] | null) {
    this.value = value;
    this.patches = patches;
  }
}

/** How the parts that structured clone cannot do are packed by one side. */
export interface Packing {
  array(x: NDArray): unknown;
  view(x: ArrayBufferView): unknown;
  fn(x: (...args: never[]) => unknown): unknown;
  /** What stands for something else altogether: a Ref, a Task, a Nested value. Undefined where `x` is a value. */
  other?(x: object): Encoded | undefined;
}

export function encode(x: unknown, packing: Packing): Encoded {
  const patches: Patch[] = [];
  const value = encodeAt(x, [], patches, packing);
  return new Encoded(value, patches.length > 0 ? patches : null);
}

/** `x` without what goes into `patches`; `x` itself where nothing does. */
export function encodeAt(x: unknown, path: Path, patches: Patch[], packing: Packing): unknown {
  if (typeof x === 'function') return left('function', packing.fn(x as never), path, patches);
  if (typeof x !== 'object' || x === null) return x;
  const other = packing.other?.(x);
  if (other !== undefined) {
    for (const patch of other.patches ?? []) patches.push({ ...patch, path: [...path, ...patch.path] });
    return other.value;
  }
  if (Array.isArray(x)) return encodeList(x, path, patches, packing);
  if (hasLayout(x)) return left('array', packing.array(x as NDArray), path, patches);
  if (ArrayBuffer.isView(x)) {
    const packed = packing.view(x);
    return packed === x ? x : left('view', packed, path, patches);
  }
  if (x instanceof Error) return left('error', packError(x), path, patches);
  if (x instanceof Map || x instanceof Set) {
    const inside: Patch[] = [];
    const entries = encodeAt([...x], [], inside, packing);
    if (inside.length === 0) return x;
    return left(x instanceof Map ? 'map' : 'set', new Encoded(entries, inside), path, patches);
  }
  return isPlainObject(x) ? encodeObject(x, path, patches, packing) : x;
}

function left(kind: Patch['kind'], payload: unknown, path: Path, patches: Patch[]): null {
  patches.push({ path, kind, payload });
  return null;
}

function encodeList(x: readonly unknown[], path: Path, patches: Patch[], packing: Packing): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < x.length; i++) {
    const item = x[i];
    if (typeof item !== 'object' && typeof item !== 'function') continue;
    const encoded = encodeAt(item, [...path, i], patches, packing);
    if (encoded === item) continue;
    copy ??= x.slice();
    copy[i] = encoded;
  }
  return copy ?? x;
}

function encodeObject(x: Record<string, unknown>, path: Path, patches: Patch[], packing: Packing): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(x)) {
    const encoded = encodeAt(item, [...path, name], patches, packing);
    if (encoded === item) continue;
    copy ??= { ...x };
    copy[name] = encoded;
  }
  return copy ?? x;
}

/** What a patch stands for. */
export type Unpack = (patch: Patch) => unknown;

/**
 * Puts what was left out into its places. Changes `value`, which nobody else may have. A promise of it where tasks inside
 * give promises.
 */
export function decode({ value, patches }: Encoded, unpack: Unpack): unknown {
  if (patches === null) return value;
  const holder = { value };
  const waiting: Promise<void>[] = [];
  for (const patch of patches) {
    let at = holder as Record<number | string, unknown>;
    let name: number | string = 'value';
    for (const step of patch.path) {
      at = at[name] as Record<number | string, unknown>;
      name = step;
    }
    const place = name;
    const unpacked = unpack(patch);
    at[place] = unpacked;
    if (patch.kind === 'task' && isPromise(unpacked)) {
      waiting.push(
        unpacked.then((ready) => {
          at[place] = ready;
        }),
      );
    }
  }
  return waiting.length === 0 ? holder.value : Promise.all(waiting).then(() => holder.value);
}

/** Patches that stand for values; `unpack` is for what is inside. */
export function unpackValue(
  kind: Patch['kind'],
  payload: unknown,
  transfer: ArrayTransfer,
  unpack: Unpack,
): unknown {
  if (kind === 'array') return transfer.unpackArray(payload);
  if (kind === 'view') return transfer.unpackView(payload);
  if (kind === 'error') return unpackError(payload as PackedError);
  const { value, patches } = payload as Encoded;
  const entries = decode(new Encoded(value, patches), unpack) as never[];
  return kind === 'map' ? new Map(entries) : new Set(entries);
}
