export const title = 'The metrics used most: 12000×50 float64 against SciPy cdist';

const metrics = ['cityblock', 'sqeuclidean', 'euclidean', 'chebyshev', 'cosine', 'correlation'];

export async function run(bench) {
  const rows = bench.size(12000, 60);
  const [x, y] = await bench.pair('normal', rows, 50);
  for (const metric of metrics) {
    for (const out of [true, false]) {
      const request = { op: 'cdist', x: x.name, y: y.name, metric, out };
      await bench.compare({
        work: `${metric} ${rows}×50 ${out ? 'into out' : 'fresh'}`,
        against: 'SciPy cdist',
        ours: { process: bench.ours(), request, data: [x, y] },
        peer: { process: bench.python(), request, data: [x, y] },
        target: out ? 12 : 8,
        limit: { metric, rowsX: rows, rowsY: rows, features: 50, fresh: !out },
      });
    }
    await bench.forget();
  }
  for (const metric of ['cityblock', 'sqeuclidean']) {
    const request = { op: 'cdist', x: x.name, y: x.name, metric, out: true };
    await bench.compare({
      work: `${metric} ${rows}×50 with itself, into out`,
      against: 'SciPy cdist',
      ours: { process: bench.ours(), request, data: [x] },
      peer: { process: bench.python(), request, data: [x] },
    });
  }
}
