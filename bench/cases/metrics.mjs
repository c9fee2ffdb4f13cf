export const title = 'Every other metric of SciPy: 4000×128 against SciPy cdist';

/** What each needs: the kind of data, options, and the least ratio. */
const cases = [
  ['braycurtis', 'positive', {}, 10],
  ['canberra', 'normal', {}, 10],
  ['hamming', 'bool', {}, 30],
  ['jensenshannon', 'positive', {}, 20],
  ['mahalanobis', 'normal', {}, 200],
  ['minkowski', 'normal', { p: 3 }, 20],
  ['minkowski', 'normal', { p: 1.5 }, 10],
  ['seuclidean', 'normal', {}, 10],
  ['dice', 'bool', {}, 30],
  ['jaccard', 'bool', {}, 30],
  ['rogerstanimoto', 'bool', {}, 30],
  ['russellrao', 'bool', {}, 30],
  ['sokalsneath', 'bool', {}, 30],
  ['yule', 'bool', {}, 30],
];

export async function run(bench) {
  const rows = bench.size(4000, 50);
  // Mahalanobis needs more observations than features.
  const features = bench.size(128, 16);
  for (const [metric, kind, options, target] of cases) {
    const [x, y] = await bench.pair(kind, rows, features);
    const request = { op: 'cdist', x: x.name, y: y.name, metric, out: true, ...options };
    const named = Object.entries(options).map(([name, value]) => ` ${name}=${value}`);
    await bench.compare({
      work: `${metric}${named.join('')} ${rows}×${features} ${kind} into out`,
      against: 'SciPy cdist',
      ours: { process: bench.ours(), request, data: [x, y] },
      peer: { process: bench.python(), request, data: [x, y] },
      target,
    });
  }
}
