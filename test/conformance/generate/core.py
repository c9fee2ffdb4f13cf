"""Writes test/conformance/fixtures/core: what NumPy prints, casts, indexes and counts. Run from the repository's root."""

import base64
import json
import pathlib
import warnings

import numpy as np

warnings.simplefilter("ignore")
OUT = pathlib.Path(__file__).parent.parent / "fixtures" / "core"
DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()


def pack(x):
    """Elements as bytes in C order, little-endian."""
    return {"dtype": x.dtype.name, "shape": list(x.shape), "bytes": base64.b64encode(np.ascontiguousarray(x).tobytes()).decode()}


def save(name, rows):
    OUT.mkdir(parents=True, exist_ok=True)
    text = ",\n".join(json.dumps(row) for row in rows)
    (OUT / f"{name}.json").write_text(f"[\n{text}\n]\n")


def random_floats(rng, dtype, shape):
    """Numbers of many sizes: plain, tiny, huge, rounded to few digits, with and without NaN and infinities."""
    kind = rng.integers(8)
    x = rng.standard_normal(shape)
    if kind == 1:
        x = x * 10.0 ** rng.integers(-30, 30, shape)
    elif kind == 2:
        x = np.round(x, 2)
    elif kind == 3:
        x = np.round(x * 100)
    elif kind == 4:
        x = x * 10.0 ** rng.integers(-3, 3)
    elif kind == 5:
        x = np.where(rng.random(shape) < 0.3, rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0], shape), x)
    elif kind == 6:
        x = rng.integers(-4096, 4096, shape) / 512.0
    elif kind == 7:
        x = rng.integers(-9, 9, shape) * 10.0 ** rng.integers(-9, 9, shape)
    return x.astype(dtype)


def random_array(rng, dtype):
    ndim = int(rng.integers(0, 4))
    shape = tuple(int(n) for n in rng.integers(0 if rng.random() < 0.15 else 1, 9 if ndim < 3 else 4, ndim))
    if dtype == "bool":
        return rng.random(shape) < 0.5
    if dtype.startswith(("int", "uint")):
        info = np.iinfo(dtype)
        if rng.random() < 0.4:
            return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
        return rng.integers(0 if info.min == 0 else -9, 100, shape).astype(dtype)
    if dtype.startswith("complex"):
        part = "float32" if dtype == "complex64" else "float64"
        x = np.empty(shape, dtype)
        x.real = random_floats(rng, part, shape)
        x.imag = random_floats(rng, part, shape)
        return x
    return np.asarray(random_floats(rng, dtype, shape))


def printing():
    rng = np.random.default_rng(7)
    arrays = [np.asarray(random_array(rng, dtype)) for dtype in DTYPES for _ in range(26)]
    arrays += [np.asarray(random_array(rng, "float64")) for _ in range(60)]
    arrays += [np.array(v) for v in (0.0, -0.0, 1e16, 9999999999999998.0, 1e-5, 0.0001, 5e-324, 1.7976931348623157e308, np.nan, -np.inf, 0.1 + 0.2, 1e22, 123456789.0)]
    arrays += [np.array(v, "f4") for v in (0.1, 1e6, 999999.0, 16777216.0, 1e-4, 3.4e38, 1e-45, 0.3)]
    arrays += [np.array(v, "f2") for v in (0.1, 1000.0, 999.0, 65504.0, 1e-4, 6e-8, np.inf)]
    arrays += [np.array(v) for v in (1j, -1j, 1 + 2j, complex(-0.0, 1), complex(np.nan, np.inf), complex(0, -np.inf), complex(1e16, 1e-5))]
    arrays += [np.array([1 / 512, 3 / 512, 1.5 / 256]), np.array([0.99999999999]), np.array([1e8, 1]), np.array([99999999.0, 1]),
               np.array([1e-4, 1.0]), np.array([0.00009999, 0.5]), np.array([1.0, 1000.0]), np.array([1.0, 1001.0]), np.array([0.001, 1.0]), np.array([0.0009, 1.0]),
               np.array([1e300, 1e-300]), np.array([np.nan]), np.array([np.inf, -np.inf, np.nan]), np.array([np.nan, 1.5]), np.array([-np.inf, 1e10]),
               np.array([0.0001], "f4"), np.array([2.0**k for k in range(-20, 20)], "f4"), np.array([2.0**k for k in range(-24, 16)], "f2"), np.array([0.1, 1e-5, 33.34], "f2"),
               np.array([1e5, 1.0], "f4"), np.array([1e6, 1e6], "f4"), np.array([999999.0], "f4"), np.array([1e3], "f2"), np.array([999.0], "f2")]
    arrays += [np.zeros((2, 0)), np.zeros((0, 3), "i1"), np.zeros(0, "?"), np.zeros((2, 0, 3), "c8"), np.zeros((1, 1, 1)), np.ones((2, 2, 2, 2))]
    arrays += [np.linspace(0, 1, 30), np.linspace(-1, 1, 40).reshape(4, 10), np.arange(100), np.arange(40, dtype="u1").reshape(2, 20), rng.random((3, 12)) < 0.5, np.linspace(0, 1, 12).astype("c16").reshape(2, 6)]
    rows = [{**pack(x), "str": str(x), "repr": repr(x)} for x in arrays]
    # Summaries: the elements are a ramp of float64, cast.
    for dtype, shape in [("float64", (1001,)), ("float64", (1000,)), ("int64", (2000, 3)), ("float32", (40, 30)), ("float64", (3, 2000)), ("int16", (7, 8, 30)), ("complex64", (1500,)), ("bool", (50, 60)), ("float64", (11, 11, 11)), ("int64", (1001, 1)), ("uint8", (2, 3, 4, 60)), ("float16", (1200,))]:
        x = (np.arange(np.prod(shape), dtype="f8") * 0.5).reshape(shape).astype(dtype)
        rows.append({"dtype": dtype, "shape": list(shape), "ramp": 0.5, "str": str(x), "repr": repr(x)})
    save("printing", rows)


def special_values(dtype):
    if dtype == "bool":
        return np.array([False, True])
    if dtype.startswith(("int", "uint")):
        info = np.iinfo(dtype)
        wanted = [0, 1, 2, 3, 100, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**24 + 1, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 + 1, 2**54 - 1, 2**60 + 2**36 + 1, 2**60 + 2**36, 2**63 - 1, 2**63, 2**64 - 1, -1, -2, -128, -129, -32768, -32769, -(2**31), -(2**31) - 1, -(2**53) - 1, -(2**60) - 2**36 - 1, -(2**63)]
        return np.array([v for v in wanted if info.min <= v <= info.max], dtype)
    values = [0.0, -0.0, 0.5, -0.5, 1.0, 1.5, 2.5, -1.5, 100.7, -100.7, 1e-3, 1 / 3, 2048.5, 2049.5, 65503.0, 65504.0, 65519.99, 65520.0, -65520.0, 1e-7, 2.98e-8, 2.9802322387695312e-08, 2.9802322387695316e-08, 8.940696716308594e-08, 6.1e-5, 6.103515625e-05, 1.00048828125, 1.001464843750001, 1 + 2**-11, 1 + 2**-11 + 2**-40, 1 + 3 * 2**-11, 1 + 2**-24, 1 + 2**-24 + 2**-50, 16777217.0, 1e10, 3.5e38, -3.5e38, 1e-46, 1e-40, 1e300, np.inf, -np.inf, np.nan]
    if dtype.startswith("complex"):
        return np.array([complex(a, b) for a, b in zip(values, values[::-1])]).astype(dtype)
    return np.array(values).astype(dtype)


def in_range(values, dtype):
    """Casts C leaves open (a float outside the integer's range) are not compared."""
    info = np.iinfo(dtype)
    real = values.real.astype("f8")
    with np.errstate(all="ignore"):
        t = np.trunc(real)
        return np.isfinite(real) & (t >= float(info.min)) & (t < float(info.max) + (1 if info.bits < 64 else 0))


def casting():
    rows = []
    for source in DTYPES:
        for target in DTYPES:
            x = special_values(source)
            if x.dtype.kind in "fc" and np.dtype(target).kind in "iu":
                x = x[in_range(x, target)]
            rows.append({"from": pack(x), "to": pack(x.astype(target))})
    save("casting", rows)


def indexing():
    rng = np.random.default_rng(11)
    rows = []

    def part(length):
        kind = rng.integers(6)
        if kind <= 1 and length > 0:
            return int(rng.integers(-length, length))
        if kind == 5:
            return "newaxis"
        ends = [None if rng.random() < 0.4 else int(rng.integers(-length - 2, length + 3)) for _ in range(2)]
        step = None if rng.random() < 0.4 else int(rng.choice([1, 2, 3, -1, -2]))
        return {"slice": [*ends, step]}

    def fancy(length, shape):
        return {"array": rng.integers(-length, length, shape).tolist()}

    def convert(p):
        if p == "newaxis":
            return None
        if p == "...":
            return Ellipsis
        if isinstance(p, dict):
            if "slice" in p:
                return slice(*p["slice"])
            return np.array(p["array"] if "array" in p else p["mask"])
        return p

    for _ in range(700):
        shape = tuple(int(n) for n in rng.integers(1, 6, rng.integers(1, 5)))
        x = np.arange(np.prod(shape)).reshape(shape)
        parts, axis = [], 0
        advanced = rng.random() < 0.6
        pick_shape = tuple(int(n) for n in rng.integers(1, 4, rng.integers(0, 3)))
        while axis < len(shape) and rng.random() < 0.85:
            if advanced and rng.random() < 0.5:
                if rng.random() < 0.25:
                    width = min(int(rng.integers(1, 3)), len(shape) - axis)
                    mask = rng.random(shape[axis:axis + width]) < 0.5
                    parts.append({"mask": mask.tolist()})
                    axis += width
                    continue
                parts.append(fancy(shape[axis], pick_shape if rng.random() < 0.7 else ()))
                axis += 1
                continue
            p = part(shape[axis])
            parts.append(p)
            if p != "newaxis":
                axis += 1
        if rng.random() < 0.3:
            parts.insert(int(rng.integers(0, len(parts) + 1)), "...")
        row = {"shape": list(shape), "index": parts}
        try:
            result = x[tuple(convert(p) for p in parts)]
            row["result"] = {"shape": list(np.shape(result)), "values": np.ravel(result).tolist()}
        except IndexError:
            row["error"] = True
        if "result" in row:
            y = x.copy()
            y[tuple(convert(p) for p in parts)] = -1
            row["written"] = int(np.count_nonzero(y == -1))
        rows.append(row)
    save("indexing", rows)


def views():
    """Which reshapes are views, and with what strides."""
    rng = np.random.default_rng(13)
    rows = []
    for _ in range(400):
        base = tuple(int(n) for n in rng.choice([1, 2, 3, 4, 6], rng.integers(1, 5)))
        x = np.arange(np.prod(base), dtype="i4").reshape(base)
        axes = rng.permutation(len(base)).tolist()
        steps = [int(s) for s in rng.choice([1, 1, 1, 2, -1], len(base))]
        y = x.transpose(axes)[tuple(slice(None, None, s) for s in steps)]
        n = y.size
        target = []
        while n > 1 and len(target) < 4:
            divisors = [d for d in range(1, n + 1) if n % d == 0]
            d = int(rng.choice(divisors))
            target.append(d)
            n //= d
        target.append(n)
        order = "C" if rng.random() < 0.6 else "F"
        z = y.reshape(target, order=order)
        rows.append({"base": list(base), "axes": axes, "steps": steps, "shape": target, "order": order,
                     "view": bool(np.shares_memory(z, x)), "strides": list(z.strides), "values": z.ravel().tolist(),
                     "kept": list(y.astype("f8").strides)})
    save("views", rows)


def ranges():
    rng = np.random.default_rng(17)
    rows = []
    for dtype in ["float64", "float32", "float16", "int32", "int64", "uint8", "complex64", "complex128"]:
        for _ in range(12):
            start, stop = np.sort(rng.integers(0, 100, 2)).tolist() if dtype[0] == "u" else rng.integers(-50, 50, 2).tolist()
            step = float(rng.choice([1, 2, 3])) if dtype[0] in "iu" else float(rng.choice([0.1, 0.3, 1, 2.5]))
            if start > stop and dtype[0] != "u":
                step = -step
            x = np.arange(start, stop, step, dtype=dtype)
            rows.append({"call": "arange", "args": [start, stop, step], **pack(x)})
    for dtype in ["float64", "float32", "int32", "float16"]:
        for _ in range(12):
            start, stop = (rng.standard_normal(2) * 10).tolist()
            num = int(rng.integers(0, 20))
            endpoint = bool(rng.random() < 0.6)
            rows.append({"call": "linspace", "args": [start, stop, num], "endpoint": endpoint, **pack(np.linspace(start, stop, num, endpoint=endpoint, dtype=dtype))})
    rows.append({"call": "linspace", "args": [0, 5e-324, 5], "endpoint": True, **pack(np.linspace(0, 5e-324, 5))})
    save("ranges", rows)


if __name__ == "__main__":
    printing()
    casting()
    indexing()
    views()
    ranges()
