import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { metricNames } from '../../src/distance/metrics.js';
import { writeNpySync } from '../../src/io/index.js';
import { defaultRng } from '../../src/random/index.js';
import { mainScript, root, strided, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();

beforeAll(() => writeNpySync(join(folder, 'x.npy'), defaultRng(1).random([1500, 100])));

describe('help', () => {
  it.each([[[]], [['--help']]])('of the whole: strided %j', async (args) => {
    const { code, stdout } = await strided(args, folder);
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  it.each(['cdist', 'pdist', 'nearest', 'compare', 'info'])('of %s', async (command) => {
    const { code, stdout } = await strided(['help', command], folder);
    expect(code).toBe(0);
    expect(stdout).toMatchSnapshot();
    expect(stdout).toContain('Examples:');
    expect((await strided([command, '--help'], folder)).stdout).toBe(stdout);
  });

  it('names every metric', async () => {
    const { stdout } = await strided(['help', 'cdist'], folder);
    for (const name of metricNames) expect(stdout).toContain(name);
  });
});

describe('strided compare', () => {
  it('times five ways that agree', async () => {
    const { code, stdout } = await strided(
      ['compare', '--rows', '60', '--features', '7', '--repeat', '1'],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Euclidean distances of 60 × 7 float64 (random, seed 0)');
    for (const way of ['loops', 'broadcasting', 'product trick', 'cdist, 1 thread', 'cdist:']) {
      expect(stdout).toContain(way);
    }
    expect(stdout).toContain('All agree');
  });

  it('takes a file, and prints JSON', async () => {
    const { code, stdout } = await strided(['compare', join(root, 'data', 'iris.npy'), '--json'], folder);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ command: 'compare', agree: true, x: { shape: [150, 4] } });
    expect(report.ways).toHaveLength(5);
    expect(report.ways[0]).toMatchObject({ name: 'loops', ratio: 1, difference: 0 });
  });
});

describe('strided info', () => {
  it('says which kernels are in use', async () => {
    const { code, stdout } = await strided(['info'], folder, { STRIDED_BACKEND: 'js' });
    expect(code).toBe(0);
    expect(stdout).toContain('kernels  js, typescript (STRIDED_BACKEND)');
    expect(stdout).toContain('native: STRIDED_BACKEND asks for js');
  });

  it('prints JSON', async () => {
    const { stdout } = await strided(['info', '--json'], folder);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'info',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      kernels: { backend: expect.any(String), notFaster: expect.any(Array) },
    });
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

describe('on a terminal', () => {
  it.skipIf(!hasScript)('a bar is drawn while it computes, and wiped', () => {
    const command = `"${process.execPath}" "${mainScript}" cdist x.npy -m minkowski --p 1.7 --threads 1 --plot t.png`;
    const { stdout, status } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/minkowski █*░+ +\d+ % .* pairs\/s .* left/);
    expect(stdout).toContain('\r\x1b[Kminkowski (p = 1.7) distances');
  });

  it('nothing of it when piped', async () => {
    const { stderr } = await strided(['cdist', 'x.npy', '--plot', 'quiet.png'], folder);
    expect(stderr).toBe('');
  });
});
