export const title = 'Small work: the cost of a call, and of the import';

export async function run(bench) {
  const calls = bench.size(20000, 50);
  for (const metric of ['euclidean', 'cityblock', 'cosine']) {
    const [ours] = await bench.contest([
      { process: bench.ours(), request: { op: 'smallCall', rows: 10, features: 3, calls, metric } },
    ]);
    limitRow(bench, `cdist ${metric} of 10×3 by 10×3, whole call`, ours, 5e-6, '5 µs');
  }
  const [cost] = await bench.contest([{ process: bench.ours(), request: { op: 'importCost' } }]);
  limitRow(bench, "import 'strided'", cost, 0.06, '60 ms');
  if (cost.seconds > 0) {
    const megabytes = cost.bytes / 1e6;
    const memory = { seconds: cost.seconds, sample: [] };
    bench.report({
      work: `import 'strided': ${megabytes.toFixed(1)} MB of memory`,
      ours: memory,
      ratio: 5 / megabytes,
      target: 1,
      targetText: '5 MB',
    });
  }
}

/** A row whose peer is a limit in seconds. */
function limitRow(bench, work, ours, limitSeconds, targetText) {
  bench.report({ work, ours, ratio: limitSeconds / ours.seconds, target: 1, targetText: `< ${targetText}` });
}
