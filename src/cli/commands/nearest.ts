/** strided nearest: the k nearest rows of each row, without the matrix between them. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import { ProgressBar } from '../../plot/progress-bar.js';
import { type CommandContext, kernelSummary } from '../context.js';
import { checkColumns, type Input, readLabels, readMatrix } from '../input.js';
import {
  addMetricOptions,
  type MetricFlags,
  metricList,
  readMetricOptions,
  resultDType,
} from '../metric-options.js';
import { type Neighbours, neighbourJson, neighbourLines, neighbourTable } from '../neighbours.js';
import { wholeNumber } from '../option-values.js';
import { checkNotInput, checkOutputName, writeResult, writeText } from '../output.js';
import { checkFitsDisk, checkFitsMemory } from '../plan.js';
import { inputFacts, printReport } from '../report.js';

interface NearestFlags extends MetricFlags {
  readonly k: number;
  readonly out?: string;
  readonly includeSelf?: boolean;
  readonly names?: string;
}

/** Rows shown on the screen when the result goes nowhere else. */
const shownRows = 10;

export function addNearest(program: Command, context: CommandContext): void {
  const command = program
    .command('nearest')
    .summary('the k nearest rows of each row')
    .description(
      'Finds for every row of X the k nearest rows of Y, exactly, nearest first, equal distances by row number.\n' +
        'Without Y: the nearest other rows of X. The matrix of distances is never kept, so X and Y may be long.',
    )
    .argument('<X>', 'rows of features: .npy, .npz, archive.npz:member, .csv or .tsv')
    .argument('[Y]', 'rows to choose from, with as many features')
    .option('-k, --k <n>', 'how many', wholeNumber(1), 10)
    .option('-o, --out <file>', 'where they go: .npz (arrays indices and distances), .csv, .tsv or .json')
    .option('--names <file>', 'what to call the rows to choose from (text, one a line), instead of numbers')
    .option('--include-self', 'without Y: a row may be its own neighbour');
  addMetricOptions(command)
    .addHelpText('after', `\nMetrics:\n${metricList()}\n${examples}`)
    .action((x: string, y: string | undefined, flags: NearestFlags) => runNearest(context, x, y, flags));
}

const examples = `
Examples:
  $ strided nearest words.npy --k 10 --metric cosine --out neighbours.npz
      ten nearest words of each word; numpy.load('neighbours.npz')['indices']
  $ strided nearest data/words-10k-100d.npy -k 5 -m cosine --names data/words-10k.txt
      the same on the screen, with words for numbers
  $ strided nearest queries.npy catalogue.npy --k 3 --out matches.csv
      columns: row, rank, neighbour, distance`;

async function runNearest(
  context: CommandContext,
  xPath: string,
  yPath: string | undefined,
  flags: NearestFlags,
): Promise<void> {
  const started = performance.now();
  if (flags.out !== undefined) checkOutputName('nearest', flags.out, ['.npz', '.csv', '.tsv', '.json']);
  if (flags.out !== undefined) checkNotInput('nearest', flags.out, [xPath, yPath, flags.names]);
  const metric = await readMetricOptions('nearest', flags);
  const x = await readMatrix('nearest', xPath, flags);
  const y = yPath === undefined ? x : await readMatrix('nearest', yPath, flags);
  checkColumns('nearest', x, y);
  const dtype = resultDType(flags, x.array, y.array);
  const rowsY = y.array.shape[0];
  const names =
    flags.names === undefined ? undefined : await readLabels('nearest', flags.names, rowsY, '--names');
  const rows = x.array.shape[0];
  const size = {
    command: 'nearest',
    what: `${rows} × ${flags.k} indices and distances`,
    elements: rows * flags.k * 2,
    dtype,
    instead: [{ advice: 'a smaller --k' }, { advice: 'fewer rows of X at a time' }],
  };
  checkFitsMemory(size, flags.memory);
  if (flags.out !== undefined) checkFitsDisk(size, flags.out);
  const pairs = rows * rowsY;
  const bar = new ProgressBar({ label: `nearest, ${metric.name}`, units: pairs, unitName: 'pairs' });
  const { nearestAsync } = await import('../../distance/index.js');
  const computeStarted = performance.now();
  let found: Pick<Neighbours, 'indices' | 'distances'>;
  try {
    found = (await nearestAsync(x.array, yPath === undefined ? null : y.array, flags.k, {
      ...metric.options,
      excludeSelf: yPath === undefined && flags.includeSelf !== true,
      signal: context.interruption.signal,
      onProgress: bar.report,
    })) as never;
  } finally {
    bar.finish();
  }
  const compute = (performance.now() - computeStarted) / 1000;
  const neighbours: Neighbours = { ...found, names, sameRows: y === x };
  if (flags.out !== undefined) await writeNeighbours(flags.out, neighbours);
  else if (!flags.json) context.print(neighbourLines(neighbours, shownRows).join('\n'));
  context.interruption.check();
  const bytes = found.indices.nbytes + found.distances.nbytes;
  const report = {
    command: 'nearest',
    metric: metric.name,
    remarks: metric.remarks,
    x: inputFacts(x),
    y: yPath === undefined ? undefined : inputFacts(y as Input),
    result: { path: flags.out, shape: found.indices.shape, dtype, bytes },
    pairs,
    kernels: kernelSummary(flags.threads),
    seconds: { compute, total: (performance.now() - started) / 1000 },
  };
  printReport(context, report, flags.json === true);
}

async function writeNeighbours(path: string, found: Neighbours): Promise<void> {
  const { indices, distances } = found;
  switch (extname(path).toLowerCase()) {
    case '.npz':
      return writeResult('nearest', path, { indices, distances });
    case '.json':
      return writeText('nearest', path, neighbourJson(found));
    case '.tsv':
      return writeText('nearest', path, neighbourTable(found, '\t'));
    default:
      return writeText('nearest', path, neighbourTable(found, ','));
  }
}
