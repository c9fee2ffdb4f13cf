import { AtomicFile } from '../core/atomic-file.js';
import { describe } from '../core/element.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { asType } from '../ops/manipulation.js';
import { drawHeatMap, heatMapGrid } from './heat-map.js';

export interface HeatMapOptions {
  /** What stands on top. */
  readonly title?: string;
  /** What one value is, in the plural: `'temperatures'`. */
  readonly values?: string;
  /** What the rows are: `'latitude'`. */
  readonly rows?: string;
  /** What the columns are: `'longitude'`. */
  readonly columns?: string;
  /** A few words about the array. */
  readonly note?: string;
  /** Where the picture is written; nowhere where it is left out. */
  readonly path?: string;
}

const heatMapNames: OptionNames<HeatMapOptions> = {
  title: true,
  values: true,
  rows: true,
  columns: true,
  note: true,
  path: true,
};

/**
 * A heat map of a two-dimensional array as a PNG picture: viridis, with numbered axes and a colour bar. Large arrays are
 * averaged down, and the picture says how many elements a pixel stands for. NaN and infinities are drawn grey.
 *
 * @param x real numbers or booleans, of shape [rows, columns]
 * @returns the bytes of the picture
 * @throws ShapeError unless `x` has two axes; DTypeError for complex numbers; FileError when the file cannot be written.
 * @example
 * heatMap(asarray([[1, 2], [3, 4]]), { title: 'Four numbers' }).length > 1000; // true
 */
export function heatMap(x: NDArray, options: HeatMapOptions = {}): Uint8Array {
  const operation = 'heatMap';
  checkOptions(operation, options, heatMapNames);
  if (!(x instanceof NDArray)) {
    throw new ArgumentError(`x is ${describe(x)}; needs an NDArray`, { operation, argument: 'x', got: x });
  }
  if (x.ndim !== 2 || x.size === 0) {
    const needs = 'two axes with elements';
    throw new ShapeError(`x has shape (${x.shape.join(', ')}); needs ${needs}`, {
      operation,
      argument: 'x',
      got: x.shape,
      needs,
    });
  }
  if (x.dtype.startsWith('complex')) {
    const needs = 'real numbers, as abs(x) gives them';
    throw new DTypeError(`x has dtype ${x.dtype}; needs ${needs}`, {
      operation,
      argument: 'x',
      got: x.dtype,
      needs,
    });
  }
  const [rows, columns] = x.shape;
  const grid = heatMapGrid(rows, columns);
  // A row at a time: the array may be large, and of any dtype and strides.
  for (let row = 0; row < rows; row++) {
    const values = asType(x.at(row), 'float64').toArray() as number[];
    grid.addRow(row, values, 0);
  }
  const {
    title = '',
    values = 'values',
    note,
    rows: rowAxis = 'row',
    columns: columnAxis = 'column',
    path,
  } = options;
  const png = drawHeatMap(grid, { title, values, note, rowAxis, columnAxis }).toPng();
  if (path !== undefined) {
    const file = new AtomicFile(operation, path);
    file.writeSync(png);
    file.commitSync();
  }
  return png;
}
