"""Writes the fixtures of test/io/hdf5-stored.test.ts: the ways in which HDF5 files lay out what is in them.

Usage: python io_hdf5_layouts.py   (NumPy 2.4, h5py 3.16)
"""
import json

import h5py
import numpy as np
from io_hdf5 import described, dtypes, sample, target


def fill(file, expected):
    def put(name, x, **options):
        file.create_dataset(name, data=x, **options)
        expected[name] = described(np.asarray(x))

    grid = np.arange(8 * 9 * 7, dtype="f4").reshape(8, 9, 7)
    for dtype in dtypes:
        for order in "<>":
            if dtype != "bool" or order == "<":
                x = sample(dtype, (5, 7)).astype(np.dtype(dtype).newbyteorder(order))
                put(f"contiguous/{order}{dtype}", x)
                put(f"chunked/{order}{dtype}", x, chunks=(2, 3), compression=1, shuffle=True)
    filters = {
        "none": {},
        "deflate": {"compression": 6},
        "shuffle": {"shuffle": True},
        "fletcher": {"fletcher32": True},
        "all": {"compression": 1, "shuffle": True, "fletcher32": True},
    }
    for name, options in filters.items():
        put(f"filters/{name}", grid, chunks=(3, 4, 3), **options)
        # A checksum over an odd number of bytes.
        put(f"filters/{name}-bytes", grid[0].astype("u1"), chunks=(5, 5), **options)
        put(f"filters/{name}-single", grid, chunks=grid.shape, **options)
    put("grows/first", grid, chunks=(3, 4, 3), maxshape=(None, 9, 7))
    put("grows/last", grid, chunks=(3, 4, 3), maxshape=(8, 9, None))
    put("grows/two", grid, chunks=(3, 4, 3), maxshape=(None, None, 7))
    put("grows/bounded", grid, chunks=(3, 4, 3), maxshape=(50, 40, 9), compression=1)
    # Enough chunks for nodes above nodes and for pages.
    put("many", np.arange(2500, dtype="i2"), chunks=(1,))
    put("many-deflated", np.arange(1500, dtype="i2"), chunks=(1,), compression=1)
    put("scalar", np.float64(3.5))
    put("empty", np.zeros((0, 3)))
    shrunk = file.create_dataset("shrunk", data=grid[0], chunks=(4, 4), maxshape=(40, 40))
    shrunk.resize((6, 5))
    expected["shrunk"] = described(shrunk[()])
    holes = file.create_dataset("holes", (5, 6), "f8", chunks=(2, 2), fillvalue=7.5)
    holes[0, 0] = 1
    expected["holes"] = described(holes[()])
    file.create_dataset("unwritten", (3, 2), "i4", fillvalue=-3)
    expected["unwritten"] = described(file["unwritten"][()])
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    space = h5py.h5s.create_simple((4,))
    made = h5py.h5d.create(file.id, b"compact", h5py.h5t.NATIVE_INT32, space, compact)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(4, dtype="i4"))
    expected["compact"] = described(np.arange(4, dtype="i4"))
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((3, 4, 3))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    space = h5py.h5s.create_simple(grid.shape)
    made = h5py.h5d.create(file.id, b"early", h5py.h5t.NATIVE_FLOAT, space, early)
    made.write(h5py.h5s.ALL, h5py.h5s.ALL, grid)
    expected["early"] = described(grid)
    # Chunks that a filter did not pay for, or that were written as they are.
    direct = file.create_dataset("skipped", (4, 4), "u2", chunks=(2, 4), compression=1, shuffle=True)
    direct.id.write_direct_chunk((0, 0), np.arange(8, dtype="<u2").tobytes(), filter_mask=3)
    direct[2:] = 7
    expected["skipped"] = described(direct[()])
    # Headers that go on elsewhere.
    put("annotated", grid[0])
    for at in range(40):
        file["annotated"].attrs[f"attribute {at}"] = np.arange(at)
    file["linked"] = h5py.SoftLink("/annotated")
    expected["linked"] = expected["annotated"]
    file["again"] = file["annotated"]
    expected["again"] = expected["annotated"]


if __name__ == "__main__":
    versions = {"earliest": "earliest", "v108": ("v108", "v108"), "latest": ("v110", "v110")}
    everything = {}
    for name, libver in versions.items():
        options = {"userblock_size": 1024} if name == "earliest" else {}
        with h5py.File(target / f"hdf5-{name}.h5", "w", libver=libver, **options) as file:
            fill(file, everything.setdefault(name, {}))
    same = [json.dumps(expected) for expected in everything.values()]
    assert len(set(same)) == 1
    (target / "hdf5-layouts.json").write_text(json.dumps(everything["earliest"], indent=0))
