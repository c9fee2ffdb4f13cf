/** The standard's main namespace is here whole, with its dtype rules, and docs/standard.md says so. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as st from '../../src/index.js';
import { constants, members, type Signature, signatures } from './signatures.js';

const functions = st as unknown as Record<string, (...args: unknown[]) => unknown>;

/** `bitwise_left_shift` is `bitwiseLeftShift` here. */
function camel(name: string): string {
  return name.replace(/^__|__$/g, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The dtype that the rule of a signature says. */
function wanted(gives: Signature['gives'], dtype: st.DType): st.DType {
  const { kind } = {
    kind: st.isdtype(dtype, 'unsigned integer') ? 'u' : st.isdtype(dtype, 'integral') ? 'i' : 'f',
  };
  switch (gives) {
    case 'bool':
    case 'int64':
      return gives;
    case 'real part':
      return dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
    case 'sum':
      return kind === 'u' ? 'uint64' : kind === 'i' ? 'int64' : dtype;
    default:
      return dtype;
  }
}

test('the constants', () => {
  for (const name of constants) expect(Object.hasOwn(st, name), name).toBe(true);
  expect([st.e, st.pi, st.inf, st.newaxis]).toEqual([Math.E, Math.PI, Infinity, null]);
  expect(st.nan).toBeNaN();
});

describe('every function takes the dtypes it must, and gives the dtype it must', () => {
  for (const [name, { takes, gives, call }] of Object.entries(signatures)) {
    test(camel(name), () => {
      const f = functions[camel(name)];
      expect(f, `${camel(name)} is exported`).toBeTypeOf('function');
      if (takes.length === 0) call(f, st.zeros([2, 3]));
      for (const dtype of st.dtypeNames.filter((one) => takes.length > 0 && st.isdtype(one, takes))) {
        const x = st.ones([2, 3], { dtype }) as st.NDArray;
        const got = call(f, x);
        if (gives === 'list')
          expect(Object.values(got as object).length, `${name} of ${dtype}`).toBeGreaterThan(0);
        else expect((got as st.NDArray).dtype, `${name} of ${dtype}`).toBe(wanted(gives, dtype));
      }
    });
  }
});

test('every attribute and method of an array', () => {
  const x = st.ones([2, 2]) as unknown as Record<string, unknown>;
  for (const [name, here] of Object.entries(members)) expect(x[here], `${name}, ${here}`).toBeDefined();
});

describe('reductions of nothing', () => {
  test.each(['max', 'min', 'argmax', 'argmin'])('%s refuses', (name) => {
    expect(() => functions[name](st.zeros([0]))).toThrow(st.ArgumentError);
    expect(() => functions[name](st.zeros([2, 0]), { axis: 1 })).toThrow(st.ArgumentError);
    expect((functions[name](st.zeros([0, 2]), { axis: 1 }) as st.NDArray).shape).toEqual([0]);
  });
  test('the others have an identity, or give NaN', () => {
    const none = st.zeros([0, 2]);
    expect([st.sum(none).item(), st.prod(none).item(), st.any(none).item(), st.all(none).item()]).toEqual([
      0,
      1,
      false,
      true,
    ]);
    expect([st.mean(none).item(), st.variance(none).item(), st.std(none).item()]).toEqual([NaN, NaN, NaN]);
    expect(st.countNonzero(none, { axis: 0, keepdims: true }).shape).toEqual([1, 2]);
  });
});

describe('what the standard asks of axes and shapes', () => {
  const x = st.arange(6).reshape(1, 2, 3);
  test('keepdims', () => {
    for (const name of ['sum', 'prod', 'max', 'min', 'mean', 'std', 'var', 'any', 'all', 'countNonzero']) {
      const f = functions[name] as (x: st.NDArray, options: object) => st.NDArray;
      expect(f(x, { axis: -1, keepdims: true }).shape, name).toEqual([1, 2, 1]);
      expect(f(x, { axis: [0, 2] }).shape, name).toEqual([2]);
      expect(f(x, { keepdims: true }).shape, name).toEqual([1, 1, 1]);
      expect(() => f(x, { axis: 3 }), name).toThrow(st.AxisError);
    }
    expect(st.argmax(x, { axis: 1, keepdims: true }).shape).toEqual([1, 1, 3]);
    expect(st.argmin(x, { keepdims: true }).shape).toEqual([1, 1, 1]);
  });
  test('squeeze and expandDims', () => {
    expect(st.squeeze(x, 0).shape).toEqual([2, 3]);
    expect(() => st.squeeze(x, 1)).toThrow(st.ShapeError);
    expect(st.expandDims(x, -1).shape).toEqual([1, 2, 3, 1]);
    expect(() => st.expandDims(x, 5)).toThrow(st.AxisError);
    expect(() => st.expandDims(x, -5)).toThrow(st.AxisError);
  });
  test('products refuse shapes that do not fit', () => {
    // @ts-expect-error a is a scalar
    expect(() => st.matmul(st.array(1), x)).toThrow(st.ShapeError);
    // @ts-expect-error a has 3 columns, b has 2 rows
    expect(() => st.matmul(x, x)).toThrow(st.ShapeError);
    expect(() => st.vecdot(x, st.ones([2, 4]))).toThrow(st.ShapeError);
    expect(() => st.tensordot(x, x, { axes: 1 })).toThrow(st.ShapeError);
  });
  test('clip keeps NaN, takes arrays as bounds, and leaves a side open', () => {
    expect(st.clip([NaN, 1, 5], 2, [3, 3, 4]).toArray()).toEqual([NaN, 2, 4]);
    expect(st.clip([1, 5], NaN).toArray()).toEqual([NaN, NaN]);
    expect(st.clip(new Int8Array([1, 5]), null, 3).dtype).toBe('int8');
    expect(st.clip([[1], [5]], [0, 3], null).toArray()).toEqual([
      [1, 3],
      [5, 5],
    ]);
  });
  test('spreads by correction', () => {
    expect(st.variance([1, 2, 3, 4], { correction: 1 }).item()).toBeCloseTo(5 / 3, 15);
    expect(st.std([1, 2], { correction: 2 }).item()).toBe(Infinity);
  });
});

describe('docs/standard.md', () => {
  const page = readFileSync(new URL('../../docs/standard.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)`[^|]*\|/gm)].map(([, name, here]) => [name, here]);
  test('has a row for each function, and for nothing else', () => {
    const names = [...Object.keys(signatures), ...constants, ...Object.keys(members)];
    expect(rows.map(([name]) => name).sort()).toEqual(names.sort());
  });
  test('calls each as it is exported', () => {
    for (const [name, here] of rows) {
      if (Object.hasOwn(members, name)) expect(here).toBe(members[name]);
      else
        expect(here === 'arrayNamespaceInfo' ? name : here).toBe(
          here === 'arrayNamespaceInfo' ? '__array_namespace_info__' : camel(name),
        );
    }
  });
});
