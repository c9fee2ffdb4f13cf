/**
 * The inner loops of the reference: plain functions over typed arrays, one per operation and kind of number.
 *
 * A loop does `n` elements: `o` from index `i` in steps of `di`, the inputs `a` from `j` by `dj` and `b` from `k` by
 * `dk`, all in slots; a step of 0 repeats a scalar. Kinds of number, and the arrays that hold them here:
 *   float    Float64Array or Float32Array (a store into the latter rounds once, as float32 arithmetic does);
 *   int      Float64Array holding integers of up to 32 bits; what is stored is wrapped to its width afterwards;
 *   bigint   BigInt64Array or BigUint64Array, whose stores wrap by themselves;
 *   complex  Float64Array or Float32Array with two slots per element.
 * Each loop is written out, not made from a callback: a call per element would cost more than the arithmetic.
 */
export type Floats = Float64Array | Float32Array;
export type Bigints = BigInt64Array | BigUint64Array;

export type Unary<O, A = O> = (n: number, o: O, i: number, di: number, a: A, j: number, dj: number) => void;

export type Binary<O, A = O> = (
  n: number,
  o: O,
  i: number,
  di: number,
  a: A,
  j: number,
  dj: number,
  b: A,
  k: number,
  dk: number,
) => void;

/** A loop for functions whose own cost hides a call per element. */
export function eachNumber(f: (x: number) => number): Unary<Floats> {
  return (n, o, i, di, a, j, dj) => {
    for (; n > 0; n--, i += di, j += dj) o[i] = f(a[j]);
  };
}

/** The same for two operands. */
export function eachPair(f: (x: number, y: number) => number): Binary<Floats> {
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = f(a[j], b[k]);
  };
}

/** The same for 64-bit integers. */
export function eachBigint(f: (x: bigint) => bigint): Unary<Bigints> {
  return (n, o, i, di, a, j, dj) => {
    for (; n > 0; n--, i += di, j += dj) o[i] = f(a[j]);
  };
}

/** The same for two 64-bit integers. */
export function eachBigintPair(f: (x: bigint, y: bigint) => bigint): Binary<Bigints> {
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = f(a[j], b[k]);
  };
}
