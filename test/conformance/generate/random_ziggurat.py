"""Writes src/random/distributions/ziggurat-tables.gen.ts: the tables of NumPy's ziggurat samplers.

The numbers are constants of the algorithm as NumPy publishes it (numpy/random/src/distributions/
ziggurat_constants.h): computing them anew from the formulas differs from them in the last bits, and every bit
counts for drawing the same numbers. They are read from libnpyrandom.a, which every NumPy wheel ships.

Usage: python random_ziggurat.py   (needs NumPy and binutils)
"""
import base64
import pathlib
import re
import subprocess
import tempfile

import numpy as np

here = pathlib.Path(__file__).resolve().parent
archive = pathlib.Path(np.__file__).parent / "random" / "lib" / "libnpyrandom.a"
member = "src_distributions_distributions.c.o"

with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["ar", "x", archive, member], cwd=folder, check=True)
    object_file = pathlib.Path(folder) / member
    sections, symbols = (
        subprocess.run(["objdump", option, object_file], capture_output=True, text=True, check=True).stdout
        for option in ("-h", "-t")
    )
    raw = object_file.read_bytes()

starts = {m[1]: int(m[2], 16) for m in re.finditer(r"^\s*\d+ (\S+)\s+\S+\s+\S+\s+\S+\s+(\S+)", sections, re.M)}
tables = {}
for m in re.finditer(r"^(\S+).*\s(\.\S+)\s+(\S+)\s+([kwf][ei]_(?:double|float))$", symbols, re.M):
    at = starts[m[2]] + int(m[1], 16)
    tables[m[4]] = raw[at : at + int(m[3], 16)]

lines = [
    "// Made by test/conformance/generate/random_ziggurat.py; do not edit.",
    "// Each table has 256 rows, little-endian, in base64: k as uint64 (uint32 for float), w and f as floats.",
]
for name in sorted(tables):
    camel = re.sub(r"_(.)", lambda m: m[1].upper(), name)
    lines.append(f"export const {camel} =\n  '{base64.b64encode(tables[name]).decode()}';")
target = here.parents[2] / "src" / "random" / "distributions" / "ziggurat-tables.gen.ts"
target.write_text("\n".join(lines) + "\n")
