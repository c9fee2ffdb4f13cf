import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { ShapeError } from '../../src/core/errors.js';
import { setDefaults } from '../../src/graph/index.js';
import { arange, dot, einsum, inner, matmul, type NDArray, outer, sin, tensordot } from '../../src/index.js';
import { expectSame } from './arrays.js';

setDefaults({ scheduler: process.env.STRIDED_SCHEDULER ?? 'sync' });

/** Different numbers in a shape, and the same in blocks. */
function sample(shape: readonly number[], chunks: number) {
  const size = shape.reduce((product, length) => product * length, 1);
  const x = sin(arange(size)).reshape([...shape]) as NDArray<'float64'>;
  return [x, blocked.fromArray(x, { chunks })] as const;
}

const length = fc.integer({ min: 1, max: 9 });
const cut = fc.integer({ min: 1, max: 5 });
// Blocks are added up in another order than elements.
const tolerance = 1e-13;

describe('matmul', () => {
  test.each([
    [
      [7, 9],
      [9, 5],
    ],
    [[9], [9, 5]],
    [[7, 9], [9]],
    [[9], [9]],
    [
      [3, 7, 9],
      [9, 5],
    ],
    [
      [3, 1, 7, 9],
      [4, 9, 5],
    ],
    [
      [1, 7, 9],
      [4, 9, 5],
    ],
    [
      [0, 9],
      [9, 5],
    ],
  ])('%j with %j', async (one, other) => {
    await fc.assert(
      fc.asyncProperty(cut, cut, async (a, b) => {
        const [[x, X], [y, Y]] = [sample(one, a), sample(other, b)];
        await expectSame(blocked.matmul(X, Y), matmul(x, y as never) as NDArray, tolerance);
      }),
      { numRuns: 6 },
    );
  });

  test('many blocks along the summed axis', async () => {
    const [[x, X], [y, Y]] = [sample([3, 50], 2), sample([50, 4], 3)];
    await expectSame(blocked.matmul(X, Y), matmul(x, y as never) as NDArray, tolerance);
    await expectSame(blocked.matmul(X, y), matmul(x, y as never) as NDArray, tolerance);
  });

  test('a part of a product takes parts of its operands', async () => {
    const [[x, X], [y, Y]] = [sample([30, 20], 5), sample([20, 30], 5)];
    const part = blocked.matmul(X, Y).at('::10', 3);
    await expectSame(part, (matmul(x, y as never) as NDArray).at('::10', 3) as never, tolerance);
  });

  test('shapes that do not fit are refused', () => {
    const [, X] = sample([4, 5], 2);
    expect(() => blocked.matmul(X, X)).toThrow(ShapeError);
    expect(() => blocked.matmul(X, 3)).toThrow(/scalar/);
    expect(() => blocked.matmul(sample([2, 3, 4], 2)[1], sample([3, 4, 5], 2)[1])).toThrow(ShapeError);
    expect(() => blocked.outer(X, X)).toThrow(/needs one axis/);
    expect(() => blocked.tensordot(X, X, { axes: [[0], [0, 1]] })).toThrow(/axes/);
  });
});

describe('einsum', () => {
  test.each([
    'ij,jk->ik',
    'ij,kj->',
    'ij,jk',
    'ii->i',
    'ii',
    'ij->ji',
    'ij,jk,kl->il',
    'ij,ij->i',
    '...j,jk->k...',
  ])('%s', async (subscripts) => {
    await fc.assert(
      fc.asyncProperty(length, cut, cut, async (n, a, b) => {
        const count = subscripts.split('->')[0].split(',').length;
        const pairs = Array.from({ length: count }, (_, at) => sample([n, n], at % 2 === 0 ? a : b));
        const expected = einsum(subscripts, ...(pairs.map(([x]) => x) as never[])) as NDArray;
        await expectSame(blocked.einsum(subscripts, ...pairs.map(([, X]) => X)), expected, tolerance);
      }),
      { numRuns: 8 },
    );
  });
});

test('tensordot, dot, inner, outer', async () => {
  const [[x, X], [y, Y]] = [sample([4, 5, 6], 2), sample([6, 5, 3], 4)];
  const crossed = {
    axes: [
      [1, 2],
      [1, 0],
    ],
  } as const;
  await expectSame(blocked.tensordot(X, Y, crossed), tensordot(x, y, crossed), tolerance);
  await expectSame(blocked.tensordot(X, Y, { axes: 1 }), tensordot(x, y, { axes: 1 }), tolerance);
  const [z, Z] = sample([3, 6, 7], 2);
  await expectSame(blocked.dot(X, Z), dot(x, z) as NDArray, tolerance);
  await expectSame(blocked.inner(X, X), inner(x, x) as NDArray, tolerance);
  const [[u, U], [v, V]] = [sample([7], 3), sample([5], 2)];
  await expectSame(blocked.outer(U, V), outer(u, v) as NDArray, tolerance);
});

test('integers and mixed dtypes are promoted', async () => {
  const x = arange(12).reshape(3, 4).asType('int32');
  const y = arange(12).reshape(4, 3).asType('float32');
  const X = blocked.fromArray(x, { chunks: 2 });
  await expectSame(blocked.matmul(X, x.T), matmul(x, x.T) as NDArray);
  await expectSame(blocked.matmul(X, y), matmul(x, y) as NDArray, tolerance);
});
