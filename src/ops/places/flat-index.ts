/** Positions in the flattened array and indices along the axes, and walks over both. */

import { type DType, dtypeInfo, type ElementOf } from '../../core/dtype.js';
import { ArgumentError, IndexError, ShapeError } from '../../core/errors.js';
import { NDArray, newArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { broadcastShapes, contiguousStrides, type Order, type Shape, sizeOf } from '../../core/shape.js';
import { checkOrder, checkShape } from '../../core/strides.js';
import { itemsOf } from '../argument-checks.js';
import { add, divide, floor, multiply, remainder, subtract } from '../elementwise.js';
import { broadcastArrays } from '../manipulation.js';
import { clip } from '../parts.js';
import { isNative } from '../picks.js';
import { castTo } from '../reduction.js';
import { max, min } from '../reductions.js';
import { type Operand, toArray } from '../ufunc.js';

/** What happens to an index out of bounds: an error, counting on from the other end, or the nearest that is in. */
export type IndexMode = 'raise' | 'wrap' | 'clip';

/** Integers in an array or a list. @throws DTypeError via the message for anything else. */
export function integerArray(operation: string, x: Operand, argument: string): NDArray<'int64'> {
  const a = toArray(operation, x);
  const { kind } = dtypeInfo(a.dtype);
  const listed = a.dtype === 'float64' && !ArrayBuffer.isView(x);
  if (kind !== 'i' && kind !== 'u') {
    const values = listed ? [...a.flat] : [];
    if (!listed || !values.every((value) => Number.isSafeInteger(value))) {
      throw new IndexError(`${argument} is of dtype ${a.dtype}; needs integers`, {
        operation,
        argument,
        got: a.dtype,
        needs: 'integers',
      });
    }
  }
  return (a.dtype === 'int64' ? a : castTo(operation, a, 'int64')) as NDArray<'int64'>;
}

/** The same as doubles in C order, which hold every index there can be. */
export function indexValues(operation: string, x: Operand, argument: string): Float64Array {
  const a = toArray(operation, x);
  const { kind } = dtypeInfo(a.dtype);
  const whole = kind === 'i' || kind === 'u' ? a : integerArray(operation, x, argument);
  return storage(castTo(operation, whole as NDArray, 'float64')) as Float64Array;
}

/** An index brought into [0, length). @throws IndexError in mode 'raise'. */
export function placed(
  operation: string,
  index: number,
  length: number,
  mode: IndexMode,
  negative: boolean,
): number {
  if (index >= 0 && index < length) return index;
  if (length > 0) {
    if (mode === 'wrap') return ((index % length) + length) % length;
    if (mode === 'clip') return index < 0 ? 0 : length - 1;
    if (negative && index >= -length && index < 0) return index + length;
  }
  throw new IndexError(`index ${index} is out of bounds for length ${length}`, {
    operation,
    argument: 'indices',
    got: index,
    needs: length === 0 ? 'something to index' : `an integer in [${negative ? -length : 0}, ${length - 1}]`,
  });
}

/** @throws ArgumentError for an unknown mode. */
export function checkMode(operation: string, mode: unknown): IndexMode {
  if (mode === 'raise' || mode === 'wrap' || mode === 'clip') return mode;
  throw new ArgumentError(`mode is ${String(mode)}; needs raise, wrap or clip`, {
    operation,
    argument: 'mode',
    got: mode,
    needs: 'raise, wrap or clip',
  });
}

/** Options of `ravelMultiIndex`. */
export interface RavelOptions {
  /** For indices out of bounds; one for all axes, or one for each. 'raise'. */
  readonly mode?: IndexMode | readonly IndexMode[];
  /** Whether the last axis counts fastest, or the first. 'C'. */
  readonly order?: Order;
}

/** Steps of the flat position along each axis. */
function steps(shape: Shape, order: Order): number[] {
  const result = new Array<number>(shape.length);
  let step = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = order === 'C' ? shape.length - 1 - i : i;
    result[axis] = step;
    step *= shape[axis];
  }
  return result;
}

const ravelNames: OptionNames<RavelOptions> = { mode: true, order: true };

/**
 * Positions in the flattened array, from indices along the axes, which broadcast. Integers → int64.
 *
 * @throws IndexError for an index out of bounds (negative ones too) or no integer; ShapeError unless there is one
 * array of indices for each axis.
 * @example
 * ravelMultiIndex([[1, 2], [0, 3]], [3, 4]).toArray(); // [4n, 11n]
 * @see numpy.ravel_multi_index
 */
export function ravelMultiIndex(
  indices: readonly Operand[] | NDArray,
  shape: Shape,
  options: RavelOptions = {},
): NDArray<'int64'> {
  checkOptions('ravelMultiIndex', options, ravelNames);
  const operation = 'ravelMultiIndex';
  const lengths = checkShape(operation, shape);
  const order = checkOrder(operation, options.order ?? 'C');
  const list = itemsOf(operation, 'indices', indices as Iterable<Operand>);
  if (list.length !== lengths.length) {
    throw new ShapeError(`indices are for ${list.length} axes, the shape has ${lengths.length}`, {
      operation,
      argument: 'indices',
      got: list.length,
      needs: `${lengths.length} arrays of indices`,
    });
  }
  const given = options.mode ?? 'raise';
  const modes = lengths.map((_, axis) =>
    checkMode(operation, typeof given === 'string' ? given : given[axis]),
  );
  const arrays = broadcastArrays(...list.map((one) => integerArray(operation, one, 'indices')));
  const result = newArray(operation, 'int64', arrays.length > 0 ? arrays[0].shape : []);
  const step = steps(lengths, order);
  const positions = storage(result);
  arrays.forEach((array, axis) => {
    if (isNative(result.size)) {
      const along = withinAxis(operation, array as NDArray, lengths[axis], modes[axis]);
      add(result, multiply(along, step[axis]), { out: result });
      return;
    }
    let at = 0;
    for (const index of array.flat as Iterable<bigint>)
      positions[at++] += BigInt(
        placed(operation, Number(index), lengths[axis], modes[axis], false) * step[axis],
      );
  });
  return result;
}

/** Indices brought into an axis by kernels. @throws IndexError in mode 'raise'. */
function withinAxis(operation: string, indices: NDArray, length: number, mode: IndexMode): NDArray {
  const [least, greatest] = [Number(min(indices).item()), Number(max(indices).item())];
  if (least >= 0 && greatest < length) return indices;
  placed(operation, least < 0 ? least : greatest, length, mode, false);
  return (mode === 'wrap' ? remainder(indices, length) : clip(indices, 0, length - 1)) as NDArray;
}

const unravelIndexNames: OptionNames<{ readonly order?: Order }> = { order: true };

/**
 * Indices along the axes, from positions in the flattened array: an array for each axis. Integers → int64.
 *
 * @throws IndexError for a position out of bounds or no integer; ShapeError for a shape that is none.
 * @example
 * unravelIndex([4, 11], [3, 4]).map(String); // ['[1 2]', '[0 3]']
 * @see numpy.unravel_index
 */
export function unravelIndex(
  positions: Operand,
  shape: Shape,
  options: { readonly order?: Order } = {},
): NDArray<'int64'>[] {
  checkOptions('unravelIndex', options, unravelIndexNames);
  const operation = 'unravelIndex';
  const lengths = checkShape(operation, shape);
  const order = checkOrder(operation, options.order ?? 'C');
  const { shape: outer } = toArray(operation, positions);
  const flat = indexValues(operation, positions, 'positions');
  const size = sizeOf(lengths);
  if (isNative(flat.length)) return unraveled(operation, flat, outer, lengths, order);
  for (const position of flat) placed(operation, position, size, 'raise', false);
  const step = steps(lengths, order);
  return lengths.map((length, axis) => {
    const result = newArray(operation, 'float64', outer);
    const data = storage(result);
    for (let i = 0; i < data.length; i++) data[i] = Math.floor(flat[i] / step[axis]) % length;
    return castTo(operation, result as NDArray, 'int64') as NDArray<'int64'>;
  });
}

/** The fastest axis first: what is left after it goes on to the next. Positions are whole, so a quotient is not off. */
function unraveled(
  operation: string,
  flat: Float64Array,
  outer: Shape,
  lengths: readonly number[],
  order: Order,
): NDArray<'int64'>[] {
  const strides = contiguousStrides(outer, 8);
  let rest = new NDArray({ data: flat, dtype: 'float64', shape: outer, strides }) as NDArray;
  const size = sizeOf(lengths);
  for (const end of [min(rest).item(), max(rest).item()] as number[])
    placed(operation, end, size, 'raise', false);
  const result = new Array<NDArray<'int64'>>(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    const axis = order === 'C' ? lengths.length - 1 - i : i;
    const quotient = divide(rest, lengths[axis]) as NDArray;
    floor(quotient, { out: quotient });
    const along = subtract(rest, multiply(quotient, lengths[axis])) as NDArray;
    result[axis] = castTo(operation, along, 'int64') as NDArray<'int64'>;
    rest = quotient;
  }
  return result;
}

/**
 * Walks over all indices of a shape, the last axis fastest. No axes give one empty index.
 *
 * @throws ShapeError for a shape that is none.
 * @example
 * [...ndindex(2, 2)]; // [[0, 0], [0, 1], [1, 0], [1, 1]]
 * @see numpy.ndindex
 */
export function* ndindex(...shape: number[] | [Shape]): Generator<number[], void, undefined> {
  const lengths = checkShape('ndindex', Array.isArray(shape[0]) ? shape[0] : (shape as number[]));
  if (sizeOf(lengths) === 0) return;
  const index = new Array<number>(lengths.length).fill(0);
  for (;;) {
    yield index.slice();
    let axis = lengths.length - 1;
    for (; axis >= 0; axis--) {
      if (++index[axis] < lengths[axis]) break;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/**
 * Walks over the elements of an array with their indices, the last axis fastest.
 *
 * @throws DTypeError for what is no array.
 * @example
 * [...ndenumerate([[5, 6]])]; // [[[0, 0], 5], [[0, 1], 6]]
 * @see numpy.ndenumerate
 */
export function* ndenumerate<X extends Operand>(
  x: X,
): Generator<
  [index: number[], element: X extends NDArray<infer D> ? ElementOf<D> : ElementOf<DType>],
  void,
  undefined
> {
  const a = toArray('ndenumerate', x);
  for (const index of ndindex(a.shape)) yield [index, a.get(...index) as never];
}

/**
 * The shape that all these shapes broadcast to.
 *
 * @throws ShapeError when they do not.
 * @example
 * broadcastShapes([3, 1], [4]); // [3, 4]
 * @see numpy.broadcast_shapes
 */
function commonShape(...shapes: readonly (Shape | number)[]): number[] {
  return broadcastShapes('broadcastShapes', ...shapes.map((shape) => checkShape('broadcastShapes', shape)));
}

export { commonShape as broadcastShapes };
