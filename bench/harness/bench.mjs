// What a benchmark file gets: data, contestants, interleaved timing, and rows of the report.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LineProcess } from './line-process.mjs';
import { rowText } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const benchFolder = dirname(here);

/**
 * Floating-point instructions on each pair and feature, for the fraction of the machine's add or FMA peak. Where adders
 * and multipliers are apart, a kernel that uses both can pass 100 %.
 */
const vectorSteps = {
  cityblock: 2,
  chebyshev: 2,
  sqeuclidean: 2,
  euclidean: 2,
  cosine: 1,
  correlation: 1,
  product: 1,
};

/** How often quick work is repeated. */
const quickRounds = 40;

export class Bench {
  constructor({ short, rounds, budgetSeconds, quickSeconds, peers, threads }) {
    this.short = short;
    this.rounds = short ? 1 : rounds;
    this.budgetSeconds = budgetSeconds;
    /** For how long quick work is repeated. */
    this.quickSeconds = quickSeconds;
    this.threads = threads;
    this.rows = [];
    this.folder = mkdtempSync(join(tmpdir(), 'strided-bench-'));
    this.usePeers = peers;
    this.ownProcesses = new Map();
    this.javascriptProcesses = {};
    this.limits = new Map();
    this.files = new Map();
  }

  /** Our side, with more environment if asked; one process for each environment. */
  ours(environment = {}) {
    const key = JSON.stringify(environment);
    let process = this.ownProcesses.get(key);
    if (process === undefined) {
      const settings = { STRIDED_NUM_THREADS: String(this.threads), ...environment };
      process = new LineProcess(
        globalThis.process.execPath,
        ['--expose-gc', join(here, 'ours.mjs')],
        settings,
      );
      this.ownProcesses.set(key, process);
    }
    return process;
  }

  /** The Python side; undefined where there is no Python with NumPy. */
  python() {
    if (!this.usePeers) return undefined;
    // A Python without NumPy, or none, answers every request with what is missing.
    if (this.pythonProcess === undefined) {
      const own = join(benchFolder, '.venv', 'bin', 'python');
      const command = process.env.STRIDED_PEER_PYTHON ?? (existsSync(own) ? own : 'python3');
      const threads = String(this.threads);
      const limits = { OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads, MKL_NUM_THREADS: threads };
      this.pythonProcess = new LineProcess(command, [join(benchFolder, 'peers', 'server.py')], limits);
    }
    return this.pythonProcess;
  }

  /** A JavaScript peer by its name: 'numpy-ts' or 'tfjs'. */
  javascript(library) {
    if (!this.usePeers) return undefined;
    const path = join(benchFolder, 'peers', 'javascript', 'server.mjs');
    this.javascriptProcesses[library] ??= new LineProcess(process.execPath, [path, library]);
    return this.javascriptProcesses[library];
  }

  /** Every process that was started. */
  #processes() {
    const started = [...this.ownProcesses.values(), ...Object.values(this.javascriptProcesses)];
    return this.pythonProcess === undefined ? started : [...started, this.pythonProcess];
  }

  /** A size for real runs and one for --short. */
  size(full, short) {
    return this.short ? short : full;
  }

  /**
   * Random data on disk, the same for every contestant. `kind`: normal, positive (for distributions), bool, int. A
   * vector where `features` is left out.
   */
  async data(kind, rows, features, dtype = 'float64', seed = 2026) {
    const name = `${kind}-${rows}-${features}-${dtype}-${seed}`;
    if (!this.files.has(name)) {
      const { defaultRng } = await import('../../dist/index.js');
      const { writeNpySync } = await import('../../dist/io/index.js');
      const generator = defaultRng(seed);
      const shape = features === undefined ? [rows] : [rows, features];
      let array = kind === 'normal' ? generator.standardNormal(shape) : generator.random(shape);
      if (kind === 'int') array = array.multiply(1e6).floor();
      if (kind === 'bool') array = array.less(0.5);
      else if (dtype !== 'float64') array = array.asType(dtype);
      const path = join(this.folder, `${name}.npy`);
      writeNpySync(path, array);
      this.files.set(name, path);
    }
    return { name, path: this.files.get(name), rows, features };
  }

  /** Numbers spread evenly over [low, high): a vector. */
  async stretched(low, high, size, dtype = 'float64') {
    const name = `stretched-${low}-${high}-${size}-${dtype}`;
    if (!this.files.has(name)) {
      const { defaultRng } = await import('../../dist/index.js');
      const { writeNpySync } = await import('../../dist/io/index.js');
      const path = join(this.folder, `${name}.npy`);
      writeNpySync(path, defaultRng(2026).uniform(low, high, [size]).asType(dtype));
      this.files.set(name, path);
    }
    return { name, path: this.files.get(name), rows: size };
  }

  /** Two different sets of points: a set against itself has a short cut that the peers do not have. */
  async pair(kind, rows, features, dtype) {
    return [await this.data(kind, rows, features, dtype), await this.data(kind, rows, features, dtype, 2027)];
  }

  /** The same points once more, elsewhere in memory. */
  twin(item) {
    return { ...item, name: `${item.name}-twin` };
  }

  /** A file of the user's as data. */
  file(path, rows, features) {
    return { name: path, path, rows, features };
  }

  /**
   * Runs the sides in turn (ours, peer, ours, peer …) and keeps the best of each.
   * A side: { process, request, data: [..] }; the answer has the best seconds, or what was missing or went wrong. `restMs`:
   * how long the machine rests before each turn.
   */
  async contest(sides, restMs = 0) {
    const results = sides.map(() => ({ seconds: Number.POSITIVE_INFINITY }));
    for (const [index, side] of sides.entries()) {
      if (side.process === undefined) results[index] = { missing: 'Python' };
      for (const item of side.data ?? []) await this.#load(side.process, item);
    }
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    // Work of milliseconds is repeated more: one best of few would be a best of the machine's bad moments.
    const wanted = (round) =>
      round < this.rounds || (!this.short && round < quickRounds && elapsed() < this.quickSeconds);
    for (let round = 0; wanted(round); round++) {
      if (round >= 2 && elapsed() > this.budgetSeconds) break;
      for (const [index, side] of sides.entries()) {
        if (results[index].missing || results[index].error) continue;
        if (restMs > 0) await setTimeout(restMs);
        const reply = await side.process.ask(side.request);
        if (reply.missing || reply.error) results[index] = reply;
        else if (reply.seconds < results[index].seconds) results[index] = reply;
      }
    }
    return results;
  }

  async #load(process, item) {
    if (process === undefined) return;
    process.loaded ??= new Set();
    if (process.loaded.has(item.name)) return;
    await process.ask({ op: 'load', name: item.name, path: item.path });
    process.loaded.add(item.name);
  }

  /** Frees what a case has loaded and kept, everywhere. */
  async forget() {
    for (const process of this.#processes()) {
      await process.ask({ op: 'forget' });
      process.loaded?.clear();
    }
  }

  /**
   * One line of the report: our request against a peer's.
   * `agree`: the relative difference up to which both results count as the same; null: not comparable.
   */
  async compare({ work, against, ours, peer, target, limit, agree = 1e-6, note, restMs }) {
    const [own, other] = await this.contest([ours, peer], restMs);
    const row = { work, against, target, note, ours: own, peer: other };
    if (own.seconds > 0 && other.seconds > 0) row.ratio = other.seconds / own.seconds;
    if (row.ratio && agree !== null) row.agrees = samplesAgree(own.sample, other.sample, agree);
    if (limit && own.seconds > 0) row.limit = await this.fraction(limit, own.seconds);
    this.report(row);
    return row;
  }

  report(row) {
    // A target is for the full size: a tiny one says nothing about it.
    if (this.short) delete row.target;
    this.rows.push(row);
    console.log(rowText(row));
  }

  /** The share of the machine's own limit that `seconds` reach; null where it cannot be measured. */
  async fraction({ metric, rowsX, rowsY, features, itemsize = 8, fresh, threads = 0 }, seconds) {
    const dtype = itemsize === 4 ? 'f32' : 'f64';
    const kind = metric === 'cityblock' || metric === 'chebyshev' ? 'add' : 'fma';
    const steps = await this.limit(`${kind}-${dtype}`, threads);
    const bandwidth = await this.limit(fresh ? 'memset-fresh' : 'memset', threads);
    if (!steps || !bandwidth) return null;
    const compute = (rowsX * rowsY * features * (vectorSteps[metric] ?? 2)) / steps;
    const memory = (rowsX * rowsY * itemsize) / bandwidth;
    return { bound: compute > memory ? kind : 'memset', fraction: Math.max(compute, memory) / seconds };
  }

  async limit(kind, threads) {
    const key = `${kind} ${threads}`;
    if (!this.limits.has(key)) {
      const reply = await this.ours().ask({ op: 'limit', kind, threads, bytes: this.size(1 << 30, 1 << 24) });
      this.limits.set(key, reply.value);
    }
    return this.limits.get(key);
  }

  async close() {
    for (const process of this.#processes()) await process.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function samplesAgree(a, b, tolerance) {
  return a.every((value, index) => {
    const other = b[index];
    if (Number.isNaN(value) || value === null) return other === null || Number.isNaN(other);
    return Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(value), Math.abs(other));
  });
}
