export const title = "The course's own ways: Dask over SciPy, Fortran with OpenMP, the NumPy trick";

export async function run(bench) {
  const rows = bench.size(12000, 60);
  const [x, y] = await bench.pair('normal', rows, 50);
  const limit = { metric: 'cityblock', rowsX: rows, rowsY: rows, features: 50 };
  const cityblock = { op: 'cdist', x: x.name, y: y.name, metric: 'cityblock' };
  await bench.compare({
    work: `cityblock ${rows}×50 fresh`,
    against: 'Dask threads, 12 chunks',
    ours: { process: bench.ours(), request: cityblock, data: [x, y] },
    peer: {
      process: bench.python(),
      request: { op: 'dask_cdist', x: x.name, y: y.name, metric: 'cityblock' },
      data: [x, y],
    },
    target: 5,
    limit: { ...limit, fresh: true },
  });
  for (const fresh of [false, true]) {
    const request = { op: 'fortran_cityblock', x: x.name, y: y.name, folder: bench.folder, fresh };
    await bench.compare({
      work: `cityblock ${rows}×50 ${fresh ? 'fresh' : 'into out'}`,
      against: 'gfortran -O3 -fopenmp',
      ours: { process: bench.ours(), request: { ...cityblock, out: !fresh }, data: [x, y] },
      peer: { process: bench.python(), request, data: [x, y] },
      target: 5,
      limit: { ...limit, fresh },
    });
  }
  await bench.forget();
  const small = bench.size(2000, 60);
  const [a, b] = await bench.pair('normal', small, 50);
  for (const algorithm of ['gemm', 'auto']) {
    await bench.compare({
      work: `euclidean ${small}×50, algorithm '${algorithm}'`,
      against: 'NumPy x²+y²−2xy',
      ours: {
        process: bench.ours(),
        request: { op: 'cdist', x: a.name, y: b.name, metric: 'euclidean', algorithm },
        data: [a, b],
      },
      peer: { process: bench.python(), request: { op: 'numpy_trick', x: a.name, y: b.name }, data: [a, b] },
      target: algorithm === 'gemm' ? 6 : undefined,
      limit: {
        metric: algorithm === 'gemm' ? 'product' : 'euclidean',
        rowsX: small,
        rowsY: small,
        features: 50,
      },
    });
  }
}
