// STRIDED_BENCH_DAYS=8 takes fewer days: a whole month is 16 GB of files.
import { reportMemory } from './blocked.mjs';

export const title = 'A month of daily HDF5 files, their mean over days within 2 GB, against Dask over h5py';

export async function run(bench) {
  const days = Number(process.env.STRIDED_BENCH_DAYS ?? bench.size(31, 3));
  const [rows, columns] = bench.size([5760, 11_520], [60, 120]);
  const chunks = [rows / 6, columns / 6];
  const request = { op: 'month', folder: bench.folder, days, rows, columns, chunks };
  // In a process of their own: what making them takes is no part of the peak.
  const maker = bench.ours({ STRIDED_BENCH_ROLE: 'files' });
  const { paths, error } = await maker.ask(request);
  await maker.close();
  if (paths === undefined) throw new Error(`the files could not be made: ${error}`);
  const cut = `(1, ${chunks.join(', ')})`;
  const day = `da.from_array(h5py.File(path)["temperature"], chunks=(${chunks.join(', ')}))`;
  const row = await bench.compare({
    work: `mean over ${days} days of ${rows}×${columns}`,
    against: 'Dask over h5py',
    ours: {
      process: bench.ours(),
      request: {
        op: 'blocked',
        code: `(await blocked.fromHdf5(paths, 'temperature', { chunks: [1, ${chunks.join(', ')}] })).mean({ axis: 0 }).compute({ memoryLimit: '2GB' })`,
        values: { paths },
      },
    },
    peer: {
      process: bench.python(),
      request: {
        op: 'dask_expression',
        code: `da.stack([${day} for path in paths]).rechunk(${cut}).mean(axis=0).compute()`,
        values: { paths },
        needs: ['h5py'],
      },
    },
    target: 1.5,
  });
  reportMemory(row);
}
