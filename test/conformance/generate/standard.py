"""Writes test/conformance/fixtures/standard/functions.json: NumPy's results of the functions that move, pick and make elements.

Run with NumPy 2.4.6:
    python test/conformance/generate/standard.py
"""
import json
import os

import numpy as np

HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'standard')


def pack(x):
    x = np.asarray(x)
    return {'dtype': x.dtype.name, 'shape': list(x.shape), 'hex': x.tobytes().hex()}


def argument(x):
    if isinstance(x, np.ndarray):
        return {'array': pack(x)}
    if isinstance(x, (list, tuple)) and any(isinstance(one, np.ndarray) for one in x):
        return {'arrays': [pack(one) for one in x]}
    return {'value': x}


cases = []


def case(name, args, result, options=None):
    """One call: the function's name here, its arguments, what NumPy gives (an array, or a list of arrays)."""
    out = [pack(one) for one in result] if isinstance(result, (list, tuple)) else pack(result)
    cases.append({'name': name, 'args': [argument(one) for one in args], 'options': options, 'out': out})


a = np.arange(24, dtype='float64').reshape(2, 3, 4)
b = np.array([[3, -1, 2], [7, 0, -5]], dtype='int16')
c = np.array([1 + 2j, -3j, 4, 5 - 1j], dtype='complex64')
m = np.array([True, False, True, True])
empty = np.zeros((0, 3), dtype='float32')

for x in (a, b, c, m, empty):
    for shift in (1, -2, 0, 7):
        case('roll', [x, shift], np.roll(x, shift))
        case('roll', [x, shift], np.roll(x, shift, 0), {'axis': 0})
case('roll', [a, [1, -1]], np.roll(a, (1, -1), (0, 2)), {'axis': [0, 2]})
case('roll', [a, 1], np.roll(a, 1, (1, 2)), {'axis': [1, 2]})
case('roll', [a, [1, 2]], np.roll(a, (1, 2), (1, 1)), {'axis': [1, 1]})
case('roll', [np.asfortranarray(b)[:, ::-1], 1], np.roll(b[:, ::-1], 1, 1), {'axis': 1})

for x in (a, b, c, m, empty):
    case('repeat', [x, 3], np.repeat(x, 3))
    case('repeat', [x, 0], np.repeat(x, 0, 0), {'axis': 0})
    case('repeat', [x, 2], np.repeat(x, 2, -1), {'axis': -1})
    case('tile', [x, 2], np.tile(x, 2))
    case('tile', [x, [2, 1, 3]], np.tile(x, (2, 1, 3)))
    case('tile', [x, [0]], np.tile(x, 0))
    case('unstack', [x], list(np.unstack(x)))
    case('unstack', [x], list(np.unstack(x, axis=-1)), {'axis': -1})
case('repeat', [b, [0, 2, 1]], np.repeat(b, [0, 2, 1], 1), {'axis': 1})
case('repeat', [b, np.array([2, 1])], np.repeat(b, [2, 1], 0), {'axis': 0})
case('repeat', [a, [2]], np.repeat(a, [2], 1), {'axis': 1})
case('tile', [np.float64(3), [2, 2]], np.tile(3.0, (2, 2)))

for x in (a, b, c, m):
    case('take', [x, [0, 1, -1]], np.take(x, [0, 1, -1]))
    case('take', [x, np.array([[0, 1], [1, 0]])], np.take(x, [[0, 1], [1, 0]], 0), {'axis': 0})
    case('take', [x, [5, -7]], np.take(x, [5, -7], mode='wrap'), {'mode': 'wrap'})
    case('take', [x, [50, -7]], np.take(x, [50, -7], -1, mode='clip'), {'mode': 'clip', 'axis': -1})
    case('take', [x, np.array(1)], np.take(x, 1, 0), {'axis': 0})
case('takeAlongAxis', [b, np.argsort(b, 1)], np.take_along_axis(b, np.argsort(b, 1), 1), {'axis': 1})
case('takeAlongAxis', [b, np.array([[0], [2]])], np.take_along_axis(b, np.array([[0], [2]]), -1))
case('takeAlongAxis', [b, np.array([[1, 1, 0]])], np.take_along_axis(b, np.array([[1, 1, 0]]), 0), {'axis': 0})
case('takeAlongAxis', [a, np.array([[[1]], [[0]]])], np.take_along_axis(a, np.array([[[1]], [[0]]]), 1), {'axis': 1})
case('takeAlongAxis', [b, np.array([4, 0])], np.take_along_axis(b, np.array([4, 0]), None), {'axis': None})
case('compress', [[True, False, True], b], np.compress([1, 0, 1], b, 1), {'axis': 1})
case('compress', [[False, True], a], np.compress([0, 1], a))
case('choose', [np.array([0, 1, 1, 0]), [c, np.array([9], dtype='float64')]], np.choose([0, 1, 1, 0], [c, np.array([9.0])]))
case('choose', [np.array([0, 5, -1, 1]), [c, c[::-1]]], np.choose([0, 5, -1, 1], [c, c[::-1]], mode='wrap'), {'mode': 'wrap'})

for k in (0, 1, -1, 5, -5):
    for x in (a, b, np.arange(9, dtype='int64').reshape(3, 3), c):
        case('tril', [x], np.tril(x, k), {'k': k})
        case('triu', [x], np.triu(x, k), {'k': k})
case('triu', [empty], np.triu(empty), {'k': 0})

for indexing in ('xy', 'ij'):
    for sparse in (False, True):
        options = {'indexing': indexing, 'sparse': sparse}
        case('meshgrid', [c, b[0], m], list(np.meshgrid(c, b[0], m, **options)), options)
        case('meshgrid', [b[0]], list(np.meshgrid(b[0], **options)), options)
        case('meshgrid', [b[0], np.zeros(0)], list(np.meshgrid(b[0], np.zeros(0), **options)), options)

for x in (a, b, c, m, empty, np.array([0, 200, 100], dtype='uint8')):
    for n in (0, 1, 2, 3):
        case('diff', [x], np.diff(x, n), {'n': n})
    case('diff', [x], np.diff(x, axis=0), {'axis': 0})
case('diff', [a], np.diff(a, prepend=0), {'prepend': 0})
case('diff', [a], np.diff(a, axis=1, append=1.5), {'axis': 1, 'append': 1.5})

os.makedirs(HERE, exist_ok=True)
with open(os.path.join(HERE, 'functions.json'), 'w') as file:
    file.write('[\n' + ',\n'.join(json.dumps(one, separators=(',', ':')) for one in cases) + '\n]\n')
print(len(cases), 'cases')
