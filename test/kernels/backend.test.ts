import { afterAll, describe, expect, it } from 'vitest';
import { ArgumentError, BackendError } from '../../src/core/errors.js';
import type { Backend, BackendName, Operand } from '../../src/kernels/backend.js';
import { backendInfo, getThreads, initWasm, setBackend, setThreads } from '../../src/kernels/index.js';
import { backend } from '../../src/kernels/select.js';
import { piecesOf, placeRectangle } from '../../src/kernels/split.js';
import { type EntryName, kernelMetrics } from '../../src/kernels/table.gen.js';

/** The backends that this machine can load. */
const available = (['js', 'wasm', 'native'] as const).filter((name) => {
  try {
    setBackend(name);
    return true;
  } catch {
    return false;
  }
});
afterAll(() => setBackend('auto'));

function use(name: BackendName): Backend {
  setBackend(name);
  return backend();
}

const { cityblock, hamming } = kernelMetrics;
const sizes = [0, 1, 2, 7, 8, 9, 33, 130];

function points(rows: number, features: number, seed: number): Float64Array {
  return Float64Array.from(
    { length: rows * features },
    (_, i) => Math.round(1e3 * Math.sin(seed + i * i)) / 8,
  );
}

/** One call of every distance entry and of matmul; the operands at `results` are written. */
interface Call {
  readonly entry: EntryName;
  readonly make: () => Operand[];
  readonly params: number[];
  readonly results: number[];
}

function callsOf(rowsX: number, rowsY: number, features: number): Call[] {
  const [x, y] = [points(rowsX, features, 1), points(rowsY, features, 2)];
  const bits = BigUint64Array.from(
    { length: rowsX * Math.ceil(features / 64) },
    (_, i) => BigInt(i * 7919) & 127n,
  );
  const pair = (rows: number, columns: number) => [cityblock.number, 0, rows, columns, features, 2, 0, 1, 1];
  const k = Math.max(0, Math.min(3, rowsY - 1));
  const radius = features * 90;
  const stride = rowsY + 3; // gaps, which must stay as they are
  const calls: Call[] = [
    {
      entry: 'distanceFull',
      make: () => [x, y, new Float64Array(rowsX * stride).fill(-1), null, null],
      params: [...pair(rowsX, rowsY), stride],
      results: [2],
    },
    {
      entry: 'distanceFull',
      make: () => [bits, bits, new Float64Array(rowsX * rowsX), null, null],
      params: [hamming.number, 2, rowsX, rowsX, features, 2, 0, 1, 1, rowsX],
      results: [2],
    },
    {
      entry: 'distanceCondensed',
      make: () => [x, new Float64Array((rowsX * Math.max(0, rowsX - 1)) / 2), null, null],
      params: [cityblock.number, 0, rowsX, features, 2, 0, 1, 1],
      results: [1],
    },
    {
      entry: 'matmul',
      make: () => [x, y, new Float64Array(rowsX * rowsY)],
      params: [0, rowsX, rowsY, features, features, 1, 1, features, rowsY],
      results: [2],
    },
  ];
  if (rowsX === rowsY && k > 0) {
    calls.push({
      entry: 'distanceNearest',
      make: () => [x, x, new Int32Array(rowsX * k), new Float64Array(rowsX * k), null, null],
      params: [...pair(rowsX, rowsX), k, 1],
      results: [2, 3],
    });
    calls.push({
      entry: 'distanceRadiusCount',
      make: () => [x, x, new Float64Array(rowsX), null, null],
      params: [...pair(rowsX, rowsX), radius, 1],
      results: [2],
    });
    calls.push(radiusFill(x, rowsX, [...pair(rowsX, rowsX), radius, 1]));
  }
  return calls;
}

function radiusFill(x: Float64Array, rows: number, params: number[]): Call {
  const counts = new Float64Array(rows);
  use('js').run('distanceRadiusCount', [x, x, counts, null, null], Float64Array.from(params));
  let total = 0;
  const starts = counts.map((count) => {
    total += count;
    return total - count;
  });
  return {
    entry: 'distanceRadiusFill',
    make: () => [x, x, starts, new Int32Array(total), new Float64Array(total), null, null],
    params,
    results: [3, 4],
  };
}

const numbersOf = (view: Operand) => Array.from(view as Float64Array);

describe.each(available)('the %s backend', (name) => {
  it('gives what the reference gives, to the last bit where every sum has one order', () => {
    for (const rows of sizes) {
      for (const [rowsY, features] of [
        [rows, 5],
        [3, 17],
        [rows, 0],
      ]) {
        for (const { entry, make, params, results } of callsOf(rows, rowsY, features)) {
          const [expected, got] = [make(), make()];
          use('js').run(entry, expected, Float64Array.from(params));
          use(name).run(entry, got, Float64Array.from(params));
          for (const i of results) {
            // Coordinates are eighths, so that sums of products are exact in any order.
            expect(numbersOf(got[i]), `${entry} ${rows} ${rowsY} ${features}`).toEqual(
              numbersOf(expected[i]),
            );
          }
        }
      }
    }
  });

  it('gives the same in the background, and says how far it is', async () => {
    for (const { entry, make, params, results } of callsOf(130, 130, 9)) {
      const [expected, got] = [make(), make()];
      const current = use(name);
      current.run(entry, expected, Float64Array.from(params));
      const control = new Int32Array(new SharedArrayBuffer(12));
      expect(await current.runAsync(entry, got, Float64Array.from(params), 0, control)).toBe(true);
      for (const i of results) expect(numbersOf(got[i]), entry).toEqual(numbersOf(expected[i]));
      if (entry !== 'matmul') expect(control[1], entry).toBeGreaterThan(0); // a small product is one call
      expect(control[1], entry).toBe(control[2]);
    }
  });

  it('stops in the middle of a background call when told, and lets the event loop run meanwhile', async () => {
    const rows = 4000;
    const x = points(rows, 40, 3);
    const out = new Float64Array(rows * rows);
    const control = new Int32Array(new SharedArrayBuffer(12));
    const params = Float64Array.of(cityblock.number, 0, rows, rows, 40, 2, 0, 1, 1, rows);
    const running = use(name).runAsync('distanceFull', [x, x, out, null, null], params, 1, control);
    await new Promise((resolve) => setTimeout(resolve, 1));
    Atomics.store(control, 0, 1);
    expect(await running).toBe(false);
    expect(out[out.length - 2]).toBe(0);
  });
});

describe('pieces', () => {
  it.each([1, 1000, 5000, 1e9])('of work %d put together give the whole', (work) => {
    for (const rows of [1, 2, 33, 130]) {
      for (const { entry, make, params, results } of callsOf(rows, rows, 5)) {
        const js = use('js');
        const [expected, got] = [make(), make()];
        js.run(entry, expected, Float64Array.from(params));
        let share = 0;
        for (const piece of piecesOf(entry, got, Float64Array.from(params), { work })) {
          share += piece.share;
          if (piece.rectangle === undefined) {
            js.run(piece.entry, piece.operands, piece.params);
            continue;
          }
          const block = new Float64Array(piece.rectangle.rows * piece.rectangle.columns);
          const operands = [...piece.operands];
          operands[2] = block;
          js.run(piece.entry, operands, piece.params);
          placeRectangle(piece.rectangle, block);
        }
        for (const i of results)
          expect(numbersOf(got[i]), `${entry} ${rows}`).toEqual(numbersOf(expected[i]));
        if (entry !== 'distanceCondensed') expect(share).toBeCloseTo(rows === 0 ? 0 : 1);
      }
    }
  });
});

describe('choosing', () => {
  it('tells what was chosen and why nothing faster is in use', () => {
    setBackend('js');
    const forced = backendInfo();
    expect(forced).toMatchObject({
      backend: 'js',
      isa: 'typescript',
      threads: 1,
      chosenBy: 'setBackend',
      addon: null,
    });
    expect(forced.notFaster).toEqual(['native: setBackend asks for js', 'wasm: setBackend asks for js']);
    setBackend('auto');
    const free = backendInfo();
    const asked = process.env.STRIDED_BACKEND;
    expect(free.chosenBy).toBe(asked === undefined ? 'default' : 'STRIDED_BACKEND');
    expect(free.backend).toBe(asked ?? available.at(-1));
    if (free.backend === 'native') expect(free.addon).toMatch(/\.node$/);
    else expect(free.notFaster[0]).toMatch(/^native: ./);
  });

  it('refuses a backend that does not exist', () => {
    expect(() => setBackend('cuda' as BackendName)).toThrow(ArgumentError);
    expect(() => setBackend('cuda' as BackendName)).toThrow(
      'setBackend: cuda is not a backend; needs js, wasm, native or auto',
    );
  });

  it('refuses numbers of threads that are none', () => {
    for (const count of [-1, 1.5, Number.NaN, 257]) expect(() => setThreads(count)).toThrow(ArgumentError);
  });

  it.skipIf(!available.includes('native'))('sets the threads of the whole process', () => {
    setBackend('native');
    setThreads(3);
    expect(getThreads()).toBe(3);
    setThreads(0);
    expect(getThreads()).toBeGreaterThan(0);
  });

  it('refuses a module that is not WebAssembly, or not of this version', () => {
    expect(() => initWasm(new Uint8Array([1, 2, 3]))).toThrow(BackendError);
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(() => initWasm(empty)).toThrow('initWasm: the module is not strided.wasm');
  });
});
