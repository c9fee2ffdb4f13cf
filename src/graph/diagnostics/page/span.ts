/** The time that all charts of a page show, and its marks. */
import { niceTicks } from '../../../plot/ticks.js';

/** Milliseconds of the same clock. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From the first to the last of the times; a millisecond where there is nothing to tell them apart. */
export function spanOf(times: Iterable<number>): Span {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  if (from > to) return { from: 0, to: 1 };
  return { from, to: Math.max(to, from + 1) };
}

/** Marks along the time, counted from the start of the span. */
export function timeAxis({ from, to }: Span): string {
  const marks = niceTicks(0, (to - from) / 1000, 8).map((seconds) => {
    const left = ((seconds * 1000) / (to - from)) * 100;
    return `<span style="left:${left.toFixed(3)}%">${Number(seconds.toPrecision(6))} s</span>`;
  });
  return `<div class="axis">${marks.join('')}</div>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
