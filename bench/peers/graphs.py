"""The Dask side of the benchmarks of task graphs. Same requests and replies as harness/graphs.mjs."""

import resource
import time


def increment(x):
    return x + 1


def total(*parts):
    return sum(parts)


def fan_in(dask, leaves):
    one, add = dask.delayed(increment, pure=False), dask.delayed(total, pure=False)
    level = [one(i) for i in range(leaves)]
    while len(level) > 1:
        level = [add(*level[at : at + 10]) for at in range(0, len(level), 10)]
    return level[0]


def timed(run):
    started = time.perf_counter()
    result = run()
    return time.perf_counter() - started, result


def operations(need, arrays):
    """What server.py answers; `need` imports a module, or says that it is missing."""

    def build_graph(leaves):
        dask = need("dask")
        return timed(lambda: fan_in(dask, leaves))[0], [leaves]

    def run_graph(leaves, workers):
        top = fan_in(need("dask"), leaves)
        return timed(lambda: top.compute(scheduler="threads", num_workers=workers))

    def delayed_cdist(x, metric, chunks, workers):
        dask, distance, np = need("dask"), need("scipy.spatial.distance"), need("numpy")
        whole = arrays[x]
        rows = -(-len(whole) // chunks)
        one = dask.delayed(distance.cdist, pure=False)
        parts = [one(whole[at * rows : (at + 1) * rows], whole, metric) for at in range(chunks)]
        seconds, blocks = timed(lambda: dask.compute(*parts, scheduler="threads", num_workers=workers))
        return seconds, np.concatenate(blocks)

    return {"buildGraph": build_graph, "runGraph": run_graph, "delayedCdist": delayed_cdist}


def peak():
    """Bytes this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
