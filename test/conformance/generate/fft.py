"""Writes test/conformance/fixtures/fft/transforms.json: what numpy.fft gives. Run from anywhere; made with NumPy 2.4.6.

Inputs by name, and cases {name, options, input, result}. Elements are bytes in C order as hex, little-endian.
"""

import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "fft"
rng = np.random.default_rng(20240601)


def pack(x):
    return {"dtype": x.dtype.name, "shape": list(x.shape), "hex": np.ascontiguousarray(x).tobytes().hex()}


def numbers(dtype, *shape):
    x = rng.standard_normal(shape)
    if dtype.startswith("complex"):
        return (x + 1j * rng.standard_normal(shape)).astype(dtype)
    if dtype == "bool":
        return x > 0
    return (x * (1 if dtype.startswith("float") else 9)).astype(dtype)


inputs = {
    **{f"line-{dtype}": numbers(dtype, 12) for dtype in
       "bool int8 int32 int64 uint16 float16 float32 float64 complex64 complex128".split()},
    "box": numbers("complex128", 3, 4, 5),
    "realBox": numbers("float64", 3, 4, 6),
    "singleBox": numbers("complex64", 4, 3, 2),
    "halfBox": numbers("float16", 2, 3, 4),
    "one": numbers("complex128", 1),
    "odd": numbers("float64", 15),
    "prime": numbers("complex128", 211),
    "rows": numbers("float32", 9, 20),
}  # fmt: skip

one_axis = ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]
many_axes = ["fftn", "ifftn", "rfftn", "irfftn", "fft2", "ifft2", "rfft2", "irfft2"]
one_options = [
    {}, {"n": 5}, {"n": 12}, {"n": 20}, {"n": 1}, {"norm": "ortho"}, {"norm": "forward"}, {"n": 9, "norm": "forward"},
]  # fmt: skip
many_options = [
    {}, {"axes": [0, 1]}, {"axes": [-1, 0]}, {"s": [2, 7], "axes": [1, 2]}, {"s": [-1, 3], "axes": [0, 2]},
    {"s": [5, 4], "axes": [-2, -1], "norm": "ortho"}, {"axes": [1], "norm": "forward"},
]  # fmt: skip
cases = []


def add(name, input_name, options):
    x = inputs[input_name]
    if name in ("rfft", "ihfft", "rfftn", "rfft2") and np.iscomplexobj(x):
        return
    result = getattr(np.fft, name)(x, **options)
    cases.append({"name": name, "options": options, "input": input_name, "result": pack(result)})


for name in one_axis:
    for key in inputs:
        if key.startswith("line-"):
            add(name, key, {})
    for options in one_options:
        add(name, "line-float64", options)
        add(name, "line-complex128", options)
    add(name, "odd", {})
    for axis in (0, 1, -1):
        add(name, "realBox", {"axis": axis})
    add(name, "rows", {"axis": 0, "n": 11})
    add(name, "rows", {"axis": 1})
for name in ("fft", "ifft"):
    add(name, "one", {})
    add(name, "prime", {})
for name in many_axes:
    for options in many_options if name.endswith("n") else many_options[:1] + many_options[2:4]:
        for key in ("box", "realBox"):
            add(name, key, options)
    add(name, "singleBox", {})
    add(name, "halfBox", {})

frequencies = [
    {"name": name, "n": n, "d": d, "result": pack(getattr(np.fft, name)(n, d))}
    for name in ("fftfreq", "rfftfreq") for n in (1, 2, 7, 8) for d in (1.0, 0.1, -3.0)
]  # fmt: skip
shifts = [
    {"name": name, "axes": axes, "input": key, "result": pack(getattr(np.fft, name)(inputs[key], axes))}
    for name in ("fftshift", "ifftshift") for key in ("box", "halfBox") for axes in (None, 0, [1, 2], [2, 2])
]  # fmt: skip

OUT.mkdir(parents=True, exist_ok=True)
parts = {"inputs": {key: pack(x) for key, x in inputs.items()}, "cases": cases, "frequencies": frequencies, "shifts": shifts}
(OUT / "transforms.json").write_text(json.dumps(parts, separators=(",", ":")) + "\n")
