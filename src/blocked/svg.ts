/** An array as a picture: a table of bytes, shape, tasks and dtype, and the last axes drawn with their chunks. */

import { dtypeInfo } from '../core/dtype.js';
import { formatShape, sizeOf } from '../core/shape.js';
import type { Graph } from '../graph/tasks/task.js';
import { blockIndices, type Chunks, describeBytes, describeChunks } from './chunks.js';
import { addBlocks, type Expression } from './expressions/expression.js';

/** Pixels of the longest side. */
const longest = 120;
const shortest = 12;
/** More lines than this would be a grey box. */
const mostLines = 40;
/** How far an axis behind the page is shifted, for each pixel of its length. */
const depthSlope = 0.35;
/** Counting the tasks of more blocks than this would take longer than looking at the picture. */
const mostCounted = 20_000;

export function toSvg(expression: Expression): string {
  const { shape, chunks, dtype } = expression;
  const { itemsize } = dtypeInfo(dtype);
  const blocks = sizeOf(chunks.map((axis) => axis.length));
  const largest = chunks.map((axis) => Math.max(...axis));
  const rows = [
    ['', 'Array', 'Block'],
    ['Bytes', describeBytes(sizeOf(shape) * itemsize), describeBytes(sizeOf(largest) * itemsize)],
    ['Shape', formatShape(shape), describeChunks(chunks)],
    ['Count', `${tasksOf(expression, blocks)} tasks`, `${blocks} blocks`],
    ['Type', dtype, 'NDArray'],
  ];
  const cells = rows
    .map(
      (row, at) =>
        `<tr>${row.map((cell, column) => tag(at === 0 || column === 0 ? 'th' : 'td', cell)).join('')}</tr>`,
    )
    .join('\n');
  return `<table><tr><td><table>\n${cells}\n</table></td><td>\n${drawing(shape, chunks)}\n</td></tr></table>`;
}

function tag(name: 'th' | 'td', text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name} style="text-align: left; padding: 2px 8px">${escaped}</${name}>`;
}

function tasksOf(expression: Expression, blocks: number): string {
  if (blocks > mostCounted) return `at least ${blocks}`;
  const graph: Graph = new Map();
  addBlocks(graph, expression, blockIndices(expression.chunks));
  return String(graph.size);
}

/** The last two axes as a page, the one before them going backwards; further ones are not drawn. */
function drawing(shape: readonly number[], chunks: Chunks): string {
  const axes = shape.slice(-3);
  const cut = chunks.slice(-3);
  while (axes.length < 2) {
    axes.unshift(1);
    cut.unshift([1]);
  }
  const most = Math.max(1, ...axes.filter((length) => !Number.isNaN(length)));
  const sides = axes.map((length) =>
    Math.max(shortest, Math.round((longest * (Number.isNaN(length) ? most : length)) / most)),
  );
  const [height, width] = sides.slice(-2);
  const depth = axes.length === 3 ? Math.round(sides[0] * depthSlope) : 0;
  const lines: string[] = [];
  const draw = (points: readonly (readonly [number, number])[], bold: boolean): void => {
    const path = points.map(([x, y]) => `${x + 1},${y + 1}`).join(' ');
    lines.push(`<polyline points="${path}"${bold ? ' stroke-width="2"' : ''}/>`);
  };
  const [rows, columns] = cut.slice(-2);
  for (const [at, bold] of borders(rows, height)) {
    draw(
      [
        [depth, depth + at],
        [depth + width, depth + at],
      ],
      bold,
    );
    if (depth > 0)
      draw(
        [
          [0, at],
          [depth, depth + at],
        ],
        bold,
      );
  }
  for (const [at, bold] of borders(columns, width)) {
    draw(
      [
        [depth + at, depth],
        [depth + at, depth + height],
      ],
      bold,
    );
    if (depth > 0)
      draw(
        [
          [at, 0],
          [depth + at, depth],
        ],
        bold,
      );
  }
  if (depth > 0) {
    for (const [at, bold] of borders(cut[0], depth)) {
      draw(
        [
          [at, at],
          [at, at + height],
        ],
        bold,
      );
      draw(
        [
          [at, at],
          [at + width, at],
        ],
        bold,
      );
    }
  }
  const [right, bottom] = [depth + width, depth + height];
  const label = (x: number, y: number, text: number): string =>
    `<text x="${x}" y="${y}" text-anchor="middle">${Number.isNaN(text) ? '?' : text}</text>`;
  const texts = [label(depth + width / 2, bottom + 18, axes[axes.length - 1])];
  if (shape.length > 1) texts.push(label(right + 30, depth + height / 2 + 4, axes[axes.length - 2]));
  if (depth > 0) texts.push(label(depth / 2 - 2, depth / 2 + height + 14, axes[0]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right + 70}" height="${bottom + 30}">`,
    `<rect x="${depth + 1}" y="${depth + 1}" width="${width}" height="${height}" fill="#f2c879"/>`,
    `<g fill="none" stroke="#5c4a25">${lines.join('')}</g>`,
    `<g font-size="12" font-family="sans-serif">${texts.join('')}</g>`,
    '</svg>',
  ].join('\n');
}

/** Where chunks end, in pixels of a side, and whether that is an edge of the array. */
function* borders(axis: readonly number[], side: number): Generator<[at: number, isEdge: boolean]> {
  const total = axis.reduce((sum, length) => sum + length, 0);
  const every = Math.ceil(axis.length / mostLines);
  yield [0, true];
  let end = 0;
  for (let chunk = 0; chunk < axis.length - 1; chunk++) {
    end += axis[chunk];
    if ((chunk + 1) % every !== 0) continue;
    const share = Number.isNaN(total) || total === 0 ? (chunk + 1) / axis.length : end / total;
    yield [Math.round(share * side), false];
  }
  yield [side, true];
}
