/** Which dtype distances have, at the type level: the same rule as `floatDType` in problem.ts. */
import type { DType } from '../core/dtype.js';
import type { Foreign } from '../core/foreign.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { FloatDType } from './inputs.js';

/** float32 for what is surely float32 or float16, float64 for what surely is not, either for the rest. */
export type DTypeOfInput<X> = X extends NDArray<infer D, Shape> | Foreign<infer D>
  ? OfDType<D>
  : X extends { readonly data: infer T; readonly shape: unknown }
    ? OfStorage<T>
    : X extends readonly (infer R)[]
      ? OfStorage<R>
      : FloatDType;

type Single = 'float32' | 'float16';

type OfDType<D extends DType> = [D] extends [Single]
  ? 'float32'
  : [Extract<D, Single>] extends [never]
    ? 'float64'
    : FloatDType;

type OfStorage<T> = [T] extends [Float32Array]
  ? 'float32'
  : [Extract<T, Float32Array>] extends [never]
    ? 'float64'
    : FloatDType;

/** Both float32 give float32, one float64 gives float64. */
export type JoinedDType<A, B> = [A] extends ['float64']
  ? 'float64'
  : [B] extends ['float64']
    ? 'float64'
    : [A | B] extends ['float32']
      ? 'float32'
      : FloatDType;
