/**
 * The reference distances: one small function per metric, with SciPy 1.17's definitions.
 *
 * Policy: features in ascending order, one accumulator per sum, as the C kernels add. Sums are float64 whatever
 * the dtype, so a float32 result is the float64 one rounded once; the float32 kernels may differ from it by the
 * rounding of their float32 sums.
 */
import type { KernelMetric } from '../table.gen.js';
import { type BooleanMetric, booleanFormulas } from './distanceBooleans.js';
import type { DistanceJob, Floats } from './distanceJob.js';

/** The distance of the row of x that starts at element `xStart` to the row of y that starts at `yStart`. */
export type PairDistance = (xStart: number, yStart: number) => number;

export const referenceMetrics: { readonly [M in KernelMetric]: (job: DistanceJob) => PairDistance } = {
  braycurtis: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let difference = 0;
      let total = 0;
      for (let f = 0; f < features; f++) {
        const w = weights ? weights[f] : 1;
        difference += w * Math.abs(x[xStart + f] - y[yStart + f]);
        total += w * Math.abs(x[xStart + f] + y[yStart + f]);
      }
      return difference / total;
    };
  },
  canberra: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let sum = 0;
      for (let f = 0; f < features; f++) {
        const magnitude = Math.abs(x[xStart + f]) + Math.abs(y[yStart + f]);
        const term = magnitude === 0 ? 0 : Math.abs(x[xStart + f] - y[yStart + f]) / magnitude;
        sum += weights ? weights[f] * term : term;
      }
      return sum;
    };
  },
  chebyshev: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let largest = 0;
      for (let f = 0; f < features; f++) {
        if (weights && weights[f] === 0) continue;
        const difference = Math.abs(x[xStart + f] - y[yStart + f]);
        if (difference > largest) largest = difference; // a NaN is passed over, as by std::max
      }
      return largest;
    };
  },
  cityblock: (job) => weightedSum(job, (difference) => Math.abs(difference)),
  correlation: (job) => (job.centered ? centredCosine(job) : cosine(job)),
  cosine: (job) => cosine(job),
  dice: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let both = 0;
      let different = 0;
      for (let f = 0; f < features; f++) {
        const u = x[xStart + f];
        const v = y[yStart + f];
        if (weights) {
          both += u !== 0 && v !== 0 ? weights[f] : 0;
          different += u !== v ? weights[f] : 0;
        } else {
          both += u * v;
          different += u * (1 - v) + v * (1 - u);
        }
      }
      return different / (2 * both + different);
    };
  },
  dot: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let sum = 0;
      for (let f = 0; f < features; f++) {
        sum += weights ? weights[f] * x[xStart + f] * y[yStart + f] : x[xStart + f] * y[yStart + f];
      }
      return sum;
    };
  },
  euclidean: (job) => {
    const squared = weightedSum(job, square);
    return (xStart, yStart) => Math.sqrt(squared(xStart, yStart));
  },
  hamming: (job) => {
    const { x, y, weights, features } = floats(job);
    return (xStart, yStart) => {
      let different = 0;
      let total = 0;
      for (let f = 0; f < features; f++) {
        const w = weights ? weights[f] : 1;
        if (x[xStart + f] !== y[yStart + f]) different += w;
        total += w;
      }
      return different / total;
    };
  },
  haversine: (job) => {
    const { x, y } = floats(job);
    return (xStart, yStart) => {
      const sinLatitude = Math.sin((x[xStart] - y[yStart]) / 2);
      const sinLongitude = Math.sin((x[xStart + 1] - y[yStart + 1]) / 2);
      const h =
        sinLatitude * sinLatitude + Math.cos(x[xStart]) * Math.cos(y[yStart]) * sinLongitude * sinLongitude;
      return 2 * Math.asin(Math.sqrt(Math.min(h, 1)));
    };
  },
  jaccard: booleans,
  jensenshannon: (job) => jensenshannon(job),
  mahalanobis: (job) => mahalanobis(job),
  minkowski: (job) => {
    const { p } = job;
    const powers = weightedSum(job, (difference) => Math.abs(difference) ** p);
    return (xStart, yStart) => powers(xStart, yStart) ** (1 / p);
  },
  nanEuclidean: (job) => {
    const { x, y, features } = floats(job);
    return (xStart, yStart) => {
      let sum = 0;
      let present = 0;
      for (let f = 0; f < features; f++) {
        const u = x[xStart + f];
        const v = y[yStart + f];
        if (Number.isNaN(u) || Number.isNaN(v)) continue;
        sum += (u - v) * (u - v);
        present++;
      }
      return present === 0 ? Number.NaN : Math.sqrt((sum / present) * features);
    };
  },
  rogerstanimoto: booleans,
  russellrao: booleans,
  seuclidean: (job) => {
    const { x, y, features } = floats(job);
    const variances = job.matrix!;
    return (xStart, yStart) => {
      let sum = 0;
      for (let f = 0; f < features; f++) {
        const difference = x[xStart + f] - y[yStart + f];
        sum += (difference * difference) / variances[f];
      }
      return Math.sqrt(sum);
    };
  },
  sokalsneath: booleans,
  sqeuclidean: (job) => weightedSum(job, square),
  yule: booleans,
};

function floats(job: DistanceJob): { x: Floats; y: Floats; weights: Floats | null; features: number } {
  return { x: job.x as Floats, y: job.y as Floats, weights: job.weights, features: job.features };
}

function square(difference: number): number {
  return difference * difference;
}

/** Σ w · term(x − y). */
function weightedSum(job: DistanceJob, term: (difference: number) => number): PairDistance {
  const { x, y, weights, features } = floats(job);
  return (xStart, yStart) => {
    let sum = 0;
    if (weights) {
      for (let f = 0; f < features; f++) sum += weights[f] * term(x[xStart + f] - y[yStart + f]);
    } else {
      for (let f = 0; f < features; f++) sum += term(x[xStart + f] - y[yStart + f]);
    }
    return sum;
  };
}

/** Nonzero is true; unweighted features count 1 each. */
function booleans(job: DistanceJob): PairDistance {
  const { x, y, weights, features } = floats(job);
  const formula = booleanFormulas[job.metric as BooleanMetric];
  return (xStart, yStart) => {
    let tt = 0;
    let tf = 0;
    let ft = 0;
    let ff = 0;
    for (let f = 0; f < features; f++) {
      const w = weights ? weights[f] : 1;
      const u = x[xStart + f] !== 0;
      const v = y[yStart + f] !== 0;
      if (u) {
        if (v) tt += w;
        else tf += w;
      } else if (v) ft += w;
      else ff += w;
    }
    return formula(tt, tf, ft, ff);
  };
}

/** 1 − u·v / (|u| |v|), in [0, 2] up to NaN: a cosine that rounding brought past ±1 is cut to ±1. */
function cosine(job: DistanceJob): PairDistance {
  const { x, y, weights, features } = floats(job);
  return (xStart, yStart) => {
    let uv = 0;
    let uu = 0;
    let vv = 0;
    for (let f = 0; f < features; f++) {
      const w = weights ? weights[f] : 1;
      uv += w * x[xStart + f] * y[yStart + f];
      uu += w * x[xStart + f] * x[xStart + f];
      vv += w * y[yStart + f] * y[yStart + f];
    }
    return 1 - clampToOne(uv / (Math.sqrt(uu) * Math.sqrt(vv)));
  };
}

function centredCosine(job: DistanceJob): PairDistance {
  const { x, y, weights, features } = floats(job);
  const mean = (values: Floats, start: number) => {
    let sum = 0;
    let total = 0;
    for (let f = 0; f < features; f++) {
      const w = weights ? weights[f] : 1;
      sum += w * values[start + f];
      total += w;
    }
    return sum / total;
  };
  const xMeans = Float64Array.from({ length: job.rowsX }, (_, row) => mean(x, row * features));
  const yMeans = Float64Array.from({ length: job.rowsY }, (_, row) => mean(y, row * features));
  return (xStart, yStart) => {
    const xMean = xMeans[features === 0 ? 0 : xStart / features];
    const yMean = yMeans[features === 0 ? 0 : yStart / features];
    let uv = 0;
    let uu = 0;
    let vv = 0;
    for (let f = 0; f < features; f++) {
      const w = weights ? weights[f] : 1;
      const u = x[xStart + f] - xMean;
      const v = y[yStart + f] - yMean;
      uv += w * u * v;
      uu += w * u * u;
      vv += w * v * v;
    }
    return 1 - clampToOne(uv / (Math.sqrt(uu) * Math.sqrt(vv)));
  };
}

function clampToOne(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

/** Rows are divided by their sums. A negative element or a sum of 0 gives infinity, as in SciPy's cdist. */
function jensenshannon(job: DistanceJob): PairDistance {
  const { x, y, features } = floats(job);
  const scale = job.base === 0 ? 1 : Math.log(job.base);
  return (xStart, yStart) => {
    let xSum = 0;
    let ySum = 0;
    for (let f = 0; f < features; f++) {
      if (x[xStart + f] < 0 || y[yStart + f] < 0) return Number.POSITIVE_INFINITY;
      xSum += x[xStart + f];
      ySum += y[yStart + f];
    }
    if (xSum === 0 || ySum === 0) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let f = 0; f < features; f++) {
      const u = x[xStart + f] / xSum;
      const v = y[yStart + f] / ySum;
      const middle = (u + v) / 2;
      if (u > 0) sum += u * Math.log(u / middle);
      if (v > 0) sum += v * Math.log(v / middle);
    }
    // Rounding can leave a sum of nearly equal rows a little below 0.
    return Math.sqrt(Math.max(sum, 0) / 2 / scale);
  };
}

/** |U (u − v)|, where the inverse covariance is the transpose of U times U, U upper triangular. */
function mahalanobis(job: DistanceJob): PairDistance {
  const { x, y, features } = floats(job);
  const upper = job.matrix!;
  const difference = new Float64Array(features);
  return (xStart, yStart) => {
    for (let f = 0; f < features; f++) difference[f] = x[xStart + f] - y[yStart + f];
    let sum = 0;
    for (let row = 0; row < features; row++) {
      let whitened = 0;
      for (let f = row; f < features; f++) whitened += upper[row * features + f] * difference[f];
      sum += whitened * whitened;
    }
    return Math.sqrt(sum);
  };
}
