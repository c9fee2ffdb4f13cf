/**
 * The frame around every chart: a title, labels to the left, the drawing, and the time below. The drawing is an SVG whose
 * x axis is milliseconds from the start of the span, stretched to the width of the page, so that zooming is another viewBox.
 */
import { escapeHtml, type Span, timeAxis } from './span.js';

export interface Chart {
  readonly title: string;
  readonly span: Span;
  /** Pixels. */
  readonly height: number;
  /** What stands to the left, with the distance of its middle from the top in pixels. */
  readonly labels: readonly { readonly text: string; readonly top: number }[];
  /** SVG elements; y in pixels. */
  readonly drawing: string;
}

export function drawChart({ title, span, height, labels, drawing }: Chart): string {
  const width = span.to - span.from;
  const written = labels
    .map(({ text, top }) => `<span style="top:${top.toFixed(1)}px">${escapeHtml(text)}</span>`)
    .join('');
  return `<figure class="chart">
<figcaption>${escapeHtml(title)}</figcaption>
<div class="labels" style="height:${height}px">${written}</div>
<div class="plot"><svg viewBox="0 0 ${width.toFixed(3)} ${height}" style="height:${height}px" \
preserveAspectRatio="none" data-width="${width.toFixed(3)}">${drawing}</svg></div>
${timeAxis(span)}
</figure>`;
}
