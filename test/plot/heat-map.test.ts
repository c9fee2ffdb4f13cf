import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { groupByLabel } from '../../src/plot/axis-groups.js';
import { axisPixels, BlockMean } from '../../src/plot/block-mean.js';
import { Canvas, type Colour } from '../../src/plot/canvas.js';
import { textStrokes, textWidth } from '../../src/plot/font.js';
import { drawHeatMap, heatMapGrid } from '../../src/plot/heat-map.js';
import { notFiniteColour, viridis, viridisAt } from '../../src/plot/viridis.js';

const text = { title: 'Title', values: 'distances', rowAxis: 'row of a', columnAxis: 'row of b' };

/** How many pixels of a picture have a colour. */
function count(canvas: Canvas, colour: Colour): number {
  let found = 0;
  for (let at = 0; at < canvas.data.length; at += 3) {
    if (colour.every((value, channel) => canvas.data[at + channel] === value)) found++;
  }
  return found;
}

function gridOf(rows: number[][]) {
  const grid = heatMapGrid(rows.length, rows[0]?.length ?? 0);
  rows.forEach((row, index) => {
    grid.addRow(index, row, 0);
  });
  return grid;
}

describe('viridis', () => {
  it('has the published ends and middle', () => {
    expect(viridis).toHaveLength(256);
    expect(viridis[0]).toEqual([68, 1, 84]);
    expect(viridis[255]).toEqual([253, 231, 37]);
    expect(viridisAt(0.5)).toEqual(viridis[128]);
  });

  it('gets lighter all the way, so that it also reads in grey', () => {
    const lightness = viridis.map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue);
    for (let index = 1; index < 256; index++)
      expect(lightness[index]).toBeGreaterThan(lightness[index - 1] - 0.5);
  });

  it('keeps out of range positions on the scale, and NaN off it', () => {
    expect(viridisAt(-1)).toEqual(viridis[0]);
    expect(viridisAt(2)).toEqual(viridis[255]);
    expect(viridis).not.toContainEqual(notFiniteColour);
  });
});

describe('block means', () => {
  it('average blocks exactly, smaller ones at the edge included', () => {
    const mean = new BlockMean(axisPixels(3, 2), axisPixels(5, 3));
    for (let row = 0; row < 3; row++)
      mean.addRow(
        row,
        [0, 1, 2, 3, 4].map((column) => row * 10 + column),
        0,
      );
    expect([...mean.means()]).toEqual([5.5, 7.5, 9, 20.5, 22.5, 24]);
  });

  it('show a NaN, and an infinity, in the block it falls on only', () => {
    const mean = new BlockMean(axisPixels(2, 1), axisPixels(4, 2));
    mean.addRow(0, [1, Number.NaN, 3, 4], 0);
    mean.addRow(1, [1, 1, 3, Number.POSITIVE_INFINITY], 0);
    expect([...mean.means()]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it('give the same by rows, from the middle of a buffer, and one by one', () => {
    const [rows, columns] = [7, 5];
    const values = Float64Array.from({ length: 2 + rows * columns }, (_, at) => Math.sin(at));
    const whole = heatMapGrid(rows, columns);
    const single = heatMapGrid(rows, columns);
    for (let row = 0; row < rows; row++) {
      whole.addRow(row, values, 2 + row * columns);
      for (let column = 0; column < columns; column++)
        single.add(row, column, values[2 + row * columns + column]);
    }
    expect(whole.means()).toEqual(single.means());
  });

  it('place rows where the labels say', () => {
    const { place, groups } = groupByLabel([2, 10, 2, 1]);
    expect([...place]).toEqual([1, 3, 2, 0]);
    expect(groups).toEqual([
      { label: '1', start: 0, stop: 1 },
      { label: '2', start: 1, stop: 3 },
      { label: '10', start: 3, stop: 4 },
    ]);
    const grid = heatMapGrid(4, 1, place);
    grid.addRow(3, [7], 0);
    expect(grid.means()[0]).toBe(7);
  });
});

describe('the picture', () => {
  it('draws every element of a small matrix with its colour, in its place', () => {
    const canvas = drawHeatMap(
      gridOf([
        [0, 1],
        [2, 3],
      ]),
      text,
    );
    const cells = [0, 1 / 3, 2 / 3, 1].map((position) => count(canvas, viridisAt(position)));
    // 450 × 450 pixels each, less what is in the colour bar as well.
    for (const pixels of cells) expect(pixels).toBeGreaterThanOrEqual(450 * 450);
    expect(count(canvas, notFiniteColour)).toBe(0);
  });

  it('marks what is not finite, and says so in a legend', () => {
    const canvas = drawHeatMap(
      gridOf([
        [0, Number.NaN],
        [Number.POSITIVE_INFINITY, 3],
      ]),
      text,
    );
    expect(count(canvas, notFiniteColour)).toBeGreaterThan(2 * 450 * 450);
  });

  it.each([
    [1, 1],
    [1, 3000],
    [3000, 1],
    [40, 5000],
    [1797, 1797],
    [0, 0],
    [0, 5],
    [5, 0],
  ])('of a %i × %i matrix has reasonable proportions and decodes', (rows, columns) => {
    const grid = heatMapGrid(rows, columns);
    const row = Float64Array.from({ length: columns }, (_, column) => column);
    for (let index = 0; index < rows; index++) grid.addRow(index, row, 0);
    const picture = decode(drawHeatMap(grid, text).toPng({ Title: 'Title' }));
    expect(picture.width).toBeGreaterThan(250);
    expect(picture.width).toBeLessThan(1300);
    expect(picture.height).toBeGreaterThan(250);
    expect(picture.height).toBeLessThan(1200);
    expect(picture.text.Title).toBe('Title');
  });

  it('of constant and of all-NaN matrices has a scale of one value, or none', () => {
    expect(count(drawHeatMap(gridOf([[5, 5]]), text), viridis[0])).toBeGreaterThan(0);
    const canvas = drawHeatMap(gridOf([[Number.NaN]]), text);
    expect(count(canvas, notFiniteColour)).toBeGreaterThan(0);
  });
});

describe('text', () => {
  it('has a glyph of its own for every printable ASCII character', () => {
    const box = JSON.stringify(textStrokes('\u0001'));
    for (let code = 33; code < 127; code++) {
      expect(JSON.stringify(textStrokes(String.fromCharCode(code))), String.fromCharCode(code)).not.toBe(box);
    }
  });

  it('is as wide as its letters and the gaps between them', () => {
    expect(textWidth('')).toBe(0);
    expect(textWidth('ab')).toBeCloseTo(textWidth('a') + textWidth('b') + 3.1);
  });

  it('is drawn inside the canvas only, and darkest in the middle of a stroke', () => {
    const canvas = new Canvas(30, 30);
    canvas.text('l', 15, 25, { size: 20, colour: [0, 0, 0] });
    canvas.text('wide text that leaves the canvas', -20, 10, { size: 20, colour: [0, 0, 0] });
    expect(Math.min(...canvas.data)).toBe(0);
  });
});
