"""Distances as SciPy computes them (scikit-learn and NumPy where SciPy has no such metric).

    python test/conformance/generate/distance.py

Made with SciPy 1.17.1, NumPy 2.4.6, scikit-learn 1.9. Writes test/conformance/fixtures/distance/metrics.json:
inputs by name, and cases {metric, options, input, cdist, pdist, single}. NaN and infinities are strings.
A case that SciPy refuses (w for mahalanobis, say) is left out.
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
from scipy.spatial import distance
from sklearn.metrics.pairwise import haversine_distances, nan_euclidean_distances

warnings.simplefilter("ignore")
rng = np.random.default_rng(20260101)
nan, inf = np.nan, np.inf


def special():
    x = rng.integers(-3, 4, (6, 7)).astype(float)
    y = rng.integers(-3, 4, (5, 7)).astype(float)
    x[0, 2] = nan
    x[1, 0] = inf
    x[2] = [nan] * 7
    x[3, 4] = -inf
    x[4] = 0
    y[0, 2] = nan
    y[1, 0] = inf
    y[2, 4] = inf
    y[3] = 0
    return x, y


inputs = {
    "random": (rng.standard_normal((6, 7)), rng.standard_normal((5, 7))),
    "positive": (rng.random((6, 7)), rng.random((5, 7))),
    "ties": (rng.integers(0, 2, (6, 7)).astype(float), rng.integers(0, 2, (5, 7)).astype(float)),
    "zeros": (np.zeros((4, 7)), np.vstack([np.zeros((2, 7)), np.eye(7)[:2]])),
    "special": special(),
    "bool": (rng.random((6, 70)) < 0.4, rng.random((5, 70)) < 0.4),
    "bool64": (rng.random((4, 64)) < 0.9, np.vstack([np.zeros((1, 64), bool), rng.random((3, 64)) < 0.1])),
    "int32": (rng.integers(-4, 5, (6, 7)).astype(np.int32), rng.integers(-4, 5, (5, 7)).astype(np.int32)),
    "uint8": (rng.integers(0, 3, (6, 7)).astype(np.uint8), rng.integers(0, 3, (5, 7)).astype(np.uint8)),
    "float32": (rng.standard_normal((6, 7)).astype(np.float32), rng.standard_normal((5, 7)).astype(np.float32)),
    "places": (
        np.column_stack([rng.uniform(-1.5, 1.5, 6), rng.uniform(-3.1, 3.1, 6)]),
        np.column_stack([rng.uniform(-1.5, 1.5, 5), rng.uniform(-3.1, 3.1, 5)]),
    ),
    "enough": (rng.standard_normal((9, 3)), rng.standard_normal((7, 3))),
}

weighted = [
    "braycurtis", "canberra", "chebyshev", "cityblock", "correlation", "cosine", "dice", "euclidean", "hamming",
    "jaccard", "minkowski", "rogerstanimoto", "russellrao", "sokalsneath", "sqeuclidean", "yule",
]  # fmt: skip


def weights(features):
    return np.where(np.arange(features) % 5 == 3, 0.0, 0.25 + np.arange(features) % 4)


def variants(metric, features):
    w = weights(features)
    spread = rng.standard_normal((features, features + 2))
    if metric == "minkowski":
        for p in (0.5, 1, 1.5, 2, 3, 4, inf):
            yield {"p": p}
            yield {"p": p, "w": w}
    elif metric == "seuclidean":
        yield {"V": 0.5 + rng.random(features)}
        yield {}
    elif metric == "mahalanobis":
        yield {"VI": spread @ spread.T}
        yield {"VI": spread[:, :features]}  # neither symmetric nor definite
        yield {}
    else:
        yield {}
        if metric in weighted:
            yield {"w": w}
        if metric == "correlation":
            yield {"w": w, "centered": False}


def cdist(metric, x, y, options):
    if metric == "nanEuclidean":
        return nan_euclidean_distances(x.astype(float), y.astype(float))
    if metric == "haversine":
        return haversine_distances(x, y)
    if metric == "dot":
        return x.astype(float) @ y.astype(float).T
    return distance.cdist(x, y, metric, **options)


def single(metric, u, v, options):
    function = getattr(distance, metric, None)
    if function is None or (metric in ("seuclidean", "mahalanobis") and not options):
        return None
    try:
        return float(function(u, v, **options))
    except (ValueError, TypeError):
        return None


def plain(value):
    if isinstance(value, (np.ndarray, list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        if math.isnan(value):
            return "NaN"
        return float(value) if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    return value


def applies(metric, name):
    if metric == "haversine":
        return name == "places"
    if name == "places":
        return False
    if metric == "nanEuclidean":
        return name in ("random", "zeros")
    if metric == "dot":
        return name != "special"
    return True


metrics = list(distance._METRICS)
cases = []
for metric in [*metrics, "haversine", "nanEuclidean", "dot"]:
    for name, (x, y) in inputs.items():
        if not applies(metric, name):
            continue
        for options in variants(metric, x.shape[1]):
            derived = metric in ("seuclidean", "mahalanobis") and not options
            if derived and name not in ("random", "float32", "int32", "enough"):
                continue  # a variance of 0: SciPy gives NaN, strided an error
            # SciPy takes float32 as float64; so must the reference values.
            a, b = (x.astype(float), y.astype(float)) if name == "float32" else (x, y)
            try:
                result = cdist(metric, a, b, options)
            except (ValueError, TypeError, np.linalg.LinAlgError):
                continue
            case = {"metric": metric, "options": options, "input": name, "cdist": result}
            if metric in distance._METRICS and (name == "enough" or (name in ("random", "bool") and metric != "mahalanobis")):
                case["pdist"] = distance.pdist(a, metric, **options)
            if name in ("random", "positive", "ties"):
                case["single"] = single(metric, a[1], b[2], options)
            cases.append(case)

# NaN patterns that scikit-learn's metric takes: missing values, no infinities.
holes = rng.standard_normal((6, 7))
holes[rng.random((6, 7)) < 0.4] = nan
holes[5] = nan
inputs["holes"] = (holes, holes[::-1].copy())
cases.append({"metric": "nanEuclidean", "options": {}, "input": "holes", "cdist": nan_euclidean_distances(holes, holes[::-1])})

document = {
    "inputs": {name: {"dtype": str(x.dtype), "x": x, "y": y} for name, (x, y) in inputs.items()},
    "cases": cases,
}


def encode(value):
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [encode(item) for item in value]
    return plain(value)


target = Path(__file__).parents[1] / "fixtures" / "distance" / "metrics.json"
target.parent.mkdir(parents=True, exist_ok=True)
lines = [json.dumps(encode(case)) for case in document["cases"]]
head = json.dumps(encode(document["inputs"]))
target.write_text('{"inputs": ' + head + ',\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")

# Functions of their own: Jensen-Shannon with bases and axes, Hausdorff, squareform.
p, q = rng.random((3, 4)), rng.random((3, 4))
u, v = rng.standard_normal((40, 3)), rng.standard_normal((50, 3)) + 0.3
hausdorff = distance.directed_hausdorff(u, v)
other = {
    "jensenshannon": {
        "p": p,
        "q": q,
        "natural": distance.jensenshannon(p[0], q[0]),
        "base2": distance.jensenshannon(p[0], q[0], 2.0),
        "axis0": distance.jensenshannon(p, q),
        "axis1": distance.jensenshannon(p, q, 2.0, axis=1),
        "zero": distance.jensenshannon([0.0, 0, 0], q[0][:3]),
        "negative": distance.jensenshannon([1.0, -0.5, 2], q[0][:3]),
    },
    "hausdorff": {"u": u, "v": v, "distance": hausdorff[0], "indexU": hausdorff[1], "indexV": hausdorff[2]},
    "squareform": {"vector": np.arange(1.0, 11), "matrix": distance.squareform(np.arange(1.0, 11))},
    "aliases": {alias: info.canonical_name for alias, info in sorted(distance._METRIC_ALIAS.items())},
}
(target.parent / "other.json").write_text(json.dumps(encode(other)) + "\n")
