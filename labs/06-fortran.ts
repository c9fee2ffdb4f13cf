/**
 * Lab 6: kernels in Fortran. Distances written by hand, built and called from TypeScript with arrays, checked against `cdist`.
 */
import { asfortranarray, defaultRng, matmul, type NDArray, testing } from 'strided';
import { cdist } from 'strided/distance';
import { fortran } from 'strided/native';
import { kernel, race } from './kernel.js';
import { answer, question, sized, type Timed, timed, times, title } from './lab.js';

type Matrix = NDArray<'float64', [number, number]>;
type Metric = (x: NDArray, y: NDArray) => Matrix;
type Metrics = Record<'cityblock' | 'euclidean', Metric>;

const metrics = ['cityblock', 'euclidean'] as const;
const features = 50;
const rng = defaultRng(42);
const x = rng.random([sized(2000, 100), features]);
const y = rng.random([sized(2000, 100), features]);

const plain = (await fortran(kernel('metrics.f90'), { flags: ['-O3'] })) as Metrics;
const directed = (await fortran(kernel('directives.f90'), { flags: ['-O3'] })) as Metrics;
for (const metric of metrics) {
  title(`${metric}, ${x.shape[0]} × ${features}`);
  const ours = await timed('cdist', () => cdist(x, y, metric));
  // The transpose of rows in C order is columns in Fortran's: nothing is copied.
  const byHand = await timed('Fortran', () => plain[metric](x.T, y.T));
  testing.assertAllclose(byHand.value, ours.value);
  const told = await timed('Fortran with directives', () => directed[metric](x.T, y.T));
  testing.assertArrayEqual(told.value, byHand.value);
}
question('what do the directives say that the other source says in Fortran?');
answer(
  'which arguments go in, which come out, and that the lengths follow from the arrays: the calls are the same.',
);

const rows = sized(12_000, 300);
const [a, b] = [rng.random([rows, features]), rng.random([rows, features])];
const parallel = (await fortran(kernel('metrics.f90'), {
  flags: ['-O3', '-march=native', '-fopenmp'],
})) as Metrics;
for (const metric of metrics) {
  title(`${metric} with OpenMP, ${rows} × ${features}`);
  const { one, all, native } = await race(
    metric,
    [a, b],
    () => plain[metric](a.T, b.T),
    () => parallel[metric](a.T, b.T),
  );
  question('what do the threads and the flags bring, and what is left to cdist?');
  answer(
    `with them Fortran is ${times(one, all)} as fast as before; cdist is ${times(all, native)} as fast again.`,
  );
}

const n = sized(1000, 60);
title(`Exercise: the product of two ${n} × ${n} matrices`);
const { product } = (await fortran(kernel('product.f90'), {
  flags: ['-O3', '-march=native', '-fopenmp'],
})) as { product: Record<'multiply64' | 'multiply32', Metric> };
const products = [
  ['float64', product.multiply64, 1e-12],
  ['float32', product.multiply32, 1e-4],
] as const;
const taken: Timed<unknown>[] = [];
for (const [dtype, multiply, rtol] of products) {
  const left = asfortranarray(rng.random([n, n]).asType(dtype)) as NDArray;
  const right = asfortranarray(rng.random([n, n]).asType(dtype)) as NDArray;
  const mine = await timed(`${dtype} in Fortran`, () => multiply(left, right));
  const theirs = await timed(`${dtype} by matmul`, () => matmul(left, right));
  testing.assertAllclose(mine.value, theirs.value as NDArray, { rtol });
  taken.push(mine);
}
question('what does single precision bring, and what does it cost?');
answer(
  `twice as many numbers in a register and in the caches, here ${times(taken[0], taken[1])} the speed, for 7 digits instead of 16.`,
);
