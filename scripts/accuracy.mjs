// Measures how far the mathematical functions are from the exact values, in units in the last place, on each backend
// and instruction set, and prints a table. Needs gcc with libquadmath, and a build (npm run build).
//
//   node scripts/accuracy.mjs [function ...] [--count 20000] [--markdown]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildReference, reference, ulps } from '../test/accuracy/exact.mjs';
import { functions, pointsOf } from '../test/accuracy/points.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '20000' },
    markdown: { type: 'boolean', default: false },
    // What the script asks of itself, once per instruction set.
    measure: { type: 'string' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(functions);
const count = Number(values.count);

async function measure(backendName) {
  const strided = await import('../dist/index.js');
  strided.setBackend(backendName);
  const rows = {};
  for (const name of names) {
    for (const [dtype, single] of [
      ['float64', false],
      ['float32', true],
    ]) {
      const operands = pointsOf(name, single, count);
      const exact = reference(name, operands, single && operands.length === 1 ? 64 : 113);
      const got = strided[name](...operands.map((list) => strided.array(list, { dtype }))).toArray();
      let [largest, at, sum, finite] = [0, 0, 0, 0];
      for (let i = 0; i < got.length; i++) {
        const error = ulps(got[i], exact[2 * i], exact[2 * i + 1], single);
        if (error > largest) [largest, at] = [error, i];
        if (Number.isFinite(error) && Number.isFinite(got[i])) [sum, finite] = [sum + error, finite + 1];
      }
      rows[`${name} ${dtype}`] = { largest, typical: sum / finite, at: operands.map((list) => list[at]) };
    }
  }
  console.log(JSON.stringify(rows, (_, value) => (value === Infinity ? 'Infinity' : value)));
}

function table() {
  buildReference();
  const columns = { avx512: 'native', avx2: 'native', sse2: 'native', js: 'js' };
  const results = {};
  for (const [column, backendName] of Object.entries(columns)) {
    const env = { ...process.env, STRIDED_ISA: column === 'js' ? '' : column };
    const child = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), '--measure', backendName, '--count', values.count, ...names],
      { env, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    results[column] = JSON.parse(child.stdout);
  }
  const show = (x) => Number(x).toFixed(2);
  const bar = values.markdown ? '| ' : '';
  const between = values.markdown ? ' | ' : '  ';
  const heads = Object.keys(columns);
  console.log(
    `${bar}${['function dtype'.padEnd(20), ...heads.map((head) => head.padEnd(11))].join(between)}`,
  );
  if (values.markdown) console.log(`| --- ${'| --- '.repeat(heads.length)}|`);
  for (const row of Object.keys(results.js)) {
    const cells = heads.map((head) =>
      `${show(results[head][row].largest)} (${show(results[head][row].typical)})`.padEnd(11),
    );
    console.log(`${bar}${[row.padEnd(20), ...cells].join(between)}${values.markdown ? ' |' : ''}`);
    if (values.markdown) continue;
    for (const head of heads) {
      if (results[head][row].largest > 4) console.log(`    ${head} at ${results[head][row].at.join(', ')}`);
    }
  }
}

if (values.measure) await measure(values.measure);
else table();
