export const title = 'Few features, so that writing the result is the work: 12000×3';

export async function run(bench) {
  const rows = bench.size(12000, 60);
  const [x, y] = await bench.pair('normal', rows, 3);
  for (const metric of ['cityblock', 'euclidean']) {
    for (const out of [true, false]) {
      const request = { op: 'cdist', x: x.name, y: y.name, metric, out };
      const row = await bench.compare({
        work: `${metric} ${rows}×3 ${out ? 'into out' : 'fresh'}`,
        against: 'SciPy cdist',
        ours: { process: bench.ours(), request, data: [x, y] },
        peer: { process: bench.python(), request, data: [x, y] },
        target: 4,
        limit: { metric, rowsX: rows, rowsY: rows, features: 3, fresh: !out },
      });
      const bandwidth = await bench.limit(out ? 'memset' : 'memset-fresh', 0);
      if (!bandwidth || !row.ours.seconds) continue;
      const memset = { seconds: (rows * rows * 8) / bandwidth, sample: [] };
      bench.report({
        work: `${metric} ${rows}×3 ${out ? 'into out' : 'fresh'}`,
        against: `memset of the result`,
        ours: row.ours,
        peer: memset,
        ratio: memset.seconds / row.ours.seconds,
        target: 1 / 1.5,
        targetText: '1/1.5×',
      });
    }
  }
}
