/** Rows sorted and gathered by label, so that a picture shows classes as blocks instead of rows in file order. */

export interface AxisGroup {
  readonly label: string;
  readonly start: number;
  readonly stop: number;
}

export interface AxisGrouping {
  /** Where each row is drawn. */
  readonly place: Int32Array;
  /** The runs of equal label, in drawing order. */
  readonly groups: readonly AxisGroup[];
}

/** Sorts rows by label, numbers by value and words by alphabet; rows of one label keep their order. */
export function groupByLabel(labels: readonly (string | number)[]): AxisGrouping {
  const order = labels.map((_, index) => index);
  order.sort((a, b) => compareLabels(labels[a], labels[b]) || a - b);
  const place = new Int32Array(labels.length);
  const groups: AxisGroup[] = [];
  order.forEach((row, position) => {
    place[row] = position;
    const label = String(labels[row]);
    const last = groups.at(-1);
    if (last?.label === label) groups[groups.length - 1] = { ...last, stop: position + 1 };
    else groups.push({ label, start: position, stop: position + 1 });
  });
  return { place, groups };
}

function compareLabels(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
