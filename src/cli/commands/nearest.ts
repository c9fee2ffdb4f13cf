/** strided nearest: the k nearest rows of each row, without the matrix between them. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { FloatDType } from '../../distance/inputs.js';
import { type CommandContext, kernelSummary } from '../context.js';
import { checkColumns, type Input, readMatrix } from '../input.js';
import {
  addMetricOptions,
  type MetricFlags,
  metricList,
  readMetricOptions,
  resultDType,
} from '../metric-options.js';
import { wholeNumber } from '../option-values.js';
import { checkOutputName, writeResult, writeText } from '../output.js';
import { checkFitsDisk, checkFitsMemory } from '../plan.js';
import { ProgressBar } from '../progress-bar.js';
import { inputFacts, printReport } from '../report.js';

interface NearestFlags extends MetricFlags {
  readonly k: number;
  readonly out?: string;
  readonly includeSelf?: boolean;
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
    .option('--include-self', 'without Y: a row may be its own neighbour');
  addMetricOptions(command)
    .addHelpText('after', `\nMetrics:\n${metricList()}\n${examples}`)
    .action((x: string, y: string | undefined, flags: NearestFlags) => runNearest(context, x, y, flags));
}

const examples = `
Examples:
  $ strided nearest words.npy --k 10 --metric cosine --out neighbours.npz
      ten nearest words of each word; numpy.load('neighbours.npz')['indices']
  $ strided nearest queries.npy catalogue.npy --k 3 --out matches.csv
      columns: row, rank, neighbour, distance`;

interface Neighbours {
  readonly indices: NDArray<'int32', Shape>;
  readonly distances: NDArray<FloatDType, Shape>;
}

async function runNearest(
  context: CommandContext,
  xPath: string,
  yPath: string | undefined,
  flags: NearestFlags,
): Promise<void> {
  const started = performance.now();
  if (flags.out !== undefined) checkOutputName('nearest', flags.out, ['.npz', '.csv', '.tsv', '.json']);
  const metric = await readMetricOptions('nearest', flags);
  const x = await readMatrix('nearest', xPath, flags);
  const y = yPath === undefined ? x : await readMatrix('nearest', yPath, flags);
  checkColumns('nearest', x, y);
  const dtype = resultDType(flags, x.array, y.array);
  const rows = x.array.shape[0];
  const size = {
    command: 'nearest',
    what: `${rows} × ${flags.k} indices and distances`,
    elements: rows * flags.k * 2,
    dtype,
    instead: ['a smaller --k', 'fewer rows of X at a time'],
  };
  checkFitsMemory(size, flags.memory);
  if (flags.out !== undefined) checkFitsDisk(size, flags.out);
  const pairs = rows * y.array.shape[0];
  const bar = new ProgressBar({ label: `nearest, ${metric.name}`, units: pairs, unitName: 'pairs' });
  const computeStarted = performance.now();
  const { nearestAsync } = await import('../../distance/index.js');
  let found: Neighbours;
  try {
    found = (await nearestAsync(x.array, yPath === undefined ? null : y.array, flags.k, {
      ...metric.options,
      excludeSelf: yPath === undefined && flags.includeSelf !== true,
      signal: context.interruption.signal,
      onProgress: bar.report,
    })) as unknown as Neighbours;
  } finally {
    bar.finish();
  }
  const compute = (performance.now() - computeStarted) / 1000;
  if (flags.out !== undefined) await writeNeighbours(flags.out, found);
  else if (!flags.json) context.print(neighbourLines(found, shownRows).join('\n'));
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

async function writeNeighbours(path: string, { indices, distances }: Neighbours): Promise<void> {
  switch (extname(path).toLowerCase()) {
    case '.npz':
      return writeResult('nearest', path, { indices, distances });
    case '.json':
      return writeText('nearest', path, jsonPieces({ indices, distances }));
    default:
      return writeText(
        'nearest',
        path,
        tablePieces({ indices, distances }, path.endsWith('.tsv') ? '\t' : ','),
      );
  }
}

/** One line for each row and rank. */
function* tablePieces({ indices, distances }: Neighbours, delimiter: string): Generator<string> {
  const [rows, k] = indices.shape;
  yield `${['row', 'rank', 'neighbour', 'distance'].join(delimiter)}\n`;
  for (let row = 0; row < rows; row++) {
    let lines = '';
    for (let rank = 0; rank < k; rank++) {
      const at = row * k + rank;
      lines += `${[row, rank + 1, indices.data[at], distances.data[at]].join(delimiter)}\n`;
    }
    yield lines;
  }
}

/** `{"indices": [[…], …], "distances": [[…], …]}`, a row on each line; NaN, which JSON lacks, is null. */
function* jsonPieces({ indices, distances }: Neighbours): Generator<string> {
  const [rows, k] = indices.shape;
  const matrix = function* (values: ArrayLike<number>) {
    for (let row = 0; row < rows; row++) {
      const line = JSON.stringify(Array.from({ length: k }, (_, rank) => values[row * k + rank]));
      yield `${line}${row < rows - 1 ? ',' : ''}\n`;
    }
  };
  yield '{"indices": [\n';
  yield* matrix(indices.data);
  yield '], "distances": [\n';
  yield* matrix(distances.data);
  yield ']}\n';
}

function neighbourLines({ indices, distances }: Neighbours, most: number): string[] {
  const [rows, k] = indices.shape;
  const width = String(Math.min(rows, most) - 1).length;
  const lines: string[] = [];
  for (let row = 0; row < Math.min(rows, most); row++) {
    const pairs = Array.from({ length: Math.min(k, 5) }, (_, rank) => {
      const at = row * k + rank;
      return `${indices.data[at]} (${Number(distances.data[at].toPrecision(4))})`;
    });
    lines.push(`${String(row).padStart(width)}: ${pairs.join(', ')}${k > 5 ? ', …' : ''}`);
  }
  if (rows > most) lines.push(`… ${rows - most} more rows: --out neighbours.npz keeps them all`);
  return lines;
}
