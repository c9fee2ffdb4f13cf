"""Writes test/conformance/fixtures/standard/ufuncs.json: NumPy's reduce, accumulate, reduceat and at, for every binary operation.

Run with NumPy 2.4.6:
    python test/conformance/generate/ufuncs.py
"""
import json
import os
import warnings

import numpy as np

warnings.simplefilter('ignore')
np.seterr(all='ignore')
HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'standard')
RENAMED = {'arctan2': 'atan2'}
BINARY = ['add', 'subtract', 'multiply', 'divide', 'floor_divide', 'remainder', 'power', 'minimum', 'maximum', 'fmin', 'fmax',
          'arctan2', 'hypot', 'copysign', 'less', 'logical_and', 'logical_or', 'logical_xor', 'bitwise_and', 'bitwise_or',
          'bitwise_xor', 'left_shift', 'right_shift']
DTYPES = ['bool', 'int8', 'uint16', 'int64', 'float16', 'float32', 'float64', 'complex64']


def camel(name):
    head, *rest = RENAMED.get(name, name).split('_')
    return head + ''.join(part.capitalize() for part in rest)


def pack(x):
    x = np.asarray(x)
    return {'dtype': x.dtype.name, 'shape': list(x.shape), 'hex': x.tobytes().hex()}


def operand(dtype):
    values = np.array([[3, 2, 1], [5, 0, 2], [7, 1, 3]])
    if dtype == 'bool':
        return values > 1
    if np.dtype(dtype).kind == 'c':
        return (values - 1j * values[::-1]).astype(dtype)
    if np.dtype(dtype).kind == 'f':
        return (values * 0.75 - 1).astype(dtype)
    return (values * np.array([1, 1, 17])).astype(dtype)


def one_by_one(ufunc, x, axis):
    """What `accumulate` should give. NumPy's vector loops for power and arctan2 read ahead of what they write."""
    lines = np.moveaxis(x, axis, 0)
    results = [lines[0].astype(ufunc(lines[:1], lines[:1]).dtype)]
    for line in lines[1:]:
        results.append(ufunc(results[-1], line))
    return np.moveaxis(np.stack(results), 0, axis)


def stretches(ufunc, x):
    parts = [x[:, :2], x[:, 2:], x[:, 1:]]
    return np.stack([one_by_one(ufunc, part, 1)[:, -1] for part in parts], 1)


inputs = {dtype: pack(operand(dtype)) for dtype in DTYPES}
cases = []
for name in BINARY:
    ufunc = getattr(np, name)
    for dtype in DTYPES:
        x = operand(dtype)
        calls = {
            'reduce': lambda: ufunc.reduce(x, axis=1),
            'accumulate': lambda: ufunc.accumulate(x, axis=0),
            'reduceat': lambda: ufunc.reduceat(x, [0, 2, 1], axis=1),
        }
        if name in ('power', 'arctan2') and dtype != 'bool':
            calls = {
                'reduce': lambda: one_by_one(ufunc, x, 1)[:, -1],
                'accumulate': lambda: one_by_one(ufunc, x, 0),
                'reduceat': lambda: stretches(ufunc, x),
            }
        for method, call in calls.items():
            try:
                cases.append({'op': camel(name), 'method': method, 'dtype': dtype, 'out': pack(call())})
            except (TypeError, ValueError):
                cases.append({'op': camel(name), 'method': method, 'dtype': dtype})

with open(os.path.join(HERE, 'ufuncs.json'), 'w') as file:
    body = ',\n'.join(json.dumps(one, separators=(',', ':')) for one in cases)
    file.write('{"inputs":' + json.dumps(inputs, separators=(',', ':')) + ',\n"cases":[\n' + body + '\n]}\n')
print(len(cases), 'cases')
