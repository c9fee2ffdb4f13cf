// Our own side of a benchmark, in a process of its own like the peers, so that both start from the same state and
// another environment (STRIDED_ISA, STRIDED_BACKEND) is another process. Same requests and replies as server.py.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as blocked from '../../dist/blocked/index.js';
import * as distances from '../../dist/distance/index.js';
import * as strided from '../../dist/index.js';
import * as io from '../../dist/io/index.js';
import { graphOperations } from './graphs.mjs';
import { nativeOperations } from './native.mjs';

const arrays = new Map();
const outs = new Map();
const rng = strided.defaultRng(2026);

/** As native/engine/engine.h numbers them. */
const peakKinds = { 'add-f64': 0, 'add-f32': 1, 'fma-f64': 2, 'fma-f32': 3 };

const operations = {
  ...graphOperations(arrays, sampleOf),
  ...nativeOperations(arrays, sampleOf),
  cdist({ x, y, out, recycle, smallPages, ...options }) {
    const [a, b] = [arrays.get(x), arrays.get(y)];
    const dtype = options.dtype ?? (a.dtype === 'float32' ? 'float32' : 'float64');
    const settings = withArrays(options);
    if (out) settings.out = outFor(a.shape[0], b.shape[0], dtype);
    const [seconds, result] = timed(() => {
      if (smallPages) settings.out = plainMemory(a.shape[0], b.shape[0], dtype);
      return distances.cdist(a, b, settings);
    });
    const reply = { seconds, sample: sampleOf(result) };
    if (recycle) result.dispose();
    return reply;
  },
  pdist({ x, out, ...options }) {
    const a = arrays.get(x);
    const rows = a.shape[0];
    if (out) options.out = outFor(1, (rows * (rows - 1)) / 2, a.dtype).reshape([-1]);
    const [seconds, result] = timed(() => distances.pdist(a, withArrays(options)));
    return { seconds, sample: sampleOf(result) };
  },
  nearest({ x, k, ...options }) {
    const a = arrays.get(x);
    const [seconds, result] = timed(() => distances.nearest(a, a, k, withArrays(options)));
    return { seconds, sample: sampleOf(result.distances) };
  },
  /** Any expression over loaded arrays, `calls` times; what earlier runs left behind is collected before. */
  expression({ code, names, calls = 1 }) {
    const values = Object.values(names).map((name) => arrays.get(name));
    const call = new Function('st', 'rng', ...Object.keys(names), `return () => ${code};`)(
      strided,
      rng,
      ...values,
    );
    if (calls === 1) globalThis.gc?.();
    const [seconds, result] = timed(() => {
      let last;
      for (let done = 0; done < calls; done++) last = call();
      return last;
    });
    return { seconds: seconds / calls, sample: sampleOf(result) };
  },
  /** An expression over blocked arrays that gives a promise of a result, and the most memory the process ever had. */
  async blocked({ code, values = {} }) {
    const call = new Function('blocked', 'st', ...Object.keys(values), `return async () => ${code};`)(
      blocked,
      strided,
      ...Object.values(values),
    );
    globalThis.gc?.();
    const start = performance.now();
    const result = await call();
    const seconds = (performance.now() - start) / 1000;
    return { seconds, bytes: process.resourceUsage().maxRSS * 1024, sample: sampleOf(result) };
  },
  /** Files of one day's temperatures each, float64, in chunks: by latitude, warmer by day, with weather. */
  async month({ folder, days, rows, columns, chunks }) {
    const latitude = strided.linspace(-90, 90, rows).reshape(rows, 1);
    const climate = strided
      .cos(latitude.multiply(Math.PI / 180))
      .multiply(45)
      .subtract(20);
    const weather = strided.defaultRng(2026).normal(0, 4, [rows, columns]);
    const paths = [];
    for (let day = 0; day < days; day++) {
      const path = `${folder}/day-${day}.h5`;
      const temperature = strided
        .roll(weather, day * 16, { axis: 1 })
        .add(climate)
        .add(day / 10);
      await io.writeHdf5(path, { temperature }, { chunks });
      paths.push(path);
    }
    return { paths };
  },
  /** Seconds of one call of a small job, from many. */
  smallCall({ rows, features, calls, ...options }) {
    const a = strided.defaultRng(1).random([rows, features]);
    const b = strided.defaultRng(2).random([rows, features]);
    const [seconds, result] = timed(() => {
      let last;
      for (let call = 0; call < calls; call++) last = distances.cdist(a, b, options);
      return last;
    });
    return { seconds: seconds / calls, sample: sampleOf(result) };
  },
  /** What a fresh Node process takes to import the package, and the memory that stays. */
  importCost() {
    const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
    const code = `const start = performance.now(); const before = process.memoryUsage().rss;
      await import(${JSON.stringify(index)});
      console.log(JSON.stringify([(performance.now() - start) / 1000, process.memoryUsage().rss - before]))`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
      encoding: 'utf8',
    });
    const [seconds, bytes] = JSON.parse(printed);
    return { seconds, bytes, sample: [] };
  },
  /** The machine's own limits, by small native loops: operations or bytes a second. */
  limit({ kind, threads = 0, bytes }) {
    const path = strided.backendInfo().addon;
    if (path === null) return { missing: 'the native addon' };
    const addon = createRequire(import.meta.url)(path);
    if (kind in peakKinds) {
      // The addon counts a fused multiply-add as two; here a step is one instruction's lane.
      const value = addon.peak(peakKinds[kind], threads) / (kind.startsWith('fma') ? 2 : 1);
      return { seconds: 0, value, sample: [] };
    }
    let view = new Uint8Array(new SharedArrayBuffer(bytes));
    if (kind === 'memset-fresh') addon.adviseHuge(view);
    else addon.fillBytes(view, 1, threads);
    let best = addon.fillBytes(view, 2, threads);
    for (let round = 0; round < 4; round++) {
      if (kind === 'memset-fresh') {
        view = null;
        globalThis.gc?.();
        view = new Uint8Array(new SharedArrayBuffer(bytes));
        addon.adviseHuge(view);
      }
      best = Math.min(best, addon.fillBytes(view, 3, threads));
    }
    return { seconds: 0, value: bytes / best, sample: [] };
  },
  info() {
    return { seconds: 0, info: strided.backendInfo(), sample: [] };
  },
};

function withArrays(options) {
  const settings = { ...options };
  for (const name of ['w', 'V', 'VI']) if (name in settings) settings[name] = arrays.get(settings[name]);
  return settings;
}

/** A result array that lives on, every page of it touched. */
function outFor(rows, columns, dtype) {
  const key = `${rows} ${columns} ${dtype}`;
  if (!outs.has(key)) {
    outs.clear();
    outs.set(key, strided.full([rows, columns], 1, { dtype }));
  }
  return outs.get(key);
}

/** Fresh memory as JavaScript gives it: without asking for huge pages, and never from the pool. */
function plainMemory(rows, columns, dtype) {
  const storage = dtype === 'float32' ? Float32Array : Float64Array;
  const itemsize = storage.BYTES_PER_ELEMENT;
  const data = new storage(new SharedArrayBuffer(rows * columns * itemsize));
  return new strided.NDArray({
    data,
    dtype,
    shape: [rows, columns],
    strides: [columns * itemsize, itemsize],
  });
}

function timed(call) {
  const start = performance.now();
  const result = call();
  return [(performance.now() - start) / 1000, result];
}

/** The same places as in server.py. Read through `get`: who reads `data` keeps the memory from being recycled. */
function sampleOf(result) {
  const array = strided.asarray(result);
  const count = array.size;
  const places = [0, 1, Math.floor(count / 3), Math.floor(count / 2), count - 1];
  return places
    .filter((at) => at >= 0 && at < count)
    .map((at) => realOf(array.get(...placeOf(at, array.shape))));
}

/** The index of an element in C order. */
function placeOf(at, shape) {
  const place = [];
  for (let left = at, axis = shape.length - 1; axis >= 0; left = Math.floor(left / shape[axis]), axis--)
    place.unshift(left % shape[axis]);
  return place;
}

function realOf(element) {
  return typeof element === 'object' ? element.re : Number(element);
}

function answer({ op, ...request }) {
  if (op === 'load') {
    arrays.set(request.name, io.readNpySync(request.path));
    return {};
  }
  if (op === 'forget') {
    arrays.clear();
    outs.clear();
    return {};
  }
  return operations[op](request);
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = await answer(JSON.parse(line));
  } catch (error) {
    reply = { error: `${error.name}: ${error.message}` };
  }
  console.log(JSON.stringify(reply));
}
