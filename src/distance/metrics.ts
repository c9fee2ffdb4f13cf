/**
 * The metrics: one row each. A new metric is a row here, a row in native/kernels.def, a reference function in
 * src/kernels/js/distanceMetrics.ts and a kernel; forgetting the row or the reference does not compile.
 */
import { ArgumentError } from '../core/errors.js';
import type { KernelMetric } from '../kernels/table.gen.js';

/** The options that only some metrics take. */
export type MetricOption = 'p' | 'w' | 'V' | 'VI' | 'centered' | 'base';

interface MetricRow {
  /** Other names: SciPy's, scikit-learn's, and the common ones. Upper and lower case are alike. */
  readonly aliases: readonly string[];
  readonly options: readonly MetricOption[];
  /** The only number of features there can be. */
  readonly features?: number;
  /** Larger means closer: nearest neighbours are those with the largest values. */
  readonly similarity?: true;
}

export const metricTable = {
  braycurtis: { aliases: [], options: ['w'] },
  canberra: { aliases: [], options: ['w'] },
  chebyshev: { aliases: ['chebychev', 'cheby', 'cheb', 'ch', 'linf'], options: ['w'] },
  cityblock: { aliases: ['cblock', 'cb', 'c', 'manhattan', 'l1'], options: ['w'] },
  correlation: { aliases: ['co'], options: ['w', 'centered'] },
  cosine: { aliases: ['cos'], options: ['w'] },
  dice: { aliases: [], options: ['w'] },
  dot: { aliases: ['innerProduct', 'inner_product'], options: ['w'], similarity: true },
  euclidean: { aliases: ['euclid', 'eu', 'e', 'l2'], options: ['w'] },
  hamming: { aliases: ['matching', 'hamm', 'ha', 'h'], options: ['w'] },
  haversine: { aliases: [], options: [], features: 2 },
  jaccard: { aliases: ['jacc', 'ja', 'j'], options: ['w'] },
  jensenshannon: { aliases: ['js'], options: ['base'] },
  mahalanobis: { aliases: ['mahal', 'mah'], options: ['VI'] },
  minkowski: { aliases: ['mi', 'm', 'pnorm'], options: ['p', 'w'] },
  nanEuclidean: { aliases: ['nan_euclidean'], options: [] },
  rogerstanimoto: { aliases: [], options: ['w'] },
  russellrao: { aliases: [], options: ['w'] },
  seuclidean: { aliases: ['se', 's'], options: ['V'] },
  sokalsneath: { aliases: [], options: ['w'] },
  sqeuclidean: { aliases: ['sqe', 'sqeuclid'], options: ['w'] },
  yule: { aliases: [], options: ['w'] },
} as const satisfies { readonly [M in KernelMetric]: MetricRow };

type Row = (typeof metricTable)[KernelMetric];

/** Every name a metric answers to. */
export type MetricName = KernelMetric | Row['aliases'][number];

/** The distance of two rows, for metrics of one's own. */
export type MetricFunction = (u: Float64Array | Float32Array, v: Float64Array | Float32Array) => number;

/** A metric by name, or as a function of two rows. */
export type Metric = MetricName | MetricFunction;

/** The names of all metrics, without their aliases. */
export const metricNames = Object.keys(metricTable) as readonly KernelMetric[];

/** What the row of a metric says, with the optional fields present. */
export function metricInfo(metric: KernelMetric): MetricRow {
  return metricTable[metric];
}

const byName = new Map<string, KernelMetric>();
for (const metric of metricNames) {
  for (const name of [metric, ...metricTable[metric].aliases]) {
    byName.set(name, metric);
    byName.set(name.toLowerCase(), metric);
  }
}

/**
 * The metric that `name` means.
 * @throws ArgumentError suggesting the nearest name.
 */
export function findMetric(operation: string, name: unknown): KernelMetric {
  const metric = byName.get(name as string);
  if (metric !== undefined) return metric;
  if (typeof name !== 'string') {
    throw new ArgumentError(`metric is ${name === null ? 'null' : typeof name}; needs a name or a function`, {
      operation,
      argument: 'metric',
      got: name,
      needs: 'a metric name or a function (u, v) => number',
    });
  }
  const lowered = byName.get(name.toLowerCase());
  if (lowered !== undefined) return lowered;
  const near = nearestName(name);
  const needs = `one of ${metricNames.join(', ')}`;
  throw new ArgumentError(
    `unknown metric '${name}'; ${near === undefined ? `needs ${needs}` : `did you mean '${near}'?`}`,
    { operation, argument: 'metric', got: name, needs },
  );
}

/**
 * The known name that takes the fewest edits; none where half of it would have to change. Abbreviations are too short to
 * suggest.
 */
function nearestName(name: string): string | undefined {
  let best: string | undefined;
  let fewest = name.length / 2;
  for (const candidate of byName.keys()) {
    if (candidate.length < 4) continue;
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance, by one row of his table. */
function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j];
      row[j] = Math.min(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      diagonal = above;
    }
  }
  return row[b.length];
}
