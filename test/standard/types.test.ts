/** What TypeScript knows of results. */
import { expectTypeOf, test } from 'vitest';
import * as st from '../../src/index.js';

const bytes = st.zeros([2, 3], 'uint8');
const single = st.zeros([2, 3], 'float32');

test('methods of operations carry the dtype', () => {
  expectTypeOf(st.add.reduce(bytes)).toEqualTypeOf<st.NDArray<'uint64'>>();
  expectTypeOf(st.maximum.reduce(bytes)).toEqualTypeOf<st.NDArray<'uint8'>>();
  expectTypeOf(st.divide.reduce(bytes)).toEqualTypeOf<st.NDArray<'float64'>>();
  expectTypeOf(st.hypot.reduce(bytes)).toEqualTypeOf<st.NDArray<'float16'>>();
  expectTypeOf(st.logicalAnd.reduce(single)).toEqualTypeOf<st.NDArray<'bool'>>();
  expectTypeOf(st.add.reduce(bytes, { dtype: 'float32' })).toEqualTypeOf<st.NDArray<'float32'>>();
  expectTypeOf(st.subtract.accumulate(single)).toEqualTypeOf<st.NDArray<'float32'>>();
  expectTypeOf(st.multiply.outer(bytes, single)).toEqualTypeOf<st.NDArray<'float32', [2, 3, 2, 3]>>();
  expectTypeOf(st.add.nin).toEqualTypeOf<2>();
  expectTypeOf(st.sqrt.nin).toEqualTypeOf<1>();
  expectTypeOf(st.frompyfunc(Math.sqrt, 1, 1)([4])).toEqualTypeOf<st.NDArray>();
  const parts = st.frompyfunc((x: number) => [x, -x], 1, 2);
  expectTypeOf(parts([4])).toEqualTypeOf<st.NDArray[]>();
});

test('where changes no types', () => {
  expectTypeOf(st.add(single, 1, { where: true })).toEqualTypeOf<st.NDArray<'float32', [2, 3]>>();
  expectTypeOf(st.add(single, 1, { where: true, dtype: 'float64' })).toEqualTypeOf<
    st.NDArray<'float64', [2, 3]>
  >();
  expectTypeOf(st.sum(single, { where: true, initial: 0 })).toEqualTypeOf<st.NDArray<'float32', []>>();
});

test('functions that move elements keep the dtype, and the rank where they can', () => {
  expectTypeOf(st.roll(single, 1)).toEqualTypeOf<st.NDArray<'float32', [2, 3]>>();
  expectTypeOf(st.triu(single)).toEqualTypeOf<st.NDArray<'float32', [2, 3]>>();
  expectTypeOf(st.take(bytes, [0])).toEqualTypeOf<st.NDArray<'uint8'>>();
  expectTypeOf(st.repeat([1, 2], 2)).toEqualTypeOf<st.NDArray<'float64'>>();
  expectTypeOf(st.diff(bytes)).toEqualTypeOf<st.NDArray<'uint8'>>();
  expectTypeOf(st.linspace(0, { re: 1, im: 1 })).toEqualTypeOf<st.NDArray<'complex128', [number]>>();
  expectTypeOf(st.iinfo('int64').max).toEqualTypeOf<bigint>();
  expectTypeOf(st.iinfo('int8').max).toEqualTypeOf<number>();
});
