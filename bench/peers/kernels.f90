! What our wrapper and F2PY's are both made from.

! Little work: a call of it costs what the wrapper costs.
real(8) function weighted(n, x, w)
  implicit none
  integer, intent(in) :: n
  real(8), intent(in) :: x(n), w(n)
  weighted = sum(x * w)
end function weighted

! The loop a Fortran programmer writes first: one pair after the other, the pairs of a column shared out by OpenMP.
! x is (features, rows_x), y is (features, rows_y): the transposes of arrays of rows. d is made by the call.
subroutine cityblock(features, rows_x, rows_y, x, y, d)
  implicit none
  integer, intent(in) :: features, rows_x, rows_y
  real(8), intent(in) :: x(features, rows_x), y(features, rows_y)
  real(8), intent(out) :: d(rows_x, rows_y)
  integer :: i, j, k
  real(8) :: total

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
