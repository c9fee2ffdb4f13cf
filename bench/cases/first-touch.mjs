export const title = 'First touch: what fresh memory costs, and what each remedy brings';

export async function run(bench) {
  const rows = bench.size(12000, 60);
  for (const features of [50, 3]) {
    const [x, y] = await bench.pair('normal', rows, features);
    const request = { op: 'cdist', x: x.name, y: y.name, metric: 'cityblock' };
    const [reused, recycled, fresh, smallPages, oneThread] = await bench.contest([
      { process: bench.ours(), request: { ...request, out: true }, data: [x, y] },
      {
        process: bench.ours({ BENCH_SIDE: 'recycled' }),
        request: { ...request, recycle: true },
        data: [x, y],
      },
      { process: bench.ours({ BENCH_SIDE: 'fresh' }), request, data: [x, y] },
      {
        process: bench.ours({ BENCH_SIDE: 'small pages' }),
        request: { ...request, smallPages: true },
        data: [x, y],
      },
      { process: bench.ours({ BENCH_SIDE: 'fresh' }), request: { ...request, threads: 1 }, data: [x, y] },
    ]);
    const line = (ours, peer, work, against) =>
      bench.report({
        work: `cityblock ${rows}×${features} ${work}`,
        against,
        ours,
        peer,
        ratio: peer.seconds / ours.seconds,
      });
    line(reused, fresh, 'into out', 'fresh');
    line(recycled, fresh, 'recycled (dispose)', 'fresh');
    line(fresh, smallPages, 'fresh, huge pages', 'fresh, small pages');
    line(fresh, oneThread, 'fresh, threads touch', 'fresh, one thread');
    await bench.forget();
  }
}
