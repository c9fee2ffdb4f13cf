/** The command line where results would replace what they are made from, or go nowhere. */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpySync } from '../../src/io/index.js';
import { array } from '../../src/ops/index.js';
import { mainScript, strided, temporaryFolder } from '../cli/spawn.js';

const folder = temporaryFolder();
const input = join(folder, 'x.npy');
writeNpySync(
  input,
  array([
    [0, 0],
    [3, 4],
  ]),
);
const before = readFileSync(input);

describe('an output that is an input', () => {
  mkdirSync(join(folder, 'sub'));
  symlinkSync(folder, join(folder, 'sub', 'up'));

  it.each([
    ['x.npy', ['cdist', 'x.npy', '--out', 'x.npy']],
    ['./sub/../x.npy', ['cdist', 'x.npy', '--out', './sub/../x.npy']],
    ['sub/up/x.npy', ['pdist', 'x.npy', '--out', 'sub/up/x.npy']],
    ['x.npy', ['cdist', 'x.npy', './x.npy', '--out', 'x.npy']],
  ])('%s is refused before anything is read or written', async (path, args) => {
    const { code, stderr } = await strided(args, folder);
    expect(stderr).toContain(`${path} is an input, which the result would replace; needs another name`);
    expect(code).toBe(2);
    expect(readFileSync(input)).toEqual(before);
  });

  it('a link to an input is only replaced itself', async () => {
    linkSync(input, join(folder, 'hard.npy'));
    const { code } = await strided(['cdist', 'x.npy', '--out', 'hard.npy'], folder);
    expect(code).toBe(0);
    expect(readFileSync(input)).toEqual(before);
  });
});

describe('names that shells and tables find hard', () => {
  it.each([
    'with space.npy',
    'line\nbreak.npy',
    'ünï☃.npy',
    '-dash.npy',
    'quote\'".npy',
    `${'x'.repeat(200)}.npy`,
  ])('%j is read and written', async (name) => {
    writeNpySync(
      join(folder, name),
      array([
        [0, 0],
        [3, 4],
      ]),
    );
    const { code, stderr } = await strided(['pdist', '--out', `out ${name}`, '--', name], folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(existsSync(join(folder, `out ${name}`))).toBe(true);
  });
});

describe.runIf(existsSync('/dev/full'))('output that cannot be written', () => {
  it('says so without a stack when standard output is full', () => {
    const shell = `"$0" "$1" cdist x.npy --json > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', shell, process.execPath, mainScript], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^strided: cannot write to standard output: ENOSPC/);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
  });

  it('leaves nothing when a file may not grow as large', () => {
    writeNpySync(join(folder, 'tall.npy'), array(Array.from({ length: 300 }, (_, i) => [i])));
    const shell = `ulimit -f 16; "$0" "$1" cdist tall.npy --out big.npy; code=$?; ls -A | grep big; exit $code`;
    const { status, stderr, stdout } = spawnSync('sh', ['-c', shell, process.execPath, mainScript], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toContain(
      'big.npy: cannot write it: the file would be larger than the file system allows (EFBIG)',
    );
    expect([status, stdout]).toEqual([1, '']);
  });

  it('a reader that has seen enough is no error', () => {
    const shell = `set -e; "$0" "$1" cdist tall.npy 2>err.txt | head -1`;
    const { status, stdout } = spawnSync('sh', ['-c', shell, process.execPath, mainScript], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stdout.split('\n').length]).toEqual([0, 2]);
    expect(readFileSync(join(folder, 'err.txt'), 'utf8')).not.toContain('EPIPE');
  });
});

describe('an environment with nothing in it', () => {
  it('works without HOME and PATH', () => {
    const { status, stderr } = spawnSync(process.execPath, [mainScript, 'pdist', 'x.npy', '--json'], {
      cwd: folder,
      env: {},
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('names a backend that is none', async () => {
    const { code, stderr } = await strided(['info'], folder, { STRIDED_BACKEND: 'gpu' });
    expect([code, stderr]).toEqual([
      2,
      'strided info: gpu is not a backend; needs js, wasm, native or auto\n',
    ]);
  });
});

describe('an input that is no file', () => {
  it('a named pipe is refused rather than waited for', async () => {
    if (spawnSync('mkfifo', [join(folder, 'pipe.npy')]).status !== 0) return; // no pipes here
    const { code, stderr } = await strided(['cdist', 'pipe.npy'], folder);
    expect(stderr).toContain('cdist: pipe.npy is a pipe; needs a file');
    expect(code).toBe(1);
  });
});
