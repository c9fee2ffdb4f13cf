/** Every public operation gives the same on the native backend as in the reference, for all dtypes, layouts and sizes. */
import { afterAll, describe, expect, test } from 'vitest';
import { type DType, dtypeInfo } from '../../src/core/dtype.js';
import { contiguousStrides, sizeOf } from '../../src/core/shape.js';
import * as strided from '../../src/index.js';
import type { BinaryName, UnaryName } from '../../src/ops/registry.js';
import { binaryTable, unaryTable } from '../../src/ops/registry.js';
import { availableBackends } from '../kernels/available.js';
import { dtypes, elements } from '../kernels/dtypes.js';
import { expectLike } from './fixtures.js';

type Result = strided.NDArray | string;
const call = strided as unknown as Record<string, (...args: unknown[]) => strided.NDArray>;

/** What an operation gives on a backend; an error as its message. */
function on(backend: 'js' | 'native', run: () => strided.NDArray): Result {
  strided.setBackend(backend);
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Units in the last place that sums and functions of the platform and of the kernels differ by at most. */
const mostUlps = 32;

function expectSame(run: () => strided.NDArray, what: string, dtype: DType, rounds: boolean): void {
  const [got, want] = [on('native', run), on('js', run)];
  if (typeof got === 'string' || typeof want === 'string') expect(got, what).toBe(want);
  else expectLike(got, want, rounds ? mostUlps : 0, `${what} of ${dtype}`);
}

function make(dtype: DType, shape: number[], seed: number): strided.NDArray {
  const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
  return new strided.NDArray({ data: elements(dtype, sizeOf(shape), seed, true), dtype, shape, strides });
}

/** Functions of platform and kernel that agree to a few units in the last place; see docs of each. */
const approximate = new Set([
  ...(
    'exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh cbrt ' +
    'atan2 hypot logaddexp logaddexp2 deg2rad rad2deg'
  ).split(' '),
  'abs',
  'floorDivide',
  'multiply',
  'divide',
  'square',
  'reciprocal',
  'prod',
  'var',
  'std',
  'mean',
]);

const rounding = new Set(['multiply', 'divide', 'square', 'reciprocal']);

describe.skipIf(!availableBackends().includes('native'))('native and reference', () => {
  afterAll(() => strided.setBackend('auto'));
  for (const dtype of dtypes) {
    test(`elementwise of ${dtype}`, () => {
      for (const [shape, index] of [
        [[7], null],
        [[40, 30], null],
        [[40, 30], '::-1'],
        [[300], '::2'],
      ] as const) {
        let a = make(dtype, [...shape], 1);
        let b = make(dtype, [...shape], 2);
        if (index !== null) [a, b] = [a.at(index), b.at(index)];
        for (const name of Object.keys(binaryTable) as BinaryName[]) {
          // Products that cancel differ in float32, and sums of logarithms near 0 in the last place of what they are
          // made of; test/kernels compares them with that in mind.
          if (name === 'power' || name.startsWith('logaddexp')) continue;
          if (dtype === 'complex64' && rounding.has(name)) continue;
          const rounds = approximate.has(name);
          expectSame(() => call[name](a, b), name, dtype, rounds);
          expectSame(() => call[name](a, 3), `${name} with 3`, dtype, rounds);
          expectSame(() => call[name](a.T, b.T), `${name} transposed`, dtype, rounds);
        }
        for (const name of Object.keys(unaryTable) as UnaryName[]) {
          if (dtype === 'complex64' && rounding.has(name)) continue;
          expectSame(() => call[name](a), name, dtype, approximate.has(name));
        }
        expectSame(() => strided.where(strided.less(a, b), a, b) as never, 'where', dtype, false);
        expectSame(() => strided.clip(a, 1, 5) as never, 'clip', dtype, false);
      }
    });
    test(`reductions of ${dtype}`, () => {
      for (const shape of [[7], [6, 5, 4], [40, 300], [0, 3], [2000]]) {
        const a = make(dtype, shape, 3);
        const turned = a.T;
        for (const name of [
          'sum',
          'prod',
          'min',
          'max',
          'any',
          'all',
          'countNonzero',
          'argmin',
          'argmax',
          'mean',
          'std',
          'cumsum',
        ]) {
          if (name === 'prod' && (a.size > 200 || dtype.startsWith('complex'))) continue;
          for (const x of [a, turned]) {
            for (const axis of [undefined, 0, -1]) {
              const options = axis === undefined ? undefined : { axis };
              expectSame(
                () => call[name](x, options),
                `${name} of ${dtype} over ${axis}`,
                dtype,
                approximate.has(name),
              );
            }
          }
        }
        expectSame(() => call.sum(a, { dtype: 'float32' }), 'sum in float32', dtype, false);
        expectSame(() => call.max(a, { axis: 0, keepdims: true }), 'max', dtype, false);
      }
    });
    test(`mixtures of ${dtype}`, () => {
      for (const other of dtypes) {
        const a = make(dtype, [20, 30], 4);
        const b = make(other, [30], 5);
        for (const name of ['add', 'subtract', 'less', 'equal', 'maximum', 'logicalAnd'])
          expectSame(() => call[name](a, b), `${name} of ${dtype} and ${other}`, dtype, false);
        expectSame(() => a.asType(other) as never, `${dtype} to ${other}`, dtype, false);
      }
    });
  }
});
