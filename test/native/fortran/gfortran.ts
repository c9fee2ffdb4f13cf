/** A cache of its own and Fortran texts as files, for tests that compile. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type FortranFunction, type FortranOptions, fortran } from '../../../src/native/index.js';

/** Whether there is a compiler: tests that need one are skipped without it. */
export const hasCompiler = (() => {
  try {
    execFileSync('gfortran', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let folder = '';

/** Makes a folder for the tests of the file, where libraries are cached too; it goes when they end. */
export function useFolder(): void {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strided-fortran-'));
    process.env.STRIDED_CACHE = join(folder, 'cache');
  });
  afterAll(() => {
    delete process.env.STRIDED_CACHE;
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The path of a new file with a text. */
export function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A library as tests look at it: functions by name, and objects of modules. */
// biome-ignore lint/suspicious/noExplicitAny: what a source holds is known to its test alone
export type AnyLibrary = Record<string, FortranFunction> & Record<string, any>;

/** Builds a text. */
export async function build(
  text: string,
  options: FortranOptions = {},
  name = 'source.f90',
): Promise<AnyLibrary> {
  return (await fortran(file(name, text), { flags: ['-O1'], ...options })) as AnyLibrary;
}
