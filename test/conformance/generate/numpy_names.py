"""The public names of NumPy, for docs/numpy.md to be held against: writes fixtures/numpy/namespace.json."""

import json
import pathlib
import types

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def public(owner):
    return [name for name in dir(owner) if not name.startswith('_')]


def functions(owner, names):
    kinds = (types.ModuleType, type)
    return [name for name in names if not isinstance(getattr(owner, name), kinds)]


main = public(np)
namespace = {
    'numpy': functions(np, main),
    'classes': [name for name in main if isinstance(getattr(np, name), type)],
    'linalg': functions(np.linalg, np.linalg.__all__),
    'fft': functions(np.fft, np.fft.__all__),
    'random': [name for name in np.random.__all__ if isinstance(getattr(np.random, name), type)]
    + ['default_rng'],
    'Generator': public(np.random.Generator),
    'testing': [name for name in np.testing.__all__ if name.startswith('assert')],
    'ufunc': public(np.ufunc),
    'ndarray': public(np.ndarray),
}
target = HERE.parent / 'fixtures' / 'numpy' / 'namespace.json'
lines = ',\n'.join(f' {json.dumps(key)}: {json.dumps(value)}' for key, value in namespace.items())
target.write_text(f'{{\n "numpy-version": {json.dumps(np.__version__)},\n{lines}\n}}\n')
