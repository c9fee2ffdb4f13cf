/** Arrays and chunks for the properties of blocked arrays. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { type BlockedArray, fromArray } from '../../src/blocked/index.js';
import { type ComputeOptions, setDefaults } from '../../src/graph/index.js';
import { arange, NDArray, type Operand, sin } from '../../src/index.js';

// What blocks are does not depend on where they are computed; threads.test.ts computes some elsewhere.
setDefaults({ scheduler: process.env.STRIDED_SCHEDULER ?? 'sync' });

/** For functions that only this thread has, as they count their calls or use what a test imports. */
export const here: ComputeOptions = { scheduler: 'sync' };

/** A small array of these axes, its values all different, and a way of cutting it. */
export function cutArrays(ndim: number | { min: number; max: number } = { min: 1, max: 3 }, least = 1) {
  const range = typeof ndim === 'number' ? { min: ndim, max: ndim } : ndim;
  return fc
    .array(fc.array(fc.integer({ min: least, max: 4 }), { minLength: 1, maxLength: 3 }), {
      minLength: range.min,
      maxLength: range.max,
    })
    .map((chunks) => {
      const shape = chunks.map((axis) => axis.reduce((sum, length) => sum + length, 0));
      const size = shape.reduce((product, length) => product * length, 1);
      const x = sin(arange(size)).reshape(shape) as NDArray<'float64'>;
      return { x, blocked: fromArray(x, { chunks }), chunks };
    });
}

/** Holds a blocked result to the array it should be: shape, dtype, and elements within `tolerance`. */
export async function expectSame(
  actual: BlockedArray,
  expected: Operand,
  tolerance = 0,
  options: ComputeOptions = {},
): Promise<void> {
  const wanted = expected instanceof NDArray ? expected : undefined;
  const result = await actual.compute(options);
  expect(result.shape).toEqual(wanted?.shape ?? []);
  if (wanted === undefined) return;
  expect(actual.dtype).toBe(wanted.dtype);
  expect(result.dtype).toBe(wanted.dtype);
  expect(actual.shape).toEqual(wanted.shape);
  const [got, want] = [result, wanted].map((x) => x.ravel().toArray() as unknown[]);
  if (tolerance === 0 || typeof want[0] !== 'number') expect(got).toEqual(want);
  else
    got.forEach((value, at) => {
      const scale = Math.max(1, Math.abs(want[at] as number));
      if (Number.isNaN(want[at])) expect(value).toBeNaN();
      else expect(Math.abs((value as number) - (want[at] as number))).toBeLessThanOrEqual(tolerance * scale);
    });
}

/** Holds a computation to failing with this error in one of its tasks. */
export async function expectFailure(x: BlockedArray, kind: new (...args: never[]) => Error): Promise<void> {
  await expect(x.compute()).rejects.toMatchObject({ cause: expect.any(kind) });
}
