/** The task stream: a lane for each worker, a bar for each task, from its start to its end. */
import { formatBytes, formatCount, formatSeconds } from '../../../plot/format.js';
import type { TaskRecord } from '../profiler.js';
import { drawChart } from './chart.js';
import { escapeHtml, type Span } from './span.js';

const laneHeight = 22;
const barHeight = 18;
/** More bars than this make a page slow; neighbours that nobody could tell apart are drawn as one. */
const mostBars = 4000;
/** What is taken for the width of the page when bars are joined. */
const pixels = 2000;

/** Bars of one name, side by side: usually one task. */
interface Bar {
  readonly name: string;
  readonly key: string;
  readonly started: number;
  ended: number;
  busyMs: number;
  tasks: number;
  bytes: number;
}

/** A colour for each name, the same on the whole page; the names that took longest come first. */
export function colorsOf(names: readonly string[]): Map<string, string> {
  // The golden angle keeps hues apart however many there are.
  return new Map(
    names.map((name, index) => [
      name,
      `hsl(${Math.round(210 + index * 137.508) % 360} 58% ${52 + (index % 3) * 7}%)`,
    ]),
  );
}

export function taskStream(
  records: readonly TaskRecord[],
  span: Span,
  colors: ReadonlyMap<string, string>,
): string {
  const lanes = lanesOf(records);
  const shortest = records.length > mostBars ? (span.to - span.from) / pixels : 0;
  const drawn: string[] = [];
  const labels = lanes.map(({ label }, lane) => ({ text: label, top: (lane + 0.5) * laneHeight }));
  lanes.forEach(({ tasks }, lane) => {
    const y = lane * laneHeight + (laneHeight - barHeight) / 2;
    for (const bar of barsOf(tasks, shortest)) drawn.push(drawBar(bar, y, span, colors));
  });
  const height = Math.max(1, lanes.length) * laneHeight;
  return drawChart({ title: 'Tasks, by worker', span, height, labels, drawing: drawn.join('') });
}

/** Workers in their order, each as many lanes as it ran tasks at once. */
function lanesOf(records: readonly TaskRecord[]): { label: string; tasks: TaskRecord[] }[] {
  const byWorker = new Map<string, TaskRecord[]>();
  for (const record of records) {
    const list = byWorker.get(record.worker);
    if (list === undefined) byWorker.set(record.worker, [record]);
    else list.push(record);
  }
  const workers = [...byWorker.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return workers.flatMap((worker) => {
    const lanes: TaskRecord[][] = [];
    for (const task of byWorker.get(worker)!.sort((a, b) => a.started - b.started)) {
      const free = lanes.find((lane) => lane[lane.length - 1].ended <= task.started);
      if (free === undefined) lanes.push([task]);
      else free.push(task);
    }
    return lanes.map((tasks, index) => ({ label: index === 0 ? worker : '', tasks }));
  });
}

/** Tasks in the order of their starts, joined where all of them and what lies between is shorter than `shortest`. */
function barsOf(tasks: readonly TaskRecord[], shortest: number): Bar[] {
  const bars: Bar[] = [];
  for (const { name, key, started, ended, bytes } of tasks) {
    const last = bars[bars.length - 1];
    if (last !== undefined && last.name === name && ended - last.started < shortest) {
      last.ended = ended;
      last.busyMs += ended - started;
      last.bytes += bytes;
      last.tasks++;
    } else {
      bars.push({ name, key, started, ended, busyMs: ended - started, tasks: 1, bytes });
    }
  }
  return bars;
}

function drawBar(bar: Bar, y: number, span: Span, colors: ReadonlyMap<string, string>): string {
  const x = bar.started - span.from;
  const color = colors.get(bar.name) ?? 'gray';
  const what = bar.tasks === 1 ? bar.key : `${bar.name}, ${formatCount(bar.tasks)} tasks`;
  const size = bar.bytes > 0 ? `\n${formatBytes(bar.bytes)}` : '';
  const title = escapeHtml(`${what}\n${formatSeconds(bar.busyMs / 1000)}${size}`);
  const width = Math.max(bar.ended - bar.started, 1e-3);
  return (
    `<rect x="${x.toFixed(3)}" y="${y}" width="${width.toFixed(3)}" height="${barHeight}" fill="${color}">` +
    `<title>${title}</title></rect>`
  );
}
