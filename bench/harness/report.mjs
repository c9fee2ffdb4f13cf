// How results are shown: a line for each row as soon as it is known, and the whole as JSON.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const columns = [
  ['work', 46],
  ['against', 24],
  ['ours', 10],
  ['peer', 10],
  ['ratio', 8],
  ['target', 8],
  ['of limit', 14],
];

export function headerText() {
  const line = columns.map(([title, width], index) => pad(title, width, index)).join(' ');
  return `${line}\n${'─'.repeat(line.length)}`;
}

export function rowText(row) {
  const cells = [
    row.work,
    row.against ?? '',
    outcome(row.ours),
    row.peer ? outcome(row.peer) : '',
    row.ratio ? `${significant(row.ratio)}×` : '',
    row.target
      ? `${row.targetText ?? `${row.target}×`} ${row.ratio ? (reached(row) ? '✓' : '✗') : ''}`.trim()
      : '',
    row.limit ? `${Math.round(row.limit.fraction * 100)} % ${row.limit.bound}` : '',
  ];
  const line = cells
    .map((cell, index) => pad(cell, columns[index][1], index))
    .join(' ')
    .trimEnd();
  const remarks = [row.agrees === false ? 'RESULTS DIFFER' : '', row.ours.error, row.peer?.error, row.note];
  const remark = remarks.filter(Boolean).join('; ');
  return remark ? `${line}\n    ${remark}` : line;
}

/** Whether the ratio is at least its target; null where there is none to compare. */
export function reached(row) {
  return row.target && row.ratio ? row.ratio >= row.target : null;
}

export function seconds(value) {
  if (value < 1e-3) return `${significant(value * 1e6)} µs`;
  return value < 1 ? `${significant(value * 1e3)} ms` : `${significant(value)} s`;
}

export function significant(value) {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** Writes bench/results/<date>.json: what was measured, and on what. */
export function save(folder, rows, info) {
  mkdirSync(folder, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const path = join(folder, `${date}.json`);
  let commit = null;
  try {
    commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    // Outside a checkout there is no commit to name.
  }
  const machine = {
    cpu: cpus()[0]?.model,
    processors: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
  };
  const results = rows.map(({ ours, peer, ...row }) => ({
    ...row,
    oursSeconds: finite(ours.seconds),
    peerSeconds: finite(peer?.seconds),
    missing: peer?.missing,
    error: ours.error ?? peer?.error,
  }));
  writeFileSync(path, `${JSON.stringify({ date, commit, machine, backend: info, results }, null, 2)}\n`);
  return path;
}

function finite(value) {
  return Number.isFinite(value) ? value : undefined;
}

function outcome(result) {
  if (result.missing) return `no ${result.missing}`;
  if (result.error) return 'failed';
  return seconds(result.seconds);
}

function pad(text, width, index) {
  return index < 2 ? text.padEnd(width) : text.padStart(width);
}
