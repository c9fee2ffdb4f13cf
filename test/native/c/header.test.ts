import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cdefHeader, writeHeaderModule } from '../../../src/native/index.js';
import { hasCompiler } from './compiler.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strided-header-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = `
#ifndef METRICS_H
#define METRICS_H
#include <stddef.h>
#include <math.h>
#define METRICS_VERSION 3
#define METRICS_NAME "metrics"
typedef struct { double x, y; } point;
/* The sum of absolute differences.
 * Both have n elements. */
double cityblock(const double *x, const double *y, size_t n);
point middle(point a, const point *b);
// Sorts.
void sort(float *values, int n, int (*compare)(const void *, const void *));
const char *name(void);
int report(const char *format, ...);
#endif
`;

describe.skipIf(!hasCompiler)('headers', () => {
  test('are preprocessed, with the constants of their own folder', async () => {
    const path = join(folder, 'metrics.h');
    writeFileSync(path, text);
    const ffi = await cdefHeader(path);
    expect(ffi.constants).toMatchObject({ METRICS_VERSION: 3, METRICS_NAME: 'metrics' });
    expect(ffi.constants).not.toHaveProperty('__GNUC__');
    expect(ffi.declarations.functions.get('cityblock')).toMatchObject({
      comment: 'The sum of absolute differences.\nBoth have n elements.',
      file: path,
    });
    expect(ffi.declarations.functions.has('cos')).toBe(true);
    await expect(cdefHeader(join(folder, 'nothing.h'))).rejects.toThrow("nothing.h' is not there");
    writeFileSync(join(folder, 'broken.h'), '#include "nowhere.h"\n');
    await expect(cdefHeader(join(folder, 'broken.h'))).rejects.toThrow(/broken\.h:1:.*nowhere\.h/);
  });

  test('give types with their comments', async () => {
    const path = join(folder, 'metrics.h');
    writeFileSync(path, text);
    const written = await writeHeaderModule(join(folder, 'metrics'), path, 'libmetrics.so');
    expect(written.names).toEqual(['cityblock', 'middle', 'sort', 'name']);
    const types = readFileSync(written.types, 'utf8');
    const parsed = ts.createSourceFile('metrics.d.mts', types, ts.ScriptTarget.Latest);
    expect((parsed as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
    expect(types).toContain("type Float64s = NDArray<'float64', Shape> | Float64Array | Pointer | null;");
    expect(types).toContain(`  /**
   * The sum of absolute differences.
   * Both have n elements.
   * \`double cityblock(const double *x, const double *y, size_t n)\`
   * Nothing checks how long x, y must be: C reads and writes as it likes.
   */
  readonly cityblock: Signature<[x: Float64s, y: Float64s, n: number | bigint], number>;`);
    expect(types).toContain(
      'compare: ((x0: Pointer, x1: Pointer) => number) | Callback | Pointer | null], undefined>',
    );
    expect(types).toContain('readonly name: Signature<[], string | null>;');
    expect(types).toContain('readonly METRICS_VERSION: 3;');
    expect(types).toContain('readonly METRICS_NAME: "metrics";');
    expect(types).not.toContain('readonly cos:');
    expect(types).not.toContain('readonly report:');
  });

  test.skipIf(process.platform !== 'linux')('of the system are read', async () => {
    const names = ['string', 'stdio', 'math', 'time', 'pthread', 'zlib', 'sqlite3'];
    const there = names.map((name) => `/usr/include/${name}.h`).filter((path) => existsSync(path));
    for (const path of there) {
      const { declarations } = await cdefHeader(path);
      expect(declarations.functions.size, path).toBeGreaterThan(10);
    }
  });
});
