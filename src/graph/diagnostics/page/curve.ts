/** Something over time: memory, CPU, bytes of results. */
import { niceTicks } from '../../../plot/ticks.js';
import { drawChart } from './chart.js';
import type { Span } from './span.js';

const height = 110;
const margin = 8;
/** More points than this are drawn by the largest of their neighbours. */
const mostPoints = 3000;

export interface Curve {
  readonly title: string;
  readonly points: readonly { readonly time: number; readonly value: number }[];
  /** How a value is written beside the axis. */
  readonly format: (value: number) => string;
  /** Whether a value holds until the next one; otherwise it was reached on the way from the one before. */
  readonly steps: boolean;
}

export function drawCurve({ title, points, format, steps }: Curve, span: Span): string {
  const shown = thinned(points);
  const highest = shown.reduce((most, { value }) => Math.max(most, value), 0) || 1;
  const y = (value: number) => height - margin - (value / highest) * (height - 2 * margin);
  let path = '';
  let before = y(0);
  for (const { time, value } of shown) {
    const x = (time - span.from).toFixed(3);
    if (path === '') path = `M${x} ${y(value).toFixed(1)}`;
    else
      path += steps
        ? `L${x} ${before.toFixed(1)}L${x} ${y(value).toFixed(1)}`
        : `L${x} ${y(value).toFixed(1)}`;
    before = y(value);
  }
  const marks = niceTicks(0, highest, 3);
  const width = (span.to - span.from).toFixed(3);
  const lines = marks.map(
    (value) =>
      `<line class="mark" x1="0" x2="${width}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/>`,
  );
  const labels = marks.map((value) => ({ text: format(value), top: y(value) }));
  return drawChart({
    title,
    span,
    height,
    labels,
    drawing: `${lines.join('')}<path class="curve" d="${path}"/>`,
  });
}

/** At most `mostPoints` of them; peaks stay, because they are what one looks for. */
function thinned(points: Curve['points']): Curve['points'] {
  const group = Math.ceil(points.length / mostPoints);
  if (group <= 1) return points;
  const kept: Curve['points'][number][] = [];
  for (let first = 0; first < points.length; first += group) {
    let highest = points[first];
    for (const point of points.slice(first, first + group)) if (point.value > highest.value) highest = point;
    kept.push(highest);
  }
  return kept;
}
