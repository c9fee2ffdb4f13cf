export const title = 'Blocked arrays against Dask, and the most memory each process ever had';

export async function run(bench) {
  const side = bench.size(20_000, 200);
  const product = bench.size(6000, 60);
  const chunk = product / 3;
  const declared = bench.size(500_000, 5000);
  const cut = bench.size(22_400, 224);
  const narrow = cut / 14;
  await runAll(bench, [
    {
      work: `mean of random ${side}²`,
      ours: `blocked.random([${side}, ${side}], { seed: 1 }).mean().compute()`,
      dask: `da.random.random((${side}, ${side})).mean().compute()`,
      // Both draw their own numbers; means of so many are alike to this.
      agree: bench.size(1e-3, 0.05),
      target: 2,
    },
    {
      work: `every 500th of ${declared}², mean`,
      ours: `blocked.random([${declared}, ${declared}], { seed: 1 }).at('::500', '::500').mean().compute()`,
      dask: `da.random.random((${declared}, ${declared}))[::500, ::500].mean().compute()`,
      // Dask makes every block whole: two terabytes.
      skipPeer: !bench.short,
      agree: null,
    },
    {
      work: `product ${product}², blocks of ${chunk}`,
      ours: `(async () => { const x = blocked.ones([${product}, ${product}], { chunks: ${chunk} }); return blocked.matmul(x, x).sum().compute(); })()`,
      dask: `(lambda x: (x @ x).sum().compute())(da.ones((${product}, ${product}), chunks=${chunk}))`,
      target: 1,
    },
    {
      work: `sum of sqrt(x² + 1) over ${side}²`,
      ours: `st.sqrt(blocked.ones([${side}, ${side}]).square().add(1)).sum().compute()`,
      dask: `da.sqrt(da.square(da.ones((${side}, ${side}))) + 1).sum().compute()`,
    },
    {
      work: `rows to columns, ${cut}², then sums`,
      ours: `blocked.ones([${cut}, ${cut}], { chunks: [${narrow}, -1] }).rechunk([-1, ${narrow}]).sum({ axis: 0 }).compute({ memoryLimit: '2GB' })`,
      dask: `da.ones((${cut}, ${cut}), chunks=(${narrow}, -1)).rechunk((-1, ${narrow})).sum(axis=0).compute()`,
    },
  ]);
}

/** Rows of expressions; Dask's are left out where they would not end. */
async function runAll(bench, rows) {
  for (const { work, ours, dask, skipPeer = false, agree = 1e-6, target } of rows) {
    const row = await bench.compare({
      work,
      against: 'Dask',
      ours: { process: bench.ours(), request: { op: 'blocked', code: ours } },
      peer: {
        process: skipPeer ? undefined : bench.python(),
        request: { op: 'dask_expression', code: dask },
      },
      agree,
      target,
    });
    reportMemory(row);
  }
}

/** The most memory of each process so far, which only grows from row to row. */
export function reportMemory({ ours, peer }) {
  const shown = ({ bytes }) => (bytes === undefined ? '–' : `${(bytes / 2 ** 30).toFixed(2)} GiB`);
  console.log(`    peak memory until here: ${shown(ours)}, Dask ${shown(peer)}`);
}
