import { describe, expect, test } from 'vitest';
import { array, asfortranarray, ones } from '../../../src/index.js';
import { build, hasCompiler, useFolder } from './gfortran.js';

useFolder();

const text = `
module risky
  implicit none
  integer :: count = 0
contains
  subroutine scale(x, n, factor)
    integer, intent(in) :: n
    real(8), intent(inout) :: x(n)
    real(8), intent(in) :: factor
    x = factor * x
  end subroutine
  function halved(x, n) result(y)
    integer, intent(in) :: n
    real(8), intent(in) :: x(n)
    real(8) :: y(n)
    y = x / 2
  end function
  subroutine give_up(code)
    integer, intent(in) :: code
    if (code == 3) stop 3
    if (code == 4) error stop 'no solution'
    if (code == 5) call abort()
  end subroutine
end module
`;

describe.skipIf(!hasCompiler)('in a child process', () => {
  test('arrays come and go, and a stop or a crash is an error', async () => {
    const { risky } = await build(text, { isolate: true });
    const x = array([1, 2, 3], { dtype: 'float64' });
    await risky.scale(x, 2);
    expect(x.toArray()).toEqual([2, 4, 6]);
    const part = asfortranarray(ones([4])).at('2:');
    await risky.scale(part, 3);
    expect(part.toArray()).toEqual([3, 3]);
    expect((await risky.halved(x)).toArray()).toEqual([1, 2, 3]);
    await risky.give_up(0);
    await expect(risky.give_up(3)).rejects.toThrow('give_up: the routine ended its process: exit code 3');
    await expect(risky.give_up(4)).rejects.toThrow(/exit code 1: .*no solution/i);
    await expect(risky.give_up(5)).rejects.toThrow('signal SIGABRT');
    // A new child takes the next call.
    expect((await risky.halved(x)).toArray()).toEqual([1, 2, 3]);
    await expect(risky.halved('x')).rejects.toThrow("argument 'x' is the string");
    expect(() => risky.count).toThrow('variables live in the child process');
  });
});
