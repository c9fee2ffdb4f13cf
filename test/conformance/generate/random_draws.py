"""Writes the fixtures of test/random: what NumPy's default_rng draws, as hashes of the raw bytes and first elements.

Every case is a list of calls on one generator, so that state carried from one call to the next (left-over 32-bit
halves, rejected words) is compared too. An array result is stored as dtype, shape, the start of the SHA-256 of its
little-endian bytes in C order, and its first four elements as hex; a scalar as itself.

Usage: python random_draws.py   (NumPy 2.4)
"""
import hashlib
import json
import pathlib

import numpy as np

here = pathlib.Path(__file__).resolve().parent
target = here.parent / "fixtures" / "random"
target.mkdir(parents=True, exist_ok=True)

seeds = [0, 1, 42, 2**32 - 1, 2**32, 2**53 - 1, 2**64 - 1, 2**128 + 12345, 10**60, [1, 2, 3], [0], [], [2**40, 0, 7, 9, 11, 2**70]]


def described(value):
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, np.ndarray) and value.ndim >= 0 and not np.isscalar(value):
        raw = np.ascontiguousarray(value)
        little = raw.astype(raw.dtype.newbyteorder("<"))
        return {
            "dtype": str(value.dtype),
            "shape": list(value.shape),
            "sha256": hashlib.sha256(little.tobytes()).hexdigest()[:24],
            "first": little.tobytes()[: 4 * value.dtype.itemsize].hex(),
        }
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return {"int": str(int(value))}
    return {"float": np.float64(value).tobytes().hex()}


def arange(shape, dtype="float64", order="C"):
    return np.asarray(np.arange(np.prod(shape, dtype=int)).reshape(shape), dtype=dtype, order=order)


def apply(rng, call):
    """One call in the form that the test understands: [method, positional arguments, options]."""
    method, arguments, options = call
    options = dict(options)
    if method == "integers":
        low, high, size = (*arguments, None, None)[:3]
        return rng.integers(low, high, size, **options)
    if method == "shuffle":
        x = arange(**arguments[0])
        rng.shuffle(x, **options)
        return x
    if method in ("permutation", "choice") and isinstance(arguments[0], dict):
        arguments = [arange(**arguments[0]), *arguments[1:]]
    if method == "spawn":
        return np.concatenate([child.random(5) for child in rng.spawn(arguments[0])])
    if isinstance(options.get("p"), str):
        n = int(options["p"])
        options["p"] = np.arange(1, n + 1) / (n * (n + 1) / 2)
    return getattr(rng, method)(*arguments, **options)


def case(seed, calls):
    rng = np.random.default_rng(seed)
    as_text = [str(s) for s in seed] if isinstance(seed, list) else str(seed)
    return {"seed": as_text, "calls": [{"call": as_json(c), "result": described(apply(rng, c))} for c in calls]}


def as_json(value):
    """Integers beyond 2**53 become strings that end in n."""
    if isinstance(value, (list, tuple)):
        return [as_json(v) for v in value]
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        return f"{value}n"
    return value


cases = []
for seed in seeds:
    cases.append(
        case(
            seed,
            [
                ["random", [], {}],
                ["random", [5], {}],
                ["random", [3], {"dtype": "float32"}],
                ["integers", [100], {}],
                ["random", [[3, 4]], {}],
                ["standard_normal", [10], {}],
                ["integers", [0, 2**40, 6], {}],
                ["random", [1000], {}],
            ],
        )
    )
for seed in (3, 42, 12345):
    # Enough draws to meet the tails and rejections of the ziggurat hundreds of times.
    cases.append(case(seed, [["standard_normal", [1_000_000], {}], ["standard_normal", [1_000_001], {"dtype": "float32"}]]))
    cases.append(
        case(seed, [["standard_exponential", [1_000_000], {}], ["standard_exponential", [1_000_001], {"dtype": "float32"}]])
    )
    cases.append(
        case(
            seed,
            [
                ["normal", [2.5, 0.1, [7, 11]], {}],
                ["normal", [], {}],
                ["normal", [-3, 4], {}],
                ["uniform", [-1, 3, 100], {}],
                ["uniform", [], {}],
                ["uniform", [1e-300, 1e300, 3], {}],
                ["exponential", [2.5, [4, 5]], {}],
                ["exponential", [], {}],
                ["standard_exponential", [], {}],
                ["standard_normal", [], {}],
                ["standard_normal", [[0, 3]], {}],
                ["random", [[]], {}],
                ["bytes", [1], {}],
                ["bytes", [10], {}],
                ["bytes", [0], {}],
                ["bytes", [8], {}],
                ["random", [], {}],
                ["spawn", [3], {}],
                ["spawn", [2], {}],
            ],
        )
    )

limits = {
    "int8": (-128, 127),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 255),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
    "bool": (0, 1),
}
for seed in (7, 2024):
    for dtype, (least, most) in limits.items():
        spans = [0, 1, 2, 5, 99, 100, 127, 128, 200, 254, 255, 256, 1000, 40000, 65534, 65535, 65536, 3 * 2**30]
        spans += [2**32 - 2, 2**32 - 1, 2**32, 2**32 + 1, 3 * 2**33, 2**40, 2**53, 2**62 + 2**61, 2**63 + 1, 2**64 - 2, 2**64 - 1]
        calls = []
        for span in spans:
            if span > most - least:
                continue
            for low in sorted({least, most - span}):
                calls.append(["integers", [low, low + span, 101], {"dtype": dtype, "endpoint": True}])
                calls.append(["integers", [low, low + span + 1], {"dtype": dtype}])
        calls.append(["integers", [most // 2 + 1, None, [4, 5]], {"dtype": dtype}])
        calls.append(["random", [], {}])
        cases.append(case(seed, calls))

for seed in (5, 99):
    shapes = [[1], [2], [10], [1000], [3, 4], [5, 1, 3], [0], [0, 3], [4, 0]]
    calls = []
    for shape in shapes:
        for dtype in ("float64", "int8", "complex128", "float32", "complex64", "int16"):
            for order in ("C", "F"):
                for axis in range(len(shape)):
                    calls.append(["shuffle", [{"shape": shape, "dtype": dtype, "order": order}], {"axis": axis}])
                    calls.append(["permutation", [{"shape": shape, "dtype": dtype, "order": order}], {"axis": axis}])
    calls += [["permutation", [n], {}] for n in (0, 1, 2, 3, 10, 100, 100_000)]
    calls.append(["random", [], {}])
    cases.append(case(seed, calls))

for seed in (11, 12):
    calls = []
    for size in (None, 0, 1, 3, [2, 2], 40):
        for replace in (True, False):
            for p in (None, "50"):
                for shuffle in (True, False):
                    options = {"replace": replace, "shuffle": shuffle}
                    if p:
                        options["p"] = p
                    calls.append(["choice", [50, size], options])
    # Floyd's algorithm on either side of the cutoffs, and the partial shuffle beyond them.
    for shuffle in (True, False):
        for n in (10000, 10001, 20000, 100_000):
            for share in (20, 21, 49, 50, 51, 2, 1):
                calls.append(["choice", [n, n // share], {"replace": False, "shuffle": shuffle}])
    calls.append(["choice", [2000, 1500], {"replace": False, "p": "2000"}])
    for shape, axis in (([6], 0), ([6, 4], 0), ([6, 4], 1), ([3, 5, 2], 1), ([3, 5, 2], -1)):
        for size in (None, 2, [2, 3]):
            for order in ("C", "F"):
                calls.append(["choice", [{"shape": shape, "order": order}, size], {"axis": axis}])
    calls.append(["choice", [2**40, 5], {}])
    calls.append(["choice", [2**33, 5], {"replace": False}])
    calls.append(["random", [], {}])
    cases.append(case(seed, calls))

sequences = []
for entropy, key in [(s, k) for s in seeds for k in ((), (0,), (3, 1), (2**33,))]:
    sequence = np.random.SeedSequence(entropy, spawn_key=key)
    as_text = [str(s) for s in entropy] if isinstance(entropy, list) else str(entropy)
    state = [int(w) for w in sequence.generate_state(11)]
    sequences.append({"entropy": as_text, "spawnKey": list(key), "state": state})

pcg = []
for seed in (0, 42, 2**100):
    bits = np.random.PCG64(seed)
    rng = np.random.Generator(bits)
    steps = []
    for count in (0, 1, 7, 8, 9, 1000):
        rng.random(count)
        rng.random(dtype=np.float32)
        s = bits.state
        steps.append([count, str(s["state"]["state"]), str(s["state"]["inc"]), s["has_uint32"], s["uinteger"]])
    pcg.append({"seed": str(seed), "steps": steps, "advanced": rng.bit_generator.advance(12345678901234567890).random_raw(3).astype(str).tolist()})

out = {"numpy": np.__version__, "cases": cases, "seedSequences": sequences, "pcg64": pcg}
(target / "random.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
