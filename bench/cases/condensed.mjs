export const title = 'pdist against our own cdist of the same points';

export async function run(bench) {
  const rows = bench.size(8000, 60);
  const x = await bench.data('normal', rows, 50);
  // Elsewhere in memory, so that cdist computes every pair.
  const again = bench.twin(x);
  for (const metric of ['cityblock', 'euclidean', 'chebyshev', 'cosine']) {
    const square = { op: 'cdist', x: x.name, y: again.name, metric, out: true };
    const condensed = { op: 'pdist', x: x.name, metric, out: true };
    await bench.compare({
      work: `pdist ${metric} ${rows}×50 into out`,
      against: 'our own cdist',
      ours: { process: bench.ours({ BENCH_SIDE: 'pdist' }), request: condensed, data: [x] },
      peer: { process: bench.ours(), request: square, data: [x, again] },
      target: 1.7,
      agree: null,
    });
  }
  await bench.compare({
    work: `pdist cityblock ${rows}×50 fresh`,
    against: 'SciPy pdist',
    ours: { process: bench.ours(), request: { op: 'pdist', x: x.name, metric: 'cityblock' }, data: [x] },
    peer: { process: bench.python(), request: { op: 'pdist', x: x.name, metric: 'cityblock' }, data: [x] },
  });
}
