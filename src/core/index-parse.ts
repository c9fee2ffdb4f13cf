/**
 * What a user writes between the brackets of an index, as a list of plain items. Parsing is total: whatever comes
 * in, the answer is a list of items or an IndexError.
 */
import { describe } from './element.js';
import { IndexError } from './errors.js';
import { type HasLayout, hasLayout } from './layout.js';

/** A range of indices as Python's `slice(start, stop, step)` has it; a missing end reaches to the edge. */
export interface Slice {
  readonly start?: number | null;
  readonly stop?: number | null;
  readonly step?: number | null;
}

/** Nested lists of integers or booleans that index as an array. */
export type IndexList = readonly (number | bigint | boolean | IndexList)[];

/**
 * One index. Strings hold what NumPy takes between the brackets (`'::2'`, `'1:, ..., 3'`, `'newaxis'`); `null` is
 * newaxis; lists and arrays of integers pick elements, those of booleans are masks.
 */
export type Index =
  | number
  | bigint
  | boolean
  | string
  | null
  | Slice
  | IndexList
  | HasLayout
  | ArrayBufferView;

/** One parsed index. `array` is still whatever the user passed: a list, a typed array or an NDArray. */
export type IndexItem =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'slice'; readonly slice: Slice }
  | { readonly kind: 'newaxis' }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'array'; readonly array: unknown };

/**
 * A slice for `at()`, with Python's arguments: `slice(stop)`, `slice(start, stop)`, `slice(start, stop, step)`.
 * `null` reaches to the edge.
 *
 * @throws IndexError unless each is an integer or null, or when the step is 0.
 * @example
 * arange(10).at(slice(1, 8, 3)).toArray(); // [1, 4, 7]
 * @see Python's slice
 */
export function slice(start: number | null, stop?: number | null, step?: number | null): Slice {
  const parts =
    stop === undefined ? { start: null, stop: start, step: null } : { start, stop, step: step ?? null };
  return checkSlice('slice', parts);
}

/** Parses the arguments of `at`, `setAt` and the like. */
export function parseIndices(operation: string, indices: readonly unknown[]): IndexItem[] {
  const items: IndexItem[] = [];
  for (const index of indices) {
    if (typeof index === 'string') parseString(operation, index, items);
    else items.push(parseOne(operation, index));
  }
  return items;
}

function parseOne(operation: string, index: unknown): IndexItem {
  if (typeof index === 'number') {
    if (Number.isSafeInteger(index)) return { kind: 'integer', value: index };
  } else if (typeof index === 'bigint') {
    return { kind: 'integer', value: Number(index) };
  } else if (index === null) {
    return { kind: 'newaxis' };
  } else if (
    typeof index === 'boolean' ||
    Array.isArray(index) ||
    ArrayBuffer.isView(index) ||
    hasLayout(index)
  ) {
    return { kind: 'array', array: index };
  } else if (typeof index === 'object' && ('start' in index || 'stop' in index || 'step' in index)) {
    return { kind: 'slice', slice: checkSlice(operation, index as Slice) };
  }
  throw notAnIndex(operation, index);
}

function notAnIndex(operation: string, index: unknown): IndexError {
  return new IndexError(
    `an index is ${describe(index)}; needs an integer, slice, string, null, list or array`,
    {
      operation,
      argument: 'indices',
      got: index,
      needs: "integers, strings such as '::2', slices, null, lists or arrays of integers or booleans",
    },
  );
}

function checkSlice(operation: string, { start, stop, step }: Slice): Slice {
  for (const part of [start, stop, step]) {
    if (part === undefined || part === null || Number.isInteger(part)) continue;
    throw new IndexError(`a slice has ${describe(part)}; needs integers or null`, {
      operation,
      argument: 'indices',
      got: part,
      needs: 'integers or null',
    });
  }
  if (step === 0)
    throw new IndexError('slice step is 0', {
      operation,
      argument: 'indices',
      needs: 'a step that is not 0',
    });
  return { start, stop, step };
}

const INTEGER = /^[+-]?\d+$/;

/** Short texts that were parsed: loops repeat their indices, and parsing takes longer than making the view. */
const parsed = new Map<string, readonly IndexItem[]>();
const mostParsed = 256;
const longestKept = 32;

function parseString(operation: string, text: string, items: IndexItem[]): void {
  let own = parsed.get(text);
  if (own === undefined) {
    own = parseText(operation, text);
    if (parsed.size >= mostParsed) parsed.clear();
    if (text.length <= longestKept) parsed.set(text, own);
  }
  for (const item of own) items.push(item);
}

function parseText(operation: string, text: string): IndexItem[] {
  const items: IndexItem[] = [];
  for (const piece of text.split(',')) {
    const word = piece.trim();
    if (word === '...') items.push({ kind: 'ellipsis' });
    else if (word === 'newaxis') items.push({ kind: 'newaxis' });
    else if (INTEGER.test(word)) items.push({ kind: 'integer', value: Number(word) });
    else items.push({ kind: 'slice', slice: parseSlice(operation, word, text) });
  }
  return items;
}

function parseSlice(operation: string, word: string, text: string): Slice {
  const parts = word.split(':').map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => part !== '' && !INTEGER.test(part))) {
    throw new IndexError(`${describe(text)} is not an index`, {
      operation,
      argument: 'indices',
      got: text,
      needs: "integers, slices such as '1:5' or '::-1', '...' or 'newaxis', separated by commas",
    });
  }
  const [start, stop, step] = parts.map((part) => (part === '' ? null : clampInteger(Number(part))));
  return checkSlice(operation, { start, stop, step });
}

/** Ends beyond any array all mean its edge; without this, huge digits would become Infinity. */
function clampInteger(value: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}

/** First index, number of indices and step of a slice over an axis of `length`, as Python's `slice.indices`. */
export function sliceRange(slice: Slice, length: number): { first: number; count: number; step: number } {
  const step = slice.step ?? 1;
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const first = clampTo(slice.start, length, lowest, highest, step > 0 ? lowest : highest);
  const end = clampTo(slice.stop, length, lowest, highest, step > 0 ? highest : lowest);
  return { first, count: Math.max(0, Math.ceil((end - first) / step)), step };
}

function clampTo(
  value: number | null | undefined,
  length: number,
  lowest: number,
  highest: number,
  missing: number,
): number {
  if (value === null || value === undefined) return missing;
  return Math.max(lowest, Math.min(highest, value < 0 ? value + length : value));
}
