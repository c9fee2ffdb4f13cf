/** Every mistake has an error that names the argument, what it got and what it needs, before any work. */
import { expect, test } from 'vitest';
import { AbortError, ArgumentError, DTypeError, MemoryError, ShapeError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import {
  cdist,
  cdistAsync,
  cdistBlocks,
  directedHausdorff,
  haversine,
  isValidDm,
  isValidY,
  mahalanobis,
  minkowski,
  numObsDm,
  numObsY,
  pdist,
  squareform,
} from '../../src/distance/index.js';
import { availableMemory } from '../../src/kernels/index.js';
import { numbers, wrap } from './arrays.js';

const x = numbers('float64', 4, 3, 1);
const y = numbers('float64', 5, 3, 2);

type ErrorClass = new (...args: never[]) => Error;
const mistakes: [string, ErrorClass, string, () => unknown][] = [
  [
    'columns differ',
    ShapeError,
    'cdist: xb has 2 columns, xa has 3',
    () => cdist(x, numbers('float64', 5, 2, 2)),
  ],
  ['one dimension', ShapeError, 'cdist: xa has shape (3,); needs 2 dimensions', () => cdist(vector(3), y)],
  [
    'ragged rows',
    ShapeError,
    'cdist: xa is ragged: row 1 has 1 columns, row 0 has 2',
    () => cdist([[1, 2], [3]], y),
  ],
  ['a list of numbers', ShapeError, 'cdist: xa[0] is number; needs a row', () => cdist([1, 2] as never, y)],
  ['no matrix', ArgumentError, 'cdist: xa is string; needs rows of features', () => cdist('x' as never, y)],
  ['nothing', ArgumentError, 'cdist: xb is undefined', () => cdist(x, undefined as never)],
  [
    'strings',
    DTypeError,
    'cdist: xa[0][1] is string; needs a number',
    () => cdist([[1, 'b', 2]] as never, y),
  ],
  [
    'complex',
    DTypeError,
    'cdist: xa is complex128; needs real numbers',
    () => cdist(wrap('complex128', new Float64Array(12), [2, 3]), y),
  ],
  [
    'a shape that lies',
    ShapeError,
    'cdist: xa has 4 elements, its shape (2, 3) has 6',
    () => cdist({ data: new Float64Array(4), shape: [2, 3] }, y),
  ],
  [
    'an unknown metric',
    ArgumentError,
    "cdist: unknown metric 'euclidian'; did you mean 'euclidean'?",
    () => cdist(x, y, 'euclidian' as never),
  ],
  [
    'another',
    ArgumentError,
    "pdist: unknown metric 'citiblock'; did you mean 'cityblock'?",
    () => pdist(x, 'citiblock' as never),
  ],
  [
    'another',
    ArgumentError,
    "pdist: unknown metric 'foo'; needs one of braycurtis, ",
    () => pdist(x, 'foo' as never),
  ],
  [
    'a metric of another type',
    ArgumentError,
    'cdist: metric is number',
    () => cdist(x, y, { metric: 3 as never }),
  ],
  [
    'p of 0',
    ArgumentError,
    'cdist: p is 0; needs a number above 0',
    () => cdist(x, y, 'minkowski', { p: 0 }),
  ],
  ['p of NaN', ArgumentError, 'cdist: p is NaN', () => cdist(x, y, 'minkowski', { p: Number.NaN })],
  [
    'p for another metric',
    ArgumentError,
    'cdist: euclidean does not take p; it takes only w',
    () => cdist(x, y, 'euclidean', { p: 3 }),
  ],
  [
    'w for mahalanobis',
    ArgumentError,
    'cdist: mahalanobis does not take w',
    () => cdist(x, y, 'mahalanobis', { w: [1, 1, 1] }),
  ],
  [
    'short w',
    ShapeError,
    'cdist: w has 2 elements, the rows have 3 features',
    () => cdist(x, y, 'cityblock', { w: [1, 1] }),
  ],
  [
    'negative w',
    ArgumentError,
    'cdist: w[1] is -1; needs weights that are not negative',
    () => cdist(x, y, 'cityblock', { w: [1, -1, 1] }),
  ],
  ['short V', ShapeError, 'cdist: V has 2 elements', () => cdist(x, y, 'seuclidean', { V: [1, 1] })],
  [
    'singular V',
    ArgumentError,
    'cdist: V[2] is 0; needs variances above 0',
    () => cdist(x, y, 'seuclidean', { V: [1, 1, 0] }),
  ],
  [
    'a constant feature',
    ArgumentError,
    'pdist: V is singular: feature 1 has variance 0',
    () =>
      pdist(
        [
          [1, 2],
          [3, 2],
        ],
        'seuclidean',
      ),
  ],
  [
    'VI of another shape',
    ShapeError,
    'cdist: VI is 1 × 3; needs 3 × 3',
    () => cdist(x, y, 'mahalanobis', { VI: [[1, 2, 3]] }),
  ],
  [
    'a VI of zeros',
    ArgumentError,
    'cdist: VI is singular: row 0 is all zeros',
    () =>
      cdist(x, y, 'mahalanobis', {
        VI: [
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
  ],
  [
    'few observations',
    ArgumentError,
    'pdist: the number of observations (3) is too small',
    () => pdist(numbers('float64', 3, 3, 1), 'mahalanobis'),
  ],
  [
    'dependent features',
    ArgumentError,
    'pdist: the covariance of the data is singular',
    () =>
      pdist(
        [
          [1, 2],
          [2, 4],
          [3, 6],
          [5, 10],
        ],
        'mahalanobis',
      ),
  ],
  [
    'base of 1',
    ArgumentError,
    'cdist: base is 1; needs a number above 1',
    () => cdist(x, y, 'jensenshannon', { base: 1 }),
  ],
  [
    'algorithm',
    ArgumentError,
    'cdist: algorithm is fast; needs auto, direct or gemm',
    () => cdist(x, y, { algorithm: 'fast' as never }),
  ],
  [
    'dtype',
    ArgumentError,
    'cdist: dtype is int8; needs float64 or float32',
    () => cdist(x, y, { dtype: 'int8' as never }),
  ],
  [
    'threads',
    ArgumentError,
    'cdist: threads is 0; needs an integer of at least 1',
    () => cdist(x, y, { threads: 0 }),
  ],
  [
    'options twice',
    ArgumentError,
    'cdist: options were given twice',
    () => cdist(x, y, { metric: 'l1' }, {}),
  ],
  [
    'options for a function',
    ArgumentError,
    'cdist: w was given with a function as metric',
    () => cdist(x, y, () => 0, { w: [1, 1, 1] }),
  ],
  [
    'haversine of 3 columns',
    ShapeError,
    'cdist: xa has 3 columns, haversine needs 2',
    () => cdist(x, y, 'haversine'),
  ],
  [
    'out of another shape',
    ShapeError,
    'cdist: out has shape (5, 4); needs (4, 5)',
    () => cdist(x, y, { out: numbers('float64', 5, 4, 1) }),
  ],
  [
    'out of another dtype',
    DTypeError,
    'cdist: out is float32; needs float64',
    () => cdist(x, y, { out: numbers('float32', 4, 5, 1) }),
  ],
  [
    'out in Fortran order',
    ArgumentError,
    'cdist: out is not C-contiguous',
    () => cdist(x, y, { out: fortranOut() }),
  ],
  ['a read-only out', ArgumentError, 'cdist: out is read-only', () => cdist(x, y, { out: readOnly() })],
  ['an overlapping out', ArgumentError, 'cdist: out overlaps an input', overlapping],
  ['no array as out', ArgumentError, 'cdist: out is object', () => cdist(x, y, { out: [] as never })],
  [
    'vectors of two lengths',
    ShapeError,
    'minkowski: v has 1 elements, u has 2',
    () => minkowski([1, 2], [3]),
  ],
  ['haversine of one number', ShapeError, 'haversine: u has 1 columns', () => haversine([1], [2])],
  [
    'mahalanobis without VI',
    ArgumentError,
    'mahalanobis: VI is missing',
    () => mahalanobis([1], [2], undefined as never),
  ],
  [
    'Hausdorff of nothing',
    ArgumentError,
    'directedHausdorff: v has no rows',
    () => directedHausdorff(x, numbers('float64', 0, 3, 1)),
  ],
  [
    'squareform of 4',
    ShapeError,
    'squareform: x has 4 elements; needs n · (n − 1) / 2',
    () => squareform([1, 2, 3, 4]),
  ],
  [
    'squareform not square',
    ShapeError,
    'squareform: x has shape (1, 2); needs a square matrix',
    () => squareform([[1, 2]]),
  ],
  [
    'squareform not symmetric',
    ArgumentError,
    'squareform: x is not symmetric: [1, 0] is 2, [0, 1] is 1',
    () =>
      squareform([
        [0, 1],
        [2, 0],
      ]),
  ],
  [
    'squareform with a diagonal',
    ArgumentError,
    'squareform: x has 3 on its diagonal',
    () =>
      squareform([
        [0, 1],
        [1, 3],
      ]),
  ],
  [
    'squareform forced',
    ShapeError,
    'squareform: x has shape (3,); needs 2 dimensions',
    () => squareform([1, 2, 3], { force: 'tovector' }),
  ],
  ['numObsY of nothing', ShapeError, 'numObsY: y is empty', () => numObsY([])],
  ['numObsDm of a rectangle', ShapeError, 'numObsDm: d has shape (1, 2)', () => numObsDm([[1, 2]])],
];

test.each(mistakes)('%s', (_, type, message, mistake) => {
  expect(mistake).toThrow(type);
  expect(mistake).toThrow(message);
});

function vector(length: number): NDArray<'float64', readonly [number]> {
  return new NDArray({ data: new Float64Array(length), dtype: 'float64', shape: [length], strides: [8] });
}

function fortranOut() {
  return new NDArray<'float64', readonly [number, number]>({
    data: new Float64Array(20),
    dtype: 'float64',
    shape: [4, 5],
    strides: [8, 32],
  });
}

function readOnly() {
  return new NDArray<'float64', readonly [number, number]>({
    data: new Float64Array(20),
    dtype: 'float64',
    shape: [4, 5],
    strides: [40, 8],
    writeable: false,
  });
}

function overlapping() {
  const shared = new Float64Array(30);
  const a = wrap('float64', shared.subarray(0, 12), [4, 3]);
  return cdist(a, y, { out: wrap('float64', shared.subarray(8, 28), [4, 5]) });
}

/** Many rows that take no memory: one row, with stride 0. */
function repeated(rows: number): NDArray<'float64', readonly [number, number]> {
  const data = Float64Array.of();
  return new NDArray({ data, dtype: 'float64', shape: [rows, 0], strides: [0, 8], base: data });
}

test('results beyond what an array or the memory holds are refused with the bytes and another way', () => {
  const tooMany = () => cdist(repeated(2 ** 20), repeated(2 ** 20));
  expect(tooMany).toThrow(MemoryError);
  expect(tooMany).toThrow('8796093022208 bytes');
  expect(tooMany).toThrow('use cdistToFile, cdistBlocks, nearest or withinRadius');
  expect(() => pdist(repeated(2 ** 20))).toThrow('use nearest, withinRadius or cdistBlocks');
});

/** As many rows as make a matrix a fifth larger than the memory there is; too many for one array on large machines. */
const rowsBeyondMemory = Math.ceil(Math.sqrt((1.2 * availableMemory()) / 8));

test.skipIf(rowsBeyondMemory > 65_000)('a matrix larger than the memory is refused at once', () => {
  const tooLarge = () => cdist(repeated(rowsBeyondMemory), repeated(rowsBeyondMemory));
  expect(tooLarge).toThrow(MemoryError);
  expect(tooLarge).toThrow(`${rowsBeyondMemory ** 2 * 8} bytes`);
  expect(tooLarge).toThrow('use cdistToFile, cdistBlocks, nearest or withinRadius');
});

test('a budget of less than a row', async () => {
  const blocks = cdistBlocks(x, y, { memoryBudget: 39 });
  await expect(blocks.next()).rejects.toThrow('cdistBlocks: memoryBudget is 39 bytes');
  await expect(cdistBlocks(x, y, { memoryBudget: 0 }).next()).rejects.toThrow(ArgumentError);
});

test('promise forms reject with what the others throw', async () => {
  await expect(cdistAsync(x, numbers('float64', 5, 2, 2))).rejects.toThrow(
    'cdist: xb has 2 columns, xa has 3',
  );
  const signal = AbortSignal.abort(new Error('enough'));
  const aborted = cdistAsync(x, y, { signal });
  await expect(aborted).rejects.toThrow(AbortError);
  await expect(aborted).rejects.toMatchObject({ cause: signal.reason });
});

test('validity without errors', () => {
  expect(
    isValidDm([
      [0, 1],
      [1, 0],
    ]),
  ).toBe(true);
  expect(
    isValidDm([
      [0, 1],
      [1.5, 0],
    ]),
  ).toBe(false);
  expect(
    isValidDm(
      [
        [0, 1],
        [1.5, 0],
      ],
      { tol: 0.5 },
    ),
  ).toBe(true);
  expect(
    isValidDm([
      [0, Number.NaN],
      [Number.NaN, 0],
    ]),
  ).toBe(false);
  expect(isValidDm([1, 2, 3])).toBe(false);
  expect(() => isValidDm([1], { throw: true, name: 'D' })).toThrow('isValidDm: D has shape (1,)');
  expect(isValidY([1, 2, 3])).toBe(true);
  expect(isValidY([1, 2])).toBe(false);
  expect(isValidY([[1]])).toBe(false);
  expect(numObsY([1, 2, 3])).toBe(3);
  expect(
    numObsDm([
      [0, 1],
      [1, 0],
    ]),
  ).toBe(2);
});

test('squareform keeps dtypes, orders and small cases', () => {
  const big = wrap('int64', BigInt64Array.of(0n, 7n, 7n, 0n), [2, 2]);
  expect(squareform(big).toArray()).toEqual([7n]);
  expect(squareform(squareform(big)).toArray()).toEqual([
    [0n, 7n],
    [7n, 0n],
  ]);
  expect(squareform([] as number[]).toArray()).toEqual([[0]]);
  expect(squareform([[0]]).shape).toEqual([0]);
  expect(
    squareform(
      [
        [0, Number.NaN],
        [Number.NaN, 0],
      ],
      { checks: false },
    ).toArray(),
  ).toEqual([Number.NaN]);
});

test('V and VI from data with NaN spread it, as in SciPy', () => {
  const holed = [
    [1, 2],
    [Number.NaN, 4],
    [3, 9],
    [0, 1],
  ];
  expect([...pdist(holed, 'seuclidean').data].every(Number.isNaN)).toBe(true);
  expect([...pdist(holed, 'mahalanobis').data].every(Number.isNaN)).toBe(true);
});
