export const title = 'How time grows: with rows (50 features), and with features (4000 rows)';

export async function run(bench) {
  for (const metric of ['cityblock', 'euclidean']) {
    const rows = bench.short ? [16, 32] : [500, 1000, 2000, 4000, 8000, 16000];
    for (const count of rows) await one(bench, metric, count, 50);
    await bench.forget();
    const features = bench.short ? [3, 8] : [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
    for (const count of features) await one(bench, metric, bench.size(4000, 30), count);
    await bench.forget();
  }
}

async function one(bench, metric, rows, features) {
  const [x, y] = await bench.pair('normal', rows, features);
  const request = { op: 'cdist', x: x.name, y: y.name, metric, out: true };
  const [ours] = await bench.contest([{ process: bench.ours(), request, data: [x, y] }]);
  const limit =
    ours.seconds > 0 && (await bench.fraction({ metric, rowsX: rows, rowsY: rows, features }, ours.seconds));
  const each =
    ours.seconds > 0
      ? `${((ours.seconds * 1e9) / (rows * rows * features)).toFixed(4)} ns a pair and feature`
      : '';
  bench.report({ work: `${metric} ${rows}×${features} into out`, ours, limit, note: each });
}
