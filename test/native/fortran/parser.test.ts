import { describe, expect, test } from 'vitest';
import { evaluate, invert, namesIn, readExpression } from '../../../src/native/fortran/plans/expression.js';
import { dtypeOf, Names } from '../../../src/native/fortran/plans/kinds.js';
import type { FortranSource, Procedure } from '../../../src/native/fortran/sources/model.js';
import { parseFortran } from '../../../src/native/fortran/sources/parser.js';
import { readStatements, type SourceForm } from '../../../src/native/fortran/sources/source.js';

function parse(text: string, form: SourceForm = 'free'): FortranSource {
  return parseFortran(readStatements(text, { form, file: 'source' }));
}

/** The arguments of a procedure: `x: real(8)[n] in`. */
function argumentsOf(procedure: Procedure): string[] {
  return procedure.arguments.map((name) => {
    const variable = procedure.variables.get(name);
    if (variable === undefined) return `${name}: procedure`;
    const type = variable.type;
    const written =
      type === null
        ? '?'
        : `${type.base}${type.bytes ? `*${type.bytes}` : ''}${type.kind ? `(${type.kind})` : ''}`;
    const axes = variable.dimensions?.map(({ lower, upper }) =>
      lower === null ? upper : `${lower}:${upper}`,
    );
    return `${name}: ${written}${axes ? `[${axes.join(', ')}]` : ''} ${[...variable.intents].join(',')}${variable.optional ? ' optional' : ''}`.trim();
  });
}

test('a module with kinds, attributes and continued lines', () => {
  const { modules } = parse(`
! Distances.
module distances
  use, intrinsic :: iso_fortran_env, only: dp => real64
  implicit none
  private
  public :: cityblock
  integer, parameter :: wide = selected_real_kind(15), limit = 2 * 3 + 1
  real(dp) :: scale = 1.0_dp   ! what all are multiplied with
  type, public :: point
    real :: x
  end type point
contains
  !> The sums of absolute differences.
  pure subroutine cityblock(x, y, &
                            distances) ! done
    real(dp), intent(in) :: x(:, :), y(:, :)
    real(kind=dp), dimension(size(x, 2), size(y, 2)), &
      & intent(out) :: distances
    distances = 0; if (x(1, 1) > 0) distances = 1
    do concurrent (integer :: i = 1:2)
    end do
  end subroutine
  elemental function twice(x) result(y)
    real(wide), intent(in), optional :: x
    real(wide) :: y
    character(len=*), parameter :: text = "end subroutine ! no comment"
    y = 2 * x
  end function twice
end module distances
`);
  const [module] = modules;
  expect(module.name).toBe('distances');
  expect(module.access).toBe('private');
  expect([...module.exceptions]).toEqual([['cityblock', 'public']]);
  expect([...module.types]).toEqual(['point']);
  const [cityblock, twice] = module.procedures;
  expect(cityblock.comment).toBe('The sums of absolute differences. done');
  expect(argumentsOf(cityblock)).toEqual([
    'x: real(dp)[:, :] in',
    'y: real(dp)[:, :] in',
    'distances: real(dp)[size(x, 2), size(y, 2)] out',
  ]);
  expect(argumentsOf(twice)).toEqual(['x: real(wide) in optional']);
  expect(twice.result).toBe('y');
  const names = new Names(cityblock, new Map([[module.name, module]]));
  expect(names.value('limit')).toBe(7);
  expect(dtypeOf(cityblock.variables.get('x')!.type!, names)).toBe('float64');
  expect(dtypeOf(twice.variables.get('y')!.type!, new Names(twice, new Map()))).toBe('float64');
});

test('fixed form: columns, continuations, old declarations, common blocks, implicit types', () => {
  const { procedures } = parse(
    `
      SUBROUTINE DAXPX(N, A, X,
     $                 INCX, NAME)
C     A comment
      IMPLICIT DOUBLE PRECISION (A-H, O-Z)
      INTEGER N, INCX
      DOUBLE PRECISION A, X(*)                                          SEQ00010
      CHARACTER*(*) NAME
      COMMON /WORK/ W(10), L
Cf2py intent(in,out) x
Cf2py integer intent(hide), depend(x) :: n = len(x)
      IF (N .EQ. 0) THEN
        RETURN
      END IF
   10 CONTINUE
      END
      REAL FUNCTION F(X)
      F = X
      END FUNCTION
`,
    'fixed',
  );
  expect(procedures.map(({ name, kind }) => [name, kind])).toEqual([
    ['daxpx', 'subroutine'],
    ['f', 'function'],
  ]);
  expect(argumentsOf(procedures[0])).toEqual([
    'n: integer hide',
    'a: real*8',
    'x: real*8[*] in,out',
    'incx: integer',
    'name: character',
  ]);
  expect(procedures[0].variables.get('n')).toMatchObject({ initial: 'len(x)', depends: ['x'] });
  expect(procedures[0].variables.get('name')!.type!.length).toBe('*');
  expect(procedures[0].commons).toEqual([{ name: 'work', variables: ['w', 'l'] }]);
  expect(procedures[0].variables.get('w')!.dimensions).toEqual([{ lower: null, upper: '10' }]);
  expect(procedures[0].variables.get('l')!.dimensions).toBe(null);
  expect(procedures[0].implicit!.get('b')).toMatchObject({ base: 'real', bytes: 8 });
});

test('directives, interfaces of arguments, internal procedures, and what is stepped over', () => {
  const { procedures, skipped } = parse(`
subroutine apply(f, x, n)
  interface
    function f(t) result(r)
      real(8), intent(in) :: t
      real(8) :: r
    end function
  end interface
  integer :: n
  real(8), intent(inout) :: x(0:n-1)
  !f2py threadsafe
  !f2py integer, intent(hide), check(n > 0) :: n = shape(x, 0)
  x = inner(x(0))
contains
  real(8) function inner(t)
    real(8) :: t
    inner = t
  end function
end subroutine
program main
  call apply()
end program
block data
  common /c/ x
end block data
`);
  expect(procedures).toHaveLength(1);
  const [apply] = procedures;
  expect(apply.threadsafe).toBe(true);
  expect(apply.interfaces.get('f')!.arguments).toEqual(['t']);
  expect(apply.variables.get('n')!.checks).toEqual(['n > 0']);
  expect([...apply.variables.get('n')!.intents]).toEqual(['hide']);
  expect(argumentsOf(apply)[1]).toBe('x: real(8)[0:n-1] inout');
  expect(skipped.map(({ what }) => what)).toEqual(['program main', 'block data']);
});

test('includes, and what cannot be read', () => {
  const include = (name: string) =>
    name === 'sizes.inc' ? { text: 'integer, parameter :: m = 4', file: name } : null;
  const text = "module a\ninclude 'sizes.inc'\nend module";
  const { modules } = parseFortran(readStatements(text, { form: 'free', file: 'a.f90', include }));
  expect(modules[0].variables.get('m')!.initial).toBe('4');
  expect(() => readStatements("include 'none'", { form: 'free', file: 'a.f90', include })).toThrow(
    "fortran: a.f90:1: included file 'none' is not there",
  );
  const circle = (name: string) => ({ text: `include '${name}'`, file: name });
  expect(() => readStatements("include 'x'", { form: 'free', file: 'a', include: circle })).toThrow(
    'in a circle',
  );
  expect(() => parse('subroutine s(x)\nreal, intent(sideways) :: x\nend')).toThrow(
    'source:2: intent(sideways) is unknown',
  );
  expect(() => parse('subroutine s(x)\nx = 1\n')).toThrow('the end of subroutine s is missing');
});

describe('expressions', () => {
  const scope = {
    value: (name: string) => ({ n: 5, m: 3, text: 'abc' })[name],
    shape: (name: string) => ({ x: [4, 6] })[name],
  };
  test.each([
    ['2*n+1', 11],
    ['n-m-1', 1],
    ['2**3**2', 512],
    ['-n**2', -25],
    ['n/2', 2],
    ['size(x)', 24],
    ['size(x, dim=2)', 6],
    ['shape(x,1)', 6],
    ['len(x)', 4],
    ['max(1, n, m*2)', 6],
    ['n>=m && shape(x,0)==4', true],
    ['n .lt. m .or. .not. (m == 3)', false],
    ['mod(n, m) + abs(-2)', 4],
    ['merge(n, m, n > m)', 5],
    ['1.5d1', 15],
    ['len(text)', 3],
  ])('%s', (text, value) => {
    expect(evaluate(readExpression(text), scope)).toBe(value);
  });

  test.each(['n+', '(n', 'n m', 'huge(n', '2 $ 3', 'k', 'huge(n)'])('%s has no value', (text) => {
    expect(() => evaluate(readExpression(text), scope)).toThrow();
  });

  test('names, and which one an extent determines', () => {
    expect(namesIn(readExpression('n*size(x,1)+m'))).toEqual(['n', 'x', 'm']);
    expect(invert(readExpression('n+1'))).toEqual({ name: 'n', add: -1 });
    expect(invert(readExpression('n'))).toEqual({ name: 'n', add: 0 });
    expect(invert(readExpression('2*n'))).toBe(null);
  });
});
