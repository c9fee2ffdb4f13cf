import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeChunks } from '../../src/blocked/chunks.js';
import { type Chunks, fromArray } from '../../src/blocked/index.js';
import { piecesBetween, rechunkPlan } from '../../src/blocked/rechunk-plan.js';
import { ArgumentError } from '../../src/core/errors.js';
import { setDefaults } from '../../src/graph/index.js';
import { arange } from '../../src/index.js';
import { cutArrays, expectSame } from './arrays.js';

setDefaults({ scheduler: process.env.STRIDED_SCHEDULER ?? 'sync' });

const largest = (chunks: Chunks) => chunks.reduce((size, axis) => size * Math.max(...axis), 1);
const shapeOf = (chunks: Chunks) => chunks.map((axis) => axis.reduce((sum, length) => sum + length, 0));

/** Two ways of cutting the same shape. */
const pairs = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const cut = fc
    .tuple(...shape.map((length) => fc.integer({ min: Math.ceil(length / 40), max: length })))
    .map((lengths) => normalizeChunks(lengths, shape));
  return fc.tuple(cut, cut);
});

describe('the plan', () => {
  test('ends where it should, keeps the shape, and never passes the limit', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 8, max: 1 << 20 }), ([from, to], blockSizeLimit) => {
        const steps = rechunkPlan(from, to, 'float64', { blockSizeLimit, threshold: 0.5 });
        if (steps.length > 0) expect(steps.at(-1)).toEqual(to);
        else expect(from).toEqual(to);
        const most = Math.max(blockSizeLimit / 8, largest(from), largest(to));
        for (const step of steps) {
          expect(shapeOf(step)).toEqual(shapeOf(from));
          expect(largest(step)).toBeLessThanOrEqual(most);
        }
        let pieces = 0;
        [from, ...steps].reduce((before, after) => {
          pieces += piecesBetween(before, after);
          return after;
        });
        expect(pieces).toBeLessThanOrEqual(Math.max(1, piecesBetween(from, to)));
      }),
    );
  });

  test('rows into columns go over blocks in between', () => {
    const [rows, columns] = [
      normalizeChunks([10, -1], [1000, 1000]),
      normalizeChunks([-1, 10], [1000, 1000]),
    ];
    const steps = rechunkPlan(rows, columns, 'float64', { blockSizeLimit: 1 });
    expect(steps.map((step) => step.map(([first]) => first))).toEqual([
      [40, 210],
      [210, 40],
      [1000, 10],
    ]);
    // With room for all of it, blocks are joined and cut apart.
    const [whole, ...rest] = rechunkPlan(rows, columns, 'float64');
    expect([whole, rest.length]).toEqual([[[1000], [1000]], 1]);
    expect(rechunkPlan(rows, normalizeChunks([20, -1], [1000, 1000]), 'float64')).toHaveLength(1);
  });

  test('refuses limits that are none', () => {
    expect(() => rechunkPlan([[1]], [[1]], 'float64', { threshold: 0 })).toThrow(ArgumentError);
    expect(() => fromArray(arange(9)).rechunk(3, { blockSizeLimit: -1 })).toThrow(/blockSizeLimit is -1/);
  });
});

describe('elements stay the same', () => {
  test('whatever the chunks, the limit and the threshold', async () => {
    await fc.assert(
      fc.asyncProperty(
        cutArrays(),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }),
        fc.constantFrom(0.01, 1, 4),
        async ({ x, blocked }, lengths, threshold) => {
          // What is no source of its own has to be put together.
          const computed = blocked.at(...x.shape.map(() => '::-1'));
          const options = { threshold, blockSizeLimit: 40 };
          const result = computed.rechunk(lengths.slice(0, x.ndim), options);
          await expectSame(result, x.at(...x.shape.map(() => '::-1')) as never);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('blocks that are cut into many pieces', async () => {
    const x = arange(60 * 50).reshape(60, 50);
    const rows = (await fromArray(x, { chunks: [1, -1] }).persist()).rechunk([-1, 1], { threshold: 1e9 });
    await expectSame(rows, x as never);
    expect((await rows.at(':', 7).compute()).toArray()).toEqual(x.at(':', 7).toArray());
  });
});
