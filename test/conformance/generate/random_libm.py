"""Writes src/random/exact/tables.gen.ts and native/random/tables.gen.h: the tables by which the C library that NumPy uses computes exp, log and pow.

The values are those of Arm's optimized routines, which glibc has had since 2.28; they are read from glibc's static
library, so that no digit is typed by hand.

Usage: python random_libm.py /usr/lib/x86_64-linux-gnu/libm-2.36.a
"""
import base64
import pathlib
import struct
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
target = here.parents[2] / "src" / "random" / "exact" / "tables.gen.ts"
header = here.parents[2] / "native" / "random" / "tables.gen.h"


def doubles(archive, member):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["ar", "x", archive, member], cwd=folder, check=True)
        only = ["objcopy", "-O", "binary", "--only-section=.rodata", member, "data"]
        subprocess.run(only, cwd=folder, check=True)
        data = (pathlib.Path(folder) / "data").read_bytes()
    return struct.unpack(f"<{len(data) // 8}d", data)


def constant(name, values):
    text = base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode()
    return f"export const {name} =\n  '{text}';\n"


def array(name, values):
    """As a C array of the doubles' bits, which no compiler can read otherwise."""
    words = [f"0x{word:016x}" for word in struct.unpack(f"<{len(values)}Q", struct.pack(f"<{len(values)}d", *values))]
    rows = ["    " + ", ".join(words[at : at + 5]) + ",\n" for at in range(0, len(words), 5)]
    return f"static const uint64_t {name}[] = {{\n{''.join(rows)}}};\n"


archive = sys.argv[1]
exponential = doubles(archive, "e_exp_data.o")[14:]
logarithm = doubles(archive, "e_log_data.o")[18:274]
power = doubles(archive, "e_pow_log_data.o")[9:]
power = [power[4 * i + j] for i in range(128) for j in (0, 2, 3)]
out = "// Made by test/conformance/generate/random_libm.py; do not edit.\n"
out += "// Little-endian doubles in base64. exp: [tail, 2^(i/128) as bits less i << 45] for 128 i; log: [1/c, log c];\n"
out += "// pow: [1/c, log c, the rest of log c].\n"
out += constant("expTable", exponential)
out += constant("logTable", logarithm)
out += constant("powTable", power)
target.write_text(out)

out = "/* Made by test/conformance/generate/random_libm.py; do not edit.\n"
out += " * The bits of doubles, as in src/random/exact/tables.gen.ts. */\n"
out += array("exp_table", exponential) + array("log_table", logarithm) + array("pow_table", power)
header.write_text(out)
