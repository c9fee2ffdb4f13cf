/**
 * Sums of products over axes: matrix products, tensordot, einsum.
 *
 * Policy: every label stands for an axis that all operands with it are cut alike. A block of the result is the sum, over
 * the blocks of the labels that are summed, of products of blocks. Few products are one task; many are tasks of a few
 * each, whose results a tree adds up. Which products are added in which order depends on the chunks alone.
 */
import type { DType } from '../../core/dtype.js';
import type { Key } from '../../graph/tasks/key.js';
import { type Graph, Nested, Ref, Task } from '../../graph/tasks/task.js';
import { blockFunction } from '../block-function.js';
import { blockIndices, type Chunks } from '../chunks.js';
import { layerName } from '../layer-name.js';
import type { AxisSelection, Selection } from '../selection.js';
import { wholeAxis } from '../selection.js';
import { type Builder, Expression, type Slicer } from './expression.js';
import { rechunk } from './picked.js';

/** An operand, with a letter for each of its axes. */
export interface LabelledExpression {
  readonly of: Expression;
  readonly labels: readonly string[];
}

/** How many products, or sums of them, one task adds up. */
const splitEvery = 4;

export class ContractionExpression<D extends DType = DType> extends Expression<D> {
  readonly #operands: readonly LabelledExpression[];
  readonly #output: readonly string[];
  readonly #operation: string;
  /** Labels that are summed. */
  readonly #summed: readonly string[];
  readonly #subscripts: string;
  /** The places in the blocks of `#summed`, in the order in which products are added. */
  readonly #places: readonly (readonly number[])[];

  /** Operands whose axes of one label are cut alike, or have length 1. */
  constructor(
    operation: string,
    operands: readonly LabelledExpression[],
    output: readonly string[],
    dtype: D,
  ) {
    const chunks = chunksOfLabels(operands);
    const subscripts = `${operands.map(({ labels }) => labels.join('')).join()}->${output.join('')}`;
    super(
      layerName(operation, subscripts, dtype, ...operands.map(({ of }) => of.name)),
      dtype,
      output.map((label) => chunks.get(label)!),
    );
    this.#operation = operation;
    this.#operands = operands;
    this.#output = output;
    this.#subscripts = subscripts;
    this.#summed = [...chunks.keys()].filter((label) => !output.includes(label));
    this.#places = [...blockIndices(this.#summed.map((label) => chunks.get(label)!))];
  }

  task(key: Key, index: readonly number[], builder: Builder): Task {
    const groups: (readonly number[])[][] = [];
    for (let at = 0; at < this.#places.length; at += splitEvery) {
      groups.push(this.#places.slice(at, at + splitEvery));
    }
    const products = (places: readonly (readonly number[])[], own: Key): Task => {
      const blocks = places.map((place) => this.#blocks(index, place, builder));
      const needs = [...new Set(blocks.flat().map((ref) => ref.key))];
      const args = [this.#subscripts, new Nested(blocks)];
      return new Task(own, blockFunction('sumOfProducts', this.#operation), args, needs);
    };
    if (groups.length === 1) return products(groups[0], key);
    const partial = key.replace(this.name, this.name.replace(/-(?=[^-]*$)/, 'Part-'));
    const parts = groups.map((places, at) => {
      const own = `${partial},${at}`;
      builder.graph.set(own, products(places, own));
      return own;
    });
    return treeSum(builder.graph, key, `${partial},sum`, parts);
  }

  /** The blocks of the operands for one product. */
  #blocks(index: readonly number[], place: readonly number[], builder: Builder): Ref[] {
    const at = new Map(this.#output.map((label, axis) => [label, index[axis]]));
    this.#summed.forEach((label, axis) => {
      at.set(label, place[axis]);
    });
    return this.#operands.map(({ of, labels }) =>
      builder.block(
        of,
        labels.map((label, axis) => (of.chunks[axis].length === 1 ? 0 : at.get(label)!)),
      ),
    );
  }

  override sliced(selection: Selection, slice: Slicer): Expression<D> | undefined {
    if (selection.some(({ kind }) => kind === 'list')) return undefined;
    const chosen = new Map(this.#output.map((label, axis) => [label, selection[axis]]));
    const operands = this.#operands.map(({ of, labels }) => {
      const own = labels.map((label, axis): AxisSelection => {
        const wish = chosen.get(label);
        if (wish === undefined || of.shape[axis] !== 1) return wish ?? wholeAxis(of.shape[axis]);
        return wish.kind === 'index' ? { kind: 'index', at: 0 } : wholeAxis(1);
      });
      const left = labels.filter((_, axis) => own[axis].kind !== 'index');
      return { of: slice(of, own), labels: left };
    });
    const output = this.#output.filter((_, axis) => selection[axis].kind !== 'index');
    return contraction(this.#operation, operands, output, this.dtype);
  }
}

/** Adds up results by fours, then those sums, in their order; the last sum has the key `key`. */
export function treeSum(graph: Graph, key: Key, prefix: Key, parts: readonly Key[]): Task {
  const sum = (own: Key, keys: readonly Key[]) =>
    new Task(own, blockFunction('sumOfBlocks', 'sum'), [new Nested(keys.map((one) => new Ref(one)))], keys);
  let level = parts;
  for (let round = 0; level.length > splitEvery; round++) {
    const next: Key[] = [];
    for (let at = 0; at < level.length; at += splitEvery) {
      const own = `${prefix},${round},${at / splitEvery}`;
      graph.set(own, sum(own, level.slice(at, at + splitEvery)));
      next.push(own);
    }
    level = next;
  }
  return sum(key, level);
}

/** The chunks of each label: of the operands where it is not 1. */
function chunksOfLabels(operands: readonly LabelledExpression[]): Map<string, readonly number[]> {
  const chunks = new Map<string, readonly number[]>();
  for (const { of, labels } of operands) {
    labels.forEach((label, axis) => {
      const known = chunks.get(label);
      if (known === undefined || (known.length === 1 && known[0] === 1)) chunks.set(label, of.chunks[axis]);
    });
  }
  return chunks;
}

/** A contraction of operands that are first cut alike: at every border that any of them has. */
export function contraction<D extends DType>(
  operation: string,
  operands: readonly LabelledExpression[],
  output: readonly string[],
  dtype: D,
): Expression<D> {
  const ends = new Map<string, Set<number>>();
  for (const { of, labels } of operands) {
    labels.forEach((label, axis) => {
      if (of.shape[axis] === 1) return;
      const borders = ends.get(label) ?? new Set();
      let end = 0;
      for (const length of of.chunks[axis]) {
        end += length;
        borders.add(end);
      }
      ends.set(label, borders);
    });
  }
  const alike = operands.map(({ of, labels }) => {
    const chunks: Chunks = labels.map((label, axis) => {
      if (of.shape[axis] === 1) return [1];
      const borders = [...ends.get(label)!].sort((a, b) => a - b);
      return borders.map((end, at) => end - (at === 0 ? 0 : borders[at - 1]));
    });
    return { of: rechunk(of, chunks), labels };
  });
  return new ContractionExpression(operation, alike, output, dtype);
}
