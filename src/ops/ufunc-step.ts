/**
 * One result after the other: what `reduce`, `accumulate`, `reduceat` and `at` of an operation do with its loop.
 *
 * Policy: the operand is brought into the dtype the operation computes in, with the axis of the reduction last and
 * contiguous, so that every line is a run. A loop may read what it wrote one element before, as loops go one element
 * at a time: a run with a step of 0 folds into one slot, one shifted by a place accumulates. Integers and float16,
 * which loops see through a buffer, go element by element, so that each intermediate result wraps or rounds.
 */

import type { DType } from '../core/dtype.js';
import { DTypeError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import type { AnyBinary } from '../kernels/js/loops/drive.js';
import type { Source } from '../kernels/js/loops/fold.js';
import type { Binary } from '../kernels/js/loops/types.js';
import { inPlace, type LoopKind, load, loopKind, store, workArray } from '../kernels/js/loops/work.js';
import { reductionLoops } from '../kernels/js/reduce.js';
import { castTo, type ReductionName } from './reduction.js';
import type { BinaryName, BinaryRow } from './registry.js';
import { chooseLoop } from './ufunc.js';

/** Stands for whichever typed array holds the elements. */
export type Slots = Float64Array;

/** An operation on lines of elements of one dtype. Positions and steps are in slots. */
export interface Stepper {
  /** The dtype of operands and results. */
  readonly dtype: DType;
  /** Slots from one element to the next: 2 for complex numbers. */
  readonly slots: 1 | 2;
  /** `o[i] = a[j] op b[k]`, once. */
  one(o: Slots, i: number, a: Slots, j: number, b: Slots, k: number): void;
  /** `o[i] = o[i] op a[j] op a[j + step]` and so on, `n` elements. */
  fold(n: number, o: Slots, i: number, a: Slots, j: number, step: number): void;
  /** `o[i + step] = o[i] op a[j + step]` and so on, `n` times. */
  scan(n: number, o: Slots, i: number, a: Slots, j: number, step: number): void;
}

/**
 * The operation at places one after the other, for elements that JavaScript's own arithmetic computes and rounds as they
 * are stored: a call of a loop for each takes ten times as long.
 */
type Scatter = (places: ArrayLike<number>, o: Slots, values: Slots, step: number) => void;

const scatters: { readonly [K in BinaryName]?: Scatter } = {
  add(places, o, values, step) {
    for (let i = 0, k = 0; i < places.length; i++, k += step) o[places[i]] += values[k];
  },
  subtract(places, o, values, step) {
    for (let i = 0, k = 0; i < places.length; i++, k += step) o[places[i]] -= values[k];
  },
};

/** The operation over places of `o`, `step` slots from one value to the next. */
export function scatterWith(
  name: BinaryName,
  stepper: Stepper,
  places: ArrayLike<number>,
  o: Slots,
  values: Slots,
  step: number,
): void {
  const scatter = scatters[name];
  const { dtype } = stepper;
  if (scatter !== undefined && dtype !== 'bool' && dtype !== 'float16' && stepper.slots === 1)
    scatter(places, o, values, step);
  else for (let i = 0; i < places.length; i++) stepper.one(o, places[i], o, places[i], values, i * step);
}

/** The reductions that have folds of their own, in the order in which NumPy sums. */
export const foldsOf: { readonly [K in BinaryName]?: ReductionName } = {
  add: 'sum',
  multiply: 'prod',
  minimum: 'min',
  maximum: 'max',
};

/**
 * The stepper of an operation for elements of `wanted`, lifted where its row says so.
 * @throws DTypeError when there is no loop, or its results are no operands.
 */
export function stepperOf(name: BinaryName, row: BinaryRow, wanted: DType): Stepper {
  const choice = chooseLoop<AnyBinary>(name, row, wanted);
  if (choice.result !== choice.dtype) {
    throw new DTypeError(`results are ${choice.result}, which cannot be combined with ${choice.dtype}`, {
      operation: name,
      argument: 'x',
      got: wanted,
      needs: 'bools, or an operation whose results are of the dtype of its operands',
    });
  }
  const { dtype, kind } = choice;
  const loop = choice.loop as unknown as Binary<Slots>;
  if (!inPlace(kind, dtype)) return buffered(dtype, kind, loop);
  const slots = kind === 'complex' ? 2 : 1;
  const reduction = foldsOf[name];
  return {
    dtype,
    slots,
    one: (o, i, a, j, b, k) => loop(1, o, i, 0, a, j, 0, b, k, 0),
    fold:
      reduction === undefined
        ? (n, o, i, a, j, step) => loop(n, o, i, 0, o, i, 0, a, j, step)
        : ownFold(reduction, kind, dtype),
    scan: (n, o, i, a, j, step) => loop(n, o, i + step, step, o, i, step, a, j + step, step),
  };
}

function ownFold(reduction: ReductionName, kind: LoopKind, dtype: DType): Stepper['fold'] {
  const { fold } = reductionLoops[reduction][kind === 'int' ? 'float' : kind];
  const run = fold as unknown as (n: number, source: Source, j: number, acc: Slots, i: number) => void;
  return (n, o, i, a, j, step) => {
    if (n > 0) run(n, { data: a, dtype, direct: true, step }, j, o, i);
  };
}

/** For dtypes that loops do not work on in place. */
function buffered(dtype: DType, kind: LoopKind, loop: Binary<Slots>): Stepper {
  const [result, left, right] = [workArray(kind), workArray(kind), workArray(kind)] as unknown as Slots[];
  const one: Stepper['one'] = (o, i, a, j, b, k) => {
    load(kind, 1, left, dtype, a, j, 1);
    load(kind, 1, right, dtype, b, k, 1);
    loop(1, result, 0, 1, left, 0, 1, right, 0, 1);
    store(1, result, dtype, o, i, 1);
  };
  return {
    dtype,
    slots: 1,
    one,
    fold: (n, o, i, a, j, step) => {
      for (; n > 0; n--, j += step) one(o, i, o, i, a, j);
    },
    scan: (n, o, i, a, j, step) => {
      for (; n > 0; n--, i += step, j += step) one(o, i + step, o, i, a, j + step);
    },
  };
}

/** The dtype in which sums and products of `x` are made: integers become 64 bits wide, as in `sum`. */
export function widenedDType(name: BinaryName, x: NDArray): DType {
  if (name !== 'add' && name !== 'multiply') return x.dtype;
  const kind = loopKind[x.dtype];
  if (kind !== 'int') return x.dtype;
  return x.dtype.startsWith('u') ? 'uint64' : 'int64';
}

/**
 * `x` in `dtype` with these axes, in their order, last, and C-contiguous from the start of its storage: to be read
 * only, as it may be `x` itself.
 */
export function lined(operation: string, x: NDArray, last: readonly number[], dtype: DType): NDArray {
  const first = x.shape.map((_, axis) => axis).filter((axis) => !last.includes(axis));
  const order = [...first, ...last];
  const turned = order.every((axis, at) => axis === at) ? x : (x.transpose(order) as NDArray);
  if (turned.dtype === dtype && turned.offset === 0 && turned.flags.cContiguous) return turned;
  return castTo(operation, turned, dtype);
}

export function slotsOf(x: NDArray): Slots {
  return storage(x) as unknown as Slots;
}
