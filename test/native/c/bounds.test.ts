import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asarray, asfortranarray, broadcastTo, type NDArray, StridedError } from '../../../src/index.js';
import { cdef, Memory, Pointer } from '../../../src/native/index.js';
import { hasCompiler } from './compiler.js';

/**
 * Whatever passes the checks, C may touch only what was given: functions of every dtype and form of length say where they
 * were pointed to, and the test compares that with the memory that the argument has.
 */

const types = {
  double: Float64Array,
  float: Float32Array,
  int: Int32Array,
  int16_t: Int16Array,
  uint8_t: Uint8Array,
  int64_t: BigInt64Array,
} as const;
type TypeName = keyof typeof types;
const typeNames = Object.keys(types) as TypeName[];

/** How long the argument must be, as the annotation says it and as the test reckons it. */
const forms = {
  product: { note: { size: 'rows * cols' }, needed: (rows: number, cols: number) => rows * cols },
  shape: { note: { shape: ['rows', 'cols'] }, needed: (rows: number, cols: number) => rows * cols },
  affine: { note: { size: '2 * rows + cols' }, needed: (rows: number, cols: number) => 2 * rows + cols },
  quotient: {
    note: { size: 'rows / cols' },
    needed: (rows: number, cols: number) => Math.trunc(rows / cols),
  },
  fixed: { note: { size: 5 }, needed: () => 5 },
} as const;
type FormName = keyof typeof forms;
const formNames = Object.keys(forms) as FormName[];

const functions = typeNames.flatMap((type) =>
  formNames.map((form) => ({ type, form, name: `at_${type}_${form}` })),
);
const prototypes = functions.map(
  ({ type, name }) => `uintptr_t ${name}(const ${type} *x, int rows, int cols)`,
);
const others = `
typedef struct { int x, y; } point;
uintptr_t at_points(point *p, int n); uintptr_t at_bytes(void *p, size_t n); uintptr_t at_text(const char *s, int n);
uintptr_t at_words(const char *const *w, int n);`;

let cache: string;
// biome-ignore lint/suspicious/noExplicitAny: the names are made up here
let lib: any;
const ffi = cdef(`${prototypes.join(';\n')};${others}`);
beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'strided-cache-'));
  process.env.STRIDED_CACHE = cache;
  if (!hasCompiler) return;
  const bodies = prototypes.map((prototype) => `${prototype} { return (uintptr_t)x; }`).join('\n');
  const source = `#include <stdint.h>\n#include <stddef.h>\n${bodies}
    typedef struct { int x, y; } point;
    uintptr_t at_points(point *p, int n) { return (uintptr_t)p; } uintptr_t at_bytes(void *p, size_t n) { return (uintptr_t)p; }
    uintptr_t at_text(const char *s, int n) { return (uintptr_t)s; }
    uintptr_t at_words(const char *const *w, int n) { int c = 0; for (int i = 0; i < n; i++) c += w[i] != 0; return c; }`;
  lib = await ffi.compile({
    source,
    annotations: {
      ...Object.fromEntries(functions.map(({ name, form }) => [name, { x: forms[form].note }])),
      at_points: { p: { size: 'n' } },
      at_bytes: { p: { size: 'n' } },
      at_text: { s: { size: 'n' } },
      at_words: { w: { size: 'n' } },
    } as never,
  });
});
afterAll(() => {
  delete process.env.STRIDED_CACHE;
  rmSync(cache, { recursive: true });
});

const small = fc.integer({ min: 0, max: 6 });
const count = fc.oneof(
  { weight: 8, arbitrary: small },
  fc.constantFrom<unknown>(
    -1,
    2 ** 31,
    2 ** 53,
    1e300,
    Number.NaN,
    Infinity,
    0.5,
    3n,
    2n ** 70n,
    '3',
    null,
    undefined,
    true,
    [3],
  ),
);

/** Typed arrays and NDArrays of all kinds, with other values among them. */
const argument = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...typeNames), small, small, small).map(makeTyped) },
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...typeNames), small, small, small).map(makeArray) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...typeNames), small, small).map(makeMemory) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      null,
      undefined,
      0,
      'text',
      {},
      [],
      [1, 2],
      () => 1,
      new DataView(new ArrayBuffer(8)),
    ),
  },
);

function makeTyped([type, before, length, kind]: readonly [TypeName, number, number, number]): unknown {
  const Typed = types[type];
  const bytes = (before + length + 1) * Typed.BYTES_PER_ELEMENT;
  const buffer =
    kind === 1
      ? new SharedArrayBuffer(bytes)
      : kind === 2
        ? new (ArrayBuffer as never as new (n: number, o: object) => ArrayBuffer)(bytes, {
            maxByteLength: 2 * bytes,
          })
        : new ArrayBuffer(bytes);
  const view = new Typed(buffer as ArrayBuffer, before * Typed.BYTES_PER_ELEMENT, length);
  if (kind === 3) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  if (kind === 4) Object.defineProperty(view, 'length', { value: 1000 });
  if (kind === 5) Object.setPrototypeOf(view, Float64Array.prototype);
  return kind === 6 ? new Proxy(view, {}) : view;
}

function makeArray([type, rows, cols, kind]: readonly [TypeName, number, number, number]): unknown {
  const array = asarray(new types[type](rows * cols) as Float64Array).reshape([rows, cols]) as NDArray;
  if (kind === 1) return array.T;
  if (kind === 2) return array.at('::-1', '1:');
  if (kind === 3) return array.at(':', '::2');
  if (kind === 4) return asfortranarray(array);
  if (kind === 5) return cols === 1 ? broadcastTo(array, [rows, 3]) : array.at('1:');
  return kind === 6 ? array.reshape([rows * cols]).at('1:') : array;
}

function makeMemory([type, length, at]: readonly [TypeName, number, number]): unknown {
  const memory = ffi.new(`${type}[]`, length);
  return at < length ? memory.at(at) : memory;
}

/** Where the memory of an argument starts and ends. */
function region(value: unknown): readonly [bigint, bigint] | null {
  if (value instanceof Memory) return [value.address, value.address + BigInt(value.nbytes)];
  if (value instanceof Pointer) return region(value.owner);
  const data = ArrayBuffer.isView(value) ? value : (value as NDArray | null)?.data;
  if (!ArrayBuffer.isView(data) || data.buffer.byteLength === 0) return null;
  const all = ffi.fromBuffer(new Uint8Array(data.buffer as ArrayBuffer));
  return [all.address, all.address + BigInt(data.buffer.byteLength)];
}

/** The address that C got; null where the call was refused, which it must be with an error of ours. */
function addressFrom(call: () => number | bigint): bigint | null {
  try {
    return BigInt(call());
  } catch (error) {
    if (error instanceof StridedError) return null;
    throw error;
  }
}

describe.skipIf(!hasCompiler)('what passes the checks stays inside its memory', () => {
  test('arrays of every dtype and form of length', () => {
    let passed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...functions),
        argument,
        count,
        count,
        ({ name, type, form }, x, rows, cols) => {
          const address = addressFrom(() => lib[name](x, rows, cols));
          if (address === null) return;
          passed++;
          const needed = BigInt(
            forms[form].needed(Number(rows), Number(cols)) * types[type].BYTES_PER_ELEMENT,
          );
          if (needed === 0n) return;
          if (typeof x === 'string') {
            expect(needed).toBeLessThanOrEqual(BigInt(x.length + 1));
            return;
          }
          const [start, end] = region(x)!;
          expect(address).toBeGreaterThanOrEqual(start);
          expect(address + needed).toBeLessThanOrEqual(end);
        },
      ),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  test('arguments that fit their type are taken', () => {
    fc.assert(
      fc.property(fc.constantFrom(...functions), small, small, ({ name, type, form }, rows, cols) => {
        if (form === 'quotient' && cols === 0) return;
        const needed = forms[form].needed(rows, cols);
        const array = asarray(new types[type](needed) as Float64Array);
        const shaped = form === 'shape' ? array.reshape([rows, cols]) : array;
        expect(addressFrom(() => lib[name](shaped, rows, cols))).not.toBe(null);
        if (needed > 0) expect(addressFrom(() => lib[name](array.at('1:'), rows, cols))).toBe(null);
      }),
    );
  });

  test('structs, bytes, texts and lists', () => {
    const point = fc.constantFrom<unknown>({ x: 1 }, { y: 2, x: 3 }, {}, { z: 1 }, 5, null);
    const structs = fc.oneof(
      point,
      fc.array(point, { maxLength: 4 }),
      fc.integer({ min: 0, max: 4 }).map((n) => ffi.new('point[]', n)),
    );
    const words = fc.oneof(
      fc.array(fc.constantFrom<unknown>('a', 'bc', new Uint8Array(2), 5), { maxLength: 4 }),
      argument,
    );
    fc.assert(
      fc.property(
        structs,
        words,
        fc.oneof(fc.string(), argument),
        argument,
        count,
        (points, list, text, bytes, n) => {
          const length = Number(n);
          if (addressFrom(() => lib.at_points(points, n)) !== null && length > 1) {
            const given = Array.isArray(points) || points instanceof Memory ? points.length : 1;
            expect(given).toBeGreaterThanOrEqual(length);
          }
          const found = addressFrom(() => lib.at_words(list, n));
          if (found !== null && Array.isArray(list)) expect(found).toBe(BigInt(length));
          const at = addressFrom(() => lib.at_bytes(bytes, n));
          if (at !== null && length > 0) expect(at + BigInt(length)).toBeLessThanOrEqual(region(bytes)![1]);
          if (addressFrom(() => lib.at_text(text, n)) !== null && typeof text === 'string')
            expect(new TextEncoder().encode(text).length + 1).toBeGreaterThanOrEqual(length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('code of the caller that runs between the checks and the call', () => {
    const three = cdef(
      'typedef struct { double re; } box; double three(const double *x, size_t n, const box *b);',
    );
    const late = three.dlopen(null, { annotations: { three: { x: { size: 'n' } } } }) as Record<
      string,
      unknown
    >;
    // The library has no such function: whatever reaches it is another error than the one of the check.
    expect(() => late.three).toThrow("has no 'three'");
    const x = new Float64Array(4);
    const detach = {
      get x() {
        structuredClone(x.buffer, { transfer: [x.buffer] });
        return 1;
      },
    };
    const mixed = cdef(
      'typedef struct { int x; } item; void *memmove(double *target, const item *source, size_t n);',
    ).dlopen(null, { annotations: { memmove: { target: { size: 'n' } } } }) as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    expect(() => mixed.memmove(x, detach, 4)).toThrow("argument 'target' was transferred away");
    const memory = ffi.new('double[4]');
    const free = {
      get x() {
        memory.free();
        return 1;
      },
    };
    expect(() => mixed.memmove(memory, free, 4)).toThrow('was freed while the arguments were read');
  });
});
