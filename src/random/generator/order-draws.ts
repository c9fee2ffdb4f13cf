/** Random order and random samples of arrays. */

import { copyElements } from '../../core/copy.js';
import type { DType, ElementOf } from '../../core/dtype.js';
import { readElement } from '../../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { fromData } from '../../core/from-data.js';
import { type Layout, layoutSymbol } from '../../core/layout.js';
import { NDArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { formatShape, normalizeAxis, type Shape, sizeOf } from '../../core/shape.js';
import type { Sizes } from '../../core/static-shapes.js';
import { checkShape } from '../../core/strides.js';
import type { ArrayLike as Data, DTypeFrom, ShapeFrom } from '../../core/types.js';
import type { BitGenerator } from '../bits/bit-generator.js';
import { type ChoicePlan, checkProbabilities, choosePositions, drawEqualByAddon } from '../choice.js';
import { writeWhole } from '../draw.js';
import { drawArray, type Size } from '../draws.js';
import { type MutableList, shuffleArray, shuffleLanes, shuffleList } from '../shuffle.js';
import { copyOf, take } from '../take.js';
import { VectorDraws } from './vector-draws.js';

export interface ChoiceOptions {
  /** Whether an element may be chosen more than once. */
  readonly replace?: boolean;
  /** The probability of each element; all are equal without it. */
  readonly p?: Data;
  /** The axis whose slices are chosen. */
  readonly axis?: number;
  /** Without replacement: whether the order is random too; false is faster. */
  readonly shuffle?: boolean;
}

const choiceNames: OptionNames<ChoiceOptions> = { replace: true, p: true, axis: true, shuffle: true };
const shuffleNames: OptionNames<{ axis?: number }> = { axis: true };
const permutedNames: OptionNames<{ axis?: number | null; out?: NDArray }> = { axis: true, out: true };

export class OrderDraws extends VectorDraws {
  /**
   * Shuffles `x` in place along an axis; what lies within a slice keeps its order.
   *
   * @param x an array, or a plain or typed JavaScript array
   * @param options axis of an NDArray; 0
   * @throws ArgumentError when x is read-only, has no axis, or is no array
   * @throws AxisError when there is no such axis
   * @example
   * const x = [0, 1, 2, 3, 4];
   * defaultRng(42).shuffle(x); // x is [4, 2, 3, 1, 0]
   *
   * NumPy: `Generator.shuffle`.
   */
  shuffle(x: NDArray | MutableList, options: { axis?: number } = {}): void {
    checkOptions('shuffle', options, shuffleNames);
    // NumPy draws nothing for an empty array here, but does in permutation.
    if (x instanceof NDArray && x.size === 0 && x.ndim > 0)
      normalizeAxis('shuffle', options.axis ?? 0, x.ndim);
    else if (x instanceof NDArray) shuffleArray(this.bitGenerator, x, options.axis ?? 0);
    else if (Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView))) {
      if (options.axis !== undefined) normalizeAxis('shuffle', options.axis, 1);
      shuffleList(this.bitGenerator, x);
    } else {
      throw new ArgumentError(`x is ${String(x)}; needs an array`, {
        operation: 'shuffle',
        argument: 'x',
        got: x,
      });
    }
  }

  /**
   * A shuffled copy of an array, or the integers below a number in random order.
   *
   * @param x a count, which stands for 0 … x − 1 (int64), or an array
   * - `options`: axis to shuffle along; 0
   * @throws ArgumentError when x is a negative or fractional count
   * @throws AxisError when there is no such axis
   * @example
   * defaultRng(42).permutation(5).toArray(); // [4n, 2n, 3n, 1n, 0n]
   *
   * NumPy: `Generator.permutation`.
   */
  permutation(x: number): NDArray<'int64', [number]>;
  permutation<const T>(x: T, options?: { axis?: number }): NDArray<DTypeFrom<T>>;
  permutation(x: unknown, options: { axis?: number } = {}): unknown {
    checkOptions('permutation', options, shuffleNames);
    const copy =
      typeof x === 'number'
        ? integersBelow('permutation', x)
        : copyOf(fromData('permutation', x, undefined, 'x'));
    shuffleArray(this.bitGenerator, copy, options.axis ?? 0);
    return copy;
  }

  /**
   * A copy in which each lane along an axis is shuffled on its own; without an axis, all elements among each other.
   *
   * @param x an array
   * @param options axis; out, an array of x's shape and dtype that takes the result, and may be x itself
   * @throws ArgumentError when out is read-only
   * @throws ShapeError, DTypeError when out does not fit x
   * @throws AxisError when there is no such axis
   * @example
   * defaultRng(42).permuted([[0, 1, 2], [3, 4, 5]], { axis: 1 }).toArray(); // [[2, 1, 0], [3, 5, 4]]
   *
   * NumPy: `Generator.permuted`.
   */
  permuted<const T>(
    x: T,
    options: { axis?: number | null; out?: NDArray<DTypeFrom<T>> } = {},
  ): NDArray<DTypeFrom<T>> {
    const from = fromData('permuted', x, undefined, 'x');
    checkOptions('permuted', options, permutedNames);
    const out = (options.out as NDArray | undefined) ?? copyOf(from);
    if (options.out !== undefined) {
      checkOutput(out, from);
      if ((out as unknown) !== x) copyElements(out[layoutSymbol](), from);
    }
    const axis = options.axis ?? null;
    if (axis !== null) shuffleLanes(this.bitGenerator, out, axis);
    else if (out.ndim > 0) shuffleAll(this.bitGenerator, out);
    return out as NDArray<DTypeFrom<T>>;
  }

  /**
   * A random sample of the elements (or slices along an axis) of an array, or of the integers below a number.
   *
   * @param a a count, which stands for 0 … a − 1 (int64), or an array
   * @param size the shape of the sample; without it, one element
   * @param options replace (true), p, axis (0), shuffle (true)
   * @returns an array whose axis `axis` is replaced by `size`; one element of a 1-d array without a size
   * @throws ArgumentError when a is empty, the sample is larger than a without replacement, or p does not fit a or
   *   does not sum to 1
   * @example
   * defaultRng(42).choice(5, 3, { replace: false }).toArray(); // [4n, 0n, 3n]
   *
   * NumPy: `Generator.choice`.
   */
  choice(a: number, size?: null, options?: ChoiceOptions): number;
  choice<const S extends Size>(a: number, size: S, options?: ChoiceOptions): NDArray<'int64', Sizes<S>>;
  choice<const T>(
    a: T,
    size?: null,
    options?: ChoiceOptions,
  ): ShapeFrom<T> extends readonly [number]
    ? ElementOf<DTypeFrom<T>>
    : NDArray<DTypeFrom<T>> | ElementOf<DTypeFrom<T>>;
  choice<const T>(a: T, size: Size, options?: ChoiceOptions): NDArray<DTypeFrom<T>>;
  choice(a: unknown, size?: Size | null, options: ChoiceOptions = {}): unknown {
    checkOptions('choice', options, choiceNames);
    const from = typeof a === 'number' ? null : fromData('choice', a);
    const axis = from === null ? 0 : normalizeAxis('choice', options.axis ?? 0, from.shape.length);
    const population = from === null ? checkCount('choice', a as number) : from.shape[axis];
    const shape = size === undefined || size === null ? [] : checkShape('choice', size);
    const p = options.p === undefined ? null : checkProbabilities(options.p, population);
    const { replace = true, shuffle = true } = options;
    const plan = { population, count: sizeOf(shape), replace, shuffle, p };
    const scalar = size === undefined || size === null;
    if (from === null && !scalar) return choosePositionArray(this.bitGenerator, plan, shape);
    const positions = choosePositions(this.bitGenerator, plan);
    if (from === null) return positions[0];
    const taken = take(from, positions, shape, axis);
    return scalar && taken.ndim === 0 ? readElement(taken.dtype, taken.data, 0) : taken;
  }
}

function checkOutput(out: NDArray, x: Layout): void {
  const details = { operation: 'permuted', argument: 'out' };
  if (out.dtype !== x.dtype)
    throw new DTypeError(`out is ${out.dtype}; needs ${x.dtype}`, {
      ...details,
      got: out.dtype,
      needs: x.dtype,
    });
  if (formatShape(out.shape) !== formatShape(x.shape)) {
    const needs = formatShape(x.shape);
    throw new ShapeError(`out has shape ${formatShape(out.shape)}; needs ${needs}`, {
      ...details,
      got: out.shape,
      needs,
    });
  }
  if (!out.flags.writeable)
    throw new ArgumentError('out is read-only; needs an array that can be written', details);
}

/** Shuffles all elements: in memory order where they lie without gaps, else in C order. */
function shuffleAll(bits: BitGenerator, x: NDArray): void {
  const { cContiguous, fContiguous } = x.flags;
  if (cContiguous || fContiguous) {
    const flat = {
      data: storage(x),
      dtype: x.dtype,
      shape: [x.size],
      strides: [x.itemsize],
      offset: x.offset,
    };
    shuffleArray(bits, new NDArray({ ...flat, writeable: x.flags.writeable }), 0);
    return;
  }
  const copy = copyOf(x[layoutSymbol]());
  shuffleAll(bits, copy);
  copyElements(x[layoutSymbol](), copy[layoutSymbol]());
}

function checkCount(operation: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new ArgumentError(`a count of ${count} elements; needs a non-negative integer, or an array`, {
    operation,
    argument: operation === 'choice' ? 'a' : 'x',
    got: count,
    needs: 'a non-negative integer, or an array',
  });
}

function integersBelow(operation: string, count: number): NDArray<DType> {
  const size = checkCount(operation, count);
  return drawArray(operation, 'int64', size, (data) => {
    const numbers = new Float64Array(size);
    for (let at = 0; at < size; at++) numbers[at] = at;
    writeWhole(numbers, data);
  });
}

function choosePositionArray(bits: BitGenerator, plan: ChoicePlan, shape: Shape): NDArray<'int64'> {
  return drawArray('choice', 'int64', shape, (data) => {
    if (!drawEqualByAddon(bits, plan, data)) writeWhole(choosePositions(bits, plan), data);
  });
}
