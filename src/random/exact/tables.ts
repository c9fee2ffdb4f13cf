/** The tables of exp, log and pow, decoded when the first of them is computed. */
import * as encoded from './tables.gen.js';

/** The doubles of a base64 text, which holds them in little-endian order. */
function decode(text: string): Float64Array {
  const characters = atob(text);
  const view = new DataView(new ArrayBuffer(characters.length));
  for (let at = 0; at < characters.length; at++) view.setUint8(at, characters.charCodeAt(at));
  return Float64Array.from({ length: characters.length / 8 }, (_, at) => view.getFloat64(8 * at, true));
}

let exponential: ExpTable | undefined;
let logarithm: Float64Array | undefined;
let power: Float64Array | undefined;

export interface ExpTable {
  /** What is lost when 2^(i/128) is rounded, over 2^(i/128). */
  readonly tail: Float64Array;
  /** 2^(i/128). */
  readonly scale: Float64Array;
}

export function expTable(): ExpTable {
  if (exponential) return exponential;
  const pairs = decode(encoded.expTable);
  const tail = new Float64Array(128);
  const scale = new Float64Array(128);
  const bits = new BigInt64Array(pairs.buffer);
  const scaleBits = new BigInt64Array(scale.buffer);
  for (let i = 0; i < 128; i++) {
    tail[i] = pairs[2 * i];
    scaleBits[i] = bits[2 * i + 1] + (BigInt(i) << 45n);
  }
  exponential = { tail, scale };
  return exponential;
}

/** For each 128th of [√½, √2): 1/c and log c, where c is near its middle. */
export function logTable(): Float64Array {
  logarithm ??= decode(encoded.logTable);
  return logarithm;
}

/** As logTable, and what is lost when log c is rounded. */
export function powTable(): Float64Array {
  power ??= decode(encoded.powTable);
  return power;
}
