import { describe, expect, test } from 'vitest';
import { array, type NDArray } from '../../../src/index.js';
import { refusalsOf } from '../../../src/native/index.js';
import { build, hasCompiler, useFolder } from './gfortran.js';

useFolder();

describe.skipIf(!hasCompiler)('procedures without an interface block', () => {
  test('are described by the calls of them', async () => {
    const library = await build(`
subroutine summed(f, n, s)
  integer, parameter :: dp = kind(1.d0)
  integer, intent(in) :: n
  real(dp), external :: f
  real(dp), intent(out) :: s
  real(dp) :: at
  integer :: i
  s = 0
  do i = 1, n
    at = i
    if (at > 0) s = s + f(at)
  end do
  print '(a)', 'f(at, 3)'
end subroutine
subroutine filled(fill, x, n)
  integer, intent(in) :: n
  integer(8), intent(out) :: x(n)
  external fill
  x = 7
  call fill(x, n)
end subroutine
`);
    expect(library.summed((x: number) => x * x, 4)).toBe(30);
    const doubled = (x: NDArray) => {
      for (let at = 0; at < x.size; at++) x.set(Number(x.get(at)) * 2, at);
    };
    expect(library.filled(doubled, 2).toArray()).toEqual([14n, 14n]);
  });

  test('get elements and literals as numbers; a call in a directive comes before those of the source', async () => {
    const library = await build(`
subroutine counted(select, w, n, k)
  logical select
  external select
  integer, intent(in) :: n
  real(8), intent(in) :: w(n, 2)
  integer, intent(out) :: k
  k = 0
  do i = 1, n
    if (select(w(i, 1), w(i, 2))) k = k + 1
  end do
end subroutine
real(8) function fixed(f)
  real(8), external :: f
  fixed = f(2d0, 3, .true.)
end function
subroutine mapped(f, x, n)
  integer n
  real(8) x(n)
  external f
  real(8) f
!f2py intent(in, out) x
!f2py real(8) y
!f2py y = f(y)
  do i = 1, n
    x(i) = f(x(i) + 1)
  end do
end subroutine
`);
    const w = array([[1, 2], [3, 4], [-1, 9]], { dtype: 'float64' }); // biome-ignore format: pairs
    expect(library.counted((re: number, im: number) => re + im > 5, w)).toBe(2);
    expect(library.fixed((x: number, n: number, yes: boolean) => (yes ? x ** n : 0))).toBe(8);
    const doubled = library.mapped((x: number) => 2 * x, array([1, 2], { dtype: 'float64' }));
    expect(doubled.toArray()).toEqual([4, 6]);
  });

  test('are refused where their arguments are expressions, unlike or of unknown length', async () => {
    const one = (name: string, calls: string) => `
subroutine ${name}(f, x, n, i)
  integer n, i
  real(8) x(n), y(5), z
  external f
  real(8) f
${calls}
end subroutine
`;
    const library = await build(
      [
        one('element', '  call f(x(1), n)').replace('  real(8) f\n', ''),
        one('expression', '  z = f(z + 1)'),
        one('unlike', '  z = f(z)\n  z = f(i)'),
        one('counted', '  z = f(z)\n  z = f(z, i)'),
        one('unknown', '  z = f(x)'),
        one('twice', '  z = f(z, z)'),
        one('uncalled', '  z = 1'),
        one('known', '  z = f(x, n) + f(x, n)'),
      ].join(''),
      { only: ['known'] },
    );
    expect(refusalsOf(library).map(({ name }) => name)).toEqual([
      'element',
      'expression',
      'unlike',
      'counted',
      'unknown',
      'twice',
      'uncalled',
    ]);
  });
});
