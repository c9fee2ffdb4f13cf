/**
 * The n-d loop around the inner ones.
 *
 * A plan says where elements lie, in bytes, as the `layout` operand of the kernel table does: the shape, then for
 * each array (the result first) its offset and its strides. The last axis is the inner loop. The ops layer makes
 * plans with as few axes as possible and hands the same plan to whichever backend runs.
 */
import type { DType } from '../../../core/dtype.js';
import type { Binary, Unary } from './types.js';
import { CHUNK, type LoopKind, load, store, workArray } from './work.js';

/** One array of a plan. */
export interface Term {
  readonly data: ArrayBufferView & ArrayLike<number | bigint> & { readonly BYTES_PER_ELEMENT: number };
  readonly dtype: DType;
  /** Whether the loop reads or writes the storage itself, not a converted copy of a stretch of it. */
  readonly direct: boolean;
}

/** Any loop, as the driver sees it. */
export type AnyUnary = Unary<never, never>;
export type AnyBinary = Binary<never, never>;
/** Stands for whichever typed array the loop takes: the driver never looks at an element. */
type Slots = Float64Array;

/** Calls `visit` with the byte positions of all arrays at the start of each inner run. */
export function eachRow(
  ndim: number,
  layout: ArrayLike<number>,
  arrays: number,
  visit: (at: readonly number[]) => void,
): void {
  const at = new Array<number>(arrays);
  for (let array = 0; array < arrays; array++) at[array] = layout[ndim + array * (ndim + 1)];
  for (let axis = 0; axis < ndim; axis++) if (layout[axis] === 0) return;
  if (ndim === 1) {
    visit(at);
    return;
  }
  const index = new Array<number>(ndim - 1).fill(0);
  for (;;) {
    visit(at);
    let axis = ndim - 2;
    for (; axis >= 0; axis--) {
      const length = layout[axis];
      const back = ++index[axis] === length ? length - 1 : -1;
      for (let array = 0; array < arrays; array++) {
        const stride = layout[ndim + array * (ndim + 1) + 1 + axis];
        at[array] += back < 0 ? stride : -stride * back;
      }
      if (back < 0) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

const buffers: Partial<Record<LoopKind, Slots[]>> = {};

/** Three work arrays: result, first and second operand. */
function buffersOf(kind: LoopKind): Slots[] {
  buffers[kind] ??= [workArray(kind), workArray(kind), workArray(kind)] as unknown as Slots[];
  return buffers[kind];
}

export function driveUnary(
  loop: AnyUnary,
  kind: LoopKind,
  ndim: number,
  layout: ArrayLike<number>,
  out: Term,
  a: Term,
): void {
  const run = loop as unknown as Unary<Slots, Slots>;
  const n = layout[ndim - 1];
  const o = out.data as unknown as Slots;
  const x = a.data as unknown as Slots;
  const di = layout[2 * ndim] / o.BYTES_PER_ELEMENT;
  const dj = layout[3 * ndim + 1] / x.BYTES_PER_ELEMENT;
  eachRow(ndim, layout, 2, (at) => {
    let i = at[0] / o.BYTES_PER_ELEMENT;
    let j = at[1] / x.BYTES_PER_ELEMENT;
    if (out.direct && a.direct) {
      run(n, o, i, di, x, j, dj);
      return;
    }
    const [workOut, workA] = buffersOf(kind);
    const step = kind === 'complex' ? 2 : 1;
    for (let left = n; left > 0; left -= CHUNK) {
      const m = Math.min(left, CHUNK);
      if (!a.direct) load(kind, m, workA, a.dtype, x, j, dj);
      const target = out.direct ? o : workOut;
      run(
        m,
        target,
        out.direct ? i : 0,
        out.direct ? di : 1,
        a.direct ? x : workA,
        a.direct ? j : 0,
        a.direct ? dj : step,
      );
      if (!out.direct) store(m, workOut, out.dtype, o, i, di);
      i += di * m;
      j += dj * m;
    }
  });
}

export function driveBinary(
  loop: AnyBinary,
  kind: LoopKind,
  ndim: number,
  layout: ArrayLike<number>,
  out: Term,
  a: Term,
  b: Term,
): void {
  const run = loop as unknown as Binary<Slots, Slots>;
  const n = layout[ndim - 1];
  const o = out.data as unknown as Slots;
  const x = a.data as unknown as Slots;
  const y = b.data as unknown as Slots;
  const di = layout[2 * ndim] / o.BYTES_PER_ELEMENT;
  const dj = layout[3 * ndim + 1] / x.BYTES_PER_ELEMENT;
  const dk = layout[4 * ndim + 2] / y.BYTES_PER_ELEMENT;
  const direct = out.direct && a.direct && b.direct;
  eachRow(ndim, layout, 3, (at) => {
    let i = at[0] / o.BYTES_PER_ELEMENT;
    let j = at[1] / x.BYTES_PER_ELEMENT;
    let k = at[2] / y.BYTES_PER_ELEMENT;
    if (direct) {
      run(n, o, i, di, x, j, dj, y, k, dk);
      return;
    }
    const [workOut, workA, workB] = buffersOf(kind);
    const step = kind === 'complex' ? 2 : 1;
    for (let left = n; left > 0; left -= CHUNK) {
      const m = Math.min(left, CHUNK);
      // A repeated scalar is converted once and stays repeated.
      if (!a.direct) load(kind, dj === 0 ? 1 : m, workA, a.dtype, x, j, dj);
      if (!b.direct) load(kind, dk === 0 ? 1 : m, workB, b.dtype, y, k, dk);
      run(
        m,
        out.direct ? o : workOut,
        out.direct ? i : 0,
        out.direct ? di : 1,
        a.direct ? x : workA,
        a.direct ? j : 0,
        a.direct ? dj : dj === 0 ? 0 : step,
        b.direct ? y : workB,
        b.direct ? k : 0,
        b.direct ? dk : dk === 0 ? 0 : step,
      );
      if (!out.direct) store(m, workOut, out.dtype, o, i, di);
      i += di * m;
      j += dj * m;
      k += dk * m;
    }
  });
}
