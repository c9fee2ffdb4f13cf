/** What a page shows of what profilers noted down: figures first, then charts over the same time. */
import { formatBytes, formatCount, formatSeconds } from '../../../plot/format.js';
import type { CacheRecord } from '../cache-profiler.js';
import type { TaskRecord } from '../profiler.js';
import type { ResourceRecord } from '../resource-profiler.js';
import { drawCurve } from './curve.js';
import { escapeHtml, type Span, spanOf } from './span.js';
import { colorsOf, taskStream } from './task-stream.js';

export interface Records {
  readonly tasks: readonly TaskRecord[];
  readonly resources: readonly ResourceRecord[];
  readonly cache: readonly CacheRecord[];
}

/** Names in the table; a graph rarely has more. */
const mostNames = 40;

/** All the tasks of one name. */
interface Total {
  readonly name: string;
  tasks: number;
  ms: number;
  longestMs: number;
  bytes: number;
}

export function drawBody(records: Records): string {
  const { tasks, resources, cache } = records;
  const span = spanOf(timesOf(records));
  const totals = totalsOf(tasks);
  const colors = colorsOf(totals.map(({ name }) => name));
  const parts = [`<p class="summary">${summary(records, span)}</p>`];
  if (tasks.length > 0) parts.push(taskStream(tasks, span, colors));
  if (resources.length > 0) {
    const cpu = resources.map(({ time, cpu }) => ({ time, value: cpu }));
    const memory = resources.map(({ time, memory }) => ({ time, value: memory }));
    parts.push(drawCurve({ title: 'CPU', points: cpu, format: (value) => `${value} %`, steps: false }, span));
    parts.push(
      drawCurve({ title: 'Memory of the process', points: memory, format: formatBytes, steps: false }, span),
    );
  }
  if (cache.length > 0) {
    const title = 'Results kept';
    parts.push(drawCurve({ title, points: keptOver(cache), format: formatBytes, steps: true }, span));
  }
  if (totals.length > 0) parts.push(table(totals, colors));
  return parts.join('\n');
}

function* timesOf({ tasks, resources, cache }: Records): Iterable<number> {
  for (const { started, ended } of tasks) yield* [started, ended];
  for (const { time } of resources) yield time;
  for (const { from, until } of cache) yield* [from, until];
}

function totalsOf(tasks: readonly TaskRecord[]): Total[] {
  const byName = new Map<string, Total>();
  for (const { name, started, ended, bytes } of tasks) {
    let total = byName.get(name);
    if (total === undefined) {
      total = { name, tasks: 0, ms: 0, longestMs: 0, bytes: 0 };
      byName.set(name, total);
    }
    total.tasks++;
    total.ms += ended - started;
    total.longestMs = Math.max(total.longestMs, ended - started);
    total.bytes += bytes;
  }
  return [...byName.values()].sort((a, b) => b.ms - a.ms);
}

function summary({ tasks, resources, cache }: Records, span: Span): string {
  const parts = [formatSeconds((span.to - span.from) / 1000)];
  if (tasks.length > 0) {
    const workers = new Set(tasks.map(({ worker }) => worker)).size;
    const busy = tasks.reduce((sum, { started, ended }) => sum + ended - started, 0);
    parts.unshift(`${formatCount(tasks.length)} task${tasks.length === 1 ? '' : 's'}`);
    parts.push(`${workers} worker${workers === 1 ? '' : 's'}`);
    parts.push(`busy ${Math.round((100 * busy) / (workers * (span.to - span.from)))} % of the time`);
  }
  if (resources.length > 0) {
    parts.push(
      `at most ${formatBytes(resources.reduce((most, { memory }) => Math.max(most, memory), 0))} of memory`,
    );
  }
  if (cache.length > 0) {
    const peak = keptOver(cache).reduce((most, { value }) => Math.max(most, value), 0);
    parts.push(`at most ${formatBytes(peak)} of results`);
  }
  return parts.map(escapeHtml).join(' · ');
}

/** The sum of what was kept, at every time it changed. */
function keptOver(cache: readonly CacheRecord[]): { time: number; value: number }[] {
  const changes = cache.flatMap(({ weight, from, until }) => [
    { time: from, weight },
    { time: until, weight: -weight },
  ]);
  changes.sort((a, b) => a.time - b.time);
  let value = 0;
  return changes.map(({ time, weight }) => {
    value += weight;
    return { time, value };
  });
}

function table(totals: readonly Total[], colors: ReadonlyMap<string, string>): string {
  const all = totals.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const rows = totals.slice(0, mostNames).map(({ name, tasks, ms, longestMs, bytes }) => {
    const cells = [
      formatCount(tasks),
      formatSeconds(ms / 1000),
      `${((100 * ms) / all).toFixed(1)} %`,
      formatSeconds(ms / tasks / 1000),
      formatSeconds(longestMs / 1000),
      bytes > 0 ? formatBytes(bytes) : '',
    ];
    const swatch = `<i style="background:${colors.get(name)}"></i>`;
    return `<tr><th>${swatch}${escapeHtml(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const rest = totals.length - mostNames;
  if (rest > 0) rows.push(`<tr><th>and ${rest} more</th></tr>`);
  const head = ['task', 'runs', 'time', 'share', 'mean', 'longest', 'results'];
  return `<table><thead><tr>${head.map((title) => `<th>${title}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}
