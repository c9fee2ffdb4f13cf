export const title = 'Task graphs against Dask: empty tasks, building, and cityblock by delayed';

const workers = 2;

export async function run(bench) {
  for (const leaves of bench.short ? [90] : [900, 9000, 90_000, 900_000]) {
    const tasks = tasksOf(leaves);
    const side = (process, op) => ({
      process,
      request: { op, leaves, ...(op === 'runGraph' && { workers }) },
    });
    // Dask takes minutes for a million.
    const peer = leaves < 900_000 ? bench.python() : undefined;
    for (const [op, work] of [
      ['buildGraph', 'build'],
      ['runGraph', `run, ${workers} workers,`],
    ]) {
      const row = await bench.compare({
        work: `${work} ${tasks} empty tasks`,
        against: 'Dask delayed',
        ours: side(bench.ours(), op),
        peer: side(peer, op),
      });
      remark(row, (seconds) => `${Math.round(tasks / seconds / 1000)} k tasks/s`);
    }
  }
  await cityblock(bench);
}

function tasksOf(leaves) {
  let count = leaves;
  for (let level = leaves; level > 1; count += level) level = Math.ceil(level / 10);
  return count;
}

async function cityblock(bench) {
  const rows = bench.size(12_000, 60);
  const x = await bench.data('normal', rows, 50);
  // The same points under another name: a set against itself has a short cut.
  const y = bench.twin(x);
  const request = { op: 'delayedCdist', x: x.name, metric: 'cityblock', chunks: 12, workers };
  const ours = { process: bench.ours(), request, data: [x] };
  const work = `cityblock ${rows}×50 in 12 chunks`;
  const native = { op: 'cdist', x: x.name, y: y.name, metric: 'cityblock' };
  await bench.compare({
    work,
    against: 'our cdist, whole',
    ours,
    peer: { process: bench.ours({}), request: native, data: [x, y] },
    target: 0.87,
  });
  const peer = { process: bench.python(), request, data: [x] };
  remark(await bench.compare({ work, against: 'Dask delayed, SciPy', ours, peer }), () => '');
}

/** What the columns of the report have no room for. */
function remark({ ours, peer }, rate) {
  const facts = ({ seconds, peak }) =>
    [seconds && rate(seconds), peak && `peak ${Math.round(peak / 2 ** 20)} MiB`].filter(Boolean).join(', ');
  console.log(`    ours: ${facts(ours)}; peer: ${facts(peer) || '—'}`);
}
