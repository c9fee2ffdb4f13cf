"""F2PY and CFFI, for the benchmarks of native code. Same requests and replies as harness/native.mjs."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

source = Path(__file__).parent / "kernels.f90"
modules = {}


def compiled(folder, flags, name, missing):
    """The path of the module that F2PY makes."""
    if shutil.which("gfortran") is None:
        raise missing("gfortran")
    environment = {**os.environ, "FFLAGS": " ".join(flags)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    command = [sys.executable, "-m", "numpy.f2py", "-c", str(source), "-m", name]
    if "-fopenmp" in flags:
        command.append("-lgomp")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    found = next((path for path in Path(folder).glob(f"{name}.*") if path.suffix in {".so", ".pyd"}), None)
    if done.returncode != 0 or found is None:
        raise missing("F2PY that builds")
    return found


def module(folder, flags, missing):
    name = "kernels_openmp" if "-fopenmp" in flags else "kernels"
    if name not in modules:
        spec = importlib.util.spec_from_file_location(name, compiled(folder, flags, name, missing))
        modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[name])
    return modules[name]


def per_call(call, calls):
    start = time.perf_counter()
    for _ in range(calls):
        result = call()
    return (time.perf_counter() - start) / calls, result


def operations(need, missing, arrays):
    """What server.py answers; `need` imports a module, or says that it is missing."""

    def fortran_small(folder, flags, calls):
        np = need("numpy")
        routine = module(folder, flags, missing).weighted
        x, w = np.arange(3.0), np.full(3, 0.5)
        return per_call(lambda: routine(x, w), calls)

    def fortran_metric(x, y, folder, flags):
        routine = module(folder, flags, missing).cityblock
        a, b = arrays[x].T, arrays[y].T
        return per_call(lambda: routine(a, b), 1)

    def fortran_build(folder, flags):
        return per_call(lambda: compiled(folder, flags, "rebuilt", missing), 1)[0], [0]

    def c_scalars(calls):
        ffi = need("cffi").FFI()
        ffi.cdef("double hypot(double, double);")
        hypot = ffi.dlopen("libm.so.6").hypot
        return per_call(lambda: hypot(3.0, 4.0), calls)

    def c_arrays(calls):
        np = need("numpy")
        ffi = need("cffi").FFI()
        ffi.cdef("int memcmp(const void *a, const void *b, size_t n);")
        compare, view = ffi.dlopen(None).memcmp, ffi.from_buffer
        a, b = np.arange(3.0), np.arange(3.0)
        return per_call(lambda: compare(view(a), view(b), a.nbytes), calls)

    return {
        "fortranSmall": fortran_small,
        "fortranMetric": fortran_metric,
        "fortranBuild": fortran_build,
        "cScalars": c_scalars,
        "cArrays": c_arrays,
    }
