/** Random shapes, chunks and indices: what is computed in blocks is what NDArrays give. */
import fc from 'fast-check';
import { test } from 'vitest';
import { fromArray } from '../../src/blocked/index.js';
import * as s from '../../src/index.js';
import { cutArrays, expectSame } from './arrays.js';

const runs = { numRuns: 30 };
/** An index for an axis, from random numbers. */
const index = (length: number, [kind, a, b]: readonly number[]): s.Index => {
  const [low, high] = [a % length, b % length].sort((one, other) => one - other);
  const kinds: s.Index[] = [
    a % length,
    -1 - (a % length),
    { start: low, stop: high + 1, step: 1 + (b % 3) },
    { start: high, stop: low === 0 ? null : low - 1, step: -1 - (a % 2) },
    ':',
  ];
  return kinds[kind % kinds.length];
};
const triples = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 3, maxLength: 3 });

test('slices, and slices of slices', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), triples, triples, async ({ x, blocked }, first, second) => {
      const indices = x.shape.map((length, axis) => index(length, first[axis]));
      const [part, whole] = [blocked.at(...indices), x.at(...indices) as s.NDArray];
      await expectSame(part as never, whole);
      const inner = whole.shape.map((length, axis) => index(length, second[axis]));
      await expectSame(part.at(...inner) as never, whole.at(...inner));
    }),
    runs,
  );
});

test('broadcasting, with operands that are cut in other places', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.nat(),
      fc.integer({ min: 1, max: 5 }),
      async ({ x, blocked }, at, chunk) => {
        const axis = at % x.ndim;
        const row = s.cos(s.sum(x, { axis, keepdims: true }) as s.NDArray) as s.NDArray;
        const cut = fromArray(row, { chunks: chunk });
        await expectSame(s.multiply(blocked, cut) as never, s.multiply(x, row) as s.NDArray);
        await expectSame(s.subtract(cut.ravel(), 1) as never, s.subtract(row.ravel(), 1) as s.NDArray);
      },
    ),
    runs,
  );
});

test('reductions over any axes', async () => {
  const reductions = [s.sum, s.mean, s.max, s.std, s.argmin, s.median, s.any] as unknown[] as ((
    x: unknown,
    options: object,
  ) => never)[];
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.constantFrom(...reductions),
      fc.nat(),
      fc.boolean(),
      async (a, reduce, at, keepdims) => {
        const options = { axis: at % a.x.ndim, keepdims };
        await expectSame(reduce(a.blocked, options), reduce(a.x, options), 1e-13);
      },
    ),
    runs,
  );
});

test('other shapes and other chunks', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.integer({ min: 1, max: 7 }), async ({ x, blocked }, chunk) => {
      const cut = blocked.rechunk(chunk);
      await expectSame(cut as never, x);
      await expectSame(s.reshape(cut, [-1]) as never, x.reshape([-1]));
      const turned = [...x.shape].reverse();
      await expectSame(s.reshape(blocked, turned) as never, x.reshape(turned));
      await expectSame(s.transpose(cut) as never, s.transpose(x));
    }),
    runs,
  );
});

test('joined arrays', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.nat(),
      fc.integer({ min: 1, max: 4 }),
      async ({ x, blocked }, at, chunk) => {
        const axis = at % x.ndim;
        const other = blocked.rechunk(chunk).mul(2);
        const double = x.mul(2) as s.NDArray;
        await expectSame(s.concatenate([blocked, other, x], axis), s.concatenate([x, double, x], axis));
        await expectSame(s.stack([blocked, other], axis), s.stack([x, double], axis));
      },
    ),
    runs,
  );
});
