export const title = 'WebAssembly on one thread against SciPy';

export async function run(bench) {
  const rows = bench.size(12000, 60);
  const [x, y] = await bench.pair('normal', rows, 50);
  const wasm = bench.ours({ STRIDED_BACKEND: 'wasm' });
  for (const metric of ['cityblock', 'sqeuclidean', 'euclidean', 'chebyshev', 'cosine']) {
    const request = { op: 'cdist', x: x.name, y: y.name, metric, out: true };
    await bench.compare({
      work: `${metric} ${rows}×50 into out, wasm`,
      against: 'SciPy cdist',
      ours: { process: wasm, request, data: [x, y] },
      peer: { process: bench.python(), request, data: [x, y] },
      target: 1.5,
    });
  }
}
