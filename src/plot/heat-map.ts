/**
 * A heat map of a matrix as a picture: viridis, axes with row and column numbers (or labelled groups), a colour bar,
 * a title, and a line that says what a pixel stands for.
 *
 * Large matrices are averaged down ({@link BlockMean}); small ones are drawn with several pixels for each element.
 * Elements are square unless the matrix is so long and thin that a square would hide the short side.
 */
import type { AxisGroup } from './axis-groups.js';
import { type AxisPixels, axisPixels, BlockMean } from './block-mean.js';
import { Canvas, type Colour, type TextStyle } from './canvas.js';
import { capHeight, textWidth } from './font.js';
import { formatEnds, formatTicks, indexTicks, niceTicks } from './ticks.js';
import { notFiniteColour, viridisAt } from './viridis.js';

const ink: Colour = [31, 35, 40];
const softInk: Colour = [99, 108, 118];
const line: Colour = [140, 149, 159];

const titleStyle: TextStyle = { size: 17, colour: ink, weight: 0.14 };
const noteStyle: TextStyle = { size: 10, colour: softInk };
const tickStyle: TextStyle = { size: 10, colour: ink };
const axisStyle: TextStyle = { size: 11, colour: ink };

const longSide = 900;
const shortestSide = 150;
const margin = 28;
const tickLength = 6;
const barWidth = 22;
const barGap = 26;

export interface HeatMapText {
  readonly title: string;
  /** What one value is, in the plural: 'distances'. */
  readonly values: string;
  /** A few words about the matrix, put before the line on what a pixel is. */
  readonly note?: string;
  readonly rowAxis: string;
  readonly columnAxis: string;
  readonly rowGroups?: readonly AxisGroup[];
  readonly columnGroups?: readonly AxisGroup[];
}

/** An empty {@link BlockMean} of the right size for a picture of a rows × columns matrix. */
export function heatMapGrid(
  rows: number,
  columns: number,
  rowPlace?: ArrayLike<number>,
  columnPlace?: ArrayLike<number>,
): BlockMean {
  const longest = Math.max(rows, columns, 1);
  const target = (length: number) =>
    Math.max(Math.min(longSide, Math.round((longSide * length) / longest)), Math.min(shortestSide, length));
  return new BlockMean(
    axisPixels(rows, target(rows), rowPlace),
    axisPixels(columns, target(columns), columnPlace),
  );
}

/** Draws the grid, and gives the picture back: `toPng()` encodes it. */
export function drawHeatMap(grid: BlockMean, text: HeatMapText): Canvas {
  const means = grid.means();
  const range = finiteRange(means);
  const plotWidth = sideLength(grid.columns, grid.rows);
  const plotHeight = sideLength(grid.rows, grid.columns);
  const barTicks = colourBarTicks(range, Math.max(plotHeight, shortestSide));
  const rowTicks = axisTicks(grid.rows, plotHeight, 64, text.rowGroups);
  const columnTicks = axisTicks(grid.columns, plotWidth, 90, text.columnGroups);
  const left = Math.ceil(margin + 26 + widest(rowTicks.map((tick) => tick.label)) + tickLength + 8);
  const notes = wrapNote(text, grid);
  const top = margin + titleStyle.size + 14 + notes.length * 18 + 16;
  const barLeft = left + plotWidth + barGap;
  const barLabels = widest(barTicks.map((tick) => tick.label));
  const legendWidth = range.allFinite ? 0 : barWidth + 8 + pixelWidth('not finite', tickStyle.size);
  const bodyWidth = barLeft + Math.max(barWidth + tickLength + 6 + barLabels, legendWidth) + 40 + margin;
  const headWidth =
    Math.max(pixelWidth(text.title, 17), ...notes.map((note) => pixelWidth(note, 10))) + 2 * margin;
  const barHeight = Math.max(plotHeight, shortestSide);
  const legendHeight = range.allFinite ? 0 : 40;
  const bottom = top + Math.max(plotHeight + 64, barHeight + legendHeight + 16);
  const canvas = new Canvas(Math.ceil(Math.max(bodyWidth, headWidth)), Math.ceil(bottom + margin - 8));

  canvas.text(text.title, margin, margin + titleStyle.size, titleStyle);
  notes.forEach((note, index) => {
    canvas.text(note, margin, margin + titleStyle.size + 28 + index * 18, noteStyle);
  });
  const plot = { left, top, width: plotWidth, height: plotHeight };
  drawCells(canvas, grid, means, range, plot);
  drawAxes(canvas, plot, rowTicks, columnTicks, text);
  drawColourBar(canvas, { left: barLeft, top, width: barWidth, height: barHeight }, barTicks, text.values);
  if (!range.allFinite) drawLegend(canvas, barLeft, top + barHeight + 24);
  return canvas;
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Tick {
  /** Pixels from the start of the axis. */
  readonly at: number;
  readonly label: string;
}

interface AxisTick extends Tick {
  /** A border between groups: a mark without a label. */
  readonly border?: boolean;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly allFinite: boolean;
}

function finiteRange(means: Float64Array): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let allFinite = true;
  for (const value of means) {
    if (!Number.isFinite(value)) allFinite = false;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? { low, high, allFinite } : { low: Number.NaN, high: Number.NaN, allFinite };
}

/** Whole pixels for each element, as many as fit into the long side. */
function sideLength(axis: AxisPixels, other: AxisPixels): number {
  if (axis.pixels === 0) return shortestSide;
  const longest = Math.max(axis.pixels, other.pixels);
  const scale = Math.max(1, Math.floor(longSide / longest));
  const side = axis.pixels * scale;
  return side >= shortestSide ? side : axis.pixels * Math.ceil(shortestSide / axis.pixels);
}

function drawCells(
  canvas: Canvas,
  grid: BlockMean,
  means: Float64Array,
  range: Range,
  plot: Rectangle,
): void {
  const { pixels: rows } = grid.rows;
  const { pixels: columns } = grid.columns;
  const span = range.high - range.low;
  for (let y = 0; y < plot.height; y++) {
    const row = Math.floor((y * rows) / plot.height);
    for (let x = 0; x < plot.width && rows > 0 && columns > 0; x++) {
      const value = means[row * columns + Math.floor((x * columns) / plot.width)];
      const colour = Number.isFinite(value)
        ? viridisAt(span > 0 ? (value - range.low) / span : 0)
        : notFiniteColour;
      canvas.setPixel(plot.left + x, plot.top + y, colour);
    }
  }
  canvas.strokeRectangle(plot.left, plot.top, plot.width, plot.height, line);
}

/** Marks of an axis: at the middle of numbered rows, or at the middle and the borders of groups. */
function axisTicks(
  axis: AxisPixels,
  side: number,
  spacing: number,
  groups?: readonly AxisGroup[],
): AxisTick[] {
  const length = axis.pixelOf.length;
  if (length === 0) return [];
  const perElement = side / (axis.pixels * axis.perPixel);
  if (groups === undefined) {
    return indexTicks(length, Math.max(2, Math.floor(side / spacing))).map((index) => ({
      at: (index + 0.5) * perElement,
      label: String(index),
    }));
  }
  const ticks: AxisTick[] = [];
  let lastLabel = Number.NEGATIVE_INFINITY;
  for (const group of groups) {
    if (group.start > 0) ticks.push({ at: group.start * perElement, label: '', border: true });
    const middle = ((group.start + group.stop) / 2) * perElement;
    if (middle - lastLabel >= 18) {
      ticks.push({ at: middle, label: group.label });
      lastLabel = middle;
    }
  }
  return ticks;
}

function drawAxes(
  canvas: Canvas,
  plot: Rectangle,
  rowTicks: readonly AxisTick[],
  columnTicks: readonly AxisTick[],
  text: HeatMapText,
): void {
  const bottom = plot.top + plot.height;
  const rowMark = text.rowGroups === undefined;
  const columnMark = text.columnGroups === undefined;
  for (const tick of rowTicks) {
    const y = plot.top + Math.min(plot.height - 1, Math.floor(tick.at));
    if (tick.border || rowMark) canvas.fillRectangle(plot.left - 1 - tickLength, y, tickLength, 1, line);
    const baseline = y + 0.5 + tickStyle.size / 2;
    canvas.text(tick.label, plot.left - tickLength - 8, baseline, { ...tickStyle, anchor: 'end' });
  }
  for (const tick of columnTicks) {
    const x = plot.left + Math.min(plot.width - 1, Math.floor(tick.at));
    if (tick.border || columnMark) canvas.fillRectangle(x, bottom + 1, 1, tickLength, line);
    canvas.text(tick.label, x + 0.5, bottom + tickLength + 17, { ...tickStyle, anchor: 'middle' });
  }
  const middleX = plot.left + plot.width / 2;
  const middleY = plot.top + plot.height / 2;
  canvas.text(text.columnAxis, middleX, bottom + 48, { ...axisStyle, anchor: 'middle' });
  canvas.text(text.rowAxis, margin + axisStyle.size, middleY, {
    ...axisStyle,
    anchor: 'middle',
    upwards: true,
  });
}

/** Nice numbers inside, and the two ends themselves, as the share of the bar from its foot. */
function colourBarTicks(range: Range, height: number): Tick[] {
  const { low, high } = range;
  if (Number.isNaN(low)) return [];
  if (low === high) return [{ at: 0, label: formatEnds(low, low)[0] }];
  const values = niceTicks(low, high, Math.max(2, Math.floor(height / 64)));
  const labels = formatTicks(values);
  const near = 18 / height;
  const [lowLabel, highLabel] = formatEnds(low, high);
  const inner = values
    .map((value, index) => ({ at: (value - low) / (high - low), label: labels[index] }))
    .filter((tick) => tick.at >= near && tick.at <= 1 - near);
  return [{ at: 0, label: lowLabel }, ...inner, { at: 1, label: highLabel }];
}

function drawColourBar(canvas: Canvas, bar: Rectangle, ticks: readonly Tick[], values: string): void {
  for (let y = 0; y < bar.height; y++) {
    const position = bar.height === 1 ? 0 : 1 - y / (bar.height - 1);
    canvas.fillRectangle(bar.left, bar.top + y, bar.width, 1, viridisAt(position));
  }
  canvas.strokeRectangle(bar.left, bar.top, bar.width, bar.height, line);
  const right = bar.left + bar.width;
  for (const tick of ticks) {
    const y = bar.top + Math.round((1 - tick.at) * (bar.height - 1));
    canvas.fillRectangle(right + 1, y, tickLength, 1, line);
    canvas.text(tick.label, right + tickLength + 7, y + 0.5 + tickStyle.size / 2, tickStyle);
  }
  const labels = widest(ticks.map((tick) => tick.label));
  const baseline = right + tickLength + 7 + labels + 14 + axisStyle.size;
  canvas.text(values, baseline, bar.top + bar.height / 2, { ...axisStyle, anchor: 'middle', upwards: true });
}

function drawLegend(canvas: Canvas, left: number, top: number): void {
  canvas.fillRectangle(left, top, barWidth, 14, notFiniteColour);
  canvas.strokeRectangle(left, top, barWidth, 14, line);
  canvas.text('not finite', left + barWidth + 8, top + 7 + tickStyle.size / 2, tickStyle);
}

/** What the picture shows, and how many values stand behind a pixel. */
function wrapNote(text: HeatMapText, grid: BlockMean): string[] {
  const rows = grid.rows.perPixel;
  const columns = grid.columns.perPixel;
  const notes = text.note === undefined ? [] : [text.note];
  if (rows > 1 || columns > 1) notes.push(`each pixel is the mean of ${rows} × ${columns} ${text.values}`);
  return notes;
}

function pixelWidth(text: string, size: number): number {
  return (textWidth(text) * size) / capHeight;
}

function widest(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => pixelWidth(label, tickStyle.size)));
}
