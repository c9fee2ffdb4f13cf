/**
 * Rows of numbers that become an array when their count is known. They are kept as float64 in blocks of about 1 MB;
 * integers that a double cannot hold are kept aside, by position.
 */
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { integerRange } from '../core/element.js';
import type { Layout } from '../core/layout.js';
import { NDArray } from '../core/ndarray.js';
import type { Source } from './source.js';

const blockNumbers = 1 << 17;

export class TableBuilder {
  /** Whether every number must be an integer of the dtype. */
  readonly checked: boolean;
  readonly #source: Source;
  readonly #dtype: DType;
  readonly #width: number;
  readonly #rowsPerBlock: number;
  #blocks: Float64Array[] = [];
  #rows = 0;
  readonly #open: { block: Float64Array; base: number };
  #range: readonly [bigint, bigint] | null = null;
  readonly #large = new Map<number, bigint>();

  constructor(source: Source, width: number, dtype: DType) {
    this.#source = source;
    this.#width = width;
    this.#dtype = dtype;
    const { kind } = dtypeInfo(dtype);
    this.checked = kind !== 'f';
    if (this.checked) this.#range = kind === 'b' ? [0n, 1n] : integerRange(dtype);
    this.#rowsPerBlock = Math.max(1, Math.floor(blockNumbers / Math.max(1, width)));
    this.#open = { block: this.#newBlock(), base: 0 };
  }

  #newBlock(): Float64Array {
    const block = new Float64Array(this.#rowsPerBlock * this.#width);
    this.#blocks.push(block);
    return block;
  }

  /** Where the numbers of the row in progress go: `block[base + column]`. The object is the same each time. */
  openRow(): { readonly block: Float64Array; readonly base: number } {
    return this.#open;
  }

  closeRow(): void {
    this.#rows++;
    const row = this.#rows % this.#rowsPerBlock;
    this.#open.base = row * this.#width;
    if (row === 0) this.#open.block = this.#newBlock();
  }

  /** What is wrong with the number just stored at `column`, for a dtype of integers; null when nothing is. */
  checkInteger(column: number, textOf: () => string): string | null {
    const value = this.#open.block[this.#open.base + column];
    const [least, most] = this.#range as readonly [bigint, bigint];
    if (Number.isNaN(value)) return `no number; ${this.#dtype} cannot hold a missing one`;
    if (!Number.isInteger(value)) return `${value}; needs ${this.#dtype}`;
    let exact = BigInt(value);
    if (!Number.isSafeInteger(value)) {
      const text = textOf();
      if (/^[-+]?\d+$/.test(text)) exact = BigInt(text.replace('+', ''));
      this.#large.set(this.#rows * this.#width + column, exact);
    }
    return exact < least || exact > most ? `${exact}; ${this.#dtype} holds ${least} to ${most}` : null;
  }

  /** The array of all rows; the builder is empty afterwards. @throws MemoryError */
  build(): NDArray<DType, [number, number]> {
    const dtype = this.#dtype;
    const { itemsize } = dtypeInfo(dtype);
    const size = this.#rows * this.#width;
    const data = allocateUninitialized(this.#source.operation, dtype, size);
    const perBlock = this.#rowsPerBlock * this.#width;
    for (let index = 0; index * perBlock < size; index++) {
      const shape = [Math.min(perBlock, size - index * perBlock)];
      const target: Layout = { data, dtype, shape, strides: [itemsize], offset: index * perBlock * itemsize };
      copyElements(target, { data: this.#blocks[index], dtype: 'float64', shape, strides: [8] });
      this.#blocks[index] = new Float64Array(0);
    }
    this.#blocks = [];
    for (const [at, value] of this.#large) (data as BigInt64Array)[at] = value;
    const strides = [this.#width * itemsize, itemsize];
    return new NDArray({ data, dtype, shape: [this.#rows, this.#width], strides });
  }
}
