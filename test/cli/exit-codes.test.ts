import { mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeNpySync } from '../../src/io/index.js';
import { zeros } from '../../src/ops/index.js';
import { defaultRng } from '../../src/random/index.js';
import { start, strided, temporaryFolder } from './spawn.js';

const folder = temporaryFolder();

beforeAll(() => {
  writeNpySync(join(folder, 'x.npy'), defaultRng(1).standardNormal([20, 4]));
  writeNpySync(join(folder, 'narrow.npy'), defaultRng(1).standardNormal([20, 3]));
  writeNpySync(join(folder, 'vector.npy'), zeros([20]));
  writeNpySync(join(folder, 'tall.npy'), zeros([3_000_000, 1], { dtype: 'uint8' }));
  writeNpySync(join(folder, 'slow.npy'), defaultRng(2).random([6000, 200]));
  writeFileSync(join(folder, 'junk.npy'), 'this is no npy file');
  writeFileSync(join(folder, 'bad.csv'), '1,2\n3,x\n');
  writeFileSync(join(folder, 'labels.txt'), 'a\nb\n');
});

describe('exit code 2: the command line is wrong', () => {
  it.each([
    ['an unknown command', ['cdits'], 'Did you mean cdist?'],
    ['an unknown option', ['cdist', 'x.npy', '--metrc', 'cosine'], 'Did you mean --metric?'],
    ['an unknown metric', ['cdist', 'x.npy', '--metric', 'citiblock'], "did you mean 'cityblock'?"],
    ['a missing argument', ['cdist'], "missing required argument 'X'"],
    ['a value that is no number', ['nearest', 'x.npy', '-k', 'ten'], 'whole number of at least 1'],
    [
      'a dtype that is not offered',
      ['cdist', 'x.npy', '--dtype', 'int8'],
      'Allowed choices are float64, float32',
    ],
    ['a value out of range', ['cdist', 'x.npy', '-m', 'minkowski', '--p', '0'], 'p is 0'],
    ['an option of another metric', ['cdist', 'x.npy', '--p', '3'], 'p'],
    ['a file name that says nothing', ['cdist', 'x.bin'], '.npy, .npz, .csv or .tsv'],
    ['an output nobody can read', ['cdist', 'x.npy', '--out', 'D.xls'], 'D.xls'],
    ['more neighbours than there are rows', ['nearest', 'x.npy', '-k', '50'], 'k is 50'],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await strided(args, folder);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('exit code 1: it failed', () => {
  it.each([
    ['a file that is not there', ['cdist', 'none.npy'], 'none.npy'],
    ['a file that is something else', ['cdist', 'junk.npy'], 'junk.npy'],
    ['a cell that is no number', ['cdist', 'bad.csv'], 'bad.csv'],
    ['columns that differ', ['cdist', 'x.npy', 'narrow.npy'], 'narrow.npy has 3 columns, x.npy has 4'],
    ['a vector', ['cdist', 'vector.npy'], 'needs 2 dimensions'],
    ['a folder that is not there', ['cdist', 'x.npy', '--out', 'no/D.npy'], 'no folder'],
    ['a picture in a folder that is not there', ['cdist', 'x.npy', '--plot', 'no/D.png'], 'no/D.png'],
    [
      'too few labels',
      ['cdist', 'x.npy', '--plot', 'D.png', '--order-by', 'labels.txt'],
      'has 2 labels; needs 20',
    ],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await strided(args, folder);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it('--debug and STRIDED_DEBUG show where it came from', async () => {
    const option = await strided(['--debug', 'cdist', 'junk.npy'], folder);
    const variable = await strided(['cdist', 'junk.npy'], folder, { STRIDED_DEBUG: '1' });
    expect(option.stderr).toMatch(/\n\s+at /);
    expect(variable.stderr).toMatch(/\n\s+at /);
    expect([option.code, variable.code]).toEqual([1, 1]);
  });

  it('--json says so in JSON too', async () => {
    const { code, stdout } = await strided(['cdist', 'junk.npy', '--json'], folder);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'cdist', error: { name: 'FileError', exitCode: 1 } });
  });
});

describe('exit code 3: refused, nothing started', () => {
  it('a file that the disk cannot hold', async () => {
    const { code, stderr } = await strided(['cdist', 'tall.npy', '--out', 'D.npy'], folder);
    expect(stderr).toContain('72,000,000,000,000 bytes (72 TB)');
    expect(stderr).not.toContain('--dtype float32');
    expect(stderr).toContain('strided nearest');
    expect(code).toBe(3);
    expect(readdirSync(folder)).not.toContain('D.npy');
  });

  it.each([
    ['cdist', ['--out', 'D.csv']],
    ['cdist', []],
    ['pdist', ['--out', 'D.npy']],
  ])('%s %j that memory cannot hold', async (command, more) => {
    const huge = await strided([command, 'tall.npy', ...more], folder);
    expect(huge.stderr).toContain('TB');
    expect(huge.code).toBe(3);
    const limited = await strided([command, 'x.npy', '--memory', '1kB', ...more], folder);
    expect(limited.stderr).toContain('--memory allows 1 kB');
    // 20 × 20 (or 190) numbers of 4 bytes: half fits for pdist only.
    expect(limited.stderr.includes('--dtype float32 takes half')).toBe(command === 'pdist');
    expect(limited.code).toBe(3);
  });
});

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i and leaves no half file', async (signal, expected) => {
    const out = join(folder, signal);
    mkdirSync(out);
    const begun = new Promise<void>((resolve) => {
      // The unfinished file appears when the work begins.
      const watcher = watch(out, () => {
        watcher.close();
        resolve();
      });
    });
    const args = ['cdist', 'slow.npy', '-m', 'minkowski', '--p', '1.7', '--threads', '1'];
    const { child, outcome } = start([...args, '--out', join(out, 'D.npy')], folder);
    const ended = outcome.then((early) => {
      throw new Error(`ended before the work began: ${JSON.stringify(early)}`);
    });
    await Promise.race([begun, ended]);
    ended.catch(() => {});
    child.kill(signal);
    const { code, stderr } = await outcome;
    expect(code).toBe(expected);
    expect(stderr).toContain('stopped');
    expect(readdirSync(out)).toEqual([]);
  });
});
