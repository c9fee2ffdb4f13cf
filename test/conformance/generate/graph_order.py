"""Graphs and the memory that Dask's static order of them takes: run with an interpreter that has Dask.

    python graph_order.py

Writes fixtures/graph/order.json: for each graph a name, for each task the positions of the tasks it needs, and the
largest and the mean number of results that are alive while the tasks run one after the other in Dask's order. The graphs
are classical cases of blocked arrays, and shapes from the literature on orders that keep memory low.
"""
import json
from pathlib import Path

import dask
import dask.array as da
from dask._task_spec import DependenciesMapping
from dask.order import diagnostics, order

dask.config.set({"optimization.fuse.active": False})


def inc(*_args):
    return 0


def tuples(edges):
    """A Dask graph of `{key: [needs]}`."""
    return {key: (inc, *needs) for key, needs in edges.items()}


def array_cases():
    x = da.ones((60, 60), chunks=(10, 10))
    y = da.ones((60, 60), chunks=(10, 10)) * 2
    yield "sum", x.sum()
    yield "mean", da.random.random((80, 80), chunks=(10, 10)).mean()
    yield "mean along an axis", x.mean(axis=0)
    yield "centred", x - x.mean(axis=0)
    yield "centred everywhere", (x - x.mean()).sum()
    yield "standard deviation", x.std(axis=1)
    yield "symmetric", x + x.T
    yield "symmetric sum", (x + x.T).sum()
    yield "product", x @ y
    yield "product with itself", (x @ x.T).sum()
    yield "rechunk", x.rechunk((60, 5)).sum()
    yield "rechunk both ways", x.rechunk((60, 10)).rechunk((10, 60))
    yield "overlap", x.map_overlap(lambda b: b, depth=1, boundary="none")
    yield "overlap twice", x.map_overlap(inc, depth=1, boundary=0).map_overlap(inc, depth=1, boundary=0).sum()
    yield "cumulative sum", x.cumsum(axis=0)
    yield "covariance", da.cov(x[:20])
    yield "several reductions", [x.sum(), x.max(), (x * y).mean()]
    yield "cumulative mean", (x.cumsum(axis=0) / y).mean(axis=1)
    yield "normalised", (x - x.min()) / (x.max() - x.min())
    yield "tsqr", da.linalg.tsqr(da.ones((200, 5), chunks=(10, 5)))[0]
    yield "stack of days", da.stack([da.ones((20, 20), chunks=(10, 10)) + i for i in range(31)]).mean(axis=0)
    yield "fancy", (x[::2, ::3] + x[1::2, 1::3]).sum(axis=1)
    yield "store", x.to_delayed().ravel().tolist()
    yield "quadratic mean", ((x**2).mean(axis=0) + (y**2).mean(axis=0) - (x * y).mean(axis=0))


def shape_cases():
    n = 30
    yield "chain", {i: [i - 1] if i else [] for i in range(n)}
    yield "fan in", {**{f"a{i}": [] for i in range(n)}, "b": [f"a{i}" for i in range(n)]}
    yield "fan out", {"a": [], **{f"b{i}": ["a"] for i in range(n)}}
    yield "pairs", {**{f"a{i}": [] for i in range(n)}, **{f"b{i}": [f"a{i}", f"a{i + 1}"] for i in range(n - 1)}}
    yield "ladder", {
        **{("a", i): [("a", i - 1)] if i else [] for i in range(n)},
        **{("b", i): [("a", i)] + ([("b", i - 1)] if i else []) for i in range(n)},
    }
    yield "binary tree", {i: [j for j in (2 * i, 2 * i + 1) if j < 64] for i in range(1, 64)}
    yield "grid", {(i, j): [(a, b) for a, b in ((i - 1, j), (i, j - 1)) if a >= 0 and b >= 0] for i in range(9) for j in range(9)}
    yield "butterfly", {
        (s, i): [] if s == 0 else [(s - 1, i), (s - 1, i ^ (1 << (s - 1)))] for s in range(5) for i in range(16)
    }
    yield "shuffle", {
        **{("in", i): [] for i in range(8)},
        **{("part", i, j): [("in", i)] for i in range(8) for j in range(8)},
        **{("out", j): [("part", i, j) for i in range(8)] for j in range(8)},
    }
    yield "stencil", {
        (t, i): [] if t == 0 else [(t - 1, k) for k in (i - 1, i, i + 1) if 0 <= k < 16] for t in range(6) for i in range(16)
    }
    yield "uneven arms", {
        **{("long", i): [("long", i - 1)] if i else [] for i in range(20)},
        **{("short", i): [("short", i - 1)] if i else [] for i in range(3)},
        "end": [("long", 19), ("short", 2)],
    }
    yield "wide then narrow", {
        **{("load", i): [] for i in range(20)},
        **{("clean", i): [("load", i)] for i in range(20)},
        **{("pair", i): [("clean", i), ("clean", (i + 1) % 20)] for i in range(20)},
        "all": [("pair", i) for i in range(20)],
    }
    yield "model and data", {
        "model": [],
        **{("x", i): [] for i in range(20)},
        **{("predict", i): ["model", ("x", i)] for i in range(20)},
        **{("score", i): [("predict", i), ("x", i)] for i in range(20)},
        "best": [("score", i) for i in range(20)],
    }
    yield "groups", {
        **{("x", t): [] for t in range(24)},
        **{("split", t, g): [("x", t)] for t in range(24) for g in range(4)},
        **{("mean", g): [("split", t, g) for t in range(g, 24, 4)] for g in range(4)},
        **{("anomaly", t): [("x", t), ("mean", t % 4)] for t in range(24)},
    }
    yield "climatology", {
        **{("x", t, s): [] for t in range(12) for s in range(4)},
        **{("mean", s): [("x", t, s) for t in range(12)] for s in range(4)},
        **{("anomaly", t, s): [("x", t, s), ("mean", s)] for t in range(12) for s in range(4)},
        **{("rms", t): [("anomaly", t, s) for s in range(4)] for t in range(12)},
    }
    yield "eager loads", {
        **{("load", i): [] for i in range(12)},
        **{("a", i): [("load", i)] for i in range(12)},
        **{("b", i): [("load", i)] for i in range(12)},
        **{("sum", i): [("a", i), ("b", (i + 1) % 12)] for i in range(12)},
    }


def measured(name, graph):
    needs = DependenciesMapping(dict(graph))
    places = {key: i for i, key in enumerate(graph)}
    _, pressure = diagnostics(dict(graph), o=order(dict(graph)))
    return {
        "name": name,
        "needs": [sorted(places[need] for need in needs[key]) for key in graph],
        "peak": max(pressure),
        "mean": sum(pressure) / len(pressure),
    }


def graph_of(collections):
    collections = collections if isinstance(collections, list) else [collections]
    return dict(dask.base.collections_to_expr(collections).__dask_graph__())


if __name__ == "__main__":
    cases = [measured(name, graph_of(x)) for name, x in array_cases()]
    cases += [measured(name, tuples(edges)) for name, edges in shape_cases()]
    path = Path(__file__).parent.parent / "fixtures" / "graph" / "order.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
    print(len(cases), "graphs,", path.stat().st_size, "bytes", [(c["name"], len(c["needs"]), c["peak"]) for c in cases])
