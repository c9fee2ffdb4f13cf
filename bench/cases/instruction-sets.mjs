export const title = 'What each instruction set brings (against the one chosen here)';

export async function run(bench) {
  const rows = bench.size(6000, 60);
  const [x, y] = await bench.pair('normal', rows, 50);
  const { info } = await bench.ours().ask({ op: 'info' });
  for (const metric of ['cityblock', 'sqeuclidean', 'chebyshev', 'cosine']) {
    const request = { op: 'cdist', x: x.name, y: y.name, metric, out: true };
    for (const isa of ['avx512', 'avx2', 'sse2']) {
      if (isa === info.isa) continue;
      const side = bench.ours({ STRIDED_ISA: isa });
      const reply = await side.ask({ op: 'info' });
      if (reply.error || reply.info.isa !== isa) continue;
      await bench.compare({
        work: `${metric} ${rows}×50 into out, ${info.isa}`,
        against: `ours, ${isa}`,
        ours: { process: bench.ours(), request, data: [x, y] },
        peer: { process: side, request, data: [x, y] },
        agree: 1e-12,
      });
    }
    await bench.forget();
  }
}
