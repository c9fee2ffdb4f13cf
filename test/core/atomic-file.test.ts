import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AtomicFile } from '../../src/io/index.js';

const root = mkdtempSync(join(tmpdir(), 'strided-atomic-'));
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'each-'));
  path = join(folder, 'x.bin');
});
afterAll(() => rmSync(root, { recursive: true }));

test('nothing shows under the name before the commit', async () => {
  const file = new AtomicFile('test', path);
  file.writeSync(Uint8Array.of(1, 2));
  await file.write(Uint8Array.of(3));
  expect(readdirSync(folder)).toHaveLength(1);
  expect(readdirSync(folder)).not.toContain('x.bin');
  expect(file.bytesWritten).toBe(3);
  await file.commit();
  expect(readdirSync(folder)).toEqual(['x.bin']);
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  file.discard();
  expect(readdirSync(folder)).toEqual(['x.bin']);
});

describe('an older file stays as it was', () => {
  beforeEach(() => writeFileSync(path, 'older'));

  test('when the new one is discarded, once or twice', () => {
    const file = new AtomicFile('test', path);
    file.writeSync(Uint8Array.of(1));
    file.discard();
    file.discard();
    expect(readdirSync(folder)).toEqual(['x.bin']);
    expect(readFileSync(path, 'utf8')).toBe('older');
  });

  test('when the scope is left by an error', () => {
    expect(() => {
      using file = new AtomicFile('test', path);
      file.writeSync(Uint8Array.of(1));
      throw new Error('in between');
    }).toThrow('in between');
    expect(readdirSync(folder)).toEqual(['x.bin']);
    expect(readFileSync(path, 'utf8')).toBe('older');
  });

  test('when writing fails', () => {
    const file = new AtomicFile('test', path);
    // A buffer that cannot be written stands for a full disk.
    expect(() => file.writeSync({ length: 3 } as Uint8Array)).toThrow();
    expect(readdirSync(folder)).toEqual(['x.bin']);
    expect(readFileSync(path, 'utf8')).toBe('older');
  });
});

test('a disk without space gives a FileError and leaves nothing', () => {
  // ulimit -f stands for it: the system refuses to let the file grow.
  const script = `
    process.on('SIGXFSZ', () => {});
    const { AtomicFile } = await import(process.argv[1]);
    const file = new AtomicFile('test', process.argv[2]);
    try { for (;;) file.writeSync(new Uint8Array(1 << 16)); }
    catch (error) { console.log(error.name + ': ' + error.message); }`;
  const esbuild = new URL('../../node_modules/esbuild/bin/esbuild', import.meta.url).pathname;
  const source = new URL('../../src/core/atomic-file.ts', import.meta.url).pathname;
  const bundle = join(root, 'atomic.mjs');
  execFileSync(esbuild, [
    source,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--target=node20',
    `--outfile=${bundle}`,
    '--log-level=error',
  ]);
  const shell = 'ulimit -f 256 && exec "$0" --input-type=module -e "$1" "$2" "$3"';
  const out = execFileSync('bash', ['-c', shell, process.execPath, script, bundle, path], {
    encoding: 'utf8',
  });
  expect(out).toMatch(
    /^FileError: test: .*x\.bin: cannot write it: the file would be larger than the file system allows/,
  );
  expect(readdirSync(folder)).toEqual([]);
});
