"""Writes the fixtures of test/io: npy and npz files as NumPy writes them, in base64, with the elements in them.

Usage: python io_files.py   (NumPy 2.4)
"""
import base64
import io
import json
import pathlib
import zipfile

import numpy as np

here = pathlib.Path(__file__).resolve().parent
target = here.parent / "fixtures" / "io"
target.mkdir(parents=True, exist_ok=True)

dtypes = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()


def encoded(data):
    return base64.b64encode(data).decode()


def sample(dtype, shape):
    rng = np.random.default_rng(len(dtype) + sum(shape))
    size = int(np.prod(shape))
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, size, dtype=bool).reshape(shape)
    if kind in "iu":
        info = np.iinfo(dtype)
        values = rng.integers(info.min, info.max, size, dtype=dtype, endpoint=True)
        if size > 1:
            values[:2] = info.min, info.max
        return values.reshape(shape)
    values = rng.standard_normal(2 * size)
    special = [np.nan, np.inf, -np.inf, -0.0, 5e-324]
    values[: min(2 * size, 5)] = special[: min(2 * size, 5)]
    if kind == "c":
        return values.view("complex128").astype(dtype).reshape(shape)
    return values[:size].astype(dtype).reshape(shape)


def saved(x, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, x, version=version)
    return out.getvalue()


def described(x):
    native = np.ascontiguousarray(x).astype(x.dtype.newbyteorder("<"))
    return {"dtype": x.dtype.newbyteorder("=").name, "shape": list(x.shape), "elements": encoded(native.tobytes())}


files = []
for dtype in dtypes:
    for shape in ((), (0,), (3,), (2, 3), (2, 0, 3), (2, 1, 3)):
        for order in "CF":
            for endian in "<>":
                x = np.asarray(sample(dtype, shape), order=order)
                x = x.astype(x.dtype.newbyteorder(endian), order="K")
                files.append({"file": encoded(saved(x)), "order": order, "endian": endian, **described(x)})
for version in ((1, 0), (2, 0), (3, 0)):
    x = np.arange(6.0).reshape(2, 3)
    files.append({"file": encoded(saved(x, version)), "order": "C", "endian": "<", **described(x)})

archives = []
arrays = {"a": np.arange(5), "b": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "leer ü": np.zeros((0, 3), "f4"), "s": np.float16(2.5)}
for save in (np.savez, np.savez_compressed):
    out = io.BytesIO()
    save(out, **arrays)
    archives.append({"file": encoded(out.getvalue()), "arrays": {k: described(np.asarray(v)) for k, v in arrays.items()}})
out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
    z.comment = b"a comment at the end PK\x05\x06 of the file"
    z.writestr("readme.txt", "no array")
    z.writestr("x.npy", saved(np.arange(3, dtype=">i4")))
archives.append({"file": encoded(out.getvalue()), "arrays": {"x": described(np.arange(3, dtype="i4"))}})

refused = []
for name, x in {
    "objects": np.array([None, 1], dtype=object),
    "structured": np.zeros(2, [("x", "f8"), ("y", "i4")]),
    "strings": np.array(["ab", "c"]),
    "bytes": np.array([b"ab", b"c"]),
    "dates": np.array(["2020-01-01"], "M8[D]"),
    "long doubles": np.zeros(2, np.longdouble),
}.items():
    out = io.BytesIO()
    np.lib.format.write_array(out, x, allow_pickle=True)
    refused.append({"name": name, "file": encoded(out.getvalue())})

(target / "files.json").write_text(
    json.dumps({"numpy": np.__version__, "npy": files, "npz": archives, "refused": refused}, separators=(",", ":")) + "\n"
)
