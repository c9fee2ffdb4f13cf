import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  allocate,
  allocateUninitialized,
  emptyPool,
  ensureAvailable,
  installMemoryHost,
  type MemoryHost,
  release,
  setPoolLimit,
} from '../../src/core/buffer.js';
import { formatBytes } from '../../src/core/bytes.js';
import { dtypeNames, dtypeTable } from '../../src/core/dtype.js';
import { MemoryError } from '../../src/core/errors.js';
import { loadAddon } from '../../src/kernels/native.js';

const MB = 2 ** 20;

/** A host that writes down what it is asked. */
function recordingHost(options: { available?: number; accounting?: boolean } = {}) {
  const seen = { adjusted: 0, advised: [] as number[] };
  const host: MemoryHost = {
    adjust:
      options.accounting === false
        ? null
        : (bytes) => {
            seen.adjusted += bytes;
          },
    adviseHuge: (view) => seen.advised.push(view.byteLength) > 0,
    available: () => options.available ?? 1e12,
  };
  installMemoryHost(() => host);
  return seen;
}

beforeEach(() => {
  emptyPool();
  setPoolLimit(100 * MB);
});
afterEach(() => emptyPool());

describe('allocate', () => {
  it.each(dtypeNames)('gives zeroed storage of %s, of every size', (dtype) => {
    recordingHost();
    const { storage, slots } = dtypeTable[dtype];
    for (const size of [0, 1, 7, 100_000]) {
      const data = allocate('test', dtype, size);
      expect(data).toBeInstanceOf(storage);
      expect(data.length).toBe(size * slots);
      expect(new Uint8Array(data.buffer).every((byte) => byte === 0)).toBe(true);
    }
  });

  it('shares large memory where it is accounted, and only there', () => {
    const accounted = recordingHost();
    expect(allocate('test', 'uint8', 1000).buffer).toBeInstanceOf(ArrayBuffer);
    expect(accounted.adjusted).toBe(0);
    expect(allocate('test', 'uint8', MB).buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(accounted.adjusted).toBe(MB);
    recordingHost({ accounting: false });
    expect(allocate('test', 'uint8', MB).buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('asks for huge pages from 4 MB on', () => {
    const seen = recordingHost();
    allocate('test', 'uint8', 4 * MB - 1);
    expect(seen.advised).toEqual([]);
    allocate('test', 'uint8', 4 * MB);
    expect(seen.advised).toEqual([4 * MB]);
  });

  it('refuses what is not available, before touching it', () => {
    recordingHost({ available: 100 * MB });
    expect(() => allocate('zeros', 'float64', 16e6)).toThrow(MemoryError);
    expect(() => allocate('zeros', 'float64', 16e6)).toThrow(
      'zeros: the result takes 128 MB (128000000 bytes) and 105 MB (104857600 bytes) of memory are available; ' +
        'work in blocks, use a smaller dtype, or write to a file',
    );
    expect(() => ensureAvailable('cdist', 200 * MB, 'use cdistToFile')).toThrow(/; use cdistToFile$/);
    expect(() => ensureAvailable('cdist', 50 * MB)).not.toThrow();
  });

  it('turns an engine limit into a MemoryError with the engine error as its cause', () => {
    recordingHost({ available: Number.POSITIVE_INFINITY });
    try {
      allocate('zeros', 'float64', 2 ** 45);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(MemoryError);
      expect((error as MemoryError).cause).toBeInstanceOf(RangeError);
      expect((error as MemoryError).message).toContain('could not be allocated in one piece');
    }
  });
});

describe('release', () => {
  it('recycles memory for requests of about its size, cleared unless the caller overwrites it', () => {
    const seen = recordingHost();
    const first = allocate('test', 'float64', MB);
    first.fill(7);
    release(first);
    const again = allocate('test', 'float32', 2 * MB - 100);
    expect(again.buffer).toBe(first.buffer);
    expect(again.length).toBe(2 * MB - 100);
    expect(again.every((value) => value === 0)).toBe(true);
    again.fill(3);
    release(again);
    const dirty = allocateUninitialized('test', 'int64', MB);
    expect(dirty.buffer).toBe(first.buffer);
    expect(dirty[5]).not.toBe(0n);
    release(dirty);
    const clean = allocate('test', 'uint64', MB);
    expect(clean.buffer).toBe(first.buffer);
    expect(clean.every((value) => value === 0n)).toBe(true);
    expect(seen.adjusted).toBe(8 * MB);
  });

  it('does not recycle for requests that would waste it', () => {
    recordingHost();
    const first = allocate('test', 'uint8', 8 * MB);
    release(first);
    expect(allocate('test', 'uint8', 6 * MB).buffer).not.toBe(first.buffer);
    expect(allocate('test', 'uint8', 9 * MB).buffer).not.toBe(first.buffer);
    expect(allocate('test', 'uint8', 7 * MB).buffer).toBe(first.buffer);
  });

  it('takes each buffer once, only its own, and no more than the limit', () => {
    recordingHost();
    const first = allocate('test', 'uint8', 2 * MB);
    release(first);
    release(first);
    const one = allocate('test', 'uint8', 2 * MB);
    const two = allocate('test', 'uint8', 2 * MB);
    expect(one.buffer).toBe(first.buffer);
    expect(two.buffer).not.toBe(first.buffer);
    const foreign = new Uint8Array(2 * MB);
    release(foreign);
    expect(allocate('test', 'uint8', 2 * MB).buffer).not.toBe(foreign.buffer);
    setPoolLimit(MB);
    release(one);
    expect(allocate('test', 'uint8', 2 * MB).buffer).not.toBe(one.buffer);
  });

  it('gives the pool up before refusing a request', () => {
    let available = 200 * MB;
    installMemoryHost(() => ({ adjust: null, adviseHuge: null, available: () => available }));
    release(allocate('test', 'uint8', 80 * MB));
    available = 10 * MB;
    expect(() => allocate('test', 'uint8', 150 * MB)).toThrow(MemoryError);
    available = 200 * MB;
    const fresh = allocate('test', 'uint8', 80 * MB);
    expect(fresh[0]).toBe(0);
  });
});

it('formats bytes for people and exactly', () => {
  expect(formatBytes(0)).toBe('0 bytes');
  expect(formatBytes(999)).toBe('999 bytes');
  expect(formatBytes(1_152_000_000)).toBe('1.15 GB (1152000000 bytes)');
  expect(formatBytes(1.82e12)).toBe('1.82 TB (1820000000000 bytes)');
});

describe('a loop of 100 temporaries of 100 MB', () => {
  const folder = fileURLToPath(new URL(`../../build/test/memory-${process.pid}`, import.meta.url));
  const program = join(folder, 'temporaries.mjs');
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    buildSync({
      entryPoints: [fileURLToPath(new URL('programs/temporaries.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(environment: Record<string, string>, ...args: string[]) {
    const { STRIDED_BACKEND: _forced, ...inherited } = process.env;
    const env = { ...inherited, ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: 'utf8',
      env,
    });
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as { largest: number; shared: boolean; backend: string };
  }

  // Without accounting the same loop reaches 10 GB; the bound is ten of the hundred temporaries.
  it.skipIf('reason' in loadAddon())('stays flat with the addon, on shared memory', () => {
    const { largest, shared, backend } = run({});
    expect({ shared, backend }).toEqual({ shared: true, backend: 'native' });
    expect(largest).toBeLessThan(1e9);
  });

  it('stays flat without the addon', () => {
    const { largest, shared } = run({ STRIDED_BACKEND: 'js' });
    expect(shared).toBe(false);
    expect(largest).toBeLessThan(1e9);
  });

  it('takes the memory of one when each is released', () => {
    expect(run({}, 'release').largest).toBeLessThan(4e8);
  });
});
