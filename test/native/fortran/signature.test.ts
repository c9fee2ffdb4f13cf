import { describe, expect, test } from 'vitest';
import { array } from '../../../src/index.js';
import { fortran } from '../../../src/native/index.js';
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
