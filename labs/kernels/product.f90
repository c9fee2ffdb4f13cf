! The exercise: c = a b, in single and in double precision.
module product
  use, intrinsic :: iso_fortran_env, only: real32, real64
  implicit none
contains
  subroutine multiply64(a, b, c)
    real(real64), intent(in) :: a(:, :), b(:, :)
    real(real64), intent(out) :: c(size(a, 1), size(b, 2))
    integer :: j, k
    c = 0
    ! Columns of c, each a sum of columns of a: every access runs through memory in order.
    !$omp parallel do private(k)
    do j = 1, size(b, 2)
      do k = 1, size(a, 2)
        c(:, j) = c(:, j) + a(:, k) * b(k, j)
      end do
    end do
  end subroutine
  subroutine multiply32(a, b, c)
    real(real32), intent(in) :: a(:, :), b(:, :)
    real(real32), intent(out) :: c(size(a, 1), size(b, 2))
    integer :: j, k
    c = 0
    !$omp parallel do private(k)
    do j = 1, size(b, 2)
      do k = 1, size(a, 2)
        c(:, j) = c(:, j) + a(:, k) * b(k, j)
      end do
    end do
  end subroutine
end module
