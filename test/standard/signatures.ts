/**
 * The main namespace of the Array API standard 2024.12: every name, the dtypes its arrays may have, and the dtype it
 * gives. The extensions `linalg` and `fft` are elsewhere.
 */
import type { DTypeKind, NDArray } from '../../src/index.js';

type Call = (...args: unknown[]) => unknown;

export interface Signature {
  /** The kinds of dtype that must be taken; none where nothing depends on the dtype. */
  readonly takes: readonly DTypeKind[];
  /** The dtype of the result: that of the operand, one dtype, or a rule. */
  readonly gives: 'same' | 'real part' | 'sum' | 'mean' | 'spread' | 'bool' | 'int64' | 'list';
  /** A call with an operand of shape (2, 3), two where the function takes two. */
  readonly call: (f: Call, x: NDArray) => unknown;
}

const numeric: DTypeKind[] = ['numeric'];
const real: DTypeKind[] = ['integral', 'real floating'];
const floating: DTypeKind[] = ['real floating', 'complex floating'];
const realFloating: DTypeKind[] = ['real floating'];
const bits: DTypeKind[] = ['bool', 'integral'];
const integral: DTypeKind[] = ['integral'];
const all: DTypeKind[] = ['bool', 'numeric'];

const one: Signature['call'] = (f, x) => f(x);
const two: Signature['call'] = (f, x) => f(x, x);

function each(
  names: string,
  takes: readonly DTypeKind[],
  gives: Signature['gives'],
  call: Signature['call'],
): Record<string, Signature> {
  return Object.fromEntries(names.split(' ').map((name) => [name, { takes, gives, call }]));
}

export const constants = ['e', 'inf', 'nan', 'newaxis', 'pi'];

export const signatures: Record<string, Signature> = {
  // Creation.
  ...each('arange linspace', [], 'same', (f) => f(0, 2, 3)),
  ...each('asarray empty_like ones_like zeros_like tril triu', all, 'same', one),
  ...each('from_dlpack', all, 'same', one),
  ...each('empty ones zeros', all, 'same', (f, x) => f(x.shape, { dtype: x.dtype })),
  ...each('eye', all, 'same', (f, x) => f(2, 3, { dtype: x.dtype })),
  ...each('full', all, 'same', (f, x) => f(x.shape, 1, { dtype: x.dtype })),
  ...each('full_like', all, 'same', (f, x) => f(x, 1)),
  ...each('meshgrid', all, 'list', (f, x) => f(x.at(0), x.at(1))),
  // Dtypes.
  ...each('astype', all, 'same', (f, x) => f(x, x.dtype)),
  ...each('can_cast', [], 'bool', (f) => f('int8', 'int16')),
  ...each('finfo', [], 'same', (f) => f('float32')),
  ...each('iinfo', [], 'same', (f) => f('int8')),
  ...each('isdtype', [], 'bool', (f) => f('int8', 'integral')),
  ...each('result_type', [], 'same', (f) => f('int8', 'int16')),
  // Element by element.
  ...each('negative positive sign square conj round', numeric, 'same', one),
  ...each('abs real', numeric, 'real part', one),
  ...each('imag', ['complex floating'], 'real part', one),
  ...each('ceil floor trunc', real, 'same', one),
  ...each('acos acosh asin asinh atan atanh cos cosh exp expm1', floating, 'same', one),
  ...each('log log1p log2 log10 reciprocal sin sinh sqrt tan tanh', floating, 'same', one),
  ...each('signbit', realFloating, 'bool', one),
  ...each('isfinite isinf isnan', numeric, 'bool', one),
  ...each('logical_not', all, 'bool', one),
  ...each('bitwise_invert', bits, 'same', one),
  ...each('add multiply subtract pow', numeric, 'same', two),
  ...each('divide', floating, 'same', two),
  ...each('floor_divide remainder maximum minimum', real, 'same', two),
  ...each('clip', real, 'same', (f, x) => f(x, 0, 1)),
  ...each('atan2 copysign hypot logaddexp nextafter', realFloating, 'same', two),
  ...each('bitwise_and bitwise_or bitwise_xor', bits, 'same', two),
  ...each('bitwise_left_shift bitwise_right_shift', integral, 'same', two),
  ...each('equal not_equal', all, 'bool', two),
  ...each('greater greater_equal less less_equal', real, 'bool', two),
  ...each('logical_and logical_or logical_xor', all, 'bool', two),
  // Indexing, inspection.
  ...each('take', all, 'same', (f, x) => f(x, [0, 1], { axis: 0 })),
  ...each('take_along_axis', all, 'same', (f, x) => f(x, [[0], [1]], { axis: 1 })),
  ...each('__array_namespace_info__', [], 'same', (f) => f()),
  // Products.
  ...each('matmul', numeric, 'same', (f, x) => f(x, x.T)),
  ...each('matrix_transpose', all, 'same', one),
  ...each('tensordot', numeric, 'same', (f, x) => f(x, x.T, { axes: 1 })),
  ...each('vecdot', numeric, 'same', two),
  // Manipulation.
  ...each('broadcast_arrays', all, 'list', two),
  ...each('broadcast_to', all, 'same', (f, x) => f(x, [2, 2, 3])),
  ...each('concat stack', all, 'same', (f, x) => f([x, x])),
  ...each('expand_dims', all, 'same', (f, x) => f(x, 0)),
  ...each('flip squeeze', all, 'same', one),
  ...each('moveaxis', all, 'same', (f, x) => f(x, 0, 1)),
  ...each('permute_dims', all, 'same', (f, x) => f(x, [1, 0])),
  ...each('repeat roll tile', all, 'same', (f, x) => f(x, 2)),
  ...each('reshape', all, 'same', (f, x) => f(x, [3, 2])),
  ...each('unstack', all, 'list', one),
  // Searching, sets, sorting.
  ...each('argmax argmin', real, 'int64', one),
  ...each('count_nonzero', all, 'int64', one),
  ...each('nonzero', all, 'list', one),
  ...each('searchsorted', real, 'int64', (f, x) => f(x.at(0), x)),
  ...each('where', all, 'same', (f, x) => f([[true], [false]], x, x)),
  ...each('unique_all unique_counts unique_inverse', all, 'list', one),
  ...each('unique_values', all, 'same', one),
  ...each('argsort', real, 'int64', one),
  ...each('sort', real, 'same', one),
  // Statistics and tests.
  ...each('cumulative_prod cumulative_sum', numeric, 'sum', (f, x) => f(x, { axis: 0 })),
  ...each('max min', real, 'same', one),
  ...each('prod sum', numeric, 'sum', one),
  ...each('mean', floating, 'mean', one),
  ...each('std var', realFloating, 'spread', one),
  ...each('all any', all, 'bool', one),
  ...each('diff', numeric, 'same', one),
};

/** The attributes and methods of an array, by the standard's names, and as they are called here. */
export const members: Record<string, string> = {
  dtype: 'dtype',
  device: 'device',
  mT: 'mT',
  ndim: 'ndim',
  shape: 'shape',
  size: 'size',
  T: 'T',
  __array_namespace__: 'arrayNamespace',
  __dlpack__: '__dlpack__',
  __dlpack_device__: '__dlpackDevice__',
  __getitem__: 'at',
  __setitem__: 'setAt',
  to_device: 'toDevice',
  __abs__: 'abs',
  __add__: 'add',
  __and__: 'bitwiseAnd',
  __eq__: 'equal',
  __floordiv__: 'floorDivide',
  __ge__: 'greaterEqual',
  __gt__: 'greater',
  __invert__: 'bitwiseInvert',
  __le__: 'lessEqual',
  __lshift__: 'leftShift',
  __lt__: 'less',
  __matmul__: 'matmul',
  __mod__: 'remainder',
  __mul__: 'multiply',
  __ne__: 'notEqual',
  __neg__: 'negative',
  __or__: 'bitwiseOr',
  __pos__: 'positive',
  __pow__: 'power',
  __rshift__: 'rightShift',
  __sub__: 'subtract',
  __truediv__: 'divide',
  __xor__: 'bitwiseXor',
  __bool__: 'item',
  __complex__: 'item',
  __float__: 'item',
  __index__: 'item',
  __int__: 'item',
};
