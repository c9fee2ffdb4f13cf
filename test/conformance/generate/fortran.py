"""Writes test/conformance/fixtures/native/f2py.json: a Fortran source, calls of its routines by F2PY, and what came out.

An array is {dtype, shape, data in C order}, a function {callback: name}. `after` are the array arguments as the call
left them. Run with NumPy 2.4.6, gfortran and what F2PY builds with:
    python test/conformance/generate/fortran.py
"""
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

INTERFACE = """  interface
    function f(x) result(y)
      real(8), intent(in) :: x
      real(8) :: y
    end function
  end interface
"""
SOURCE = """
subroutine scaled(x, n, factor, y)
  integer, intent(in) :: n
  real(8), intent(in) :: x(n), factor
  real(8), intent(out) :: y(n)
  y = factor * x
end subroutine
subroutine increased(x, n)
  integer, intent(in) :: n
  integer, intent(inout) :: x(n)
  x = x + 1
end subroutine
subroutine untold(x, n)
  integer n
  real(4) x(n)
  x = x / 2
end subroutine
subroutine doubled_copy(x, n)
  integer, intent(in) :: n
  real(8) :: x(n)
  !f2py intent(in, out, copy) :: x
  x = 2 * x
end subroutine
subroutine doubled_there(x, n)
  integer, intent(in) :: n
  real(8) :: x(n)
  !f2py intent(in, out, overwrite) :: x
  x = 2 * x
end subroutine
subroutine doubled(x, n)
  integer, intent(in) :: n
  real(8) :: x(n)
  !f2py intent(in, out) :: x
  x = 2 * x
end subroutine
subroutine kept(x, n, s)
  integer, intent(in) :: n
  real(8) :: x(n)
  real(8), intent(out) :: s
  !f2py intent(in, copy) :: x
  x = x + 1
  s = sum(x)
end subroutine
subroutine hidden(x, n, k, s)
  integer n, k
  real(8), intent(in) :: x(n)
  real(8), intent(out) :: s
  !f2py intent(hide), depend(x) :: n = len(x)
  !f2py integer, optional, check(k > 0), depend(n) :: k = n - 1
  s = sum(x(1:min(k, n))) + 100 * k
end subroutine
subroutine differences(n, x, d)
  integer, intent(in) :: n
  real(8), intent(in) :: x(n + 1)
  real(8), intent(out) :: d(n)
  d = x(2:n + 1) - x(1:n)
end subroutine
subroutine numbered(a, m, n, s)
  integer, intent(in) :: m, n
  real(8), intent(in) :: a(m, n)
  real(8), intent(out) :: s(n, m)
  integer :: i, j
  do j = 1, n
    do i = 1, m
      s(j, i) = a(i, j) + 10 * i + j
    end do
  end do
end subroutine
subroutine made(m, n, a)
  integer, intent(in) :: m, n
  integer(8), intent(out) :: a(0:m - 1, n)
  integer :: i, j
  do j = 1, n
    do i = 0, m - 1
      a(i, j) = i + 10_8 ** (j + 9)
    end do
  end do
end subroutine
subroutine two(i, x, j, y)
  integer(2), intent(in) :: i
  real(4), intent(in) :: x
  integer(2), intent(out) :: j
  real(4), intent(out) :: y
  j = i + 1_2
  y = x / 3
end subroutine
subroutine turned(z, n, w, total)
  integer, intent(in) :: n
  complex(8), intent(in) :: z(n), w
  complex(8), intent(out) :: total
  total = sum(z) * w
end subroutine
function root(x)
  complex(8) :: root
  real(8), intent(in) :: x
  root = sqrt(cmplx(x, 0, 8))
end function
logical function both(a, b)
  logical, intent(in) :: a, b
  both = a .and. b
end function
integer function letters(text)
  character(len=*), intent(in) :: text
  letters = index(text, 'b')
end function
subroutine summed(f, n, s)
  integer, intent(in) :: n
  real(8), intent(out) :: s
  real(8) :: at
  integer :: i
{interface}  s = 0
  do i = 1, n
    at = i
    s = s + f(at)
  end do
end subroutine
subroutine worked(x, n, y, m, w, lw)
  integer n, m, lw
  double precision x(n), y(m), w(lw)
!f2py intent(in) :: x
!f2py intent(hide), depend(x) :: n = len(x)
!f2py integer optional, check(m >= 1 && m < 100), intent(in), depend(n) :: m = (n > 2 ? 2 : n)
!f2py intent(out) y
!f2py intent(cache, hide) w
!f2py depend(lw) w
!f2py integer, intent(hide), depend(n) :: lw = max(1, 3 * n)
  w = 1
  y = sum(x) + sum(w)
end subroutine
subroutine prefix(x, n, s)
  integer, intent(in) :: n
  real(8), intent(in) :: x(*)
  real(8), intent(out) :: s
  !f2py check(len(x) >= n), depend(n) :: x
  s = sum(x(1:n))
end subroutine
subroutine fixed(x, k, y)
  real(8), intent(in) :: x
  integer, intent(in) :: k
  real(8), intent(out) :: y
  !f2py integer, intent(hide) :: k = 5
  y = x + k
end subroutine
subroutine bounded(k, n, j)
  integer, intent(in) :: k, n
  integer, intent(out) :: j
  !f2py integer, optional, check(k >= 0 && k <= n), depend(n) :: k = n / 2
  j = 10 * k + n
end subroutine
subroutine by_rows(a, m, n, s)
  integer, intent(in) :: m, n
  real(8), intent(in) :: a(m, n)
  real(8), intent(out) :: s(n)
  s = sum(a, 1)
end subroutine
subroutine outer_product(x, y, a, m, n)
  integer, intent(in) :: m, n
  real(4), intent(in) :: x(m), y(n)
  real(4), intent(out) :: a(m, n)
  a = spread(x, 2, n) * spread(y, 1, m)
end subroutine
subroutine squared(a, n)
  integer, intent(in) :: n
  complex(4) :: a(n, n)
  !f2py intent(in, out, copy) :: a
  a = matmul(a, a)
end subroutine
subroutine bytes_(x, n, s)
  integer, intent(in) :: n
  integer(1), intent(in) :: x(n)
  integer(8), intent(out) :: s
  s = sum(int(x, 8)) * 1000000000_8
end subroutine
subroutine tagged(n, s)
  integer, intent(in) :: n
  character(len=5), intent(out) :: s
  write (s, '(a, i0)') 'n', n
end subroutine
real(8) function half(x)
  real(8) x, third
  half = x / 2
  return
  entry third(x)
  third = x / 3
end function
subroutine remember(x, before)
  real(8), intent(in) :: x
  real(8), intent(out) :: before
  real(8) :: last
  common /memory/ last
  before = last
  last = x
end subroutine
subroutine folded(f, x, n, s)
  integer n
  real(8) :: x(n), s
  external f
  real(8) f, y
  integer k
  !f2py intent(in) x
  !f2py intent(out) s
  !f2py y = f(y, k)
  s = 0
  do k = 1, n
    s = f(s, k) + x(k)
  end do
end subroutine
module tools
  implicit none
  real(8) :: scale = 2
contains
  subroutine shifted(x, y)
    real(8), intent(in) :: x(:, :)
    real(8), intent(out) :: y(size(x, 1), size(x, 2))
    y = scale * x
    y(1, 1) = ubound(x, 1)
  end subroutine
  function powers(x, n) result(y)
    integer, intent(in) :: n
    real(8), intent(in) :: x
    real(8) :: y(n)
    integer :: i
    y = [(x ** i, i = 1, n)]
  end function
  real(8) function norm(x)
    real(8), intent(in) :: x(:)
    norm = sqrt(sum(x ** 2))
  end function
end module
""".replace("{interface}", INTERFACE)
CALLBACKS = {"square": lambda x: x * x, "half": lambda x: x / 2, "step": lambda x, k: x * k + 1}


def build(folder):
    # F2PY takes functions as arguments by their use alone.
    (folder / "cases.f90").write_text(SOURCE.replace(INTERFACE, "  real(8), external :: f\n"))
    command = [sys.executable, "-m", "numpy.f2py", "-c", "cases.f90", "-m", "cases"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    spec = importlib.util.spec_from_file_location("cases", next(folder.glob("cases.*.so")))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(value):
    value = np.asarray(value)
    if value.dtype.kind == "c":
        return [[number.real, number.imag] for number in value.ravel().tolist()]
    return value.ravel().tolist()


def pack(value):
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return {"dtype": value.dtype.name, "shape": list(value.shape), "data": plain(value)}
    if isinstance(value, (complex, np.complexfloating)):
        return {"re": value.real, "im": value.imag}
    if isinstance(value, (bytes, np.bytes_)) or getattr(value, "dtype", np.dtype(int)).kind == "S":
        return bytes(value).decode().rstrip()
    return value.item() if isinstance(value, (np.generic, np.ndarray)) else value


def main():
    calls = []

    def call(name, *args, **options):
        named = [isinstance(arg, str) and arg in CALLBACKS for arg in args]
        given = [{"callback": arg} if function else pack(arg) for arg, function in zip(args, named)]
        values = [CALLBACKS[arg] if function else arg for arg, function in zip(args, named)]
        routine = module
        for part in name.split("."):
            routine = getattr(routine, part)
        entry = {"name": name, "args": given, "options": options}
        try:
            out = routine(*values, **options)
            out = () if out is None else out if isinstance(out, tuple) else (out,)
            entry["out"] = [pack(one) for one in out]
            # Whether the array itself or a copy is returned by a bare in, out is each one's own.
            if name != "doubled":
                entry["after"] = [pack(arg) for arg in args if isinstance(arg, np.ndarray)]
        except Exception:
            entry["error"] = True
        calls.append(entry)

    with tempfile.TemporaryDirectory() as folder:
        module = build(Path(folder))
        cases(call)
    path = Path(__file__).parent.parent / "fixtures" / "native" / "f2py.json"
    path.write_text(json.dumps({"source": SOURCE, "calls": calls}, separators=(",", ":")) + "\n")


def cases(call):
    def x():
        return np.array([1.0, 2.5, -3.0])

    call("scaled", x(), 2.0)
    call("scaled", x(), 2.0, n=3)
    call("scaled", x(), 2.0, n=4)
    call("scaled", x())
    call("scaled", np.zeros(0), 2.0)
    call("increased", np.array([1, 2, 3], dtype=np.int32))
    call("increased", np.array([1.0, 2.0]))
    call("untold", np.array([1, 2, 3], dtype=np.float32))
    for name in ["doubled", "doubled_copy", "doubled_there", "kept"]:
        call(name, x())
    call("hidden", x())
    call("hidden", x(), k=1)
    call("hidden", x(), k=0)
    call("differences", x())
    call("differences", x(), n=2)
    call("differences", np.ones(1))
    call("numbered", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
    call("numbered", np.arange(6.0).reshape(2, 3))
    call("numbered", np.ones((2, 3)), m=3)
    call("made", 2, 3)
    call("made", 0, 3)
    call("made", -1, 3)
    call("two", 41, 2.0)
    call("turned", np.array([1 + 2j, 3 - 1j]), 2j)
    call("root", -4.0)
    call("both", True, False)
    call("both", True, True)
    call("letters", "abc")
    call("letters", "")
    call("summed", "square", 4)
    call("summed", "half", 0)
    call("tools.powers", 2.0, 5)
    call("tools.powers", 2.0, 0)
    call("tools.norm", np.array([3.0, 4.0]))
    call("tools.shifted", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
    call("worked", x())
    call("worked", np.ones(1))
    call("worked", x(), m=4)
    call("worked", x(), m=0)
    call("worked", x(), m=100)
    call("prefix", x(), 2)
    call("prefix", x(), 3)
    call("prefix", x(), 4)
    call("fixed", 1.5)
    call("bounded", 7)
    call("bounded", 7, k=7)
    call("bounded", 7, k=8)
    call("bounded", 7, k=-1)
    call("by_rows", np.asfortranarray(np.arange(6.0).reshape(2, 3)))
    call("by_rows", np.zeros((0, 3)))
    call("outer_product", np.array([1, 2], dtype=np.float32), np.array([3, 4, 5], dtype=np.float32))
    call("outer_product", np.zeros(0, dtype=np.float32), np.array([3], dtype=np.float32))
    call("squared", np.asfortranarray(np.array([[1, 2j], [3, 4]], dtype=np.complex64)))
    call("bytes_", np.array([1, -2, 127], dtype=np.int8))
    call("tagged", 42)
    call("half", 3.0)
    call("third", 3.0)
    call("remember", 4.0)
    call("remember", 5.0)
    call("folded", "step", x())


main()
