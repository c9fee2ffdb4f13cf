/**
 * Reductions: the n-d loop that combines elements into a result whose stride is 0 on the reduced axes and which has
 * been filled with the operation's identity. A run along a reduced last axis is folded; along a kept one, the
 * elementwise loop adds the run to the results.
 */
import { type DType, dtypeInfo } from '../../core/dtype.js';
import type { Operand } from '../backend.js';
import { dtypeOfCode, loopResult } from '../element-kind.js';
import { type KernelReduction, kernelReduction } from '../table.gen.js';
import * as test from './loops/compare.js';
import * as complex from './loops/complex.js';
import { type AnyBinary, eachRow, type Term } from './loops/drive.js';
import * as float from './loops/float.js';
import * as fold from './loops/fold.js';
import * as integer from './loops/integer.js';
import type { Binary, Floats } from './loops/types.js';
import { CHUNK, inPlace, type LoopKind, load, loadReal, loopKind, workArray } from './loops/work.js';

/** What a reduction does with one more element, in both directions. */
export interface ReduceLoops {
  readonly combine: AnyBinary;
  readonly fold: fold.Fold<never>;
}

type Slots = Float64Array;

/** Reduces `a` into `acc`, both as the plan says. `acc` is of a dtype that loops of `kind` work on in place. */
export function driveReduce(
  loops: ReduceLoops,
  kind: LoopKind,
  ndim: number,
  layout: ArrayLike<number>,
  acc: Term,
  a: Term,
): void {
  const n = layout[ndim - 1];
  const target = acc.data as unknown as Slots;
  const data = a.data as unknown as Slots;
  const di = layout[2 * ndim] / target.BYTES_PER_ELEMENT;
  const dj = layout[3 * ndim + 1] / data.BYTES_PER_ELEMENT;
  if (di === 0) {
    const run = loops.fold as unknown as fold.Fold<Slots>;
    const source = { data, dtype: a.dtype, direct: a.direct, step: dj };
    eachRow(ndim, layout, 2, (at) => {
      run(n, source, at[1] / data.BYTES_PER_ELEMENT, target, at[0] / target.BYTES_PER_ELEMENT);
    });
    return;
  }
  const combine = loops.combine as unknown as Binary<Slots>;
  const work = a.direct ? data : (workArray(kind) as unknown as Slots);
  const step = a.direct ? dj : kind === 'complex' ? 2 : 1;
  eachRow(ndim, layout, 2, (at) => {
    let i = at[0] / target.BYTES_PER_ELEMENT;
    let j = at[1] / data.BYTES_PER_ELEMENT;
    for (let left = n; left > 0; left -= CHUNK) {
      const m = a.direct ? n : Math.min(left, CHUNK);
      if (!a.direct) load(kind, m, work, a.dtype, data, j, dj);
      combine(m, target, i, di, target, i, di, work, a.direct ? j : 0, step);
      if (a.direct) return;
      i += di * m;
      j += dj * m;
    }
  });
}

/** The loops of each reduction by what the result is made of; all but a count, which has none. */
export const reductionLoops = {
  sum: {
    float: { combine: float.add, fold: fold.sumFold },
    bigint: { combine: integer.addBigint, fold: fold.sumBigintFold },
    complex: { combine: complex.addComplex, fold: fold.sumComplexFold },
  },
  prod: {
    float: { combine: float.multiply, fold: fold.prodFold },
    bigint: { combine: integer.multiplyBigint, fold: fold.prodBigintFold },
    complex: { combine: complex.multiplyComplex, fold: fold.prodComplexFold },
  },
  min: {
    float: { combine: float.minimum, fold: fold.minFold },
    bigint: { combine: integer.minimumBigint, fold: fold.minBigintFold },
    complex: { combine: complex.minimumComplex, fold: fold.minComplexFold },
  },
  max: {
    float: { combine: float.maximum, fold: fold.maxFold },
    bigint: { combine: integer.maximumBigint, fold: fold.maxBigintFold },
    complex: { combine: complex.maximumComplex, fold: fold.maxComplexFold },
  },
  any: { float: { combine: test.logicalOr, fold: fold.anyFold } },
  all: { float: { combine: test.logicalAnd, fold: fold.allFold } },
} as const satisfies {
  readonly [K in Exclude<KernelReduction, 'countNonzero'>]: {
    readonly float: ReduceLoops;
    readonly bigint?: ReduceLoops;
    readonly complex?: ReduceLoops;
  };
};

const names = Object.keys(kernelReduction) as KernelReduction[];

export function reduce(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, plan] = operands;
  const [operation, code, ndim, sourceCode] = params;
  const name = names[operation];
  const layout = plan as Float64Array;
  if (name === 'countNonzero') {
    countNonzero(out as BigInt64Array, a, dtypeOfCode(sourceCode), ndim, layout);
    return;
  }
  const result = loopResult(name, dtypeOfCode(code));
  const source = dtypeOfCode(sourceCode);
  const made = loopKind[result];
  // A bool and the narrower integers are combined as numbers, in whichever array they are.
  const kind = made === 'int' ? 'float' : made;
  const loops = (reductionLoops[name] as { readonly [K in LoopKind]?: ReduceLoops })[kind]!;
  const acc = { data: out as unknown as Term['data'], dtype: result, direct: true };
  const term = { data: a as unknown as Term['data'], dtype: source, direct: inPlace(kind, source) };
  if (result === 'bool' && loopKind[source] === 'complex') {
    reduceComplexTruth(name === 'any', out as Uint8Array, a as Float64Array, ndim, layout);
    return;
  }
  driveReduce(loops, kind, ndim, layout, acc, term);
}

function reduceComplexTruth(
  any: boolean,
  out: Uint8Array,
  a: Float64Array,
  ndim: number,
  layout: Float64Array,
): void {
  const di = layout[2 * ndim];
  const dj = layout[3 * ndim + 1];
  eachRow(ndim, layout, 2, (at) => {
    for (let e = 0; e < layout[ndim - 1]; e++) {
      const slot = (at[1] + e * dj) / a.BYTES_PER_ELEMENT;
      const isTrue = a[slot] !== 0 || a[slot + 1] !== 0;
      if (isTrue === any) out[at[0] + e * di] = any ? 1 : 0;
    }
  });
}

function countNonzero(
  out: BigInt64Array,
  a: Operand,
  dtype: DType,
  ndim: number,
  layout: Float64Array,
): void {
  const data = a as unknown as Slots;
  const { slots } = dtypeInfo(dtype);
  const di = layout[2 * ndim] / 8;
  const dj = layout[3 * ndim + 1] / data.BYTES_PER_ELEMENT;
  // Halves are zero where all bits but the sign are; 64-bit integers compare with numbers.
  const isZero = (slot: number): boolean =>
    dtype === 'float16' ? (data[slot] & 0x7fff) === 0 : Number(data[slot]) === 0;
  eachRow(ndim, layout, 2, (at) => {
    for (let e = 0; e < layout[ndim - 1]; e++) {
      const slot = at[1] / data.BYTES_PER_ELEMENT + e * dj;
      if (!isZero(slot) || (slots === 2 && !isZero(slot + 1))) out[at[0] / 8 + e * di] += 1n;
    }
  });
}

/** Sums of squared distances from the third array. */
export function deviations(operands: readonly Operand[], params: Float64Array): void {
  const out = operands[0] as Floats;
  const center = operands[2] as Floats;
  const layout = operands[3] as Float64Array;
  const [, ndim, sourceCode] = params;
  const source = dtypeOfCode(sourceCode);
  const data = operands[1] as unknown as Floats;
  const n = layout[ndim - 1];
  const di = layout[2 * ndim] / out.BYTES_PER_ELEMENT;
  const dj = layout[3 * ndim + 1] / data.BYTES_PER_ELEMENT;
  const dk = layout[4 * ndim + 2] / center.BYTES_PER_ELEMENT;
  // In the result's type, so that float32 rounds at each step.
  const squares = out instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
  eachRow(ndim, layout, 3, (at) => {
    const i = at[0] / out.BYTES_PER_ELEMENT;
    loadReal(n, squares, source, data, at[1] / data.BYTES_PER_ELEMENT, dj);
    float.subtract(n, squares, 0, 1, squares, 0, 1, center, at[2] / center.BYTES_PER_ELEMENT, dk);
    float.square(n, squares, 0, 1, squares, 0, 1);
    if (di === 0) fold.sumFold(n, { data: squares, dtype: 'float64', direct: true, step: 1 }, 0, out, i);
    else float.add(n, out, i, di, out, i, di, squares, 0, 1);
  });
}
