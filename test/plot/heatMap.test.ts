import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { arange, asarray, zeros } from '../../src/index.js';
import { heatMap } from '../../src/plot/index.js';

test('an array of any dtype and strides is a picture, written whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strided-map-'));
  try {
    const path = join(folder, 'map.png');
    const x = arange(12).reshape([3, 4]);
    const png = heatMap(x, { title: 'Twelve', path });
    expect(readFileSync(path).equals(png)).toBe(true);
    const { width, height } = decode(png);
    expect(Math.min(width, height)).toBeGreaterThan(100);
    expect(heatMap(x.T.T, { title: 'Twelve' })).toEqual(png);
    expect(heatMap(x.asType('float32').at('::1', '::1'), { title: 'Twelve' })).toEqual(png);
    expect(heatMap(x.at('::-1'), { title: 'Twelve' })).not.toEqual(png);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what is no picture is refused', () => {
  expect(() => heatMap(zeros([3]))).toThrow('heatMap: x has shape (3); needs two axes with elements');
  expect(() => heatMap(zeros([0, 3]))).toThrow('heatMap: x has shape (0, 3)');
  expect(() => heatMap(asarray([[{ re: 1, im: 2 }]]))).toThrow(
    'heatMap: x has dtype complex128; needs real numbers',
  );
  // @ts-expect-error: no array
  expect(() => heatMap([[1]])).toThrow('heatMap: x is');
});
