/** Operations called as untyped code would: with names that are none. */
import { describe, expect, it, test } from 'vitest';
import * as strided from '../../src/index.js';

const { ArgumentError, broadcastArrays, defaultRng, DTypeError, flip, reshape, swapaxes, transpose } =
  strided;
type Untyped = (...args: unknown[]) => unknown;
const call = strided as unknown as Record<string, Untyped>;

const list = [1, 2, 3];
const square = [
  [1, 2],
  [3, 4],
];

test.each<[string, unknown[]]>([
  ['sqrt', [list]],
  ['abs', [list]],
  ['isnan', [list]],
  ['add', [list, list]],
  ['power', [list, 2]],
  ['equal', [list, list]],
  ['sum', [list]],
  ['prod', [list]],
  ['max', [list]],
  ['mean', [list]],
  ['std', [list]],
  ['matmul', [square, square]],
  ['dot', [square, square]],
  ['concatenate', [[list, list]]],
  ['stack', [[list, list]]],
  ['zeros', [3]],
  ['arange', [3]],
  ['linspace', [0, 1, 3]],
  ['array', [list]],
])('%s refuses a dtype that is none', (name, args) => {
  const ask = () =>
    name === 'arange' ? call.arange(0, 3, 1, { dtype: 'float' }) : call[name](...args, { dtype: 'float' });
  const askAt = name === 'linspace' ? () => call.linspace(...args, { dtype: 'float' }) : ask;
  expect(askAt).toThrow(DTypeError);
  expect(askAt).toThrow(/dtype is float; needs one of bool, int8, int16, .*, complex128$/);
});

describe('functions that make views', () => {
  it.each([
    ['reshape', () => reshape([1, 2] as never, [2, 1])],
    ['transpose', () => transpose(null as never)],
    ['flip', () => flip('x' as never)],
    ['swapaxes', () => swapaxes(new Float64Array(2) as never, 0, 0)],
    ['broadcastArrays', () => broadcastArrays([1] as never)],
  ])('%s refuses what is no array', (name, call) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(new RegExp(`^${name}: x is .*; needs an NDArray, as asarray\\(x\\) makes one$`));
  });
});

it('a number of children that memory cannot hold is refused', () => {
  expect(() => defaultRng(1).spawn(2 ** 36)).toThrow(
    'spawn: count is 68719476736; needs an integer of 0 to 16777216',
  );
});

it.each([5, null, ['ij']])('einsum refuses the subscripts %j', (subscripts) => {
  expect(() => call.einsum(subscripts, square)).toThrow(ArgumentError);
  expect(() => call.einsum(subscripts, square)).toThrow(/^einsum: subscripts is .*; needs a string such as/);
});
