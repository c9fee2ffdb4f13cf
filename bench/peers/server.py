"""The Python peers: a process that stays alive, so that its runs can alternate with ours.

One JSON request a line on stdin, one JSON reply a line on stdout. A request names an operation and its arguments;
the reply has the seconds of one run and a few values of the result, or `missing` (what is not installed), or `error`.
Only the call itself is timed.
"""

import ctypes
import importlib
import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

import graphs
import native
import numpy as np

arrays = {}
outs = {}
rng = np.random.default_rng(2026)


class Missing(Exception):
    pass


def need(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        raise Missing(module.split(".")[0]) from None


def load(name, path):
    arrays[name] = np.load(path)


def out_for(x, y, dtype=np.float64, order="C"):
    """A result array that lives on, every page of it touched."""
    key = (len(x), len(y), np.dtype(dtype).name, order)
    if key not in outs:
        outs.clear()
        outs[key] = np.zeros(key[:2], dtype=dtype, order=order)
        outs[key].fill(1)
    return outs[key]


def timed(call):
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def cdist(x, y, metric, out=False, **options):
    distance = need("scipy.spatial.distance")
    a, b = arrays[x], arrays[y]
    keywords = {name: arrays.get(value, value) if isinstance(value, str) else value for name, value in options.items()}
    if out:
        keywords["out"] = out_for(a, b)
    return timed(lambda: distance.cdist(a, b, metric, **keywords))


def pdist(x, metric, **options):
    distance = need("scipy.spatial.distance")
    a = arrays[x]
    return timed(lambda: distance.pdist(a, metric, **options))


def dask_cdist(x, y, metric, chunks=12):
    """The course's way: SciPy's cdist over chunks of rows, on threads (it releases the lock)."""
    distance = need("scipy.spatial.distance")
    blocked = need("dask.array")
    a, b = arrays[x], arrays[y]
    rows = -(-len(a) // chunks)

    def run():
        lazy = blocked.from_array(a, chunks=(rows, a.shape[1]))
        matrix = lazy.map_blocks(distance.cdist, b, metric, chunks=(lazy.chunks[0], (len(b),)), dtype=float)
        return matrix.compute(scheduler="threads")

    return timed(run)


def numpy_trick(x, y):
    """Euclidean distances by x² + y² − 2xy, as on the course's slides."""
    a, b = arrays[x], arrays[y]

    def run():
        squares_a = np.einsum("ij,ij->i", a, a)[:, np.newaxis]
        squares_b = np.einsum("ij,ij->i", b, b)[np.newaxis, :]
        return np.sqrt(np.abs(squares_a + squares_b - 2 * np.dot(a, b.T)))

    return timed(run)


def sklearn_pairwise(x, y, metric):
    pairwise = need("sklearn.metrics.pairwise")
    a, b = arrays[x], arrays[y]
    call = {"euclidean": pairwise.euclidean_distances, "cosine": pairwise.cosine_distances}[metric]
    return timed(lambda: call(a, b))


def faiss_pairwise(x, y, metric):
    faiss = need("faiss")
    a, b = arrays[x], arrays[y]
    kind = {"sqeuclidean": faiss.METRIC_L2, "cityblock": faiss.METRIC_L1}[metric]
    return timed(lambda: faiss.pairwise_distances(a, b, metric=kind))


def faiss_nearest(x, k, metric):
    faiss = need("faiss")
    a = arrays[x]
    if metric == "cosine":
        # Normalising is part of the work: ours starts from the same vectors.
        def run():
            unit = a.copy()
            faiss.normalize_L2(unit)
            distances, indices = faiss.knn(unit, unit, k, metric=faiss.METRIC_INNER_PRODUCT)
            return 1 - distances, indices
    else:
        def run():
            return faiss.knn(a, a, k)
    seconds, (distances, _) = timed(run)
    return seconds, distances


def sklearn_nearest(x, k, metric):
    neighbors = need("sklearn.neighbors")
    a = arrays[x]

    def run():
        model = neighbors.NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric).fit(a)
        return model.kneighbors(a)

    seconds, (distances, _) = timed(run)
    return seconds, distances


def fortran_cityblock(x, y, folder, fresh=False):
    library = Path(folder) / "libcityblock.so"
    if not library.exists():
        sources = [Path(__file__).parent / name for name in ("kernels.f90", "cityblock.f90")]
        try:
            subprocess.run(
                ["gfortran", "-O3", "-fopenmp", "-march=native", "-shared", "-fPIC", *sources, "-o", library], check=True
            )
        except FileNotFoundError:
            raise Missing("gfortran") from None
    call = ctypes.CDLL(str(library)).cityblock_for_c
    a, b = arrays[x], arrays[y]
    # Fortran's d(i, j) is column-major: seen from NumPy, the transposed matrix.
    d = np.empty((len(b), len(a))) if fresh else out_for(b, a)
    pointer = ctypes.POINTER(ctypes.c_double)
    seconds, _ = timed(
        lambda: call(
            len(a),
            len(b),
            a.shape[1],
            a.ctypes.data_as(pointer),
            b.ctypes.data_as(pointer),
            d.ctypes.data_as(pointer),
        )
    )
    return seconds, d.T


def fill(bytes):
    """How fast NumPy alone writes that many bytes, given and fresh."""
    target = outs.setdefault("fill", np.ones(bytes // 8))
    return timed(lambda: target.fill(0.0))


def expression(code, names, calls=1):
    """Any expression over loaded arrays, `calls` times."""
    known = {"np": np, "rng": rng, **{alias: arrays[name] for alias, name in names.items()}}
    if "scipy" in code:
        known["scipy"] = need("scipy")
        need("scipy.linalg")
    call = eval("lambda: " + code, known)

    def run():
        for _ in range(calls):
            last = call()
        return last

    seconds, result = timed(run)
    return seconds / calls, result


def dask_expression(code, values={}, needs=()):
    """An expression over Dask arrays, on Dask's default scheduler of threads."""
    known = {"da": need("dask.array"), "np": np, **{module: need(module) for module in needs}, **values}
    return timed(eval("lambda: " + code, known))


def import_time(module):
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(module.split(".")[0])
    return float(done.stdout), np.zeros(1)


operations = {
    function.__name__: function
    for function in [
        cdist,
        pdist,
        dask_cdist,
        numpy_trick,
        sklearn_pairwise,
        faiss_pairwise,
        faiss_nearest,
        sklearn_nearest,
        fortran_cityblock,
        fill,
        expression,
        dask_expression,
        import_time,
    ]
}
operations |= graphs.operations(need, arrays)
operations |= native.operations(need, Missing, arrays)


def sample(result):
    """Values from fixed places, by which the harness sees that both sides computed the same thing."""
    flat = np.asarray(result).reshape(-1) if np.asarray(result).flags.c_contiguous else np.asarray(result)
    count = flat.size
    places = [0, 1, count // 3, count // 2, count - 1]
    pick = (lambda at: flat[at]) if flat.ndim == 1 else (lambda at: flat[np.unravel_index(at, flat.shape)])
    values = [float(np.real(pick(at))) for at in places if 0 <= at < count]
    # JSON has no infinities and no NaN: null stands for them, as in JavaScript.
    return [value if math.isfinite(value) else None for value in values]


def answer(request):
    name = request.pop("op")
    if name == "load":
        load(**request)
        return {}
    if name == "forget":
        arrays.clear()
        outs.clear()
        return {}
    seconds, result = operations[name](**request)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "sample": sample(result), "peak": graphs.peak(), "bytes": rss}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Missing as missing:
        reply = {"missing": str(missing)}
    except Exception as error:  # the harness prints it and goes on
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
