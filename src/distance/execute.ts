/**
 * Running a problem: by a kernel in one call, or by tiles here.
 *
 * Policy: a synchronous call, and a promise form where threads work in the background, is one call of the backend,
 * which splits it, reports through the control block, and watches it for the order to stop. Everything else is split
 * here, into tiles of rows × columns: metrics that are functions, which no kernel can call, and promise forms that
 * compute on this thread. They let the event loop turn whenever `turnMs` have passed, and size tiles by how long the
 * last took. Every pair is computed alone, so results depend on none of this.
 *
 * A consumer is told of finished tiles: row bands from top to bottom, columns ascending within a band.
 */
import { AbortError, ArgumentError } from '../core/errors.js';
import { control as slots } from '../kernels/backend.js';
import { backend } from '../kernels/select.js';
import type { EntryName } from '../kernels/table.gen.js';
import { type Floats, isResizable } from './inputs.js';
import type { AsyncOptions, Progress } from './options.js';
import { type Problem, writePairParameters } from './problem.js';

/** A tile's distances, row after row. */
export type TileConsumer = (tile: Floats, row: number, rows: number, column: number, columns: number) => void;

/** How long the event loop may be kept waiting, and how long one tile should take. */
const turnMs = 8;
const tileMs = 4;
/** A tile before anything is known of its speed: multiplications of a kernel, and calls of a caller's function. */
const firstWork = 1 << 16;
const firstCalls = 32;
/** A tile stays in the cache. */
const mostPairs = 1 << 16;
const reportMs = 50;

/** How the tiles are cut; read before each tile, so that the driver may adapt it. */
interface TileLimit {
  pairs: number;
}

/** Computes tile after tile; yields the number of distances in each. `upper` leaves out tiles below the diagonal. */
function* tiles(
  problem: Problem,
  consume: TileConsumer,
  upper: boolean,
  limit: TileLimit,
): Generator<number, void> {
  const { rowsX, rowsY } = problem;
  let scratch = new Float64Array(0) as Floats;
  for (let row = 0; row < rowsX; ) {
    // Wide tiles: a row band is packed per tile, and bands of an eighth of the width keep that cheap.
    const rows = Math.min(rowsX - row, Math.max(1, Math.floor(Math.sqrt(limit.pairs / 8))));
    for (let column = upper ? row : 0; column < rowsY; ) {
      const columns = Math.min(rowsY - column, Math.max(1, Math.floor(limit.pairs / rows)));
      if (scratch.length < rows * columns) scratch = scratchFor(problem, rows * columns);
      computeTile(problem, scratch, row, rows, column, columns);
      consume(scratch, row, rows, column, columns);
      yield rows * columns;
      column += columns;
    }
    row += rows;
  }
}

function scratchFor(problem: Problem, size: number): Floats {
  return problem.resultDType === 'float32' ? new Float32Array(size) : new Float64Array(size);
}

function computeTile(
  problem: Problem,
  out: Floats,
  row: number,
  rows: number,
  column: number,
  columns: number,
): void {
  const { x, y, width, pair } = problem;
  if (pair !== null) {
    const columnRows = rowViews(y as Floats, column, columns, width);
    rowViews(x as Floats, row, rows, width).forEach((u, i) => {
      for (let j = 0; j < columns; j++) out[i * columns + j] = distanceOf(problem, pair(u, columnRows[j]));
    });
    return;
  }
  const params = new Float64Array(10);
  writePairParameters(params, problem, rows, columns);
  params[9] = columns;
  const operands = [
    x.subarray(row * width, (row + rows) * width),
    y.subarray(column * width, (column + columns) * width),
    out.length === rows * columns ? out : out.subarray(0, rows * columns),
    problem.weights,
    problem.matrix,
  ];
  backend().run('distanceFull', operands, params, problem.threads);
}

/** What the caller's function gave, which may be anything. @throws ArgumentError unless it is a number or a boolean. */
function distanceOf({ operation }: Problem, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  const got = value instanceof Promise ? 'a promise' : value === null ? 'null' : typeof value;
  throw new ArgumentError(`metric returned ${got}; needs a number`, {
    operation,
    argument: 'metric',
    got: value,
    needs: 'a function (u, v) => number',
  });
}

function rowViews(data: Floats, first: number, count: number, width: number): Floats[] {
  return Array.from({ length: count }, (_, i) => data.subarray((first + i) * width, (first + i + 1) * width));
}

/** Runs by tiles, to the end. */
export function runTiles(problem: Problem, consume: TileConsumer, upper: boolean): void {
  const sweep = tiles(problem, consume, upper, { pairs: mostPairs });
  while (!sweep.next().done);
}

function firstPairs({ pair, metric, features }: Problem): number {
  if (pair !== null) return firstCalls;
  const work = metric === 'mahalanobis' ? features * features : features;
  return Math.max(1, Math.floor(firstWork / Math.max(1, work)));
}

/** Runs by tiles, letting the event loop turn in between. @throws AbortError */
export async function runTilesAsync(
  problem: Problem,
  consume: TileConsumer,
  upper: boolean,
  turns: Turns,
  total: number,
): Promise<void> {
  const limit = { pairs: firstPairs(problem) };
  let done = 0;
  let started = performance.now();
  for (const pairs of tiles(problem, consume, upper, limit)) {
    done += pairs;
    const now = performance.now();
    const speed = pairs / Math.max(now - started, 0.01);
    // At most doubled at a time: the first tiles also pay for compilation.
    limit.pairs = Math.max(1, Math.min(mostPairs, 2 * limit.pairs, Math.floor(speed * tileMs)));
    if (turns.isDue(now)) await turns.turn({ done: Math.min(done, total), total });
    started = performance.now();
  }
  turns.check();
}

/** Keeps an asynchronous call polite: it says when the event loop is due, and reports and checks when it turns. */
export class Turns {
  readonly #operation: string;
  readonly #options: AsyncOptions;
  #last = performance.now();
  #reported = performance.now();

  constructor(operation: string, options: AsyncOptions) {
    this.#operation = operation;
    this.#options = options;
    checkAsyncOptions(operation, options);
    this.check();
  }

  /** @throws AbortError when the caller's signal has fired. */
  check(): void {
    const { signal } = this.#options;
    if (signal?.aborted) throw aborted(this.#operation, signal);
  }

  isDue(now: number): boolean {
    return now - this.#last > turnMs;
  }

  async turn(progress?: Progress): Promise<void> {
    await nextTurn();
    this.#last = performance.now();
    this.check();
    if (progress === undefined || this.#last - this.#reported < reportMs) return;
    this.#reported = this.#last;
    this.#options.onProgress?.(progress);
  }
}

/** @throws ArgumentError for a signal or a callback that is none: found out later, hours of work might be lost. */
function checkAsyncOptions(operation: string, { signal, onProgress }: AsyncOptions): void {
  const refuse = (argument: string, got: unknown, needs: string) =>
    new ArgumentError(`${argument} is ${typeof got}; needs ${needs}`, {
      operation,
      argument,
      got,
      needs,
    });
  if (signal !== undefined && signal !== null && typeof signal.addEventListener !== 'function')
    throw refuse('signal', signal, 'an AbortSignal');
  if (onProgress !== undefined && onProgress !== null && typeof onProgress !== 'function')
    throw refuse('onProgress', onProgress, 'a function');
}

function aborted(operation: string, signal: AbortSignal): AbortError {
  return new AbortError('the call was aborted', { operation, argument: 'signal', cause: signal.reason });
}

/** Resolves after the event loop has served what was waiting. */
const nextTurn: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () => new Promise((resolve) => setTimeout(resolve, 0));

/** Drives a generator to its end, letting the event loop turn at its yields. @throws AbortError */
export async function finishAsync<T>(steps: Generator<void, T>, turns: Turns): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (turns.isDue(performance.now())) await turns.turn();
  }
}

/** Whether kernel calls run beside this thread rather than on it. */
export function hasBackground(): boolean {
  return backend().name === 'native';
}

/** Runs one entry without keeping the event loop waiting. `total` distances are its progress. @throws AbortError */
export async function runInBackground(
  entry: EntryName,
  operands: readonly (ArrayBufferView | null)[],
  params: Float64Array,
  problem: Problem,
  options: AsyncOptions,
  total: number,
): Promise<void> {
  const { signal, onProgress } = options;
  checkSteady(problem.operation, operands);
  const control = new Int32Array(new SharedArrayBuffer(16));
  const cancel = () => Atomics.store(control, slots.cancel, 1);
  let failure: { error: unknown } | undefined;
  const report = () => {
    const tasks = Atomics.load(control, slots.tasksTotal);
    if (tasks === 0) return;
    const done = Math.floor((Atomics.load(control, slots.tasksDone) / tasks) * total);
    try {
      onProgress?.({ done: Math.min(done, total), total });
    } catch (error) {
      // A callback that throws ends the call, as it does in the tiled form.
      failure ??= { error };
      cancel();
    }
  };
  signal?.addEventListener('abort', cancel, { once: true });
  const timer = onProgress === undefined ? undefined : setInterval(report, reportMs);
  try {
    if (signal?.aborted) cancel();
    const finished = await backend().runAsync(entry, operands, params, problem.threads, control);
    if (failure !== undefined) throw failure.error;
    if (!finished) throw aborted(problem.operation, signal!);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** Inputs were copied out of resizable memory; only the caller's `out` can still lie there. */
function checkSteady(operation: string, operands: readonly (ArrayBufferView | null)[]): void {
  if (!operands.some((operand) => operand !== null && isResizable(operand))) return;
  throw new ArgumentError(
    'out lies in a resizable ArrayBuffer, which could shrink while it is written; needs another',
    {
      operation,
      argument: 'out',
      needs: 'memory of a fixed size',
    },
  );
}

/** The last report of a call that ended well. */
export function reportDone(options: AsyncOptions, total: number): void {
  options.onProgress?.({ done: total, total });
}
