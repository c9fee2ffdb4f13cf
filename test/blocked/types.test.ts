/** What the compiler knows of operations of `strided` that are given blocked arrays. */
import { expectTypeOf, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import * as s from '../../src/index.js';
import { expectSame } from './arrays.js';

type Blocked<S extends s.Shape = s.Shape> = blocked.BlockedArray<'float64', S>;

test('functions about shapes give blocked arrays of known shapes', async () => {
  const x = blocked.fromArray(s.arange(6).reshape([2, 3]) as s.NDArray<'float64', [2, 3]>, { chunks: 2 });
  const whole = s.arange(6).reshape([2, 3]);
  expectTypeOf(s.reshape(x, [3, 2])).toEqualTypeOf<Blocked<[3, 2]>>();
  expectTypeOf(s.transpose(x)).toEqualTypeOf<Blocked<[3, 2]>>();
  expectTypeOf(s.permuteDims(x, [1, 0])).toEqualTypeOf<Blocked<[3, 2]>>();
  expectTypeOf(s.ravel(x)).toEqualTypeOf<Blocked<[number]>>();
  expectTypeOf(s.broadcastTo(x, [4, 2, 3])).toEqualTypeOf<Blocked<[4, 2, 3]>>();
  expectTypeOf(s.flip(x, 0)).toEqualTypeOf<Blocked<[2, 3]>>();
  expectTypeOf(s.roll(x, 1)).toEqualTypeOf<Blocked<[2, 3]>>();
  expectTypeOf(s.expandDims(x, 0)).toEqualTypeOf<Blocked>();
  expectTypeOf(s.squeeze(x)).toEqualTypeOf<Blocked>();
  expectTypeOf(s.moveaxis(x, 0, 1)).toEqualTypeOf<Blocked<[number, number]>>();
  expectTypeOf(s.asType(x, 'int32')).toEqualTypeOf<blocked.BlockedArray<'int32', [2, 3]>>();
  expectTypeOf(s.tile(x, 2)).toEqualTypeOf<Blocked>();
  expectTypeOf(s.repeat(x, 2)).toEqualTypeOf<Blocked>();
  expectTypeOf(s.diff(x)).toEqualTypeOf<Blocked>();
  expectTypeOf(s.where(x, x, 0)).toEqualTypeOf<Blocked<[2, 3]>>();
  expectTypeOf(s.concatenate([x, whole])).toExtend<blocked.BlockedArray>();
  expectTypeOf(s.stack([x, x], 1)).toExtend<blocked.BlockedArray>();
  expectTypeOf(s.concatenate([whole, whole])).toExtend<s.NDArray>();
  expectTypeOf(s.reshape(whole, [3, 2])).toEqualTypeOf<s.NDArray<'float64', [3, 2]>>();
  // @ts-expect-error: a list is no array to be a view of
  void (() => s.reshape([1, 2], [2, 1]));

  await expectSame(s.concatenate([x, whole]), s.concatenate([whole, whole]));
  await expectSame(s.stack([x, x], 1), s.stack([whole, whole], 1));
  await expectSame(s.moveaxis(x, 0, 1) as never, s.moveaxis(whole, 0, 1) as never);
});
