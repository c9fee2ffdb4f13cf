"""Writes the fixtures of test/io/hdf5.test.ts: an HDF5 file as h5py writes it, and the elements in it.

Usage: python io_hdf5.py   (NumPy 2.4, h5py 3.16)
"""
import base64
import json
import pathlib

import h5py
import numpy as np

target = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "io"
dtypes = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()


def sample(dtype, shape):
    rng = np.random.default_rng(len(dtype))
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, shape, dtype=bool)
    if kind in "iu":
        info = np.iinfo(dtype)
        return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    x = rng.standard_normal(shape)
    return (x + 1j * rng.standard_normal(shape)).astype(dtype) if kind == "c" else x.astype(dtype)


def described(x):
    native = np.ascontiguousarray(x).astype(x.dtype.newbyteorder("<"))
    elements = base64.b64encode(native.tobytes()).decode()
    return {"dtype": x.dtype.newbyteorder("=").name, "shape": list(x.shape), "elements": elements}


if __name__ == "__main__":
    expected = {}
    with h5py.File(target / "hdf5.h5", "w", libver="latest") as file:
        def put(name, x, **options):
            file.create_dataset(name, data=x, **options)
            expected[name] = described(np.asarray(x))

        for dtype in dtypes:
            put(f"little/{dtype}", sample(dtype, (3, 4)))
            if dtype != "bool":
                put(f"big/{dtype}", sample(dtype, (3, 4)).astype(np.dtype(dtype).newbyteorder(">")))
        grid = np.arange(20 * 30 * 7, dtype="f4").reshape(20, 30, 7)
        put("chunked/plain", grid, chunks=(6, 7, 3))
        put("chunked/deflate", grid, chunks=(6, 7, 3), compression="gzip", shuffle=True, fletcher32=True)
        put("chunked/scaleoffset", grid.astype("i4"), chunks=(6, 7, 3), scaleoffset=0)
        put("scalar", np.float64(3.5))
        put("empty", np.zeros((0, 3)))
        unwritten = file.create_dataset("fill", (5, 6), "f8", chunks=(2, 2), fillvalue=7.5)
        unwritten[0, 0] = 1
        expected["fill"] = described(unwritten[()])
        file["chunked/plain"].attrs.update({"units": "K", "offset": 273.15, "range": [0, 40], "count": 5})
        file.attrs["title"] = "made by h5py"
        # What has to be refused.
        file.create_dataset("refused/lzf", data=grid, chunks=(6, 7, 3), compression="lzf")
        file.create_dataset("refused/text", data=np.array([b"a", b"bc"]))
        file.create_dataset("refused/record", data=np.zeros(2, dtype=[("a", "i4"), ("b", "f8")]))
        file.create_dataset("refused/null", data=h5py.Empty("f8"))
        file["refused/broken"] = h5py.SoftLink("/nowhere")
        file["refused/elsewhere"] = h5py.ExternalLink("other.h5", "/x")

    (target / "hdf5.json").write_text(json.dumps(expected))
