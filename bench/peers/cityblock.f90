! The cityblock of kernels.f90 under a name and with arguments that C knows, for callers without a wrapper.
subroutine cityblock_for_c(rows_x, rows_y, features, x, y, d) bind(c)
  use iso_c_binding, only: c_double, c_int
  implicit none
  integer(c_int), value :: rows_x, rows_y, features
  real(c_double), intent(in) :: x(features, rows_x), y(features, rows_y)
  real(c_double), intent(out) :: d(rows_x, rows_y)
  external :: cityblock

  call cityblock(features, rows_x, rows_y, x, y, d)
end subroutine cityblock_for_c
