/** Assertions against what numpy.testing says of the same values, word for word. */
import { describe, expect, it } from 'vitest';
import { NDArray } from '../../src/core/ndarray.js';
import { array } from '../../src/ops/creation.js';
import * as testing from '../../src/testing/index.js';
import { readCalls, revive, reviveAll } from '../ops/stored-calls.js';

const { arrays, cases } = readCalls('assertions');

/** What an assertion says, or null. */
function messageOf(f: string, args: readonly unknown[], options: object | undefined): string | null {
  const assertion = (testing as unknown as Record<string, (...args: unknown[]) => unknown>)[f];
  try {
    assertion(...args, ...(options === undefined ? [] : [options]));
    return null;
  } catch (error) {
    if (error instanceof testing.AssertionError) return error.message;
    throw error;
  }
}

describe('messages', () => {
  it.each([...new Set(cases.map((one) => one.f))])('%s', (f) => {
    for (const one of cases) {
      if (one.f !== f) continue;
      const args = one.args.map((arg) => revive(arg, arrays, (x) => x));
      const options = one.options === undefined ? undefined : reviveAll(one.options, arrays, (x) => x);
      expect(messageOf(f, args, options), JSON.stringify([one.args, one.options])).toBe(one.message);
    }
  });
});

describe('assertions', () => {
  it('carry what was compared', () => {
    const [actual, desired] = [array([1, 2]), [1, 3]];
    try {
      testing.assertArrayEqual(actual, desired);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ name: 'AssertionError', actual, expected: desired });
    }
  });
  it('look into objects', () => {
    const x = array([1, NaN]);
    testing.assertEqual({ a: [x, { b: 'text' }] }, { a: [x.copy(), { b: 'text' }] });
    expect(() => testing.assertEqual({ a: 1 }, { b: 1 })).toThrow("'b'");
    expect(() => testing.assertEqual({ a: 1, b: 2 }, { a: 1 })).toThrow(' ACTUAL: 2\n DESIRED: 1');
    expect(() => testing.assertEqual({ a: 1 }, { a: 2 })).toThrow("key='a'");
    expect(() => testing.assertEqual({ re: 1, im: 0 }, { re: 1, im: 2 })).toThrow('DESIRED: (1+2j)');
    testing.assertEqual(1n, 1);
  });
  it('name what is no array', () => {
    expect(() => testing.assertAllclose('text' as never, 1)).toThrow(/assertAllclose/);
    expect(() => testing.assertArrayMaxUlp([1], [1, 2])).toThrow(/same shape/);
    expect(() => testing.assertArrayMaxUlp([true], [1])).toThrow(/floats or integers/);
    expect(testing.assertArrayMaxUlp([1], [1 + 2 ** -52])).toBeInstanceOf(NDArray);
  });
});
