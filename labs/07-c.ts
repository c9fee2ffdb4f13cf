/**
 * Lab 7: kernels in C. The same distances twice: from a library that was compiled before, and compiled from their source.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRng, empty, type NDArray, testing } from 'strided';
import { cdist } from 'strided/distance';
import { cdef, cdefHeader } from 'strided/native';
import { kernel, race } from './kernel.js';
import { answer, question, sized, timed, times, title } from './lab.js';

type Matrix = NDArray<'float64', [number, number]>;
type Metric = (n: number, m: number, features: number, x: Matrix, y: Matrix, d: Matrix) => void;

const features = 50;
const rng = defaultRng(42);
const sizes = { x: { size: 'n * features' }, y: { size: 'm * features' }, d: { size: 'n * m' } };
const annotations = { cityblock: sizes, euclidean: sizes };

/** The matrix of distances of a kernel. */
function distances(kernel: Metric, x: Matrix, y: Matrix): Matrix {
  const d = empty([x.shape[0], y.shape[0]]) as Matrix;
  kernel(x.shape[0], y.shape[0], features, x, y, d);
  return d;
}

const x = rng.random([sized(2000, 100), features]);
const y = rng.random([sized(2000, 100), features]);

title('A library that is there, and its header');
const header = await cdefHeader(kernel('metrics.h'));
const folder = mkdtempSync(join(tmpdir(), 'lab-'));
const path = join(folder, 'libmetrics.so');
const compiler = process.env.CC ?? 'cc';
execFileSync(compiler, ['-O3', '-shared', '-fPIC', kernel('metrics.c'), '-o', path, '-lm']);
const library = header.dlopen(path, { annotations });
const theirs = await timed('cdist', () => cdist(x, y, 'cityblock'));
const mine = await timed('cityblock in C', () => distances(library.cityblock as Metric, x, y));
testing.assertAllclose(mine.value, theirs.value);
const root = await timed('Euclidean in C', () => distances(library.euclidean as Metric, x, y));
testing.assertAllclose(root.value, cdist(x, y, 'euclidean'));

const rows = sized(12_000, 300);
const [a, b] = [rng.random([rows, features]), rng.random([rows, features])];
const compiled = await cdef(`
  void cityblock(int n, int m, int features, const double *x, const double *y, double *d);
  void euclidean(int n, int m, int features, const double *x, const double *y, double *d);
`).compile({
  source: readFileSync(kernel('metrics.c'), 'utf8'),
  includeFolders: [kernel('.')],
  flags: ['-O3', '-march=native', '-fopenmp'],
  libraries: ['m'],
  annotations,
});
const said: string[] = [];
for (const metric of ['cityblock', 'euclidean'] as const) {
  title(`${metric}, compiled from source with OpenMP, ${rows} × ${features}`);
  const { one, all, native } = await race(
    metric,
    [a, b],
    () => distances(library[metric] as Metric, a, b),
    () => distances(compiled[metric] as Metric, a, b),
  );
  said.push(
    `${metric} with OpenMP and the machine's own instructions is ${times(one, all)} as fast, cdist ${times(all, native)} as fast again`,
  );
}
rmSync(folder, { recursive: true });

question('what is the difference between opening a library and compiling its source?');
answer(
  'declarations of an opened library are believed; compiled, a wrong one is a compile error. ' +
    `Here ${said.join('; ')}.`,
);
