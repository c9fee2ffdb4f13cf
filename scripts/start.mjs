// npm start: sets up a fresh clone, then shows what strided does, on real data.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, setUp } from './set-up/set-up.mjs';

const cli = join(root, 'dist', 'cli', 'main.js');
const matrix = join('out', 'digits-distances.npy');
const picture = join('out', 'digits-distances.png');

setUp();
mkdirSync(join(root, 'out'), { recursive: true });
show('Five ways to the same distance matrix', ['compare']);
show('Distances between 1797 handwritten digits, drawn by class', [
  'cdist',
  join('data', 'digits.npy'),
  '--metric',
  'euclidean',
  '--order-by',
  join('data', 'digits-labels.npy'),
  '--out',
  matrix,
  '--plot',
  picture,
]);
console.log(`The picture: ${relative(process.cwd(), join(root, picture))}`);
console.log('Next: npx strided --help');

/** Runs one command as a user would, from the top of the repository. */
function show(title, args) {
  console.log(`\n${title}\n$ npx strided ${args.join(' ')}\n`);
  const { status, signal } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}
