export const title = 'Fortran and C: the same source by F2PY, the same library by CFFI';

// F2PY on distutils (Python before 3.12) adds -funroll-loops by itself, on meson not: here both sides have it.
const plain = ['-O3', '-funroll-loops', '-march=native'];
const threaded = [...plain, '-fopenmp'];

export async function run(bench) {
  const calls = bench.size(200_000, 10);
  await both(bench, 'two arrays of 3, a call of Fortran', 'F2PY', {
    op: 'fortranSmall',
    flags: plain,
    calls,
  });
  await metric(bench, bench.size(2000, 30), plain);
  await metric(bench, bench.size(12_000, 60), threaded);
  await both(bench, 'build, nothing cached', 'F2PY', { op: 'fortranBuild', flags: plain });
  if (process.platform !== 'linux') return; // the names of C's libraries are Linux's
  await both(bench, 'two doubles, a call of C', 'CFFI, ABI mode', { op: 'cScalars', calls });
  await both(bench, 'two arrays of 3, a call of C', 'CFFI, ABI mode', { op: 'cArrays', calls });
}

async function metric(bench, rows, flags) {
  const data = await bench.pair('normal', rows, 50);
  const [x, y] = data.map(({ name }) => name);
  const openmp = flags.includes('-fopenmp');
  const work = `cityblock ${rows}×50${openmp ? ', OpenMP' : ''}`;
  const request = { op: 'fortranMetric', x, y, flags };
  await both(bench, work, 'F2PY', request, { data, target: 0.95 });
  if (!openmp) return;
  const scipy = { op: 'cdist', x, y, metric: 'cityblock' };
  await both(bench, work, 'SciPy cdist', request, { data, other: scipy });
  await bench.compare({
    work,
    against: 'our cdist',
    ours: { process: bench.ours(), request, data },
    peer: { process: bench.ours({}), request: scipy, data },
  });
}

/** `other`: what the peer is asked where that is something else. */
function both(bench, work, against, request, { data = [], other = request, target } = {}) {
  const ours = { process: bench.ours(), request, data };
  const peer = { process: bench.python(), request: { ...other, folder: other.flags && bench.folder }, data };
  return bench.compare({ work, against, ours, peer, target });
}
