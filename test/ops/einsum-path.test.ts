/** Orders of contraction: NumPy's, and results that do not depend on them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/core/errors.js';
import * as st from '../../src/ops/index.js';
import { readFixture } from './fixtures.js';

const { cases } = readFixture<{
  cases: { subscripts: string; shapes: number[][]; how: 'greedy' | 'optimal'; path: number[][] }[];
}>('einsum_paths');

describe('paths', () => {
  test.each(cases)('$subscripts $how $shapes', ({ subscripts, shapes, how, path }) => {
    const operands = shapes.map((shape) => st.ones(shape));
    expect(st.einsumPath(subscripts, ...operands, { optimize: how }).path).toEqual(path);
  });
  test('of two operands, or from left to right, are one step', () => {
    const x = st.ones([2, 2]);
    expect(st.einsumPath('ij,jk', x, x).path).toEqual([[0, 1]]);
    expect(st.einsumPath('ij,jk,kl', x, x, x, { optimize: false }).path).toEqual([[0, 1, 2]]);
  });
  test('are told to people', () => {
    const { report } = st.einsumPath('ij,jk,kl->il', st.ones([2, 9]), st.ones([9, 9]), st.ones([9, 3]));
    expect(report).toBe(
      [
        'contraction: ij,jk,kl->il',
        'operations in one loop: 1458',
        'operations in 2 steps: 432 (3.375 times fewer)',
        'elements of the largest result: 18',
        'steps:',
        '  ij,jk->ik',
        '  kl,ik->li',
      ].join('\n'),
    );
  });
});

describe('results', () => {
  const sizes: Record<string, number> = { a: 2, b: 3, c: 1, d: 4, e: 2 };
  const term = fc.uniqueArray(fc.constantFrom(...'abcde'), { minLength: 0, maxLength: 3 });
  test('are the same by any path', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 2, maxLength: 5 }), (terms) => {
        const used = [...new Set(terms.flat())];
        const output = used.filter((_, at) => at % 2 === 0).join('');
        const subscripts = `${terms.map((labels) => labels.join('')).join(',')}->${output}`;
        const operands = terms.map((labels, at) => {
          const shape = labels.map((label) => sizes[label]);
          const size = shape.reduce((product, length) => product * length, 1);
          return st.arange(size).remainder(5).subtract(at).reshape(shape);
        });
        const wanted = st.einsum(subscripts, ...operands, { optimize: false }).toArray();
        for (const optimize of ['greedy', 'optimal'] as const)
          expect(st.einsum(subscripts, ...operands, { optimize }).toArray()).toEqual(wanted);
        const { path } = st.einsumPath(subscripts, ...operands);
        expect(st.einsum(subscripts, ...operands, { optimize: path }).toArray()).toEqual(wanted);
      }),
    );
  });
});

describe('what is no path is refused', () => {
  const x = st.ones([2, 2]);
  test.each([
    [['greedy'], /step \[greedy\]/],
    [[[0, 3]], /step \[0,3\] where 3/],
    [[[0, 0]], /step/],
    [[[0, 1]], /leaves 2 operands of 3/],
    [[[0.5, 1]], /step/],
    ['branch', /optimize is branch/],
  ])('%j', (optimize, message) => {
    const call = (): unknown => st.einsum('ij,jk,kl', x, x, x, { optimize: optimize as never });
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
  test('nor an option that does not exist', () => {
    const einsum = st.einsum as (...args: unknown[]) => unknown;
    expect(() => einsum('ij', x, { optimise: true })).toThrow(/no option optimise/);
  });
});
