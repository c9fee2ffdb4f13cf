import { describe, expect, test } from 'vitest';
import { array, asfortranarray, empty, NDArray, zeros } from '../../../src/index.js';
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
    const x = asfortranarray(array([[0, 0], [1, 2], [3, 4]], { dtype: 'float64' }));
    const y = asfortranarray(array([[1, 1], [0, 5]], { dtype: 'float64' }));
    const d = routine(x, y) as NDArray;
    expect(d.flags.fContiguous).toBe(true);
    expect(d.toArray()).toEqual([[2, 5], [1, 4], [5, 4]]);
    expect((routine(x, y, { n: 3, m: 2 }) as NDArray).toArray()).toEqual(d.toArray());
    expect(() => routine(x, zeros([2, 3], { order: 'F' }))).toThrow(
      "cityblock: argument 'y' has shape (2, 3) but dimension 2 must be 2 (k)",
    );
    expect(() => routine(x, y, { n: 4 })).toThrow("argument 'x' has shape (3, 2) but dimension 1 must be 4 (n)");
    expect(() => routine(x, y.astype('float32'))).toThrow("argument 'y' has dtype float32; needs float64");
    expect(() => routine(x, array([1, 2]))).toThrow("argument 'y' has shape (2); needs 2 axes");
    expect(() => routine(x)).toThrow('cityblock: got 1 arguments; needs 2 (x, y) and options { n, m, k }');
    expect(() => routine(x, y, { q: 1 })).toThrow("has no option 'q'; needs one of n, m, k");
    expect(() => routine(x, 'y')).toThrow('argument \'y\' is the string "y"; needs a float64 array');
  });
});
