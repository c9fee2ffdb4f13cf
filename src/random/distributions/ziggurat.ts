/** The tables of the ziggurat samplers, decoded when the first normal or exponential number is drawn. */
import * as tables from './ziggurat-tables.gen.js';

export interface Ziggurat {
  /** Below this the point lies inside layer i for certain. */
  readonly k: Float64Array;
  /** Width of layer i per unit of the random integer. */
  readonly w: Float64Array;
  /** The density at the edge of layer i. */
  readonly f: Float64Array;
}

const rows = 256;

function decode(text: string): DataView {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return new DataView(bytes.buffer);
}

function table(text: string, read: (view: DataView, row: number) => number): Float64Array {
  const view = decode(text);
  return Float64Array.from({ length: rows }, (_, row) => read(view, row));
}

const float64At = (view: DataView, row: number) => view.getFloat64(8 * row, true);
const float32At = (view: DataView, row: number) => view.getFloat32(4 * row, true);
const uint32At = (view: DataView, row: number) => view.getUint32(4 * row, true);
/** All entries are below 2⁵³. */
const uint64At = (view: DataView, row: number) => Number(view.getBigUint64(8 * row, true));

function ziggurat64(k: string, w: string, f: string): Ziggurat {
  return { k: table(k, uint64At), w: table(w, float64At), f: table(f, float64At) };
}

/** The float32 tables, as doubles: every value is exact. */
function ziggurat32(k: string, w: string, f: string): Ziggurat {
  return { k: table(k, uint32At), w: table(w, float32At), f: table(f, float32At) };
}

let normal64: Ziggurat | undefined;
let normal32: Ziggurat | undefined;
let exponential64: Ziggurat | undefined;
let exponential32: Ziggurat | undefined;

export function normalTables(): Ziggurat {
  normal64 ??= ziggurat64(tables.kiDouble, tables.wiDouble, tables.fiDouble);
  return normal64;
}

export function normalTables32(): Ziggurat {
  normal32 ??= ziggurat32(tables.kiFloat, tables.wiFloat, tables.fiFloat);
  return normal32;
}

export function exponentialTables(): Ziggurat {
  exponential64 ??= ziggurat64(tables.keDouble, tables.weDouble, tables.feDouble);
  return exponential64;
}

export function exponentialTables32(): Ziggurat {
  exponential32 ??= ziggurat32(tables.keFloat, tables.weFloat, tables.feFloat);
  return exponential32;
}

/** The tables of a sampler as the addon takes them: k as uint64 (float32: uint32), w and f as floats. */
export interface RawTables {
  readonly k: BigUint64Array | Uint32Array;
  readonly w: Float64Array | Float32Array;
  readonly f: Float64Array | Float32Array;
}

const raw = new Map<string, RawTables>();

export function rawTables(kind: 'normal' | 'exponential', dtype: 'float64' | 'float32'): RawTables {
  const name = `${kind} ${dtype}`;
  let found = raw.get(name);
  if (found === undefined) {
    found = dtype === 'float64' ? raw64(kind) : raw32(kind);
    raw.set(name, found);
  }
  return found;
}

function raw64(kind: 'normal' | 'exponential'): RawTables {
  const { k, w, f } = kind === 'normal' ? normalTables() : exponentialTables();
  return { k: BigUint64Array.from(k, (value) => BigInt(value)), w, f };
}

function raw32(kind: 'normal' | 'exponential'): RawTables {
  const { k, w, f } = kind === 'normal' ? normalTables32() : exponentialTables32();
  return { k: Uint32Array.from(k), w: Float32Array.from(w), f: Float32Array.from(f) };
}
