/** Every public name, so that none appears or disappears unnoticed. */
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import * as distance from '../../src/distance/index.js';
import * as fft from '../../src/fft/index.js';
import * as graph from '../../src/graph/index.js';
import * as strided from '../../src/index.js';
import * as io from '../../src/io/index.js';
import * as linalg from '../../src/linalg/index.js';
import * as plot from '../../src/plot/index.js';
import * as testing from '../../src/testing/index.js';

function listed(module: object): string[] {
  return Object.entries(module)
    .map(
      ([name, value]) =>
        `${name}: ${typeof value === 'function' && /^class\b/.test(`${value}`) ? 'class' : typeof value}`,
    )
    .sort();
}

test.each([
  ['strided', strided],
  ['strided/blocked', blocked],
  ['strided/distance', distance],
  ['strided/fft', fft],
  ['strided/graph', graph],
  ['strided/io', io],
  ['strided/linalg', linalg],
  ['strided/plot', plot],
  ['strided/testing', testing],
])('the exports of %s', (_name, module) => {
  expect(listed(module)).toMatchSnapshot();
});
