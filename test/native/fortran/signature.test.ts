import { describe, expect, test } from 'vitest';
import { array } from '../../../src/index.js';
import { describeFortran, readFortran } from '../../../src/native/fortran/library.js';
import { fortran, writeSignature } from '../../../src/native/index.js';
import { type AnyLibrary, file, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const source = `
      subroutine scaled(x, n, factor, y)
      integer n
      double precision x(n), y(n), factor
      y = factor * x
      end
      subroutine total(f, n, s)
      integer n, i
      double precision f, s
      external f
      s = 0
      do i = 1, n
        s = s + f(dble(i))
      end do
      end
`;

const signature = `!    -*- f90 -*-
python module total__user__routines
    interface total_user_interface
        function f(x) result (y) ! in :kernels:kernels.f:total:unknown_interface
            double precision :: x
            double precision :: y
        end function f
    end interface total_user_interface
end python module total__user__routines
python module kernels ! in
    usercode '''
static int end_of(void) { return 0; }
'''
    interface  ! in :kernels
        subroutine scaled(x,n,factor,y) ! in :kernels:kernels.f
            double precision dimension(n),intent(in) :: x
            integer, optional,check(shape(x, 0) == n),depend(x) :: n=shape(x, 0)
            double precision, optional :: factor = 2
            double precision dimension(n),intent(out),depend(n) :: y
        end subroutine scaled
        subroutine total(f,n,s) ! in :kernels:kernels.f
            use total__user__routines
            external f
            integer intent(in) :: n
            double precision intent(out) :: s
        end subroutine total
    end interface
end python module kernels
`;

describe.skipIf(!hasCompiler)('signature files', () => {
  test('say what the source does not', async () => {
    const paths = [file('kernels.pyf', signature), file('kernels.f', source)];
    const library = (await fortran(paths)) as AnyLibrary;
    const x = array([1, 2], { dtype: 'float64' });
    expect(library.scaled(x).toArray()).toEqual([2, 4]);
    expect(library.scaled(x, { factor: 5 }).toArray()).toEqual([5, 10]);
    expect(() => library.scaled(x, { n: 1 })).toThrow(
      "argument 'x' has shape (2) but dimension 1 must be 1 (n)",
    );
    expect(library.total((v: number) => v * v, 3)).toBe(14);
  });
});

const everything = `
! Distances of rows.
subroutine cityblock(x, y, d, n, m, k)
  integer, intent(in) :: n, m, k
  real(8), intent(in) :: x(n, k), y(m, 0:k-1) ! points
  real(8), intent(out) :: d(n, m)
  !f2py threadsafe
  !f2py check(k > 0) :: k
end subroutine
subroutine every(a, b, c, s, label, short, flag, extra, z, h, work, lwork)
  real a(:)
  integer*8 b(*)
  double precision c(size(a) + 1)
  character(len=*), intent(in) :: label
  character*5 short
  logical(1) flag
  integer, intent(in), optional :: extra
  complex z
  integer, intent(inout) :: s
  integer h, lwork
  real work(lwork)
  common /shared/ total, counts(3)
  !f2py intent(in, out, overwrite) :: a
  !f2py intent(hide) :: h = 2 * len(b)
  !f2py intent(in, out) :: z
  !f2py intent(cache, hide) :: work
  !f2py integer, optional, depend(a) :: lwork = 3 * len(a)
  !f2py intent(c) :: c
end subroutine
integer function plain(n) bind(c, name='plain_one')
  integer, value :: n
end function
module tools
  integer, parameter :: dp = kind(1.d0), limit = 4
  real(dp) :: factor(limit) = 1
  private :: hidden
contains
  function apply(f, n, x) result(y)
    integer, intent(in) :: n
    real(dp), intent(in) :: x(n, limit)
    real(dp) :: y(n)
    interface
      subroutine f(n, x, s)
        integer, intent(in) :: n
        double precision, intent(in) :: x(n)
        double precision, intent(out) :: s
      end subroutine
    end interface
  end function
  subroutine hidden()
  end subroutine
  subroutine grow(x)
    real(dp), allocatable :: x(:)
  end subroutine
end module
`;

/** What calls depend on: not how a kind or a default was written. */
function callsOf(paths: readonly string[]): unknown {
  const { routines, variables } = describeFortran(readFortran(paths));
  const text = JSON.stringify({ routines, variables }, (key, value) => {
    if (key === 'initialText' || key === 'statements') return undefined;
    return key === 'type' ? value.base : value;
  });
  return JSON.parse(text);
}

describe('signature files, written', () => {
  test('are read as what the source says', () => {
    const path = file('everything.f90', everything);
    const text = writeSignature(path, { name: 'all' });
    const written = file('all.pyf', text);
    expect(callsOf([written, path])).toEqual(callsOf([path]));
  });

  test('have the form of f2py', () => {
    const path = file('everything.f90', everything);
    const text = writeSignature(path, { only: ['cityblock'] });
    expect(text).toMatch(/^! not bound: grow \(everything\.f90:\d+\): x is allocatable: /m);
    expect(text).toContain(`
        subroutine cityblock(x, y, d, n, m, k) ! in :everything:everything.f90
            threadsafe
            real(kind=8), dimension(n, k), intent(in) :: x
            real(kind=8), dimension(m, 0:k-1), intent(in), depend(k) :: y
            real(kind=8), dimension(n, m), intent(out), depend(n, m) :: d
            integer(kind=4), optional, intent(in), depend(x) :: n = shape(x, 0)
            integer(kind=4), optional, intent(in), depend(y) :: m = shape(y, 0)
            integer(kind=4), optional, intent(in), check(k > 0), depend(x) :: k = shape(x, 1)
        end subroutine cityblock
`);
  });
});
