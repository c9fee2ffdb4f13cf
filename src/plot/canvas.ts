/** An RGB picture in memory, with just what a heat map needs: rectangles, hairlines and text. */
import { encode } from 'fast-png';
import { capHeight, textStrokes, textWidth } from './font.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

export interface TextStyle {
  /** Height of a capital letter in pixels. */
  readonly size: number;
  readonly colour: Colour;
  /** Which part of the text lies at the given x (default: start). */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Stroke width over cap height (default 0.125; titles a little more). */
  readonly weight?: number;
  /** Reads from bottom to top; x is then the baseline and `anchor` counts upwards. */
  readonly upwards?: boolean;
}

export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Rows of red, green, blue bytes. */
  readonly data: Uint8Array;

  constructor(width: number, height: number, background: Colour = [255, 255, 255]) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
    this.fillRectangle(0, 0, width, height, background);
  }

  setPixel(x: number, y: number, colour: Colour): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 3;
    this.data[at] = colour[0];
    this.data[at + 1] = colour[1];
    this.data[at + 2] = colour[2];
  }

  fillRectangle(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) this.setPixel(x, y, colour);
    }
  }

  /** A frame one pixel wide, just outside the rectangle. */
  strokeRectangle(left: number, top: number, width: number, height: number, colour: Colour): void {
    this.fillRectangle(left - 1, top - 1, width + 2, 1, colour);
    this.fillRectangle(left - 1, top + height, width + 2, 1, colour);
    this.fillRectangle(left - 1, top - 1, 1, height + 2, colour);
    this.fillRectangle(left + width, top - 1, 1, height + 2, colour);
  }

  /** Writes `text` with its baseline at (x, y). */
  text(text: string, x: number, y: number, style: TextStyle): void {
    const scale = style.size / capHeight;
    const anchor = style.anchor ?? 'start';
    const length = textWidth(text) * scale;
    const shift = anchor === 'end' ? -length : anchor === 'middle' ? -length / 2 : 0;
    const radius = (style.size * (style.weight ?? 0.125)) / 2;
    // A line one pixel wide is sharp when its centre is the centre of a pixel.
    const place = style.upwards
      ? (point: Point) => ({ x: x - point.y * scale, y: y - shift - point.x * scale })
      : (point: Point) => ({ x: x + shift + point.x * scale, y: y - point.y * scale });
    for (const stroke of textStrokes(text)) this.polyline(stroke.map(place), radius, style.colour);
  }

  /** Blends a round-capped line; each pixel once, by its nearest segment, so that joints do not darken. */
  polyline(points: readonly Point[], radius: number, colour: Colour): void {
    const reach = radius + 1;
    const xs = points.map((point) => point.x);
    const ys = points.map((point) => point.y);
    const left = Math.max(0, Math.floor(Math.min(...xs) - reach));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(...xs) + reach));
    const top = Math.max(0, Math.floor(Math.min(...ys) - reach));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const coverage = Math.min(1, radius + 0.5 - distanceToPolyline(points, x + 0.5, y + 0.5));
        if (coverage > 0) this.#blend(x, y, colour, coverage);
      }
    }
  }

  /** Fills the area a polygon encloses; its edge is smooth. */
  fillPolygon(points: readonly Point[], colour: Colour): void {
    const ys = points.map((point) => point.y);
    const top = Math.max(0, Math.floor(Math.min(...ys)));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(...ys)));
    const coverage = new Float32Array(this.width);
    for (let y = top; y <= bottom; y++) {
      coverage.fill(0);
      // Each row of pixels is four lines; along a line the coverage of a pixel is exact.
      for (let line = 0; line < 4; line++) {
        const crossings = crossingsAt(points, y + (line + 0.5) / 4);
        for (let i = 0; i + 1 < crossings.length; i += 2) addSpan(coverage, crossings[i], crossings[i + 1]);
      }
      for (let x = 0; x < this.width; x++) {
        if (coverage[x] > 0) this.#blend(x, y, colour, Math.min(1, coverage[x]));
      }
    }
  }

  #blend(x: number, y: number, colour: Colour, coverage: number): void {
    const at = (y * this.width + x) * 3;
    for (let channel = 0; channel < 3; channel++) {
      const under = this.data[at + channel];
      this.data[at + channel] = Math.round(under + (colour[channel] - under) * coverage);
    }
  }

  /** The picture as the bytes of a PNG file; `text` becomes its metadata (Title, Description, Software …). */
  toPng(text: Record<string, string> = {}): Uint8Array {
    return encode({ width: this.width, height: this.height, data: this.data, channels: 3, depth: 8, text });
  }
}

/** Where the edges of a polygon cross a horizontal line, from left to right. */
function crossingsAt(points: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  points.forEach((from, i) => {
    const to = points[(i + 1) % points.length];
    if (from.y <= y === to.y <= y) return;
    crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return crossings.sort((a, b) => a - b);
}

/** Adds a quarter of what each pixel has of the span. */
function addSpan(coverage: Float32Array, from: number, to: number): void {
  const last = Math.min(coverage.length - 1, Math.floor(to));
  for (let x = Math.max(0, Math.floor(from)); x <= last; x++) {
    coverage[x] += Math.max(0, Math.min(to, x + 1) - Math.max(from, x)) / 4;
  }
}

function distanceToPolyline(points: readonly Point[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    const runX = to.x - from.x;
    const runY = to.y - from.y;
    const lengthSquared = runX * runX + runY * runY;
    const along = lengthSquared === 0 ? 0 : ((x - from.x) * runX + (y - from.y) * runY) / lengthSquared;
    const clamped = Math.min(1, Math.max(0, along));
    const offX = x - from.x - clamped * runX;
    const offY = y - from.y - clamped * runY;
    nearest = Math.min(nearest, offX * offX + offY * offY);
  }
  return Math.sqrt(nearest);
}
