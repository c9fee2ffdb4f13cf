/**
 * What is asked of an array that lies in a file: integers and slices, as ranges that ascend along each axis. Files are
 * read forwards and whole axes at a time; what the caller sees of it, reversed or without an axis, is a view.
 */
import { IndexError } from '../core/errors.js';
import { type Index, type IndexItem, parseIndices, type Slice, sliceRange } from '../core/index-parse.js';
import { type NDArray, viewOf } from '../core/ndarray.js';
import { formatShape, type Shape } from '../core/shape.js';

/** What can be asked of a stored array: `3`, `'::2, 5:10'`, `slice(1, 4)`, `'...'`. */
export type StoredIndex = number | bigint | string | Slice;

/** Elements `first`, `first + step`, … along one axis. */
export interface AxisRange {
  readonly first: number;
  readonly count: number;
  /** At least 1. */
  readonly step: number;
}

export interface Selection {
  readonly ranges: readonly AxisRange[];
  /** For each axis what becomes of its range in the result. */
  readonly shown: readonly ('forwards' | 'backwards' | 'dropped')[];
}

/**
 * The ranges that `indices` select from an array of `shape`.
 * @throws IndexError for too many indices, integers outside, and what files cannot be asked for: lists and newaxis
 */
export function parseSelection(operation: string, shape: Shape, indices: readonly StoredIndex[]): Selection {
  const items = spelledOut(operation, shape, parseIndices(operation, indices as readonly Index[]));
  const ranges: AxisRange[] = [];
  const shown: Selection['shown'][number][] = [];
  for (const [axis, item] of items.entries()) {
    const length = shape[axis];
    if (item.kind === 'integer') {
      const { value } = item;
      if (value < -length || value >= length) {
        const needs = `${-length} to ${length - 1}`;
        throw new IndexError(`index ${value} is outside axis ${axis} of length ${length}`, {
          operation,
          argument: 'indices',
          got: value,
          needs,
        });
      }
      ranges.push({ first: value < 0 ? value + length : value, count: 1, step: 1 });
      shown.push('dropped');
    } else if (item.kind === 'slice') {
      const { first, count, step } = sliceRange(item.slice, length);
      const start = step > 0 || count === 0 ? first : first + (count - 1) * step;
      ranges.push({ first: count === 0 ? 0 : start, count, step: Math.abs(step) });
      shown.push(step > 0 ? 'forwards' : 'backwards');
    }
  }
  return { ranges, shown };
}

/** One integer or slice for every axis. */
function spelledOut(operation: string, shape: Shape, items: readonly IndexItem[]): IndexItem[] {
  for (const { kind } of items) {
    if (kind !== 'array' && kind !== 'newaxis') continue;
    const got = kind === 'array' ? 'a list or an array' : 'newaxis';
    const needs = 'integers and slices; read, and index the result with at()';
    throw new IndexError(`an index is ${got}; needs ${needs}`, { operation, argument: 'indices', needs });
  }
  const given = items.filter(({ kind }) => kind !== 'ellipsis').length;
  if (given > shape.length || items.length > given + 1) {
    const what = given > shape.length ? `${given} indices` : 'more than one ellipsis';
    throw new IndexError(`${what} for an array of shape ${formatShape(shape)}`, {
      operation,
      argument: 'indices',
      needs: `at most ${shape.length} indices, and one ellipsis`,
    });
  }
  const rest = Array.from({ length: shape.length - given }, (): IndexItem => ({ kind: 'slice', slice: {} }));
  const ellipsis = items.findIndex(({ kind }) => kind === 'ellipsis');
  const at = ellipsis < 0 ? items.length : ellipsis;
  return [...items.slice(0, at), ...rest, ...items.slice(at + 1)];
}

/** The view of what was read that has axes dropped and reversed as they were asked for. */
export function shownOf(x: NDArray, { shown }: Selection): NDArray {
  if (shown.every((way) => way === 'forwards')) return x;
  const shape: number[] = [];
  const strides: number[] = [];
  let offset = x.offset;
  for (const [axis, way] of shown.entries()) {
    if (way === 'dropped') continue;
    const stride = x.strides[axis];
    if (way === 'backwards' && x.shape[axis] > 0) offset += stride * (x.shape[axis] - 1);
    shape.push(x.shape[axis]);
    strides.push(way === 'backwards' ? -stride : stride);
  }
  return viewOf(x, shape, strides, offset);
}

/** A part of a range: elements `at` to `at + count` of those that it selects. */
export interface RangePart {
  readonly at: number;
  readonly count: number;
}

/** The range in parts that end where a multiple of `extent` along the axis lies between two elements. */
export function rangeParts({ first, count, step }: AxisRange, extent: number): RangePart[] {
  const parts: RangePart[] = [];
  for (let at = 0; at < count; ) {
    const position = first + at * step;
    const end = (Math.floor(position / extent) + 1) * extent;
    const taken = Math.min(count - at, Math.ceil((end - position) / step));
    parts.push({ at, count: taken });
    at += taken;
  }
  return parts;
}

/** Every combination of one part of each axis, the last axis fastest. */
export function* boxesOf(parts: readonly (readonly RangePart[])[]): Generator<RangePart[]> {
  if (parts.some((along) => along.length === 0)) return;
  const places = parts.map(() => 0);
  for (;;) {
    yield places.map((place, axis) => parts[axis][place]);
    let axis = parts.length - 1;
    while (axis >= 0 && ++places[axis] === parts[axis].length) places[axis--] = 0;
    if (axis < 0) return;
  }
}

/**
 * Cuts ranges into boxes of whole chunks: as many chunks as fit in `pieceBytes`, at least one; along the last axes first,
 * so that a box is as long a run of the file as it can be.
 */
export function pieces(
  ranges: readonly AxisRange[],
  chunks: readonly number[] | null,
  itemsize: number,
  pieceBytes: number,
): RangePart[][] {
  let bytes = itemsize;
  for (const [axis, { count, step }] of ranges.entries()) {
    bytes *= Math.min(count, Math.ceil((chunks?.[axis] ?? 1) / step));
  }
  return [...ranges]
    .reverse()
    .map((range, back) => {
      const chunk = chunks?.[ranges.length - 1 - back] ?? 1;
      const least = Math.max(1, Math.min(range.count, Math.ceil(chunk / range.step)));
      const span = Math.max(1, (range.count - 1) * range.step + 1);
      const most = Math.ceil(span / chunk) + 1;
      const times = Math.max(1, Math.min(most, Math.floor(pieceBytes / Math.max(1, bytes))));
      bytes = (bytes / least) * Math.min(range.count, times * least);
      return rangeParts(range, chunk * times);
    })
    .reverse();
}
