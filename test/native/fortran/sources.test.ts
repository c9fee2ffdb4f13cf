import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { array, asfortranarray, zeros } from '../../../src/index.js';
import { buildFortran } from '../../../src/native/fortran/build.js';
import { readFortran } from '../../../src/native/fortran/library.js';
import { fortran, refusalsOf } from '../../../src/native/index.js';
import { build, file, hasCompiler, useFolder } from './gfortran.js';

useFolder();

describe.skipIf(!hasCompiler)('sources', () => {
  test('fixed form, with an include and old declarations', async () => {
    file('sizes.inc', '      integer nmax\n      parameter (nmax = 4)\n');
    const library = await build(
      `
C     Adds a constant.
      SUBROUTINE ADDTO(X, N, C, Y)
      INCLUDE 'sizes.inc'
      INTEGER N
      DOUBLE PRECISION X(N), C,
     $                 Y(NMAX)
CF2PY INTENT(OUT) Y
CF2PY INTENT(IN) X
      DO 10 I = 1, NMAX
         Y(I) = C
   10 CONTINUE
      DO 20 I = 1, MIN(N, NMAX)
         Y(I) = Y(I) + X(I)
   20 CONTINUE
      END
      REAL FUNCTION HALF(X)
      HALF = X / 2
      END
`,
      {},
      'old.f',
    );
    expect(library.addto(array([1, 2], { dtype: 'float64' }), 10).toArray()).toEqual([11, 12, 10, 10]);
    expect(library.half(3)).toBe(1.5);
  });

  test('several files, of which one uses the module of another', async () => {
    const kinds = file('kinds.f90', 'module kinds\n integer, parameter :: wp = kind(1.d0)\nend module\n');
    const user = file(
      'user.f90',
      `function twice(x) result(y)
  use kinds, only: wp
  real(wp), intent(in) :: x
  real(wp) :: y
  y = 2 * x
end function
`,
    );
    const library = await fortran([kinds, user]);
    expect((library.twice as (x: number) => number)(1.25)).toBe(2.5);
  });

  test('a library is compiled once', async () => {
    const text = 'integer function one()\n one = 1\nend function\n';
    const entries = () => readdirSync(`${process.env.STRIDED_CACHE}/native`).length;
    await build(text);
    const before = entries();
    expect((await build(text)).one()).toBe(1);
    expect(entries()).toBe(before);
    await build(text, { flags: ['-O2', '-g'] });
    expect(entries()).toBe(before + 1);
  });

  test('what cannot be bound is named with line and reason, and the rest is built', async () => {
    const library = await build(`module mixed
  implicit none
  type point
    real :: x
  end type
  real, allocatable :: work(:)
contains
  subroutine grow(x)
    real, allocatable, intent(inout) :: x(:)
    x = [x, 1.0]
  end subroutine
  subroutine move(p)
    type(point), intent(inout) :: p
    p%x = 0
  end subroutine
  function wide(x) result(y)
    real(16), intent(in) :: x
    real(16) :: y
    y = x
  end function
  subroutine words(names)
    character(len=3), intent(in) :: names(:)
  end subroutine
  integer function fine()
    fine = 3
  end function
end module
subroutine caller(f, x)
  external f
  real x
  call f(x + 1)
end subroutine
subroutine jumps(*)
  return 1
end subroutine
`);
    expect(library.mixed.fine()).toBe(3);
    const said = refusalsOf(library).map(({ name, line, reason }) => `${line} ${name}: ${reason}`);
    expect(said).toEqual([
      '28 caller: argument f is a procedure without an interface block, and its calls do not describe it',
      '33 jumps: an alternate return has no counterpart',
      '8 grow: x is allocatable: memory that Fortran manages',
      '12 move: p has the derived type point',
      '16 wide: x is real(16), for which there is no dtype',
      '21 words: names is an array of texts, for which there is no dtype',
      '6 work: work is allocatable: memory that Fortran manages',
    ]);
    expect(() => library.mixed.grow).toThrow(
      /^fortran: 'grow' cannot be bound: .*source\.f90:8: x is allocatable: memory that Fortran manages$/,
    );
  });

  test('lengths that cannot be known before the call are refused', async () => {
    const library = await build(`module global
  integer :: n = 3
contains
  subroutine fill(x)
    real(8), intent(out) :: x(n)
    x = 1
  end subroutine
  subroutine bounds(x, y)
    real(8), intent(in) :: x(3:5)
    real(8), intent(out) :: y(ubound(x, 1))
    y = 1
  end subroutine
end module
`);
    expect(refusalsOf(library).map(({ reason }) => reason)).toEqual([
      'the length of x refers to n, no argument',
      'the length of y refers to ubound(x), with a lower bound',
    ]);
  });
});

describe.skipIf(!hasCompiler)('errors', () => {
  test('of the compiler: file, line and first message', async () => {
    await expect(
      build('subroutine f(x)\n real, intent(in) :: x\n x = y z\nend subroutine\n'),
    ).rejects.toThrow(/source\.f90:3:2: Error: Unclassifiable statement/);
    await expect(
      build('subroutine f(x)\n real, intent(in) :: x\n call nowhere(x)\nend subroutine\n'),
    ).rejects.toThrow(/nowhere/);
  });

  test('of the parser: file, line and text', async () => {
    await expect(build('subroutine f(x)\n real :: 3x\nend subroutine\n')).rejects.toThrow(
      /source\.f90:2: '3x' is no name/,
    );
    await expect(build("include 'nothing.inc'\n")).rejects.toThrow(
      /source\.f90:1: included file 'nothing\.inc' is not there/,
    );
    await expect(fortran('/nowhere/x.f90')).rejects.toThrow(
      'fortran: /nowhere/x.f90: cannot read it: no such file or directory',
    );
  });

  test('of the machine: no compiler, and what to install', async () => {
    const text = 'integer function two()\n two = 2\nend function\n';
    await expect(build(text, { compiler: 'no-such-gfortran' })).rejects.toThrow(
      /compiler 'no-such-gfortran' was not found; install one: .*gfortran|install/,
    );
  });
});

const parallel = `
subroutine parallel_sums(x, n, m, s, threads)
  use omp_lib
  implicit none
  integer, intent(in) :: n, m
  real(8), intent(in) :: x(n, m)
  real(8), intent(out) :: s(m)
  integer, intent(out) :: threads
  integer :: j
  threads = 1
  !$omp parallel do num_threads(2)
  do j = 1, m
    s(j) = sum(x(:, j))
    if (j == 1) threads = omp_get_num_threads()
  end do
end subroutine
`;

describe.skipIf(!hasCompiler)('OpenMP', () => {
  test('uses threads, and the program ends well, in worker threads too', async () => {
    const path = file('parallel.f90', parallel);
    const library = await fortran(path, { flags: ['-O2', '-fopenmp'] });
    const routine = library.parallel_sums as (x: unknown) => [{ toArray(): number[] }, number];
    const [sums, threads] = routine(
      asfortranarray(
        array(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          { dtype: 'float64' },
        ),
      ),
    );
    expect(sums.toArray()).toEqual([5, 7, 9]);
    expect(threads).toBe(2);
    const [empty] = routine(zeros([2, 0], { order: 'F' }));
    expect(empty.toArray()).toEqual([]);
    // In a program of its own: workers end with OpenMP's threads alive, and so does the program.
    const built = await buildFortran(readFortran([path]), { flags: ['-O2', '-fopenmp'] });
    const program = `
      import { Worker, isMainThread } from 'node:worker_threads';
      import koffi from 'koffi';
      const sums = koffi.load(${JSON.stringify(built.path)}).func('strided_parallel_sums', 'void',
        ['void *', 'size_t', 'size_t', 'int', 'int', 'void *', 'size_t', 'void *']);
      const called = new Float64Array(3);
      sums(new Float64Array(6).fill(2), 2, 3, 2, 3, called, 3, new Int32Array(1));
      if (called[2] !== 4) process.exit(4);
      if (isMainThread) {
        let left = 4;
        for (let i = 0; i < 4; i++) new Worker(new URL(import.meta.url)).on('exit', (code) => {
          if (code !== 0) process.exit(3);
          if (--left === 0) console.log('done');
        });
      }`;
    const script = file(
      'workers.mjs',
      program.replace("'koffi'", JSON.stringify(import.meta.resolve('koffi'))),
    );
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe('done\n');
  });
});
