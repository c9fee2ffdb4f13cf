/**
 * Runs of elements between their storage and the arrays that loops work on (see types.ts). Only conversions that
 * keep every value happen here, apart from the wrap of integers and the rounding of float16 on the way back.
 */
import type { DType } from '../../../core/dtype.js';
import { float16Table, toFloat16 } from '../../../core/float16.js';
import type { Bigints, Floats } from './types.js';

/** Elements converted at a time: the buffers of three operands stay in the first-level cache. */
export const CHUNK = 1024;

/** From this length on a view for a whole run pays for itself. */
const WHOLE_RUN = 64;

export type LoopKind = 'int' | 'bigint' | 'float' | 'complex';

/** The kind of loop that serves a dtype. */
export const loopKind: { readonly [D in DType]: LoopKind } = {
  bool: 'int',
  int8: 'int',
  int16: 'int',
  int32: 'int',
  int64: 'bigint',
  uint8: 'int',
  uint16: 'int',
  uint32: 'int',
  uint64: 'bigint',
  float16: 'float',
  float32: 'float',
  float64: 'float',
  complex64: 'complex',
  complex128: 'complex',
};

/** Whether loops of `kind` can use the storage of `dtype` in place. */
export function inPlace(kind: LoopKind, dtype: DType): boolean {
  switch (kind) {
    case 'float':
    case 'int':
      return dtype === 'float64' || dtype === 'float32';
    case 'bigint':
      return dtype === 'int64' || dtype === 'uint64';
    case 'complex':
      return dtype === 'complex128' || dtype === 'complex64';
  }
}

/** A buffer for `CHUNK` elements in the form loops of `kind` take. */
export function workArray(kind: LoopKind): Float64Array | BigInt64Array {
  if (kind === 'bigint') return new BigInt64Array(CHUNK);
  return new Float64Array(kind === 'complex' ? 2 * CHUNK : CHUNK);
}

/** Copies `n` real elements into consecutive slots of `target`. Each case has its own loop, for one kind of array. */
export function loadReal(
  n: number,
  target: Floats,
  dtype: DType,
  source: unknown,
  j: number,
  dj: number,
): void {
  if (dj === 1 && n >= WHOLE_RUN && dtype !== 'float16' && dtype !== 'int64' && dtype !== 'uint64') {
    // The engine's own copy converts several times faster than a loop.
    target.set((source as Int32Array).subarray(j, j + n));
    return;
  }
  switch (dtype) {
    case 'bool':
    case 'uint8': {
      const data = source as Uint8Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'int8': {
      const data = source as Int8Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'int16': {
      const data = source as Int16Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'uint16': {
      const data = source as Uint16Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'int32': {
      const data = source as Int32Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'uint32': {
      const data = source as Uint32Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    case 'int64':
    case 'uint64': {
      const data = source as Bigints;
      for (let i = 0; i < n; i++, j += dj) target[i] = Number(data[j]);
      return;
    }
    case 'float16': {
      const data = source as Uint16Array;
      const values = float16Table();
      for (let i = 0; i < n; i++, j += dj) target[i] = values[data[j]];
      return;
    }
    case 'float32': {
      const data = source as Float32Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
      return;
    }
    default: {
      const data = source as Float64Array;
      for (let i = 0; i < n; i++, j += dj) target[i] = data[j];
    }
  }
}

let realParts: Float64Array | undefined;

/** Copies `n` elements of any dtype that casts safely into a work array of `kind`. */
export function load(
  kind: LoopKind,
  n: number,
  target: Floats | Bigints,
  dtype: DType,
  source: unknown,
  j: number,
  dj: number,
): void {
  if (kind === 'int' || kind === 'float') {
    loadReal(n, target as Floats, dtype, source, j, dj);
    return;
  }
  if (kind === 'bigint' && (dtype === 'int64' || dtype === 'uint64')) {
    for (let i = 0; i < n; i++, j += dj) target[i] = (source as Bigints)[j];
    return;
  }
  realParts ??= new Float64Array(CHUNK);
  loadReal(n, realParts, dtype, source, j, dj);
  if (kind === 'bigint') {
    for (let i = 0; i < n; i++) target[i] = BigInt(realParts[i]);
    return;
  }
  for (let i = 0; i < n; i++) {
    target[2 * i] = realParts[i];
    target[2 * i + 1] = 0;
  }
}

/** Copies `n` consecutive work values into storage of `dtype`: integers wrap, float16 rounds. */
export function store(n: number, source: Floats, dtype: DType, target: unknown, i: number, di: number): void {
  switch (dtype) {
    case 'bool': {
      const data = target as Uint8Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e] === 0 ? 0 : 1;
      return;
    }
    case 'float16': {
      const data = target as Uint16Array;
      for (let e = 0; e < n; e++, i += di) data[i] = toFloat16(source[e]);
      return;
    }
    case 'int8': {
      const data = target as Int8Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
      return;
    }
    case 'uint8': {
      const data = target as Uint8Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
      return;
    }
    case 'int16': {
      const data = target as Int16Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
      return;
    }
    case 'uint16': {
      const data = target as Uint16Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
      return;
    }
    case 'int32': {
      const data = target as Int32Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
      return;
    }
    default: {
      const data = target as Uint32Array;
      for (let e = 0; e < n; e++, i += di) data[i] = source[e];
    }
  }
}
