import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import {
  formatNpy,
  npyHeader,
  parseNpy,
  readNpy,
  readNpyHeader,
  readNpySync,
  writeNpy,
  writeNpySync,
} from '../../src/io/index.js';
import { arrayOf, counted, decode, described, fixtures } from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const label = fixtures.npy.map((one, index) => ({ ...one, index }));

describe('files that NumPy wrote', () => {
  test.each(label)('$index: $dtype $shape $order $endian', async (fixture) => {
    const { dtype, shape, elements, order } = fixture;
    const bytes = decode(fixture.file);
    const path = join(folder, `${fixture.index}.npy`);
    writeFileSync(path, bytes);
    const readings = {
      parsed: parseNpy(bytes),
      misaligned: parseNpy(Uint8Array.from([0, ...bytes]).subarray(1)),
      read: readNpySync(path),
      inBackground: await readNpy(path),
      mapped: readNpySync(path, { mmap: true }),
    };
    for (const [way, x] of Object.entries(readings)) {
      expect(described(x), way).toEqual({ dtype, shape, elements });
      if (x.size > 1 && shape.filter((length) => length > 1).length > 1) {
        expect(x.flags[order === 'C' ? 'cContiguous' : 'fContiguous'], way).toBe(true);
      }
    }
    expect(readNpyHeader(path)).toMatchObject({ dtype, shape });
  });

  test.each(label.filter((one) => one.endian === '<' && one.index < 336))(
    'are written the same: $index: $dtype $shape $order',
    (fixture) => {
      const bytes = formatNpy(arrayOf(fixture, fixture.order));
      expect(Buffer.from(bytes).toString('base64')).toBe(fixture.file);
    },
  );

  test.each(fixtures.refused)('are refused when they hold $name', ({ file }) => {
    expect(() => parseNpy(decode(file))).toThrow(FileError);
    expect(() => parseNpy(decode(file))).toThrow(/needs numbers/);
  });
});

test('a native file in a buffer of its own is not copied', () => {
  const bytes = formatNpy(counted([3]));
  const x = parseNpy(bytes);
  x.data[1] = 7;
  expect(parseNpy(bytes).data[1]).toBe(7);
  expect(x.base).toBe(bytes);
});

test('bools that are neither 0 nor 1 are read as true', () => {
  const bytes = formatNpy(
    new NDArray({ data: Uint8Array.of(0, 2, 255), dtype: 'bool', shape: [3], strides: [1] }),
  );
  expect([...parseNpy(bytes).data]).toEqual([0, 1, 1]);
  const path = join(folder, 'bools.npy');
  writeFileSync(path, bytes);
  expect([...readNpySync(path).data]).toEqual([0, 1, 1]);
  expect([...readNpySync(path, { mmap: true }).data]).toEqual([0, 1, 1]);
});

describe('writing', () => {
  const base = counted([4, 6]);
  const views = {
    'every other column': { shape: [4, 3], strides: [48, 16], offset: 8 },
    'rows backwards': { shape: [4, 6], strides: [-48, 8], offset: 144 },
    transposed: { shape: [6, 4], strides: [8, 48], offset: 0 },
    'one row, broadcast': { shape: [3, 6], strides: [0, 8], offset: 48 },
    'one element': { shape: [], strides: [], offset: 80 },
    'no element': { shape: [0, 6], strides: [48, 8], offset: 0 },
  };

  test.each(Object.entries(views))('%s', async (name, layout) => {
    const view = new NDArray({ data: base.data, dtype: 'float64', base, ...layout });
    const path = join(folder, `${name}.npy`);
    await writeNpy(path, view);
    expect(described(readNpySync(path))).toEqual(described(view));
    writeNpySync(path, view);
    expect(described(readNpySync(path))).toEqual(described(view));
    expect(described(parseNpy(formatNpy(view)))).toEqual(described(view));
  });

  test('a scattered array larger than a chunk', () => {
    const data = Float32Array.from({ length: 2_400_000 }, (_, at) => at);
    const view = new NDArray({ data, dtype: 'float32', shape: [2, 3, 200_000], strides: [4, 1_600_000, 8] });
    expect(described(parseNpy(formatNpy(view)))).toEqual(described(view));
    const long = new NDArray({ data, dtype: 'float32', shape: [2, 1_200_000], strides: [4, 8] });
    expect(described(parseNpy(formatNpy(long)))).toEqual(described(long));
  });

  test('replaces an older file and leaves no other', async () => {
    const path = join(folder, 'older.npy');
    writeFileSync(path, 'something else');
    const before = readdirSync(folder).length;
    await writeNpy(path, counted([2]));
    expect(readNpySync(path).shape).toEqual([2]);
    expect(readdirSync(folder)).toHaveLength(before);
  });

  test('a header for very many axes is version 1.0 or 2.0 and 64-byte aligned', () => {
    for (let ndim = 0; ndim <= 64; ndim++) {
      expect(npyHeader('float64', new Array(ndim).fill(1)).length % 64).toBe(0);
    }
  });
});

test('mapped files are read-only', () => {
  const path = join(folder, 'map.npy');
  writeNpySync(path, counted([5]));
  const x = readNpySync(path, { mmap: true });
  expect([...x.data]).toEqual([0, 1, 2, 3, 4]);
  const plain = readNpySync(path);
  expect(plain.flags.writeable).toBe(true);
  writeNpySync(path, counted([3]));
  expect([...x.data]).toEqual([0, 1, 2, 3, 4]);
});

describe('errors name what is wrong', () => {
  const header = (text: string): Uint8Array => {
    const bytes = new Uint8Array(10 + text.length);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8]);
    bytes.set(new TextEncoder().encode(text), 10);
    return bytes;
  };
  const dict = (descr: string, shape: string, order = 'False') =>
    header(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`);

  test.each([
    ['nothing', new Uint8Array(0), /is empty/],
    ['another file', new TextEncoder().encode('x,y\n1,2\n'), /is not an npy file: it starts with x,y/],
    ['a cut magic string', Uint8Array.of(0x93, 0x4e), /truncated: it ends after 2 bytes/],
    [
      'a cut header',
      formatNpy(counted([3])).subarray(0, 60),
      /truncated: it ends after 60 bytes, within the header/,
    ],
    [
      'cut data',
      formatNpy(counted([3])).subarray(0, 140),
      /promises 24 bytes of data \(shape \(3,\), float64\), it holds 12/,
    ],
    [
      'more data',
      Uint8Array.from([...formatNpy(counted([3])), 1]),
      /holds 25 bytes of data, but its header promises 24/,
    ],
    ['an unknown version', Uint8Array.from(formatNpy(counted([3]))).fill(9, 6, 7), /npy version 9\.0/],
    [
      'an absurd header length',
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 0, 0x7f),
      /claims a header of 2130706432 bytes/,
    ],
    ['no dict', header('(1, 2)\n'), /a header that is \(1, 2\); needs a dict/],
    ['code', header("__import__('os').system('true')\n"), /header that cannot be read: "_" at character 0/],
    ['a missing key', header("{'descr': '<f8', 'shape': ()}\n"), /without 'fortran_order'/],
    [
      'an unknown key',
      header("{'descr': '<f8', 'shape': (), 'fortran_order': False, 'more': 1}\n"),
      /unknown key "more"/,
    ],
    ['a key twice', header("{'descr': '<f8', 'descr': '<f8'}\n"), /"descr" stands there twice/],
    ['an unknown dtype', dict("'<f7'", '()'), /has dtype '<f7'/],
    ['a number for a dtype', dict('7', '()'), /has dtype 7/],
    ['an order that is none', dict("'<f8'", '()', "'C'"), /has fortran_order 'C'; needs True or False/],
    ['a shape that is none', dict("'<f8'", '7'), /has shape 7; needs a tuple/],
    ['a negative length', dict("'<f8'", '(-1,)'), /no axis can be -1 long/],
    ['a fractional length', dict("'<f8'", '(1.5,)'), /cannot be read/],
    ['a bool for a length', dict("'<f8'", '(True,)'), /needs integers/],
    [
      'a length beyond all numbers',
      dict("'<f8'", '(99999999999999999999,)'),
      /no axis can be 99999999999999999999 long/,
    ],
    ['lengths that overflow', dict("'<f8'", '(4294967296, 4294967296)'), /overflows/],
    ['lengths that overflow behind a zero', dict("'<f8'", '(0, 4294967296, 4294967296)'), /overflows/],
    ['too many axes', dict("'<f8'", `(${'1, '.repeat(65)})`), /65 axes; needs at most 64/],
    ['more elements than there are bytes', dict("'<f8'", '(1000000000,)'), /promises 8000000000 bytes/],
    ['deep nesting', header('('.repeat(5000)), /nested more than 32 deep/],
  ])('%s', (_name, bytes, message) => {
    expect(() => parseNpy(bytes)).toThrow(FileError);
    expect(() => parseNpy(bytes)).toThrow(message);
    const path = join(folder, 'wrong.npy');
    writeFileSync(path, bytes);
    expect(() => readNpySync(path)).toThrow(FileError);
    expect(() => readNpySync(path)).toThrow(message);
    expect(() => readNpySync(path, { mmap: true })).toThrow(FileError);
  });

  test('files that are not there, or are folders', async () => {
    expect(() => readNpySync(join(folder, 'none.npy'))).toThrow(
      /cannot read it: no such file or directory \(ENOENT\)/,
    );
    expect(() => readNpySync(folder)).toThrow(FileError);
    await expect(readNpy(join(folder, 'none.npy'))).rejects.toThrow(FileError);
    expect(() => writeNpySync(folder, counted([1]))).toThrow(/it is a directory/);
    expect(() => writeNpySync(join(folder, 'no', 'x.npy'), counted([1]))).toThrow(
      /no such file or directory/,
    );
    await expect(writeNpy(join(folder, 'no', 'x.npy'), counted([1]))).rejects.toThrow(FileError);
  });
});

test('headers with other spellings are read', () => {
  const text = `{"shape": (2L, 3,), 'fortran_order': True , 'descr': "=i2"}`;
  const bytes = new Uint8Array(10 + text.length + 12);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length, 0]);
  bytes.set(new TextEncoder().encode(text), 10);
  const x = parseNpy(bytes);
  expect([x.dtype, x.shape, x.flags.fContiguous]).toEqual(['int16', [2, 3], true]);
});

test('the data in the repository', () => {
  const path = new URL('../../data/iris.npy', import.meta.url).pathname;
  expect(Buffer.from(formatNpy(readNpySync(path)))).toEqual(readFileSync(path));
});
