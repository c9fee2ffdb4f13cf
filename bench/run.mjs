// node bench/run.mjs [--short] [--only name,name] [--rounds n] [--budget seconds] [--quick seconds] [--threads n] [--no-peers] [--save]
//
// Runs the benchmarks against their peers, interleaved, best of several, and prints a line for each. --short: tiny
// sizes, one round, to see that everything runs. --quick: how long work of milliseconds is repeated. --save writes bench/results/<date>.json.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Bench } from './harness/bench.mjs';
import { headerText, save } from './harness/report.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
/** In the order of what matters most; a file in cases/ that is not named here comes last. */
const order = [
  'flagship',
  'course',
  'graph-tasks',
  'native',
  'metrics',
  'weights',
  'float32',
  'thin',
  'condensed',
  'nearest',
  'wasm',
  'small',
  'threads',
  'instruction-sets',
  'first-touch',
  'scaling',
];
const names = readdirSync(join(folder, 'cases'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.slice(0, -4))
  .sort((a, b) => rank(a) - rank(b));

function rank(name) {
  const place = order.indexOf(name);
  return place === -1 ? order.length : place;
}

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    budget: { type: 'string', default: '40' },
    quick: { type: 'string', default: '2' },
    threads: { type: 'string', default: String(availableParallelism()) },
    'no-peers': { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

if (values.list) {
  console.log(names.join('\n'));
  process.exit(0);
}
const chosen = values.only === undefined ? names : values.only.split(',');
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}

const bench = new Bench({
  short: values.short,
  rounds: Number(values.rounds),
  budgetSeconds: Number(values.budget),
  quickSeconds: Number(values.quick),
  threads: Number(values.threads),
  peers: !values['no-peers'],
});
let failed = false;
try {
  const { info } = await bench.ours().ask({ op: 'info' });
  console.log(
    `${info ? `${info.backend} kernels` : 'strided'}, ${info?.isa ?? '?'}, ${values.threads} threads\n`,
  );
  console.log(headerText());
  if (values.short) console.log('Tiny sizes, one round: this shows that everything runs, not how fast.');
  for (const name of chosen) {
    const { title, run } = await import(`./cases/${name}.mjs`);
    console.log(`\n${title}`);
    await run(bench);
    await bench.forget();
  }
  failed = bench.rows.some((row) => row.ours.error !== undefined || row.agrees === false);
  if (values.save) console.log(`\nwritten to ${save(join(folder, 'results'), bench.rows, info)}`);
} finally {
  await bench.close();
}
// A peer that is missing or slow is a result; an error of ours, or a different answer, is a failure.
process.exit(failed ? 1 : 0);
