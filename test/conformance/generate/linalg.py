"""Writes test/conformance/fixtures/linalg/linalg.json: numpy.linalg's results for ordinary and difficult matrices.

Values are stored as hexadecimal bytes of C-contiguous arrays. Eigenvectors, singular vectors and Q are not stored: they are
not unique, and the tests check what they must satisfy. Exponentials are summed here in extended precision. Run with
NumPy 2.4.6:
    python test/conformance/generate/linalg.py
"""
import json
import os
import warnings

import numpy as np

warnings.simplefilter('ignore')
HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'linalg')
L = np.linalg


def pack(x):
    x = np.asarray(x)
    return {'dtype': x.dtype.name, 'shape': list(x.shape), 'hex': x.tobytes().hex()}


def hilbert(n):
    i = np.arange(n)
    return 1 / (i[:, None] + i + 1)


def companion(roots):
    c = np.poly(roots)
    n = len(roots)
    m = np.eye(n, k=-1)
    m[0] = -c[1:]
    return m


def matrices():
    rng = np.random.default_rng(20261126)
    normal = rng.standard_normal
    yield 'one', np.array([[3.0]])
    yield 'random 2', normal((2, 2))
    yield 'random 5', normal((5, 5))
    yield 'random 12', normal((12, 12))
    yield 'random float32', normal((6, 6)).astype('f4')
    yield 'complex 4', normal((4, 4)) + 1j * normal((4, 4))
    yield 'complex 9', normal((9, 9)) + 1j * normal((9, 9))
    yield 'complex64', (normal((5, 5)) + 1j * normal((5, 5))).astype('c8')
    yield 'integers', rng.integers(-5, 6, (4, 4))
    yield 'stack', normal((2, 3, 4, 4))
    yield 'complex stack', normal((3, 3, 3)) + 1j * normal((3, 3, 3))
    yield 'hilbert', hilbert(7)
    yield 'defective', np.array([[2.0, 1, 0], [0, 2, 1], [0, 0, 2]])
    yield 'lower defective', np.array([[1.0, 0, 0], [1, 1, 0], [1, 1, 1]])
    yield 'graded', normal((5, 5)) * 10.0 ** -np.add.outer(np.arange(5), np.arange(5))
    yield 'companion', companion([1, 2, 3, 4, 5])
    yield 'rotation', np.array([[0.6, -0.8, 0], [0.8, 0.6, 0], [0, 0, 1]])
    yield 'nearly singular', np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9 + 1e-9]])
    yield 'badly scaled', np.diag([1e150, 1, 1e-150]) @ (np.eye(3) + 0.1 * normal((3, 3)))
    yield 'huge', normal((3, 3)) * 1e200
    yield 'tiny', normal((3, 3)) * 1e-200
    yield 'permutation', np.eye(6)[rng.permutation(6)]
    yield 'triangular', np.triu(normal((5, 5)))
    yield 'zeros on the diagonal', np.array([[0.0, 1], [1, 0]])
    yield 'tall', normal((7, 4))
    yield 'wide', normal((3, 8))
    yield 'complex tall', normal((6, 3)) + 1j * normal((6, 3))
    yield 'rank 2', normal((6, 2)) @ normal((2, 5))
    yield 'complex rank 1', np.outer(normal(4) + 1j * normal(4), normal(3) - 1j * normal(3))
    yield 'zero', np.zeros((3, 2))
    yield 'empty', np.zeros((0, 0))
    yield 'no rows', np.zeros((0, 3))
    yield 'no columns', np.zeros((2, 0))
    yield 'empty stack', np.zeros((0, 2, 2))


def hermitian():
    rng = np.random.default_rng(7)
    for name, dtype in [('real', 'f8'), ('float32', 'f4'), ('complex', 'c16'), ('complex64', 'c8')]:
        x = rng.standard_normal((8, 8))
        if np.dtype(dtype).kind == 'c':
            x = x + 1j * rng.standard_normal((8, 8))
        yield name, (x + x.conj().T).astype(dtype)
    q = L.qr(rng.standard_normal((6, 6)))[0]
    yield 'repeated', (q * [1, 1, 1, 4, 4, 9]) @ q.T
    z = L.qr(rng.standard_normal((5, 5)) + 1j * rng.standard_normal((5, 5)))[0]
    yield 'complex repeated', (z * [-2, -2, 0, 5, 5]) @ z.conj().T
    yield 'diagonal', np.diag([3.0, 1, 2])
    yield 'stack', (lambda x: x + x.swapaxes(-1, -2))(rng.standard_normal((3, 4, 4)))
    yield 'graded', np.diag([1.0, 1e-5, 1e-10, 1e-15]) + 1e-16
    yield 'identity', np.eye(4)
    yield 'huge', np.array([[2e200, 1e200], [1e200, 2e200]])
    yield 'empty', np.zeros((0, 0))


def exponential(a):
    """Taylor's series of a scaled matrix, squared again, in extended precision."""
    wide = np.clongdouble if a.dtype.kind == 'c' else np.longdouble
    squarings = 12
    x = a.astype(wide) / 2**squarings
    total = term = np.broadcast_to(np.eye(a.shape[-1], dtype=wide), a.shape)
    for k in range(1, 30):
        term = term @ x / k
        total = total + term
    for _ in range(squarings):
        total = total @ total
    return total.astype(a.dtype if a.dtype.kind != 'i' else 'f8')


def attempt(case, name, function):
    try:
        case[name] = pack(function())
    except L.LinAlgError as error:
        case[name] = {'refused': str(error)}


def general():
    cases = []
    for name, a in matrices():
        case = {'name': name, 'a': pack(a)}
        square = a.shape[-1] == a.shape[-2]
        case['svdvals'] = pack(L.svdvals(a))
        case['rank'] = pack(L.matrix_rank(a))
        if a.size:
            case['pinv'] = pack(L.pinv(a, rtol=max(a.shape[-2:]) * np.finfo(L.svdvals(a).dtype).eps))
        for order in ['fro', 'nuc', 1, -1, 2, -2, np.inf, -np.inf]:
            if a.shape[-1] and a.shape[-2]:
                case['norm ' + str(order)] = pack(L.norm(a, ord=order, axis=(-2, -1)))
        if square:
            attempt(case, 'inv', lambda: L.inv(a))
            case['det'] = pack(L.det(a))
            sign, log = L.slogdet(a)
            case['sign'], case['logabsdet'] = pack(sign), pack(log)
            case['eigvals'] = pack(L.eigvals(a))
            if a.size:
                if np.abs(a).max() < 1e50:
                    case['power3'] = pack(L.matrix_power(a, 3))
                case['cond'] = pack(L.cond(a))
                for p in ['fro', 1, np.inf]:
                    case['cond ' + str(p)] = pack(L.cond(a, p))
                if np.abs(a).max() < 1e10:
                    case['expm'] = pack(exponential(a))
        cases.append(case)
    return cases


def systems():
    rng = np.random.default_rng(3)
    cases = []

    def draw(shape, dtype):
        x = rng.standard_normal(shape)
        return (x + 1j * rng.standard_normal(shape)).astype(dtype) if np.dtype(dtype).kind == 'c' else x.astype(dtype)

    for dtype in ['f8', 'f4', 'c16', 'c8']:
        for a, b in [((4, 4), (4,)), ((4, 4), (4, 3)), ((2, 3, 3), (3,)), ((2, 3, 3), (3, 2)), ((2, 1, 3, 3), (5, 3, 2)),
                     ((0, 0), (0, 2)), ((3, 3), (3, 0))]:
            x, y = draw(a, dtype), draw(b, dtype)
            cases.append({'op': 'solve', 'a': pack(x), 'b': pack(y), 'out': pack(L.solve(x, y))})
        for a, b in [((5, 3), (5,)), ((5, 3), (5, 2)), ((3, 5), (3, 2)), ((4, 4), (4,)), ((0, 3), (0, 2)), ((3, 0), (3, 2)), ((3, 2), (3, 0))]:
            x, y = draw(a, dtype), draw(b, dtype)
            out, residuals, rank, s = L.lstsq(x, y)
            cases.append({'op': 'lstsq', 'a': pack(x), 'b': pack(y), 'out': pack(out), 'residuals': pack(residuals),
                          'rank': int(rank), 's': pack(s)})
        x = draw((6, 2), dtype) @ draw((2, 4), dtype)
        y = draw((6, 2), dtype)
        rcond = 1e-5
        out, residuals, rank, s = L.lstsq(x, y, rcond=rcond)
        cases.append({'op': 'lstsq', 'rcond': rcond, 'a': pack(x), 'b': pack(y), 'out': pack(out), 'residuals': pack(residuals),
                      'rank': int(rank), 's': pack(s)})
    return cases


def definite():
    rng = np.random.default_rng(5)
    cases = []
    for dtype in ['f8', 'f4', 'c16', 'c8']:
        for shape in [(1, 1), (5, 5), (2, 3, 4, 4), (0, 0)]:
            x = rng.standard_normal(shape)
            if np.dtype(dtype).kind == 'c':
                x = x + 1j * rng.standard_normal(shape)
            a = (x @ x.conj().swapaxes(-1, -2) + np.eye(shape[-1])).astype(dtype)
            cases.append({'a': pack(a), 'lower': pack(L.cholesky(a)), 'upper': pack(L.cholesky(a, upper=True))})
    return cases


def norms():
    rng = np.random.default_rng(11)
    arrays = {'real': rng.standard_normal((3, 4, 5)), 'float32': rng.standard_normal((3, 4, 5)).astype('f4'),
              'complex': rng.standard_normal((3, 4, 5)) + 1j * rng.standard_normal((3, 4, 5)), 'integers': rng.integers(-9, 9, (3, 4, 5))}
    cases = []
    for name, x in arrays.items():
        for axis in [0, 1, -1]:
            for order in [None, 0, 1, -1, 2, -2, 3, 0.5, np.inf, -np.inf]:
                out = pack(L.norm(x, ord=order, axis=axis))
                cases.append({'x': name, 'axis': axis, 'ord': None if order is None else str(order), 'out': out})
        for axis in [(0, 1), (2, 0), (-1, -2)]:
            for order in [None, 'fro', 'nuc', 1, -1, 2, -2, np.inf, -np.inf]:
                out = pack(L.norm(x, ord=order, axis=axis, keepdims=True))
                cases.append({'x': name, 'axis': axis, 'keepdims': True, 'ord': None if order is None else str(order), 'out': out})
        cases.append({'x': name, 'axis': None, 'ord': None, 'out': pack(L.norm(x))})
    return {'arrays': {k: pack(v) for k, v in arrays.items()}, 'cases': cases}


def eigenvalues():
    return [{'name': name, 'a': pack(a), 'values': pack(L.eigvalsh(a))} for name, a in hermitian()]


os.makedirs(HERE, exist_ok=True)
for name, make in [('general', general), ('systems', systems), ('definite', definite), ('norms', norms), ('hermitian', eigenvalues)]:
    with open(os.path.join(HERE, name + '.json'), 'w', encoding='utf-8') as file:
        json.dump(make(), file, separators=(',', ':'))
        file.write('\n')
