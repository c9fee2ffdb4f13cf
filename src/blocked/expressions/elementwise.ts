/** Operations of each element, of one or several arrays that broadcast together. */
import type { DType } from '../../core/dtype.js';
import { ShapeError } from '../../core/errors.js';
import { NDArray } from '../../core/ndarray.js';
import { broadcastShapes } from '../../core/shape.js';
import type { Key } from '../../graph/tasks/key.js';
import { type Ref, Task } from '../../graph/tasks/task.js';
import { zeros } from '../../ops/creation.js';
import { type BlockFunction, blockFunction, callBlockFunction } from '../block-function.js';
import { type Chunks, isKnown, sameAxis, startsOf } from '../chunks.js';
import { identityOf, layerName } from '../layer-name.js';
import { type AxisSelection, wholeAxis } from '../selection.js';
import { type Builder, Expression, type Slicer } from './expression.js';
import { rechunk } from './picked.js';

/** An operand: an array in blocks, or a value that every block gets. */
export type Term = Expression | { readonly value: unknown };

export class ElementwiseExpression<D extends DType = DType> extends Expression<D> {
  readonly operation: BlockFunction;
  readonly terms: readonly Term[];

  /** The chunks of the terms fit each other: see `elementwise`. */
  constructor(operation: BlockFunction, terms: readonly Term[], dtype: D, chunks: Chunks) {
    const inputs = terms.map((term) => (term instanceof Expression ? term.name : spelled(term.value)));
    super(layerName(operation, inputs), dtype, chunks);
    this.operation = operation;
    this.terms = terms;
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const needs: Key[] = [];
    const args = this.terms.map((term): Ref | unknown => {
      if (!(term instanceof Expression)) return term.value;
      const lead = index.length - term.chunks.length;
      const own = term.chunks.map((axis, at) => (axis.length === 1 ? 0 : index[lead + at]));
      const block = builder.block(term, own);
      if (!needs.includes(block.key)) needs.push(block.key);
      return block;
    });
    return new Task(key, blockFunction(this.operation), args, needs);
  }

  override sliced(selection: readonly AxisSelection[], slice: Slicer): Expression<D> {
    const terms = this.terms.map((term): Term => {
      if (!(term instanceof Expression)) return term;
      const lead = selection.length - term.shape.length;
      return slice(
        term,
        term.shape.map((length, axis) => {
          const own = selection[lead + axis];
          if (length === this.shape[lead + axis]) return own;
          return own.kind === 'index' ? { kind: 'index', at: 0 } : wholeAxis(1);
        }),
      );
    });
    // Axes that no operand had before it was broadcast, and that are no longer there, leave operands of fewer axes.
    return elementwise(this.operation, terms, this.dtype);
  }
}

function spelled(value: unknown): unknown {
  return value instanceof NDArray ? identityOf(value) : value;
}

/** An operation of these terms, in chunks that fit all of them. */
export function elementwise<D extends DType = DType>(
  operation: BlockFunction,
  terms: readonly Term[],
  dtype?: D,
): ElementwiseExpression<D> {
  const arrays = terms.filter((term) => term instanceof Expression) as Expression[];
  const own = dtype ?? (dtypeOf(operation, terms) as D);
  const shape = broadcastShapes(
    operation,
    ...arrays.map((term) => term.shape.map((n) => (Number.isNaN(n) ? -1 : n))),
  );
  const chunks = shape.map((length, axis) => {
    const meeting = arrays.flatMap((term) => {
      const at = axis - shape.length + term.shape.length;
      return at >= 0 && (term.shape[at] !== 1 || length === 1) ? [term.chunks[at]] : [];
    });
    return commonChunks(operation, meeting);
  });
  const fitting = terms.map((term) => (term instanceof Expression ? fitted(term, chunks) : term));
  return new ElementwiseExpression(operation, fitting, own, chunks);
}

/** An operand in the chunks of the result; axes that are broadcast stay as they are. */
function fitted(term: Expression, chunks: Chunks): Expression {
  const lead = chunks.length - term.chunks.length;
  const own = term.chunks.map((axis, at) =>
    term.shape[at] === 1 ? [1] : sameAxis(axis, chunks[lead + at]) ? axis : chunks[lead + at],
  );
  return rechunk(term, own);
}

/** The chunks of an axis whose operands are cut so: every border of any of them. */
export function commonChunks(operation: string, axes: readonly (readonly number[])[]): readonly number[] {
  const [first] = axes;
  if (axes.every((axis) => sameAxis(axis, first))) return first;
  if (!isKnown(axes)) {
    throw new ShapeError('an axis of unknown length meets other chunks; needs compute() first', {
      operation,
      needs: 'operands that are cut alike',
    });
  }
  const borders = [...new Set(axes.flatMap(startsOf))].sort((a, b) => a - b);
  return borders.slice(1).map((border, at) => border - borders[at]);
}

/** The dtype an operation has, as the operation itself says of arrays without elements. */
function dtypeOf(operation: BlockFunction, terms: readonly Term[]): DType {
  const args = terms.map((term) => {
    if (term instanceof Expression) return zeros([0], term.dtype);
    return term.value instanceof NDArray ? zeros([0], term.value.dtype) : term.value;
  });
  return (callBlockFunction(operation, args) as NDArray).dtype;
}
