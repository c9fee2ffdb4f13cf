"""Writes test/conformance/fixtures/numpy/*.json: what NumPy's main namespace gives for a list of calls.

A case names the function as strided does, its arguments, and its options, which are NumPy's keywords in camelCase; the
test replays it. Each array is stored once, as its elements in C order or as their hexadecimal bytes, whichever is
shorter; complex ones as real and imaginary parts. Run with NumPy 2.4.6:
    python test/conformance/generate/numpy_surface.py
"""
import json
import math
import os
import re
import warnings

import numpy as np

warnings.simplefilter('ignore')
HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'numpy')
FLOATS = ['float16', 'float32', 'float64']
ALL = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', *FLOATS, 'complex64', 'complex128']
nan, inf = np.nan, np.inf


def snake(name):
    return re.sub(r'(?<=[a-z0-9])([A-Z])', lambda m: '_' + m.group(1).lower(), name)


def numpy_name(name):
    # Digits are a word of their own in some names.
    return {'atleast1d': 'atleast_1d', 'atleast2d': 'atleast_2d', 'atleast3d': 'atleast_3d'}.get(name, snake(name))


ARRAYS = {}


def number(value):
    """A number as JSON has it; what JSON has no number for as a string."""
    value = value.item()
    if isinstance(value, float) and not (math.isfinite(value) and (value != 0 or math.copysign(1, value) > 0)):
        return '-0' if value == 0 else 'NaN' if math.isnan(value) else 'Infinity' if value > 0 else '-Infinity'
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 else value


def stored(x):
    """The place of an array in the table of all."""
    parts = np.ascontiguousarray(x).reshape(-1)
    if x.dtype.kind == 'c':
        parts = parts.view('float32' if x.dtype.name == 'complex64' else 'float64')
    entry = {'dtype': x.dtype.name, 'shape': list(x.shape), 'values': [int(v) if x.dtype.kind == 'b' else number(v) for v in parts]}
    if len(json.dumps(entry['values'], separators=(',', ':'))) > 2 * x.nbytes + 2:
        del entry['values']
        entry['hex'] = np.ascontiguousarray(x).tobytes().hex()
    return ARRAYS.setdefault(json.dumps(entry, separators=(',', ':')), len(ARRAYS))


def plain(value):
    """A value as the test reads it."""
    if isinstance(value, (np.ndarray, np.generic)):
        return {'array': stored(np.asarray(value))}
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0):
            return value
        return {'number': '-0' if value == 0 else 'NaN' if math.isnan(value) else 'Infinity' if value > 0 else '-Infinity'}
    if isinstance(value, complex):
        return {'re': value.real, 'im': value.imag}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, slice):
        return {'slice': [value.start, value.stop, value.step]}
    if isinstance(value, dict):
        return {'options': {key: plain(item) for key, item in value.items()}}
    raise TypeError(repr(value))


class Cases:
    def __init__(self):
        self.cases = []

    def add(self, name, *args, py=None, ulps=0, changes=None, **options):
        """`py` calls NumPy where its signature differs; `changes` is the argument that the function writes into."""
        case = {'f': name, 'args': [plain(arg) for arg in args]}
        if options:
            case['options'] = {key: plain(value) for key, value in options.items()}
        if ulps:
            case['ulps'] = ulps
        given = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
        try:
            with np.errstate(all='ignore'):
                if py is not None:
                    out = py(*given)
                else:
                    out = getattr(np, numpy_name(name))(*given, **{snake(key): value for key, value in options.items()})
            case['out'] = plain(given[changes] if changes is not None else out)
            if changes is not None:
                case['changes'] = changes
        except Exception as error:  # noqa: BLE001: whatever NumPy refuses, strided refuses
            case['refused'] = type(error).__name__
        self.cases.append(case)


def sample(dtype, *shape, seed=0):
    """Small numbers, exact in every dtype."""
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype).kind
    x = rng.integers(0, 2, shape) if kind == 'b' else rng.integers(0 if kind == 'u' else -9, 9, shape)
    if kind == 'c':
        return (x + 1j * rng.integers(-9, 9, shape)).astype(dtype)
    return (x / 2 if kind == 'f' else x).astype(dtype)


def holes(dtype, *shape, seed=0):
    """The same with NaN here and there, and one row of nothing else."""
    x = sample(dtype, *shape, seed=seed)
    rng = np.random.default_rng(seed + 1)
    if x.dtype.kind in 'fc':
        x[rng.random(shape) < 0.3] = nan
        if len(shape) > 1:
            x[0] = nan
    return x


def assembly():
    c = Cases()
    for n, name in enumerate(['atleast1d', 'atleast2d', 'atleast3d']):
        for shape in [(), (3,), (2, 3), (2, 1, 3), (0,)]:
            c.add(name, sample('int32', *shape))
    for dtype in ['bool', 'int8', 'float16', 'float64', 'complex128', 'uint64']:
        x = sample(dtype, 2, 3)
        modes = ['constant', 'edge', 'linear_ramp', 'maximum', 'mean', 'minimum', 'reflect', 'symmetric', 'wrap']
        for mode in modes:
            if dtype == 'bool' and mode in ('linear_ramp', 'mean', 'maximum', 'minimum'):
                continue
            c.add('pad', x, [[2, 1], [3, 7]], mode=mode, ulps=2 if mode in ('linear_ramp', 'mean') else 0)
    x = sample('int32', 3, 4)
    f = sample('float64', 5)
    for width in [0, 1, [2], [1, 2], [[1, 2]], [[1], [2]], [[0, 3], [2, 0]]]:
        c.add('pad', x, width)
    c.add('pad', x, 2, constantValues=[[1, 2], [3, 4]])
    c.add('pad', x, 2, constantValues=7)
    c.add('pad', x, 2, constantValues=1.5)
    c.add('pad', f, [3, 4], mode='linear_ramp', endValues=[-4, 10], ulps=2)
    c.add('pad', x, 2, mode='linear_ramp', endValues=5)
    for stat in ['maximum', 'minimum', 'mean', 'median']:
        c.add('pad', f, [2, 3], mode=stat, statLength=2, ulps=2)
        c.add('pad', x, 2, mode=stat, statLength=[[1, 2], [3, 9]])
        c.add('pad', x, 1, mode=stat)
    c.add('pad', f, 1, mode='maximum', statLength=0)
    for mode in ['reflect', 'symmetric']:
        for kind in ['even', 'odd']:
            for width in [1, [4, 9], [23, 2]]:
                c.add('pad', f, width, mode=mode, reflectType=kind)
            c.add('pad', sample('int64', 1), 3, mode=mode, reflectType=kind)
            c.add('pad', x, [[5, 0], [1, 11]], mode=mode, reflectType=kind)
    c.add('pad', f, [12, 13], mode='wrap')
    c.add('pad', np.zeros((0, 2)), 1)
    c.add('pad', np.zeros((0, 2)), 1, mode='edge')
    c.add('pad', np.zeros((0, 2)), [[0, 0], [1, 1]], mode='reflect')
    c.add('pad', np.float64(3), 1)
    for width in [-1, 1.5, [1, 2, 3], [[1, 2, 3]]]:
        c.add('pad', f, width)
    c.add('pad', f, 1, mode='unknown')
    for shape in [(2, 3), (2, 3, 2), (0, 2)]:
        x = sample('int16', *shape)
        for k in range(-5, 6):
            c.add('rot90', x, k=k)
        c.add('rot90', x, axes=[1, 0])
        c.add('rot90', x, axes=[0, 0])
        c.add('fliplr', x)
        c.add('flipud', x)
    c.add('rot90', sample('int16', 2, 3, 4), k=3, axes=[1, 2])
    c.add('fliplr', sample('int16', 3))
    c.add('flipud', sample('int16', 3))
    c.add('flipud', sample('int16'))
    for axis, start in [(0, 0), (2, 0), (1, 3), (-1, 1), (0, 3), (3, 0), (0, 4), (0, -1)]:
        c.add('rollaxis', sample('int16', 2, 3, 4), axis, start)
    a, b = sample('int8', 3), sample('float32', 3)
    for name in ['columnStack', 'dstack', 'rowStack']:
        py = (lambda xs: np.vstack(xs)) if name == 'rowStack' else None
        c.add(name, [a, b], py=py)
        c.add(name, [sample('int8', 2, 3), sample('uint8', 2, 3)], py=py)
        c.add(name, [a, sample('int8', 4)], py=py)
        c.add(name, [], py=py)
    c.add('columnStack', [a, sample('int8', 3, 2)])
    c.add('block', [[sample('int8', 2, 2), sample('float32', 2, 3)], [sample('int8', 1, 5)]])
    c.add('block', [1, 2, 3], py=lambda x: np.block([1.0, 2.0, 3.0]))
    c.add('block', [a, b, 10], py=lambda x: np.block([a, b, 10.0]))
    c.add('block', [[a], [b]])
    c.add('block', [[[sample('int8', 2, 1)], [sample('int8', 1, 1)]]])
    c.add('block', sample('int8', 2))
    c.add('block', [[a], b])
    c.add('block', [[], []])
    c.add('block', [[sample('int8', 2, 2), sample('int8', 3, 2)]])
    for name, shape in [('hsplit', (4,)), ('hsplit', (2, 4)), ('vsplit', (4, 2)), ('dsplit', (1, 2, 4))]:
        c.add(name, sample('int8', *shape), 2)
        c.add(name, sample('int8', *shape), [1, 3])
        c.add(name, sample('int8', *shape), 3)
    c.add('vsplit', sample('int8', 4), 2)
    c.add('dsplit', sample('int8', 4, 2), 2)
    x = sample('int16', 3, 4)
    c.add('append', x, sample('float32', 2))
    c.add('append', x, sample('int8', 1, 4), axis=0)
    c.add('append', x, sample('int8', 4), axis=0)
    for places in [1, -1, [0, 2], [2, 2], [-4], [], slice(None, None, 2), slice(3, 0, -1), [True, False, True, True]]:
        for axis in [1, -1]:
            c.add('deleteAt', x, places, axis=axis, py=lambda x, p: np.delete(x, p, axis))
    for places in [11, [0, 11], 12, [1, -13], slice(2, 9)]:
        c.add('deleteAt', x, places, py=lambda x, p: np.delete(x, p))
    c.add('deleteAt', x, [True, False], axis=1, py=lambda x, p: np.delete(x, p, 1))
    for places, values, axis in [(1, 9, None), (1, [8, 9], None), ([1, 3], [8, 9], None), ([3, 1, 1], [7, 8, 9], None),
                                 (1, [1, 2, 3], 1), ([1], [[1], [2], [3]], 1), ([1], [[1, 2], [3, 4], [5, 6]], 1),
                                 (slice(0, 2), [8, 9], 1), ([0, 4], 5, 1), (-1, 5, 0), (3, [1, 2, 3, 4], 0), (0, [[1, 2, 3, 4]], 0),
                                 ([1, 2], [[1, 2], [3, 4], [5, 6]], 1), (13, 1, None), ([0, 1], [1, 2, 3], None), (12, 1.75, None)]:
        c.add('insert', x, places, values, axis=axis, py=lambda x, p, v: np.insert(x, p, v, axis))
    for shape in [(2, 3), (5, 5), (0,), (1,), (20,)]:
        c.add('resize', x, list(shape))
    c.add('resize', np.zeros(0), [3])
    z = np.array([0, 0, 1, 2, 0, 3, 0.0])
    for trim in ['f', 'b', 'fb']:
        c.add('trimZeros', z, trim=trim)
        c.add('trimZeros', np.zeros(4), trim=trim)
    zz = np.zeros((4, 5), 'int8')
    zz[1, 2] = zz[2, 3] = 1
    c.add('trimZeros', zz)
    c.add('trimZeros', zz, axis=1)
    c.add('trimZeros', zz, axis=-1, trim='f')
    c.add('trimZeros', np.zeros((2, 3)))
    c.add('trimZeros', z, trim='x')
    for k in [-4, -1, 0, 1, 2, 4]:
        c.add('diag', sample('int8', 3), k=k)
        c.add('diag', x, k=k)
        c.add('diagflat', sample('complex64', 2, 2), k=k)
        c.add('tri', 3, 4, k=k)
    c.add('tri', 3, 3, dtype='int32')
    c.add('tri', 2, 0)
    c.add('diag', sample('int8', 2, 2, 2))
    c.add('diag', sample('int8'))
    for dtype in ['bool', 'uint8', 'int16', 'uint64', 'float32', 'complex64']:
        c.add('vander', sample(dtype, 4), py=lambda x: np.vander(x))
        c.add('vander', sample(dtype, 3), columns=5, increasing=True, py=lambda x: np.vander(x, 5, True))
    c.add('vander', sample('int8', 2, 2))
    c.add('vander', np.zeros(0))
    for text, options in [('1 2 3', {}), ('1, 2,3', {'sep': ','}), (' 1  2.5e3\n-inf nan', {}), ('1;2', {'sep': ';', 'dtype': 'int8'}),
                          ('7 8 9', {'count': 2}), ('12 -5', {'dtype': 'int64'})]:
        c.add('fromstring', text, **options, py=lambda t: np.fromstring(t, **{'sep': ' ', **options}))
    c.add('fromiter', [1.0, 2.0, 3.0], dtype='float32')
    c.add('fromiter', [1, 2], dtype='int16', count=3)
    c.add('fromiter', [1, 2, 3], dtype='uint8', count=2)
    return c.cases


def places():
    c = Cases()
    x = sample('int16', 3, 4)
    low, high = x < -2, x > 3
    c.add('select', [low, high], [x, x * 10], default=-1)
    c.add('select', [low, high], [x, sample('float32', 4)])
    c.add('select', [low, low], [sample('int8', 1), sample('float64', 3, 1)], default=2.5)
    c.add('select', [low], [x, x])
    c.add('select', [], [])
    c.add('select', [x], [x])
    which = np.array([[0, 1, 2], [2, 1, 0]])
    for mode in ['raise', 'wrap', 'clip']:
        c.add('choose', which, [sample('int8', 3), sample('float32', 2, 1), sample('int16', 2, 3)], mode=mode)
        c.add('choose', np.array([-1, 3, 5]), sample('int8', 3, 3), mode=mode)
    c.add('choose', np.array([True, False]), [np.array([1, 2]), np.array([3, 4])])
    c.add('choose', np.array([0.5]), [x])
    c.add('piecewise', x, [low, high], [5, -5])
    c.add('piecewise', x, [low, high], [5, -5, 1])
    c.add('piecewise', x[0], low[0], [5])
    c.add('piecewise', x, [low, high], [5])
    for dtype in ['bool', 'float16', 'complex64', 'int64']:
        y = sample(dtype, 3, 4)
        c.add('compress', [True, False, True], y, axis=0)
        c.add('compress', [False, True], y, axis=1)
        c.add('compress', [False, True, False, False, True], y)
        c.add('extract', low, y)
    c.add('compress', [True] * 4, x, axis=0)
    c.add('compress', low, x)
    c.add('extract', [0, 1], x)
    for source, options in [(5, {}), (sample('int8', 4), {}), (sample('int8', 3, 1), {'where': low}), (sample('float64', 3, 4), {}),
                            (sample('float64', 3, 4), {'casting': 'unsafe'}), (sample('int8', 3), {}), (2.5, {}),
                            (sample('int8', 1, 3, 4), {}), (7, {'where': [True, False, True, False]})]:
        c.add('copyto', x, source, **options, changes=0)
    f = sample('float64', 3, 4)
    for positions, values, options in [([0, 3, -1], [7, 8, 9], {}), ([0, 3, 5], 7, {}), ([1, 2, 3, 4], [7, 8], {}), ([12], 1, {}),
                                       ([13, -1], [1, 2], {'mode': 'wrap'}), ([13, -5], [1, 2], {'mode': 'clip'}), ([], 1, {}), ([0], [], {})]:
        c.add('put', f, positions, values, **options, changes=0)
        c.add('put', x, positions, values, **options, changes=0)
    z = sample('complex128', 2, 3)
    c.add('put', z, [1, 4], [1 + 2j], changes=0)
    for values in [[1, 2, 3], 9, np.arange(12.0)]:
        c.add('putmask', f, f > 0, values, changes=0)
        c.add('place', f, f > 0, values, changes=0)
    c.add('place', f, f > 0, [], changes=0)
    c.add('putmask', f, [True, False], [1], changes=0)
    c.add('place', f, [True, False], [1], changes=0)
    c.add('putAlongAxis', f, np.array([[0], [1], [2]]), 99.0, 1, changes=0)
    c.add('putAlongAxis', f, np.array([[0, 1, 2, 0]]), np.array([[1.0, 2, 3, 4]]), 0, changes=0)
    c.add('putAlongAxis', f, np.array([[-1], [1], [0]]), np.array([[1.0], [2], [3]]), -1, changes=0)
    c.add('putAlongAxis', f, np.array([0, 5]), np.array([1.0, 2]), None, changes=0)
    c.add('putAlongAxis', f, np.array([[9]]), 1.0, 1, changes=0)
    c.add('putAlongAxis', f, np.array([1]), 1.0, 1, changes=0)
    for shape in [(3, 3), (2, 4), (5, 2), (7, 2), (2, 2, 2), (0, 3)]:
        for wrap in [False, True]:
            c.add('fillDiagonal', np.zeros(shape), 5, wrap=wrap, changes=0)
        c.add('fillDiagonal', np.zeros(shape, 'complex64'), [1, 2], changes=0)
    c.add('fillDiagonal', np.zeros(3), 5, changes=0)
    c.add('fillDiagonal', np.zeros((2, 3, 2)), 5, changes=0)
    for lists in [([0, 2], [1]), ([1, 0], [0, 2], [1, 1]), ([], [1])]:
        c.add('ix_', *[np.array(one, 'int64') for one in lists])
    c.add('ix_', np.array([True, False, True]), np.array([2, 3]))
    c.add('ix_', np.array([[1]]))
    for shape in [[2, 3], [3], [], [0, 2], [2, 1, 2]]:
        c.add('indices', shape)
    c.add('indices', [2, 2], dtype='float32')
    for name in ['trilIndices', 'triuIndices']:
        for n, k, m in [(3, 0, 3), (3, 1, 4), (4, -1, 2), (0, 0, 0), (2, 5, 2), (2, -5, 3)]:
            c.add(name, n, k=k, columns=m, py=lambda n: getattr(np, snake(name))(n, k, m))
    for name in ['trilIndicesFrom', 'triuIndicesFrom']:
        c.add(name, x, k=1, py=lambda x: getattr(np, snake(name))(x, 1))
        c.add(name, sample('int8', 3), py=lambda x: getattr(np, snake(name))(x))
    c.add('diagIndices', 3, 3)
    c.add('diagIndices', 2)
    c.add('diagIndicesFrom', np.zeros((2, 2, 2)))
    c.add('diagIndicesFrom', np.zeros((2, 3)))
    for mode in ['raise', 'wrap', 'clip']:
        for order in ['C', 'F']:
            c.add('ravelMultiIndex', [np.array([1, 2, 3]), np.array([0, 3, 9])], [4, 5], mode=mode, order=order,
                  py=lambda i, s: np.ravel_multi_index(tuple(i), s, mode=mode, order=order))
            c.add('ravelMultiIndex', [np.array([1, 2, 3]), np.array([0, 3, 4])], [4, 5], mode=mode, order=order,
                  py=lambda i, s: np.ravel_multi_index(tuple(i), s, mode=mode, order=order))
    c.add('ravelMultiIndex', [np.array([1])], [4, 5], py=lambda i, s: np.ravel_multi_index(tuple(i), s))
    c.add('ravelMultiIndex', [np.array([[1], [2]]), np.array([0, 3])], [4, 5], py=lambda i, s: np.ravel_multi_index(tuple(i), s))
    for order in ['C', 'F']:
        c.add('unravelIndex', np.array([[0, 7], [19, 3]]), [4, 5], order=order)
    c.add('unravelIndex', np.array(7), [2, 2, 3])
    c.add('unravelIndex', np.array([20]), [4, 5])
    c.add('unravelIndex', np.array([-1]), [4, 5])
    c.add('broadcastShapes', [3, 1], [4], py=lambda *s: list(np.broadcast_shapes(*map(tuple, s))))
    c.add('broadcastShapes', [3], [4], py=lambda *s: list(np.broadcast_shapes(*map(tuple, s))))
    return c.cases


def numeric():
    c = Cases()
    rng = np.random.default_rng(3)
    for dtype in ['bool', 'int16', 'uint64', 'float16', 'float32', 'float64', 'complex128']:
        a, b = sample(dtype, 7), sample(dtype, 3, seed=2)
        for mode in ['full', 'same', 'valid']:
            c.add('convolve', a, b, mode=mode)
            c.add('convolve', b, a, mode=mode)
            c.add('correlate', a, b, mode=mode)
            c.add('correlate', b, a, mode=mode)
        c.add('correlate', a, sample(dtype, 4, seed=3), mode='same')
        c.add('correlate', sample(dtype, 4, seed=3), a, mode='same')
        c.add('convolve', a, sample(dtype, 4, seed=3), mode='same')
        c.add('vdot', sample(dtype, 2, 3), sample(dtype, 3, 2))
        c.add('kron', sample(dtype, 2, 3), sample(dtype, 2))
    c.add('convolve', sample('int8', 3), sample('float32', 2))
    c.add('convolve', np.zeros(0), np.zeros(2))
    c.add('convolve', np.zeros((2, 2)), np.zeros(2))
    c.add('convolve', np.float64(3), np.zeros(2))
    c.add('correlate', np.zeros(0), np.zeros(2))
    c.add('convolve', np.zeros(3), np.zeros(2), mode='some')
    c.add('convolve', np.array([1, inf, 2, nan, 3]), np.array([0.0, 1, 2]))
    c.add('convolve', np.ones(300), np.arange(40.0))
    c.add('convolve', np.ones(50), np.arange(50.0))
    c.add('vdot', np.zeros(2), np.zeros(3))
    c.add('kron', sample('int8', 2, 2), sample('int16', 2, 3, 2))
    c.add('kron', sample('int8'), sample('int8', 2))
    c.add('kron', np.zeros((0, 2)), np.zeros((2, 2)))
    for dtype in ['uint8', 'int64', 'float16', 'float32', 'float64', 'complex128']:
        x = sample(dtype, 5)
        c.add('gradient', x, ulps=1)
        c.add('gradient', sample(dtype, 3, 4), ulps=1)
        c.add('trapezoid', x, ulps=1)
        c.add('trapezoid', sample(dtype, 3, 4), axis=0, dx=0.5, ulps=1)
        c.add('ediff1d', x)
        c.add('average', x, ulps=2)
        c.add('average', sample(dtype, 3, 4), axis=1, weights=np.array([1, 2, 0.5, 4]), ulps=4, py=lambda x: np.average(x, axis=1, weights=np.array([1, 2, 0.5, 4])))
    c.add('gradient', np.array([True, False]))
    f = rng.standard_normal((4, 5))
    coords = np.array([0, 1, 3, 4.5, 7])
    for order in [1, 2]:
        c.add('gradient', f, edgeOrder=order, ulps=8)
        c.add('gradient', f, axis=1, edgeOrder=order, spacing=[coords], ulps=16, py=lambda x: np.gradient(x, coords, axis=1, edge_order=order))
        c.add('gradient', f, axis=-1, edgeOrder=order, spacing=2, ulps=8, py=lambda x: np.gradient(x, 2, axis=-1, edge_order=order))
        c.add('gradient', f, edgeOrder=order, spacing=[0.5, coords], ulps=16, py=lambda x: np.gradient(x, 0.5, coords, edge_order=order))
        c.add('gradient', coords[:order], edgeOrder=order)
    c.add('gradient', f, axis=[1, 0], ulps=8, py=lambda x: np.gradient(x, axis=(1, 0)))
    c.add('gradient', f, spacing=[1, 2, 3], py=lambda x: np.gradient(x, 1, 2, 3))
    c.add('gradient', f, spacing=[1, coords[:3]], py=lambda x: np.gradient(x, 1, coords[:3]))
    c.add('gradient', f, axis=2)
    c.add('trapezoid', f, x=coords, ulps=8)
    c.add('trapezoid', f, x=np.sort(f, axis=1), axis=1, ulps=8)
    c.add('trapezoid', np.zeros(0))
    c.add('trapezoid', np.zeros(1))
    c.add('trapezoid', f, x=coords[:3])
    c.add('ediff1d', sample('int16', 2, 3), toBegin=np.array([1, 2], 'int8'), toEnd=np.array([9], 'int8'))
    c.add('ediff1d', np.zeros(1), toEnd=np.array([9.0]))
    c.add('ediff1d', np.zeros(0))
    c.add('ediff1d', sample('int16', 3), toEnd=np.array([1.5]))
    w = np.abs(sample('int64', 3, 4)) + 1
    c.add('average', f[:3, :4], weights=w, ulps=4)
    c.add('average', f[:3, :4], weights=w, axis=0, keepdims=True, ulps=4)
    c.add('average', f[:3, :4], weights=w, axis=0, returned=True, ulps=4)
    c.add('average', f[:3, :4], axis=1, returned=True, ulps=4)
    c.add('average', sample('int8', 2, 3, 4), axis=[2, 0], weights=np.arange(1.0, 9).reshape(4, 2), ulps=4,
          py=lambda x: np.average(x, axis=(2, 0), weights=np.arange(1.0, 9).reshape(4, 2)))
    c.add('average', f[:3, :4], weights=np.arange(4.0))
    c.add('average', f[:3, :4], weights=np.arange(5.0), axis=1)
    c.add('average', np.arange(3.0), weights=np.array([1.0, -1, 0]))
    c.add('average', np.arange(3, dtype='float32'), weights=np.array([1, 2, 3], 'int8'), ulps=4)
    # Sums of other orders: an error relative to the largest entry.
    for options in [{}, {'rowvar': False}, {'bias': True}, {'ddof': 0}, {'ddof': 2}, {'fweights': np.array([1, 2, 1, 3, 1])},
                    {'aweights': np.array([0.5, 2, 1, 3, 1])}, {'fweights': np.array([1, 2, 1, 3, 1]), 'aweights': np.array([0.5, 2, 1, 3, 1])},
                    {'dtype': 'float32'}]:
        c.add('cov', f, **options, ulps=64)
    c.add('cov', f[0], ulps=16)
    c.add('cov', f[0], y=f[1], ulps=64, py=lambda m: np.cov(m, f[1]))
    c.add('cov', f, y=f[::-1].copy(), rowvar=False, ulps=64)
    c.add('cov', f + 1j * f[::-1], ulps=64)
    c.add('cov', sample('int8', 2, 6), ulps=16)
    c.add('cov', np.zeros((0, 3)))
    c.add('cov', np.zeros((2, 2, 2)))
    c.add('cov', f, fweights=np.array([1.5, 1, 1, 1, 1]))
    c.add('cov', f, aweights=np.array([-1.0, 1, 1, 1, 1]))
    c.add('cov', f, fweights=np.array([1, 2]))
    c.add('cov', f, ddof=0.5)
    c.add('corrcoef', f, ulps=64)
    c.add('corrcoef', f, rowvar=False, ulps=64)
    c.add('corrcoef', f[0])
    c.add('corrcoef', f[0], y=f[1], ulps=64, py=lambda m: np.corrcoef(m, f[1]))
    c.add('corrcoef', f + 1j * f[::-1], ulps=64)
    xp, fp = np.array([1.0, 2, 4, 4.5]), np.array([3.0, -1, 0.25, inf])
    at = np.array([0.5, 1, 1.25, 2, 3.9, 4, 4.2, 4.5, 9, nan, inf, -inf])
    c.add('interp', at, xp, fp)
    c.add('interp', at, xp, fp, left=-7, right=7.5)
    c.add('interp', at[:8].reshape(2, 4), xp, fp[:3].tolist() + [2.0], period=2.5, ulps=4)
    c.add('interp', at[:8], xp, np.array([1 + 2j, 0, 3j, 4]), ulps=2)
    c.add('interp', 1.5, xp, fp, py=lambda x, xp, fp: np.float64(np.interp(x, xp, fp)))
    c.add('interp', np.array([1, 2, 3]), np.array([1, 3]), np.array([10, 20]))
    c.add('interp', at, np.array([2.0]), np.array([5.0]))
    c.add('interp', at, xp, fp[:3])
    c.add('interp', at, np.zeros(0), np.zeros(0))
    c.add('interp', at, xp, fp, period=0)
    c.add('interp', np.zeros(0), xp, fp)
    c.add('interp', rng.uniform(-1, 6, 30), np.arange(6.0), rng.standard_normal(6), ulps=2)
    phase = np.cumsum(rng.uniform(-2.5, 2.5, 20))
    c.add('unwrap', np.angle(np.exp(1j * phase)), ulps=64)
    c.add('unwrap', np.angle(np.exp(1j * phase)).reshape(4, 5), axis=0, ulps=64)
    c.add('unwrap', np.array([0, 1, 2, -1, 0, 1]), period=4)
    c.add('unwrap', np.array([2, 3, 4, 5, 2, 3, 4, 5]), period=4)
    c.add('unwrap', np.array([0, 1, 2, 0, 1, 2, 0, 1]), period=3)
    c.add('unwrap', np.array([0.0, 75, 151, 225, 300]), discont=100, period=180)
    c.add('unwrap', np.array([0.0, 3, nan, 1]))
    c.add('unwrap', np.zeros((0, 2)))
    for dtype in ['int64', 'float32', 'complex128', 'float16']:
        p, q = sample(dtype, 4), sample(dtype, 3, seed=5)
        q[0] = 2
        c.add('polyval', p, sample(dtype, 2, 3))
        c.add('polyval', p, sample('int8', 3))
        c.add('poly', p)
        c.add('polyadd', p, q)
        c.add('polysub', q, p)
        c.add('polymul', p, q)
        c.add('polydiv', p, q, ulps=4)
        c.add('polyder', p)
        c.add('polyder', p, 2)
        c.add('polyint', p, ulps=1)
        c.add('polyint', p, m=3, k=[1, 2, 3], ulps=2)
        c.add('polyint', p, m=2, k=5, ulps=2)
    place, noise = np.linspace(-1, 2, 25), rng.standard_normal(25)
    for degree in [0, 1, 3, 6]:
        # Both solve to some roundings times the condition of the problem.
        c.add('polyfit', place, noise + place**2, degree, ulps=20000)
        c.add('polyfit', place, noise, degree, w=np.abs(noise) + 0.5, ulps=20000)
    c.add('polyfit', np.array([1, 2, 3]), np.array([2, 4, 7]), 2, ulps=200)
    c.add('polyfit', place, noise[:3], 2)
    c.add('polyfit', place, noise, -1)
    c.add('polyfit', np.zeros((2, 2)), np.zeros((2, 2)), 1)
    c.add('polyfit', np.zeros(0), np.zeros(0), 1)
    c.add('poly', np.zeros(0), py=lambda x: np.ones(1))
    c.add('poly', np.array([1 + 2j, 1 - 2j, 3]))
    c.add('poly', np.zeros((2, 3)))
    c.add('polyval', np.zeros(0), np.arange(3.0))
    c.add('polymul', np.array([0.0, 0, 1, 2]), np.array([0.0]))
    c.add('polydiv', np.array([1.0]), np.array([1.0, 2]))
    c.add('polyder', np.array([1.0]))
    c.add('polyder', np.array([1.0]), -1)
    c.add('polyint', np.array([1.0]), m=-1)
    c.add('polyint', np.array([1.0]), m=3, k=[1, 2])
    for dtype in ['bool', 'int16', 'uint8', 'float16', 'float32', 'float64', 'complex64']:
        x = (sample(dtype, 8) * np.array(1.375, 'float16') if dtype[0] == 'f' else sample(dtype, 8))
        for decimals in [0, 1, 2, -1]:
            c.add('round', x, decimals=decimals)
    c.add('around', np.array([0.5, 1.25, 2.675, -0.45, 1e300, nan, inf, 123456.789]), decimals=1)
    c.add('round', np.array([150, 250, 12345, -50]), decimals=-2)
    c.add('round', np.array([0.5]), decimals=0.5)
    c.add('fix', np.array([1.5, -1.5, nan, -0.5]))
    c.add('fix', np.array([1, -2]))
    for name in ['bartlett', 'blackman', 'hamming', 'hanning']:
        for points in [0, 1, 2, 5, 12, -1, 2.5]:
            # Near their zeros the windows are differences of cosines: an absolute error of an ulp of 1.
            c.add(name, points, py=lambda n: getattr(np, name)(n) + 0)
    for beta in [0, 5, 14, 30.5]:
        c.add('kaiser', 12, beta, ulps=16)
    c.add('i0', np.array([0, 0.5, -1, 3, 7.99, 8, 8.01, 25, -100, 700, nan]), ulps=8)
    c.add('i0', np.array([0, 1, 2], 'float32'), ulps=2)
    c.add('i0', np.array([0, 1, 2]), ulps=8)
    c.add('i0', np.array([1j]))
    return c.cases


def skipping():
    c = Cases()
    for dtype in ['bool', 'int16', 'float16', 'float32', 'float64', 'complex128']:
        x = holes(dtype, 4, 5)
        for name in ['nansum', 'nanprod', 'nanmin', 'nanmax', 'nanmean', 'nanvar', 'nanstd']:
            # NumPy sums and squares halves in half precision.
            ulps = {'nanvar': 8, 'nanstd': 8, 'nanmean': 1, 'nanprod': 2}.get(name, 0)
            if dtype == 'float16' and ulps:
                ulps = 8
            if np.dtype(dtype).kind == 'c':
                ulps = max(ulps, 2)
            for axis in [None, 0, 1]:
                c.add(name, x, axis=axis, ulps=ulps)
        for name in ['nancumsum', 'nancumprod']:
            for axis in [None, 0, 1]:
                c.add(name, x[:, :3], axis=axis, ulps=2 if np.dtype(dtype).kind == 'c' else 0)
        if np.dtype(dtype).kind != 'c':
            for name in ['nanargmin', 'nanargmax']:
                c.add(name, x[1:], axis=0)
                c.add(name, x[1:], axis=1)
                c.add(name, x[1:])
                c.add(name, x, axis=1)
    x = holes('float64', 2, 3, 4)
    for name in ['nansum', 'nanmin', 'nanmean', 'nanvar']:
        c.add(name, x, axis=[0, 2], py=lambda x: getattr(np, name)(x, axis=(0, 2)), ulps=4)
        c.add(name, x, axis=1, keepdims=True, ulps=4)
        c.add(name, np.zeros((0, 2)), axis=0)
        c.add(name, np.zeros((0, 2)), axis=1)
        c.add(name, np.array(nan))
        c.add(name, x, axis=3)
    c.add('nanvar', x, axis=2, ddof=1, ulps=8)
    c.add('nanstd', x, axis=2, ddof=3, ulps=8)
    c.add('nansum', sample('int8', 3), dtype='float32')
    c.add('nansum', x[1], dtype='float32')
    c.add('nanargmin', np.zeros(0))
    c.add('nanmax', np.array([nan, inf, -inf]))
    c.add('nanmin', np.array([nan, inf]))
    c.add('nansum', np.array([nan, inf, -inf]))
    long = np.random.default_rng(8).standard_normal(700)
    long[::7] = nan
    c.add('nansum', long)
    c.add('nansum', long.astype('float32'))
    c.add('nanmean', long, ulps=2)
    c.add('nanvar', long, ulps=64)
    return c.cases


def inspect():
    c = Cases()
    special = np.array([0, 1, -1, nan, inf, -inf, 1 + 1e-9, 1 + 1e-4, 1e-9])
    for a in [special, special.astype('float32'), special.astype('float16')]:
        for equal in [False, True]:
            c.add('isclose', a.reshape(9, 1), a, equalNan=equal)
    c.add('isclose', special, 1)
    c.add('isclose', special, 1, rtol=0.1, atol=0.5)
    c.add('isclose', np.array([1, 2, 3]), np.array([1, 2, 4]), rtol=0.3)
    c.add('isclose', np.array([1, 2], 'uint8'), np.array([2, 1], 'uint8'), atol=1)
    c.add('isclose', np.array([1 + 1j, nan]), np.array([1 + 1.00000001j, nan]), equalNan=True)
    c.add('isclose', np.array([True, False]), np.array([True, True]))
    c.add('isclose', np.zeros(2), np.zeros(3))
    c.add('isclose', np.zeros(0), np.zeros(0))
    c.add('allclose', special[:3], special[:3] + 1e-9)
    c.add('allclose', special, special)
    c.add('allclose', special, special, equalNan=True)
    c.add('allclose', np.zeros(0), np.ones(0))
    for a, b in [(np.arange(3), np.arange(3.0)), (np.arange(3), np.arange(4)), (special, special), (np.zeros((0, 2)), np.zeros((0, 2))),
                 (np.zeros((0, 2)), np.zeros((2, 0))), (np.ones((2, 3)), np.ones(3)), (np.array(1), np.array([1]))]:
        c.add('arrayEqual', a, b, py=lambda a, b: bool(np.array_equal(a, b)))
        c.add('arrayEqual', a, b, equalNan=True, py=lambda a, b: bool(np.array_equal(a, b, equal_nan=True)))
        c.add('arrayEquiv', a, b, py=lambda a, b: bool(np.array_equiv(a, b)))
    for dtype in ALL:
        x = sample(dtype, 2, 3)
        for name in ['isreal', 'iscomplex', 'isrealobj', 'iscomplexobj', 'isposinf', 'isneginf', 'realIfClose', 'bitwiseCount', 'packbits', 'minScalarType']:
            c.add(name, x, py=(lambda x: np.min_scalar_type(x).name) if name == 'minScalarType' else None)
    c.add('isposinf', special)
    c.add('isneginf', special)
    c.add('realIfClose', np.array([1 + 1e-15j, 2]))
    c.add('realIfClose', np.array([1 + 1e-13j, 2]))
    c.add('realIfClose', np.array([1 + 1e-13j, 2]), tol=1000)
    c.add('realIfClose', np.array([1 + 1e-3j, 2]), tol=0.01)
    info = [np.array([np.iinfo(d).min, np.iinfo(d).max, -1 if d[0] == 'i' else 1], d) for d in ALL[1:9]]
    for x in info:
        c.add('bitwiseCount', x)
    bits = sample('bool', 3, 11)
    for axis in [None, 0, 1]:
        for bitorder in ['big', 'little']:
            c.add('packbits', bits, axis=axis, bitorder=bitorder)
            c.add('unpackbits', sample('uint8', 2, 3) + 200, axis=axis, bitorder=bitorder)
    for count in [0, 5, 13, 30, -3, -24, -25]:
        c.add('unpackbits', np.array([1, 128, 255], 'uint8'), count=count)
    c.add('unpackbits', np.array([1], 'int8'))
    c.add('packbits', np.array([1.5]))
    c.add('packbits', np.zeros((2, 0), 'uint8'), axis=1)
    c.add('packbits', bits, axis=2)
    for value, options in [(5, {}), (-5, {}), (0, {}), (5, {'width': 8}), (-5, {'width': 8}), (-8, {'width': 4}), (-1, {'width': 1}),
                           (5, {'width': 2}), (-3, {'width': 2}), (2**40, {})]:
        c.add('binaryRepr', value, **options)
    for value, options in [(255, {'base': 16}), (-255, {'base': 16}), (0, {}), (0, {'padding': 3}), (5, {'base': 2, 'padding': 3}),
                           (35, {'base': 36}), (5, {'base': 1}), (5, {'base': 37})]:
        c.add('baseRepr', value, **options)
    for value in [0, 1, 255, 256, 65536, 2**32, -1, -129, -32769, 1.5, 1e300, 65000.5, 3.3e38, True, 1 + 2j]:
        c.add('minScalarType', value, py=lambda v: np.min_scalar_type(v).name)
    for dtypes in [('float16',), ('float32', 'int8'), ('float32', 'float64'), ('complex64', 'float64'), ('int8',), ('complex64', 'int8'), ('bool',), ()]:
        c.add('commonType', *[np.zeros(1, d) for d in dtypes], py=lambda *xs: np.dtype(np.common_type(*xs)).name)
    for dtype in ['int16', 'float32', 'complex64']:
        for shape in [(), (2, 3), (2, 0)]:
            x = np.asarray(sample(dtype, *shape))
            for name in ['array2string', 'arrayRepr', 'arrayStr']:
                c.add(name, x)
    x = np.array([[1.123456789, -2e-5], [nan, 1e5]])
    for options in [{'precision': 3}, {'precision': 2, 'suppressSmall': True}, {'separator': ', '}, {'prefix': 'x = ', 'separator': ','}]:
        c.add('array2string', x, **options)
    c.add('array2string', np.arange(30), suffix='!', prefix='ab', lineWidth=40, py=lambda x: np.array2string(x, max_line_width=40, prefix='ab', suffix='!'))
    c.add('array2string', np.arange(2000.0), threshold=10, edgeItems=2, py=lambda x: np.array2string(x, threshold=10, edgeitems=2))
    c.add('arrayRepr', x, precision=3)
    c.add('arrayStr', x, precision=3)
    for v in [-0.0, 0.1, math.pi, 1e-7, 123456789.125, 5e-324, nan, -inf, 2.50001, np.float32(0.1), np.float16(16)]:
        for options in [{}, {'precision': 3}, {'precision': 3, 'unique': False}, {'trim': '-'}, {'trim': '0'}, {'trim': '.'}, {'sign': True},
                        {'padLeft': 5}, {'minDigits': 4}, {'precision': 0}, {'precision': 3, 'unique': False, 'trim': '-'}]:
            c.add('formatFloatPositional', v, **options)
            if options.get('unique', True) or 'trim' not in options:
                c.add('formatFloatScientific', v, **options)
    c.add('formatFloatPositional', 1.5, padRight=4)
    c.add('formatFloatScientific', 1.5, expDigits=4)
    c.add('formatFloatPositional', 1.5, unique=False)
    groups = {g: getattr(np, g) for g in ['generic', 'number', 'integer', 'signedinteger', 'unsignedinteger', 'inexact', 'floating', 'complexfloating']}
    for a in ['bool', 'int8', 'uint64', 'float32', 'complex128', 'integer', 'floating', 'number']:
        for b in ['float32', 'int8', *groups]:
            c.add('issubdtype', a, b, py=lambda a, b: bool(np.issubdtype(groups.get(a, a), groups.get(b, b))))
    return c.cases


def assertions():
    """Messages of numpy.testing; null where the assertion holds."""
    cases = []

    def add(name, *args, **options):
        case = {'f': name, 'args': [plain(arg) for arg in args]}
        if options:
            case['options'] = {key: plain(value) for key, value in options.items()}
        numpy_options = {snake(key): value for key, value in options.items()}
        function = {'assertArrayAlmostEqualNulp': 'assert_array_almost_equal_nulp'}.get(name, snake(name))
        try:
            getattr(np.testing, function)(*args, **numpy_options)
            case['message'] = None
        except AssertionError as error:
            case['message'] = str(error)
        cases.append(case)

    x = np.array([1.0, 2, 3])
    pairs = [(x, x + [0, 0, 1]), (x, x * 1.5), (np.arange(12.0), np.arange(12.0) * 2), (x, np.float64(2)), (np.float64(1), np.float64(2)),
             (np.array([1, nan, 3]), np.array([1, 2, nan])), (np.array([1, inf]), np.array([inf, 1])), (np.array([inf, 1]), np.array([-inf, 1])),
             (np.array([nan, inf, 1, 2]), np.array([nan, inf, 1, 3])), (x, x[:2]), (x.reshape(1, 3), x), (np.array([1, 2]), np.array([1, 4])),
             (np.array([1, 2], 'uint8'), np.array([2, 0], 'uint8')), (np.array([True, False]), np.array([True, True])),
             (np.array([1 + 2j, 3]), np.array([1 + 2j, 4j])), (np.zeros(0), np.zeros(0)), (x, x), (np.array([nan, nan]), np.array([nan, nan])),
             (np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 2.00001], [3, 5]])), (np.array([1, 2], 'float32'), np.array([1, 2.5], 'float32')),
             (np.array([1.0, 0]), np.array([1.0, 0.0001])), (np.array([1.0, 1e-9]), np.array([1.0, 0])), (np.arange(100.0).reshape(10, 10), np.zeros((10, 10))),
             (np.array([nan, 1]), np.float64(nan)), (np.array([inf, inf]), np.float64(inf))]
    for a, b in pairs:
        for name in ['assertAllclose', 'assertArrayEqual', 'assertArrayAlmostEqual']:
            add(name, a, b)
        if a.dtype.kind != 'c':
            add('assertArrayLess', a, b)
    add('assertAllclose', x, x + 1e-4, rtol=1e-3)
    add('assertAllclose', x, x + 1e-4, atol=1e-5, rtol=0)
    add('assertAllclose', np.array([nan]), np.array([nan]), equalNan=False)
    add('assertAllclose', x, x + 1, errMsg='Here.')
    add('assertAllclose', x, x + 1, errMsg='Here.', verbose=False)
    add('assertArrayEqual', np.array([1, 2]), np.array([1.0, 2]), strict=True)
    add('assertArrayEqual', x, np.float64(1), strict=True)
    add('assertArrayAlmostEqual', x, x + 0.01, decimal=2)
    add('assertArrayAlmostEqual', x, x + 0.1, decimal=2)
    for a, b in [(1, 2), (1, 1), (1.5, 2.5), ('a', 'b'), ('a', 'a'), (nan, nan), ([1, 2], [1, 3]), ([1, 2], [1]), (True, False),
                 (1, True), ('a', 1), (None, None), (x, x + 1), ([[1, 2], [3]], [[1, 2], [4]]), (1, nan), (inf, -inf), ([x, 1], [x, 2])]:
        add('assertEqual', a, b)
    add('assertEqual', 1, 2, errMsg='Because.')
    for a, b in [(2.3333333333, 2.33333334), (2.3333333, 2.33333334), (1.5, 2.5), (nan, nan), (nan, 1.5), (inf, inf), (inf, -inf), (x, x + 1e-9), (x, x + 1)]:
        add('assertAlmostEqual', a, b)
    add('assertAlmostEqual', 2.3333333333, 2.33333334, decimal=10)
    for a, b in [(0.12345677777777e-20, 0.1234567e-20), (0.12345670e-20, 0.12345672e-20), (0.12345670e-20, 0.12345672e-19), (1.5, 1.5), (0.5, nan), (nan, nan)]:
        add('assertApproxEqual', a, b)
    add('assertApproxEqual', 0.123456, 0.123457, significant=4)
    eps = np.finfo('float64').eps
    for dtype in FLOATS:
        e = np.finfo(dtype).eps
        y = np.array([1, -2, 0.5], dtype)
        for factor in [0, 1, 2, 20]:
            add('assertArrayAlmostEqualNulp', y, y * (1 + factor * e).astype(dtype))
            add('assertArrayMaxUlp', y, y * (1 + factor * e).astype(dtype))
            add('assertArrayMaxUlp', y, y * (1 + factor * e).astype(dtype), maxulp=8)
    add('assertArrayMaxUlp', np.array([1.0]), np.array([-1.0]))
    add('assertArrayMaxUlp', np.array([0.0]), np.array([-0.0]))
    add('assertArrayMaxUlp', np.array([1.0]), np.array([1 + 2 * eps]), dtype='float32')
    add('assertArrayAlmostEqualNulp', np.array([5e-324]), np.array([1e-323]))
    return cases


os.makedirs(HERE, exist_ok=True)
for make in [assembly, places, numeric, skipping, inspect, assertions]:
    with open(os.path.join(HERE, make.__name__ + '.json'), 'w', encoding='utf-8') as file:
        ARRAYS.clear()
        cases = make()
        json.dump({'arrays': [json.loads(entry) for entry in ARRAYS], 'cases': cases}, file, separators=(',', ':'))
        file.write('\n')
