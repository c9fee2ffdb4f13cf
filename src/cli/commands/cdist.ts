/** strided cdist: the distances between two sets of rows, to a file, a picture, or the screen. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { FloatDType } from '../../distance/inputs.js';
import { ProgressBar } from '../../plot/progress-bar.js';
import type { CommandContext } from '../context.js';
import { kernelSummary } from '../context.js';
import { checkColumns, type Input, readLabels, readMatrix } from '../input.js';
import {
  addMetricOptions,
  type ChosenMetric,
  type MetricFlags,
  metricList,
  readMetricOptions,
  resultDType,
} from '../metric-options.js';
import { checkNotInput, checkOutputName, writeResult } from '../output.js';
import type { Picture } from '../picture.js';
import { type Alternative, checkFitsDisk, checkFitsMemory, type ResultSize } from '../plan.js';
import { type DistanceReport, inputFacts, printReport } from '../report.js';

export interface CdistFlags extends MetricFlags {
  readonly out?: string;
  readonly plot?: string;
  readonly orderBy?: string;
  readonly title?: string;
}

export function addCdist(program: Command, context: CommandContext): void {
  const command = program
    .command('cdist')
    .summary('distances between all rows of two matrices')
    .description(
      'Computes the distance of every row of X to every row of Y (of X itself when Y is left out).\n' +
        'Without --out and --plot the matrix is shown, shortened.',
    )
    .argument('<X>', 'rows of features: .npy, .npz, archive.npz:member, .csv or .tsv')
    .argument('[Y]', 'more rows, with as many features')
    .option('-o, --out <file>', 'where the matrix goes: .npy (may be larger than memory), .npz, .csv, .tsv')
    .option('--plot <file.png>', 'draw a heat map')
    .option(
      '--order-by <labels>',
      'draw the rows sorted and grouped by these labels (.npy, or text, one a line)',
    )
    .option('--title <text>', "the picture's title");
  addMetricOptions(command)
    .addHelpText('after', `\nMetrics:\n${metricList()}\n${examples}`)
    .action((x: string, y: string | undefined, flags: CdistFlags) => runCdist(context, x, y, flags));
}

const examples = `
Examples:
  $ strided cdist points.npy --out D.npy
      Euclidean distances of all points to each other
  $ strided cdist a.npy b.npy --metric cityblock --out D.npy --plot D.png
      two sets, another metric, and a picture
  $ strided cdist measurements.csv --metric minkowski --p 3 --w weights.csv --out D.csv
      a table in, a table out
  $ strided cdist digits.npy --plot digits.png --order-by labels.npy
      only the picture, rows grouped by class: no matrix is kept
  $ strided cdist big.npy --dtype float32 --out D.npy
      half the bytes; a matrix larger than memory is written band by band`;

async function runCdist(
  context: CommandContext,
  xPath: string,
  yPath: string | undefined,
  flags: CdistFlags,
): Promise<void> {
  const started = performance.now();
  if (flags.out !== undefined) checkOutputName('cdist', flags.out, ['.npy', '.npz', '.csv', '.tsv']);
  if (flags.plot !== undefined) checkOutputName('cdist', flags.plot, ['.png']);
  if (flags.out !== undefined) checkNotInput('cdist', flags.out, [xPath, yPath, flags.orderBy]);
  const metric = await readMetricOptions('cdist', flags);
  const x = await readMatrix('cdist', xPath, flags);
  const y = yPath === undefined ? x : await readMatrix('cdist', yPath, flags);
  checkColumns('cdist', x, y);
  const dtype = resultDType(flags, x.array, y.array);
  const toFile = extname(flags.out ?? '').toLowerCase() === '.npy';
  const size = describeSize(x, y, dtype, toFile);
  if (toFile) checkFitsDisk(size, flags.out!);
  else if (flags.out !== undefined || flags.plot === undefined) checkFitsMemory(size, flags.memory);
  const picture = await newPicture(x, y, metric, dtype, flags);
  const bar = new ProgressBar({ label: metric.name, units: size.elements, unitName: 'pairs' });
  const job = { context, x, y, metric, flags, bar, picture };
  // Loaded before the clock starts.
  await import('../../distance/index.js');
  const computeStarted = performance.now();
  let computed: number;
  try {
    if (toFile) computed = await toNpyFile(job, flags.out!);
    else if (flags.out === undefined && picture !== undefined) computed = await toPicture(job, picture);
    else computed = await inMemory(job);
  } finally {
    bar.finish();
  }
  context.interruption.check();
  if (picture !== undefined) await picture.write('cdist', flags.plot!);
  const bytes = size.elements * (dtype === 'float32' ? 4 : 8);
  const report: DistanceReport = {
    command: 'cdist',
    metric: metric.name,
    remarks: metric.remarks,
    x: inputFacts(x),
    y: y === x ? undefined : inputFacts(y),
    result: { path: flags.out, shape: [x.array.shape[0], y.array.shape[0]], dtype, bytes },
    pairs: size.elements,
    plot: flags.plot,
    streamed: toFile ? true : undefined,
    kernels: kernelSummary(flags.threads),
    seconds: { compute: (computed - computeStarted) / 1000, total: (performance.now() - started) / 1000 },
  };
  printReport(context, report, flags.json === true);
}

interface Job {
  readonly context: CommandContext;
  readonly x: Input;
  readonly y: Input;
  readonly metric: ChosenMetric;
  readonly flags: CdistFlags;
  readonly bar: ProgressBar;
  readonly picture: Picture | undefined;
}

function distanceOptions({ context, metric, bar }: Job) {
  return {
    ...metric.options,
    signal: context.interruption.signal,
    onProgress: bar.report,
  };
}

/** Straight to the file; the picture is then drawn from it. Gives the time when the matrix was there. */
async function toNpyFile(job: Job, path: string): Promise<number> {
  const { cdistToFile } = await import('../../distance/index.js');
  await cdistToFile(path, job.x.array, job.y.array, {
    ...distanceOptions(job),
    ...(job.flags.memory === undefined ? {} : { memoryBudget: job.flags.memory }),
  });
  const computed = performance.now();
  if (job.picture !== undefined) {
    const { matrixRows } = await import('../matrix-rows.js');
    for await (const block of matrixRows(path)) {
      job.context.interruption.check();
      job.picture.addRows(block.start, block.rows, block.values);
    }
  }
  return computed;
}

/** Band by band into the picture; nothing else is kept. */
async function toPicture(job: Job, picture: Picture): Promise<number> {
  const { cdistBlocks } = await import('../../distance/index.js');
  const blocks = cdistBlocks(job.x.array, job.y.array, {
    ...distanceOptions(job),
    ...(job.flags.memory === undefined ? {} : { memoryBudget: job.flags.memory }),
  });
  for await (const { start, stop, block } of blocks) {
    picture.addRows(start, stop - start, block.data as Float64Array);
  }
  return performance.now();
}

async function inMemory(job: Job): Promise<number> {
  const { cdistAsync } = await import('../../distance/index.js');
  const matrix = (await cdistAsync(job.x.array, job.y.array, distanceOptions(job))) as NDArray<
    FloatDType,
    Shape
  >;
  const computed = performance.now();
  job.bar.finish();
  job.picture?.addRows(0, matrix.shape[0], matrix.data);
  if (job.flags.out !== undefined) await writeResult('cdist', job.flags.out, { distances: matrix });
  else if (!job.flags.json) job.context.print(matrix.toString());
  return computed;
}

function describeSize(x: Input, y: Input, dtype: FloatDType, toFile: boolean): ResultSize {
  const [rowsX, rowsY] = [x.array.shape[0], y.array.shape[0]];
  const instead: Alternative[] = [
    { advice: 'strided nearest --k 10 keeps only the nearest of each row' },
    { advice: '--plot without --out draws the matrix without keeping it' },
  ];
  if (!toFile) instead.unshift({ advice: '--out D.npy needs room on the disk only' });
  if (dtype === 'float64')
    instead.unshift({ advice: '--dtype float32 takes half', bytes: rowsX * rowsY * 4 });
  return {
    command: 'cdist',
    what: `${rowsX} × ${rowsY} distances of ${dtype}`,
    elements: rowsX * rowsY,
    dtype,
    instead,
  };
}

async function newPicture(
  x: Input,
  y: Input,
  metric: ChosenMetric,
  dtype: FloatDType,
  flags: CdistFlags,
): Promise<Picture | undefined> {
  if (flags.plot === undefined) return undefined;
  const { Picture } = await import('../picture.js');
  const [rows, columns] = [x.array.shape[0], y.array.shape[0]];
  const labels = flags.orderBy === undefined ? undefined : await readLabels('cdist', flags.orderBy, rows);
  const named = metric.remarks === '' ? metric.name : `${metric.name} (${metric.remarks})`;
  const of = y === x ? x.name : `${x.name} and ${y.name}`;
  return new Picture(
    rows,
    columns,
    {
      title: flags.title ?? `${named} distances, ${of}`,
      note: `${rows} × ${columns}, ${dtype}, from ${x.array.shape[1]} features`,
      rowName: x.name,
      columnName: y.name,
    },
    labels,
  );
}
