import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nearest } from '../../src/distance/index.js';
import { readNpz, writeNpySync } from '../../src/io/index.js';
import { defaultRng } from '../../src/random/index.js';
import { strided, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();
const x = defaultRng(1).standardNormal([25, 4]);
const y = defaultRng(2).standardNormal([12, 4]);

beforeAll(() => {
  writeNpySync(join(folder, 'x.npy'), x);
  writeNpySync(join(folder, 'y.npy'), y);
});

describe('strided nearest', () => {
  it('writes indices and distances to npz', async () => {
    const { code, stderr } = await strided(
      ['nearest', 'x.npy', 'y.npy', '-k', '3', '--out', 'n.npz'],
      folder,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const archive = await readNpz(join(folder, 'n.npz'));
    const expected = nearest(x, y, 3);
    expect(archive.get('indices')?.toArray()).toEqual(expected.indices.toArray());
    expect(archive.get('distances')?.toArray()).toEqual(expected.distances.toArray());
  });

  it('leaves a row itself out, unless told otherwise', async () => {
    await strided(['nearest', 'x.npy', '-k', '2', '--out', 'self.json'], folder);
    const own = JSON.parse(readFileSync(join(folder, 'self.json'), 'utf8'));
    expect(own.indices).toEqual(nearest(x, null, 2).indices.toArray());
    expect(own.indices.every(([first]: number[], row: number) => first !== row)).toBe(true);
    await strided(['nearest', 'x.npy', '-k', '2', '--include-self', '--out', 'with.json'], folder);
    const all = JSON.parse(readFileSync(join(folder, 'with.json'), 'utf8'));
    expect(all.indices.every(([first]: number[], row: number) => first === row)).toBe(true);
  });

  it('writes a table with a line for each row and rank', async () => {
    await strided(['nearest', 'x.npy', 'y.npy', '-k', '3', '--metric', 'cosine', '--out', 'n.csv'], folder);
    const lines = readFileSync(join(folder, 'n.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('row,rank,neighbour,distance');
    expect(lines).toHaveLength(1 + 25 * 3);
    const { indices, distances } = nearest(x, y, 3, 'cosine');
    const first = [0, 1, (indices.toArray() as number[][])[0][0], (distances.toArray() as number[][])[0][0]];
    expect(lines[1].split(',').map(Number)).toEqual(first);
  });

  it('calls rows by their names', async () => {
    const names = Array.from({ length: 25 }, (_, row) => (row === 3 ? 'a "quoted", name' : `name ${row}`));
    writeFileSync(join(folder, 'names.txt'), names.join('\n'));
    const args = ['nearest', 'x.npy', '-k', '2', '--names', 'names.txt'];
    const { stdout } = await strided(args, folder);
    const expected = nearest(x, null, 2).indices.toArray() as number[][];
    expect(stdout).toContain(`name 0: ${names[expected[0][0]]} (`);
    await strided([...args, '--out', 'named.csv'], folder);
    const lines = readFileSync(join(folder, 'named.csv'), 'utf8').split('\n');
    expect(lines[1 + 3 * 2]).toMatch(/^"a ""quoted"", name",1,name \d+,/);
    await strided([...args, '--out', 'named.json'], folder);
    const json = JSON.parse(readFileSync(join(folder, 'named.json'), 'utf8'));
    expect(json.names).toEqual(expected.map((row) => row.map((index) => names[index])));
  });

  it('shows a few on the screen', async () => {
    const { stdout } = await strided(['nearest', 'x.npy', 'y.npy', '-k', '2'], folder);
    expect(stdout).toMatch(/^0: \d+ \([\d.]+\), \d+ \([\d.]+\)\n1: /);
    expect(stdout).toContain('15 more rows');
  });

  it('prints one JSON object with --json', async () => {
    const { stdout } = await strided(['nearest', 'x.npy', 'y.npy', '-k', '2', '--json'], folder);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ command: 'nearest', pairs: 300, result: { shape: [25, 2] } });
  });
});
