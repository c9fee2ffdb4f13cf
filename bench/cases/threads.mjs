export const title = 'Two threads over one';

export async function run(bench) {
  const rows = bench.size(6000, 60);
  const [x, y] = await bench.pair('normal', rows, 50);
  for (const metric of ['cityblock', 'sqeuclidean', 'euclidean', 'cosine']) {
    const request = (threads) => ({ op: 'cdist', x: x.name, y: y.name, metric, out: true, threads });
    await bench.compare({
      work: `${metric} ${rows}×50 into out, 2 threads`,
      against: 'ours, 1 thread',
      ours: { process: bench.ours(), request: request(2), data: [x, y] },
      peer: { process: bench.ours(), request: request(1), data: [x, y] },
      target: 1.8,
      agree: 1e-15,
    });
  }
}
