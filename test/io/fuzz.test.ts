/** Whatever the bytes, a reader gives an array or a FileError, soon and without asking for absurd memory. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import {
  formatNpy,
  formatNpz,
  parseCsv,
  parseNpy,
  parseNpz,
  readNpySync,
  readNpzSync,
} from '../../src/io/index.js';
import { LiteralError, parseLiteral } from '../../src/io/python-literal.js';
import { counted, decode, fixtures } from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An element for each byte at most, and nothing thrown but FileErrors. */
function survives(read: () => NDArray | NDArray[], bytes: Uint8Array, factor: number): void {
  try {
    for (const x of [read()].flat()) expect(x.nbytes).toBeLessThanOrEqual(factor * bytes.length);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

const readers: Record<string, (bytes: Uint8Array) => void> = {
  parseNpy: (bytes) => survives(() => parseNpy(bytes), bytes, 1),
  readNpySync(bytes) {
    const path = join(folder, 'x.npy');
    writeFileSync(path, bytes);
    survives(() => readNpySync(path), bytes, 1);
    survives(() => readNpySync(path, { mmap: true }), bytes, 1);
  },
  // Deflate expands by 1032 at most.
  parseNpz: (bytes) => survives(() => Array.from(parseNpz(bytes), ([, x]) => x), bytes, 1032),
  readNpzSync(bytes) {
    const path = join(folder, 'x.npz');
    writeFileSync(path, bytes);
    survives(() => Array.from(readNpzSync(path), ([, x]) => x), bytes, 1032);
  },
  parseCsv: (bytes) => survives(() => parseCsv(bytes), bytes, 8 * 2),
  'parseCsv of integers': (bytes) => survives(() => parseCsv(bytes, { dtype: 'int64' }), bytes, 8 * 2),
  'parseCsv apart by whitespace': (bytes) =>
    survives(() => parseCsv(bytes, { delimiter: ' ' }), bytes, 8 * 2),
};

const table = 'x,"y ""z""",w\r\n1,-2.5e-3,NA\r\n# no\r\n"4",inf,6\r\n7.25,,9\r\n';
const valid: Record<string, Uint8Array[]> = {
  npy: [formatNpy(counted([2, 3])), ...[0, 5, 100, 201, 300].map((at) => decode(fixtures.npy[at].file))],
  npz: [
    ...fixtures.npz.map(({ file }) => decode(file)),
    formatNpz({ a: counted([2]), b: counted([30]) }, { compress: true }),
    formatNpz([]),
  ],
  csv: [
    new TextEncoder().encode(table),
    new TextEncoder().encode('1 2 3\n4 5 6\n'),
    new TextEncoder().encode('a\tb\n1\t2\n'),
  ],
};

const kindOf = (name: string) => (name.includes('Npy') ? 'npy' : name.includes('Npz') ? 'npz' : 'csv');

describe.each(Object.keys(readers))('%s', (name) => {
  const read = readers[name];
  const files = valid[kindOf(name)];
  /** Going through the file system is slow; these readers share their checks with those of bytes. */
  const runs = (count: number) => ({ numRuns: name.startsWith('read') ? count / 10 : count });

  test('takes the valid files', () => {
    for (const bytes of files) read(bytes);
  });

  test('random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), read), runs(2000));
  });

  test('random bytes behind a valid start', () => {
    const start = fc
      .constantFrom(...files)
      .chain((bytes) => fc.nat(bytes.length).map((at) => bytes.subarray(0, at)));
    const joined = fc
      .tuple(start, fc.uint8Array({ maxLength: 200 }))
      .map(([a, b]) => Uint8Array.from([...a, ...b]));
    fc.assert(fc.property(joined, read), runs(1500));
  });

  test('every truncation', () => {
    for (const bytes of files)
      for (let length = 0; length < bytes.length; length++) read(bytes.subarray(0, length));
  });

  test('flipped bits', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...files), flips, (bytes, changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, bits] of changes) changed[at % changed.length] ^= bits;
        read(changed);
      }),
      runs(3000),
    );
  });
});

test('texts made of the parts of tables', () => {
  const part = fc.constantFrom(
    ',',
    ';',
    '\t',
    ' ',
    '"',
    '""',
    '\n',
    '\r',
    '\r\n',
    '#',
    '1',
    '-2.5',
    '1e5',
    'e',
    '.',
    'NA',
    'x',
    '\u00e9',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      for (const read of ['parseCsv', 'parseCsv of integers', 'parseCsv apart by whitespace']) {
        readers[read](new TextEncoder().encode(parts.join('')));
      }
    }),
    { numRuns: 2000 },
  );
});

test('headers made of the parts of headers', () => {
  const part = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    "'",
    '"',
    ':',
    ',',
    ' ',
    '\\',
    "'descr'",
    "'<f8'",
    "'shape'",
    "'fortran_order'",
    'True',
    'False',
    'None',
    '3',
    '-1',
    '99999999999999999999',
    '3L',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      try {
        parseLiteral(text);
      } catch (error) {
        if (!(error instanceof LiteralError)) throw error;
      }
      const bytes = new Uint8Array(10 + text.length + 24);
      bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8]);
      bytes.set(new TextEncoder().encode(text), 10);
      readers.parseNpy(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('a zip file that points at itself ends', () => {
  const bytes = formatNpz({ a: counted([2]) });
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 4, maxLength: 8 }), (at, patch) => {
      const changed = Uint8Array.from(bytes);
      changed.set(patch.subarray(0, Math.min(patch.length, changed.length - at)), at);
      readers.parseNpz(changed);
    }),
    { numRuns: 3000 },
  );
});
