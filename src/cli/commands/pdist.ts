/** strided pdist: the distances of every pair of rows, once each, as a condensed vector. */
import type { Command } from 'commander';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { FloatDType } from '../../distance/inputs.js';
import { ProgressBar } from '../../plot/progress-bar.js';
import { type CommandContext, kernelSummary } from '../context.js';
import { readLabels, readMatrix } from '../input.js';
import { addMetricOptions, metricList, readMetricOptions, resultDType } from '../metric-options.js';
import { checkNotInput, checkOutputName, writeResult } from '../output.js';
import { checkFitsDisk, checkFitsMemory, type ResultSize } from '../plan.js';
import { inputFacts, printReport } from '../report.js';
import type { CdistFlags } from './cdist.js';

export function addPdist(program: Command, context: CommandContext): void {
  const command = program
    .command('pdist')
    .summary('distances between the rows of one matrix, each pair once')
    .description(
      'Computes the distance of every pair of rows of X once: n (n − 1) / 2 numbers in the order of SciPy’s pdist,\n' +
        'half of what cdist takes. Without --out and --plot they are shown, shortened.',
    )
    .argument('<X>', 'rows of features: .npy, .npz, archive.npz:member, .csv or .tsv')
    .option('-o, --out <file>', 'where they go: .npy, .npz, .csv or .tsv')
    .option('--plot <file.png>', 'draw the full square matrix as a heat map')
    .option(
      '--order-by <labels>',
      'draw the rows sorted and grouped by these labels (.npy, or text, one a line)',
    )
    .option('--title <text>', "the picture's title");
  addMetricOptions(command)
    .addHelpText('after', `\nMetrics:\n${metricList()}\n${examples}`)
    .action((x: string, flags: CdistFlags) => runPdist(context, x, flags));
}

const examples = `
Examples:
  $ strided pdist points.npy --metric cosine --out condensed.npy
      what scipy.cluster.hierarchy and scipy.spatial.distance.squareform take
  $ strided pdist iris.csv --header --plot iris.png --order-by species.txt
      a picture of the square matrix`;

async function runPdist(context: CommandContext, path: string, flags: CdistFlags): Promise<void> {
  const started = performance.now();
  if (flags.out !== undefined) checkOutputName('pdist', flags.out, ['.npy', '.npz', '.csv', '.tsv']);
  if (flags.plot !== undefined) checkOutputName('pdist', flags.plot, ['.png']);
  if (flags.out !== undefined) checkNotInput('pdist', flags.out, [path, flags.orderBy]);
  const metric = await readMetricOptions('pdist', flags);
  const x = await readMatrix('pdist', path, flags);
  const [rows, features] = x.array.shape;
  const labels = flags.orderBy === undefined ? undefined : await readLabels('pdist', flags.orderBy, rows);
  const dtype = resultDType(flags, x.array);
  const pairs = (rows * (rows - 1)) / 2;
  const size: ResultSize = {
    command: 'pdist',
    what: `the ${pairs} distances of ${rows} rows, as ${dtype},`,
    elements: pairs,
    dtype,
    instead: [
      ...(dtype === 'float64' ? [{ advice: '--dtype float32 takes half', bytes: pairs * 4 }] : []),
      { advice: 'strided cdist --out D.npy writes the full matrix band by band: room on the disk is enough' },
      { advice: 'strided nearest --k 10 keeps only the nearest of each row' },
    ],
  };
  checkFitsMemory(size, flags.memory);
  if (flags.out !== undefined) checkFitsDisk(size, flags.out);
  const bar = new ProgressBar({ label: metric.name, units: pairs, unitName: 'pairs' });
  const { pdistAsync } = await import('../../distance/index.js');
  const computeStarted = performance.now();
  let condensed: NDArray<FloatDType, Shape>;
  try {
    condensed = (await pdistAsync(x.array, {
      ...metric.options,
      signal: context.interruption.signal,
      onProgress: bar.report,
    })) as NDArray<FloatDType, Shape>;
  } finally {
    bar.finish();
  }
  const compute = (performance.now() - computeStarted) / 1000;
  if (flags.out !== undefined) await writeResult('pdist', flags.out, { distances: condensed });
  else if (flags.plot === undefined && !flags.json) context.print(condensed.toString());
  context.interruption.check();
  if (flags.plot !== undefined) {
    const { Picture } = await import('../picture.js');
    const named = metric.remarks === '' ? metric.name : `${metric.name} (${metric.remarks})`;
    const title = flags.title ?? `${named} distances, ${x.name}`;
    const note = `${rows} × ${rows}, ${dtype}, from ${features} features`;
    const picture = new Picture(rows, rows, { title, note, rowName: x.name, columnName: x.name }, labels);
    picture.addCondensed(condensed.data);
    await picture.write('pdist', flags.plot);
  }
  const report = {
    command: 'pdist',
    metric: metric.name,
    remarks: metric.remarks,
    x: inputFacts(x),
    result: { path: flags.out, shape: condensed.shape, dtype, bytes: condensed.nbytes },
    pairs,
    plot: flags.plot,
    kernels: kernelSummary(flags.threads),
    seconds: { compute, total: (performance.now() - started) / 1000 },
  };
  printReport(context, report, flags.json === true);
}
