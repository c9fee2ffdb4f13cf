import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasCompiler } from '../native/fortran/gfortran.js';
import { start, temporaryFolder } from './spawn.js';

describe.skipIf(!hasCompiler)('strided fortran build', () => {
  test('writes a module, its types and the library, and names what is not bound', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'half.f90'),
      `real(8) function half(x)
  real(8), intent(in) :: x
  half = x / 2
end function
subroutine grow(x)
  real(8), allocatable :: x(:)
end subroutine
`,
    );
    const env = { STRIDED_CACHE: join(folder, 'cache') };
    const built = await start(['fortran', 'build', 'half.f90', '--out', 'numbers'], folder, env).outcome;
    expect(built.code).toBe(0);
    expect(built.stdout.split('\n')[0]).toBe('half');
    expect(built.stderr).toBe(
      'not bound: grow (half.f90:5): x is allocatable: memory that Fortran manages\n',
    );
    expect(readFileSync(join(folder, 'numbers.d.mts'), 'utf8')).toContain('(x: number): number;');
    expect(readFileSync(join(folder, 'numbers.mjs'), 'utf8')).toContain('export const { half } = library;');
    const missing = await start(['fortran', 'build', 'no.f90', '--out', 'x'], folder, env).outcome;
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('no.f90: cannot read it: no such file or directory');
  });
});

describe('strided fortran signature', () => {
  test('prints a signature file, or writes it', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'half.f90'),
      'real(8) function half(x)\n  real(8), intent(in) :: x\nend function\n',
    );
    const printed = await start(['fortran', 'signature', 'half.f90', '--name', 'numbers'], folder).outcome;
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain('            real(kind=8), intent(in) :: x\n');
    const args = ['fortran', 'signature', 'half.f90', '--name', 'numbers', '--out', 'half.pyf'];
    const written = await start(args, folder).outcome;
    expect(written.stdout).toBe('half.pyf\n');
    expect(readFileSync(join(folder, 'half.pyf'), 'utf8')).toBe(printed.stdout);
    const lost = await start([...args.slice(0, -1), join('no', 'half.pyf')], folder).outcome;
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain(`${join('no', 'half.pyf')}: cannot write it: no such file or directory`);
  });
});
