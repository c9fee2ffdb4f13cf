/** Products of matrices: out[i, j] = sum over k of a[i, k] b[k, j], k ascending, strides in slots. */
import type { Bigints, Floats } from './types.js';

/** Where a matrix starts, and its slots from row to row and from column to column. */
export interface Matrix<A> {
  readonly data: A;
  readonly start: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

let rowSums = new Float64Array(0);

/** Sums in float64; a float32 result is rounded once at the end. */
export function productFloat(
  rows: number,
  columns: number,
  inner: number,
  a: Matrix<Floats>,
  b: Matrix<Floats>,
  out: Matrix<Floats>,
): void {
  if (rowSums.length < columns) rowSums = new Float64Array(columns);
  const sums = rowSums;
  for (let i = 0; i < rows; i++) {
    sums.fill(0, 0, columns);
    let at = a.start + i * a.rowStride;
    for (let k = 0; k < inner; k++, at += a.columnStride)
      addScaled(sums, columns, a.data[at], b, b.start + k * b.rowStride);
    let to = out.start + i * out.rowStride;
    for (let j = 0; j < columns; j++, to += out.columnStride) out.data[to] = sums[j];
  }
}

function addScaled(sums: Float64Array, columns: number, factor: number, b: Matrix<Floats>, at: number): void {
  const { data, columnStride } = b;
  for (let j = 0; j < columns; j++, at += columnStride) sums[j] += factor * data[at];
}

/** Integers of up to 32 bits, modulo 2^32. */
export function productInt(
  rows: number,
  columns: number,
  inner: number,
  a: Matrix<Floats>,
  b: Matrix<Floats>,
  out: Matrix<Floats>,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      let p = a.start + i * a.rowStride;
      let q = b.start + j * b.columnStride;
      for (let k = 0; k < inner; k++, p += a.columnStride, q += b.rowStride) {
        sum = (sum + Math.imul(a.data[p], b.data[q])) | 0;
      }
      out.data[out.start + i * out.rowStride + j * out.columnStride] = sum;
    }
  }
}

/** 64-bit integers, modulo 2^64. */
export function productBigint(
  rows: number,
  columns: number,
  inner: number,
  a: Matrix<Bigints>,
  b: Matrix<Bigints>,
  out: Matrix<Bigints>,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0n;
      let p = a.start + i * a.rowStride;
      let q = b.start + j * b.columnStride;
      for (let k = 0; k < inner; k++, p += a.columnStride, q += b.rowStride) {
        sum = BigInt.asIntN(64, sum + BigInt.asIntN(64, a.data[p] * b.data[q]));
      }
      out.data[out.start + i * out.rowStride + j * out.columnStride] = sum;
    }
  }
}

export function productComplex(
  rows: number,
  columns: number,
  inner: number,
  a: Matrix<Floats>,
  b: Matrix<Floats>,
  out: Matrix<Floats>,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let re = 0;
      let im = 0;
      let p = a.start + i * a.rowStride;
      let q = b.start + j * b.columnStride;
      for (let k = 0; k < inner; k++, p += a.columnStride, q += b.rowStride) {
        re += a.data[p] * b.data[q] - a.data[p + 1] * b.data[q + 1];
        im += a.data[p] * b.data[q + 1] + a.data[p + 1] * b.data[q];
      }
      const to = out.start + i * out.rowStride + j * out.columnStride;
      out.data[to] = re;
      out.data[to + 1] = im;
    }
  }
}

/** One inner product, in four running sums. */
export function dotFloat(
  n: number,
  a: Floats,
  j: number,
  dj: number,
  b: Floats,
  k: number,
  dk: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (; n >= 4; n -= 4, j += 4 * dj, k += 4 * dk) {
    s0 += a[j] * b[k];
    s1 += a[j + dj] * b[k + dk];
    s2 += a[j + 2 * dj] * b[k + 2 * dk];
    s3 += a[j + 3 * dj] * b[k + 3 * dk];
  }
  for (; n > 0; n--, j += dj, k += dk) s0 += a[j] * b[k];
  return s0 + s1 + (s2 + s3);
}
