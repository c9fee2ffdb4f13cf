import { expect, test } from 'vitest';
import { made } from '../../src/blocked/blocks/random.js';
import * as blocked from '../../src/blocked/index.js';
import { ArgumentError, defaultRng, Philox } from '../../src/index.js';
import { expectSame, here } from './arrays.js';

test('numbers are those of a Philox generator, whatever the chunks', async () => {
  const expected = defaultRng(new Philox(5)).random([30, 700]);
  for (const chunks of [7, [30, 700], [11, 256], [1, -1]] as blocked.ChunksOption[])
    await expectSame(blocked.random([30, 700], { seed: 5, chunks }), expected as never);
  const rng = blocked.defaultRng(5);
  rng.random([2]);
  await expectSame(rng.random([9], { chunks: 2 }), defaultRng(new Philox(5).jumped(1)).random(9) as never);
});

test('any element can be made alone, and is the same', async () => {
  const rng = () => blocked.defaultRng(8);
  // Logarithms and cosines of short arrays may differ from those of long ones in the last digit.
  const rounding = 1e-14;
  const makers = [
    () => rng().random([40, 50], { chunks: 16 }),
    () => rng().normal(3, 2, [40, 50], { chunks: 16 }),
    () => rng().integers(-5, 5, [40, 50], { chunks: 16 }),
    () => rng().exponential(2, [40, 50], { chunks: 16 }),
    () => rng().uniform(-1, 1, [40, 50], { chunks: 16 }),
    () => rng().random([40, 50], { chunks: 16, dtype: 'float32' }),
  ];
  for (const make of makers) {
    const whole = await make().compute();
    for (const index of [
      ['::7', '::7'],
      ['5', '::-2'],
      ['3:5', ':'],
      [':', 7],
      ['::-3', '40:'],
      [2, 3],
      [':0', ':'],
    ] as const)
      await expectSame(make().at(...index), whole.at(...index), rounding);
  }
});

test('a slice makes only what it selects', async () => {
  const x = blocked.random([500_000, 500_000], { seed: 3 });
  expect(x.nbytes).toBe(2e12);
  const before = made.elements;
  const part = x.at('::5000', '::5000');
  expect(part.shape).toEqual([100, 100]);
  await part.compute(here);
  expect(made.elements - before).toBe(100 * 100);
});

test('distributions have the moments they should have', async () => {
  const rng = blocked.defaultRng(1);
  const spread = async (x: blocked.BlockedArray) => {
    const values = (await x.compute()).astype('float64');
    return [values.mean().item() as number, values.std().item() as number];
  };
  const shape = [200, 500];
  const near = ([mean, std]: number[], wantMean: number, wantStd: number) => {
    // Six standard errors of 100 000 draws, seeded.
    expect(Math.abs(mean - wantMean)).toBeLessThan((6 * wantStd) / Math.sqrt(1e5));
    expect(Math.abs(std - wantStd)).toBeLessThan(0.02 * wantStd);
  };
  near(await spread(rng.normal(3, 2, shape)), 3, 2);
  near(await spread(rng.standardNormal(shape)), 0, 1);
  near(await spread(rng.exponential(2, shape)), 2, 2);
  near(await spread(rng.uniform(-1, 1, shape)), 0, 2 / Math.sqrt(12));
  near(await spread(rng.integers(0, 10, shape)), 4.5, Math.sqrt(99 / 12));
});

test('parameters that make no sense are refused', () => {
  const rng = blocked.defaultRng(1);
  expect(() => rng.normal(0, -1, [3])).toThrow(ArgumentError);
  expect(() => rng.exponential(Number.NaN, [3])).toThrow(ArgumentError);
  expect(() => rng.integers(3, 3, [3])).toThrow(ArgumentError);
  expect(() => rng.uniform(0, Infinity, [3])).toThrow(ArgumentError);
  expect(() => blocked.random([3], { seed: -1 })).toThrow(ArgumentError);
});
