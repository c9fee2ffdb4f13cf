import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { beforeAll, describe, expect, it } from 'vitest';
import { cdist, pdist } from '../../src/distance/index.js';
import { readNpySync, writeNpySync } from '../../src/io/index.js';
import { defaultRng } from '../../src/random/index.js';
import { strided, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();
const x = defaultRng(1).standardNormal([40, 5]);
const y = defaultRng(2).standardNormal([30, 5]);
const file = (name: string) => join(folder, name);

beforeAll(() => {
  writeNpySync(file('x.npy'), x);
  writeNpySync(file('y.npy'), y);
  writeNpySync(file('x32.npy'), x.asType('float32'));
  writeNpySync(file('w.npy'), defaultRng(3).random([5]));
  const rows = x.toArray() as number[][];
  writeFileSync(file('x.csv'), `a,b,c,d,e\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  writeFileSync(file('x.tsv'), `${rows.map((row) => row.join('\t')).join('\n')}\n`);
  writeFileSync(file('labels.txt'), `${rows.map((_, row) => ['cat', 'dog', 'owl'][row % 3]).join('\n')}\n`);
});

describe('strided cdist', () => {
  it('writes what the library computes, and says what it did', async () => {
    const { code, stdout, stderr } = await strided(
      ['cdist', 'x.npy', 'y.npy', '--metric', 'cityblock', '--out', 'D.npy'],
      folder,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readNpySync(file('D.npy')).toArray()).toEqual(cdist(x, y, 'cityblock').toArray());
    expect(stdout).toContain('cityblock distances: 40 × 30 float64, 9.6 kB');
    expect(stdout).toContain('D.npy');
  });

  it('compares X with itself when Y is left out', async () => {
    const { code } = await strided(['cdist', 'x.npy', '-o', 'self.npy'], folder);
    expect(code).toBe(0);
    expect(readNpySync(file('self.npy')).toArray()).toEqual(cdist(x, x).toArray());
  });

  it('passes on every metric option', async () => {
    const w = readNpySync(file('w.npy'));
    const { code, stdout } = await strided(
      ['cdist', 'x.npy', 'y.npy', '-m', 'pnorm', '--p', '3', '--w', 'w.npy', '--out', 'p3.npy'],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('minkowski (p = 3, weighted)');
    const expected = cdist(x, y, 'minkowski', { p: 3, w });
    expect(readNpySync(file('p3.npy')).toArray()).toEqual(expected.toArray());
    const centered = await strided(
      ['cdist', 'x.npy', 'y.npy', '-m', 'correlation', '--no-centered', '--out', 'c.npy'],
      folder,
    );
    expect(centered.code).toBe(0);
    const uncentered = cdist(x, y, 'correlation', { centered: false });
    expect(readNpySync(file('c.npy')).toArray()).toEqual(uncentered.toArray());
  });

  it('computes in the dtype that is asked for, or that the files have', async () => {
    await strided(['cdist', 'x.npy', '--dtype', 'float32', '--out', 'f32.npy'], folder);
    expect(readNpySync(file('f32.npy')).dtype).toBe('float32');
    await strided(['cdist', 'x32.npy', '--out', 'f32-2.npy'], folder);
    expect(readNpySync(file('f32-2.npy')).dtype).toBe('float32');
  });

  it.each(['x.csv', 'x.tsv'])('reads %s, with a header or without', async (name) => {
    const { code, stderr } = await strided(['cdist', name, 'y.npy', '--out', 'text.npy'], folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readNpySync(file('text.npy')).toArray()).toEqual(cdist(x, y).toArray());
  });

  it('writes csv and npz, and reads members of npz files', async () => {
    await strided(['cdist', 'x.npy', 'y.npy', '--out', 'D.csv'], folder);
    const lines = readFileSync(file('D.csv'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(40);
    expect(Number(lines[0].split(',')[1])).toBe((cdist(x, y).toArray() as number[][])[0][1]);
    await strided(['cdist', 'x.npy', 'y.npy', '--out', 'D.npz'], folder);
    const { code } = await strided(['cdist', 'D.npz:distances', '--out', 'of-npz.npy'], folder);
    expect(code).toBe(0);
    expect(readNpySync(file('of-npz.npy')).shape).toEqual([40, 40]);
    const wrong = await strided(['cdist', 'D.npz:nothing', '--out', 'no.npy'], folder);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('D.npz:distances');
  });

  it('shows the matrix, shortened, when nothing else is asked for', async () => {
    const { code, stdout } = await strided(['cdist', 'x.npy', 'y.npy'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\[\[/);
  });

  it('draws the same picture from the file and without one', async () => {
    const both = await strided(['cdist', 'x.npy', 'y.npy', '--out', 'plot.npy', '--plot', 'a.png'], folder);
    const only = await strided(['cdist', 'x.npy', 'y.npy', '--plot', 'b.png', '--memory', '1kB'], folder);
    expect([both.code, only.code]).toEqual([0, 0]);
    const [a, b] = ['a.png', 'b.png'].map((name) => decode(readFileSync(file(name))));
    expect(a.data).toEqual(b.data);
    expect(a.text.Title).toBe('euclidean distances, x.npy and y.npy');
  });

  it('orders the picture by labels, and leaves the matrix as it is', async () => {
    const args = [
      'cdist',
      'x.npy',
      '--order-by',
      'labels.txt',
      '--plot',
      'labels.png',
      '--out',
      'ordered.npy',
    ];
    const { code, stderr } = await strided(args, folder);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readNpySync(file('ordered.npy')).toArray()).toEqual(cdist(x, x).toArray());
    const plain = await strided(['cdist', 'x.npy', '--plot', 'plain.png'], folder);
    expect(plain.code).toBe(0);
    expect(readFileSync(file('labels.png')).equals(readFileSync(file('plain.png')))).toBe(false);
  });

  it('writes band by band within --memory', async () => {
    const { code } = await strided(
      ['cdist', 'x.npy', 'y.npy', '--out', 'bands.npy', '--memory', '2kB'],
      folder,
    );
    expect(code).toBe(0);
    expect(readNpySync(file('bands.npy')).toArray()).toEqual(cdist(x, y).toArray());
  });

  it('prints one JSON object with --json', async () => {
    const args = ['cdist', 'x.npy', 'y.npy', '--out', 'json.npy', '--json', '--threads', '1'];
    const { code, stdout } = await strided(args, folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      command: 'cdist',
      metric: 'euclidean',
      remarks: '',
      x: { path: 'x.npy', shape: [40, 5], dtype: 'float64', bytes: 1600 },
      y: { path: 'y.npy', shape: [30, 5], dtype: 'float64', bytes: 1200 },
      result: { path: 'json.npy', shape: [40, 30], dtype: 'float64', bytes: 9600 },
      pairs: 1200,
      streamed: true,
      kernels: { backend: expect.any(String), isa: expect.any(String), threads: 1 },
      seconds: { compute: expect.any(Number), total: expect.any(Number) },
    });
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('leaves no temporary files', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('strided pdist', () => {
  it('writes the condensed matrix, and draws the square one', async () => {
    const { code, stdout } = await strided(
      ['pdist', 'x.npy', '--metric', 'cosine', '--out', 'P.npy', '--plot', 'p.png'],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('cosine distances: 780 float64');
    expect(readNpySync(file('P.npy')).toArray()).toEqual(pdist(x, 'cosine').toArray());
    expect(existsSync(file('p.png'))).toBe(true);
  });

  it('draws what cdist draws', async () => {
    await strided(['pdist', 'x.npy', '--metric', 'cityblock', '--plot', 'pdist.png'], folder);
    await strided(['cdist', 'x.npy', '--metric', 'cityblock', '--plot', 'cdist.png'], folder);
    const [a, b] = ['pdist.png', 'cdist.png'].map((name) => decode(readFileSync(file(name))));
    expect(a.data).toEqual(b.data);
  });
});
