"""Writes the fixtures of test/io/zarr.test.ts: stores by the paths of their files, in base64, with the elements in them.

Version 2 is what zarr-python writes. Version 3 is written here, as the specification has it, with numcodecs' codecs.

Usage: python io_zarr.py   (zarr-python 2.13, numcodecs 0.11)
"""
import base64
import json
import pathlib
import struct
import tempfile

import numcodecs
import numpy as np
import zarr

target = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "io"
dtypes = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()
stores = []


def encoded(data):
    return base64.b64encode(data).decode()


def described(x):
    native = np.ascontiguousarray(x).astype(x.dtype.newbyteorder("<"))
    return {"dtype": x.dtype.newbyteorder("=").name, "shape": list(x.shape), "elements": encoded(native.tobytes())}


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


def version2(name, x, **options):
    with tempfile.TemporaryDirectory() as folder:
        store = zarr.open_array(folder, mode="w", shape=x.shape, dtype=x.dtype, **options)
        store[...] = x
        store.attrs["name"] = name
        files = {str(p.relative_to(folder)): encoded(p.read_bytes()) for p in pathlib.Path(folder).rglob("*") if p.is_file()}
    stores.append({"name": name, "files": files, **described(x)})


for dtype in dtypes:
    version2(f"v2 {dtype}", sample(dtype, (5, 7)), chunks=(2, 3))
    version2(f"v2 big-endian {dtype}", sample(dtype, (5, 7)).astype(np.dtype(dtype).newbyteorder(">")), chunks=(2, 3))
grid = np.arange(9 * 8 * 7, dtype="f4").reshape(9, 8, 7)
for codec in (None, numcodecs.Zlib(1), numcodecs.GZip(5), numcodecs.Zstd(3), numcodecs.LZ4(),
              numcodecs.Blosc("lz4", 5, 1), numcodecs.Blosc("zstd", 3, 2), numcodecs.Blosc("blosclz", 9, 0)):
    version2(f"v2 {codec}", grid, chunks=(4, 3, 7), compressor=codec)
version2("v2 Fortran order", grid, chunks=(4, 3, 7), order="F")
version2("v2 nested", grid, chunks=(4, 3, 7), dimension_separator="/")
version2("v2 scalar", np.array(2.5))
version2("v2 empty", np.zeros((0, 3)))
version2("v2 whole chunk", grid, chunks=(9, 8, 7))
version2("v2 empty chunks", np.full((4, 4), np.nan), chunks=(2, 2), fill_value=np.nan, write_empty_chunks=False)
version2("v2 large fill", np.full((4, 4), 2**63 - 1, "i8"), chunks=(2, 2), fill_value=2**63 - 1, write_empty_chunks=False)


def padded_chunks(x, chunks):
    counts = [-(-n // c) for n, c in zip(x.shape, chunks)]
    for place in np.ndindex(*counts):
        part = x[tuple(slice(p * c, (p + 1) * c) for p, c in zip(place, chunks))]
        chunk = np.zeros(chunks, x.dtype)
        chunk[tuple(slice(0, n) for n in part.shape)] = part
        yield place, chunk


def version3(name, x, chunks, fill=0, codecs=(), encode=lambda chunk: chunk.tobytes(), key="default", separator="/", skip=()):
    meta = {
        "zarr_format": 3, "node_type": "array", "shape": list(x.shape), "data_type": x.dtype.newbyteorder("=").name,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunks)}},
        "chunk_key_encoding": {"name": key, "configuration": {"separator": separator}},
        "fill_value": fill, "codecs": list(codecs), "attributes": {"name": name},
    }
    files = {"zarr.json": encoded(json.dumps(meta).encode())}
    for place, chunk in padded_chunks(x, chunks):
        if place not in skip:
            files[separator.join((["c"] if key == "default" else []) + [str(p) for p in place]) or "0"] = encoded(encode(chunk))
    stores.append({"name": name, "files": files, **described(x)})


little = {"name": "bytes", "configuration": {"endian": "little"}}
for dtype in dtypes:
    x = sample(dtype, (5, 7))
    fill = False if dtype == "bool" else [0, 0] if x.dtype.kind == "c" else 0
    version3(f"v3 {dtype}", x, (2, 3), fill, [little])
    big = {"name": "bytes", "configuration": {"endian": "big"}}
    version3(f"v3 big-endian {dtype}", x, (2, 3), fill, [big], lambda chunk: chunk.astype(chunk.dtype.newbyteorder(">")).tobytes())
for name, codec in (("gzip", numcodecs.GZip(5)), ("zstd", numcodecs.Zstd(3)), ("blosc", numcodecs.Blosc("zstd", 3, 1))):
    config = {"level": 5} if name != "blosc" else {"cname": "zstd", "clevel": 3, "shuffle": "shuffle", "typesize": 4, "blocksize": 0}
    version3(f"v3 {name}", grid, (4, 3, 7), 0, [little, {"name": name, "configuration": config}], lambda chunk: codec.encode(chunk.tobytes()))


def crc(data):
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ 0x82F63B78 if byte & 1 else byte >> 1
        table.append(byte)
    total = 0xFFFFFFFF
    for byte in data:
        total = table[(total ^ byte) & 255] ^ (total >> 8)
    return data + struct.pack("<I", total ^ 0xFFFFFFFF)


version3("v3 crc32c", grid, (4, 3, 7), 0, [little, {"name": "crc32c"}], lambda chunk: crc(chunk.tobytes()))
version3("v3 transpose", grid, (4, 3, 7), 0, [{"name": "transpose", "configuration": {"order": [2, 0, 1]}}, little],
         lambda chunk: np.ascontiguousarray(chunk.transpose(2, 0, 1)).tobytes())
version3("v3 keys of version 2", grid, (4, 3, 7), 0, [little], key="v2", separator=".")
missing = np.arange(16.0).reshape(4, 4)
missing[:2, :2] = np.nan
version3("v3 missing chunk", missing, (2, 2), "NaN", [little], skip=[(0, 0)])
missing = missing.copy()
missing[:2, :2] = -np.inf
version3("v3 fill in bits", missing, (2, 2), "0xfff0000000000000", [little], skip=[(0, 0)])
version3("v3 scalar", np.array(2.5), (), 0, [little])


def shard(inner, at_end):
    def encode(chunk):
        parts, index = [], []
        counts = [n // c for n, c in zip(chunk.shape, inner)]
        at = 0 if at_end else 16 * int(np.prod(counts)) + 4
        for _, part in padded_chunks(chunk, inner):
            if not part.any():
                index += [2**64 - 1] * 2
                continue
            data = numcodecs.GZip(5).encode(part.tobytes())
            index += [at, len(data)]
            parts.append(data)
            at += len(data)
        packed = crc(struct.pack(f"<{len(index)}Q", *index))
        return b"".join(parts) + packed if at_end else packed + b"".join(parts)
    return encode


sparse = grid.copy()
sparse[:2, :3] = 0
for location in ("end", "start"):
    config = {"chunk_shape": [2, 3, 7], "codecs": [little, {"name": "gzip", "configuration": {"level": 5}}],
              "index_codecs": [little, {"name": "crc32c"}], "index_location": location}
    version3(f"v3 sharded, index at the {location}", sparse, (4, 6, 7), 0, [{"name": "sharding_indexed", "configuration": config}],
             shard((2, 3, 7), location == "end"))

(target / "zarr.json").write_text(json.dumps(stores))
