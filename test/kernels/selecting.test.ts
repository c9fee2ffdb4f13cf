/** Picking by number and by mask, positions, and packed bits on every backend, against plain loops. */
import { afterAll, describe, expect, it } from 'vitest';
import { backend, setBackend } from '../../src/kernels/select.js';
import { kernelDType } from '../../src/kernels/table.gen.js';
import { availableBackends } from './available.js';

afterAll(() => setBackend('auto'));

const itemSizes = [1, 2, 4, 8, 16, 24, 80];
/** Around the lanes of vectors and the stretches that threads share. */
const sizes = [1, 7, 8, 9, 63, 64, 65, 130, 16385];

const noise = (i: number): number => ((i * 7919 + 13) % 1000003) % 997;
const bytesOf = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => noise(i) & 255);
/** Bytes other than 0 and 1 are true too; long stretches without any, and some with nothing else. */
const maskOf = (n: number): Uint8Array =>
  Uint8Array.from({ length: n }, (_, i) =>
    i % 700 < 200 ? 0 : i % 700 > 500 ? 255 : noise(i) % 3 === 0 ? (noise(i) % 254) + 1 : 0,
  );

/** Whether two views hold the same bytes; quicker than an assertion that looks for the difference. */
function same(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  );
}

/** The items at these numbers. */
function itemsAt(a: Uint8Array, itemBytes: number, numbers: readonly number[]): Uint8Array {
  const out = new Uint8Array(itemBytes * numbers.length);
  numbers.forEach((number, i) => {
    out.set(a.subarray(number * itemBytes, (number + 1) * itemBytes), i * itemBytes);
  });
  return out;
}

function gather(picks: ArrayBufferView, dtype: number, params: number[], a: Uint8Array, outBytes: number) {
  const out = new Uint8Array(outBytes);
  const info = new Int32Array(1);
  const [itemBytes, outer, outerStride, length, stride, count, mode] = params;
  backend().run(
    'gather',
    [out, a, picks, info],
    Float64Array.of(itemBytes, outer, outerStride, length, stride, count, dtype, mode),
  );
  return { out, bad: info[0] };
}

describe.each(availableBackends())('%s', (name) => {
  it.each(itemSizes)('gathers and scatters items of %i bytes', (itemBytes) => {
    setBackend(name);
    for (const count of sizes.filter((size) => size * itemBytes < 1e6)) {
      const length = 301;
      const a = bytesOf(length * itemBytes);
      const places = Array.from({ length: count }, (_, i) => noise(i) % length);
      const signed = places.map((place, i) => (i % 3 === 0 ? place - length : place));
      const wanted = itemsAt(a, itemBytes, places);
      for (const [picks, dtype] of [
        [BigInt64Array.from(signed, BigInt), kernelDType.int64],
        [Int32Array.from(signed), kernelDType.int32],
        [Float64Array.from(places, (place) => place * itemBytes), kernelDType.f64],
      ] as const) {
        const { out, bad } = gather(
          picks,
          dtype,
          [itemBytes, 1, 0, length, itemBytes, count, 0],
          a,
          wanted.length,
        );
        expect(bad).toBe(0);
        expect(same(out, wanted)).toBe(true);
        const written = a.slice();
        const expected = a.slice();
        const values = bytesOf(itemBytes * 5).map((byte) => byte ^ 85);
        places.forEach((place, i) => {
          expected.set(values.subarray((i % 5) * itemBytes, ((i % 5) + 1) * itemBytes), place * itemBytes);
        });
        const params = Float64Array.of(itemBytes, 1, 0, length, itemBytes, count, dtype, 0, 5);
        backend().run('scatter', [written, values, picks, new Int32Array(1)], params);
        expect(same(written, expected)).toBe(true);
      }
    }
  });

  it('gathers along an axis in the middle, and by every mode', () => {
    setBackend(name);
    const [outer, length, itemBytes] = [7, 11, 12];
    const a = bytesOf(outer * length * itemBytes);
    const picks = Int32Array.from({ length: 90 }, (_, i) => (noise(i) % 60) - 30);
    const modes: ((pick: number) => number)[] = [
      (pick) => (pick < 0 ? pick + length : pick),
      (pick) => ((pick % length) + length) % length,
      (pick) => Math.max(0, Math.min(length - 1, pick)),
    ];
    modes.forEach((place, mode) => {
      const own = mode === 0 ? picks.map((pick) => pick % length) : picks;
      const numbers = Array.from({ length: outer }, (_, row) => row).flatMap((row) =>
        Array.from(own, (pick) => row * length + place(pick)),
      );
      const wanted = itemsAt(a, itemBytes, numbers);
      const params = [itemBytes, outer, length * itemBytes, length, itemBytes, 90, mode];
      expect(gather(own, kernelDType.int32, params, a, wanted.length)).toEqual({ out: wanted, bad: 0 });
    });
  });

  it('says that a pick is out of bounds, and writes nothing then', () => {
    setBackend(name);
    for (const stray of [300n, -301n, 2n ** 62n, -(2n ** 63n)]) {
      for (const at of [0, 99, 20000, 39999]) {
        const picks = BigInt64Array.from({ length: 40000 }, (_, i) => (i === at ? stray : BigInt(i % 300)));
        const a = bytesOf(300 * 8);
        const params = [8, 1, 0, 300, 8, picks.length, 0];
        expect(gather(picks, kernelDType.int64, params, a, 8 * picks.length).bad).toBe(1);
        const written = a.slice();
        const info = new Int32Array(1);
        const own = Float64Array.of(8, 1, 0, 300, 8, picks.length, kernelDType.int64, 0, 1);
        backend().run('scatter', [written, bytesOf(8), picks, info], own);
        expect(info[0]).toBe(1);
        expect(same(written, a)).toBe(true);
        const sums = new Float64Array(picks.length);
        backend().run(
          'offsets',
          [sums, picks, info],
          Float64Array.of(300, 8, picks.length, kernelDType.int64),
        );
        expect(info[0]).toBe(1);
      }
    }
    expect(gather(Int32Array.of(0), kernelDType.int32, [8, 1, 0, 0, 8, 1, 2], bytesOf(8), 8).bad).toBe(1);
  });

  it('adds offsets', () => {
    setBackend(name);
    const picks = Int32Array.from({ length: 20000 }, (_, i) => (noise(i) % 20) - 10);
    const sums = Float64Array.from(picks, (_, i) => i);
    backend().run(
      'offsets',
      [sums, picks, new Int32Array(1)],
      Float64Array.of(10, 24, picks.length, kernelDType.int32),
    );
    expect(
      same(
        sums,
        Float64Array.from(picks, (pick, i) => i + 24 * (pick < 0 ? pick + 10 : pick)),
      ),
    ).toBe(true);
  });

  it.each(itemSizes.filter((size) => size <= 16))('compresses and expands items of %i bytes', (itemBytes) => {
    setBackend(name);
    for (const n of sizes) {
      const mask = maskOf(n);
      const a = bytesOf(n * itemBytes);
      const numbers = Array.from({ length: n }, (_, i) => i).filter((i) => mask[i] !== 0);
      const wanted = itemsAt(a, itemBytes, numbers);
      const out = new Uint8Array(wanted.length + 16).fill(77);
      backend().run('compress', [out, a, mask], Float64Array.of(itemBytes, n, numbers.length));
      expect(same(out.subarray(0, wanted.length), wanted)).toBe(true);
      expect(out.subarray(wanted.length)).toEqual(new Uint8Array(16).fill(77));
      for (const valueCount of [1, 3, n]) {
        const values = bytesOf(valueCount * itemBytes).map((byte) => byte ^ 170);
        for (const aligned of [0, 1]) {
          const expected = a.slice();
          numbers.forEach((number, k) => {
            const value = (aligned === 1 ? number : k) % valueCount;
            expected.set(values.subarray(value * itemBytes, (value + 1) * itemBytes), number * itemBytes);
          });
          const written = a.slice();
          const params = Float64Array.of(itemBytes, n, valueCount, aligned);
          backend().run('expand', [written, mask, values], params);
          expect(same(written, expected)).toBe(true);
        }
      }
    }
  });

  it.each([[[40000]], [[1]], [[130, 301]], [[7, 11, 517]], [[20000, 2]]])(
    'finds positions in %j',
    (shape) => {
      setBackend(name);
      const n = shape.reduce((size, length) => size * length, 1);
      const mask = maskOf(n).map((byte, i) => (n === 1 ? 1 : byte) & (i % 2 === 0 ? 255 : 3));
      const flat = Array.from({ length: n }, (_, i) => i).filter((i) => mask[i] !== 0);
      const ndim = shape.length;
      const rows = flat.map((place) => {
        let rest = place;
        const index = new Array<bigint>(ndim);
        for (let axis = ndim - 1; axis >= 0; axis--) {
          index[axis] = BigInt(rest % shape[axis]);
          rest = Math.floor(rest / shape[axis]);
        }
        return index;
      });
      const count = flat.length;
      const together = new BigInt64Array(count * ndim);
      const apart = new BigInt64Array(count * ndim);
      const lengths = Float64Array.from(shape);
      backend().run('positions', [apart, mask, lengths], Float64Array.of(ndim, count, count, 1));
      expect(same(apart, BigInt64Array.from(shape.flatMap((_, axis) => rows.map((row) => row[axis]))))).toBe(
        true,
      );
      backend().run('positions', [together, mask, lengths], Float64Array.of(ndim, count, 1, ndim));
      expect(same(together, BigInt64Array.from(rows.flat()))).toBe(true);
    },
  );

  it('packs bits and unpacks them', () => {
    setBackend(name);
    for (const [rows, n] of [
      [1, 1],
      [1, 40001],
      [3, 64],
      [5, 71],
      [900, 9],
      [2, 0],
      [2, 33000],
    ]) {
      const a = maskOf(rows * n);
      const width = Math.ceil(n / 8);
      for (const little of [0, 1]) {
        const packed = new Uint8Array(rows * width);
        const place = (i: number): number => (little === 1 ? i & 7 : 7 - (i & 7));
        for (let row = 0; row < rows; row++)
          for (let i = 0; i < n; i++)
            packed[row * width + (i >> 3)] |= (a[row * n + i] !== 0 ? 1 : 0) << place(i);
        const out = new Uint8Array(packed.length).fill(77);
        backend().run('packBits', [out, a], Float64Array.of(rows, n, little));
        expect(same(out, packed)).toBe(true);
        for (const count of [n, 3, 8 * width + 5]) {
          const bits = new Uint8Array(rows * count);
          for (let row = 0; row < rows; row++)
            for (let i = 0; i < Math.min(count, n); i++) bits[row * count + i] = a[row * n + i] !== 0 ? 1 : 0;
          const unpacked = new Uint8Array(rows * count);
          backend().run('unpackBits', [unpacked, packed], Float64Array.of(rows, count, width, little));
          expect(same(unpacked, bits)).toBe(true);
        }
      }
    }
  });
});
