/**
 * Distances of two rows of truth values, from how many features are true in both (tt), only in the first (tf),
 * only in the second (ft) and in neither (ff); weights are added up in place of 1s. Definitions as in SciPy 1.17.
 */
import { type KernelMetric, kernelMetrics } from '../table.gen.js';
import type { DistanceJob } from './distanceJob.js';
import type { PairDistance } from './distanceMetrics.js';

/** The metrics whose kernels take packed bits. */
export type BooleanMetric = {
  [M in KernelMetric]: 'bit' extends (typeof kernelMetrics)[M]['dtypes'][number] ? M : never;
}[KernelMetric];

export function isBooleanMetric(metric: KernelMetric): metric is BooleanMetric {
  return (kernelMetrics[metric].dtypes as readonly string[]).includes('bit');
}

type Formula = (tt: number, tf: number, ft: number, ff: number) => number;

/** 0/0, where a formula does not say otherwise, is NaN: no features, or nothing true. */
export const booleanFormulas: { readonly [M in BooleanMetric]: Formula } = {
  dice: (tt, tf, ft) => (tf + ft) / (2 * tt + tf + ft),
  hamming: (tt, tf, ft, ff) => (tf + ft) / (tt + tf + ft + ff),
  jaccard: (tt, tf, ft) => (tf + ft === 0 ? 0 : (tf + ft) / (tt + tf + ft)),
  rogerstanimoto: (tt, tf, ft, ff) => (2 * (tf + ft)) / (tt + ff + 2 * (tf + ft)),
  russellrao: (tt, tf, ft, ff) => (tf + ft + ff) / (tt + tf + ft + ff),
  sokalsneath: (tt, tf, ft) => (2 * (tf + ft)) / (tt + 2 * (tf + ft)),
  yule: (tt, tf, ft, ff) => (tf * ft === 0 ? 0 : (2 * tf * ft) / (tt * ff + tf * ft)),
};

/** The same distances for rows of packed bits, 32 features a word, padding bits 0. */
export function bitDistance(job: DistanceJob): PairDistance {
  const x = job.x as Uint32Array;
  const y = job.y as Uint32Array;
  const words = wordsPerRow(job.features);
  const formula = booleanFormulas[job.metric as BooleanMetric];
  return (xStart, yStart) => {
    let tt = 0;
    let tf = 0;
    let ft = 0;
    for (let word = 0; word < words; word++) {
      const u = x[xStart + word];
      const v = y[yStart + word];
      tt += countBits(u & v);
      tf += countBits(u & ~v);
      ft += countBits(v & ~u);
    }
    return formula(tt, tf, ft, job.features - tt - tf - ft);
  };
}

/** 32-bit words in a row of 64-bit words that holds `features` bits. */
export function wordsPerRow(features: number): number {
  return 2 * Math.ceil(features / 64);
}

/** Warren, Hacker's Delight, figure 5-2. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
