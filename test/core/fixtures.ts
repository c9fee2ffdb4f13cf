/** Reads the fixtures that test/conformance/generate/core.py wrote. */
import { readFileSync } from 'node:fs';
import type { DType } from '../../src/core/dtype.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { fromBuffer } from '../../src/ops/creation.js';

/** An array as stored: its elements' bytes, C order, little-endian. */
export interface Packed {
  readonly dtype: DType;
  readonly shape: number[];
  readonly bytes: string;
}

export function fixture<T>(name: string): T[] {
  return JSON.parse(
    readFileSync(new URL(`../conformance/fixtures/core/${name}.json`, import.meta.url), 'utf8'),
  );
}

export function unpack({ dtype, shape, bytes }: Packed): NDArray {
  // A copy, as Buffers start anywhere in a pool.
  return fromBuffer(new Uint8Array(Buffer.from(bytes, 'base64')), { dtype, shape }) as NDArray;
}

/** The bytes of the elements in C order, NaNs made equal. */
export function bitsOf(x: NDArray): string {
  const { data } = x.copy();
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = Number.NaN;
  }
  if (x.dtype === 'float16') {
    const halves = data as Uint16Array;
    for (let i = 0; i < halves.length; i++) if ((halves[i] & 0x7fff) > 0x7c00) halves[i] = 0x7e00;
  }
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}
