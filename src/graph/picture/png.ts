/** A picture as PNG: Graphviz says where everything is, and it is drawn on our own canvas, without font files. */
import { Canvas, type Point } from '../../plot/canvas.js';
import { capHeight, textWidth } from '../../plot/font.js';
import { inkOn, type Look } from './colours.js';
import type { PictureModel } from './model.js';

/** What is used of Graphviz' JSON: lengths in points (nodes in inches), from the lower left corner. */
interface Layout {
  readonly bb: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly pos: string;
    readonly width: string;
    readonly height: string;
  }[];
  readonly edges?: readonly { readonly pos: string }[];
}

const pixelsPerPoint = 2;
const mostPixels = 6000;
const margin = 8;
const line: [number, number, number] = [91, 107, 127];
const edgeLine: [number, number, number] = [125, 136, 150];

export function toPng(json: string, { nodes }: PictureModel, looks: readonly Look[]): Uint8Array {
  const { bb, objects = [], edges = [] } = JSON.parse(json) as Layout;
  const [, , width, height] = bb.split(',').map(Number);
  const scale = Math.min(pixelsPerPoint, mostPixels / Math.max(width, height, 1));
  const place = (x: number, y: number): Point => ({
    x: margin + x * scale,
    y: margin + (height - y) * scale,
  });
  const canvas = new Canvas(Math.ceil(width * scale) + 2 * margin, Math.ceil(height * scale) + 2 * margin);
  for (const { pos } of edges) drawEdge(canvas, pos, place, scale);
  for (const object of objects) {
    const i = Number(object.name.slice(1));
    const [x, y] = object.pos.split(',').map(Number);
    const box = {
      centre: place(x, y),
      width: Number(object.width) * 72 * scale,
      height: Number(object.height) * 72 * scale,
    };
    drawNode(canvas, box, nodes[i].isValue, looks[i], scale);
    const text = looks[i].note === '' ? nodes[i].label : `${nodes[i].label}\n${looks[i].note}`;
    drawText(canvas, box, text.split('\n'), looks[i], scale);
  }
  return canvas.toPng({ Title: 'Task graph' });
}

interface Box {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
}

function drawNode(canvas: Canvas, box: Box, isRound: boolean, { fill }: Look, scale: number): void {
  const outline = isRound ? ellipse(box) : roundedBox(box, 5 * scale);
  canvas.fillPolygon(outline, fill);
  drawLine(canvas, [...outline, outline[0]], 0.4 * scale, line);
}

/** Segment by segment: each looks only at the pixels around it. */
function drawLine(
  canvas: Canvas,
  points: readonly Point[],
  radius: number,
  colour: [number, number, number],
): void {
  for (let i = 1; i < points.length; i++) canvas.polyline([points[i - 1], points[i]], radius, colour);
}

function arc(
  centre: Point,
  radiusX: number,
  radiusY: number,
  from: number,
  to: number,
  steps: number,
): Point[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / steps;
    return { x: centre.x + radiusX * Math.cos(angle), y: centre.y + radiusY * Math.sin(angle) };
  });
}

function ellipse({ centre, width, height }: Box): Point[] {
  return arc(centre, width / 2, height / 2, 0, 2 * Math.PI, 48).slice(0, -1);
}

function roundedBox({ centre, width, height }: Box, radius: number): Point[] {
  const [x, y] = [width / 2 - radius, height / 2 - radius];
  const corners = [
    [x, y],
    [-x, y],
    [-x, -y],
    [x, -y],
  ];
  return corners.flatMap(([dx, dy], i) =>
    arc(
      { x: centre.x + dx, y: centre.y + dy },
      radius,
      radius,
      (i * Math.PI) / 2,
      ((i + 1) * Math.PI) / 2,
      6,
    ),
  );
}

function drawText(canvas: Canvas, box: Box, lines: readonly string[], { fill }: Look, scale: number): void {
  // Graphviz took the widths of Helvetica: ours may be a little more.
  const widest = Math.max(...lines.map(textWidth));
  const size = Math.min(8.2 * scale, ((box.width - 6 * scale) / widest) * capHeight);
  const lineHeight = 14.4 * scale;
  const first = box.centre.y - ((lines.length - 1) * lineHeight) / 2 + size / 2;
  lines.forEach((text, i) => {
    canvas.text(text, box.centre.x, first + i * lineHeight, { size, colour: inkOn(fill), anchor: 'middle' });
  });
}

/** `e,x,y` is where the arrow points; the rest are the points of Bézier curves. */
function drawEdge(canvas: Canvas, pos: string, place: (x: number, y: number) => Point, scale: number): void {
  let tip: Point | null = null;
  const points: Point[] = [];
  for (const part of pos.split(' ')) {
    const numbers = part
      .replace(/^[es],/, '')
      .split(',')
      .map(Number);
    if (part.startsWith('e,')) tip = place(numbers[0], numbers[1]);
    else points.push(place(numbers[0], numbers[1]));
  }
  const curve = [points[0]];
  for (let i = 0; i + 3 < points.length; i += 3) curve.push(...bezier(points.slice(i, i + 4)));
  drawLine(canvas, curve, 0.4 * scale, edgeLine);
  if (tip !== null) canvas.fillPolygon(arrow(curve[curve.length - 1], tip), edgeLine);
}

function bezier([a, b, c, d]: readonly Point[]): Point[] {
  return Array.from({ length: 12 }, (_, i) => {
    const t = (i + 1) / 12;
    const u = 1 - t;
    const mix = (of: (point: Point) => number) =>
      u * u * u * of(a) + 3 * u * u * t * of(b) + 3 * u * t * t * of(c) + t * t * t * of(d);
    return { x: mix((point) => point.x), y: mix((point) => point.y) };
  });
}

function arrow(from: Point, tip: Point): Point[] {
  const [x, y] = [(tip.x - from.x) * 0.35, (tip.y - from.y) * 0.35];
  return [tip, { x: from.x - y, y: from.y + x }, { x: from.x + y, y: from.y - x }];
}
