/** Nearest neighbours as text: a few lines for the screen, a table, JSON. Rows have numbers, or names if there are any. */
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { FloatDType } from '../distance/inputs.js';

type Label = string | number;

export interface Neighbours {
  readonly indices: NDArray<'int32', Shape>;
  readonly distances: NDArray<FloatDType, Shape>;
  /** What the rows to choose from are called. */
  readonly names?: readonly Label[];
  /** Whether those are also the rows whose neighbours these are. */
  readonly sameRows: boolean;
}

function rowName({ names, sameRows }: Neighbours, row: number): Label {
  return names !== undefined && sameRows ? names[row] : row;
}

function neighbourName({ names, indices }: Neighbours, at: number): Label {
  return names === undefined ? indices.data[at] : names[indices.data[at]];
}

/** `row: neighbour (distance), …`, for the first `most` rows and at most five neighbours. */
export function neighbourLines(found: Neighbours, most: number): string[] {
  const [rows, k] = found.indices.shape;
  const shown = Math.min(rows, most);
  const heads = Array.from({ length: shown }, (_, row) => String(rowName(found, row)));
  const width = Math.max(0, ...heads.map((head) => head.length));
  const lines = heads.map((head, row) => {
    const pairs = Array.from({ length: Math.min(k, 5) }, (_, rank) => {
      const at = row * k + rank;
      return `${neighbourName(found, at)} (${Number(found.distances.data[at].toPrecision(4))})`;
    });
    return `${head.padStart(width)}: ${pairs.join(', ')}${k > 5 ? ', …' : ''}`;
  });
  if (rows > shown) lines.push(`… ${rows - shown} more rows: --out keeps them all`);
  return lines;
}

/** A header, and one line for each row and rank. */
export function* neighbourTable(found: Neighbours, delimiter: string): Generator<string> {
  const [rows, k] = found.indices.shape;
  yield `${['row', 'rank', 'neighbour', 'distance'].join(delimiter)}\n`;
  for (let row = 0; row < rows; row++) {
    const head = cell(rowName(found, row), delimiter);
    let lines = '';
    for (let rank = 0; rank < k; rank++) {
      const at = row * k + rank;
      const neighbour = cell(neighbourName(found, at), delimiter);
      lines += `${[head, rank + 1, neighbour, found.distances.data[at]].join(delimiter)}\n`;
    }
    yield lines;
  }
}

/** Quoted where it must be. */
function cell(label: Label, delimiter: string): Label {
  if (typeof label === 'number') return label;
  const special = label.includes(delimiter) || label.includes('"') || label.includes('\n');
  return special ? `"${label.replaceAll('"', '""')}"` : label;
}

/** `{"indices": […], "distances": […]}`, with `names` of the neighbours if there are any; NaN is null. */
export function* neighbourJson(found: Neighbours): Generator<string> {
  const [rows, k] = found.indices.shape;
  const matrix = function* (valueAt: (at: number) => Label) {
    for (let row = 0; row < rows; row++) {
      const line = JSON.stringify(Array.from({ length: k }, (_, rank) => valueAt(row * k + rank)));
      yield `${line}${row < rows - 1 ? ',' : ''}\n`;
    }
  };
  yield '{"indices": [\n';
  yield* matrix((at) => found.indices.data[at]);
  if (found.names !== undefined) {
    yield '], "names": [\n';
    yield* matrix((at) => neighbourName(found, at));
  }
  yield '], "distances": [\n';
  yield* matrix((at) => found.distances.data[at]);
  yield ']}\n';
}
