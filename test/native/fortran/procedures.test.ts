/** Procedures in all the places where Fortran has them, and what f2py's directives say of them. */
import { describe, expect, test } from 'vitest';
import { array, type NDArray } from '../../../src/index.js';
import { fortran, refusalsOf } from '../../../src/native/index.js';
import { type AnyLibrary, build, file, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const vector = (...x: number[]) => array(x, { dtype: 'float64' });
const reasons = (library: AnyLibrary) => refusalsOf(library).map(({ name, reason }) => `${name}: ${reason}`);

const modules = `
module kinds
  integer, parameter :: wp = selected_real_kind(p=15), lk = kind(.true.), wk = kind(1.0_wp)
end module
module points
  use kinds, only: rk => wp
  implicit none
  private
  public :: area, shifted, distance, integrate, chosen
  interface area
    module procedure area1, area2
  end interface
  interface
    module function distance(a, b) result(d)
      real(rk), intent(in) :: a(:), b(:)
      real(rk) :: d
    end function
    module subroutine shifted(a)
      real(rk), intent(inout) :: a(:)
    end subroutine
  end interface
  abstract interface
    function curve(x) result(y)
      import :: rk
      real(rk), intent(in) :: x
      real(rk) :: y
    end function
  end interface
contains
  function area1(r) result(a)
    real(rk), intent(in) :: r
    real(rk) :: a
    a = 3 * r * r
  end function
  function area2(r, s) result(a)
    real(rk), intent(in) :: r, s
    real(rk) :: a
    a = r * s
  end function
  real(rk) function integrate(f, n)
    procedure(curve) :: f
    integer, intent(in) :: n
    integer :: i
    integrate = 0
    do i = 1, n
      integrate = integrate + f((i - 0.5_rk) / n) / n
    end do
  end function
  integer function chosen(select, x)
    interface
      logical function select(x, y)
        use, intrinsic :: iso_c_binding
        real(c_double), value :: x
        real(c_double), intent(in) :: y
      end function
    end interface
    real(rk), intent(in) :: x(:)
    integer :: i
    chosen = 0
    do i = 1, size(x)
      if (select(x(i), 1.0_rk)) chosen = chosen + 1
    end do
  end function
end module
submodule (points) inside
contains
  module function distance(a, b) result(d)
    real(rk), intent(in) :: a(:), b(:)
    real(rk) :: d
    d = sqrt(sum((a - b)**2))
  end function
  module procedure shifted
    a = a + 1
  end procedure
end submodule
real(8) function half(x)
  real(8) x, third
  half = x / 2
  return
  entry third(x)
  third = x / 3
end function
subroutine wanted(a, b, c, y)
  integer, intent(in) :: a
  integer, intent(in), optional :: b
  integer, intent(out), optional :: c
  real(8), intent(out), optional :: y(2)
end subroutine
subroutine texts(n, d, s)
  character(len=n), intent(out) :: d
  integer, intent(in) :: n
  character, intent(inout) :: s(n)
  d = s(1) // s(n) // '!'
  s(1) = 'X'
end subroutine
integer function logical_kinds(a, b)
  use kinds
  logical(lk), intent(in) :: a
  real(wk), intent(in) :: b
  logical_kinds = merge(int(b), 0, a)
end function
program nothing
end program
`;

describe.skipIf(!hasCompiler)('procedures', () => {
  test('of submodules, with entries, public by a generic name alone, with interfaces by name', async () => {
    const library = await build(modules);
    const { points } = library;
    expect(points.distance(vector(0, 0), vector(3, 4))).toBe(5);
    const a = vector(1, 2);
    points.shifted(a);
    expect(a.toArray()).toEqual([2, 3]);
    expect([points.area1(2), points.area2(2, 3)]).toEqual([12, 6]);
    expect(() => points.area).toThrow('is a generic name: call area1 or area2');
    expect(points.integrate((x: number) => 2 * x, 10)).toBeCloseTo(1, 12);
    expect(points.chosen((x: number, y: number) => x > y, vector(0, 2, 3))).toBe(2);
    expect(() => points.chosen(() => 'yes', vector(1))).toThrow('the function returned the string "yes"');
    expect([library.half(3), library.third(3)]).toEqual([1.5, 1]);
    // An optional argument that goes out is there.
    const [c, y] = library.wanted(1) as [number, NDArray];
    expect([typeof c, y.shape]).toEqual(['number', [2]]);
    const s = array([97, 98], { dtype: 'uint8' });
    expect(library.texts(s)).toBe('ab');
    expect(s.toArray()).toEqual([88, 98]);
    expect(library.logical_kinds(true, 4)).toBe(4);
    expect(reasons(library)).toEqual([
      'nothing: a main program cannot be called',
      'area: is a generic name: call area1 or area2',
    ]);
  });

  test('a wrapper that the compiler refuses is left out', async () => {
    const library = await build(`
subroutine fine(x)
  real(8), intent(out) :: x
  x = 1
end subroutine
subroutine clash(c_int, x)
  real(8), intent(in) :: c_int
  real(8), intent(inout), optional :: x(3)
end subroutine
integer function last()
  last = 2
end function
`);
    expect([library.fine(), library.last()]).toEqual([1, 2]);
    expect(reasons(library)).toEqual([
      expect.stringMatching(/^clash: the compiler refuses the call of it: /),
    ]);
    expect(() => library.clash).toThrow(/source\.f90:6: the compiler refuses/);
  });

  test('what only Fortran can evaluate is refused, not found out by the call', async () => {
    const library = await build(`
module m
contains
  function positive(x) result(r)
    real(8), intent(in) :: x(:)
    real(8) :: r(count(x > 0))
    r = 1
  end function
  function letters(s) result(r)
    character(*), intent(in) :: s
    integer :: r(len_trim(s))
    r = 1
  end function
  subroutine pointed(f)
    procedure(), pointer :: f
  end subroutine
  subroutine made(x)
    real(8), intent(out) :: x(*)
  end subroutine
end module
`);
    expect(library.m.letters('ab  ').shape).toEqual([2]);
    expect(reasons(library)).toEqual([
      'positive: the length of r needs count(…), which is not known before the call',
      'pointed: argument f is a pointer to a procedure',
      'made: x is made by the call, and its length * is not known before',
    ]);
  });

  test('sources for the preprocessor', async () => {
    const text = `
#define TWICE 2
#ifdef WIDE
function f(x)
  real(16) :: x, f
#else
function f(x)
  real(8), intent(in) :: x
  real(8) :: f
#endif
  f = TWICE * x
end function
`;
    const path = file('source.F90', text);
    const library = (await fortran(path, { flags: ['-O1'] })) as AnyLibrary;
    expect(library.f(4)).toBe(8);
    const wide = (await fortran(path, { flags: ['-O1', '-DWIDE'] })) as AnyLibrary;
    expect(refusalsOf(wide)[0]).toMatchObject({
      line: 4,
      reason: 'x is real(16), for which there is no dtype',
    });
  });
});

describe.skipIf(!hasCompiler)('directives', () => {
  test('workspaces, conditional defaults, continuations, required lengths', async () => {
    const library = await build(`
subroutine worked(x, n, y, m, w, lw)
  integer n, m, lw
  double precision x(n), y(m), w(lw)
!f2py intent(in) :: x
!f2py intent(hide), depend(x) :: n = len(x)
!f2py integer optional, check(m >= 1 && m < 100), intent(in), depend(n) :: m = &
!f2py& (n > 2 ? 2 : n)
!f2py intent(out) y
!f2py intent(cache, hide, aligned8) w
!f2py integer intent(hide) :: lw = max(1, 3 * n)
  y = sum(x) + lw
  w = 0
end subroutine
subroutine asked(a, n, s)
  integer, intent(in) :: n
  real(8), intent(in) :: a(n)
  real(8), intent(out) :: s
!f2py required n
!f2py note(Sums; of Everything) s
  s = sum(a)
end subroutine
subroutine unread(n, a)
  integer, intent(in) :: n
  real(8), intent(out) :: a(n)
!f2py integer, optional :: n = other[0]->x
  a = 1
end subroutine
`);
    expect(library.worked(vector(1, 2, 3)).toArray()).toEqual([15, 15]);
    expect(library.worked(vector(1)).toArray()).toEqual([4]);
    expect(() => library.worked(vector(1), { m: 100 })).toThrow('check(m >= 1 && m < 100)');
    expect(library.asked(vector(1, 2), 2)).toBe(3);
    expect(() => library.asked(vector(1, 2), 3)).toThrow('dimension 1 must be 3 (n)');
    expect(reasons(library)).toEqual([expect.stringMatching(/^unread: the value .* of n cannot be read$/)]);
  });

  test('other names, and C code, in signature files', async () => {
    const signature = file(
      'other.pyf',
      `python module other__user__routines
  interface
    function g(x) result(y)
      real*8, intent(in) :: x
      real*8 :: y
    end function
  end interface
end python module
python module other
  interface
    subroutine called(f, y)
      use other__user__routines, f => g
      external f
      real*8 intent(out) :: y
    end subroutine
    subroutine apply(x, y)
      fortranname dbl
      note(Twice what it gets.)
      real*8 intent(in) :: x
      real*8 intent(out) :: y
    end subroutine
    subroutine negative(x, y)
      callstatement { (*f2py_func)(&x, &y); y = -y; }
      callprotoargument double*, double*
      fortranname dbl
      real*8 intent(in) :: x
      real*8 intent(out) :: y
    end subroutine
    subroutine of_c(x)
      intent(c)
      real*8 intent(in) :: x
    end subroutine
  end interface
end python module
`,
    );
    const source = file(
      'other.f90',
      `subroutine dbl(x, y)
  real(8) x, y
  y = 2 * x
end subroutine
subroutine called(f, y)
  real(8) f, y
  external f
  y = f(1d0)
end subroutine
`,
    );
    const library = (await fortran([signature, source])) as AnyLibrary;
    expect(library.apply(3)).toBe(6);
    expect(library.called((x: number) => x + 4)).toBe(5);
    expect(reasons(library)).toEqual([
      'negative: callstatement is C code for F2PY, and replaces the call',
      'of_c: intent(c) says that it is a function of C: declare it to cdef',
    ]);
  });
});
