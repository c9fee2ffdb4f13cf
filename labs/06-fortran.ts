/**
 * Lab 6: kernels in Fortran. Distances written by hand, built and called from TypeScript with arrays, checked against `cdist`.
 */
import { asfortranarray, defaultRng, matmul, type NDArray, testing } from 'strided';
import { cdist } from 'strided/distance';
import { fortran } from 'strided/native';
import { kernel } from './kernel.js';
import { answer, question, sized, timed, times, title } from './lab.js';

type Matrix = NDArray<'float64', [number, number]>;
type Metric = (x: NDArray, y: NDArray) => Matrix;

const features = 50;
const rng = defaultRng(42);
const x = rng.random([sized(2000, 100), features]);
const y = rng.random([sized(2000, 100), features]);

title(`cityblock and Euclidean, ${x.shape[0]} × ${features}`);
const plain = await fortran(kernel('metrics.f90'), { flags: ['-O3'] });
const cityblock = plain.cityblock as Metric;
const euclidean = plain.euclidean as Metric;
// The transpose of rows in C order is columns in Fortran's: nothing is copied.
const ours = await timed('cdist', () => cdist(x, y, 'cityblock'));
const byHand = await timed('cityblock in Fortran', () => cityblock(x.T, y.T));
testing.assertAllclose(byHand.value, ours.value);
const ours2 = await timed('cdist, Euclidean', () => cdist(x, y, 'euclidean'));
testing.assertAllclose((await timed('Euclidean in Fortran', () => euclidean(x.T, y.T))).value, ours2.value);

title('The same with directives');
const directed = (await fortran(kernel('directives.f90'), { flags: ['-O3'] })).cityblock as Metric;
testing.assertAllclose(
  (await timed('cityblock with directives', () => directed(x.T, y.T))).value,
  ours.value,
);
question('what do the directives say that the other source says in Fortran?');
answer(
  'which arguments go in, which come out, and that the lengths follow from the arrays: the calls are the same.',
);

const rows = sized(12_000, 300);
title(`OpenMP, ${rows} × ${features}`);
const [a, b] = [rng.random([rows, features]), rng.random([rows, features])];
const parallel = (await fortran(kernel('metrics.f90'), { flags: ['-O3', '-march=native', '-fopenmp'] }))
  .cityblock as Metric;
const one = await timed('one thread', () => cityblock(a.T, b.T));
const many = await timed('OpenMP', () => parallel(a.T, b.T));
const native = await timed('cdist', () => cdist(a, b, 'cityblock'));
testing.assertAllclose(many.value, native.value);
testing.assertArrayEqual(many.value.at(':10', ':10'), one.value.at(':10', ':10'));
question('what do the threads bring, and what is left to cdist?');
answer(
  `OpenMP is ${times(one, many)} as fast as one thread, and cdist ${times(many, native)} as fast as OpenMP.`,
);

const n = sized(1000, 60);
title(`Exercise: the product of two ${n} × ${n} matrices`);
const { product } = (await fortran(kernel('product.f90'), {
  flags: ['-O3', '-march=native', '-fopenmp'],
})) as {
  product: Record<'multiply64' | 'multiply32', Metric>;
};
for (const [dtype, multiply, rtol] of [
  ['float64', product.multiply64, 1e-12],
  ['float32', product.multiply32, 1e-4],
] as const) {
  const left = asfortranarray(rng.random([n, n]).astype(dtype)) as NDArray;
  const right = asfortranarray(rng.random([n, n]).astype(dtype)) as NDArray;
  const mine = await timed(`${dtype} in Fortran`, () => multiply(left, right));
  const theirs = await timed(`${dtype} by matmul`, () => matmul(left, right));
  testing.assertAllclose(mine.value, theirs.value as NDArray, { rtol });
}
