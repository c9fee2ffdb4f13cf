/** Reductions of blocked arrays: trees over blocks. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { formatShape, normalizeAxis } from '../core/shape.js';
import { asarray, ones } from '../ops/creation.js';
import * as ops from '../ops/index.js';
import { reducedAxes } from '../ops/reduction.js';
import type { BlockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import { blockedOf, callElementwise } from './elementwise.js';
import { MappedExpression } from './expressions/mapped.js';
import { rechunk } from './expressions/picked.js';
import { type Reduction, reduceTree } from './expressions/reduction.js';
import { checkOptions, handle } from './operations.js';

/** Options of the reductions of blocked arrays. */
export interface BlockedReductionOptions {
  readonly axis?: number | readonly number[] | null;
  readonly keepdims?: boolean;
  readonly dtype?: DType;
  /** How many parts of blocks are combined at once, along all axes together. 16. */
  readonly splitEvery?: number;
}

interface SpreadOptions extends BlockedReductionOptions {
  readonly correction?: number;
  readonly ddof?: number;
}

/** The axes that are named, or all. */
function axesOf(operation: string, x: BlockedArray, axis: BlockedReductionOptions['axis']): number[] {
  const reduced = reducedAxes(operation, axis, x.ndim);
  return reduced.flatMap((is, at) => (is ? [at] : []));
}

/** The dtype a reduction has, as it says itself of one element. */
function dtypeOf(operation: string, x: BlockedArray, options: object): DType {
  const reduce = (ops as unknown as Record<string, (x: NDArray, options: object) => NDArray>)[operation];
  return reduce(ones([1], x.dtype), options).dtype;
}

function tree<D extends DType>(
  x: BlockedArray,
  options: BlockedReductionOptions,
  reduction: Omit<Reduction<D>, 'splitEvery'>,
): BlockedArray<D> {
  checkOptions(reduction.operation, options);
  const { splitEvery } = options;
  if (splitEvery !== undefined && !(Number.isSafeInteger(splitEvery) && splitEvery >= 2)) {
    throw new ArgumentError(`splitEvery is ${splitEvery}; needs an integer of 2 or more`, {
      operation: reduction.operation,
      argument: 'splitEvery',
      got: splitEvery,
    });
  }
  return new BlockedArray(reduceTree(x.expression, { ...reduction, splitEvery }));
}

/** A reduction whose parts are reduced further by an operation of two operands. */
function paired(operation: string, pair: string) {
  return (x: BlockedArray, options: BlockedReductionOptions = {}): BlockedArray => {
    const axes = axesOf(operation, x, options.axis);
    const given = options.dtype === undefined ? {} : { dtype: options.dtype };
    const dtype = dtypeOf(operation, x, given);
    // Parts of halves are added up as floats.
    const own =
      dtype === 'float16' && pair !== 'minimum' && pair !== 'maximum' ? { dtype: 'float32' } : given;
    return tree(x, options, {
      operation,
      dtype,
      axes,
      part: { block: 'reducedPart', before: [operation], after: [axes, own] },
      combine: { block: 'pairedParts', before: [pair] },
      result: { block: 'pairedResult', before: [pair, dtype, axes, options.keepdims === true] },
      keepdims: options.keepdims,
    });
  };
}

handle({
  sum: paired('sum', 'add'),
  prod: paired('prod', 'multiply'),
  min: paired('min', 'minimum'),
  max: paired('max', 'maximum'),
  any: paired('any', 'logicalOr'),
  all: paired('all', 'logicalAnd'),
  countNonzero: paired('countNonzero', 'add'),
  nansum: paired('nansum', 'add'),
  nanprod: paired('nanprod', 'multiply'),
  nanmin: paired('nanmin', 'fmin'),
  nanmax: paired('nanmax', 'fmax'),
});

/** What the elements are added up in: means of halves as floats. */
function sumDType(x: BlockedArray, dtype: DType): DType {
  return dtype === 'float16' ? 'float32' : x.dtype.startsWith('complex') ? x.dtype : dtype;
}

function mean(operation: 'mean' | 'nanmean') {
  return (x: BlockedArray, options: BlockedReductionOptions = {}): BlockedArray => {
    const axes = axesOf(operation, x, options.axis);
    const dtype = dtypeOf(operation, x, options.dtype === undefined ? {} : { dtype: options.dtype });
    return tree(x, options, {
      operation,
      dtype,
      axes,
      part: { block: 'totalPart', after: [axes, sumDType(x, dtype), operation === 'nanmean'] },
      combine: { block: 'totalParts' },
      result: { block: 'meanResult', before: [dtype, axes, options.keepdims === true] },
      keepdims: options.keepdims,
    });
  };
}

function spread(operation: 'var' | 'std' | 'nanvar' | 'nanstd') {
  return (x: BlockedArray, options: SpreadOptions = {}): BlockedArray => {
    const axes = axesOf(operation, x, options.axis);
    const dtype = dtypeOf(operation, x, options.dtype === undefined ? {} : { dtype: options.dtype });
    const correction = options.correction ?? options.ddof ?? 0;
    const before = [dtype, axes, options.keepdims === true, correction, operation.endsWith('std')];
    return tree(x, options, {
      operation,
      dtype,
      axes,
      part: { block: 'momentsPart', after: [axes, sumDType(x, dtype), operation.startsWith('nan')] },
      combine: { block: 'momentsParts' },
      result: { block: 'spreadResult', before },
      keepdims: options.keepdims,
    });
  };
}

handle({
  mean: mean('mean'),
  var: spread('var'),
  std: spread('std'),
  nanmean: mean('nanmean'),
  nanvar: spread('nanvar'),
  nanstd: spread('nanstd'),
});

function best(operation: 'argmin' | 'argmax' | 'nanargmin' | 'nanargmax') {
  return (
    x: BlockedArray,
    options: { axis?: number | null; keepdims?: boolean; splitEvery?: number } = {},
  ): BlockedArray<'int64'> => {
    const { axis = null, keepdims = false } = options;
    const along = axis === null ? null : normalizeAxis(operation, axis, x.ndim);
    const axes = along === null ? x.shape.map((_, at) => at) : [along];
    const { shape } = x;
    return tree(x, options, {
      operation,
      dtype: 'int64',
      axes,
      part: {
        block: 'bestPart',
        before: [operation],
        after: (starts) => [along, starts, shape],
      },
      combine: { block: 'bestParts', before: [operation] },
      result: { block: 'bestResult', before: [operation, axes, keepdims] },
      keepdims,
    });
  };
}

handle({
  argmin: best('argmin'),
  argmax: best('argmax'),
  nanargmin: best('nanargmin'),
  nanargmax: best('nanargmax'),
});

/**
 * The `k` largest elements along an axis, largest first; of a negative `k` the smallest, smallest first.
 *
 * @throws ArgumentError for a `k` that is 0 or no integer; AxisError.
 * @example
 * (await blocked.topk(blocked.arange(10, { chunks: 3 }), 2).compute()).toArray(); // [9, 8]
 * @see dask.array.topk
 */
export function topk<D extends DType>(
  x: BlockedArray<D>,
  k: number,
  options: { readonly axis?: number; readonly splitEvery?: number } = {},
): BlockedArray<D> {
  const { axis, chunks } = checkTop('topk', x, k, options.axis);
  return tree(x, options, {
    operation: 'topk',
    dtype: x.dtype,
    axes: [axis],
    part: { block: 'topPart', after: [k, axis] },
    combine: { block: 'topParts', before: [k, axis] },
    result: { block: 'topParts', before: [k, axis] },
    keepdims: true,
    chunks,
  });
}

/**
 * Where the `k` largest elements along an axis are, that of the largest first; of a negative `k` the smallest.
 *
 * @throws as `topk`.
 * @example
 * (await blocked.argtopk(blocked.arange(10, { chunks: 3 }), -2).compute()).toArray(); // [0n, 1n]
 * @see dask.array.argtopk
 */
export function argtopk(
  x: BlockedArray,
  k: number,
  options: { readonly axis?: number; readonly splitEvery?: number } = {},
): BlockedArray<'int64'> {
  const { axis, chunks } = checkTop('argtopk', x, k, options.axis);
  return tree(x, options, {
    operation: 'argtopk',
    dtype: 'int64',
    axes: [axis],
    part: { block: 'bestFew', after: (starts) => [k, axis, starts[axis]] },
    combine: { block: 'bestFewParts', before: [k, axis] },
    result: { block: 'bestFewResult', before: [k, axis] },
    keepdims: true,
    chunks,
  });
}

function checkTop(operation: string, x: BlockedArray, k: number, given = -1) {
  const axis = normalizeAxis(operation, given, x.ndim);
  if (!Number.isSafeInteger(k) || k === 0) {
    throw new ArgumentError(`k is ${k}; needs an integer, not 0`, { operation, argument: 'k', got: k });
  }
  const chunks = x.chunks.map((lengths, at) =>
    at === axis ? [Math.min(Math.abs(k), x.shape[axis])] : lengths,
  );
  return { axis, chunks };
}

/** A function of all elements along some axes, which are brought into one block. */
function gathered(operation: BlockFunction, second: boolean) {
  return (x: BlockedArray, ...args: unknown[]): BlockedArray => {
    const options = ((second ? args[1] : args[0]) ?? {}) as BlockedReductionOptions;
    checkOptions(operation, options);
    const axes = axesOf(operation, x, options.axis);
    const { keepdims = false } = options;
    const shares = second ? (asarray(args[0] as number) as NDArray) : undefined;
    const given = { ...options, axis: axes };
    const before = second ? [shares!.ndim === 0 ? shares!.item() : shares, given] : [given];
    const whole = rechunk(
      x.expression,
      x.chunks.map((axis, at) => (axes.includes(at) ? [x.shape[at]] : axis)),
    );
    const call = (ops as unknown as Record<string, (...args: unknown[]) => NDArray>)[operation];
    const dtype = call(ones([1], x.dtype), ...(second ? [before[0]] : [])).dtype;
    const left = whole.chunks.flatMap((axis, at) => (axes.includes(at) ? (keepdims ? [[1]] : []) : [axis]));
    const lead = (shares?.shape ?? []).map((length) => [length]);
    return new BlockedArray(
      new MappedExpression({
        operation,
        block: operation,
        of: whole,
        after: before,
        dtype,
        chunks: [...lead, ...left],
        // The axes of shares are new; reduced ones have one block.
        from: whole.chunks.map((_, at) => {
          if (axes.includes(at)) return -1;
          const gone = keepdims ? 0 : axes.filter((axis) => axis < at).length;
          return lead.length + at - gone;
        }),
      }),
    );
  };
}

handle({
  median: gathered('median', false),
  nanmedian: gathered('nanmedian', false),
  quantile: gathered('quantile', true),
  percentile: gathered('percentile', true),
  nanquantile: gathered('nanquantile', true),
  nanpercentile: gathered('nanpercentile', true),
});

/** Reductions to one vector, of all elements. */
function vector(
  x: BlockedArray,
  operation: string,
  dtype: DType,
  length: number,
  steps: Pick<Reduction<DType>, 'part' | 'combine' | 'beside'>,
): BlockedArray {
  // Parts are vectors, whatever the axes: what comes out is one axis.
  const axes = x.shape.map((_, at) => at);
  return tree(x, {}, { operation, dtype, axes, ...steps, result: steps.combine, chunks: [[length]] });
}

/** What each element counts, blocked or not, of the shape of `x`; null where each counts one. */
function weightsOf(operation: string, x: BlockedArray, weights: unknown): BlockedArray | null {
  if (weights === undefined || weights === null) return null;
  const given = blockedOf(weights);
  if (formatShape(given.shape) === formatShape(x.shape)) return given;
  const [got, needs] = [given.shape, x.shape].map(formatShape);
  throw new ShapeError(`weights have shape ${got}, the data ${needs}`, {
    operation,
    argument: 'weights',
    got,
    needs,
  });
}

handle({
  histogram(
    x: BlockedArray,
    bins: number | unknown = 10,
    options: { range?: readonly [number, number]; density?: boolean; weights?: unknown } = {},
  ): [BlockedArray, NDArray] {
    if (typeof bins === 'string' || (typeof bins === 'number' && !options.range)) {
      throw new ArgumentError('bins need the elements to choose a range; needs range, or edges', {
        operation: 'histogram',
        argument: typeof bins === 'string' ? 'bins' : 'range',
        got: bins,
        needs: 'range, or the edges of the bins',
      });
    }
    const weights = weightsOf('histogram', x, options.weights);
    const nothing = (dtype: DType) => ones([0], dtype);
    const [, edges] = ops.histogram(nothing('float64'), bins as number, {
      range: options.range as never,
      // A density refuses complex weights.
      weights: weights && nothing(weights.dtype),
      density: options.density,
    });
    const counts = vector(x, 'histogram', weights?.dtype ?? 'int64', edges.size - 1, {
      beside: weights === null ? [] : [weights.expression],
      part: { block: weights === null ? 'binnedPart' : 'weighedPart', after: [edges] },
      combine: { block: 'pairedParts', before: ['add'] },
    });
    if (options.density !== true) return [counts, edges];
    const shares = callElementwise('divide', [counts, paired('sum', 'add')(counts)]);
    return [callElementwise('divide', [shares, ops.diff(edges)]), edges];
  },
  bincount(x: BlockedArray, options: { minlength?: number; weights?: unknown } = {}): BlockedArray {
    const weights = weightsOf('bincount', x, options.weights);
    return vector(x, 'bincount', weights === null ? 'int64' : 'float64', Number.NaN, {
      beside: weights === null ? [] : [weights.expression],
      part: { block: weights === null ? 'countedPart' : 'weighedCounts', after: [options.minlength ?? 0] },
      combine: { block: 'countedParts' },
    });
  },
  unique(x: BlockedArray): BlockedArray {
    return vector(x, 'unique', x.dtype, Number.NaN, {
      part: { block: 'unique' },
      combine: { block: 'distinctParts' },
    });
  },
});
