/** strided compare: one distance matrix computed in several ways, timed, and checked against each other. */
import type { Command } from 'commander';
import { ShapeError, StridedError } from '../../core/errors.js';
import { formatBytes, formatSeconds, formatTable } from '../../plot/format.js';
import { type CommandContext, describeKernels, kernelSummary } from '../context.js';
import type { Matrix, Way } from '../euclidean-ways.js';
import { readMatrix } from '../input.js';
import { wholeNumber } from '../option-values.js';
import { checkFitsMemory } from '../plan.js';

interface CompareFlags {
  readonly rows: number;
  readonly features: number;
  readonly seed: number;
  readonly repeat: number;
  readonly threads?: number;
  readonly json?: boolean;
}

export function addCompare(program: Command, context: CommandContext): void {
  program
    .command('compare')
    .summary('time loops, broadcasting, the product trick and cdist on one input')
    .description(
      'Computes the Euclidean distances of the rows of X to each other in several ways: loops,\n' +
        'broadcasting, the x² + y² − 2xy trick, and cdist. Times each, and checks that they agree.\n' +
        'Without X: normally distributed random numbers.',
    )
    .argument('[X]', 'rows of features: .npy, .npz, archive.npz:member, .csv or .tsv')
    .option('--rows <n>', 'rows of the random matrix', wholeNumber(1), 2000)
    .option('--features <n>', 'columns of the random matrix', wholeNumber(1), 50)
    .option('--seed <n>', 'where the random numbers start', wholeNumber(0), 0)
    .option('--repeat <n>', 'run each way so many times and keep the fastest', wholeNumber(1), 3)
    .option('--threads <n>', 'at most this many threads', wholeNumber(1))
    .option('--json', 'print one JSON object on stdout instead of text')
    .addHelpText('after', examples)
    .action((path: string | undefined, flags: CompareFlags) => runCompare(context, path, flags));
}

const examples = `
Examples:
  $ strided compare
      2000 points in 50 dimensions, as in the course
  $ strided compare iris.npy --repeat 10
      data of your own
  $ strided compare --rows 500 --features 1000 --json`;

interface Outcome {
  readonly way: Way;
  readonly seconds: number;
  /** The largest difference from the loops, relative to the largest distance. */
  readonly difference: number;
}

async function runCompare(
  context: CommandContext,
  path: string | undefined,
  flags: CompareFlags,
): Promise<void> {
  const { euclideanWays } = await import('../euclidean-ways.js');
  const x = path === undefined ? await randomMatrix(flags) : await fileMatrix(path);
  const [rows, features] = x.shape;
  checkFitsMemory({
    command: 'compare',
    what: `${rows} × ${rows} distances, held four times over,`,
    elements: 4 * rows * rows,
    dtype: 'float64',
    instead: [{ advice: 'fewer rows' }],
  });
  const outcomes: Outcome[] = [];
  let loops: Float64Array | undefined;
  for (const way of euclideanWays(x, flags.threads)) {
    const { seconds, matrix } = await fastest(way, flags.repeat, context);
    loops ??= matrix;
    outcomes.push({ way, seconds, difference: largestDifference(loops, matrix) });
  }
  const kernels = kernelSummary(flags.threads);
  const disagreeing = outcomes.filter(({ way, difference }) => !(difference <= way.tolerance));
  if (flags.json) {
    context.print(JSON.stringify(summary(x, path, kernels, outcomes, disagreeing.length === 0)));
  } else {
    const source = path ?? `random, seed ${flags.seed}`;
    context.print(`Euclidean distances of ${rows} × ${features} float64 (${source})\n`);
    context.print(table(outcomes));
    context.print(`\nBest of ${flags.repeat}; cdist by ${describeKernels(kernels)}.`);
    if (disagreeing.length === 0) context.print(`All agree with the loops within rounding.`);
  }
  if (disagreeing.length > 0) {
    const names = disagreeing.map(({ way, difference }) => `${way.name} by ${difference.toExponential(1)}`);
    throw new StridedError(`results differ from the loops: ${names.join(', ')}`, { operation: 'compare' });
  }
}

async function randomMatrix({ rows, features, seed }: CompareFlags): Promise<Matrix> {
  const { defaultRng } = await import('../../index.js');
  return defaultRng(seed).standardNormal([rows, features]) as Matrix;
}

async function fileMatrix(path: string): Promise<Matrix> {
  const { array } = await readMatrix('compare', path, {});
  if (array.shape[0] === 0) {
    throw new ShapeError(`${path} has no rows; needs at least one`, { operation: 'compare', argument: path });
  }
  return array.asType('float64') as Matrix;
}

/** Runs a way a few times; slow ones only until they have had their share of time. */
async function fastest(way: Way, repeat: number, context: CommandContext) {
  const enoughSeconds = 2;
  let seconds = Number.POSITIVE_INFINITY;
  let spent = 0;
  let matrix: Float64Array = new Float64Array(0);
  for (let round = 0; round < repeat && (round === 0 || spent < enoughSeconds); round++) {
    // Lets Ctrl-C through: what follows keeps the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    context.interruption.check();
    const started = performance.now();
    matrix = way.compute();
    const took = (performance.now() - started) / 1000;
    seconds = Math.min(seconds, took);
    spent += took;
  }
  return { seconds, matrix };
}

/** NaN where one has a NaN and the other has none. */
function largestDifference(expected: Float64Array, got: Float64Array): number {
  let largest = 0;
  let scale = Number.MIN_VALUE;
  for (let at = 0; at < expected.length; at++) {
    if (Number.isNaN(expected[at]) && Number.isNaN(got[at])) continue;
    if (expected[at] === got[at]) {
      if (expected[at] > scale && Number.isFinite(expected[at])) scale = expected[at];
      continue;
    }
    const difference = Math.abs(expected[at] - got[at]);
    if (!(difference <= largest)) largest = difference;
    if (expected[at] > scale && Number.isFinite(expected[at])) scale = expected[at];
    if (Number.isNaN(largest)) return Number.NaN;
  }
  return largest / scale;
}

function table(outcomes: readonly Outcome[]): string {
  const [{ seconds: baseline }] = outcomes;
  const rows = outcomes.map(({ way, seconds, difference }) => [
    `${way.name}: ${way.how}`,
    formatSeconds(seconds),
    `${ratio(baseline / seconds)}×`,
    way.extraBytes === 0 ? '–' : formatBytes(way.extraBytes),
    way.tolerance === 0 ? '–' : difference === 0 ? '0' : difference.toExponential(1),
  ]);
  return formatTable(['way', 'time', 'times faster', 'temporaries', 'difference'], rows);
}

function ratio(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

function summary(
  x: Matrix,
  path: string | undefined,
  kernels: ReturnType<typeof kernelSummary>,
  outcomes: readonly Outcome[],
  agree: boolean,
) {
  const [{ seconds: baseline }] = outcomes;
  return {
    command: 'compare',
    metric: 'euclidean',
    x: { path, shape: x.shape, dtype: x.dtype },
    kernels,
    agree,
    ways: outcomes.map(({ way, seconds, difference }) => ({
      name: way.name,
      how: way.how,
      seconds,
      ratio: baseline / seconds,
      temporaryBytes: way.extraBytes,
      difference,
      tolerance: way.tolerance,
    })),
  };
}
