import { fileURLToPath } from 'node:url';

export const title = 'The 10 nearest of 10000 word vectors (100 features, float32)';

export async function run(bench) {
  const path = fileURLToPath(new URL('../../data/words-10k-100d.npy', import.meta.url));
  const x = bench.short ? await bench.data('normal', 200, 20, 'float32') : bench.file(path, 10000, 100);
  for (const metric of ['sqeuclidean', 'cosine']) {
    const request = (op) => ({ op, x: x.name, k: 10, metric });
    for (const [op, against, target] of [
      ['sklearn_nearest', 'scikit-learn brute', 2],
      ['faiss_nearest', 'faiss flat', 1],
    ]) {
      await bench.compare({
        work: `nearest 10, ${metric}`,
        against,
        ours: { process: bench.ours(), request: request('nearest'), data: [x] },
        peer: { process: bench.python(), request: request(op), data: [x] },
        target,
        agree: 1e-2,
      });
    }
  }
}
