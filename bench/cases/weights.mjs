export const title = 'Weighted against unweighted (at most twice the time)';

export async function run(bench) {
  const rows = bench.size(6000, 50);
  const [x, y] = await bench.pair('normal', rows, 50);
  const w = await bench.data('positive', 50);
  for (const metric of [
    'cityblock',
    'euclidean',
    'chebyshev',
    'cosine',
    'correlation',
    'canberra',
    'minkowski',
  ]) {
    const request = { op: 'cdist', x: x.name, y: y.name, metric, out: true };
    await bench.compare({
      work: `${metric} ${rows}×50 without w`,
      against: 'ours with w',
      ours: { process: bench.ours(), request, data: [x, y, w] },
      peer: { process: bench.ours(), request: { ...request, w: w.name }, data: [x, y, w] },
      agree: null,
      note: 'ratio: how much longer the weighted form takes',
    });
  }
}
