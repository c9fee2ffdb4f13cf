/** The matmul kernel of each backend against the reference. */
import { afterAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { arange, matmul, matrixTranspose } from '../../src/index.js';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { kernelDType } from '../../src/kernels/table.gen.js';
import { availableBackends, filled } from './available.js';

const shapes = [
  [0, 3, 4],
  [3, 0, 4],
  [3, 4, 0],
  [1, 1, 1],
  [1, 5, 7],
  [2, 3, 1],
  [7, 9, 8],
  [8, 16, 24],
  [17, 15, 33],
  [40, 65, 130],
];

for (const name of availableBackends()) {
  describe(`matmul on ${name}`, () => {
    setBackend(name);
    const chosen = backend();
    afterAll(() => setBackend('auto'));
    for (const type of [Float64Array, Float32Array] as const) {
      test.skipIf(!chosen.has('matmul'))(`${type.name}: all layouts of both operands`, () => {
        const dtype = type === Float64Array ? kernelDType.f64 : kernelDType.f32;
        // Sums of up to 130 products below 1 in size, in any order: 130 roundings of half a unit each.
        const within = 130 * (type === Float64Array ? 2 ** -53 : 2 ** -24);
        for (const [rows, columns, inner] of shapes) {
          const a = filled(type, rows * inner, (i) => Math.sin(i + 1));
          const b = filled(type, inner * columns, (i) => Math.cos(i * 0.7));
          for (const [ar, ac] of [
            [inner, 1],
            [1, rows],
          ]) {
            for (const [br, bc] of [
              [columns, 1],
              [1, inner],
            ]) {
              const params = new Float64Array([dtype, rows, columns, inner, ar, ac, br, bc, columns + 2]);
              const slots = Math.max(rows * (columns + 2) - 2, 0);
              const got = new type(slots).fill(7);
              const want = new type(slots).fill(7);
              chosen.run('matmul', [a, b, got], params);
              reference.matmul([a, b, want], params);
              for (let i = 0; i < slots; i++) {
                expect(Math.abs(got[i] - want[i]), `${rows} ${columns} ${inner} at ${i}`).toBeLessThanOrEqual(
                  within,
                );
              }
            }
          }
        }
      });
      test.skipIf(!chosen.has('matmul'))(`complex ${type.name}: all layouts of both operands`, () => {
        const dtype = type === Float64Array ? kernelDType.complex128 : kernelDType.complex64;
        const within = 260 * (type === Float64Array ? 2 ** -53 : 2 ** -24) * 2;
        for (const [rows, columns, inner] of [...shapes, [9, 1, 33], [1, 9, 33], [5, 3, 500]]) {
          const a = filled(type, 2 * rows * inner, (i) => Math.sin(i + 1));
          const b = filled(type, 2 * inner * columns, (i) => Math.cos(i * 0.7));
          for (const [ar, ac] of [
            [2 * inner, 2],
            [2, 2 * rows],
          ]) {
            for (const [br, bc] of [
              [2 * columns, 2],
              [2, 2 * inner],
            ]) {
              const stride = 2 * columns + 2;
              const params = new Float64Array([dtype, rows, columns, inner, ar, ac, br, bc, stride]);
              const slots = Math.max(rows * stride - 2, 0);
              const got = new type(slots).fill(7);
              const want = new type(slots).fill(7);
              chosen.run('matmul', [a, b, got], params);
              reference.matmul([a, b, want], params);
              let worst = 0;
              for (let i = 0; i < slots; i++) worst = Math.max(worst, Math.abs(got[i] - want[i]));
              expect(worst, `${rows} ${columns} ${inner} ${ar} ${br}`).toBeLessThanOrEqual(
                within * Math.max(1, inner / 130),
              );
            }
          }
        }
      });
    }
  });
}

describe('stacks of products', () => {
  afterAll(() => setBackend('auto'));

  test.each(availableBackends())('on %s each is what it is alone', (name) => {
    setBackend(name);
    for (const dtype of ['float64', 'float32', 'complex128', 'complex64'] as const) {
      // Small integers, so that every order of summation gives the same bits.
      const draw = (...shape: number[]) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const x = arange(size).mod(7).sub(3).reshape(shape);
        return (dtype.startsWith('complex') ? x.add(x.add(1).multiply({ re: 0, im: 2 })) : x).asType(
          dtype,
        ) as NDArray;
      };
      for (const [rows, inner, columns] of [
        [4, 4, 4],
        [9, 17, 5],
        [1, 60, 8],
        [8, 60, 1],
      ]) {
        const a = draw(3, 1, rows, inner);
        const b = draw(20, inner, columns);
        for (const [x, y] of [
          [a, b],
          [a.at('::-1', ':', '::-1', '::-1'), b.at('::2', '::-1', ':')],
          [matrixTranspose(draw(3, 1, inner, rows)), matrixTranspose(draw(20, columns, inner))],
        ] as NDArray[][]) {
          const product = matmul(x, y) as NDArray;
          expect(product.shape).toEqual([3, y.shape[0], rows, columns]);
          const alone = matmul(x.at(2, 0) as NDArray, y.at(-1) as NDArray) as NDArray;
          expect((product.at(2, -1) as NDArray).toArray()).toEqual(alone.toArray());
          const first = matmul(x.at(0, 0) as NDArray, y.at(0) as NDArray) as NDArray;
          expect((product.at(0, 0) as NDArray).toArray()).toEqual(first.toArray());
        }
      }
    }
  });
});
