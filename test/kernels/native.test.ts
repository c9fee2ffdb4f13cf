import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Addon, loadAddon, nativeBackend } from '../../src/kernels/native.js';
import { entries, kernelMetrics } from '../../src/kernels/table.gen.js';

const loaded = loadAddon();
const addon = 'addon' in loaded ? loaded.addon : null;
const path = 'path' in loaded ? loaded.path : '';
const full = entries.distanceFull.number;

function fullParams(rows: number, columns: number, features: number): Float64Array {
  return Float64Array.of(kernelMetrics.cityblock.number, 0, rows, columns, features, 2, 0, 1, 1, columns);
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

/** Runs a script to its end; resolves to its exit code, or the signal that ended it. */
function exitOf(script: string, argument: string): Promise<number | string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, argument], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
}

describe.skipIf(!addon)('the addon', () => {
  const native = addon as Addon;

  it('has every entry of the table', () => {
    for (const [name, { number }] of Object.entries(entries)) expect(native.has(number), name).toBe(true);
    expect(native.has(-1)).toBe(false);
    expect(native.has(1000)).toBe(false);
  });

  it('refuses a call it cannot make instead of making it', () => {
    const nothing = new Float64Array(0);
    expect(native.run(1000, 0, fullParams(1, 1, 1), null)).toBe(3);
    expect(native.run(full, 0, nothing, null)).toBe(3);
    expect((native.run as (...a: unknown[]) => number)()).toBe(3);
    expect((native.run as (...a: unknown[]) => number)('x', {}, [], null)).toBe(3);
  });

  it('gives the same bits for any number of threads', () => {
    const [rows, features] = [301, 7];
    const x = Float64Array.from({ length: rows * features }, (_, i) => Math.sin(i * i));
    const results = [1, 2, 3, 8].map((threads) => {
      const out = new Float64Array(rows * rows);
      expect(native.run(full, threads, fullParams(rows, rows, features), x, x, out, null, null)).toBe(0);
      return out;
    });
    for (const out of results) expect(Buffer.compare(bytesOf(out), bytesOf(results[0]))).toBe(0);
  });

  it('works in the background, reports progress, and stops when told', async () => {
    const [rows, features] = [3000, 60];
    const x = Float64Array.from({ length: rows * features }, (_, i) => Math.sin(i));
    const out = new Float64Array(rows * rows);
    const backend = nativeBackend(native);
    const control = new Int32Array(new SharedArrayBuffer(12));
    const params = fullParams(rows, rows, features);
    const running = backend.runAsync('distanceFull', [x, x, out, null, null], params, 2, control);
    params.fill(-1); // the call has its own copy
    expect(await running).toBe(true);
    expect(control[1]).toBeGreaterThan(0);
    expect(control[1]).toBe(control[2]);
    expect(out[rows * rows - 1]).toBe(0);

    const stopped = new Int32Array(new SharedArrayBuffer(12));
    stopped[0] = 1;
    const again = fullParams(rows, rows, features);
    expect(await backend.runAsync('distanceFull', [x, x, out, null, null], again, 2, stopped)).toBe(false);
    expect(stopped[1]).toBeLessThan(Math.max(1, stopped[2]));
  });

  it('keeps operands alive until a background call has ended', async () => {
    const rows = 800;
    const start = () => {
      const x = new Float64Array(rows * 40).fill(1);
      const out = new Float64Array(new SharedArrayBuffer(rows * rows * 8));
      return native.runAsync(full, 1, fullParams(rows, rows, 40), new Int32Array(3), x, x, out, null, null);
    };
    const running = Array.from({ length: 8 }, start);
    for (let i = 0; i < 50; i++) new Float64Array(2e6).fill(i);
    expect(await Promise.all(running)).toEqual(new Array(8).fill(0));
  });

  it('maps a file: its bytes, writes that stay in memory, errors as sentences', () => {
    const file = join(tmpdir(), `strided-map-${process.pid}.bin`);
    writeFileSync(file, 'mapped');
    try {
      const buffer = native.mapFile(file) as ArrayBuffer;
      const bytes = new Uint8Array(buffer);
      expect(Buffer.from(bytes).toString()).toBe('mapped');
      bytes[0] = 0;
      expect(Buffer.from(native.mapFile(file) as ArrayBuffer).toString()).toBe('mapped');
      writeFileSync(file, '');
      expect((native.mapFile(file) as ArrayBuffer).byteLength).toBe(0);
    } finally {
      rmSync(file);
    }
    expect(native.mapFile(file)).toBe('No such file or directory');
    expect(native.mapFile(tmpdir())).toBe('Invalid argument');
  });

  it('measures the machine', () => {
    for (const kind of [0, 1, 2, 3]) expect(native.peak(kind, 1)).toBeGreaterThan(1e8);
    expect(native.peak(9, 1)).toBe(0);
    const view = new Uint8Array(5_000_001);
    expect(native.fillBytes(view, 7, 2)).toBeGreaterThan(0);
    expect(view.every((byte) => byte === 7)).toBe(true);
  });

  it('survives workers terminated in the middle of calls, and processes that end in one', async () => {
    const script = fileURLToPath(new URL('workers/terminate.mjs', import.meta.url));
    const options = {
      addon: path,
      entry: full,
      metric: kernelMetrics.cityblock.number,
      rows: 300,
      features: 20,
    };
    for (let seed = 0; seed < 20; seed++) {
      expect(await exitOf(script, JSON.stringify({ ...options, seed })), `run ${seed}`).toBe(0);
    }
  });
});
