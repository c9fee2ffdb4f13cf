import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { anyNumber, byteCount, delimiterCharacter, wholeNumber } from '../../src/cli/option-values.js';
import { formatBytes, formatCount, formatRate, formatSeconds, formatTable } from '../../src/plot/format.js';

describe('numbers for people', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_152_000_128, '1.15 GB'],
    [2e12, '2 TB'],
    [123.4e9, '123 GB'],
  ])('%d bytes: %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [4.2e-6, '4.2 µs'],
    [0.0124, '12.4 ms'],
    [3.214, '3.21 s'],
    [245, '4 min 5 s'],
    [7384, '2 h 3 min'],
  ])('%d seconds: %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it('rates, counts and tables', () => {
    expect(formatRate(464e6)).toBe('464 M');
    expect(formatRate(12)).toBe('12');
    expect(formatCount(1152000000)).toBe('1,152,000,000');
    expect(
      formatTable(
        ['way', 'time'],
        [
          ['loops', '1 s'],
          ['cdist', '10 ms'],
        ],
      ),
    ).toBe('way      time\n─────────────\nloops     1 s\ncdist   10 ms');
  });
});

describe('option values', () => {
  it('are read', () => {
    expect(wholeNumber(1)('12')).toBe(12);
    expect(anyNumber('1.5e3')).toBe(1500);
    expect(byteCount('500')).toBe(500);
    expect(byteCount('1.5GB')).toBe(1.5e9);
    expect(byteCount('2 GiB')).toBe(2 ** 31);
    expect(delimiterCharacter('tab')).toBe('\t');
    expect(delimiterCharacter('|')).toBe('|');
  });

  it.each([
    () => wholeNumber(1)('0'),
    () => wholeNumber(1)('1.5'),
    () => wholeNumber(1)('x'),
    () => anyNumber(''),
    () => anyNumber('three'),
    () => byteCount('lots'),
    () => byteCount('5 XB'),
    () => delimiterCharacter('||'),
  ])('are refused with a sentence (%#)', (read) => {
    expect(read).toThrow(InvalidArgumentError);
  });
});
