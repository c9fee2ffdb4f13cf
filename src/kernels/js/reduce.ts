/**
 * Reductions: the n-d loop that combines elements into a result whose stride is 0 on the reduced axes and which has
 * been filled with the operation's identity. A run along a reduced last axis is folded; along a kept one, the
 * elementwise loop adds the run to the results.
 */
import type { Operand } from '../backend.js';
import { type KernelReduction, kernelReduction } from '../table.gen.js';
import { type AnyBinary, eachRow, type Term } from './loops/drive.js';
import * as float from './loops/float.js';
import { type Fold, maxFold, minFold, prodFold, sumFold } from './loops/fold.js';
import type { Binary } from './loops/types.js';
import { CHUNK, type LoopKind, load, workArray } from './loops/work.js';

/** What a reduction does with one more element, in both directions. */
export interface ReduceLoops {
  readonly combine: AnyBinary;
  readonly fold: Fold<never>;
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
    const fold = loops.fold as unknown as Fold<Slots>;
    const source = { data, dtype: a.dtype, direct: a.direct, step: dj };
    eachRow(ndim, layout, 2, (at) => {
      fold(n, source, at[1] / data.BYTES_PER_ELEMENT, target, at[0] / target.BYTES_PER_ELEMENT);
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

/** The loops for floats, by name; the kernel table's rows are the first of them. */
export const floatReductions = {
  sum: { combine: float.add, fold: sumFold },
  prod: { combine: float.multiply, fold: prodFold },
  min: { combine: float.minimum, fold: minFold },
  max: { combine: float.maximum, fold: maxFold },
} as const satisfies { readonly [K in KernelReduction | 'prod']: ReduceLoops };

const byNumber: ReduceLoops[] = [];
for (const name of Object.keys(kernelReduction) as KernelReduction[])
  byNumber[kernelReduction[name]] = floatReductions[name];

export function reduce(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, layout] = operands;
  const [operation, , ndim] = params;
  const acc = { data: out as unknown as Term['data'], dtype: 'float64', direct: true } as const;
  const source = { data: a as unknown as Term['data'], dtype: 'float64', direct: true } as const;
  driveReduce(byNumber[operation], 'float', ndim, layout as Float64Array, acc, source);
}
