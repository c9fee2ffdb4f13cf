import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GraphError } from '../../src/core/errors.js';
import { slice } from '../../src/core/index.js';
import { callableSymbol, delayed, tokenize, tokenizeSymbol } from '../../src/graph/index.js';
import { arange, array } from '../../src/ops/creation.js';

const same = (a: unknown, b: unknown) => expect(tokenize(a)).toBe(tokenize(b));

function addTwo(x: number) {
  return x + 2;
}

describe('tokens', () => {
  test('are what they were when this was written', () => {
    const value = [
      1,
      -0,
      'é',
      12n,
      true,
      null,
      undefined,
      new Date(0),
      /a/g,
      new Map([['b', 1]]),
      { z: [1.5] },
    ];
    expect(tokenize(value, array([[1, 2]]))).toMatchInlineSnapshot(`"422a8b547046c7849638bd8da34d2c64"`);
  });

  test('differ where the content does', () => {
    const values: unknown[] = [
      0,
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '0',
      0n,
      '',
      'n0;',
      false,
      null,
      undefined,
      [],
      [0],
      ['0'],
      [[0]],
      [0, 0],
      [[0], 0],
      [undefined],
      {},
      { a: 0 },
      { a: '0' },
      { a: undefined },
      new Map(),
      new Map([['a', 0]]),
      new Set(),
      new Set([0]),
      new Date(0),
      /a/,
      /a/i,
      Symbol.for('a'),
      new URL('http://a/'),
      new Uint8Array(1),
      new Int8Array(1),
      Buffer.alloc(1),
      new ArrayBuffer(1),
      new Float32Array(1),
      array([0]),
      array([0], { dtype: 'int64' }),
      array([[0]]),
      array([-0]),
      addTwo,
      (x: number) => x + 3,
      '\ud800',
      '\ud801',
    ];
    expect(new Set(values.map((value) => tokenize(value))).size).toBe(values.length);
    expect(tokenize(1, 2)).not.toBe(tokenize([1, 2]));
    expect(tokenize()).toMatch(/^[0-9a-f]{32}$/);
  });

  test('are the same whatever the order of names, entries and members', () => {
    same({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 });
    same(
      new Map([
        [1, 'a'],
        [2, 'b'],
      ]),
      new Map([
        [2, 'b'],
        [1, 'a'],
      ]),
    );
    same(new Set([1, 'a']), new Set(['a', 1]));
    const shared = [1];
    same([shared, shared], [[1], [1]]);
  });

  test('of arrays count elements, whatever their strides', () => {
    const x = arange(24).reshape([4, 6]);
    same(x, x.copy('F'));
    same(x.T, x.T.copy());
    same(x.at(slice(null, null, -1)), x.at(slice(null, null, -1)).copy());
    same(x.at(1), array([6, 7, 8, 9, 10, 11]));
    expect(tokenize(x)).not.toBe(tokenize(x.T));
    same(new Float64Array(new SharedArrayBuffer(8)), new Float64Array(1));
  });

  test('of functions are their module and name, or their text', () => {
    expect(tokenize(addTwo)).toBe(tokenize(addTwo));
    same(delayed(addTwo), addTwo);
    const inModule = (url: string) =>
      Object.assign(() => 1, {
        [callableSymbol]: { name: 'f', transport: { kind: 'module', url, name: 'f' } },
      });
    same(inModule('file:///a.js'), inModule('file:///a.js'));
    expect(tokenize(inModule('file:///a.js'))).not.toBe(tokenize(inModule('file:///b.js')));
    // Two functions with one text can capture different values.
    const scale = (k: number) => (x: number) => x * k;
    expect(tokenize(scale(2))).not.toBe(tokenize(scale(3)));
  });

  test('of objects are what their protocol says', () => {
    class Point {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
      [tokenizeSymbol]() {
        return [this.x];
      }
    }
    same(new Point(1), new Point(1));
    expect(tokenize(new Point(1))).not.toBe(tokenize(new Point(2)));
    expect(tokenize(new Point(1))).not.toBe(tokenize([1]));
    const d = delayed(1);
    same(d, d);
    expect(tokenize(d)).not.toBe(tokenize(delayed(1)));
  });

  test('are refused where the content is not known', () => {
    class Model {}
    expect(() => tokenize({ a: [new Model()] })).toThrow(/tokenize: a value at .a\[0\] is a Model/);
    expect(() => tokenize(Promise.resolve(1))).toThrow(GraphError);
    expect(() => tokenize(new WeakMap())).toThrow(GraphError);
    expect(() => tokenize(Symbol('mine'))).toThrow(/only this process/);
    const circle: Record<string, unknown> = {};
    circle.around = { circle };
    expect(() => tokenize(circle)).toThrow(/contains itself/);
    expect(() => delayed((x: unknown) => x, { pure: true })(new Model())).toThrow(/Model/);
  });

  test('are equal exactly where values are', () => {
    const value = fc.anything({ withBigInt: true, withTypedArray: true, withDate: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [one, two] = [JSON.stringify(fc.stringify(a)), JSON.stringify(fc.stringify(b))];
        if (one === two) same(a, b);
        expect(tokenize(a)).toBe(tokenize(structuredClone(a)));
      }),
      { numRuns: 200 },
    );
  });
});
