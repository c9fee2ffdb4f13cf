import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ArgumentError, FileError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import {
  formatNpy,
  formatNpz,
  parseNpz,
  readNpz,
  readNpzSync,
  writeNpz,
  writeNpzSync,
} from '../../src/io/index.js';
import { readZipDirectory, type ZipEntry } from '../../src/io/zip.js';
import { centralHeader, directoryEnd, localHeader } from '../../src/io/zip-headers.js';
import { counted, decode, described, fixtures } from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-npz-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(fixtures.npz.map((one, index) => ({ ...one, index })))(
  'archive $index that NumPy wrote',
  async ({ file, arrays, index }) => {
    const bytes = decode(file);
    const path = join(folder, `${index}.npz`);
    writeFileSync(path, bytes);
    for (const archive of [parseNpz(bytes), readNpzSync(path), await readNpz(path)]) {
      expect([...archive.keys()]).toEqual(Object.keys(arrays));
      expect(archive.size).toBe(Object.keys(arrays).length);
      for (const [name, x] of archive) expect(described(x)).toEqual(arrays[name]);
    }
  },
);

const sample = {
  a: counted([3, 4]),
  'ü/with a folder': counted([0, 2]),
  view: new NDArray({ data: counted([20]).data, dtype: 'float64', shape: [3, 2], strides: [8, 64] }),
  large: new NDArray({
    data: new Int32Array(700_000).fill(7),
    dtype: 'int32',
    shape: [700_000],
    strides: [4],
  }),
};

describe.each([{ compress: false }, { compress: true }])('written with %o', (options) => {
  test('and read again', async () => {
    const path = join(folder, 'written.npz');
    const ways = [() => writeNpzSync(path, sample, options), () => writeNpz(path, sample, options)];
    for (const write of ways) {
      await write();
      const archive = readNpzSync(path);
      expect([...archive.keys()]).toEqual(Object.keys(sample));
      for (const [name, x] of Object.entries(sample))
        expect(described(archive.get(name))).toEqual(described(x));
      expect(archive.has('a')).toBe(true);
      expect(archive.has('b')).toBe(false);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('equal arrays give equal bytes', () => {
    expect(Buffer.compare(formatNpz(sample, options), formatNpz(sample, options))).toBe(0);
  });
});

test('a list gets the names that NumPy gives', () => {
  expect([...parseNpz(formatNpz([counted([1]), counted([2])])).keys()]).toEqual(['arr_0', 'arr_1']);
  expect(parseNpz(formatNpz({})).size).toBe(0);
});

test('wrong arguments', async () => {
  expect(() => parseNpz(formatNpz(sample)).get('b')).toThrow(ArgumentError);
  expect(() => parseNpz(formatNpz(sample)).get('b')).toThrow(/no array 'b'; needs one of a, /);
  expect(() => formatNpz({ '': counted([1]) })).toThrow(ArgumentError);
  expect(() => formatNpz({ x: [1, 2] as never })).toThrow(/no array under 'x'/);
  await expect(writeNpz(join(folder, 'x.npz'), { x: 1 as never })).rejects.toThrow(ArgumentError);
});

/** A zip file of our making: members with headers that may say anything. */
function zipOf(
  members: { entry: Partial<ZipEntry> & { name: string }; data: Uint8Array; packed?: Uint8Array }[],
): Uint8Array {
  const pieces: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { entry: given, data, packed = data } of members) {
    const sizes = { crc: crc32(data), bytes: data.length, packedBytes: packed.length };
    const entry = { method: 0, ...sizes, offset, ...given };
    const local = localHeader(entry);
    pieces.push(local, packed);
    central.push(centralHeader(entry));
    offset += local.length + packed.length;
  }
  const bytes = central.reduce((sum, one) => sum + one.length, 0);
  return Buffer.concat([...pieces, ...central, directoryEnd({ count: central.length, bytes, offset })]);
}

const npy = formatNpy(counted([4]));
const deflated = deflateRawSync(npy);

describe('archives that lie or are damaged', () => {
  const get = (bytes: Uint8Array) => () => parseNpz(bytes).get('x');
  const x = { name: 'x.npy' };

  test.each([
    ['nothing', new Uint8Array(0), /is empty/],
    [
      'no zip file',
      new TextEncoder().encode('a text that is long enough to be one'),
      /is not a zip file, or is truncated/,
    ],
    ['a cut file', zipOf([{ entry: x, data: npy }]).subarray(0, 200), /truncated/],
    [
      'a checksum of other data',
      zipOf([{ entry: { ...x, crc: 1 }, data: npy }]),
      /x\.npy is damaged: its checksum is wrong/,
    ],
    [
      'a name twice',
      zipOf([
        { entry: x, data: npy },
        { entry: x, data: npy },
      ]),
      /holds x\.npy twice/,
    ],
    [
      'another method',
      zipOf([{ entry: { ...x, method: 12 }, data: npy }]),
      /packed by method 12; needs stored \(0\) or deflated \(8\)/,
    ],
    [
      'a length beyond the packed one',
      zipOf([{ entry: { ...x, bytes: 1e6 }, data: npy }]),
      /claims 1000000 bytes in/,
    ],
    [
      'a place outside',
      zipOf([{ entry: { ...x, offset: 1e6 }, data: npy }]),
      /directory is wrong \(position of x\.npy\)/,
    ],
    [
      'a place where no header is',
      zipOf([{ entry: { ...x, offset: 5 }, data: npy, packed: npy }]),
      /directory is wrong/,
    ],
    [
      'a member that is no npy file',
      zipOf([{ entry: x, data: new TextEncoder().encode('text') }]),
      /bytes:x: is not an npy file/,
    ],
    ['a member that is cut', zipOf([{ entry: x, data: npy.subarray(0, 150) }]), /bytes:x: is truncated/],
    ['an empty member', zipOf([{ entry: x, data: new Uint8Array(0) }]), /bytes:x: is empty/],
    [
      'deflated data that are none',
      zipOf([{ entry: { ...x, method: 8 }, data: npy, packed: Uint8Array.of(7, 7, 7) }]),
      /x\.npy does not unpack/,
    ],
    [
      'more deflated data than said',
      zipOf([{ entry: { ...x, method: 8, bytes: 100 }, data: npy, packed: deflated }]),
      /x\.npy does not unpack/,
    ],
    [
      'less deflated data than said',
      zipOf([{ entry: { ...x, method: 8, bytes: 300 }, data: npy, packed: deflated }]),
      /unpacks to 160 bytes; the directory says 300/,
    ],
    [
      'a bomb',
      zipOf([{ entry: { ...x, method: 8, bytes: 2 ** 40 }, data: npy, packed: deflated }]),
      /claims 1099511627776 bytes in/,
    ],
  ])('%s', (_name, bytes, message) => {
    expect(get(bytes)).toThrow(FileError);
    expect(get(bytes)).toThrow(message);
    const path = join(folder, 'wrong.npz');
    writeFileSync(path, bytes);
    expect(() => readNpzSync(path).get('x')).toThrow(FileError);
  });

  test('an encrypted member', () => {
    const bytes = zipOf([{ entry: x, data: npy }]);
    const directory = Buffer.from(bytes).indexOf('PK\u0001\u0002');
    bytes[directory + 8] |= 1;
    expect(get(bytes)).toThrow(/x\.npy is encrypted/);
  });

  test('no file', async () => {
    expect(() => readNpzSync(join(folder, 'none.npz'))).toThrow(/no such file/);
    await expect(readNpz(join(folder, 'none.npz'))).rejects.toThrow(FileError);
  });

  test('a file that is gone when a member is asked for', () => {
    const path = join(folder, 'gone.npz');
    writeNpzSync(path, { x: counted([3]) });
    const archive = readNpzSync(path);
    rmSync(path);
    expect(() => archive.get('x')).toThrow(FileError);
  });
});

test('sizes and places beyond 4 GB go through zip64 and back', () => {
  const entries: ZipEntry[] = [
    { name: 'small.npy', method: 0, crc: 1, bytes: 10, packedBytes: 10, offset: 0 },
    { name: 'large.npy', method: 0, crc: 2, bytes: 6e9, packedBytes: 6e9, offset: 100 },
    { name: 'packed.npy', method: 8, crc: 3, bytes: 5e9, packedBytes: 10_000_000, offset: 6e9 + 200 },
    { name: 'far.npy', method: 0, crc: 4, bytes: 10, packedBytes: 10, offset: 7e9 },
  ];
  const headers = Buffer.concat(entries.map(centralHeader));
  const offset = 8e9;
  const end = Buffer.concat([
    headers,
    directoryEnd({ count: entries.length, bytes: headers.length, offset }),
  ]);
  const read = (from: number, length: number) => {
    if (from < offset) throw new Error('nothing before the directory is to be read');
    return end.subarray(from - offset, from - offset + length);
  };
  // Reading the tail may reach into the members: zeros stand for them.
  const file = {
    source: { operation: 'test', name: 'huge' },
    size: offset + end.length,
    read: (from: number, length: number) =>
      from >= offset
        ? read(from, length)
        : Buffer.concat([Buffer.alloc(offset - from), read(offset, length - (offset - from))]),
    readInto: () => 0,
  };
  expect(readZipDirectory(file)).toEqual(entries);
  expect(localHeader(entries[1]).length).toBe(30 + 9 + 20);
});

test('the example in the documentation', () => {
  expect(formatNpz({ x: counted([2]) })).toHaveLength(252);
});

test('very many members', () => {
  const one = counted([1]);
  const arrays = Object.fromEntries(Array.from({ length: 65_600 }, (_, at) => [`x${at}`, one]));
  const archive = parseNpz(formatNpz(arrays));
  expect(archive.size).toBe(65_600);
  expect(archive.get('x65599').shape).toEqual([1]);
});
