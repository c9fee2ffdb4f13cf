import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asarray, broadcastTo } from '../../../src/index.js';
import { cdef, cdefHeader, dlopen, type Memory, type Pointer } from '../../../src/native/index.js';
import { hasCompiler } from './compiler.js';

const source = `
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>
typedef int (*callback)(int);
static void *thread(void *f) { return (void *)(intptr_t)((callback)f)(41); }
int from_thread(callback f) { pthread_t t; void *r; pthread_create(&t, 0, thread, (void *)f); pthread_join(t, &r); return (int)(intptr_t)r; }
static callback stored;
void store(callback f) { stored = f; }
int call_stored(int x) { return stored(x); }
typedef struct { int x, y; } point;
typedef point (*maker)(int);
int use_maker(maker f) { point p = f(3); return p.x * 10 + p.y; }
struct line { point start, end; };
enum mode { OFF = -1, ON = 5 };
struct sum { int n; double tail[]; };
double add_tail(const struct sum *s) { double t = 0; for (int i = 0; i < s->n; i++) t += s->tail[i]; return t; }
struct view { const double *data; int n; const char *name; };
double add_view(const struct view *v) { double t = 0; for (int i = 0; i < v->n; i++) t += v->data[i]; return t; }
double table[3] = { 1, 2, 3 };
const int fixed = 5;
int last_errno(void) { return errno; }
int bump(double *x) { usleep(2000); x[0] += 1; return 0; }
double *second(double *x) { return x + 1; }
int from_user(int (*f)(void *), void *user) { return f(user); }
`;
const ffi = cdef(`
typedef int (*callback)(int); int from_thread(callback f); void store(callback f); int call_stored(int x);
typedef struct { int x, y; } point; typedef point (*maker)(int); int use_maker(maker f);
struct line { point start, end; };
struct sum { int n; double tail[]; }; double add_tail(const struct sum *s);
struct view { const double *data; int n; const char *name; }; double add_view(const struct view *v);
double table[3]; const int fixed; int last_errno(void); int bump(double *x); double *second(double *x);
int from_user(int (*f)(void *), void *user); enum mode { OFF = -1, ON = 5 };
`);

let cache: string;
// biome-ignore lint/suspicious/noExplicitAny: structs and callbacks of all kinds are passed
let lib: any;
beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'strided-cache-'));
  process.env.STRIDED_CACHE = cache;
  if (hasCompiler && process.platform !== 'win32')
    lib = await ffi.compile({ source, libraries: ['pthread'] });
});
afterAll(() => {
  delete process.env.STRIDED_CACHE;
  rmSync(cache, { recursive: true });
});

describe.skipIf(!hasCompiler || process.platform === 'win32')('with a compiled library', () => {
  test('callbacks from another thread, their errors, and calls after they were freed', async () => {
    expect(await lib.from_thread.async((x: number) => x + 1)).toBe(42);
    const failing = () => {
      throw new RangeError('not today');
    };
    await expect(lib.from_thread.async(failing)).rejects.toThrow('not today');
    await expect(lib.from_thread.async(() => 'x')).rejects.toThrow("argument 'result' is the string");
    const kept = ffi.callback('int(int)', failing);
    await expect(lib.from_thread.async(kept)).rejects.toThrow('not today');
    const answered = ffi.callback('int(int)', failing, { onError: () => -7 });
    lib.store(answered);
    expect(lib.call_stored(1)).toBe(-7);
    lib.store((x: number) => x);
    expect(() => lib.call_stored(1)).toThrow('C called a function that was freed');
    expect(lib.use_maker((x: number) => ({ x, y: 1 }))).toBe(31);
    lib.store(ffi.addressof(lib, 'call_stored'));
  });

  test('open arrays at the end of structs, arrays and texts in fields', () => {
    expect(lib.add_tail({ n: 3, tail: [1, 2, 3] })).toBe(6);
    const memory = ffi.new('struct sum *', { n: 2, tail: [4, 5] });
    expect(memory.contents).toEqual({ n: 2, tail: [4, 5] });
    expect(lib.add_tail(memory)).toBe(9);
    const view = ffi.new('struct view *', { data: new Float64Array([1, 2]), n: 2, name: 'pair' });
    expect(lib.add_view(view)).toBe(3);
    const data = view.getField('data') as Pointer;
    expect(data.room).toBe(16);
    expect(() => ffi.unpack(data, 3)).toThrow('pointer has 16 bytes of memory; needs 24');
    expect(ffi.string(view.getField('name') as Pointer)).toBe('pair');
    expect(() => lib.add_view({ data: new Float32Array(2) })).toThrow("argument 'v.data' has dtype float32");
  });

  test('variables by value and by pointer, and constants of C', () => {
    const table = ffi.cast('double *', ffi.addressof(lib, 'table')) as Pointer;
    ffi.write(table, 9, 1);
    expect(lib.table).toEqual([1, 9, 3]);
    expect(ffi.unpack(table, 3)).toEqual([1, 9, 3]);
    expect(table.plus(2).minus(table)).toBe(2);
    expect(() => ffi.write(ffi.addressof(lib, 'fixed'), 6)).toThrow("'const int' is const");
    expect(() => ffi.addressof(lib, 'nothing')).toThrow("name is 'nothing'");
  });

  test('errno is given and taken', () => {
    ffi.errno = 42;
    expect(lib.last_errno()).toBe(42);
    expect(() => {
      ffi.errno = 1.5;
    }).toThrow('errno is 1.5; needs an int');
  });

  test('arrays of calls off the event loop cannot be pulled away', async () => {
    const x = new Float64Array(1);
    const running = lib.bump.async(x);
    structuredClone(x.buffer, { transfer: [x.buffer] });
    await expect(running).rejects.toThrow("argument 'x' was transferred away during the call");
    const y = new Float64Array(1);
    await Promise.all(Array.from({ length: 300 }, () => lib.bump.async(new Float64Array(1))));
    await lib.bump.async(y);
    expect(y[0]).toBe(1);
    const memory = ffi.new('double[1]', [5]);
    const held = lib.bump.async(memory);
    memory.free();
    expect(await held).toBe(0);
  });

  test('a pointer that C returns keeps the argument that it points into', () => {
    const second = lib.second(new Float64Array([1, 2, 3]));
    expect(second.room).toBe(16);
    expect(ffi.asNDArray(second, 2).toArray()).toEqual([2, 3]);
    expect(() => ffi.asNDArray(second, 3)).toThrow('pointer has 16 bytes of memory; needs 24');
  });

  test('handles stand for values of JavaScript', () => {
    const seen: unknown[] = [];
    using handle = ffi.newHandle({ name: 'state' });
    lib.from_user((user: Pointer) => seen.push(ffi.fromHandle(user)), handle);
    expect(seen).toEqual([{ name: 'state' }]);
    handle.free();
    expect(() => ffi.fromHandle(handle)).toThrow('no handle that is in use');
  });

  test('layouts are the compiler’s: pragma pack, aligned, mode, wide enums', async () => {
    const path = join(cache, 'layouts.h');
    const records = {
      'struct a': '#pragma pack(push, 1)\nstruct a { char c; int i; };',
      'struct b': '#pragma pack(2)\nstruct b { char c; int i; double d; };\n#pragma pack(pop)',
      'struct c': 'struct c { char c; int i __attribute__((aligned(16))); char d; };',
      'struct d': 'struct d { char c; _Alignas(8) int i; } __attribute__((aligned(32)));',
      'struct e': 'struct __attribute__((packed, aligned(4))) e { char c; double d; short s; };',
      wide: 'typedef int wide __attribute__((__mode__(__DI__)));',
      lanes: 'typedef float lanes __attribute__((vector_size(16)));',
      'struct f': 'struct f { char c; int i __attribute__((packed)); lanes l; wide w; };',
      'enum big': 'enum big { BIG = 0x1ffffffffLL };',
      'struct g': 'struct g { unsigned a : 1; unsigned long long b : 33; char c; } __attribute__((packed));',
      'struct h': 'struct h { char a; int b : 4; short c : 9; int : 0; char d : 1; enum big e; };',
    };
    writeFileSync(path, `${Object.values(records).join('\n')}\n`);
    const names = Object.keys(records);
    const program = join(cache, 'layouts');
    const print = names.map((name) => `printf("%zu %zu\\n", sizeof(${name}), _Alignof(${name}));`).join('\n');
    writeFileSync(
      `${program}.c`,
      `#include <stdio.h>\n#include "layouts.h"\nint main(void) {\n${print}\n}\n`,
    );
    execFileSync('cc', ['-w', '-o', program, `${program}.c`]);
    const expected = execFileSync(program).toString().trim().split('\n');
    const header = await cdefHeader(path);
    expect(names.map((name) => `${header.sizeof(name)} ${header.alignof(name)}`)).toEqual(expected);
  });
});

test('pointers: arithmetic, comparison, reading and writing inside their memory', () => {
  const memory = ffi.new('int[]', [1, 2, 3]);
  const second = memory.plus(1);
  expect(ffi.read(second)).toBe(2);
  expect(ffi.read(second, 1)).toBe(3);
  expect(ffi.read(second, -1)).toBe(1);
  expect(second.equals(memory.at(1))).toBe(true);
  expect(second.equals(null)).toBe(false);
  ffi.write(second, 7);
  expect([...memory]).toEqual([1, 7, 3]);
  expect(() => memory.plus(4)).toThrow('needs one inside the memory');
  expect(() => ffi.read(memory.plus(3))).toThrow('pointer has 0 bytes of memory; needs 4');
  memory.free();
  expect(() => ffi.read(second)).toThrow('memory that was freed');
  expect(() => ffi.read(5 as never)).toThrow('pointer is of type number; needs a pointer');
});

test('types: casts, sizes, offsets, names', () => {
  expect(ffi.cast('_Bool', 3)).toBe(true);
  expect(ffi.cast('enum mode', 5)).toBe(5);
  expect(ffi.cast('short', 70000)).toBe(4464);
  expect(ffi.cast('int', -1.9)).toBe(-1);
  expect(() => ffi.cast('int', Number.NaN)).toThrow("argument 'value' is NaN; needs a finite number");
  expect(ffi.offsetof('struct line', 'end', 'y')).toBe(12);
  expect(() => ffi.offsetof('struct line', 'middle')).toThrow(
    "has no field 'middle'; needs one of start, end",
  );
  const line = ffi.new('struct line[2]', [{}, { end: { x: 1, y: 2 } }]);
  expect(ffi.read(ffi.addressof(line, 1, 'end', 'y'))).toBe(2);
  expect(ffi.getctype('callback', 'f')).toBe('int (*f)(int)');
  expect(ffi.listTypes().structs).toEqual(['line', 'sum', 'view']);
  expect(cdef('point *f(void);', { include: ffi }).sizeof('point')).toBe(8);
  expect(cdef('struct tight { char c; int i; };', { packed: true }).sizeof('struct tight')).toBe(5);
  expect(() => cdef('', { packed: 3 })).toThrow('packed is 3');
  expect(() => ffi.typeof(5 as never)).toThrow('type is of type number; needs a string');
  expect(() => ffi.new('char[1000000000000]')).toThrow('1000000000000 bytes are not to be had');
});

test('memmove, buffers and texts stay inside', () => {
  const memory = ffi.new('int[2]', [1, 2]);
  const x = new Int32Array(2);
  ffi.memmove(x, memory, 8);
  expect([...x]).toEqual([1, 2]);
  expect(() => ffi.memmove(x, memory, 9)).toThrow('target has 8 bytes; needs 9');
  expect(() => ffi.memmove(broadcastTo(asarray([1]), [2]), memory, 8)).toThrow();
  expect(ffi.read(ffi.fromBuffer(new Int16Array([5, 6]), 'short[]'), 1)).toBe(6);
  expect(() => ffi.fromBuffer(new Int16Array(1), 'int[]')).toThrow('needs int32');
  expect(ffi.string(ffi.new('char[3]', 'abc'))).toBe('abc');
  expect(ffi.string(ffi.new('char[]', 'abc'), 2)).toBe('ab');
  expect(() => ffi.asNDArray(memory, -1)).toThrow('shape is -1; needs an integer from 0 on');
});

test('memory that C gave is given back once', () => {
  let released = 0;
  const memory = ffi.new('int *');
  const owned = ffi.gc(memory, () => {
    released++;
  });
  owned.free();
  owned.free();
  expect(released).toBe(1);
  expect(() => ffi.read(owned)).toThrow('memory that was freed');
});

describe.skipIf(process.platform !== 'linux')('libraries', () => {
  test('that were closed say so', () => {
    const m = dlopen('libm.so.6', 'double cos(double x);');
    const { cos } = m;
    expect(cos(0)).toBe(1);
    ffi.dlclose(m);
    ffi.dlclose(m);
    expect(() => cos(0)).toThrow("cos: library 'libm.so.6' was closed");
    expect(() => ffi.dlclose({})).toThrow('library is none');
  });

  test('without sizes take what the caller says, or refuse arrays', () => {
    const text = 'void *memset(void *p, int c, size_t n); size_t strlen(const char *s);';
    const open = dlopen(null, text);
    expect(open.memset.unchecked).toEqual(['p']);
    expect(open.strlen.unchecked).toEqual([]);
    const closed = dlopen(null, text, { unsized: 'refuse' });
    expect(closed.strlen('four')).toBe(4);
    expect(() => closed.memset(new Uint8Array(3), 0, 3)).toThrow("argument 'p' has no declared length");
    const sized = dlopen(null, text, { unsized: 'refuse', annotations: { memset: { p: { size: 'n' } } } });
    expect(() => sized.memset(new Uint8Array(3), 0, 4)).toThrow(
      "argument 'p' has 3 bytes; needs at least 4 (n)",
    );
    expect(sized.memset(new Uint8Array(3), 0, 3).room).toBe(3);
    const wrong = dlopen(null, text, { annotations: { memset: { p: { size: 'm' } } } });
    expect(() => wrong.memset).toThrow("size 'm' refers to 'm', which is no integer argument");
    expect(() => dlopen(null, text, { unsized: 'no' as never })).toThrow(
      "unsized is no; needs 'allow' or 'refuse'",
    );
  });

  test('that Node has inside too use their own symbols', () => {
    let z: Record<string, (...args: unknown[]) => unknown>;
    const zlib = cdef(`typedef struct { unsigned char *next_in; unsigned avail_in; unsigned long total_in;
      unsigned char *next_out; unsigned avail_out; unsigned long total_out; char *msg; void *state, *zalloc, *zfree, *opaque;
      int data_type; unsigned long adler, reserved; } z_stream;
      const char *zlibVersion(void); int deflateInit_(z_stream *s, int level, const char *version, int size);
      int deflate(z_stream *s, int flush); int deflateEnd(z_stream *s);`);
    try {
      z = zlib.dlopen('libz.so.1') as never;
    } catch {
      return; // not on this machine
    }
    const stream: Memory = zlib.new('z_stream *');
    expect(z.deflateInit_(stream, 6, z.zlibVersion(), zlib.sizeof('z_stream'))).toBe(0);
    stream.contents = {
      next_in: new Uint8Array(4000),
      avail_in: 4000,
      next_out: new Uint8Array(100),
      avail_out: 100,
    };
    expect(z.deflate(stream, 4)).toBe(1);
    expect(stream.getField('total_in')).toBe(4000);
    expect((stream.getField('next_out') as Pointer).room).toBe(100 - Number(stream.getField('total_out')));
    expect(z.deflateEnd(stream)).toBe(0);
  });
});
