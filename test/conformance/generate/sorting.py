"""Writes test/conformance/fixtures/ops/{sorting,quantiles,histograms}.json: NumPy's sorts, searches, sets, order
statistics and histograms.

Values are stored as ops.py stores them. Run with NumPy 2.4.6:
    python test/conformance/generate/sorting.py
"""
import json
import os
import warnings

import numpy as np
from ops import DTYPES, HERE, pack, samples

warnings.simplefilter('ignore')
REAL = [dtype for dtype in DTYPES if not dtype.startswith('complex')]


def write(name, data):
    with open(os.path.join(HERE, f'{name}.json'), 'w') as file:
        json.dump(data, file, separators=(',', ':'))
        file.write('\n')


def mixed(dtype, shape, seed):
    """Values with repetitions, and of floats and complex numbers with NaN in either part."""
    x = samples(dtype, int(np.prod(shape)), seed)
    x[1::5] = x[0]
    if x.dtype.kind == 'c':
        x[2], x[7], x[11] = complex(np.nan, 1), complex(2, np.nan), complex(np.nan, np.nan)
    return x.reshape(shape)


def sorting():
    inputs, cases = {}, []

    def case(op, a, out, **options):
        cases.append({'op': op, 'a': a, **options, 'out': [pack(o) for o in out] if isinstance(out, tuple) else pack(out)})

    for dtype in DTYPES:
        x = mixed(dtype, (3, 5), 3)
        inputs[dtype] = pack(x)
        for axis in (0, 1, None):
            case('sort', dtype, np.sort(x, axis=axis), axis=axis)
            case('argsort', dtype, np.argsort(x, axis=axis, kind='stable'), axis=axis)
        case('sortComplex', dtype, np.sort_complex(x))
        case('lexsort', dtype, np.lexsort(x))
        case('nonzero', dtype, np.nonzero(x))
        case('argwhere', dtype, np.argwhere(x))
        case('flatnonzero', dtype, np.flatnonzero(x))
        flat = np.sort(x, axis=None)
        for side in ('left', 'right'):
            case('searchsorted', dtype, np.searchsorted(flat, x[:2], side=side), side=side)
        for equal_nan in (True, False):
            case('unique', dtype, np.unique(x, True, True, True, equal_nan=equal_nan), equalNan=equal_nan)
        for axis in (0, 1):
            rows = np.concatenate([x[:2], x[:1], x[1:3]])[:, [0, 1, 1, 2, 0]]
            case('uniqueRows', dtype, np.unique(rows, True, True, True, axis=axis), axis=axis)
        a, b = x[:2].ravel(), x[1:3].ravel()
        for op in ('union1d', 'intersect1d', 'setdiff1d', 'setxor1d'):
            case(op, dtype, getattr(np, op)(a, b))
        case('isin', dtype, np.isin(x, b))
        if dtype in REAL:
            for right in (False, True):
                bins = np.unique(x[np.isfinite(x)])
                case('digitize', dtype, np.digitize(x, bins, right=right), right=right)
                case('digitizeFalling', dtype, np.digitize(x, bins[::-1], right=right), right=right)
    return {'inputs': inputs, 'cases': cases}


METHODS = ['inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', 'hazen', 'weibull',
           'linear', 'median_unbiased', 'normal_unbiased', 'lower', 'higher', 'midpoint', 'nearest']
SHARES = [0.0, 0.1, 1 / 3, 0.5, 0.75, 1.0]


def finite(dtype, shape, seed):
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == 'f':
        return (rng.standard_normal(shape) * 10).astype(dtype)
    return rng.integers(0, 2 if dtype == 'bool' else 60, shape).astype(dtype)


def quantiles():
    inputs, cases = {}, []
    for dtype in REAL:
        x = finite(dtype, (5, 6), 5)
        with_nan = x.copy()
        if x.dtype.kind == 'f':
            with_nan[1, 2] = with_nan[3, :2] = np.nan
            with_nan[4] = np.nan
        inputs[dtype] = {'plain': pack(x), 'nan': pack(with_nan)}
        for axis in (0, 1, None):
            cases.append({'op': 'median', 'a': dtype, 'axis': axis, 'out': pack(np.median(with_nan, axis=axis))})
            cases.append({'op': 'nanmedian', 'a': dtype, 'axis': axis, 'out': pack(np.nanmedian(with_nan, axis=axis))})
            if dtype != 'bool':
                for op in ('quantile', 'nanquantile'):
                    cases.append({'op': op, 'a': dtype, 'axis': axis, 'q': SHARES,
                                  'out': pack(getattr(np, op)(with_nan, SHARES, axis=axis))})
                cases.append({'op': 'quantile', 'a': dtype, 'axis': axis, 'q': 0.3,
                              'out': pack(np.quantile(with_nan, 0.3, axis=axis))})
        for method in METHODS if dtype in ('float64', 'float32', 'float16', 'int32', 'int64') else []:
            cases.append({'op': 'quantile', 'a': dtype, 'axis': 1, 'q': SHARES, 'method': method,
                          'out': pack(np.quantile(x, SHARES, axis=1, method=method))})
            cases.append({'op': 'quantile', 'a': dtype, 'axis': None, 'q': 0.3, 'method': method,
                          'out': pack(np.quantile(x, 0.3, method=method))})
    weights = np.array([0.5, 2, 0, 1, 1, 3])
    inputs['weights'] = pack(weights)
    for dtype in ('float64', 'int32'):
        out = np.quantile(np.frombuffer(bytes.fromhex(inputs[dtype]['plain']['hex']), dtype).reshape(5, 6), SHARES, axis=1,
                          weights=weights, method='inverted_cdf')
        cases.append({'op': 'weighted', 'a': dtype, 'axis': 1, 'q': SHARES, 'method': 'inverted_cdf', 'out': pack(out)})
        out = np.quantile(np.frombuffer(bytes.fromhex(inputs[dtype]['plain']['hex']), dtype).reshape(5, 6), SHARES, axis=0,
                          weights=weights[:5], method='inverted_cdf')
        cases.append({'op': 'weighted', 'a': dtype, 'axis': 0, 'q': SHARES, 'method': 'inverted_cdf', 'out': pack(out)})
    return {'inputs': inputs, 'cases': cases}


def histograms():
    inputs, cases = {}, []
    rng = np.random.default_rng(9)
    weights = rng.integers(0, 16, 60) / 4
    inputs['weights'] = pack(weights)
    for dtype in REAL:
        x = finite(dtype, 60, 7)
        inputs[dtype] = pack(x)
        rules = ['auto', 'fd', 'doane', 'scott', 'stone', 'rice', 'sturges', 'sqrt']
        for bins in [1, 10, 37, *(rules if dtype in ('float64', 'int32') else [])]:
            counts, edges = np.histogram(x, bins)
            cases.append({'a': dtype, 'bins': bins, 'out': pack(counts), 'edges': pack(edges)})
        counts, edges = np.histogram(x, 7, range=(0, 20), weights=weights)
        cases.append({'a': dtype, 'bins': 7, 'range': [0, 20], 'weights': True, 'out': pack(counts), 'edges': pack(edges)})
        given = [0, 1, 1, 5, 20, 59]
        for density in (False, True):
            counts, edges = np.histogram(x, np.array(given, float), density=density)
            cases.append({'a': dtype, 'bins': given, 'density': density, 'out': pack(counts), 'edges': pack(edges)})
    x = rng.standard_normal((60, 3))
    inputs['points'] = pack(x)
    grid = [{'bins': bins, 'density': density,
             'out': pack(np.histogramdd(x, bins, density=density, weights=weights)[0]),
             'edges': [pack(edges) for edges in np.histogramdd(x, bins)[1]]}
            for bins in (3, [2, 3, [-1, 0, 0.5, 2]]) for density in (False, True)]
    ties = np.round(np.linspace(0, 3, 31), 1)
    inputs['ties'] = pack(ties)
    exact = [{'bins': bins, 'out': pack(np.histogram(ties, bins)[0])} for bins in (3, 7, 10, 30, 31)]
    return {'inputs': inputs, 'cases': cases, 'grid': grid, 'exact': exact}


if __name__ == '__main__':
    write('sorting', sorting())
    write('quantiles', quantiles())
    write('histograms', histograms())
