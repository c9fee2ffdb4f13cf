/**
 * The reference for the linear algebra entries: stacks of column-major matrices, one after the other. float32 and complex64 are
 * computed in float64 and rounded once.
 */
import type { Operand } from '../../backend.js';
import { kernelDType } from '../../table.gen.js';
import { factorCholesky } from './cholesky.js';
import { eigenComplex } from './eigComplex.js';
import { eigenHermitian } from './eigh.js';
import { eigenReal } from './eigReal.js';
import { factorQr, formQ } from './householder.js';
import { leastSquares } from './leastSquares.js';
import { factorLu, solveGeneral } from './lu.js';
import { singularValues } from './svd.js';
import type { Slots } from './vectors.js';

type Floats = Float64Array | Float32Array;

function slotsOf(dtype: number): Slots {
  return dtype === kernelDType.complex64 || dtype === kernelDType.complex128 ? 2 : 1;
}

/** Matrix `index` of a stack, each of `size` slots: itself, or a copy in float64. */
function read(stack: Operand, index: number, size: number): Float64Array {
  const own = (stack as Floats).subarray(index * size, (index + 1) * size);
  return own instanceof Float64Array ? own : Float64Array.from(own);
}

/** Puts back what `read` gave, or another matrix. */
function write(stack: Operand, index: number, size: number, x: Float64Array): void {
  if ((stack as Floats).buffer !== x.buffer) (stack as Floats).set(x, index * size);
}

export function linalgLu(operands: readonly Operand[], params: Float64Array): void {
  const [a, pivots, info] = operands;
  const [dtype, count, rows, columns] = params;
  const slots = slotsOf(dtype);
  const size = slots * rows * columns;
  const steps = Math.min(rows, columns);
  for (let i = 0; i < count; i++) {
    const x = read(a, i, size);
    const own = (pivots as Int32Array).subarray(i * steps, (i + 1) * steps);
    (info as Int32Array)[i] = factorLu(slots, rows, columns, x, own);
    write(a, i, size, x);
  }
}

export function linalgSolve(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, info] = operands;
  const [dtype, count, n, columns, transposed] = params;
  const slots = slotsOf(dtype);
  for (let i = 0; i < count; i++) {
    const right = read(b, i, slots * n * columns);
    const own = read(a, i, slots * n * n);
    (info as Int32Array)[i] = solveGeneral(slots, n, columns, own, right, transposed !== 0);
    write(b, i, slots * n * columns, right);
  }
}

export function linalgCholesky(operands: readonly Operand[], params: Float64Array): void {
  const [a, info] = operands;
  const [dtype, count, n] = params;
  const slots = slotsOf(dtype);
  for (let i = 0; i < count; i++) {
    const x = read(a, i, slots * n * n);
    (info as Int32Array)[i] = factorCholesky(slots, n, x);
    write(a, i, slots * n * n, x);
  }
}

export function linalgQr(operands: readonly Operand[], params: Float64Array): void {
  const [a, taus, q] = operands;
  const [dtype, count, rows, columns, qColumns] = params;
  const slots = slotsOf(dtype);
  const steps = Math.min(rows, columns);
  const size = slots * rows * columns;
  for (let i = 0; i < count; i++) {
    const x = read(a, i, size);
    const tau = read(taus, i, slots * steps);
    factorQr(slots, rows, columns, x, tau);
    write(a, i, size, x);
    write(taus, i, slots * steps, tau);
    if (q === null) continue;
    (q as Floats).set(formQ(slots, rows, qColumns, steps, x, tau), i * slots * rows * qColumns);
  }
}

export function linalgSvd(operands: readonly Operand[], params: Float64Array): void {
  const [a, s, info, u, vh] = operands;
  const [dtype, count, rows, columns, full] = params;
  const slots = slotsOf(dtype);
  const steps = Math.min(rows, columns);
  const uSize = slots * rows * (full ? rows : steps);
  const vhSize = slots * columns * (full ? columns : steps);
  const vectors = u === null ? 'none' : full ? 'full' : 'thin';
  for (let i = 0; i < count; i++) {
    const x = read(a, i, slots * rows * columns);
    const found = singularValues(slots, rows, columns, x, vectors);
    (info as Int32Array)[i] = found === null ? 1 : 0;
    if (found === null) continue;
    (s as Floats).set(found.s, i * steps);
    if (found.u !== null) (u as Floats).set(found.u, i * uSize);
    if (found.vh !== null) (vh as Floats).set(found.vh, i * vhSize);
  }
}

export function linalgEigh(operands: readonly Operand[], params: Float64Array): void {
  const [a, values, info] = operands;
  const [dtype, count, n, upper, vectors] = params;
  const slots = slotsOf(dtype);
  for (let i = 0; i < count; i++) {
    const x = read(a, i, slots * n * n);
    const own = read(values, i, n);
    (info as Int32Array)[i] = eigenHermitian(slots, n, x, own, upper !== 0, vectors !== 0);
    write(values, i, n, own);
    write(a, i, slots * n * n, x);
  }
}

export function linalgEig(operands: readonly Operand[], params: Float64Array): void {
  const [a, values, info, vectors] = operands;
  const [dtype, count, n] = params;
  const slots = slotsOf(dtype);
  const find = slots === 1 ? eigenReal : eigenComplex;
  for (let i = 0; i < count; i++) {
    const own = read(values, i, 2 * n);
    const columns = vectors === null ? null : read(vectors, i, 2 * n * n);
    // The matrix is used up on the way, which for float64 happens in the operand itself.
    (info as Int32Array)[i] = find(n, read(a, i, slots * n * n), own, columns);
    write(values, i, 2 * n, own);
    if (columns !== null) write(vectors, i, 2 * n * n, columns);
  }
}

export function linalgLstsq(operands: readonly Operand[], params: Float64Array): void {
  const [a, b, s, ranks, info] = operands;
  const [dtype, count, rows, columns, right, cutoff] = params;
  const slots = slotsOf(dtype);
  const steps = Math.min(rows, columns);
  const bSize = slots * Math.max(rows, columns) * right;
  for (let i = 0; i < count; i++) {
    const x = read(b, i, bSize);
    const own = read(s, i, steps);
    const rank = leastSquares(
      slots,
      rows,
      columns,
      right,
      read(a, i, slots * rows * columns),
      x,
      own,
      cutoff,
    );
    (info as Int32Array)[i] = rank < 0 ? 1 : 0;
    (ranks as Int32Array)[i] = Math.max(rank, 0);
    write(s, i, steps, own);
    write(b, i, bSize, x);
  }
}
