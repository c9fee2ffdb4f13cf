/** The options that say which distance, of what, and how: the same for cdist, pdist and nearest. */
import { type Command, Option } from 'commander';
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import type { FloatDType } from '../distance/inputs.js';
import { findMetric, type MetricName, metricNames } from '../distance/metrics.js';
import type { Algorithm, MetricOptions } from '../distance/options.js';
import { type InputOptions, readArray } from './input.js';
import { anyNumber, byteCount, delimiterCharacter, wholeNumber } from './option-values.js';

/** As commander collects them. */
export interface MetricFlags extends InputOptions {
  readonly metric: string;
  readonly p?: number;
  readonly w?: string;
  readonly V?: string;
  readonly VI?: string;
  readonly centered?: boolean;
  readonly base?: number;
  readonly algorithm?: Algorithm;
  readonly dtype?: FloatDType;
  readonly threads?: number;
  readonly memory?: number;
  readonly json?: boolean;
}

/** Lists the metrics for the help text, a few on each line. */
export function metricList(): string {
  const lines = [''];
  for (const name of metricNames) {
    const last = lines.length - 1;
    if (lines[last].length + name.length > 70) lines.push(name);
    else lines[last] += lines[last] === '' ? name : `, ${name}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

export function addMetricOptions(command: Command): Command {
  return command
    .option(
      '-m, --metric <name>',
      'which distance (the list is below; SciPy’s short names work too)',
      'euclidean',
    )
    .option('--p <number>', 'minkowski: the exponent (2 unless told otherwise)', anyNumber)
    .option('--w <file>', 'weights, one for each feature')
    .option('--V <file>', 'seuclidean: variances, one for each feature (default: those of the data)')
    .option('--VI <file>', 'mahalanobis: inverse covariance matrix (default: that of the data)')
    .option(
      '--base <number>',
      'jensenshannon: base of the logarithm (natural unless told otherwise)',
      anyNumber,
    )
    .option('--centered', 'correlation: subtract the means first (it does unless told otherwise)')
    .option('--no-centered', 'correlation: do not')
    .addOption(
      new Option(
        '--algorithm <name>',
        'euclidean and its kin: direct (differences), gemm (x²+y²−2xy, close pairs repaired), auto',
      ).choices(['auto', 'direct', 'gemm']),
    )
    .addOption(
      new Option(
        '--dtype <name>',
        'of the arithmetic and the result (default: float32 where all input is, else float64)',
      ).choices(['float64', 'float32']),
    )
    .option('--threads <n>', 'at most this many threads', wholeNumber(1))
    .option('--header', 'csv and tsv: the first line is names (default: found out)')
    .option('--no-header', 'csv and tsv: the first line is data')
    .option(
      '--delimiter <character>',
      'csv and tsv: what parts the columns (default: found out)',
      delimiterCharacter,
    )
    .option('--memory <bytes>', 'use at most this much memory for the result, such as 2GB', byteCount)
    .option('--json', 'print one JSON object on stdout instead of text');
}

export interface ChosenMetric {
  /** The metric's own name, whatever alias was given. */
  readonly name: string;
  readonly options: MetricOptions;
  /** What to say of the options in a title: `p = 3`. */
  readonly remarks: string;
}

/**
 * Checks the name before any file is read, then reads the files that options name.
 * @throws ArgumentError suggesting a metric; FileError
 */
export async function readMetricOptions(command: string, flags: MetricFlags): Promise<ChosenMetric> {
  const name = findMetric(command, flags.metric);
  const arrayOf = async (path: string | undefined): Promise<NDArray<DType, Shape> | undefined> =>
    path === undefined ? undefined : readArray(command, path, flags);
  const vectorOf = async (path: string | undefined) => {
    const array = await arrayOf(path);
    // A csv file is a table even when it has one line or one column.
    return array?.ndim === 2 && array.shape.includes(1) ? array.reshape([array.size]) : array;
  };
  const options: Record<string, unknown> = { metric: name as MetricName };
  const set = (key: keyof MetricOptions, value: unknown) => {
    if (value !== undefined) options[key] = value;
  };
  set('p', flags.p);
  set('w', await vectorOf(flags.w));
  set('V', await vectorOf(flags.V));
  set('VI', await arrayOf(flags.VI));
  set('base', flags.base);
  set('centered', flags.centered);
  set('algorithm', flags.algorithm);
  set('dtype', flags.dtype);
  set('threads', flags.threads);
  const remarks = [
    flags.p === undefined ? '' : `p = ${flags.p}`,
    flags.w === undefined ? '' : 'weighted',
    flags.base === undefined ? '' : `base ${flags.base}`,
    flags.centered === false ? 'not centered' : '',
  ];
  return { name, options: options as MetricOptions, remarks: remarks.filter(Boolean).join(', ') };
}

/** The dtype the distances will have: float32 where all input is float32 or float16, unless chosen. */
export function resultDType(flags: MetricFlags, ...arrays: readonly { readonly dtype: DType }[]): FloatDType {
  if (flags.dtype !== undefined) return flags.dtype;
  return arrays.every(({ dtype }) => dtype === 'float32' || dtype === 'float16') ? 'float32' : 'float64';
}
