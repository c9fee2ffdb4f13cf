/**
 * BlockedArray: an array that is cut into blocks, each an NDArray, and not there before it is computed.
 *
 * Policy: an array is an expression (expressions/expression.ts) with the surface of an NDArray. Operations make
 * expressions and touch no element; everything that computes returns a promise.
 */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { IndexError } from '../core/errors.js';
import { type Foreign, type ForeignKind, foreignSymbol, type kindSymbol } from '../core/foreign.js';
import type { Index } from '../core/index-parse.js';
import { type NDArray, newUninitialized } from '../core/ndarray.js';
import { formatShape, type Shape, sizeOf } from '../core/shape.js';
import type { AtShape } from '../core/types.js';
import { type Collection, type CollectionParts, collectionSymbol } from '../graph/collection.js';
import { type ComputeOptions, compute } from '../graph/compute.js';
import { addOptimization } from '../graph/optimization/optimize.js';
import type { Key } from '../graph/tasks/key.js';
import { type Graph, valueTask } from '../graph/tasks/task.js';
import {
  blockIndices,
  type Chunks,
  type ChunksOption,
  describeChunks,
  isKnown,
  normalizeChunks,
  startsOf,
} from './chunks.js';
import { arrange } from './expressions/arranged.js';
import { BlocksExpression } from './expressions/blocks.js';
import { addBlocks, type Expression } from './expressions/expression.js';
import { KnownExpression } from './expressions/known.js';
import { rechunk, slice } from './expressions/picked.js';
import { pickPoints } from './expressions/points.js';
import { foldReductions } from './folding.js';
import { operate } from './operations.js';
import type { RechunkOptions } from './rechunk-plan.js';
import { parseSelection } from './selection.js';
import { toSvg } from './svg.js';

addOptimization(foldReductions);

/** What operations on blocked arrays give. */
export interface BlockedKind extends ForeignKind {
  readonly result: BlockedArray<Extract<this['dtype'], DType>, Extract<this['shape'], Shape>>;
}

/**
 * An array in blocks. Make one with `zeros`, `fromArray`, `random`…; the constructor takes an expression.
 *
 * @example
 * const x = blocked.arange(10, { chunks: 4 });
 * x.chunks; // [[4, 4, 2]]
 * (await x.at('::3').compute()).toArray(); // [0, 3, 6, 9]
 * @see dask.array.Array
 */
export class BlockedArray<D extends DType = DType, S extends Shape = Shape>
  implements Collection<NDArray<D, S>>, Foreign<D, S>
{
  declare readonly [kindSymbol]?: BlockedKind;
  readonly expression: Expression<D>;

  constructor(expression: Expression<D>) {
    this.expression = expression;
  }

  /** What its elements are. */
  get dtype(): D {
    return this.expression.dtype;
  }

  /** The length of each axis; NaN where only computing tells. */
  get shape(): S {
    return this.expression.shape as S;
  }

  get ndim(): number {
    return this.expression.shape.length;
  }

  /** How many elements there are. */
  get size(): number {
    return sizeOf(this.expression.shape);
  }

  /** Bytes of one element. */
  get itemsize(): number {
    return dtypeInfo(this.dtype).itemsize;
  }

  /** Bytes of all elements. */
  get nbytes(): number {
    return this.size * this.itemsize;
  }

  /** The lengths of the chunks of each axis. */
  get chunks(): Chunks {
    return this.expression.chunks;
  }

  /** The shape of the largest block. Dask: `chunksize` */
  get chunkSize(): readonly number[] {
    return this.chunks.map((axis) => Math.max(...axis));
  }

  /** How many blocks there are along each axis. */
  get numblocks(): readonly number[] {
    return this.chunks.map((axis) => axis.length);
  }

  /** How many blocks there are. */
  get npartitions(): number {
    return sizeOf(this.numblocks);
  }

  /** The layer of its tasks: what their keys begin with. */
  get name(): string {
    return this.expression.name;
  }

  /** Blocks chosen by their places, as an array of only these: `x.blocks.at(0, ':')`. */
  get blocks(): { at(...indices: readonly Index[]): BlockedArray<D> } {
    return {
      at: (...indices) => {
        const { selection, newAxes, lists } = parseSelection('blocks.at', this.numblocks, indices);
        if (lists > 1) {
          throw new IndexError(`${lists} indices are lists; needs one at a time`, {
            operation: 'blocks.at',
            argument: 'indices',
            got: indices,
          });
        }
        if (newAxes.length > 0) {
          throw new IndexError('blocks have no new axes; needs integers, slices or lists', {
            operation: 'blocks.at',
            argument: 'indices',
            got: indices,
          });
        }
        return new BlockedArray(new BlocksExpression(this.expression, selection));
      },
    };
  }

  /**
   * What the indices select, as `NDArray.at` has it; lists and masks are of one axis each. The selection reaches down:
   * what is not selected is not made, where a source can make elements alone. Several lists are points, which make the
   * whole blocks they are in.
   * @throws IndexError for anything that is not an index of this array.
   */
  at<const I extends readonly Index[]>(...indices: I): BlockedArray<D, AtShape<S, I>> {
    const { selection, newAxes, lists, listFirst } = parseSelection('at', this.shape, indices);
    if (lists > 1) return new BlockedArray(pickPoints(this.expression, selection, listFirst)) as never;
    const selected = slice(this.expression, selection);
    const kept = selection.filter(({ kind }) => kind !== 'index');
    const axes = kept.map((_, axis) => axis);
    if (listFirst) {
      const [list] = axes.splice(
        kept.findIndex(({ kind }) => kind === 'list'),
        1,
      );
      axes.unshift(list);
    }
    for (const axis of newAxes) axes.splice(axis, 0, -1);
    return new BlockedArray(arrange(selected, axes)) as BlockedArray<D, AtShape<S, I>>;
  }

  /**
   * The same elements in other chunks: `'auto'`, lengths, or bytes of a block. Where blocks would be cut into very many
   * pieces they go over chunks in between, of which none is larger than the largest before or after, or the limit.
   * @throws ArgumentError for chunks that do not add up to the axes, or options that are not positive.
   * @see dask.array.rechunk
   */
  rechunk(chunks: ChunksOption, options?: RechunkOptions): BlockedArray<D, S> {
    const to = normalizeChunks(chunks, this.shape, { dtype: this.dtype, operation: 'rechunk' });
    return new BlockedArray(rechunk(this.expression, to, options));
  }

  /** The elements, in one NDArray. Rejects with what a task failed with. */
  async compute(options?: ComputeOptions): Promise<NDArray<D, S>> {
    const [result] = await compute([this as Collection<NDArray<D, S>>], options);
    return result as NDArray<D, S>;
  }

  /** The same array with its blocks computed and kept in memory. */
  async persist(options?: ComputeOptions): Promise<BlockedArray<D, S>> {
    const parts = this[collectionSymbol]();
    const [blocks] = await compute(
      [
        { [collectionSymbol]: () => ({ ...parts, finish: (results: readonly unknown[]) => results }) },
      ] as never[],
      options,
    );
    const known: Graph = new Map();
    parts.keys.forEach((key, at) => {
      known.set(key, valueTask(key, (blocks as unknown[])[at]));
    });
    return parts.rebuild(known) as BlockedArray<D, S>;
  }

  [collectionSymbol](): CollectionParts<NDArray<D, S>> {
    const { expression } = this;
    const keys: Key[] = [];
    for (const index of blockIndices(expression.chunks)) keys.push(expression.key(index));
    return {
      keys,
      addTo: (graph) => addBlocks(graph, expression, blockIndices(expression.chunks)),
      finish: (blocks) => joined(expression, blocks as NDArray<D>[]) as NDArray<D, S>,
      rebuild: (graph) =>
        new BlockedArray<D, S>(
          new KnownExpression(expression.name, expression.dtype, expression.chunks, graph),
        ),
    };
  }

  /** What operations of strided do where this array is an operand. */
  [foreignSymbol](operation: string, args: readonly unknown[]): unknown {
    return operate(operation, args);
  }

  /** A picture with the shape, the chunks, bytes and tasks, as a text of SVG in HTML. Dask: `_repr_html_` */
  toSvg(): string {
    return toSvg(this.expression);
  }

  /** One line: the operation, shape, dtype and the shape of a block. */
  toString(): string {
    const operation = this.name.slice(0, this.name.lastIndexOf('-'));
    const { shape, dtype, chunks } = this;
    return `BlockedArray<${operation}, shape=${formatShape(shape)}, dtype=${dtype}, chunkSize=${describeChunks(chunks)}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Blocks in C order, put together. Lengths that were not known are those of the blocks. */
function joined(expression: Expression, blocks: readonly NDArray[]): NDArray {
  // A block may show memory that is someone else's.
  if (blocks.length === 1) return blocks[0].base === null ? blocks[0] : blocks[0].copy();
  const chunks = isKnown(expression.chunks) ? expression.chunks : lengthsOf(expression.chunks, blocks);
  const whole = newUninitialized(
    'compute',
    expression.dtype,
    chunks.map((axis) => axis.reduce((sum, length) => sum + length, 0)),
  );
  const starts = chunks.map(startsOf);
  let at = 0;
  for (const index of blockIndices(chunks)) {
    const place = index.map((chunk, axis) => ({ start: starts[axis][chunk], stop: starts[axis][chunk + 1] }));
    whole.at(...place).assign(blocks[at++]);
  }
  return whole;
}

/** The lengths that blocks turned out to have. */
function lengthsOf(chunks: Chunks, blocks: readonly NDArray[]): Chunks {
  const lengths = chunks.map((axis) => axis.slice());
  let at = 0;
  for (const index of blockIndices(chunks)) {
    const { shape } = blocks[at++];
    index.forEach((chunk, axis) => {
      lengths[axis][chunk] = shape[axis];
    });
  }
  return lengths;
}
