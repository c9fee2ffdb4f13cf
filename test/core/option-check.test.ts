import { expect, test } from 'vitest';
import { random } from '../../src/blocked/index.js';
import { compute, delayed, visualize } from '../../src/graph/index.js';
import * as st from '../../src/index.js';
import { parseCsv, readNpy } from '../../src/io/index.js';
import { heatMap } from '../../src/plot/index.js';

const loose = { ...st, ...st.fft } as unknown as Record<string, (...args: unknown[]) => unknown>;
const x = [
  [1, 2],
  [3, 4],
];

test.each([
  ['sum', [x, 0], 'sum: options is 0; needs an object of options, like { axis: 0 }'],
  ['max', [x, null], 'max: options is null; needs an object of options, like { axis: null }'],
  ['mean', [x, [0, 1]], 'mean: options is a list or an array; needs an object of options, like { axis: … }'],
  ['argmax', [x, 1], 'argmax: options is 1; needs an object of options, like { axis: 1 }'],
  ['percentile', [x, 50, 0], 'percentile: options is 0; needs an object of options, like { axis: 0 }'],
  ['array', [x, 'int32'], "array: options is 'int32'; needs an object of options, like { dtype: 'int32' }"],
  [
    'searchsorted',
    [[1, 2], 1, 'right'],
    "options is 'right'; needs an object of options, like { side: 'right' }",
  ],
  ['trapezoid', [[1, 2], st.array([0, 2])], 'options is a list or an array'],
  ['gradient', [[1, 2], 0.5], 'options is 0.5; needs an object of options, like { spacing: 0.5 }'],
  ['fft', [[1, 2], 4], 'fft: options is 4; needs an object of options, like { n: 4 }'],
  ['fftfreq', [4, 0.5], 'fftfreq: options is 0.5; needs an object of options, like { d: 0.5 }'],
  ['sum', [x, { axes: 0 }], 'sum: there is no option axes; needs axis, keepdims, dtype, out, initial, where'],
  ['std', [x, { keepDims: true }], 'std: there is no option keepDims; needs keepdims'],
  ['nansum', [x, { keep_dims: true }], 'nansum: there is no option keep_dims; needs keepdims'],
  ['cumsum', [x, { dim: 0 }], 'cumsum: there is no option dim; needs axis, dtype, out'],
  ['fft2', [x, { norms: 'ortho' }], 'fft2: there is no option norms; needs s, axes, norm, out'],
  ['unique', [x, true], 'unique: options is true; needs an object of options, like { returnIndex: true }'],
  ['trace', [x, 1], 'trace: options is 1; needs an object of options, like { offset: 1 }'],
  ['stack', [[x], { dim: 1 }], 'stack: there is no option dim; needs axis, dtype'],
  ['zeros', [2, { type: 'int8' }], 'zeros: there is no option type; needs dtype, order, device'],
  ['sort', [x, { reverse: true }], 'sort: there is no option reverse; needs axis, descending, stable, kind'],
])('%s refuses what is no option: %#', (name, args, message) => {
  const call = (): unknown => loose[name](...args);
  expect(call).toThrow(st.ArgumentError);
  expect(call).toThrow(message);
});

test.each<[string, unknown[]]>([
  ['takeAlongAxis', [x, [[0], [0]]]],
  ['vecdot', [x, x]],
  ['tensordot', [x, x]],
  ['clip', [x, 0, 1]],
  ['arange', [3]],
  ['roll', [x, 1]],
  ['repeat', [x, 2]],
  ['unstack', [x]],
  ['tril', [x]],
  ['array2string', [x]],
  ['vectorize', [Math.sqrt]],
  ['fftshift', [x]],
  ['floatPower', [x, 2]],
  ['sqrt', [x]],
  ['add', [x, x]],
])('%s refuses an option that there is not', (name, args) => {
  expect(() => loose[name](...args, { strange: 1 })).toThrow(`${name}: there is no option strange; needs `);
});

test('methods refuse them as functions do', () => {
  const a = st.array(x) as unknown as Record<string, (...args: unknown[]) => unknown>;
  expect(() => a.sum(0)).toThrow('sum: options is 0; needs an object of options, like { axis: 0 }');
  expect(() => a.asType('float32', { cast: 'safe' })).toThrow(
    'asType: there is no option cast; needs casting',
  );
  expect(() => st.add.outer(x, x, { to: 1 } as object)).toThrow('add: there is no option to; needs out');
  expect(() => st.add.accumulate(x, { axs: 1 } as object)).toThrow('add: there is no option axs; needs axis');
  expect(() => a.std({ axes: 0 })).toThrow('std: there is no option axes; needs axis, keepdims');
});

test('undefined options, and options that are undefined, are none', () => {
  expect((loose.sum(x, undefined) as st.NDArray).item()).toBe(10);
  expect(st.sum(x, { axis: undefined }).item()).toBe(10);
});

test('so do graphs, blocked arrays, files, pictures and random choices', async () => {
  const strange = { sheduler: 'sync' } as object;
  const needs = /there is no option sheduler; needs /;
  await expect(compute([1], strange)).rejects.toThrow(needs);
  await expect(delayed(Math.sqrt)(4).compute(strange)).rejects.toThrow(needs);
  await expect(visualize(delayed(Math.sqrt)(4), { filename: 'x.svg' } as object)).rejects.toThrow(
    'visualize: there is no option filename; needs path, format, ',
  );
  expect(() => random([4, 4], { chunk: 2 } as object)).toThrow(
    'there is no option chunk; needs chunks, dtype',
  );
  await expect(readNpy('x.npy', { mmapMode: 'r' } as object)).rejects.toThrow(
    'no option mmapMode; needs mmap',
  );
  expect(() => parseCsv('1', { delim: ';' } as object)).toThrow('there is no option delim; needs delimiter');
  expect(() => heatMap(st.ones([2, 2]), { name: 'x' } as object)).toThrow(
    'there is no option name; needs title',
  );
  const rng = st.defaultRng(1);
  expect(() => rng.choice(5, 3, { replacement: false } as object)).toThrow(
    'choice: there is no option replacement; needs replace, p, axis, shuffle',
  );
  expect(() => rng.integers(0, 5, 3, 'int8' as never)).toThrow(
    "integers: options is 'int8'; needs an object of options, like { dtype: 'int8' }",
  );
  expect(() => st.defaultRng({ seed: 3 } as never)).toThrow(
    'defaultRng: seed is an object (Object); needs a non-negative integer, or a list of them',
  );
  expect(() => rng.choice(5, 3, false as never)).toThrow(
    'needs an object of options, like { replace: false }',
  );
});
