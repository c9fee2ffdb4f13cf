/** Along one axis, the last of the layout: running results, and the positions of extremes. */
import type { DType } from '../../core/dtype.js';
import type { Operand } from '../backend.js';
import { dtypeOfCode, loopResult } from '../element-kind.js';
import { kernelReduction } from '../table.gen.js';
import { eachRow } from './loops/drive.js';
import type { Binary, Floats } from './loops/types.js';
import { CHUNK, inPlace, type LoopKind, load, loopKind, workArray } from './loops/work.js';
import { type ReduceLoops, reductionLoops } from './reduce.js';

const scans = Object.keys(kernelReduction) as (keyof typeof reductionLoops)[];

/** The elementwise loop goes in order, so that fed with its own results it accumulates. */
export function accumulate(operands: readonly Operand[], params: Float64Array): void {
  const [operation, code, ndim, sourceCode] = params;
  const name = scans[operation];
  const source = dtypeOfCode(sourceCode);
  const made = loopKind[loopResult(name, dtypeOfCode(code))];
  const kind = made === 'int' ? 'float' : made;
  const loops = (reductionLoops[name] as { readonly [K in LoopKind]?: ReduceLoops })[kind]!;
  const combine = loops.combine as unknown as Binary<Floats>;
  const [out, data] = operands as unknown as Floats[];
  const layout = operands[2] as Float64Array;
  const n = layout[ndim - 1];
  const di = layout[2 * ndim] / out.BYTES_PER_ELEMENT;
  const dj = layout[3 * ndim + 1] / data.BYTES_PER_ELEMENT;
  const slots = kind === 'complex' ? 2 : 1;
  const work = workArray(kind) as Floats;
  const direct = inPlace(kind, source);
  eachRow(ndim, layout, 2, (at) => {
    let i = at[0] / out.BYTES_PER_ELEMENT;
    let j = at[1] / data.BYTES_PER_ELEMENT;
    if (!direct) load(kind, 1, work, source, data, j, dj);
    for (let slot = 0; slot < slots; slot++) out[i + slot] = direct ? data[j + slot] : work[slot];
    for (let left = n - 1; left > 0; left -= CHUNK, i += di * CHUNK, j += dj * CHUNK) {
      const m = Math.min(left, CHUNK);
      if (!direct) load(kind, m, work, source, data, j + dj, dj);
      combine(m, out, i + di, di, out, i, di, direct ? data : work, direct ? j + dj : 0, direct ? dj : slots);
    }
  });
}

export function extreme(operands: readonly Operand[], params: Float64Array): void {
  const [operation, code, ndim] = params;
  const [out, a] = operands as unknown as [BigInt64Array, Float64Array];
  const layout = operands[2] as Float64Array;
  const n = layout[ndim - 1];
  const stride = layout[3 * ndim + 1];
  eachRow(ndim, layout, 2, (at) => {
    out[at[0] / 8] = BigInt(bestOf(a, dtypeOfCode(code), at[1], stride, n, operation === 0 ? -1 : 1));
  });
}

/** The position of the best element of a run, the first NaN before all. */
function bestOf(
  data: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
  dtype: DType,
  start: number,
  stride: number,
  length: number,
  direction: 1 | -1,
): number {
  const kind = loopKind[dtype];
  const j = start / data.BYTES_PER_ELEMENT;
  const step = stride / data.BYTES_PER_ELEMENT;
  if (kind === 'complex') return bestComplex(data as unknown as Float64Array, j, step, length, direction);
  if (kind === 'bigint') return bestNumber(data as unknown as Float64Array, j, step, length, direction);
  if (inPlace(kind, dtype)) return bestNumber(data as unknown as Float64Array, j, step, length, direction);
  const chunk = new Float64Array(CHUNK + 1);
  let best = -1;
  for (let done = 0; done < length; done += CHUNK) {
    const m = Math.min(CHUNK, length - done);
    // The best so far stands before the chunk, so that it wins ties.
    load(kind, m, chunk.subarray(1), dtype, data, j + done * step, step);
    const position = bestNumber(chunk, best < 0 ? 1 : 0, 1, best < 0 ? m : m + 1, direction);
    const found = best < 0 ? position : position - 1;
    if (found >= 0) {
      best = done + found;
      chunk[0] = chunk[found + 1];
    }
    if (Number.isNaN(chunk[0])) return best;
  }
  return best;
}

/** Also for bigints, which compare alike and are never NaN (the test by comparison takes both). */
function bestNumber(data: Float64Array, j: number, step: number, length: number, direction: 1 | -1): number {
  let best = data[j];
  let position = 0;
  if (isNaNValue(best)) return 0;
  for (let at = 1; at < length; at++) {
    const x = data[j + at * step];
    if (direction > 0 ? !(x <= best) : !(x >= best)) {
      best = x;
      position = at;
      if (isNaNValue(x)) break;
    }
  }
  return position;
}

function isNaNValue(x: number): boolean {
  return !(x >= 0) && !(x < 0);
}

function bestComplex(data: Float64Array, j: number, step: number, length: number, direction: 1 | -1): number {
  let position = 0;
  for (let at = 0; at < length; at++) {
    const k = j + at * step;
    const best = j + position * step;
    const re = data[k];
    const im = data[k + 1];
    if (Number.isNaN(re) || Number.isNaN(im)) return at;
    const byReal = direction * (re - data[best]);
    if (byReal > 0 || (re === data[best] && direction * (im - data[best + 1]) > 0)) position = at;
  }
  return position;
}
