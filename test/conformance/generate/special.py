"""Writes test/conformance/fixtures/ops/special.json: the rarer elementwise functions of NumPy, and complex functions at
special values. In the form of ops.py. Run with NumPy 2.4.6:
    python test/conformance/generate/special.py
"""
import json
import os
import warnings

import numpy as np

warnings.simplefilter('ignore')
np.seterr(all='ignore')
HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'ops')
DTYPES = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64',
          'float16', 'float32', 'float64', 'complex64', 'complex128']
FINITE = np.array([0.0, 0.5, -3.25, 1, 20, 29.9, 30.1, -100, 700, 1e-8, 3, 8])
UNARY = ['deg2rad', 'rad2deg', 'fabs', 'rint', 'spacing', 'sinc', 'i0']
BINARY = ['logaddexp', 'logaddexp2', 'nextafter', 'heaviside', 'fmod', 'gcd', 'lcm']


def pack(x):
    x = np.asarray(x)
    return {'dtype': x.dtype.name, 'shape': list(x.shape), 'hex': x.tobytes().hex()}


def samples(dtype, seed):
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return rng.integers(0, 2, 12).astype(dtype)
    if kind in 'iu':
        # The lowest integer is left out: its magnitude does not fit.
        info = np.iinfo(dtype)
        x = np.concatenate([[0, 1, 6, 12, 100, info.max], rng.integers(0, 100, 6)]).astype(dtype)
        return rng.permutation(-x if kind == 'i' and seed % 2 else x)
    if kind == 'f':
        x = [0.0, -0.0, 1, -1, 0.5, 2.5, np.nan, np.inf, -np.inf, 7, -3.25, 10]
        return rng.permutation(np.array(x, dtype))
    return rng.permutation(np.array([0, 1, -1, 1j, 2.5 - 1j, -3 + 4j], dtype))


def attempt(case, f, *operands):
    try:
        case['out'] = pack(f(*operands))
    except (TypeError, ValueError):
        case['refused'] = True
    return case


COMPLEX = {'exp': 'exp', 'exp2': 'exp2', 'expm1': 'expm1', 'log': 'log', 'log2': 'log2', 'log10': 'log10', 'log1p': 'log1p',
           'sqrt': 'sqrt', 'sin': 'sin', 'cos': 'cos', 'tan': 'tan', 'sinh': 'sinh', 'cosh': 'cosh', 'tanh': 'tanh',
           'asin': 'arcsin', 'acos': 'arccos', 'atan': 'arctan', 'asinh': 'arcsinh', 'acosh': 'arccosh', 'atanh': 'arctanh',
           'reciprocal': 'reciprocal', 'abs': 'abs'}


def complexes():
    """Every pair of special parts, then places where parts overflow, cancel, or lie on a branch cut."""
    parts = [-np.inf, -1.5, -0.0, 0.0, 1.5, np.inf, np.nan]
    points = [(a, b) for a in parts for b in parts]
    points += [(a, b) for a in (1e300, -1e300, 1e-300, 710.0, -745.5) for b in (0.5, -0.0, np.inf, 1e300)]
    points += [(0.5, 710.0), (-2, 0.0), (-2, -0.0), (2, 0.0), (2, -0.0), (0.0, 2.0), (-0.0, 2.0), (0.0, -2.0), (-1, 1e-10),
               (1, 1e-10), (1e-10, 1e-10), (0.99999, 1e-5), (1, 0.0), (-1, -0.0), (0.0, 1), (-0.0, -1), (100, 100), (3, 1e-200)]
    z = np.array([complex(*point) for point in points])
    return {'z': pack(z), 'values': {name: pack(getattr(np, f)(z)) for name, f in COMPLEX.items()}}


def elementwise():
    cases = [attempt({'op': name, 'a': d}, getattr(np, name), samples(d, 1)) for name in UNARY for d in DTYPES]
    # sinc in short floats is what pi x rounds to; i0 of infinity is NaN by NumPy's series.
    cases = [one for one in cases if not (one['op'] in ('sinc', 'i0') and one['a'] in ('float16', 'float32', 'complex64'))]
    cases = [one for one in cases if not (one['op'] == 'i0' and one['a'] == 'float64')]
    cases.append({'op': 'i0', 'a': 'float64', 'x': pack(FINITE), 'out': pack(np.i0(FINITE))})
    pairs = [(d, d) for d in DTYPES] + [('int8', 'uint8'), ('int64', 'uint64'), ('bool', 'int16'), ('uint8', 'float16')]
    for name in BINARY:
        cases += [attempt({'op': name, 'a': a, 'b': b}, getattr(np, name), samples(a, 2), samples(b, 3)) for a, b in pairs]
    reals = [d for d in DTYPES if not d.startswith('complex')]
    several = []
    for d in reals:
        several.append({'op': 'modf', 'a': d, 'outs': [pack(x) for x in np.modf(samples(d, 1))]})
        several.append({'op': 'frexp', 'a': d, 'outs': [pack(x) for x in np.frexp(samples(d, 1))]})
        if d != 'bool':
            several.append({'op': 'divmod', 'a': d, 'b': d, 'outs': [pack(x) for x in np.divmod(samples(d, 2), samples(d, 3))]})
        several.append({'op': 'floatPower', 'a': d, 'b': d, 'outs': [pack(np.float_power(samples(d, 2), samples(d, 3)))]})
        n = np.array([0, 1, -1, 5, -5, 10, 3, -20, 60, -60, 2, 1000], 'int32')
        several.append({'op': 'ldexp', 'a': d, 'y': pack(n), 'outs': [pack(np.ldexp(samples(d, 1), n))]})
    inputs = {d: {str(seed): pack(samples(d, seed)) for seed in (1, 2, 3)} for d in DTYPES}
    return {'inputs': inputs, 'cases': cases, 'several': several, 'complexes': complexes()}


with open(os.path.join(HERE, 'special.json'), 'w', encoding='utf-8') as file:
    json.dump(elementwise(), file, separators=(',', ':'))
    file.write('\n')
