/** Numbers as people read them. */

import { threeDigits } from '../core/bytes.js';

export { roundBytes as formatBytes } from '../core/bytes.js';

/** `1,152,000,000`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `820 µs`, `12.4 ms`, `3.21 s`, `4 min 5 s`, `2 h 3 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1e-3) return `${threeDigits(seconds * 1e6)} µs`;
  if (seconds < 1) return `${threeDigits(seconds * 1e3)} ms`;
  if (seconds < 60) return `${threeDigits(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `950`, `12.3 k`, `4.5 M`, `1.2 G`: for rates. */
export function formatRate(perSecond: number): string {
  if (perSecond < 1000) return threeDigits(perSecond);
  const power = Math.min(4, Math.floor(Math.log10(perSecond) / 3));
  return `${threeDigits(perSecond / 1000 ** power)} ${' kMGT'[power]}`;
}

/** Columns set side by side: the first to the left, numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const write = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('   ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 3, -3));
  return [write(header), rule, ...rows.map(write)].join('\n');
}
