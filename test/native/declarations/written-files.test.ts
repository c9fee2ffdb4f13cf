import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileError } from '../../../src/index.js';
import { writeFiles } from '../../../src/native/declarations/written-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strided-written-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('files and their folders are made, and an old file is replaced by another, not written into', () => {
  const path = join(folder, 'deep', 'a.so');
  writeFiles('fortran', { [path]: 'old' });
  const before = statSync(path).ino;
  writeFiles('fortran', { [path]: new Uint8Array([65, 66]), [join(folder, 'b.mjs')]: 'text' });
  expect(readFileSync(path, 'latin1')).toBe('AB');
  expect(statSync(path).ino).not.toBe(before);
  expect(readdirSync(folder).sort()).toEqual(['b.mjs', 'deep']);
});

test('where one cannot be written, none is', () => {
  const path = join(folder, 'a.mjs');
  writeFileSync(path, 'old');
  mkdirSync(join(folder, 'b.mjs'));
  expect(() => writeFiles('fortran', { [path]: 'new', [join(folder, 'b.mjs')]: 'new' })).toThrow(FileError);
  expect(() => writeFiles('fortran', { [join(path, 'c')]: 'new' })).toThrow(FileError);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['a.mjs', 'b.mjs']);
});
