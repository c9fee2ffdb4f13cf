import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { setDefaults } from '../../src/graph/index.js';
import {
  ArgumentError,
  add,
  arange,
  matmul,
  type NDArray,
  ones,
  pad,
  roll,
  ShapeError,
  sin,
} from '../../src/index.js';
import { cutArrays, expectFailure, expectSame, here } from './arrays.js';

// The functions here use what this file imports, which only this thread has.
setDefaults(here);

test('a function of the blocks in the same place', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), async ({ x, blocked: cut }) => {
      const doubled = blocked.mapBlocks(
        ((a: NDArray, b: NDArray, c: number) => add(add(a, b), c)) as never,
        [cut, x.at('...', ':1') as never, 3] as never,
      );
      await expectSame(doubled, add(add(x, x.at('...', ':1') as NDArray), 3));
    }),
    { numRuns: 15 },
  );
  const places = blocked.mapBlocks(
    ((_block: NDArray, info: blocked.BlockInfo) => ones(info.shape).mul(info.block[0])) as never,
    [blocked.arange(5, { chunks: 2 })],
    { blockInfo: true } as never,
  );
  await expectSame(places, arange(5).floorDivide(2) as NDArray);
  const halves = blocked.mapBlocks(
    (a: NDArray) => a.at('::2') as NDArray,
    [blocked.arange(8, { chunks: 4 })],
    { chunks: [[2, 2]] },
  );
  await expectSame(halves, arange(8).at('::2'));
  const x = blocked.arange(4);
  await expectFailure(
    blocked.mapBlocks((a: NDArray) => a.at(':2') as NDArray, [x]),
    ShapeError,
  );
  expect(() => blocked.mapBlocks((a: NDArray) => a, [3])).toThrow(ArgumentError);
  expect(() => blocked.mapBlocks((a: NDArray) => a, [x], { chunks: [[2, 2]] })).toThrow(ArgumentError);
});

test('inline functions go to threads with what they capture', async () => {
  const by = 3;
  const x = blocked.mapBlocks((a: NDArray) => a.mul(by) as NDArray, [blocked.arange(4, { chunks: 2 })], {
    captures: { by },
  });
  expect((await x.compute({ scheduler: 'threads', workers: 1 })).toArray()).toEqual([0, 3, 6, 9]);
});

test('axes named by letters', async () => {
  const [a, b] = [sin(arange(24)).reshape(4, 6), sin(arange(18)).reshape(6, 3)];
  const [left, right] = [blocked.fromArray(a, { chunks: 2 }), blocked.fromArray(b, { chunks: [3, 2] })];
  const whole = blocked.blockwise(
    (x, y) => matmul(x, y),
    'ij',
    [
      [left, 'ik'],
      [right, 'kj'],
    ],
    { concatenate: true },
  );
  await expectSame(whole, matmul(a, b) as NDArray, 1e-14);
  const sums = blocked.blockwise(
    ((xs: NDArray[], ys: NDArray[]) =>
      xs.map((x, at) => matmul(x, ys[at]) as NDArray).reduce((p, q) => add(p, q) as NDArray)) as never,
    'ij',
    [
      [left, 'ik'],
      [right, 'kj'],
    ],
  );
  await expectSame(sums, matmul(a, b) as NDArray, 1e-14);
  await expectSame(
    blocked.blockwise((x) => x.T, 'ji', [[left, 'ij']]),
    a.T,
  );
  expect(() => blocked.blockwise((x) => x, 'z', [[left, 'ij']])).toThrow(ArgumentError);
  expect(() => blocked.blockwise((x) => x, 'i', [[left, 'ii']])).toThrow(ArgumentError);
  expect(() =>
    blocked.blockwise((x) => x, 'ij', [
      [left, 'ij'],
      [right, 'ij'],
    ]),
  ).toThrow(ArgumentError);
});

test('overlapping blocks see their neighbours, and what lies beyond the edges', async () => {
  const modes = { reflect: 'symmetric', periodic: 'wrap', nearest: 'edge', 7: 'constant' } as const;
  const smooth = (x: NDArray) => add(add(roll(x, 1, 0 as never), x), roll(x, -1, 0 as never)) as NDArray;
  await fc.assert(
    fc.asyncProperty(
      cutArrays({ min: 1, max: 2 }),
      fc.constantFrom<blocked.Boundary>('reflect', 'periodic', 'nearest', 7),
      async ({ x, blocked: cut }, boundary) => {
        const mode = modes[boundary as keyof typeof modes];
        const settings = mode === 'constant' ? { mode, constantValues: 7 } : { mode };
        const padded = pad(x, 1, settings as never) as NDArray;
        const expected = smooth(padded).at(...x.shape.map(() => '1:-1')) as NDArray;
        await expectSame(blocked.mapOverlap(smooth, cut, { depth: 1, boundary }), expected);
      },
    ),
    { numRuns: 30 },
  );
  const x = blocked.arange(6, { chunks: 2 });
  const sizes = blocked.mapOverlap((block: NDArray) => ones(block.shape).mul(block.size) as NDArray, x, {
    depth: 1,
    boundary: 'none',
  });
  expect((await sizes.compute()).toArray()).toEqual([3, 3, 4, 4, 3, 3]);
  const untrimmed = blocked.mapOverlap((block: NDArray) => block, x, {
    depth: 1,
    trim: false,
    boundary: 'periodic',
  });
  expect((await untrimmed.compute()).toArray()).toEqual([5, 0, 1, 2, 1, 2, 3, 4, 3, 4, 5, 0]);
  expect(() => blocked.mapOverlap((a: NDArray) => a, x, { depth: 9 })).toThrow(ArgumentError);
});
