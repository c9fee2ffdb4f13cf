import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, FileError, ShapeError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import { parsed, parseNumber } from '../../src/io/csv-number.js';
import { type CsvOptions, CsvParser } from '../../src/io/csv-parser.js';
import { formatCsv, parseCsv, readCsv, readCsvSync, writeCsv, writeCsvSync } from '../../src/io/index.js';
import { counted } from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = (x: NDArray): unknown[][] => {
  const [, width] = x.shape;
  const all = [...(x.data as Iterable<unknown>)];
  return Array.from({ length: x.shape[0] }, (_, row) => all.slice(row * width, (row + 1) * width));
};

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

describe('what is found out', () => {
  test.each<[string, string, unknown[][], CsvOptions?]>([
    [
      'commas',
      '1,2\n3,4\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'tabs',
      '1\t2\n3\t4\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'semicolons',
      '1;2\n3;4\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'bars',
      '1|2\n3|4\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'whitespace',
      ' 1   2\n3 \t 4  \n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['one column', '1\n2\n3', [[1], [2], [3]]],
    ['one number', '1', [[1]]],
    ['a header', 'x,y\n1,2\n', [[1, 2]]],
    ['a header with numbers in it', 'name,1990\n5,2\n', [[5, 2]]],
    ['no header where words stand in every row', '1,a\n2,b\n', [[1], [2]], { columns: [0] }],
    ['a header alone', 'x,y\n', []],
    ['a header that is told of', '1,2\n3,4\n', [[3, 4]], { header: true }],
    [
      'no header, missing values first',
      ',2\n3,4\n',
      [
        [nan, 2],
        [3, 4],
      ],
    ],
    [
      'CRLF',
      'x,y\r\n1,2\r\n3,4\r\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'CR',
      'x,y\r1,2\r3,4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a byte order mark',
      '\ufeff1,2\n3,4',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'comments and empty lines',
      '# made by hand\n\n  \n1,2\n#3,4\n\n5,6\n \n# end',
      [
        [1, 2],
        [5, 6],
      ],
    ],
    ['another comment mark', '%1\n1,2\n', [[1, 2]], { comment: '%' }],
    ['no comments', '#1\n2\n', [[2]], { comment: null }],
    [
      'quotes',
      '"x,1","y ""z"""\n"1","2"\n"3" , 4\n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['a line end within quotes', '"x\ny",z\n1,2\n', [[1, 2]]],
    [
      'missing values',
      'a,b,c,d,e,f,g,h\n1,,NA,N/A,nan,NULL,None,?\n',
      [[1, nan, nan, nan, nan, nan, nan, nan]],
    ],
    ['infinities', '1,inf,-Infinity,+INF\n', [[1, inf, -inf, inf]]],
    ['kinds of numbers', '1e3,-.5,+5.,1E-2,007,-0\n', [[1000, -0.5, 5, 0.01, 7, -0]]],
    [
      'an empty last cell',
      '1,2,\n3,4,\n',
      [
        [1, 2, nan],
        [3, 4, nan],
      ],
    ],
    [
      'empty tab cells',
      '1\t\t3\n4\t\t\n',
      [
        [1, nan, 3],
        [4, nan, nan],
      ],
    ],
    [
      'a row of empty tab cells',
      '1\t2\n\t\n',
      [
        [1, 2],
        [nan, nan],
      ],
    ],
    [
      'space around',
      ' 1 , 2 \n 3\t,\t4 \n',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'columns by position, in order',
      '1,2,3\n4,5,6\n',
      [
        [3, 1],
        [6, 4],
      ],
      { columns: [2, 0] },
    ],
    [
      'columns by name',
      'a,b,"c d"\nx,2,3\ny,5,6\n',
      [
        [3, 2],
        [6, 5],
      ],
      { columns: ['c d', 'b'] },
    ],
    ['no columns', '1,2\n', [[]], { columns: [] }],
    [
      'a delimiter that is told of',
      '1:2\n3:4\n',
      [
        [1, 2],
        [3, 4],
      ],
      { delimiter: ':' },
    ],
  ])('%s', (_name, text, expected, options) => {
    expect(rows(parseCsv(text, options))).toEqual(expected);
  });
});

test.each<[CsvOptions['dtype'], string, unknown[]]>([
  ['float32', '0.1\n', [Math.fround(0.1)]],
  ['float64', '0.1\n', [0.1]],
  ['int8', '-128\n127\n', [-128, 127]],
  ['uint32', '4294967295\n1e3\n', [4294967295, 1000]],
  [
    'int64',
    '9007199254740993\n-9223372036854775808\n"+9223372036854775807"\n5\n',
    [9007199254740993n, -(2n ** 63n), 2n ** 63n - 1n, 5n],
  ],
  ['uint64', '18446744073709551615\n', [2n ** 64n - 1n]],
  ['bool', '1\n0\n', [1, 0]],
])('dtype %s', (dtype, text, expected) => {
  const x = parseCsv(text, { dtype });
  expect(x.dtype).toBe(dtype);
  expect([...(x.data as Iterable<unknown>)]).toEqual(expected);
});

describe('errors name line and column', () => {
  test.each<[string, string, RegExp, CsvOptions?]>([
    ['nothing', '', /holds no rows/],
    ['comments only', '# a\n\n# b', /holds no rows/],
    ['a shorter row', 'a,b\n1,2\n\n3\n', /line 4 has 1 cell; the first row has 2/],
    ['a longer row', '1,2\n3,4,5\n', /line 2 has 3 cells; the first row has 2/],
    ['text', '1,2\n3,four\n', /line 2, column 2 has "four", which is no number/],
    ['text after a number', '1,2\n3,4px\n', /line 2, column 2 has "4px"/],
    ['two numbers in a cell', '1,2\n3,4 5\n', /line 2, column 2 has "4 5"/],
    ['a decimal comma', 'a;b\n1,5;2\n', /line 2, column 1 has "1,5"/],
    ['a quote that does not close', '1,2\n3,"4\n', /line 2, column 2 has a quote that is not closed/],
    ['text after a quote', '1,2\n3,"4"x\n', /line 2, column 2 has text after a closing quote/],
    ['a line after one within quotes', '"x\ny",z\n1,2\n3,w\n', /line 4, column 2/],
    ['a long cell', `1\n${'x'.repeat(100_000)}`, /line 2, column 1 has "x{37}\.\.\."/],
    ['a fraction', '1\n1.5\n', /line 2, column 1 has 1\.5; needs int32/, { dtype: 'int32' }],
    [
      'a number out of range',
      '1\n256\n',
      /line 2, column 1 has 256; uint8 holds 0 to 255/,
      { dtype: 'uint8' },
    ],
    ['a number far out of range', '1e300\n', /int64 holds/, { dtype: 'int64' }],
    [
      'a missing integer',
      '1,\n',
      /line 1, column 2 has no number; int16 cannot hold a missing one/,
      { dtype: 'int16' },
    ],
    [
      'a column that is not there',
      'a,b\n1,2\n',
      /has no column "c"; it has columns a, b/,
      { columns: ['c'] },
    ],
    [
      'a name without a header',
      '1,2\n',
      /has no column "a"; it has 2 columns without names/,
      { columns: ['a'] },
    ],
    ['a position that is not there', '1,2\n', /has no column 2/, { columns: [2] }],
    ['a column twice', '1,2\n', /column 1 is asked for twice/, { columns: [1, 1] }],
    ['UTF-16', '\u0001', /UTF-16/],
  ])('%s', (name, text, message, options) => {
    const bytes = name === 'UTF-16' ? Uint8Array.of(0xff, 0xfe, 0x31, 0) : text;
    expect(() => parseCsv(bytes, options)).toThrow(FileError);
    expect(() => parseCsv(bytes, options)).toThrow(message);
  });

  test('options', () => {
    expect(() => parseCsv('1', { delimiter: ',,' })).toThrow(ArgumentError);
    expect(() => parseCsv('1', { delimiter: '1' })).toThrow(/delimiter is "1"; needs one ASCII character/);
    expect(() => parseCsv('1', { comment: 'e' })).toThrow(ArgumentError);
    expect(() => parseCsv('1', { columns: [-1] })).toThrow(ArgumentError);
    expect(() => parseCsv('1', { dtype: 'complex128' })).toThrow(DTypeError);
    expect(() => parseCsv('1', { dtype: 'f8' as never })).toThrow(DTypeError);
  });

  test('files', async () => {
    expect(() => readCsvSync(join(folder, 'none.csv'))).toThrow(
      /readCsvSync: .*none\.csv: cannot read it: no such file/,
    );
    await expect(readCsv(folder)).rejects.toThrow(FileError);
  });
});

test('numbers are rounded as Number rounds them', () => {
  const encoder = new TextEncoder();
  const check = (text: string) => {
    const bytes = encoder.encode(`${text};`);
    parseNumber(bytes, 0, bytes.length);
    expect(parsed.end, text).toBe(text.length);
    expect(parsed.value, text).toBe(Number(text));
  };
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => check(String(value))),
    { numRuns: 3000 },
  );
  const digits = fc.stringMatching(/^[0-9]{1,25}$/);
  const numbers = fc.tuple(
    fc.constantFrom('', '-', '+'),
    digits,
    digits,
    fc.integer({ min: -330, max: 330 }),
  );
  fc.assert(
    fc.property(numbers, ([sign, whole, part, exponent]) => {
      check(`${sign}${whole}.${part}`);
      check(`${sign}${whole}e${exponent % 40}`);
      check(`${sign}${whole}.${part}E${exponent}`);
    }),
    { numRuns: 3000 },
  );
  // Halfway between two doubles, and one digit to either side.
  for (const text of [
    '9007199254740993',
    '9007199254740992.999',
    '9007199254740993.001',
    '1.00000000000000011102',
    '0.500000000000000166533453',
  ]) {
    check(text);
  }
});

test('pieces of any length give the same table', () => {
  const text = 'a,"b\n""c""",d\r\n# note\r\n1,2,3\r\n\r\n"4",  5,NA\r\n-1.5e2,.25,7\r\n';
  const bytes = new TextEncoder().encode(text);
  const expected = rows(parseCsv(text));
  for (let length = 1; length <= bytes.length; length++) {
    const parser = new CsvParser({ operation: 'test', name: 'pieces' }, { header: true });
    // The sample for finding the delimiter is longer than this text: fill it up with comments.
    parser.push(new TextEncoder().encode(`${'# filling\n'.repeat(7000)}`));
    for (let at = 0; at < bytes.length; at += length) parser.push(bytes.subarray(at, at + length));
    parser.push(new Uint8Array(0), true);
    expect(rows(parser.finish().build()), `pieces of ${length}`).toEqual(expected);
  }
});

test('a file of several pieces', async () => {
  const path = join(folder, 'large.csv');
  const count = 60_000;
  const data = Float64Array.from({ length: 3 * count }, (_, at) => Math.sin(at) * 10 ** ((at % 41) - 20));
  const x = new NDArray({ data, dtype: 'float64', shape: [count, 3], strides: [24, 8] });
  await writeCsv(path, x, { header: ['a', 'b, c', 'd'] });
  expect(readFileSync(path, 'utf8').split('\n', 1)[0]).toBe('a,"b, c",d');
  expect(readCsvSync(path).data).toEqual(data);
  const y = await readCsv(path, { columns: ['d', 'a'] });
  expect(y.shape).toEqual([count, 2]);
  expect(y.data[2 * 777]).toBe(data[3 * 777 + 2]);
  const wide = join(folder, 'wide.csv');
  writeFileSync(wide, `${data.subarray(0, 100_000).join(',')}\n`.repeat(2));
  expect((await readCsv(wide)).shape).toEqual([2, 100_000]);
});

describe('writing', () => {
  test('kinds of numbers', () => {
    const x = new NDArray({
      data: Float64Array.of(1, nan, inf, -inf, -0, 1e300),
      dtype: 'float64',
      shape: [2, 3],
      strides: [24, 8],
    });
    expect(formatCsv(x)).toBe('1,nan,inf\n-inf,-0,1e+300\n');
    expect(formatCsv(x, { delimiter: '\t', header: ['a', 'b', 'c'] })).toBe(
      'a\tb\tc\n1\tnan\tinf\n-inf\t-0\t1e+300\n',
    );
    const bools = new NDArray({ data: Uint8Array.of(1, 0), dtype: 'bool', shape: [2], strides: [1] });
    expect(formatCsv(bools)).toBe('1\n0\n');
    const large = new NDArray({
      data: BigInt64Array.of(-(2n ** 63n)),
      dtype: 'int64',
      shape: [1],
      strides: [8],
    });
    expect(formatCsv(large)).toBe('-9223372036854775808\n');
    const turned = new NDArray({
      data: counted([6]).data,
      dtype: 'float64',
      shape: [2, 3],
      strides: [8, 16],
    });
    expect(formatCsv(turned)).toBe('0,2,4\n1,3,5\n');
    expect(formatCsv(counted([0, 3]))).toBe('');
  });

  test('what is written reads back', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1 }), (values) => {
        const data = Float64Array.from(values);
        const x = new NDArray({ data, dtype: 'float64', shape: [values.length], strides: [8] });
        expect(parseCsv(formatCsv(x)).data).toEqual(data);
        const singles = Float32Array.from(values);
        const y = new NDArray({ data: singles, dtype: 'float32', shape: [values.length], strides: [4] });
        expect(parseCsv(formatCsv(y), { dtype: 'float32' }).data).toEqual(singles);
      }),
    );
  });

  test('errors', async () => {
    const path = join(folder, 'x.csv');
    expect(() => writeCsvSync(path, counted([2, 2, 2]))).toThrow(ShapeError);
    expect(() => writeCsvSync(path, counted([2, 2]), { header: ['a'] })).toThrow(
      /header has 1 names, x has 2 columns/,
    );
    expect(() => writeCsvSync(path, counted([2]), { delimiter: 'ab' })).toThrow(ArgumentError);
    const x = new NDArray({ data: new Float64Array(2), dtype: 'complex128', shape: [1], strides: [16] });
    await expect(writeCsv(path, x)).rejects.toThrow(DTypeError);
    await expect(writeCsv(join(folder, 'no', 'x.csv'), counted([1]))).rejects.toThrow(FileError);
  });
});
