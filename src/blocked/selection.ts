/** What is selected of an array: on each axis a range, or places one by one. */
import { IndexError } from '../core/errors.js';
import { isForeign } from '../core/foreign.js';
import { fromData } from '../core/from-data.js';
import { parseIndices, sliceRange } from '../core/index-parse.js';
import { checkIndex } from '../core/indexing.js';
import { NDArray } from '../core/ndarray.js';
import { formatShape, type Shape } from '../core/shape.js';

/** Evenly spaced places: `first`, `first + step`, …, `count` of them. */
export interface Range {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** What is selected on one axis: places in a row, one place (and the axis goes), or places in any order. */
export type AxisSelection =
  | ({ readonly kind: 'range' } & Range)
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'list'; readonly places: readonly number[] };

/** What is selected on each axis. */
export type Selection = readonly AxisSelection[];

/** A selection of everything on an axis. */
export function wholeAxis(length: number): AxisSelection {
  return { kind: 'range', first: 0, count: length, step: 1 };
}

export function isWholeAxis(selection: AxisSelection, length: number): boolean {
  const { kind } = selection;
  return kind === 'range' && selection.first === 0 && selection.count === length && selection.step === 1;
}

/** How many places are selected. */
export function countOf(selection: AxisSelection): number {
  if (selection.kind === 'range') return selection.count;
  return selection.kind === 'list' ? selection.places.length : 1;
}

/** A parsed index: what is selected, then where axes of length 1 are put in, and where the axis of a list goes. */
export interface ParsedIndex {
  readonly selection: Selection;
  /** Places in the result of new axes. */
  readonly newAxes: readonly number[];
  /** How many indices are lists or masks; several are points, one place of each. */
  readonly lists: number;
  /** Whether the axis of the list comes first in the result, as in NumPy where an integer stands apart from it. */
  readonly listFirst: boolean;
}

/** What `at` was given, for an array of this shape. */
export function parseSelection(operation: string, shape: Shape, indices: readonly unknown[]): ParsedIndex {
  if (indices.some(isForeign)) {
    throw new IndexError('an index is a blocked array; needs places that are known, or extract(mask, x)', {
      operation,
      argument: 'indices',
      got: 'BlockedArray',
      needs:
        'extract(mask, x), whose result is flat; or where, which leaves the shape; or a mask that compute() gave',
    });
  }
  const items = parseIndices(operation, indices);
  const used = items.filter(({ kind }) => kind !== 'newaxis' && kind !== 'ellipsis').length;
  const ellipses = items.filter(({ kind }) => kind === 'ellipsis').length;
  if (used > shape.length || ellipses > 1) {
    throw new IndexError(
      ellipses > 1 ? "'...' stands twice" : `${used} indices for an array of shape ${formatShape(shape)}`,
      { operation, argument: 'indices', got: indices, needs: `at most ${shape.length} and one '...'` },
    );
  }
  const selection: AxisSelection[] = [];
  const newAxes: number[] = [];
  const advanced: number[] = [];
  let kept = 0;
  const whole = (count: number): void => {
    for (; count > 0; count--, kept++) selection.push(wholeAxis(shape[selection.length]));
  };
  items.forEach((item, position) => {
    if (item.kind === 'newaxis') {
      newAxes.push(kept++);
    } else if (item.kind === 'ellipsis') {
      whole(shape.length - used);
    } else {
      const axis = selection.length;
      const one =
        item.kind === 'slice'
          ? ({ kind: 'range', ...sliceRange(item.slice, shape[axis]) } as const)
          : item.kind === 'integer'
            ? ({ kind: 'index', at: checkIndex(operation, item.value, shape[axis], axis) } as const)
            : listOf(operation, item.array, shape[axis], axis);
      if (one.kind !== 'range') advanced.push(position);
      if (one.kind !== 'index') kept++;
      selection.push(one);
    }
  });
  whole(shape.length - selection.length);
  const apart = advanced.some((position, i) => i > 0 && position !== advanced[i - 1] + 1);
  const lists = selection.filter(({ kind }) => kind === 'list').length;
  if (lists < 2) return { selection, newAxes, lists, listFirst: lists === 1 && apart };
  if (newAxes.length > 0) {
    throw new IndexError('an index has new axes beside several lists; needs expandDims behind it', {
      operation,
      argument: 'indices',
      got: indices,
    });
  }
  return { selection: together(operation, selection), newAxes, lists, listFirst: apart };
}

/** Several lists of one length, in which those of one place are repeated. */
function together(operation: string, selection: Selection): Selection {
  const lengths = selection.flatMap((axis) => (axis.kind === 'list' ? [axis.places.length] : []));
  const length = lengths.find((one) => one !== 1) ?? 1;
  if (lengths.some((one) => one !== 1 && one !== length)) {
    throw new IndexError(`lists of ${lengths.join(' and ')} places do not go together`, {
      operation,
      argument: 'indices',
      got: lengths,
      needs: 'lists of one length; for every combination one list at a time: x.at([0, 2]).at(":", [1, 3, 4])',
    });
  }
  return selection.map((axis) =>
    axis.kind === 'list' && axis.places.length !== length
      ? { kind: 'list', places: new Array<number>(length).fill(axis.places[0]) }
      : axis,
  );
}

function listOf(operation: string, list: unknown, length: number, axis: number): AxisSelection {
  const array = list instanceof NDArray ? list : new NDArray(fromData(operation, list));
  if (array.ndim !== 1) {
    throw new IndexError(`an index on axis ${axis} has shape ${formatShape(array.shape)}; needs one axis`, {
      operation,
      argument: 'indices',
      got: array.shape,
      needs: 'a list of integers or booleans',
    });
  }
  const values = array.toArray() as unknown[];
  if (array.dtype === 'bool') {
    if (values.length !== length) {
      throw new IndexError(`a mask has ${values.length} entries on axis ${axis} of length ${length}`, {
        operation,
        argument: 'indices',
        got: values.length,
        needs: 'a mask as long as the axis',
      });
    }
    return { kind: 'list', places: values.flatMap((value, at) => (value ? [at] : [])) };
  }
  const places = values.map((value) => {
    const place = Number(value);
    if (Number.isSafeInteger(place)) return checkIndex(operation, place, length, axis);
    throw new IndexError(`index ${String(value)} on axis ${axis} is no integer`, {
      operation,
      argument: 'indices',
      got: value,
    });
  });
  return { kind: 'list', places };
}

/** The places that `inner` selects of what `outer` has selected. */
export function composed(outer: AxisSelection, inner: AxisSelection): AxisSelection {
  const place = (at: number): number =>
    outer.kind === 'range'
      ? outer.first + at * outer.step
      : outer.kind === 'list'
        ? outer.places[at]
        : outer.at;
  if (inner.kind === 'index') return { kind: 'index', at: place(inner.at) };
  if (inner.kind === 'range' && outer.kind === 'range') {
    return { kind: 'range', first: place(inner.first), count: inner.count, step: outer.step * inner.step };
  }
  return { kind: 'list', places: placesOf(inner).map(place) };
}

/** The places one by one. */
export function placesOf(selection: AxisSelection): readonly number[] {
  if (selection.kind === 'list') return selection.places;
  if (selection.kind === 'index') return [selection.at];
  return Array.from({ length: selection.count }, (_, i) => selection.first + i * selection.step);
}
