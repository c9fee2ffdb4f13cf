/**
 * The bins of a histogram: their outer edges, how many a rule wants, and the edges between.
 *
 * The arithmetic is NumPy's, operation for operation and in the dtype of the data, so that an element that lies on an
 * edge falls on the same side.
 */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { formatShape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import { elementsOf, flattened, takeAt } from './lanes.js';
import { rounding } from './order-statistics.js';
import { percentile } from './quantiles.js';
import { castTo } from './reduction.js';
import { sameShape } from './result.js';
import { mean, std } from './statistics.js';
import { type Operand, toArray } from './ufunc.js';

/** A rule that chooses the number of bins from the data. */
export type BinRule = 'auto' | 'fd' | 'doane' | 'scott' | 'stone' | 'rice' | 'sturges' | 'sqrt';

/** How many bins, which rule says so, or their edges. */
export type Bins = number | BinRule | Operand;

/** The lower and upper edge of all bins. */
export type Range = readonly [low: number, high: number];

/** Edges, and whether they are evenly spaced. */
export interface Edges {
  readonly edges: NDArray;
  /** The number of evenly spaced bins; null for edges that were given. */
  readonly even: number | null;
}

/** Least and greatest element; NaN when there is one. There is an element. */
export function boundsOf(operation: string, x: NDArray): [low: number, high: number] {
  const own = x.dtype === 'float16' ? castTo(operation, x, 'float32') : x;
  const out = new Float64Array(2);
  backend().run(
    'bounds',
    [elementsOf(operation, own), out],
    new Float64Array([kernelCode(own.dtype), x.size]),
  );
  return [out[0], out[1]];
}

/** The data of a histogram, flattened: bools count as uint8. @throws DTypeError for complex numbers. */
export function histogramData(operation: string, x: Operand, argument = 'x'): NDArray {
  const a = toArray(operation, x);
  if (dtypeInfo(a.dtype).kind === 'c') {
    throw new DTypeError(`${argument} is ${a.dtype}; needs real numbers`, {
      operation,
      argument,
      got: a.dtype,
      needs: 'a real dtype',
    });
  }
  return flattened(operation, a.dtype === 'bool' ? (a.view('uint8') as NDArray) : a);
}

/** The outermost edges. @throws ArgumentError for a range that is none, or data that is not finite. */
export function outerEdges(operation: string, x: NDArray, range: Range | null | undefined): [number, number] {
  let edges: [number, number];
  if (range !== undefined && range !== null) {
    const [low, high] = Array.isArray(range) ? (range as Range) : [Number.NaN, Number.NaN];
    if (!(low <= high) || !Number.isFinite(low) || !Number.isFinite(high)) {
      throw new ArgumentError(`range is [${low}, ${high}]; needs two finite numbers, the lower one first`, {
        operation,
        argument: 'range',
        got: range,
        needs: 'two finite numbers, the lower one first',
      });
    }
    edges = [low, high];
  } else if (x.size === 0) {
    edges = [0, 1];
  } else {
    edges = boundsOf(operation, x);
    if (!Number.isFinite(edges[0]) || !Number.isFinite(edges[1])) {
      throw new ArgumentError(`the data ranges from ${edges[0]} to ${edges[1]}; needs a range`, {
        operation,
        argument: 'range',
        got: edges,
        needs: 'a finite range',
      });
    }
  }
  return edges[0] === edges[1] ? [edges[0] - 0.5, edges[1] + 0.5] : edges;
}

/** What a rule makes of the data: the width of a bin, 0 where it has no answer. */
type Rule = (x: NDArray, width: number, range: Range) => number;

/** 'stone': the number of bins with the least estimated error, each tried. */
function stone(x: NDArray, width: number, [low, high]: Range): number {
  const n = x.size;
  if (n <= 1 || width === 0) return 0;
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let bins = 1; bins <= Math.max(100, Math.floor(Math.sqrt(n))); bins++) {
    const edges = evenEdges(low, high, bins, 'float64', (value) => value);
    const counts = new BigInt64Array(bins);
    countEvenly('histogram', x, storage(edges) as Float64Array, counts, null);
    let squares = 0;
    for (const count of counts) squares += (Number(count) / n) ** 2;
    const error = (2 - (n + 1) * squares) / (width / bins);
    if (error < least) {
      least = error;
      best = bins;
    }
  }
  return width / best;
}

function doane(x: NDArray, width: number): number {
  const n = x.size;
  if (n <= 2) return 0;
  const deviation = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  const sigma = Number(std(x).item());
  if (!(sigma > 0)) return 0;
  const center = Number(mean(x).item());
  let cubes = 0;
  for (const value of asFloat64('histogram', x)) cubes += ((value - center) / sigma) ** 3;
  return width / (1 + Math.log2(n) + Math.log2(1 + Math.abs(cubes / n) / deviation));
}

function freedmanDiaconis(x: NDArray): number {
  const [upper, lower] = (percentile(x, [75, 25]) as NDArray).toArray() as number[];
  return 2 * (upper - lower) * x.size ** (-1 / 3);
}

const rules: { readonly [R in BinRule]: Rule } = {
  sqrt: (x, width) => width / Math.sqrt(x.size),
  sturges: (x, width) => width / (Math.log2(x.size) + 1),
  rice: (x, width) => width / (2 * x.size ** (1 / 3)),
  scott: (x) => ((24 * Math.PI ** 0.5) / x.size) ** (1 / 3) * Number(std(x).item()),
  stone,
  doane,
  fd: freedmanDiaconis,
  auto: (x, width, range) =>
    Math.min(Math.max(freedmanDiaconis(x), rules.sqrt(x, width, range) / 2), rules.sturges(x, width, range)),
};

/** How many bins a rule wants. */
function ruledCount(
  operation: string,
  x: NDArray,
  rule: string,
  low: number,
  high: number,
  cut: boolean,
): number {
  if (!Object.hasOwn(rules, rule)) {
    const needs = `a number, edges, or one of ${Object.keys(rules).join(', ')}`;
    throw new ArgumentError(`bins is ${rule}; needs ${needs}`, {
      operation,
      argument: 'bins',
      got: rule,
      needs,
    });
  }
  let data = x;
  if (cut) {
    const values = asFloat64(operation, x);
    const kept: number[] = [];
    for (let i = 0; i < values.length; i++) if (values[i] >= low && values[i] <= high) kept.push(i);
    data = takeAt(operation, x, kept);
  }
  if (data.size === 0) return 1;
  const [least, greatest] = boundsOf(operation, data);
  const width = rules[rule as BinRule](data, greatest - least, [low, high]);
  if (!width) return 1;
  const { kind } = dtypeInfo(x.dtype);
  return Math.ceil((high - low) / (kind === 'f' ? width : Math.max(width, 1)));
}

/** Evenly spaced edges, as `linspace` makes them in arithmetic that rounds so. */
export function evenEdges(
  low: number,
  high: number,
  bins: number,
  dtype: DType,
  round: (x: number) => number,
): NDArray {
  const edges = newArray('histogram', 'float64', [bins + 1]);
  const values = storage(edges);
  const width = round(high - low);
  const step = round(width / bins);
  for (let i = 0; i <= bins; i++) {
    values[i] = round(step === 0 ? round(round(i / bins) * width) + low : round(i * step) + low);
  }
  values[bins] = high;
  return (dtype === 'float64' ? edges : edges.asType(dtype)) as NDArray;
}

function checkRising(operation: string, edges: NDArray, strictly: boolean): void {
  const values = asFloat64(operation, edges);
  for (let i = 1; i < values.length; i++) {
    if (!(strictly ? values[i - 1] >= values[i] : values[i - 1] > values[i])) continue;
    const why = strictly
      ? `${values.length - 1} bins are too many for the range of the data: edges are equal`
      : `the edges fall from ${values[i - 1]} to ${values[i]}; needs them in ascending order`;
    throw new ArgumentError(why, { operation, argument: 'bins', got: edges });
  }
}

/** Edges that were given. @throws ShapeError unless they have one dimension; ArgumentError when they fall. */
export function givenEdges(operation: string, bins: Operand): NDArray {
  const edges = toArray(operation, bins);
  if (edges.ndim !== 1) {
    throw new ShapeError(`bins has ${edges.ndim} dimensions; needs a number, or edges in one dimension`, {
      operation,
      argument: 'bins',
      got: edges.shape,
    });
  }
  histogramData(operation, edges, 'bins');
  checkRising(operation, edges, false);
  return edges;
}

/** @throws ArgumentError unless it is a positive whole number. */
export function checkCount(operation: string, bins: number): number {
  if (Number.isSafeInteger(bins) && bins > 0) return bins;
  throw new ArgumentError(`bins is ${bins}; needs a positive whole number`, {
    operation,
    argument: 'bins',
    got: bins,
    needs: 'a positive whole number',
  });
}

/** The edges of the bins that are asked for. */
export function edgesOf(
  operation: string,
  x: NDArray,
  bins: Bins,
  range: Range | null | undefined,
  weighted: boolean,
): Edges {
  if (typeof bins !== 'number' && typeof bins !== 'string') {
    return { edges: givenEdges(operation, bins), even: null };
  }
  if (typeof bins === 'string' && weighted) {
    throw new ArgumentError(`bins is ${bins}, but no rule knows weights; needs a number or edges`, {
      operation,
      argument: 'bins',
      got: bins,
      needs: 'a number or edges',
    });
  }
  const given = range !== undefined && range !== null;
  if (typeof bins === 'number') checkCount(operation, bins);
  const [low, high] = outerEdges(operation, x, range);
  const count = typeof bins === 'number' ? bins : ruledCount(operation, x, bins, low, high, given);
  const dtype = dtypeInfo(x.dtype).kind === 'f' ? x.dtype : 'float64';
  // Numbers that the user gave are float64; those from the data, of its dtype.
  const edges = evenEdges(
    low,
    high,
    count,
    dtype,
    given || x.size === 0 ? (value) => value : rounding(dtype),
  );
  checkRising(operation, edges, true);
  return { edges, even: count };
}

/** Counts, or weighs, the elements between evenly spaced edges. */
export function countEvenly(
  operation: string,
  x: NDArray,
  edges: Float64Array,
  out: BigInt64Array | Float64Array,
  weights: Float64Array | null,
): void {
  const own = x.dtype === 'float16' ? castTo(operation, x, 'float32') : x;
  const params = new Float64Array([kernelCode(own.dtype), x.size, edges.length - 1]);
  backend().run('histogram', [elementsOf(operation, own), edges, out, weights], params);
}

/** Weights as an array of the shape of the data, flattened; null without. */
export function weightsOf(
  operation: string,
  x: Operand,
  weights: Operand | null | undefined,
): NDArray | null {
  if (weights === undefined || weights === null) return null;
  const given = toArray(operation, weights);
  const { shape } = toArray(operation, x);
  if (sameShape(given.shape, shape)) return flattened(operation, given);
  throw new ShapeError(`weights have shape ${formatShape(given.shape)}, the data ${formatShape(shape)}`, {
    operation,
    argument: 'weights',
    got: given.shape,
    needs: formatShape(shape),
  });
}

/** The elements as numbers, in C order. */
export function asFloat64(operation: string, x: NDArray): Float64Array {
  return elementsOf(operation, x.dtype === 'float64' ? x : castTo(operation, x, 'float64')) as Float64Array;
}
