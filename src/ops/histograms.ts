/** Histograms: how many elements fall into each bin, in one dimension or several, and how often each integer is there. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { sizeOf } from '../core/shape.js';
import {
  asFloat64,
  type Bins,
  checkCount,
  countEvenly,
  edgesOf,
  evenEdges,
  givenEdges,
  histogramData,
  outerEdges,
  type Range,
  weightsOf,
} from './bins.js';
import { elementsOf, positionsOf } from './lanes.js';
import { castTo } from './reduction.js';
import { searchIn } from './searching.js';
import type { Operand } from './ufunc.js';

export type { BinRule, Bins } from './bins.js';

/** Options of `histogramBinEdges`. */
export interface BinOptions {
  /** The outer edges; by default the least and the greatest element. Elements outside are left out. */
  readonly range?: Range | null;
  /** What each element counts, of the shape of `x`. */
  readonly weights?: Operand | null;
}

/** Options of `histogram`. */
export interface HistogramOptions extends BinOptions {
  /** Gives a density, whose integral over the bins is 1, instead of counts. */
  readonly density?: boolean;
}

/** Options of histograms in several dimensions. */
export interface HistogramNdOptions {
  /** The outer edges of each dimension; null for the least and greatest element of one. */
  readonly range?: readonly (Range | null)[] | null;
  /** What each point counts. */
  readonly weights?: Operand | null;
  /** Gives a density, whose integral over the bins is 1, instead of counts. */
  readonly density?: boolean;
}

/** Bins of each dimension, or of all. */
export type BinsNd = number | readonly (number | Operand)[];

/** The number of the bin of each element between edges that were given, as a function; -1 outside. */
function binsBetween(operation: string, x: NDArray, edges: NDArray): (i: number) => number {
  const positions = positionsOf(searchIn(operation, edges, x, true));
  const values = asFloat64(operation, x);
  const bins = edges.size - 1;
  const last = asFloat64(operation, edges)[bins];
  return (i) => {
    const at = positions[2 * i] - 1;
    if (at < bins) return at;
    // The last bin has both its edges.
    return values[i] === last ? bins - 1 : -1;
  };
}

/** Counts (weights null) or sums of weights for each bin. */
function weigh(
  operation: string,
  x: NDArray,
  edges: NDArray,
  even: number | null,
  weights: Float64Array | null,
): Float64Array | BigInt64Array {
  const bins = Math.max(edges.size - 1, 0);
  const out = weights === null ? new BigInt64Array(bins) : new Float64Array(bins);
  if (bins === 0) return out;
  if (even !== null) {
    countEvenly(operation, x, asFloat64(operation, edges), out, weights);
    return out;
  }
  const sums = new Float64Array(bins);
  const binOf = binsBetween(operation, x, edges);
  for (let i = 0; i < x.size; i++) {
    const bin = binOf(i);
    if (bin >= 0) sums[bin] += weights === null ? 1 : weights[i];
  }
  if (weights !== null) return sums;
  const counts = out as BigInt64Array;
  for (let bin = 0; bin < bins; bin++) counts[bin] = BigInt(sums[bin]);
  return counts;
}

function counted(
  operation: string,
  x: NDArray,
  edges: NDArray,
  even: number | null,
  weights: NDArray | null,
) {
  const wrap = (data: Float64Array | BigInt64Array, dtype: DType): NDArray =>
    new NDArray({ data, dtype, shape: [data.length], strides: [8] });
  if (weights === null) return wrap(weigh(operation, x, edges, even, null), 'int64');
  if (dtypeInfo(weights.dtype).kind !== 'c') {
    const sums = wrap(weigh(operation, x, edges, even, asFloat64(operation, weights)), 'float64');
    return sums.dtype === weights.dtype ? sums : castTo(operation, sums, weights.dtype);
  }
  const own = elementsOf(operation, castTo(operation, weights, 'complex128')) as Float64Array;
  const sums = [0, 1].map((part) => {
    const parts = Float64Array.from({ length: weights.size }, (_, i) => own[2 * i + part]);
    return weigh(operation, x, edges, even, parts) as Float64Array;
  });
  const out = newArray(operation, 'complex128', [sums[0].length]);
  for (let bin = 0; bin < sums[0].length; bin++)
    for (const part of [0, 1]) storage(out)[2 * bin + part] = sums[part][bin];
  return (weights.dtype === 'complex128' ? out : out.asType(weights.dtype)) as NDArray;
}

/** Divides by the widths of the bins and the sum of all. @throws DTypeError for complex weights. */
function toDensity(operation: string, counts: NDArray, edges: NDArray): NDArray {
  if (dtypeInfo(counts.dtype).kind === 'c') {
    throw new DTypeError('a density has no complex weights; needs real ones', {
      operation,
      argument: 'weights',
      got: counts.dtype,
      needs: 'real weights',
    });
  }
  const values = asFloat64(operation, counts);
  const at = asFloat64(operation, edges);
  let sum = 0;
  for (const value of values) sum += value;
  const out = newArray(operation, 'float64', [values.length]);
  for (let bin = 0; bin < values.length; bin++)
    storage(out)[bin] = values[bin] / (at[bin + 1] - at[bin]) / sum;
  return out as unknown as NDArray;
}

const binNames: OptionNames<BinOptions> = { range: true, weights: true };

/**
 * The edges that `histogram` would use.
 *
 * Real data → edges of its dtype where it is floats, else float64; edges that are given come back as they are. No data
 * gives bins from 0 to 1.
 *
 * @param bins how many evenly spaced bins, the rule that chooses, or the edges. 10.
 * @throws as `histogram`.
 * @example
 * histogramBinEdges([0, 1, 4], 2).toArray(); // [0, 2, 4]
 * @see numpy.histogram_bin_edges
 */
export function histogramBinEdges(x: Operand, bins: Bins = 10, options: BinOptions = {}): NDArray {
  checkOptions('histogramBinEdges', options, binNames);
  const operation = 'histogramBinEdges';
  const data = histogramData(operation, x);
  const weights = weightsOf(operation, x, options.weights);
  return edgesOf(operation, data, bins, options.range, weights !== null).edges;
}

const histogramNames: OptionNames<HistogramOptions> = { density: true, range: true, weights: true };

/**
 * How many elements fall into each bin, and the edges of the bins. Bins hold their lower edge, the last one both.
 *
 * Real data of any shape → int64 counts, or with weights sums of their dtype; a density is float64. Edges as for
 * `histogramBinEdges`. NaN falls into no bin (and needs a `range`); no data gives zeros.
 *
 * @param bins how many evenly spaced bins, the rule that chooses ('auto', 'fd', 'doane', 'scott', 'stone', 'rice',
 * 'sturges', 'sqrt'), or the edges. 10.
 * @throws ArgumentError for no positive number of bins, more than the range can be cut into, an unknown rule, edges
 * that fall, a range that is not finite; ShapeError for weights of another shape; DTypeError for complex data.
 * @example
 * const [counts, edges] = histogram([1, 2, 1], 2);
 * counts.toArray(); // [2n, 1n]
 * @see numpy.histogram
 */
export function histogram(
  x: Operand,
  bins: Bins = 10,
  options: HistogramOptions = {},
): [counts: NDArray, edges: NDArray] {
  if (isForeign(x)) return x[foreignSymbol]('histogram', [x, bins, options]) as never;
  checkOptions('histogram', options, histogramNames);
  const data = histogramData('histogram', x);
  const weights = weightsOf('histogram', x, options.weights);
  const { edges, even } = edgesOf('histogram', data, bins, options.range, weights !== null);
  const counts = counted('histogram', data, edges, even, weights);
  return [options.density ? toDensity('histogram', counts, edges) : counts, edges];
}

/** Points as one array for each dimension. */
function coordinates(operation: string, sample: NDArray | readonly Operand[]): NDArray[] {
  if (sample instanceof NDArray && sample.ndim === 2) {
    return Array.from({ length: sample.shape[1] }, (_, i) =>
      histogramData(operation, sample.at(':', i) as NDArray, 'sample'),
    );
  }
  if (!(sample instanceof NDArray) && !Array.isArray(sample)) {
    throw new ArgumentError('sample is no array, and no list of one for each dimension', {
      operation,
      argument: 'sample',
      got: sample,
      needs: 'an array of shape (points, dimensions), or a list of arrays',
    });
  }
  const list: readonly Operand[] = sample instanceof NDArray ? [sample] : sample;
  const axes = list.map((one) => histogramData(operation, one, 'sample'));
  for (const axis of axes) {
    if (axis.size === axes[0].size) continue;
    throw new ShapeError(
      `the dimensions have ${axes[0].size} and ${axis.size} points; needs as many in each`,
      {
        operation,
        argument: 'sample',
        got: axis.size,
      },
    );
  }
  return axes;
}

/** The edges along each dimension. */
function edgesNd(
  operation: string,
  axes: readonly NDArray[],
  bins: BinsNd,
  options: HistogramNdOptions,
): NDArray[] {
  const each = typeof bins === 'number' ? axes.map(() => bins) : Array.from(bins);
  const ranges = options.range ?? axes.map(() => null);
  for (const [list, argument] of [
    [each, 'bins'],
    [ranges, 'range'],
  ] as const) {
    if (list.length === axes.length) continue;
    throw new ArgumentError(`${argument} has ${list.length} entries, the points ${axes.length} dimensions`, {
      operation,
      argument,
      got: list.length,
      needs: `${axes.length} entries`,
    });
  }
  return axes.map((axis, i) => {
    const own = each[i];
    if (typeof own !== 'number') return givenEdges(operation, own);
    const [low, high] = outerEdges(operation, axis, ranges[i]);
    return evenEdges(low, high, checkCount(operation, own), 'float64', (value) => value);
  });
}

const histogramNdNames: OptionNames<HistogramNdOptions> = { range: true, weights: true, density: true };

/**
 * How many points fall into each bin of a grid, and the edges along each dimension. Bins hold their lower edges, the
 * last ones both.
 *
 * Points: an array of shape (points, dimensions), or a list with an array for each dimension; real → float64 counts,
 * sums of weights or density, and edges as given, or float64. NaN falls into no bin (and needs a `range`).
 *
 * @param bins how many bins in each dimension, or for each dimension their number or their edges. 10.
 * @throws as `histogram`; also ArgumentError for bins or ranges of another number of dimensions.
 * @example
 * const [counts] = histogramdd([[0, 1, 1], [0, 1, 1]], 2);
 * counts.toArray(); // [[1, 0], [0, 2]]
 * @see numpy.histogramdd
 */
export function histogramdd(
  sample: NDArray | readonly Operand[],
  bins: BinsNd = 10,
  options: HistogramNdOptions = {},
): [counts: NDArray<'float64'>, edges: NDArray[]] {
  checkOptions('histogramdd', options, histogramNdNames);
  return gridCounts('histogramdd', sample, bins, options);
}

function gridCounts(
  operation: string,
  sample: NDArray | readonly Operand[],
  bins: BinsNd,
  options: HistogramNdOptions,
): [counts: NDArray<'float64'>, edges: NDArray[]] {
  const axes = coordinates(operation, sample);
  const edges = edgesNd(operation, axes, bins, options);
  const points = axes.length === 0 ? 0 : axes[0].size;
  const weights =
    options.weights === undefined || options.weights === null
      ? null
      : asFloat64(operation, weightsOf(operation, axes[0] as Operand, options.weights)!);
  const shape = edges.map((one) => Math.max(one.size - 1, 0));
  const out = newArray(operation, 'float64', shape) as unknown as NDArray<'float64'>;
  const counts = storage(out);
  const binOf = axes.map((axis, i) => (shape[i] > 0 ? binsBetween(operation, axis, edges[i]) : () => -1));
  for (let point = 0; point < points; point++) {
    let cell = 0;
    for (let i = 0; i < binOf.length && cell >= 0; i++) {
      const bin = binOf[i](point);
      cell = bin < 0 ? -1 : cell * shape[i] + bin;
    }
    if (cell >= 0) counts[cell] += weights === null ? 1 : weights[point];
  }
  if (options.density) divideByVolumes(operation, counts, edges);
  return [out, edges];
}

function divideByVolumes(operation: string, counts: Float64Array, edges: readonly NDArray[]): void {
  let sum = 0;
  for (const count of counts) sum += count;
  let below = sizeOf(edges.map((one) => one.size - 1));
  for (const one of edges) {
    const at = asFloat64(operation, one);
    const bins = one.size - 1;
    below /= bins;
    for (let cell = 0; cell < counts.length; cell++) {
      const bin = Math.floor(cell / below) % bins;
      counts[cell] /= at[bin + 1] - at[bin];
    }
  }
  for (let cell = 0; cell < counts.length; cell++) counts[cell] /= sum;
}

/**
 * How many points of a plane fall into each bin of a grid, and the edges along both axes.
 *
 * Real coordinates → float64 counts of shape (bins of x, bins of y), and edges as given, or float64.
 *
 * @param bins how many bins along each axis, edges for both axes, or for each axis their number or their edges. 10.
 * @throws as `histogramdd`.
 * @example
 * const [counts, xEdges, yEdges] = histogram2d([0, 1], [0, 1], 2);
 * counts.toArray(); // [[1, 0], [0, 1]]
 * @see numpy.histogram2d
 */
export function histogram2d(
  x: Operand,
  y: Operand,
  bins: BinsNd | Operand = 10,
  options: HistogramNdOptions = {},
): [counts: NDArray<'float64'>, xEdges: NDArray, yEdges: NDArray] {
  checkOptions('histogram2d', options, histogramNdNames);
  const list = Array.isArray(bins) && (bins.length === 1 || bins.length === 2);
  const both = typeof bins === 'number' || list ? (bins as BinsNd) : [bins as Operand, bins as Operand];
  const [counts, edges] = gridCounts('histogram2d', [x, y], both, options);
  return [counts, edges[0], edges[1]];
}
