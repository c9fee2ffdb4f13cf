"""Writes the fixtures of test/random/distributions.test.ts and bits.test.ts: what NumPy's distributions and bit
generators draw, as hashes of the raw bytes and first elements (see random_draws.py).

Several parameters for each distribution, so that every branch of its algorithm is taken; scalar and broadcast
parameters; a million draws where the result depends on the last bits of exp, log, pow, expm1 or log1p.

Usage: python random_distributions.py   (NumPy 2.4)
"""
import hashlib
import json
import pathlib

import numpy as np

here = pathlib.Path(__file__).resolve().parent
target = here.parent / "fixtures" / "random"


def described(value):
    if isinstance(value, np.ndarray):
        raw = np.ascontiguousarray(value)
        little = raw.astype(raw.dtype.newbyteorder("<")).tobytes()
        return {
            "dtype": str(value.dtype),
            "shape": list(value.shape),
            "sha256": hashlib.sha256(little).hexdigest()[:24],
            "first": little[: 4 * value.dtype.itemsize].hex(),
        }
    if isinstance(value, (int, np.integer)):
        return {"int": str(int(value))}
    return {"float": np.float64(value).tobytes().hex()}


def apply(rng, method, arguments, options):
    options = dict(options)
    if method == "permuted":
        x = np.arange(np.prod(arguments[0])).reshape(arguments[0])
        return rng.permuted(x, **options)
    if method == "integers":
        arguments = (*arguments, None, None)[:3]
    if "dtype" in options:
        options["dtype"] = getattr(np, options["dtype"])
    return getattr(rng, method)(*arguments, **options)


MILLION = 1_000_000
HALF = 500_000
exact = [
    ["lognormal", [0.5, 1.5, MILLION], {}],
    ["lognormal", [0, 100, 10_000], {}],
    ["pareto", [3, HALF], {}],
    ["pareto", [0.01, 10_000], {}],
    ["weibull", [1.5, HALF], {}],
    ["weibull", [0.2, 100_000], {}],
    ["power", [5, HALF], {}],
    ["power", [0.3, 100_000], {}],
    ["laplace", [1, 2, HALF], {}],
    ["gumbel", [0, 1, HALF], {}],
    ["logistic", [0, 1, HALF], {}],
    ["standard_gamma", [0.3, HALF], {}],
    ["standard_gamma", [0.001, 10_000], {}],
    ["beta", [0.5, 0.5, HALF], {}],
    ["standard_exponential", [HALF], {"method": "inv"}],
    ["standard_gamma", [0.3, HALF], {"dtype": "float32"}],
]
real = [
    ["standard_exponential", [100_000], {"method": "inv", "dtype": "float32"}],
    ["standard_gamma", [1, 100], {}],
    ["standard_gamma", [0, 3], {}],
    ["standard_gamma", [2.5, 100_000], {}],
    ["standard_gamma", [1e6, 1000], {}],
    ["standard_gamma", [2.5, 100_000], {"dtype": "float32"}],
    ["standard_gamma", [1, 100], {"dtype": "float32"}],
    ["standard_gamma", [[0.5, 1, 3], [2, 3]], {"dtype": "float32"}],
    ["gamma", [2, 3, 1000], {}],
    ["gamma", [[0.5, 2], [[1], [3]]], {}],
    ["beta", [2, 5, 100_000], {}],
    ["beta", [0.01, 0.02, 100_000], {}],
    ["beta", [1e-4, 1e-4, 10_000], {}],
    ["beta", [1e-110, 2e-110, 100], {}],
    ["beta", [1, 1, 100], {}],
    ["beta", [0.5, 3, 1000], {}],
    ["chisquare", [4, 1000], {}],
    ["chisquare", [[0.5, 1, 2, 30]], {}],
    ["noncentral_chisquare", [3, 2, 1000], {}],
    ["noncentral_chisquare", [0.5, 30, 1000], {}],
    ["noncentral_chisquare", [0.5, 0, 1000], {}],
    ["f", [5, 10, 1000], {}],
    ["noncentral_f", [5, 10, 2, 1000], {}],
    ["noncentral_f", [0.5, [1, 10], 2], {}],
    ["standard_t", [10, 1000], {}],
    ["standard_t", [0.5, 1000], {}],
    ["standard_cauchy", [1000], {}],
    ["rayleigh", [2, 1000], {}],
    ["rayleigh", [], {}],
    ["triangular", [-1, 0.5, 3, 1000], {}],
    ["triangular", [0, 0, 1, 100], {}],
    ["triangular", [[0, 1], [2, 2], [3, 4], [3, 2]], {}],
    ["wald", [3, 2, 10_000], {}],
    ["wald", [1e6, 0.01, 1000], {}],
    ["normal", [[0, 1, 2], [[1], [10]]], {}],
    ["normal", [0, [1, 2], [3, 2]], {}],
    ["uniform", [[0, -5], [1, 5], [3, 2]], {}],
    ["exponential", [[0.5, 2], [2, 2]], {}],
    ["laplace", [], {}],
    ["gumbel", [[1, 2], 3], {}],
    ["logistic", [1, 2, [2, 3]], {}],
    ["lognormal", [], {}],
    ["pareto", [[1, 2, 3]], {}],
    ["weibull", [0, 3], {}],
    ["power", [[0.5, 2], [2, 2]], {}],
    ["random", [], {}],
]
bounds = [
    ["integers", [[0, 5, -7], [10, 6, 2**40]], {}],
    ["integers", [[1, 10, 2**33]], {}],
    ["integers", [0, [[1], [2**32], [2**32 + 1]], [3, 4]], {}],
    ["integers", [[0, -5], [1, 5], [50, 2]], {"dtype": "int32"}],
    ["integers", [0, [2**32 - 1, 7], [5, 2]], {"dtype": "uint32", "endpoint": True}],
    ["random", [], {}],
]
# cos and acos are not the C library's to the last bit: stored whole, and compared to a tolerance.
angles = [[0.5, 4], [1, 1e-6], [1, 1e-9], [3, 0.5], [3, 2e6], [-2, 300]]
whole = [
    ["binomial", [10, 0.3, 100_000], {}],
    ["binomial", [10, 0.8, 1000], {}],
    ["binomial", [1000, 0.4, 100_000], {}],
    ["binomial", [10**6, 0.9, 100_000], {}],
    ["binomial", [10**9, 0.1, 10_000], {}],
    ["binomial", [100, 0.5, 10_000], {}],
    ["binomial", [0, 0.5, 3], {}],
    ["binomial", [5, [0, 1, 0.5]], {}],
    ["binomial", [[10, 1000], [[0.1], [0.7]]], {}],
    ["binomial", [20, 0.25], {}],
    ["poisson", [3.5, 100_000], {}],
    ["poisson", [10, 100_000], {}],
    ["poisson", [1234.5, 100_000], {}],
    ["poisson", [1e12, 1000], {}],
    ["poisson", [0, 3], {}],
    ["poisson", [[0.1, 5, 50], [4, 3]], {}],
    ["poisson", [], {}],
    ["geometric", [0.5, 10_000], {}],
    ["geometric", [0.05, 100_000], {}],
    ["geometric", [1e-18, 100], {}],
    ["geometric", [1e-20, 10], {}],
    ["geometric", [1, 3], {}],
    ["geometric", [[0.1, 0.9]], {}],
    ["logseries", [0.6, 100_000], {}],
    ["logseries", [0.999, 10_000], {}],
    ["logseries", [0, 3], {}],
    ["zipf", [2, 100_000], {}],
    ["zipf", [1.05, 10_000], {}],
    ["zipf", [1.0001, 100], {}],
    ["zipf", [30, 100], {}],
    ["zipf", [2000, 5], {}],
    ["negative_binomial", [5, 0.5, 10_000], {}],
    ["negative_binomial", [0.5, 0.01, 10_000], {}],
    ["negative_binomial", [[1, 100], 0.3], {}],
    ["hypergeometric", [10, 5, 6, 10_000], {}],
    ["hypergeometric", [100, 200, 50, 100_000], {}],
    ["hypergeometric", [200, 100, 270, 10_000], {}],
    ["hypergeometric", [10**6, 10**7, 10**5, 1000], {}],
    ["hypergeometric", [15, 15, 15, 100], {}],
    ["hypergeometric", [0, 5, 3, 3], {}],
    ["hypergeometric", [5, 0, 3, 3], {}],
    ["hypergeometric", [[10, 20], 30, [[5], [25]]], {}],
    ["random", [], {}],
]
vectors = [
    ["dirichlet", [[1, 2, 3], 1000], {}],
    ["dirichlet", [[0.01, 0.05, 0.02], 1000], {}],
    ["dirichlet", [[0.01, 0, 0.02, 0, 0], 10], {}],
    ["dirichlet", [[0, 0], 2], {}],
    ["dirichlet", [[0.5, 0, 2], [2, 3]], {}],
    ["dirichlet", [[5]], {}],
    ["multinomial", [20, [0.2, 0.3, 0.5], 1000], {}],
    ["multinomial", [100_000, [0.2, 0.3, 0.1, 0.4], [2, 3]], {}],
    ["multinomial", [[10, 20, 30], [0.5, 0.5]], {}],
    ["multinomial", [[[10], [20]], [[0.1, 0.9], [0.6, 0.4]]], {}],
    ["multinomial", [5, [1.0]], {}],
    ["multinomial", [5, [0.0, 1.0, 0.0]], {}],
    ["multivariate_hypergeometric", [[16, 8, 4], 6, 1000], {}],
    ["multivariate_hypergeometric", [[16, 8, 4], 25, [2, 3]], {}],
    ["multivariate_hypergeometric", [[160, 80, 40, 0], 60, 1000], {}],
    ["multivariate_hypergeometric", [[16, 8, 4], 6, 1000], {"method": "count"}],
    ["multivariate_hypergeometric", [[16, 8, 4], 25, 10], {"method": "count"}],
    ["multivariate_hypergeometric", [[3, 4], 0, 2], {"method": "count"}],
    ["permuted", [[5, 7]], {"axis": 0}],
    ["permuted", [[5, 7]], {"axis": 1}],
    ["permuted", [[3, 4, 5]], {"axis": -2}],
    ["permuted", [[3, 4, 5]], {}],
    ["permuted", [[1000]], {}],
    ["random", [], {}],
]


def case(seed, calls):
    rng = np.random.default_rng(seed)
    rows = []
    for method, arguments, options in calls:
        rows.append([method, arguments, options, described(apply(rng, method, arguments, options))])
    return {"seed": seed, "calls": rows}


kinds = ["PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"]
draws = [
    ["random", [1000], {}],
    ["random", [7], {"dtype": "float32"}],
    ["standard_normal", [10_001], {}],
    ["integers", [100, None, 11], {}],
    ["standard_exponential", [1001], {"dtype": "float32"}],
    ["integers", [0, 2**40, 6], {}],
    ["poisson", [20, 100], {}],
    ["random", [], {}],
]


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return [str(v) for v in value.tolist()]
    return str(value)


bits = []
for kind in kinds:
    for seed in (0, 42, 2**100 + 7):
        make = getattr(np.random, kind)
        rng = np.random.Generator(make(seed))
        row = {"kind": kind, "seed": str(seed), "calls": []}
        for method, arguments, options in draws:
            row["calls"].append([method, arguments, options, described(apply(rng, method, arguments, options))])
        # Left in the middle of a step, with half a word.
        rng.random(3)
        rng.random(dtype=np.float32)
        state = plain(rng.bit_generator.state)
        if kind == "MT19937":
            state["state"]["key"] = hashlib.sha256(rng.bit_generator.state["state"]["key"].tobytes()).hexdigest()[:24]
        row["state"] = state
        row["raw"] = [str(v) for v in rng.bit_generator.random_raw(9).tolist()]
        if hasattr(rng.bit_generator, "advance"):
            row["jumped"] = [str(v) for v in rng.bit_generator.jumped().random_raw(5).tolist()]
            row["jumpedThrice"] = [str(v) for v in rng.bit_generator.jumped(3).random_raw(5).tolist()]
            rng.bit_generator.advance(12345)
            row["advanced"] = [str(v) for v in rng.bit_generator.random_raw(5).tolist()]
            rng.bit_generator.advance(-123)
            row["back"] = [str(v) for v in rng.bit_generator.random_raw(5).tolist()]
        child = np.random.Generator(rng.bit_generator.spawn(1)[0])
        row["child"] = described(child.random(5))
        bits.append(row)

keyed = [
    [str(counter), str(key), [str(v) for v in np.random.Philox(counter=counter, key=key).random_raw(10).tolist()]]
    for counter, key in [(0, 0), (5, 7), (2**256 - 2, 2**128 - 1), (2**64 - 1, 2**70)]
]
legacy = []
for seed in (0, 42, 2**32 - 1, [1, 2, 3], [42]):
    state = np.random.RandomState(seed)
    legacy.append([seed, described(state.random_sample(1000))])
pools = [
    [size, [int(v) for v in np.random.SeedSequence(12345, pool_size=size, spawn_key=(3,)).generate_state(9)]]
    for size in (4, 5, 8, 16)
]

out = {
    "numpy": np.__version__,
    "exact": case(1, exact),
    "real": case(2, real),
    "whole": case(3, whole),
    "vectors": case(4, vectors),
    "bounds": case(6, bounds),
    "angles": [[p, np.random.default_rng(5).vonmises(*p, 100).tobytes().hex()] for p in angles],
}
(target / "distributions.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
out = {"numpy": np.__version__, "bits": bits, "keyed": keyed, "legacy": legacy, "pools": pools}
(target / "bits.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
