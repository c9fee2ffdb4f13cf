/** Whatever is read of an array in a file, it is what the same ranges select of the array in memory. */
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { storage } from '../../src/core/ndarray.js';
import { contiguousStrides, sizeOf } from '../../src/core/shape.js';
import { readRegion } from '../../src/io/file-region.js';
import { writeNpySync } from '../../src/io/index.js';
import { OpenNpy } from '../../src/io/npy-region.js';
import type { AxisRange } from '../../src/io/selection.js';
import { counted } from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-region-'));
afterAll(() => rmSync(folder, { recursive: true }));

const position = 24;

/** Bytes before the elements, and the elements. */
function fileOf(shape: readonly number[], name: string): number {
  const x = counted(shape);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([Buffer.alloc(position), Buffer.from(storage(x).buffer as ArrayBuffer)]));
  return fs.openSync(path, 'r');
}

/** Ranges within axes of these lengths. */
function rangesIn(shape: readonly number[]): fc.Arbitrary<AxisRange[]> {
  const along = (length: number) =>
    fc
      .tuple(fc.nat(length - 1), fc.nat(length), fc.integer({ min: 1, max: Math.max(1, length >> 1) }))
      .map(([first, count, step]) => ({
        first,
        step,
        count: Math.min(count, Math.ceil((length - first) / step)),
      }));
  return fc.tuple(...shape.map(along));
}

const indicesOf = (ranges: readonly AxisRange[]) =>
  ranges.map(({ first, count, step }) => ({ start: first, stop: first + count * step, step }));

// Long last axes are read one by one, short ones together; the middle one is as long as the scratch.
test.each([[[7]], [[5, 6, 4]], [[3, 9000]], [[40, 1200]], [[2, 3, 4, 5]], [[1, 1, 6]], [[]]])(
  'of shape %j',
  (shape) => {
    const fd = fileOf(shape, 'x');
    const x = counted(shape);
    fc.assert(
      fc.property(rangesIn(shape), fc.boolean(), (ranges, isTurned) => {
        const part = ranges.map(({ count }) => count);
        const strides = contiguousStrides(part, 8, isTurned ? 'F' : 'C');
        const data = new Float64Array(sizeOf(part) + 1).fill(-1);
        const target = { data, dtype: 'float64' as const, shape: part, strides, offset: 8 };
        expect(readRegion({ fd, position, shape }, ranges, target)).toBe(true);
        expect(data[0]).toBe(-1);
        const wanted = x.at(...indicesOf(ranges)).copy(isTurned ? 'F' : 'C');
        expect([...data.subarray(1)]).toEqual([...(wanted.data as Float64Array)]);
      }),
      { numRuns: 40 },
    );
    fs.closeSync(fd);
  },
);

test('a file that is cut short says so', () => {
  const fd = fileOf([4, 5], 'short');
  fs.truncateSync(join(folder, 'short'), position + 8 * 19);
  const file = { fd, position, shape: [4, 5] };
  const target = (shape: number[]) => {
    const strides = contiguousStrides(shape, 8);
    return { data: new Float64Array(sizeOf(shape)), dtype: 'float64' as const, shape, strides };
  };
  const all = (count: number): AxisRange => ({ first: 0, count, step: 1 });
  expect(readRegion(file, [all(4), all(5)], target([4, 5]))).toBe(false);
  expect(readRegion(file, [all(3), all(5)], target([3, 5]))).toBe(true);
  fs.closeSync(fd);
});

test.each(['C', 'F'] as const)('npy files in %s order', (order) => {
  const path = join(folder, `${order}.npy`);
  const x = counted([12, 30, 5]);
  writeNpySync(path, x.copy(order));
  const open = new OpenNpy(path);
  fc.assert(
    fc.property(rangesIn(x.shape), (ranges) => {
      expect(open.read(ranges).toArray()).toEqual(x.at(...indicesOf(ranges)).toArray());
    }),
    { numRuns: 40 },
  );
  open.close();
});
