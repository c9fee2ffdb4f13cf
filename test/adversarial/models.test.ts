/**
 * Random calls against plain loops: any shape, strides, dtype and options, through every form of the distances, on
 * every backend; reductions and einsum through every view. The models are written from the definitions alone.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cdist,
  cdistAsync,
  cdistBlocks,
  nearest,
  nearestAsync,
  pdist,
  withinRadius,
  withinRadiusAsync,
} from '../../src/distance/index.js';
import { array, type DType, einsum, type NDArray, zeros } from '../../src/index.js';
import { describeBackends } from '../distance/backends.js';

type Rows = readonly (readonly number[])[];
type Model = (u: readonly number[], v: readonly number[], w: readonly number[]) => number;

const total = (terms: readonly number[]) => terms.reduce((sum, term) => sum + term, 0);
const each = (u: readonly number[], f: (a: number, i: number) => number) => total(u.map(f));

const models: Record<string, Model> = {
  cityblock: (u, v, w) => each(u, (a, i) => w[i] * Math.abs(a - v[i])),
  sqeuclidean: (u, v, w) => each(u, (a, i) => w[i] * (a - v[i]) ** 2),
  euclidean: (u, v, w) => Math.sqrt(each(u, (a, i) => w[i] * (a - v[i]) ** 2)),
  chebyshev: (u, v, w) => u.reduce((most, a, i) => (w[i] > 0 ? Math.max(most, Math.abs(a - v[i])) : most), 0),
  minkowski: (u, v, w) => each(u, (a, i) => w[i] * Math.abs(a - v[i]) ** 3) ** (1 / 3),
  hamming: (u, v, w) => each(u, (a, i) => (a === v[i] ? 0 : w[i])) / total(w),
  dot: (u, v, w) => each(u, (a, i) => w[i] * a * v[i]),
  canberra: (u, v, w) =>
    each(u, (a, i) => (a === v[i] ? 0 : (w[i] * Math.abs(a - v[i])) / (Math.abs(a) + Math.abs(v[i])))),
  braycurtis: (u, v, w) =>
    each(u, (a, i) => w[i] * Math.abs(a - v[i])) / each(u, (a, i) => w[i] * Math.abs(a + v[i])),
};

/** A view with these elements: transposed, stepped, reversed or in place. */
function viewOf(rows: Rows, columns: number, dtype: DType, kind: number): NDArray {
  const shape = [rows.length, columns] as const;
  const places = [
    () => zeros(shape, { dtype }),
    () => zeros(shape, { dtype, order: 'F' }),
    () => zeros([2 * rows.length + 1, columns + 2], { dtype }).at('1::2', '1:-1'),
    () => zeros(shape, { dtype }).at('::-1', '::-1'),
    () => zeros([columns, rows.length], { dtype }).at('::-1').T,
  ];
  const view = places[kind % places.length]() as NDArray;
  rows.forEach((row, i) => {
    row.forEach((value, j) => {
      view.set(dtype.includes('int64') ? BigInt(value) : value, i, j);
    });
  });
  return view;
}

// Small whole numbers: sums are exact in every dtype and in any order, and ties are frequent.
const points = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(35)).chain(([rowsX, rowsY, columns]) => {
  const rows = (count: number) =>
    fc.array(fc.array(fc.nat(9), { minLength: columns, maxLength: columns }), {
      minLength: count,
      maxLength: count,
    });
  return fc.record({
    x: rows(rowsX),
    y: rows(rowsY),
    columns: fc.constant(columns),
    w: fc.option(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: columns, maxLength: columns })),
    dtypeX: fc.constantFrom<DType>('float64', 'float32', 'float16', 'int8', 'uint16', 'int64'),
    dtypeY: fc.constantFrom<DType>('float64', 'float32', 'int32', 'uint8'),
    kindX: fc.nat(4),
    kindY: fc.nat(4),
    metric: fc.constantFrom(...Object.keys(models)),
    threads: fc.constantFrom(undefined, 1, 2, 7),
    k: fc.nat(5),
    budget: fc.nat(2000),
  });
});

describeBackends('distances of random points', () => {
  test('are those of the definition, in every form', async () => {
    await fc.assert(
      fc.asyncProperty(points, async (given) => {
        const { columns, threads } = given;
        const x = viewOf(given.x, columns, given.dtypeX, given.kindX);
        const y = viewOf(given.y, columns, given.dtypeY, given.kindY);
        const w = given.w ?? undefined;
        const p = given.metric === 'minkowski' ? 3 : undefined;
        const options = { metric: given.metric as never, w, threads, p };
        const model = models[given.metric];
        const ones = w ?? new Array(columns).fill(1);
        const full = cdist(x, y, options);
        const values = full.toArray() as number[][];
        const precision = full.dtype === 'float32' ? 1e-5 : 1e-12;
        given.x.forEach((u, i) => {
          given.y.forEach((v, j) => {
            const want = model(u, v, ones);
            const close =
              Object.is(values[i][j], want) ||
              Math.abs(values[i][j] - want) <= precision * (1 + Math.abs(want));
            if (!close) throw new Error(`[${i}, ${j}] is ${values[i][j]}, the definition gives ${want}`);
          });
        });
        expect((await cdistAsync(x, y, options)).toArray()).toEqual(values);
        const memoryBudget = Math.max(1, given.y.length * 8) + given.budget;
        const rows: unknown[] = [];
        for await (const { block } of cdistBlocks(x, y, { ...options, memoryBudget }))
          rows.push(...block.toArray());
        expect(rows).toEqual(values);
        checkPairs(x, options);
        await checkNearest(x, y, values, Math.min(given.k, given.y.length), options);
        await checkRadius(x, y, values, options);
      }),
      { numRuns: 150 },
    );
  });
});

function checkPairs(x: NDArray, options: object): void {
  const square = cdist(x, x, options).toArray() as number[][];
  const upper = square.flatMap((row, i) => row.slice(i + 1));
  expect(pdist(x, options).toArray()).toEqual(upper);
}

/** Nearer, or as near and earlier; larger is nearer for 'dot'; NaN is never nearer. */
function ranked(row: readonly number[], larger: boolean): number[] {
  const key = (d: number) => (Number.isNaN(d) ? Number.POSITIVE_INFINITY : larger ? -d : d);
  return row
    .map((_, j) => j)
    .sort(
      (a, b) =>
        key(row[a]) - key(row[b]) || Number(Number.isNaN(row[a])) - Number(Number.isNaN(row[b])) || a - b,
    );
}

async function checkNearest(
  x: NDArray,
  y: NDArray,
  values: number[][],
  k: number,
  options: { metric: string },
) {
  // The same arithmetic as nearest's: pair by pair.
  const direct = { ...options, algorithm: 'direct' } as never;
  const rows = cdist(x, y, direct).toArray() as number[][];
  const found = nearest(x, y, k, direct);
  const want = rows.map((row) => ranked(row, options.metric === 'dot').slice(0, k));
  expect(found.indices.shape).toEqual([values.length, k]);
  expect(found.indices.toArray()).toEqual(want);
  expect(found.distances.toArray()).toEqual(want.map((row, i) => row.map((j) => rows[i][j])));
  const later = await nearestAsync(x, y, k, direct);
  expect(later.indices.toArray()).toEqual(want);
}

async function checkRadius(x: NDArray, y: NDArray, values: number[][], options: { metric: string }) {
  const direct = { ...options, algorithm: 'direct' } as never;
  const rows = cdist(x, y, direct).toArray() as number[][];
  const radius = rows.flat().filter((d) => !Number.isNaN(d))[0] ?? 1;
  const inside = (d: number) => (options.metric === 'dot' ? d >= radius : d <= radius);
  const want = rows.map((row) => row.map((_, j) => j).filter((j) => inside(row[j])));
  for (const sparse of [withinRadius(x, y, radius, direct), await withinRadiusAsync(x, y, radius, direct)]) {
    expect(sparse.indices.toArray()).toEqual(want.flat());
    expect(sparse.distances.toArray()).toEqual(want.flatMap((row, i) => row.map((j) => rows[i][j])));
    const ends = sparse.indptr.toArray() as number[];
    expect(ends).toEqual([0, ...want].map((_, row) => want.slice(0, row).flat().length));
  }
  expect(values.length).toBe(rows.length);
}

/** The sum over every assignment of lengths to letters, in plain loops. */
function einsumModel(
  inputs: readonly string[],
  output: string,
  arrays: readonly NDArray[],
  lengths: Record<string, number>,
) {
  const letters = [...new Set(inputs.join('') + output)];
  const result = new Map<string, number>();
  const walk = (at: number, place: Record<string, number>): void => {
    if (at === letters.length) {
      const key = [...output].map((letter) => place[letter]).join();
      const term = arrays.reduce(
        (product, x, i) => product * Number(x.get(...[...inputs[i]].map((l) => place[l]))),
        1,
      );
      result.set(key, (result.get(key) ?? 0) + term);
      return;
    }
    for (let n = 0; n < lengths[letters[at]]; n++) walk(at + 1, { ...place, [letters[at]]: n });
  };
  walk(0, {});
  return result;
}

describeBackends('operations on random views', () => {
  const subscripts = fc.record({
    inputs: fc.array(
      fc.array(fc.constantFrom('i', 'j', 'k', 'l'), { maxLength: 3 }).map((l) => l.join('')),
      { minLength: 1, maxLength: 3 },
    ),
    lengths: fc.record({
      i: fc.nat(3),
      j: fc.integer({ min: 1, max: 4 }),
      k: fc.integer({ min: 1, max: 3 }),
      l: fc.integer({ min: 1, max: 2 }),
    }),
    keep: fc.nat(15),
    dtype: fc.constantFrom<DType>('float64', 'float32', 'int32', 'int64'),
    reversed: fc.boolean(),
  });

  test('einsum is the sum over every assignment', () => {
    fc.assert(
      fc.property(subscripts, ({ inputs, lengths, keep, dtype, reversed }) => {
        const used = [...new Set(inputs.join(''))];
        const output = used.filter((_, at) => (keep >> at) & 1).join('');
        const arrays = inputs.map((letters, n) => {
          const shape = [...letters].map((letter) => lengths[letter as 'i']);
          let x = zeros(shape, { dtype }) as NDArray;
          if (reversed && shape.length > 0) x = x.at('::-1') as NDArray;
          let next = n;
          const fill = (index: number[]): void => {
            if (index.length === shape.length) {
              next = (next * 5 + 3) % 7;
              x.set(dtype === 'int64' ? BigInt(next) : next, ...index);
            } else for (let i = 0; i < shape[index.length]; i++) fill([...index, i]);
          };
          fill([]);
          return x;
        });
        const got = einsum(`${inputs.join(',')}->${output}`, ...arrays) as NDArray;
        const want = einsumModel(inputs, output, arrays, lengths);
        expect(got.shape).toEqual([...output].map((letter) => lengths[letter as 'i']));
        for (const [key, value] of want) {
          const index = key === '' ? [] : key.split(',').map(Number);
          expect(Number(got.get(...index)), key).toBe(value);
        }
        if (want.size === 0 && got.size > 0) for (const value of got.flat) expect(Number(value)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('reductions are the loops over their axes', () => {
    const cases = fc.record({
      shape: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
      axis: fc.nat(3),
      negative: fc.boolean(),
      keepdims: fc.boolean(),
      view: fc.nat(3),
      dtype: fc.constantFrom<DType>('float64', 'float32', 'int16', 'uint8'),
    });
    fc.assert(
      fc.property(cases, ({ shape, axis: at, negative, keepdims, view, dtype }) => {
        let x = zeros(shape, { dtype }) as NDArray;
        let n = 0;
        x.assign(
          array(
            Array.from({ length: x.size }, () => (n = (n * 31 + 7) % 11)),
            { dtype },
          ).reshape(shape),
        );
        if (view === 1) x = x.T;
        if (view === 2) x = x.at('::-1') as NDArray;
        if (view === 3) x = x.at('::2') as NDArray;
        const axis = at % x.ndim;
        const rest = x.shape.filter((_, i) => i !== axis);
        const want = new Map<string, number[]>();
        const walk = (index: number[]): void => {
          if (index.length < x.ndim) {
            for (let i = 0; i < x.shape[index.length]; i++) walk([...index, i]);
            return;
          }
          const key = index.filter((_, i) => i !== axis).join();
          want.set(key, [...(want.get(key) ?? []), x.get(...index) as number]);
        };
        walk([]);
        const options = { axis: negative ? axis - x.ndim : axis, keepdims };
        const sum = x.sum(options) as NDArray;
        expect(sum.shape).toEqual(keepdims ? x.shape.map((length, i) => (i === axis ? 1 : length)) : rest);
        const flat = sum.reshape(rest) as NDArray;
        const most = x.shape[axis] > 0 ? (x.max({ axis }) as NDArray) : null;
        const first = x.shape[axis] > 0 ? (x.argmin({ axis }) as NDArray) : null;
        for (const [key, values] of want) {
          const index = key === '' ? [] : key.split(',').map(Number);
          expect(Number(flat.get(...index))).toBe(total(values));
          expect(Number(most?.get(...index))).toBe(Math.max(...values));
          expect(Number(first?.get(...index))).toBe(values.indexOf(Math.min(...values)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
