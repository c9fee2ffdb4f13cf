import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { array } from '../../../src/index.js';
import { writeFortranModule } from '../../../src/native/index.js';
import { file, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const source = `
! Sums of absolute differences.
! The rows of x against the rows of y.
subroutine cityblock(x, y, d, n, m, k)
  integer, intent(in) :: n, m, k
  real(8), intent(in) :: x(n, k)  ! the first points
  real(8), intent(in) :: y(m, k)
  real(8), intent(out) :: d(n, m) ! distances
  integer :: i, j
  do j = 1, m
    do i = 1, n
      d(i, j) = sum(abs(x(i, :) - y(j, :)))
    end do
  end do
end subroutine
module state
  integer, parameter :: limit = 3
  real(8) :: factor = 2 ! what numbers are multiplied with
contains
  complex(8) function apply(f, z, label)
    interface
      real(8) function f(x)
        real(8), intent(in) :: x
      end function
    end interface
    complex(8), intent(in) :: z
    character(len=*), intent(in), optional :: label
    apply = f(factor) * z
  end function
  subroutine open(x)
    real(8), allocatable :: x(:)
  end subroutine
end module
`;

describe.skipIf(!hasCompiler)('modules of built libraries', () => {
  test('types with shapes, dtypes and intents', async () => {
    const path = file('metrics.f90', source);
    const written = await writeFortranModule(path.replace('.f90', ''), [path]);
    expect(written.names).toEqual(['cityblock', 'state.apply', 'state.limit', 'state.factor']);
    expect(written.refusals.map(({ name }) => name)).toEqual(['open']);
    const text = readFileSync(written.types, 'utf8');
    const parsed = ts.createSourceFile('metrics.d.mts', text, ts.ScriptTarget.Latest);
    expect((parsed as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
    expect(text).toContain(`/**
 * Sums of absolute differences.
 * The rows of x against the rows of y.
 * Fortran: metrics.f90:4.
 * @param x float64 (n, k): the first points
 * @param y float64 (m, k)
 * @param options.n int32, default from the arrays
 * @param options.m int32, default from the arrays
 * @param options.k int32, default from the arrays
 * @returns d: float64 (n, m), Fortran order: distances
 */
export declare const cityblock: {
  (x: Input<'float64', Float64Array>, y: Input<'float64', Float64Array>, options?: { n?: number; m?: number; k?: number }): NDArray<'float64', [number, number]>;`);
    expect(text).toContain(
      '(f: (x: number) => number, z: Complex | number, options?: { label?: string }): Complex;',
    );
    expect(text).toContain('readonly limit: number;');
    expect(text).toContain('/** what numbers are multiplied with */\n  factor: number;');
  });

  test('the module opens the library', async () => {
    const path = file('opened.f90', source);
    const { module } = await writeFortranModule(path.replace('.f90', ''), [path]);
    const entry = pathToFileURL(join(import.meta.dirname, '../../../src/native/index.ts')).href;
    const text = readFileSync(module, 'utf8').replace("'strided/native'", JSON.stringify(entry));
    const here = file(
      'here.mjs',
      text.replace('import.meta.url', JSON.stringify(pathToFileURL(module).href)),
    );
    const { cityblock, state, default: library } = await import(/* @vite-ignore */ here);
    const x = array([[1, 2]], { dtype: 'float64' });
    expect(cityblock(x, [[3, 3]]).toArray()).toEqual([[3]]);
    expect(library.cityblock).toBe(cityblock);
    expect(state.apply((v: number) => v + 1, { re: 1, im: 2 })).toEqual({ re: 3, im: 6 });
    expect(() => state.open).toThrow('x is allocatable');
  });
});
