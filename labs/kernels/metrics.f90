! Distances between rows. Features are the first axis: each point lies in one piece.
subroutine cityblock(x, y, d, features, n, m)
  implicit none
  integer, intent(in) :: features, n, m
  real(8), intent(in) :: x(features, n)  ! points, one a column
  real(8), intent(in) :: y(features, m)
  real(8), intent(out) :: d(n, m)        ! distances
  integer :: i, j
  !$omp parallel do private(i)
  do j = 1, m
    do i = 1, n
      d(i, j) = sum(abs(x(:, i) - y(:, j)))
    end do
  end do
end subroutine

subroutine euclidean(x, y, d, features, n, m)
  implicit none
  integer, intent(in) :: features, n, m
  real(8), intent(in) :: x(features, n), y(features, m)
  real(8), intent(out) :: d(n, m)
  integer :: i, j
  !$omp parallel do private(i)
  do j = 1, m
    do i = 1, n
      d(i, j) = sqrt(sum((x(:, i) - y(:, j))**2))
    end do
  end do
end subroutine
