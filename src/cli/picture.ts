/** The heat map of a distance matrix, from rows or from a condensed vector, in the order of the labels if there are any. */
import { AtomicFile } from '../core/atomic-file.js';
import { type AxisGrouping, groupByLabel } from '../plot/axis-groups.js';
import type { BlockMean } from '../plot/block-mean.js';
import { drawHeatMap, heatMapGrid } from '../plot/heat-map.js';

export interface PictureText {
  readonly title: string;
  readonly note: string;
  readonly rowName: string;
  readonly columnName: string;
}

export class Picture {
  readonly #rows: number;
  readonly #columns: number;
  readonly #grid: BlockMean;
  readonly #text: PictureText;
  readonly #grouping: AxisGrouping | undefined;

  /** `labels` order both axes of a matrix of points with themselves, and the rows of any other. */
  constructor(rows: number, columns: number, text: PictureText, labels?: readonly (string | number)[]) {
    this.#rows = rows;
    this.#columns = columns;
    this.#text = text;
    this.#grouping = labels === undefined ? undefined : groupByLabel(labels);
    this.#grid = heatMapGrid(
      rows,
      columns,
      this.#grouping?.place,
      this.#sameAxes ? this.#grouping?.place : undefined,
    );
  }

  get #sameAxes(): boolean {
    return this.#rows === this.#columns && this.#text.rowName === this.#text.columnName;
  }

  /** Takes `count` rows of the matrix, the first being row `start`. */
  addRows(start: number, count: number, values: ArrayLike<number>): void {
    for (let row = 0; row < count; row++) this.#grid.addRow(start + row, values, row * this.#columns);
  }

  /** Takes a whole condensed matrix: each pair stands for itself and its mirror image, the diagonal is 0. */
  addCondensed(values: ArrayLike<number>): void {
    let at = 0;
    for (let row = 0; row < this.#rows; row++) {
      this.#grid.add(row, row, 0);
      for (let column = row + 1; column < this.#columns; column++) {
        this.#grid.add(row, column, values[at]);
        this.#grid.add(column, row, values[at]);
        at++;
      }
    }
  }

  /** Draws and writes the picture, whole or not at all. @throws FileError */
  async write(command: string, path: string): Promise<void> {
    const { title, note, rowName, columnName } = this.#text;
    const groups = this.#grouping?.groups;
    const axis = (name: string, grouped: boolean) => (grouped ? `${name}, by label` : `row of ${name}`);
    const canvas = drawHeatMap(this.#grid, {
      title,
      note,
      values: 'distances',
      rowAxis: axis(rowName, groups !== undefined),
      columnAxis: axis(columnName, groups !== undefined && this.#sameAxes),
      rowGroups: groups,
      columnGroups: this.#sameAxes ? groups : undefined,
    });
    const bytes = canvas.toPng({ Title: title, Description: note, Software: 'strided' });
    using file = new AtomicFile(command, path);
    await file.write(bytes);
    await file.commit();
  }
}
