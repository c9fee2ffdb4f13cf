! The loop a Fortran programmer writes first: one pair after the other, the pairs of a column shared out by OpenMP.
! x is (features, rows_x), y is (features, rows_y): a NumPy array of rows, seen from Fortran. d is (rows_x, rows_y).
subroutine cityblock(rows_x, rows_y, features, x, y, d) bind(c, name='cityblock')
  use iso_c_binding, only: c_double, c_int
  implicit none
  integer(c_int), value :: rows_x, rows_y, features
  real(c_double), intent(in) :: x(features, rows_x), y(features, rows_y)
  real(c_double), intent(out) :: d(rows_x, rows_y)
  integer :: i, j, k
  real(c_double) :: total

  !$omp parallel do private(i, k, total) schedule(static)
  do j = 1, rows_y
    do i = 1, rows_x
      total = 0
      do k = 1, features
        total = total + abs(x(k, i) - y(k, j))
      end do
      d(i, j) = total
    end do
  end do
  !$omp end parallel do
end subroutine cityblock
