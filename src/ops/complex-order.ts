/**
 * The order of complex numbers: by real parts, then by imaginary ones. Numbers with NaN come last, those with NaN in
 * the imaginary part alone before those with NaN in the real part, and within each kind by what is no NaN.
 */

type Parts = Float32Array | Float64Array;

/** Compares numbers of one kind; NaN is equal to NaN, its kind has been compared already. */
function byValue(x: number, y: number): number {
  return x < y ? -1 : x > y ? 1 : 0;
}

/** 0: no NaN, 1: in the imaginary part, 2: in the real part, 3: in both. */
function nanKind(parts: Parts, at: number): number {
  return (Number.isNaN(parts[2 * at]) ? 2 : 0) + (Number.isNaN(parts[2 * at + 1]) ? 1 : 0);
}

/** Compares element `i` of `a` with element `j` of `b`; both are interleaved parts. */
export function compareComplex(a: Parts, i: number, b: Parts, j: number): number {
  return nanKind(a, i) - nanKind(b, j) || byValue(a[2 * i], b[2 * j]) || byValue(a[2 * i + 1], b[2 * j + 1]);
}

/** Whether a complex element has a NaN in it. */
export function isComplexNaN(parts: Parts, at: number): boolean {
  return nanKind(parts, at) > 0;
}

/** The stable order of the `length` elements from `first` on, `step` apart: numbers of elements within the lane. */
export function orderComplex(
  parts: Parts,
  first: number,
  length: number,
  step: number,
  descending: boolean,
): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  const compare = (i: number, j: number): number =>
    compareComplex(parts, first + i * step, parts, first + j * step);
  return order.sort(descending ? (i, j) => compare(j, i) : compare);
}
