/** Operations called as untyped code would: with names that are none. */
import { expect, test } from 'vitest';
import * as strided from '../../src/index.js';

const { DTypeError } = strided;
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
