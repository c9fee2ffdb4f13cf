export const title = 'float32: faiss, scikit-learn, and our own float64';

export async function run(bench) {
  for (const [rows, features] of bench.short
    ? [[50, 16]]
    : [
        [12000, 50],
        [4000, 768],
      ]) {
    const [x, y] = await bench.pair('normal', rows, features, 'float32');
    const [wide, wideY] = await bench.pair('normal', rows, features);
    const limit = { rowsX: rows, rowsY: rows, features, itemsize: 4, fresh: true };
    const size = `${rows}×${features}`;
    const request = (metric, more) => ({ op: 'cdist', x: x.name, y: y.name, metric, ...more });
    const faiss = (metric) => ({ op: 'faiss_pairwise', x: x.name, y: y.name, metric });
    await bench.compare({
      work: `sqeuclidean f32 ${size} product form, fresh`,
      against: 'faiss pairwise L2',
      ours: { process: bench.ours(), request: request('sqeuclidean', { algorithm: 'gemm' }), data: [x, y] },
      peer: { process: bench.python(), request: faiss('sqeuclidean'), data: [x, y] },
      target: 1.3,
      limit: { metric: 'product', ...limit },
      // faiss does not recompute near-cancelling pairs: its diagonal is about 1e-4, ours 0.
      agree: 1e-2,
    });
    await bench.compare({
      work: `sqeuclidean f32 ${size} with itself, product form, fresh`,
      against: 'faiss pairwise L2',
      ours: {
        process: bench.ours(),
        request: { ...request('sqeuclidean', { algorithm: 'gemm' }), y: x.name },
        data: [x, y],
      },
      peer: { process: bench.python(), request: { ...faiss('sqeuclidean'), y: x.name }, data: [x, y] },
      target: 1.3,
      agree: 1e-2,
    });
    await bench.compare({
      work: `cityblock f32 ${size} fresh`,
      against: 'faiss pairwise L1',
      ours: { process: bench.ours(), request: request('cityblock'), data: [x, y] },
      peer: { process: bench.python(), request: faiss('cityblock'), data: [x, y] },
      limit: { metric: 'cityblock', ...limit },
      agree: 1e-3,
    });
    for (const metric of ['euclidean', 'cosine']) {
      await bench.compare({
        work: `${metric} f32 ${size} product form, fresh`,
        against: 'scikit-learn pairwise',
        ours: {
          process: bench.ours(),
          request: request(metric, metric === 'euclidean' ? { algorithm: 'gemm' } : {}),
          data: [x, y],
        },
        peer: {
          process: bench.python(),
          request: { op: 'sklearn_pairwise', x: x.name, y: y.name, metric },
          data: [x, y],
        },
        target: 1.3,
        limit: { metric: 'product', ...limit },
        agree: 1e-2,
      });
    }
    await bench.forget();
    for (const metric of ['cityblock', 'sqeuclidean', 'euclidean', 'chebyshev', 'cosine']) {
      await bench.compare({
        work: `${metric} f32 ${size} into out`,
        against: 'our own float64',
        ours: { process: bench.ours(), request: request(metric, { out: true }), data: [x, y] },
        peer: {
          process: bench.ours({ BENCH_SIDE: 'float64' }),
          request: { op: 'cdist', x: wide.name, y: wideY.name, metric, out: true },
          data: [wide, wideY],
        },
        target: 1.7,
        limit: { metric, ...limit, fresh: false },
        agree: 1e-3,
      });
    }
    await bench.forget();
  }
}
