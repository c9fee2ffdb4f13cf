/** Arrays brought to a number of axes, put beside, behind and into each other, and taken apart along one axis. */
import { copyElements } from '../../core/copy.js';
import { checkDType, type DType } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { layoutSymbol } from '../../core/layout.js';
import { NDArray, newUninitialized, viewOf } from '../../core/ndarray.js';
import { isScalar, promoted, scalarDType } from '../../core/promotion.js';
import { formatShape, type Shape } from '../../core/shape.js';
import type { ArrayLike } from '../../core/types.js';
import { itemsOf } from '../argument-checks.js';
import { concatenate, type Sections, split, vstack } from '../joining.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/**
 * `x` with at least one axis: a scalar becomes an array of one element. A view of arrays; any dtype, which stays.
 *
 * @throws DTypeError for what is no array.
 * @example
 * atleast1d(5).toArray(); // [5]
 * @see numpy.atleast_1d
 */
export function atleast1d<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  const a = toArray('atleast1d', x);
  return (a.ndim === 0 ? a.reshape([1]) : a) as never;
}

/**
 * `x` with at least two axes: a vector becomes a row. A view of arrays; any dtype, which stays.
 *
 * @throws DTypeError for what is no array.
 * @example
 * atleast2d([1, 2]).toArray(); // [[1, 2]]
 * @see numpy.atleast_2d
 */
export function atleast2d<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  const a = toArray('atleast2d', x);
  return (a.ndim === 0 ? a.reshape([1, 1]) : a.ndim === 1 ? a.expandDims(0) : a) as never;
}

/**
 * `x` with at least three axes: a vector of n gets shape (1, n, 1), a matrix (m, n, 1). A view of arrays; any dtype,
 * which stays.
 *
 * @throws DTypeError for what is no array.
 * @example
 * atleast3d([1, 2]).shape; // [1, 2, 1]
 * @see numpy.atleast_3d
 */
export function atleast3d<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  const a = toArray('atleast3d', x);
  if (a.ndim === 0) return a.reshape([1, 1, 1]) as never;
  if (a.ndim === 1) return a.expandDims([0, 2]) as never;
  return (a.ndim === 2 ? a.expandDims(2) : a) as never;
}

function parts(operation: string, arrays: Iterable<ArrayLike>, shaped: (x: NDArray) => NDArray): NDArray[] {
  return itemsOf(operation, 'arrays', arrays).map((x) => shaped(toArray(operation, x as Operand)));
}

/**
 * Vectors as the columns of a matrix; matrices beside each other. Dtypes promote.
 *
 * @throws ArgumentError for no arrays; ShapeError when lengths differ.
 * @example
 * columnStack([[1, 2], [3, 4]]).toArray(); // [[1, 3], [2, 4]]
 * @see numpy.column_stack
 */
export function columnStack(arrays: Iterable<ArrayLike>): NDArray {
  const column = (x: NDArray): NDArray => (x.ndim < 2 ? (x.reshape([x.size, 1]) as NDArray) : x);
  return concatenate(parts('columnStack', arrays, column), 1) as NDArray;
}

/**
 * Arrays behind each other: along the third axis, which vectors and matrices get. Dtypes promote.
 *
 * @throws ArgumentError for no arrays; ShapeError when lengths differ.
 * @example
 * dstack([[1, 2], [3, 4]]).toArray(); // [[[1, 3], [2, 4]]]
 * @see numpy.dstack
 */
export function dstack(arrays: Iterable<ArrayLike>): NDArray {
  return concatenate(
    parts('dstack', arrays, (x) => atleast3d(x) as NDArray),
    2,
  ) as NDArray;
}

/**
 * Another name for `vstack`: arrays below each other, vectors as rows.
 *
 * @throws as `vstack`.
 * @example
 * rowStack([[1, 2], [3, 4]]).toArray(); // [[1, 2], [3, 4]]
 * @see numpy.row_stack
 */
export function rowStack(arrays: Iterable<ArrayLike>): NDArray {
  return vstack(itemsOf('rowStack', 'arrays', arrays));
}

/**
 * Views of parts beside each other: along the second axis, or the only one of a vector.
 *
 * @throws ShapeError for a scalar; as `split` otherwise.
 * @example
 * hsplit(arange(4), 2).map(String); // ['[0. 1.]', '[2. 3.]']
 * @see numpy.hsplit
 */
export function hsplit<D extends DType>(x: NDArray<D, Shape>, sections: Sections): NDArray<D, Shape>[] {
  needAxes('hsplit', x, 1);
  return split(x, sections, x.ndim > 1 ? 1 : 0);
}

/**
 * Views of parts below each other: along the first axis.
 *
 * @throws ShapeError for fewer than two axes; as `split` otherwise.
 * @example
 * vsplit(zeros([4, 2]), 2).map((part) => part.shape); // [[2, 2], [2, 2]]
 * @see numpy.vsplit
 */
export function vsplit<D extends DType>(x: NDArray<D, Shape>, sections: Sections): NDArray<D, Shape>[] {
  needAxes('vsplit', x, 2);
  return split(x, sections, 0);
}

/**
 * Views of parts behind each other: along the third axis.
 *
 * @throws ShapeError for fewer than three axes; as `split` otherwise.
 * @example
 * dsplit(zeros([1, 2, 4]), 2).map((part) => part.shape); // [[1, 2, 2], [1, 2, 2]]
 * @see numpy.dsplit
 */
export function dsplit<D extends DType>(x: NDArray<D, Shape>, sections: Sections): NDArray<D, Shape>[] {
  needAxes('dsplit', x, 3);
  return split(x, sections, 2);
}

function needAxes(operation: string, x: unknown, axes: number): void {
  if (!(x instanceof NDArray)) {
    throw new ArgumentError('x is no NDArray; needs one, as asarray(x) makes it', {
      operation,
      argument: 'x',
      got: x,
      needs: 'an NDArray',
    });
  }
  if (x.ndim >= axes) return;
  throw new ShapeError(`x has ${x.ndim} axes; needs at least ${axes}`, {
    operation,
    argument: 'x',
    got: x.shape,
    needs: `at least ${axes} axes`,
  });
}

/** Arrays and scalars in nested lists, as `block` takes them. */
export type Blocks =
  | NDArray
  | number
  | bigint
  | boolean
  | { readonly re: number; readonly im: number }
  | BlockList;

/** A list of blocks. */
export type BlockList = readonly Blocks[];

/**
 * An array put together from blocks in nested lists: the innermost lists are joined along the last axis, the lists
 * around them along the one before, and so on. All lists are nested equally deep; blocks get as many axes as that.
 *
 * Dtypes promote; the result is new.
 *
 * @throws ArgumentError for empty lists or lists of different depths; ShapeError when the blocks do not fit.
 * @example
 * const one = array([[1]]);
 * block([[one, zeros([1, 2])], [ones([2, 3])]]).shape; // [3, 3]
 * @see numpy.block
 */
export function block(blocks: Blocks): NDArray {
  const depth = depthOf(blocks);
  const leaves: NDArray[] = [];
  const tree = readBlocks(blocks, depth, leaves);
  const ndim = Math.max(depth, ...leaves.map((leaf) => leaf.ndim));
  let dtype = leaves[0].dtype as DType;
  for (const leaf of leaves) dtype = promoted(dtype, leaf.dtype);
  const shape = shapeOfBlocks(tree, ndim, ndim - depth);
  const result = newUninitialized('block', checkDType('block', dtype), shape);
  writeBlocks(tree, result, ndim - depth);
  return result;
}

type Tree = NDArray | readonly Tree[];

function depthOf(blocks: Blocks): number {
  let depth = 0;
  for (let level: unknown = blocks; Array.isArray(level); level = level[0]) depth++;
  return depth;
}

function readBlocks(blocks: Blocks, depth: number, leaves: NDArray[]): Tree {
  if (depth > 0 && Array.isArray(blocks) && blocks.length > 0)
    return (blocks as BlockList).map((inner) => readBlocks(inner, depth - 1, leaves));
  if (Array.isArray(blocks) || depth > 0) {
    const what = Array.isArray(blocks) && blocks.length === 0 ? 'an empty list' : 'lists of different depths';
    throw new ArgumentError(`blocks has ${what}; needs lists nested equally deep, none of them empty`, {
      operation: 'block',
      argument: 'blocks',
      got: blocks,
    });
  }
  const leaf = isScalar(blocks)
    ? (new NDArray({ ...scalarLayout(blocks) }) as NDArray)
    : toArray('block', blocks as Operand);
  leaves.push(leaf);
  return leaf;
}

function scalarLayout(value: Exclude<Blocks, NDArray | BlockList>) {
  const dtype = scalarDType(value);
  const one = newUninitialized('block', dtype, []);
  one.assign(value);
  return one[layoutSymbol]();
}

/** The shape of what `tree` gives, its lists joined along `axis` and those after it. */
function shapeOfBlocks(tree: Tree, ndim: number, axis: number): number[] {
  if (tree instanceof NDArray) return [...new Array<number>(ndim - tree.ndim).fill(1), ...tree.shape];
  const shapes = tree.map((inner) => shapeOfBlocks(inner, ndim, axis + 1));
  const shape = shapes[0].slice();
  for (const other of shapes.slice(1)) {
    if (!other.every((length, at) => at === axis || length === shape[at])) {
      throw new ShapeError(
        `blocks of shapes ${formatShape(shapes[0])} and ${formatShape(other)} do not join along axis ${axis}`,
        { operation: 'block', argument: 'blocks', got: other, needs: 'equal lengths on the other axes' },
      );
    }
    shape[axis] += other[axis];
  }
  return shape;
}

function writeBlocks(tree: Tree, into: NDArray, axis: number): void {
  if (tree instanceof NDArray) {
    const shape = [...new Array<number>(into.ndim - tree.ndim).fill(1), ...tree.shape];
    copyElements(into[layoutSymbol](), (tree.reshape(shape) as NDArray)[layoutSymbol]());
    return;
  }
  let start = 0;
  for (const inner of tree) {
    const shape = into.shape.slice();
    shape[axis] = shapeOfBlocks(inner, into.ndim, axis + 1)[axis];
    const offset = into.offset + (into.size > 0 ? start * into.strides[axis] : 0);
    writeBlocks(inner, viewOf(into, shape, into.strides, offset) as NDArray, axis + 1);
    start += shape[axis];
  }
}
