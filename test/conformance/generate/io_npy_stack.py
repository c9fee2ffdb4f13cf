"""Writes a stack of npy files as Dask writes it: fixtures/io/dask-stack.

Run from the root of the tree: python test/conformance/generate/io_npy_stack.py
"""

from pathlib import Path
from shutil import rmtree

import dask.array as da
import numpy as np

target = Path(__file__).resolve().parent.parent / "fixtures" / "io" / "dask-stack"
rmtree(target, ignore_errors=True)
da.to_npy_stack(target, da.from_array(np.arange(12.0).reshape(2, 6), chunks=(1, 3)), axis=1)
