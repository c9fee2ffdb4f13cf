// Installs the peers, Python's into bench/.venv: node bench/peers/setup.mjs. Benchmarks run without them too, and then
// say which are missing. STRIDED_PEER_PYTHON names another Python that has them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), '.venv');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const packages = [
  'numpy',
  'scipy',
  'scikit-learn',
  'faiss-cpu',
  'dask[array]',
  'numba',
  'cffi',
  'meson',
  'ninja',
];

if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
run('npm', [
  'install',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefix',
  join(dirname(folder), 'peers', 'javascript'),
]);
console.log(`The peers are in ${folder} and peers/javascript/node_modules.`);

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  console.error(error?.message ?? `${command} ${args.join(' ')} ended with ${status}`);
  process.exit(1);
}
