/**
 * A small stroke font: every glyph is a few lines and elliptical arcs drawn with a round pen, so that one table serves
 * every text size and direction, and text stays crisp without a font file.
 *
 * A glyph is a list of strokes parted by `|`. A stroke is a list of points `x,y` and arcs
 * `@centreX,centreY,radiusX,radiusY,fromDegrees,toDegrees`, joined in order. Units: the baseline is y = 0, capitals are
 * 14 high, small letters 10, descenders reach −4.
 */
import type { Point } from './canvas.js';

export const capHeight = 14;
const gapWidth = 3.1;
const spaceWidth = 4;
const arcStepDegrees = 15;

const bowl = '@4,5,4,5,0,360';

const strokes: Record<string, string> = {
  '0': '@4,7,4,7,0,360',
  '1': '1.2,11.4 4.8,14 4.8,0',
  '2': '@4,10.2,3.8,3.8,165,-40 0.2,0 8,0',
  '3': '@3.9,10.55,3.5,3.45,150,-90 | @3.9,3.55,4.1,3.55,90,-150',
  '4': '6,0 6,14 0,4.4 8.2,4.4',
  '5': '7.2,14 1.5,14 0.8,7.6 @3.8,4.5,4.2,4.5,136,-145',
  '6': '@4,4.4,4,4.4,0,360 | @7.4,4.4,7.4,9.6,180,97',
  '7': '0,14 8,14 2.8,0',
  '8': '@4,10.6,3.4,3.4,0,360 | @4,3.6,4,3.6,0,360',
  '9': '@4,9.6,4,4.4,0,360 | @0.6,9.6,7.4,9.6,0,-83',
  a: `${bowl} | 8,10 8,0`,
  b: `0,14 0,0 | ${bowl}`,
  c: '@4.3,5,4.3,5,45,315',
  d: `${bowl} | 8,14 8,0`,
  e: '0.2,5 8,5 @4,5,4,5,0,318',
  f: '@4.6,11,2.8,3,75,180 1.8,0 | 0,10 4.8,10',
  g: `${bowl} | 8,10 8,-0.4 @4,-0.4,4,3.7,0,-150`,
  h: '0,14 0,0 | @3.7,6.2,3.7,3.8,180,0 7.4,0',
  i: '0.2,10 0.2,0 | 0.2,13.4 0.2,13.6',
  j: '2,10 2,-1.8 @0,-1.8,2,2.2,0,-90 -0.6,-4 | 2,13.4 2,13.6',
  k: '0,14 0,0 | 6.8,10 0,3.8 | 2.7,6.3 7.2,0',
  l: '0.2,14 0.2,0',
  m: '0,10 0,0 | @2.9,6.8,2.9,3.2,180,0 5.8,0 | @8.7,6.8,2.9,3.2,180,0 11.6,0',
  n: '0,10 0,0 | @3.7,6.2,3.7,3.8,180,0 7.4,0',
  o: '@4.2,5,4.2,5,0,360',
  p: `0,10 0,-4 | ${bowl}`,
  q: `${bowl} | 8,10 8,-4`,
  r: '0,10 0,0 | @3.6,6.2,3.6,3.8,180,70',
  s: '@3.5,7.55,3.1,2.45,35,270 @3.5,2.55,3.4,2.55,90,-145',
  t: '1.8,13.2 1.8,2.6 @4.2,2.6,2.4,2.6,180,285 | 0,10 4.6,10',
  u: '0,10 0,3.8 @3.7,3.8,3.7,3.8,180,360 | 7.4,10 7.4,0',
  v: '0,10 3.9,0 7.8,10',
  w: '0,10 2.9,0 5.8,10 8.7,0 11.6,10',
  x: '0,10 7.4,0 | 7.4,10 0,0',
  y: '0,10 4,0.2 | 7.8,10 2.2,-4',
  z: '0.2,10 7,10 0,0 7.2,0',
  A: '0,0 5,14 10,0 | 1.7,4.6 8.3,4.6',
  B: '0,0 0,14 4.4,14 @4.4,10.7,3.4,3.3,90,-90 0,7.4 | 4.4,7.4 @4.6,3.7,4,3.7,90,-90 0,0',
  C: '@6,7,6,7,48,312',
  D: '0,0 0,14 3.6,14 @3.6,7,6,7,90,-90 0,0',
  E: '7.4,14 0,14 0,0 7.6,0 | 0,7.3 6.4,7.3',
  F: '7.4,14 0,14 0,0 | 0,7.3 6.4,7.3',
  G: '@6,7,6,7,48,322 10.9,6.6 6.6,6.6',
  H: '0,14 0,0 | 9,14 9,0 | 0,7.2 9,7.2',
  I: '0.2,14 0.2,0',
  J: '5.4,14 5.4,3.6 @2.7,3.6,2.7,3.6,0,-170',
  K: '0,14 0,0 | 8.4,14 0,5 | 3,8.2 9,0',
  L: '0,14 0,0 7,0',
  M: '0,0 0,14 5.6,4 11.2,14 11.2,0',
  N: '0,0 0,14 9,0 9,14',
  O: '@6.6,7,6.6,7,0,360',
  P: '0,0 0,14 4.4,14 @4.4,10.3,3.9,3.7,90,-90 0,6.6',
  Q: '@6.6,7,6.6,7,0,360 | 8,3.6 12.4,-0.8',
  R: '0,0 0,14 4.4,14 @4.4,10.3,3.9,3.7,90,-90 0,6.6 | 4,6.6 8.6,0',
  S: '@4.2,10.5,3.8,3.5,40,270 @4.2,3.5,4.2,3.5,90,-145',
  T: '0,14 9.4,14 | 4.7,14 4.7,0',
  U: '0,14 0,4.5 @4.5,4.5,4.5,4.5,180,360 9,14',
  V: '0,14 5,0 10,14',
  W: '0,14 3.6,0 7.2,14 10.8,0 14.4,14',
  X: '0,14 9,0 | 9,14 0,0',
  Y: '0,14 4.8,6.6 9.6,14 | 4.8,6.6 4.8,0',
  Z: '0.4,14 9,14 0,0 9.2,0',
  '.': '0.3,0.2 0.3,0.4',
  ',': '0.9,0.5 0.1,-2.6',
  ':': '0.3,0.4 0.3,0.6 | 0.3,8.4 0.3,8.6',
  ';': '0.9,0.5 0.1,-2.6 | 0.9,8.4 0.9,8.6',
  '!': '0.3,14 0.3,4.4 | 0.3,0.2 0.3,0.4',
  '?': '@3.5,10.6,3.5,3.4,165,-60 3.6,4.6 | 3.6,0.2 3.6,0.4',
  "'": '0.3,14 0.3,10.4',
  '"': '0.3,14 0.3,10.4 | 3.3,14 3.3,10.4',
  '`': '0,14 1.6,11.6',
  '-': '0,5.4 5,5.4',
  '−': '0,6.4 8,6.4',
  '–': '0,5.4 8,5.4',
  '—': '0,5.4 13,5.4',
  _: '0,-2 8.4,-2',
  '+': '0,6.4 8,6.4 | 4,10.4 4,2.4',
  '=': '0,8.4 8,8.4 | 0,4.2 8,4.2',
  '<': '8,11 0,6.4 8,1.8',
  '>': '0,11 8,6.4 0,1.8',
  '≤': '8,12.4 0.4,8 8,3.6 | 0.4,0.6 8,0.6',
  '≥': '0.4,12.4 8,8 0.4,3.6 | 0.4,0.6 8,0.6',
  '×': '0.4,10 7.4,3 | 7.4,10 0.4,3',
  '·': '0.6,6.2 0.6,6.4',
  '•': '1,6 1,6.6',
  '…': '0.3,0.2 0.3,0.4 | 4.6,0.2 4.6,0.4 | 8.9,0.2 8.9,0.4',
  '∞': '@3,6.4,3,2.6,30,330 @9.4,6.4,3,2.6,210,-150 5.6,7.7',
  '°': '@2,12,2,2,0,360',
  '²': '@2.1,12.6,2.1,2.1,165,-35 0.1,7.4 4.3,7.4',
  '³': '@2,13.1,1.9,1.7,150,-90 | @2,9.5,2.2,1.9,90,-150',
  '/': '0,-1.6 6,15',
  '\\': '0,15 6,-1.6',
  '|': '0.2,16 0.2,-3',
  '(': '@6,6.3,6,10.2,126,234',
  ')': '@-2.5,6.3,6,10.2,54,-54',
  '[': '3,15.6 0,15.6 0,-2.6 3,-2.6',
  ']': '0,15.6 3,15.6 3,-2.6 0,-2.6',
  '{': '4,15.6 @4,13.6,2,2,90,180 2,8.6 0,6.5 2,4.4 2,-0.6 @4,-0.6,2,2,180,270',
  '}': '0,15.6 @0,13.6,2,2,90,0 2,8.6 4,6.5 2,4.4 2,-0.6 @0,-0.6,2,2,0,-90',
  '#': '2.6,13.4 1,0.6 | 7.4,13.4 5.8,0.6 | 0,9.4 8.6,9.4 | 0,4.6 8.2,4.6',
  '%': '@2.4,11,2.4,3,0,360 | @9.6,3,2.4,3,0,360 | 10,14 2,0',
  '&': '9.4,0 1.8,9.4 @3.9,11.2,2.8,2.8,220,-40 1.4,5.8 @3.9,3.4,3.6,3.4,130,300 8.6,6',
  $: '@4.2,10,3.6,2.8,40,270 @4.2,3.8,4,3.4,90,-145 | 4.2,15.4 4.2,-1.6',
  '*': '3,13.6 3,7.4 | 0.3,12 5.7,9 | 5.7,12 0.3,9',
  '@': '@6.2,6,2.6,3.2,0,360 | 8.8,9.2 8.8,4.6 @10.4,4.6,1.6,1.8,180,300 @6.4,5.8,6.2,7.6,10,300',
  '^': '0,9.6 3.4,14 6.8,9.6',
  '~': '@2.1,5.6,2.1,1.8,180,0 @6.3,5.6,2.1,1.8,180,360',
};

/** Drawn for a character that the font does not have. */
const missing = '0,0 0,14 7,14 7,0 0,0';

interface Glyph {
  readonly width: number;
  readonly strokes: readonly (readonly Point[])[];
}

const glyphs = new Map<string, Glyph>();

function strokePoints(stroke: string): Point[] {
  const points: Point[] = [];
  for (const part of stroke.trim().split(/\s+/)) {
    if (!part.startsWith('@')) {
      const [x, y] = part.split(',').map(Number);
      points.push({ x, y });
      continue;
    }
    const [centreX, centreY, radiusX, radiusY, from, to] = part.slice(1).split(',').map(Number);
    const steps = Math.max(2, Math.ceil(Math.abs(to - from) / arcStepDegrees));
    for (let step = 0; step <= steps; step++) {
      const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
      points.push({ x: centreX + radiusX * Math.cos(angle), y: centreY + radiusY * Math.sin(angle) });
    }
  }
  return points;
}

function glyphOf(character: string): Glyph {
  let glyph = glyphs.get(character);
  if (glyph === undefined) {
    const lines = (strokes[character] ?? missing).split(/ \| /).map(strokePoints);
    const width = Math.max(...lines.flat().map((point) => point.x));
    glyph = { width, strokes: lines };
    glyphs.set(character, glyph);
  }
  return glyph;
}

/** The width of `text` in font units. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    width += character === ' ' ? spaceWidth + gapWidth : glyphOf(character).width + gapWidth;
  }
  return Math.max(0, width - gapWidth);
}

/** The strokes of `text` in font units, its baseline starting at the origin. */
export function textStrokes(text: string): Point[][] {
  const lines: Point[][] = [];
  let left = 0;
  for (const character of text) {
    if (character === ' ') {
      left += spaceWidth + gapWidth;
      continue;
    }
    const glyph = glyphOf(character);
    for (const stroke of glyph.strokes) lines.push(stroke.map(({ x, y }) => ({ x: x + left, y })));
    left += glyph.width + gapWidth;
  }
  return lines;
}
