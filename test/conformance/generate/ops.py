"""Writes test/conformance/fixtures/ops/*.json: NumPy's promotion, elementwise operations, reductions and products.

Values are stored as hexadecimal bytes of C-contiguous arrays, so that every bit is compared. Run with NumPy 2.4.6:
    python test/conformance/generate/ops.py
"""
import json
import os
import warnings

import numpy as np

warnings.simplefilter('ignore')
HERE = os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'ops')
DTYPES = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64',
          'float16', 'float32', 'float64', 'complex64', 'complex128']


def camel(name):
    head, *rest = name.split('_')
    return head + ''.join(part.capitalize() for part in rest)


def pack(x):
    x = np.asarray(x)
    return {'dtype': x.dtype.name, 'shape': list(x.shape), 'hex': x.tobytes().hex()}


def samples(dtype, n, seed):
    """Ordinary and special values of one dtype."""
    rng = np.random.default_rng(seed)
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return rng.integers(0, 2, n).astype(dtype)
    if kind in 'iu':
        info = np.iinfo(dtype)
        special = np.array([0, 1, 2, 3, 7, info.max, info.min, info.max - 1, info.max // 2], dtype)
        if kind == 'i':
            special = np.concatenate([special, np.array([-1, -2, -3, -7], dtype)])
        body = rng.integers(info.min, info.max, n, dtype=dtype, endpoint=True)
        small = rng.integers(0 if kind == 'u' else -9, 9, n).astype(dtype)
        return rng.permutation(np.concatenate([special, body, small]))[:n]
    if kind == 'f':
        special = np.array([0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, np.nan, np.inf, -np.inf, 3, -3, 7], dtype)
        return rng.permutation(np.concatenate([special, (rng.standard_normal(n) * 4).astype(dtype)]))[:n]
    part = 'float32' if dtype == 'complex64' else 'float64'
    z = (rng.standard_normal(n) * 3 + 1j * rng.standard_normal(n) * 3).astype(dtype)
    special = np.array([0, 1, -1, 1j, -1j, 3 + 4j, 2, -2, 0.5 - 0.5j], dtype)
    return rng.permutation(np.concatenate([special, z]))[:n].astype(np.result_type(part, 'complex64'))


RENAMED = {'arctan2': 'atan2', 'arcsin': 'asin', 'arccos': 'acos', 'arctan': 'atan', 'arcsinh': 'asinh', 'arccosh': 'acosh',
           'arctanh': 'atanh', 'absolute': 'abs', 'rint': 'round', 'invert': 'bitwiseInvert', 'conjugate': 'conj'}
BINARY = ['add', 'subtract', 'multiply', 'divide', 'floor_divide', 'remainder', 'power', 'minimum', 'maximum', 'fmin', 'fmax',
          'arctan2', 'hypot', 'copysign', 'equal', 'not_equal', 'less', 'less_equal', 'greater', 'greater_equal',
          'logical_and', 'logical_or', 'logical_xor', 'bitwise_and', 'bitwise_or', 'bitwise_xor', 'left_shift', 'right_shift']
UNARY = ['negative', 'positive', 'absolute', 'sign', 'square', 'reciprocal', 'conjugate', 'floor', 'ceil', 'trunc', 'sqrt',
         'cbrt', 'exp', 'exp2', 'expm1', 'log', 'log2', 'log10', 'log1p', 'sin', 'cos', 'tan', 'arcsin', 'arccos', 'arctan',
         'sinh', 'cosh', 'tanh', 'arcsinh', 'arccosh', 'arctanh', 'logical_not', 'invert', 'isnan', 'isinf', 'isfinite',
         'signbit']


def promotion():
    table = {a: [np.promote_types(a, b).name for b in DTYPES] for a in DTYPES}
    casts = {a: {casting: [bool(np.can_cast(a, b, casting)) for b in DTYPES] for casting in ['safe', 'same_kind']} for a in DTYPES}
    weak = {a: [(np.zeros(1, a) + value).dtype.name for value in (True, 1, 1.5, 1j)] for a in DTYPES}
    return {'dtypes': DTYPES, 'promote': table, 'casts': casts, 'weak': weak}


def elementwise():
    cases = []
    for name in UNARY:
        for dtype in DTYPES:
            x = samples(dtype, 24, 1)
            case = {'op': RENAMED.get(name, camel(name)), 'a': dtype}
            try:
                with np.errstate(all='ignore'):
                    out = getattr(np, name)(x)
                if name == 'reciprocal' and out.dtype.kind in 'iu':
                    # 1 / 0 is whatever the hardware makes of it; strided gives 0, as its integer division does.
                    out[x == 0] = 0
                case['out'] = pack(out)
            except TypeError:
                case['refused'] = True
            cases.append(case)
    for dtype in DTYPES:
        cases.append({'op': 'round', 'a': dtype, 'out': pack(np.round(samples(dtype, 24, 1)))})
        cases.append({'op': 'angle', 'a': dtype, 'out': pack(np.angle(samples(dtype, 24, 1)))})
    pairs = [(d, d) for d in DTYPES] + [('int8', 'uint8'), ('int64', 'uint64'), ('bool', 'int16'), ('uint8', 'float16'),
                                        ('int32', 'float32'), ('float32', 'complex64'), ('int64', 'complex128'), ('uint32', 'int32')]
    for name in BINARY:
        for a, b in pairs:
            x, y = samples(a, 24, 2), samples(b, 24, 3)
            if name == 'power' and np.dtype(b).kind == 'i' and np.dtype(a).kind in 'biu':
                y = np.abs(y)
                y[y < 0] = 0
            case = {'op': RENAMED.get(name, camel(name)), 'a': a, 'b': b}
            if name == 'power' and np.dtype(b).kind == 'i':
                case['y'] = pack(y)
            try:
                with np.errstate(all='ignore'):
                    case['out'] = pack(getattr(np, name)(x, y))
            except TypeError:
                case['refused'] = True
            cases.append(case)
    inputs = {d: {str(seed): pack(samples(d, 24, seed)) for seed in (1, 2, 3)} for d in DTYPES}
    return {'inputs': inputs, 'cases': cases}


def reductions():
    """Over an array of three axes and over runs of many lengths; the values repeat those of `noise` in the test."""
    cases = []
    names = {'sum': np.sum, 'prod': np.prod, 'min': np.min, 'max': np.max, 'any': np.any, 'all': np.all, 'argmin': np.argmin,
             'argmax': np.argmax, 'mean': np.mean, 'var': np.var, 'std': np.std}
    inputs = {d: pack(samples(d, 60, 4).reshape(3, 4, 5)) for d in DTYPES}
    for dtype in DTYPES:
        x = samples(dtype, 60, 4).reshape(3, 4, 5)
        if np.dtype(dtype).kind == 'f':
            x = np.where(np.isfinite(x), x, 1).astype(dtype)
            inputs[dtype] = pack(x)
        for name, f in names.items():
            for axis in [None, 0, 1, 2, (0, 2), (0, 1)]:
                if isinstance(axis, tuple) and name.startswith('arg'):
                    continue
                with np.errstate(all='ignore'):
                    out = f(x, axis=axis)
                cases.append({'op': name, 'a': dtype, 'axis': axis, 'out': pack(out)})
    runs = []
    for dtype in ['float64', 'float32', 'float16', 'complex128', 'complex64']:
        for n in [1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 136, 137, 255, 257, 1000, 1023, 8193, 20001]:
            # A sequence both languages make exactly: (i * 7919 mod 10007) / 1024 - 5, then every third over 3.
            values = (np.arange(n) * 7919 % 10007) / 1024 - 5
            values[::3] /= 3
            x = values.astype(dtype)
            if np.dtype(dtype).kind == 'c':
                x = (values + 1j * values[::-1]).astype(dtype)
            runs.append({'a': dtype, 'n': n, 'sum': pack(np.sum(x)), 'mean': pack(np.mean(x)), 'strided': pack(np.sum(x[::-2]))})
            if dtype in ('float64', 'float32'):
                # float16 is left out: NumPy squares and sums in float16, and overflows.
                runs[-1]['var'] = pack(np.var(x))
    return {'inputs': inputs, 'cases': cases, 'runs': runs}


def products():
    """Small integers in every dtype, so that any order of summation is exact."""
    rng = np.random.default_rng(9)
    cases = []
    subscripts = [('ij,ij->i', (4, 5), (4, 5)), ('ik,jk->ij', (4, 5), (3, 5)), ('ij,jk->ik', (4, 5), (5, 3)), ('ij,jk', (4, 5), (5, 3)),
                  ('ij->ji', (4, 5)), ('ii', (4, 4)), ('ii->i', (4, 4)), ('ij->', (4, 5)), ('ij->i', (4, 5)), ('i,j', (4,), (3,)),
                  ('i,i', (4,), (4,)), ('bij,bjk->bik', (2, 3, 4), (2, 4, 5)), ('...ij,...jk', (2, 1, 3, 4), (5, 4, 2)),
                  ('i...->...', (3, 2, 4)), ('ij,jk,kl->il', (2, 3), (3, 4), (4, 2)), ('ijk,jil->kl', (2, 3, 4), (3, 2, 5)),
                  ('ij,kl->jilk', (2, 3), (4, 2)), ('a,ab,abc->abc', (2,), (2, 3), (2, 3, 2)), ('iij,j->i', (3, 3, 2), (2,)),
                  ('ij,j->ij', (3, 4), (1,)), ('ab,bc->ca', (3, 4), (4, 2)), ('ijij->ij', (2, 3, 2, 3)), ('ij,ij,ij->', (2, 3), (2, 3), (2, 3))]
    for dtype in DTYPES:
        def make(shape):
            x = rng.integers(0, 4, shape)
            if np.dtype(dtype).kind == 'c':
                return (x + 1j * rng.integers(0, 4, shape)).astype(dtype)
            return x.astype(dtype)
        for a, b in [((3, 4), (4, 5)), ((4,), (4, 5)), ((3, 4), (4,)), ((4,), (4,)), ((2, 3, 4), (4, 2)), ((2, 1, 3, 4), (5, 4, 2)), ((3, 0), (0, 2))]:
            x, y = make(a), make(b)
            cases.append({'op': 'matmul', 'in': [pack(x), pack(y)], 'out': pack(np.matmul(x, y))})
        x, y = make((3, 4)), make((2, 4))
        cases.append({'op': 'inner', 'in': [pack(x), pack(y)], 'out': pack(np.inner(x, y))})
        cases.append({'op': 'outer', 'in': [pack(x), pack(y)], 'out': pack(np.outer(x, y))})
        x, y = make((2, 3, 4)), make((2, 4, 3))
        cases.append({'op': 'dot', 'in': [pack(x), pack(y)], 'out': pack(np.dot(x, y))})
        cases.append({'op': 'vecdot', 'in': [pack(x), pack(make((3, 4)))], 'out': None})
        cases[-1]['out'] = pack(np.vecdot(x, np.frombuffer(bytes.fromhex(cases[-1]['in'][1]['hex']), dtype).reshape(3, 4)))
    for text, *shapes in subscripts:
        for dtype in ['float64', 'int32', 'bool', 'int64', 'complex128']:
            xs = [rng.integers(0, 3, s).astype(dtype) for s in shapes]
            cases.append({'op': 'einsum', 'subscripts': text, 'in': [pack(x) for x in xs], 'out': pack(np.einsum(text, *xs))})
    return {'cases': cases}


def einsum_paths():
    """Orders of contraction that NumPy finds."""
    examples = [
        ('ij,jk,kl->il', (2, 9), (9, 9), (9, 3)),
        ('ij,jk,kl->il', (9, 2), (2, 9), (9, 3)),
        ('ea,fb,abcd,gc,hd->efgh', (5, 6), (5, 6), (6, 6, 6, 6), (5, 6), (5, 6)),
        ('ab,bc,cd,de->ae', (10, 2), (2, 30), (30, 4), (4, 8)),
        ('ij,ij,ij->', (4, 5), (4, 5), (4, 5)),
        ('abc,bd,cd,e->ae', (3, 4, 5), (4, 6), (5, 6), (2,)),
    ]
    cases = []
    for subscripts, *shapes in examples:
        for how in ['greedy', 'optimal']:
            path = np.einsum_path(subscripts, *[np.ones(shape) for shape in shapes], optimize=how)[0][1:]
            cases.append({'subscripts': subscripts, 'shapes': shapes, 'how': how, 'path': path})
    return {'cases': cases}


if __name__ == '__main__':
    os.makedirs(HERE, exist_ok=True)
    for name, make in [('promotion', promotion), ('elementwise', elementwise), ('reductions', reductions), ('products', products),
                       ('einsum_paths', einsum_paths)]:
        with open(os.path.join(HERE, name + '.json'), 'w', encoding='utf-8') as file:
            json.dump(make(), file, separators=(',', ':'))
            file.write('\n')
