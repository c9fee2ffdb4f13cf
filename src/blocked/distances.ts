/** Distances between the rows of blocked arrays: block by block, none of it before it is asked for. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { formatShape } from '../core/shape.js';
import { findMetric, metricInfo } from '../distance/metrics.js';
import type { DistanceOptions } from '../distance/options.js';
import { ones } from '../ops/creation.js';
import { BlockedArray } from './blocked-array.js';
import { cdistBlock } from './blocks/distances.js';
import { startsOf } from './chunks.js';
import { blockedOf } from './elementwise.js';
import type { Expression } from './expressions/expression.js';
import { MadeExpression, type Maker } from './expressions/made.js';
import { rechunk } from './expressions/picked.js';
import { layerName } from './layer-name.js';
import { checkOptions, handle } from './operations.js';
import type { BlockedOperand } from './products.js';

type Metric = string | (DistanceOptions & Readonly<Record<string, unknown>>);
type Options = Readonly<Record<string, unknown>>;

/** Rows with all their features in one block. @throws ShapeError for anything but a matrix */
function rowsOf(operation: string, argument: string, x: BlockedOperand): Expression {
  const array = blockedOf(x);
  if (array.ndim !== 2) {
    throw new ShapeError(`${argument} has shape ${formatShape(array.shape)}; needs rows of features`, {
      operation,
      argument,
      got: array.shape,
      needs: 'two axes',
    });
  }
  return array.rechunk({ 0: array.chunks[0] as number[], 1: -1 }).expression;
}

/** One object of options, which travels to other threads. */
function optionsOf(operation: string, metric: Metric | undefined, options: Options | undefined): Options {
  const given: Options =
    typeof metric === 'object' ? { ...metric } : { metric: metric ?? 'euclidean', ...options };
  checkOptions(operation, given);
  const name = typeof given.metric === 'string' ? findMetric(operation, given.metric) : null;
  const needed = name === 'seuclidean' ? 'V' : name === 'mahalanobis' ? 'VI' : null;
  if (needed !== null && given[needed] === undefined) {
    throw new ArgumentError(`${needed} is missing; a block cannot tell it from its own rows`, {
      operation,
      argument: needed,
      needs: `${needed}, of all rows`,
    });
  }
  return given;
}

function checkFeatures(operation: string, x: Expression, y: Expression): void {
  if (x.shape[1] === y.shape[1]) return;
  throw new ShapeError(`the rows have ${x.shape[1]} and ${y.shape[1]} features; needs as many`, {
    operation,
    argument: 'xb',
    got: y.shape,
    needs: `${x.shape[1]} columns`,
  });
}

/** The dtype of distances, as they say it themselves of one pair; complains of metrics that are none. */
function dtypeOf(x: Expression, y: Expression, options: Options): DType {
  const row = (of: Expression) => ones([1, Math.max(1, of.shape[1])], of.dtype);
  return cdistBlock(row(x), row(y), options).dtype;
}

/**
 * Distances of every row of `xa` to every row of `xb`, in blocks of their blocks of rows: shapes (m, n) and (k, n) →
 * (m, k). Metrics, options and dtypes as `cdist` of `strided/distance`, whose native kernels compute the blocks.
 *
 * @throws ShapeError when the rows differ in length; ArgumentError for a metric that is none, or that needs more than
 * a block knows (`V`, `VI`).
 * @example
 * const x = blocked.random([60, 3], { chunks: [20, -1] });
 * blocked.cdist(x, x, 'cityblock').numblocks; // [3, 3]
 * @see scipy.spatial.distance.cdist
 */
export function cdist(
  xa: BlockedOperand,
  xb: BlockedOperand,
  metric?: Metric,
  options?: Options,
): BlockedArray {
  const [x, y] = [rowsOf('cdist', 'xa', xa), rowsOf('cdist', 'xb', xb)];
  checkFeatures('cdist', x, y);
  const given = optionsOf('cdist', metric, options);
  const name = layerName('cdist', x.name, y.name, given);
  const chunks = [x.chunks[0], y.chunks[0]];
  return new BlockedArray(
    new MadeExpression(name, dtypeOf(x, y, given), chunks, (_, [row, column], maker) => ({
      block: 'cdistBlock',
      args: [maker.block(x, [row, 0]), maker.block(y, [column, 0]), given],
    })),
  );
}

/**
 * Distances of every row to those after it, in SciPy's condensed order: shape (m, n) → (m·(m − 1)/2). A block holds those
 * of the rows of one block, and needs the blocks from there on.
 *
 * @throws as `cdist`.
 * @example
 * blocked.pdist(blocked.ones([4, 2], { chunks: [2, -1] })).chunks; // [[5, 1]]
 * @see scipy.spatial.distance.pdist
 */
export function pdist(x: BlockedOperand, metric?: Metric, options?: Options): BlockedArray {
  const of = rowsOf('pdist', 'x', x);
  const given = optionsOf('pdist', metric, options);
  const [rows] = of.chunks;
  const starts = startsOf(rows);
  const total = of.shape[0];
  const lengths = rows.map((length, at) => length * (total - starts[at]) - (length * (length + 1)) / 2);
  const name = layerName('pdist', of.name, given);
  return new BlockedArray(
    new MadeExpression(name, dtypeOf(of, of, given), [lengths], (_, [at], maker) => ({
      block: 'pdistRows',
      args: [rows.slice(at).map((__, later) => maker.block(of, [at + later, 0])), given],
    })),
  );
}

/** Rows cut as those of `x`, so that row i of both is in blocks of one number. @throws ShapeError for other counts */
function cutLike(x: Expression, y: Expression): Expression {
  if (x.shape[0] === y.shape[0]) return rechunk(y, [x.chunks[0], y.chunks[1]]);
  const needs = `${x.shape[0]} rows, as x has, where excludeSelf is true`;
  throw new ShapeError(`y has ${y.shape[0]} rows; needs ${needs}`, {
    operation: 'nearest',
    argument: 'y',
    got: y.shape,
    needs,
  });
}

function checkCount(k: number, most: number): void {
  if (Number.isSafeInteger(k) && k >= 1 && k <= most) return;
  const needs = `1 to ${most}`;
  throw new ArgumentError(`k is ${k}; needs ${needs}`, {
    operation: 'nearest',
    argument: 'k',
    got: k,
    needs,
  });
}

/** The nearest rows of each row: both of shape (m, k), nearest first. */
export interface BlockedNeighbours {
  readonly distances: BlockedArray;
  /** int64: rows of `y`. */
  readonly indices: BlockedArray;
}

/**
 * The `k` rows of `y` that are nearest to each row of `x`, nearest first, of equally near ones those that come first; of
 * 'dot', a similarity, the largest. Of every pair of blocks only the `k` nearest are kept. Without `y` (null) they are
 * among the other rows of `x`.
 *
 * @throws ArgumentError for a `k` that is no count of rows of `y`; otherwise as `cdist`.
 * @example
 * const y = blocked.arange(10, { chunks: 4 }).at(':', 'newaxis');
 * (await blocked.nearest([[3.2]], y, 2).indices.compute()).toArray(); // [[3n, 4n]]
 * @see faiss.knn, sklearn.neighbors.NearestNeighbors
 */
export function nearest(
  x: BlockedOperand,
  y: BlockedOperand | null | undefined,
  k: number,
  metric?: Metric,
  options?: Options,
): BlockedNeighbours {
  const [of, others] = [rowsOf('nearest', 'x', x), rowsOf('nearest', 'y', y ?? x)];
  checkFeatures('nearest', of, others);
  const { excludeSelf = y === null || y === undefined, ...given } = optionsOf('nearest', metric, options);
  const among = excludeSelf === true ? cutLike(of, others) : others;
  checkCount(k, excludeSelf === true ? among.shape[0] - 1 : among.shape[0]);
  const isSimilarity =
    typeof given.metric === 'string' && metricInfo(findMetric('nearest', given.metric)).similarity === true;
  const starts = startsOf(among.chunks[0]);
  const name = layerName('nearest', of.name, among.name, k, given, excludeSelf);
  const part = (maker: Maker, row: number, at: number) =>
    maker.call(`block,${row},${at}`, () => ({
      block: 'nearestInBlock',
      args: [
        maker.block(of, [row, 0]),
        maker.block(among, [at, 0]),
        k,
        starts[at],
        { ...given, excludeSelf: excludeSelf === true && row === at },
      ],
    }));
  const found = (which: 'distances' | 'indices', dtype: DType): BlockedArray =>
    new BlockedArray(
      new MadeExpression(`${name}${which[0]}`, dtype, [of.chunks[0], [k]], (_, [row], maker) => ({
        block: 'nearestOf',
        args: [among.chunks[0].map((__, at) => part(maker, row, at)), k, which, isSimilarity],
      })),
    );
  return { distances: found('distances', dtypeOf(of, among, given)), indices: found('indices', 'int64') };
}

handle({ cdist, pdist, nearest });
