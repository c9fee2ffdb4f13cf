/** The stored draws of random_distributions.py, and how a call on NumPy's Generator is made on ours. */
import { readFileSync } from 'node:fs';
import { arange } from '../../src/ops/index.js';
import type { Generator } from '../../src/random/index.js';

export type Call = [method: string, positional: unknown[], options: Record<string, unknown>, result: unknown];
export interface Family {
  readonly seed: number;
  readonly calls: readonly Call[];
}
type Method = (...args: unknown[]) => unknown;

type Name = 'exact' | 'real' | 'whole' | 'vectors' | 'bounds';

const path = new URL('../conformance/fixtures/random/distributions.json', import.meta.url);
export const families = JSON.parse(readFileSync(path, 'utf8')) as Record<Name, Family> & {
  readonly angles: readonly [parameters: [number, number], hex: string][];
};

/** Positional parameters before the size. */
const parameterCounts: Readonly<Record<string, number>> = {
  random: 0,
  standardExponential: 0,
  standardCauchy: 0,
  standardGamma: 1,
  pareto: 1,
  weibull: 1,
  power: 1,
  rayleigh: 1,
  chisquare: 1,
  standardT: 1,
  poisson: 1,
  geometric: 1,
  logseries: 1,
  zipf: 1,
  exponential: 1,
  dirichlet: 1,
  triangular: 3,
  noncentralF: 3,
  hypergeometric: 3,
};

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

export function apply(rng: Generator, [name, positional, options]: Call): unknown {
  const method = camel(name);
  if (method === 'permuted') {
    const shape = positional[0] as number[];
    const count = shape.reduce((a, b) => a * b, 1);
    return rng.permuted(arange(count, { dtype: 'int64' }).reshape(shape), options);
  }
  const count = parameterCounts[method] ?? 2;
  const args = Array.from({ length: count }, (_, at) => positional[at]);
  const call = (rng as unknown as Record<string, Method>)[method].bind(rng);
  return call(...args, positional[count], ...(Object.keys(options).length > 0 ? [options] : []));
}
