import { describe, expect, test } from 'vitest';
import { array, asfortranarray, type NDArray, ones, zeros } from '../../../src/index.js';
import { build, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const cityblock = `
subroutine cityblock(x, y, d, n, m, k)
  implicit none
  integer, intent(in) :: n, m, k   ! rows of x, rows of y, features
  real(8), intent(in) :: x(n, k), y(m, k)
  real(8), intent(out) :: d(n, m)
  integer :: i, j
  do j = 1, m
    do i = 1, n
      d(i, j) = sum(abs(x(i, :) - y(j, :)))
    end do
  end do
end subroutine
`;

describe.skipIf(!hasCompiler)('arrays', () => {
  test('lengths are derived, an array that goes out is made and returned', async () => {
    const { cityblock: routine } = await build(cityblock);
    const x = asfortranarray(
      array(
        [
          [0, 0],
          [1, 2],
          [3, 4],
        ],
        { dtype: 'float64' },
      ),
    );
    const y = asfortranarray(
      array(
        [
          [1, 1],
          [0, 5],
        ],
        { dtype: 'float64' },
      ),
    );
    const d = routine(x, y) as NDArray;
    expect(d.flags.fContiguous).toBe(true);
    expect(d.toArray()).toEqual([
      [2, 5],
      [1, 4],
      [5, 4],
    ]);
    expect((routine(x, y, { n: 3, m: 2 }) as NDArray).toArray()).toEqual(d.toArray());
    expect(() => routine(x, zeros([2, 3], { order: 'F' }))).toThrow(
      "cityblock: argument 'y' has shape (2, 3) but dimension 2 must be 2 (k)",
    );
    expect(() => routine(x, y, { n: 4 })).toThrow(
      "argument 'x' has shape (3, 2) but dimension 1 must be 4 (n)",
    );
    expect(() => routine(x, y.astype('float32'))).toThrow("argument 'y' has dtype float32; needs float64");
    expect(() => routine(x, array([1, 2]))).toThrow("argument 'y' has shape (2); needs 2 axes");
    expect(() => routine(x)).toThrow('cityblock: got 1 arguments; needs 2 (x, y) and options { n, m, k }');
    expect(() => routine(x, y, { q: 1 })).toThrow("has no option 'q'; needs one of n, m, k");
    expect(() => routine(x, 'y')).toThrow('argument \'y\' is the string "y"; needs a float64 array');
  });
});

const shapes = `
module shapes
  use, intrinsic :: iso_fortran_env, only: dp => real64, int64
  implicit none
  integer, parameter :: wide = kind(1.d0)
contains
  ! Sums by column.
  subroutine column_sums(x, sums)
    real(dp), intent(in) :: x(:, :)
    real(dp), intent(out) :: sums(size(x, 2))
    sums = sum(x, 1)
  end subroutine
  subroutine scale(x, factor)
    real(wide), intent(inout) :: x(:, :)
    real(wide), intent(in) :: factor
    x = factor * x
  end subroutine
  subroutine doubled(x)
    real(dp), intent(inout) :: x(:)
    !f2py intent(in, out) x
    x = 2 * x
  end subroutine
  function powers(x, n) result(p)
    real(dp), intent(in) :: x
    integer, intent(in) :: n
    real(dp) :: p(n)
    integer :: i
    p = [(x ** i, i = 1, n)]
  end function
  pure function total(x) result(t)
    integer(int64), intent(in) :: x(:)
    integer(int64) :: t
    t = sum(x)
  end function
  subroutine lower_bounds(x, n, y)
    integer, intent(in) :: n
    real(dp), intent(in) :: x(0:n-1)
    real(dp), intent(out) :: y(-1:n)
    y = 7
    y(0:n-1) = x
  end subroutine
end module
`;

describe.skipIf(!hasCompiler)('shapes and intents', () => {
  test('assumed shapes in a module, results that are arrays, bounds from anywhere', async () => {
    const { shapes: s } = await build(shapes);
    const x = asfortranarray(
      array(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        { dtype: 'float64' },
      ),
    );
    expect(s.column_sums(x).toArray()).toEqual([5, 7, 9]);
    expect(s.powers(2, 4).toArray()).toEqual([2, 4, 8, 16]);
    expect(s.total(array([1n, 2n, 3n], { dtype: 'int64' }))).toBe(6);
    expect(s.lower_bounds(array([1, 2, 3], { dtype: 'float64' })).toArray()).toEqual([7, 1, 2, 3, 7]);
    expect(s.column_sums(zeros([0, 2], { order: 'F' })).toArray()).toEqual([0, 0]);
    expect(() => s.powers(2, -1)).toThrow("'p' would have the length -1 (n); needs a length");
    expect(() => s.powers(2, 2 ** 31)).toThrow("argument 'n' is 2147483648; needs an integer from");
    expect(s.wide).toBe(8);
  });

  test('inout writes to the array of the caller, in out returns a copy', async () => {
    const { shapes: s } = await build(shapes);
    const x = ones([2, 3], { order: 'F' });
    expect(s.scale(x, 3)).toBeUndefined();
    expect(x.toArray()).toEqual([
      [3, 3, 3],
      [3, 3, 3],
    ]);
    // The transpose of a C-ordered array is in Fortran's order: no copy.
    const c = ones([2, 3]);
    s.scale(c.T, 2);
    expect(c.toArray()).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    expect(() => s.scale(c, 2)).toThrow(
      "scale: argument 'x' is not contiguous in Fortran order; needs asfortranarray(x)",
    );
    const v = array([1, 2], { dtype: 'float64' });
    expect(s.doubled(v).toArray()).toEqual([2, 4]);
    expect(v.toArray()).toEqual([1, 2]);
    // A part of an array: its first element is not the buffer's.
    const part = array([1, 2, 3, 4], { dtype: 'float64' }).at('2:');
    expect(s.doubled(part).toArray()).toEqual([6, 8]);
  });

  test('C order is copied, or refused, or reported', async () => {
    const c = array(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { dtype: 'float64' },
    );
    const { shapes: s } = await build(shapes);
    expect(s.column_sums(c).toArray()).toEqual([5, 7, 9]);
    const strict = await build(shapes, { copies: 'refuse' });
    expect(() => strict.shapes.column_sums(c)).toThrow('needs asfortranarray(x)');
    const written: string[] = [];
    const write = process.stderr.write;
    process.env.STRIDED_REPORT_COPIES = '1';
    process.stderr.write = ((text: string) => written.push(text)) as never;
    try {
      s.column_sums(c);
      s.column_sums(asfortranarray(c));
    } finally {
      process.stderr.write = write;
      delete process.env.STRIDED_REPORT_COPIES;
    }
    expect(written).toEqual(["column_sums: copied 48 bytes: argument 'x' is not in Fortran order\n"]);
  });
});

const scalars = `
subroutine many(a, b, c, d, e, f)
  implicit none
  integer(1), intent(in) :: a
  integer(8), intent(in) :: b
  real(4), intent(out) :: c
  complex(8), intent(inout) :: d
!f2py intent(in, out) d
  logical, intent(in) :: e
  logical(1), intent(out) :: f
  c = real(a) + real(b) / 2
  d = d * (0, 1)
  f = .not. e
end subroutine
complex(4) function turned(z)
  complex(4), intent(in) :: z
  turned = z * (0, 1)
end function
integer*8 function next(n)
  integer*8 n
  next = n + 1
end function
logical function both(p, q)
  logical, intent(in) :: p, q
  both = p .and. q
end function
subroutine bump(n)
  integer, intent(inout) :: n
  n = n + 1
end subroutine
subroutine flip(flags, n)
  integer, intent(in) :: n
  logical, intent(inout) :: flags(n)
  flags = .not. flags
end subroutine
subroutine conj_all(z, n)
  integer, intent(in) :: n
  complex(8), intent(inout) :: z(n)
  z = conjg(z)
end subroutine
`;

describe.skipIf(!hasCompiler)('scalars', () => {
  test('of every kind, in and out', async () => {
    const s = await build(scalars);
    expect(s.many(3, 4n, { re: 1, im: 2 }, true)).toEqual([5, { re: -2, im: 1 }, false]);
    expect(s.turned({ re: 3, im: 4 })).toEqual({ re: -4, im: 3 });
    expect(s.next(41)).toBe(42);
    expect(s.next(2n ** 60n)).toBe(2n ** 60n + 1n);
    expect(s.both(true, true)).toBe(true);
    expect(s.both(true, false)).toBe(false);
    expect(() => s.many(300, 4, { re: 1, im: 2 }, true)).toThrow(
      "many: argument 'a' is 300; needs an integer from -128 to 127 (int8)",
    );
    expect(() => s.both('no', true)).toThrow("argument 'p' is the string");
  });

  test('inout needs an array of one element to write to', async () => {
    const s = await build(scalars);
    const n = array([1], { dtype: 'int32' });
    s.bump(n);
    expect(n.toArray()).toEqual([2]);
    expect(() => s.bump(1)).toThrow("argument 'n' is 1; needs a int32 array of one element");
    expect(() => s.bump(array([1, 2], { dtype: 'int32' }))).toThrow('needs a int32 array of one element');
    const flags = array([true, false, true]);
    s.flip(flags);
    expect(flags.toArray()).toEqual([false, true, false]);
    const z = array([{ re: 1, im: 2 }], { dtype: 'complex128' });
    s.conj_all(z);
    expect(z.item()).toEqual({ re: 1, im: -2 });
  });
});

const texts = `
module texts
contains
  subroutine greet(name, greeting)
    character(len=*), intent(in) :: name
    character(len=20), intent(out) :: greeting
    greeting = 'Hello, ' // name
  end subroutine
  function shout(text) result(loud)
    character(len=4), intent(in) :: text
    character(len=5) :: loud
    loud = trim(text) // '!'
  end function
  subroutine optionals(x, factor, out, label)
    real(8), intent(in) :: x
    real(8), intent(in), optional :: factor
    real(8), intent(out) :: out
    character(len=*), intent(in), optional :: label
    out = x
    if (present(factor)) out = out * factor
    if (present(label)) out = out + 1000 * len(label)
  end subroutine
  subroutine optional_arrays(x, weights, flag, s)
    real(8), intent(in) :: x(:)
    real(8), intent(in), optional :: weights(:)
    logical, intent(in), optional :: flag
    real(8), intent(out) :: s
    s = sum(x)
    if (present(weights)) s = sum(x * weights)
    if (present(flag)) then
      if (flag) s = -s
    end if
  end subroutine
end module
`;

describe.skipIf(!hasCompiler)('texts and optional arguments', () => {
  test('texts are padded with blanks, and come back without', async () => {
    const { texts: t } = await build(texts);
    expect(t.greet('Ada')).toBe('Hello, Ada');
    expect(t.greet('')).toBe('Hello,');
    expect(t.shout('hey')).toBe('hey!');
    expect(() => t.shout('hello')).toThrow('argument \'text\' is the string "hello"; needs at most 4 bytes');
    expect(() => t.greet(3)).toThrow("argument 'name' is 3; needs a string");
  });

  test('an absent one is absent for Fortran', async () => {
    const { texts: t } = await build(texts);
    expect(t.optionals(2)).toBe(2);
    expect(t.optionals(2, { factor: 3 })).toBe(6);
    expect(t.optionals(2, { label: 'ab' })).toBe(2002);
    const x = array([1, 2], { dtype: 'float64' });
    expect(t.optional_arrays(x)).toBe(3);
    expect(t.optional_arrays(x, { weights: array([1, 10], { dtype: 'float64' }), flag: true })).toBe(-21);
    expect(t.optional_arrays(x, { flag: false })).toBe(3);
  });
});

const directives = `
subroutine hidden(x, n, y, m, factor)
  integer n, m
  double precision x(n), y(m), factor
!f2py intent(hide), depend(x) :: n = len(x)
!f2py intent(in) x
!f2py integer, optional, check(m >= 1), depend(n) :: m = n + 1
!f2py intent(out) y
!f2py double precision, optional :: factor = 2.0
  y = factor
  y(1:min(n, m)) = factor * x(1:min(n, m))
end subroutine
subroutine overwritten(x, n)
  integer n
  double precision x(n)
!f2py intent(in, out, overwrite) x
!f2py threadsafe
  x = x + 1
end subroutine
subroutine kept(x, n)
  integer n
  double precision x(n)
!f2py intent(in, copy) x
  x = 0
end subroutine
subroutine undeclared(x, n)
  integer n
  double precision x(n)
  x = 5
end subroutine
subroutine transposed(a, n, m, s)
  integer n, m
  double precision a(n, m), s
!f2py intent(in, c) a
!f2py intent(out) s
  s = a(1, 1)
end subroutine
`;

describe.skipIf(!hasCompiler)('directives of f2py', () => {
  test('hide, depend, check, defaults, out', async () => {
    const { hidden } = await build(directives);
    const x = array([1, 2, 3], { dtype: 'float64' });
    expect(hidden(x).toArray()).toEqual([2, 4, 6, 2]);
    expect(hidden(x, { m: 2 }).toArray()).toEqual([2, 4]);
    expect(hidden(x, { factor: 10 }).toArray()).toEqual([10, 20, 30, 10]);
    expect(() => hidden(x, { m: 0 })).toThrow("hidden: argument 'm' does not meet check(m >= 1)");
    expect(() => hidden(x, { n: 3 })).toThrow("has no option 'n'; needs one of m, factor");
  });

  test('copy, overwrite, and arrays without an intent', async () => {
    const d = await build(directives);
    const x = array([1, 2, 3], { dtype: 'float64' });
    expect(d.overwritten(x)).toBe(x);
    expect(x.toArray()).toEqual([2, 3, 4]);
    d.kept(x);
    expect(x.toArray()).toEqual([2, 3, 4]);
    d.undeclared(x);
    expect(x.toArray()).toEqual([5, 5, 5]);
    expect(await d.overwritten.async(x)).toBe(x);
    expect(x.toArray()).toEqual([6, 6, 6]);
  });
});

const callbacks = `
module callbacks
  implicit none
contains
  subroutine integrate(f, a, b, n, total)
    interface
      function f(x) result(y)
        real(8), intent(in) :: x
        real(8) :: y
      end function
    end interface
    real(8), intent(in) :: a, b
    integer, intent(in) :: n
    real(8), intent(out) :: total
    integer :: i
    total = 0
    do i = 1, n
      total = total + f(a + (i - 0.5d0) * (b - a) / n) * (b - a) / n
    end do
  end subroutine
  subroutine each(visit, x, n)
    interface
      subroutine visit(x, n, done)
        integer, intent(in) :: n
        real(8), intent(inout) :: x(n)
        integer, intent(out) :: done
      end subroutine
    end interface
    integer, intent(in) :: n
    real(8), intent(inout) :: x(n)
    integer :: done
    call visit(x, n, done)
    if (done /= 0) x(1) = -1
  end subroutine
end module
`;

describe.skipIf(!hasCompiler)('callbacks', () => {
  test('a function of numbers; its error comes out of the call', async () => {
    const { callbacks: c } = await build(callbacks);
    expect(c.integrate((x: number) => x * x, 0, 3, 1000)).toBeCloseTo(9, 4);
    let calls = 0;
    const failing = () => {
      calls++;
      throw new Error('no value there');
    };
    expect(() => c.integrate(failing, 0, 1, 10)).toThrow('no value there');
    expect(calls).toBe(1);
    expect(() => c.integrate(() => 'x', 0, 1, 10)).toThrow(
      'f: the function returned the string "x"; needs a float64',
    );
    expect(() => c.integrate(3, 0, 1, 10)).toThrow("argument 'f' is 3; needs a function");
  });

  test('arrays are copied back', async () => {
    const { callbacks: c } = await build(callbacks);
    const x = array([1, 2, 3], { dtype: 'float64' });
    let kept: NDArray | undefined;
    c.each((view: NDArray, n: number) => {
      kept = view;
      expect(n).toBe(3);
      view.set(20, 1);
      return 1;
    }, x);
    expect(x.toArray()).toEqual([-1, 20, 3]);
    // Who keeps the array keeps a copy: Fortran's memory may be gone.
    expect(kept!.toArray()).toEqual([1, 20, 3]);
  });

  test('off the event loop', async () => {
    const { callbacks: c } = await build(callbacks);
    expect(await c.integrate.async((x: number) => 2 * x, 0, 1, 20)).toBeCloseTo(1, 10);
  });
});

const variables = `
module state
  implicit none
  integer, parameter :: limit = 3, sizes(2) = [1, 2]
  real(8) :: factor = 1.5d0
  real(8) :: table(2, 3) = 0
  logical :: verbose = .false.
  complex(8) :: unit = (0, 1)
  real(8), allocatable :: work(:)
  integer, private :: inner = 1
contains
  function scaled(x) result(y)
    real(8), intent(in) :: x
    real(8) :: y
    y = factor * x + table(2, 1) + merge(100, 0, verbose)
  end function
end module
subroutine set_block(value)
  real(8), intent(in) :: value
  real(8) x, y(3)
  integer counts(2)
  common /data/ x, y, counts
  x = value
  y = value + 1
  counts = 7
end subroutine
`;

describe.skipIf(!hasCompiler)('variables', () => {
  test('of modules, read and written; parameters only read', async () => {
    const { state } = await build(variables);
    expect(state.limit).toBe(3);
    expect(state.sizes.toArray()).toEqual([1, 2]);
    expect(state.scaled(2)).toBe(3);
    state.factor = 10;
    expect(state.factor).toBe(10);
    expect(state.scaled(2)).toBe(20);
    state.table = [
      [0, 0, 0],
      [1, 0, 0],
    ];
    expect(state.scaled(2)).toBe(21);
    state.table.set(5, 1, 0);
    expect(state.scaled(2)).toBe(25);
    state.verbose = true;
    expect(state.verbose).toBe(true);
    expect(state.scaled(2)).toBe(125);
    expect(state.unit).toEqual({ re: 0, im: 1 });
    expect(() => {
      state.limit = 4;
    }).toThrow('limit is a parameter: it can only be read');
    expect(() => state.sizes.set(3, 0)).toThrow();
    expect(() => {
      state.table = zeros([3, 2]);
    }).toThrow('table has shape (2, 3); got (3, 2)');
    expect(() => {
      state.verbose = 2;
    }).toThrow("'verbose' is 2; needs true or false");
    expect('inner' in state).toBe(false);
    expect(Object.keys(state)).not.toContain('work');
    expect(() => state.work).toThrow('work is allocatable: memory that Fortran manages');
  });

  test('of common blocks', async () => {
    const library = await build(variables);
    library.set_block(4);
    expect(library.data.x).toBe(4);
    expect(library.data.y.toArray()).toEqual([5, 5, 5]);
    expect(library.data.counts.toArray()).toEqual([7, 7]);
  });
});
