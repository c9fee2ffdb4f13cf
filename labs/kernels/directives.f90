! The same without intents: directives for f2py say what goes in and what comes out.
subroutine cityblock(x, y, d, features, n, m)
  integer features, n, m
  double precision x(features, n), y(features, m), d(n, m)
!f2py intent(in) x, y
!f2py intent(hide), depend(x) :: features = shape(x, 0), n = shape(x, 1)
!f2py intent(hide), depend(y) :: m = shape(y, 1)
!f2py intent(out) d
!f2py threadsafe
  integer i, j
  do j = 1, m
    do i = 1, n
      d(i, j) = sum(abs(x(:, i) - y(:, j)))
    end do
  end do
end subroutine

subroutine euclidean(x, y, d, features, n, m)
  integer features, n, m
  double precision x(features, n), y(features, m), d(n, m)
!f2py intent(in) x, y
!f2py intent(hide), depend(x) :: features = shape(x, 0), n = shape(x, 1)
!f2py intent(hide), depend(y) :: m = shape(y, 1)
!f2py intent(out) d
!f2py threadsafe
  integer i, j
  do j = 1, m
    do i = 1, n
      d(i, j) = sqrt(sum((x(:, i) - y(:, j))**2))
    end do
  end do
end subroutine
