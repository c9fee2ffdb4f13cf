import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArgumentError, AxisError, DTypeError, ShapeError, StridedError } from '../../src/core/errors.js';
import { array, zeros } from '../../src/ops/index.js';
import {
  defaultRng,
  type Generator,
  Mt19937,
  Pcg64,
  Philox,
  restoreBitGenerator,
  SeedSequence,
} from '../../src/random/index.js';

type Kind = new (...args: never[]) => Error;
const rng = defaultRng(3);

test.each<[string, () => unknown, Kind, RegExp]>([
  ['beta', () => rng.beta(0, 1), ArgumentError, /beta: a is 0; needs a number above 0/],
  ['binomial n', () => rng.binomial(1.5, 0.5), ArgumentError, /binomial: n is 1.5; needs an integer/],
  ['binomial p', () => rng.binomial(3, 1.5), ArgumentError, /binomial: p is 1.5; needs a probability/],
  ['binomial NaN', () => rng.binomial(3, Number.NaN), ArgumentError, /p is NaN/],
  ['an element', () => rng.binomial(3, [0.5, -1]), ArgumentError, /binomial: p is -1/],
  ['chisquare', () => rng.chisquare(-1), ArgumentError, /df is -1/],
  ['gamma -0', () => rng.gamma(-0), ArgumentError, /shape is 0; needs a number, 0 or more/],
  ['geometric', () => rng.geometric(0), ArgumentError, /p is 0; needs a probability above 0/],
  ['hypergeometric', () => rng.hypergeometric(3, 4, 8), ArgumentError, /nsample is 8; needs at most .*7/],
  ['hypergeometric', () => rng.hypergeometric(1e9, 4, 8), ArgumentError, /below 10⁹/],
  ['logseries', () => rng.logseries(1), ArgumentError, /p is 1; needs a probability from 0, below 1/],
  ['negativeBinomial', () => rng.negativeBinomial(1e18, 1e-9), ArgumentError, /smaller n or a larger p/],
  ['poisson', () => rng.poisson(-1), ArgumentError, /lam is -1/],
  ['poisson NaN', () => rng.poisson(Number.NaN), ArgumentError, /lam is NaN/],
  ['poisson large', () => rng.poisson(1e19), ArgumentError, /lam is 1/],
  ['power', () => rng.power(0), ArgumentError, /a is 0/],
  ['triangular', () => rng.triangular(0, 3, 2), ArgumentError, /left ≤ mode ≤ right/],
  ['triangular', () => rng.triangular(1, 1, 1), ArgumentError, /left < right/],
  ['uniform arrays', () => rng.uniform([0, 2], 1), ArgumentError, /low is 2, high is 1/],
  ['vonmises', () => rng.vonmises(0, -1), ArgumentError, /kappa is -1/],
  ['wald', () => rng.wald(0, 1), ArgumentError, /mean is 0/],
  ['zipf', () => rng.zipf(1), ArgumentError, /a is 1; needs a number above 1/],
  ['complex', () => rng.gamma(array([{ re: 1, im: 1 }])), ArgumentError, /shape is complex/],
  ['no number', () => rng.gamma('x' as never), StridedError, /gamma: shape/],
  ['shapes', () => rng.normal([1, 2], [1, 2, 3]), ShapeError, /normal: shapes .* do not broadcast/],
  [
    'size',
    () => rng.normal([1, 2], 1, 3),
    ShapeError,
    /normal: size is \(3,\); needs one that the parameters/,
  ],
  ['size', () => rng.gamma(1, 1, -1), ShapeError, /gamma: shape has length -1/],
  [
    'method',
    () => rng.standardExponential(2, { method: 'x' as never }),
    ArgumentError,
    /method is x; needs 'zig'/,
  ],
  ['dtype', () => rng.standardGamma(1, 2, { dtype: 'int8' as never }), DTypeError, /standardGamma: dtype/],
  ['dirichlet', () => rng.dirichlet([1, -1]), ArgumentError, /alpha holds -1/],
  ['dirichlet', () => rng.dirichlet([[1]]), ShapeError, /alpha has shape \(1, 1\); needs one dimension/],
  ['multinomial', () => rng.multinomial(3, [0.8, 0.8, 0]), ArgumentError, /sum to 1\.6; needs 1 at most/],
  ['multinomial', () => rng.multinomial(-1, [1]), ArgumentError, /n is -1/],
  ['multinomial', () => rng.multinomial(1, 0.5), ShapeError, /needs a last axis/],
  ['multinomial', () => rng.multinomial([1, 2, 3], [1], 2), ShapeError, /does not broadcast/],
  ['colors', () => rng.multivariateHypergeometric([1, 2], 4), ArgumentError, /nsample is 4; needs at most 3/],
  ['colors', () => rng.multivariateHypergeometric([1e9], 4), ArgumentError, /a sum below 10⁹/],
  ['covariance', () => rng.multivariateNormal([0, 0], [[1, 2, 3]]), ShapeError, /cov has shape \(1, 3\)/],
  [
    'covariance',
    () =>
      rng.multivariateNormal(
        [0, 0],
        array([
          [1, 2],
          [2, 1],
        ]),
      ),
    ArgumentError,
    /semidefinite/,
  ],
  [
    'cholesky',
    () => rng.multivariateNormal([0, 0], zeros([2, 2]), 1, { method: 'cholesky' }),
    ArgumentError,
    /positive definite/,
  ],
  ['permuted', () => rng.permuted([1, 2], { axis: 1 }), AxisError, /permuted/],
  ['permuted', () => rng.permuted(zeros([2]), { out: zeros([3]) }), ShapeError, /out has shape \(3,\)/],
  ['Philox', () => new Philox(1, { key: 2 }), ArgumentError, /key and seed are both given/],
  ['Philox', () => new Philox(1, { counter: -1 }), ArgumentError, /counter is -1/],
  ['pool', () => new SeedSequence(1, { poolSize: 3 }), ArgumentError, /poolSize is 3/],
  ['raw', () => new Pcg64(1).randomRaw(-1), ArgumentError, /count is -1/],
  [
    'state',
    () => restoreBitGenerator({ bitGenerator: 'x' }),
    ArgumentError,
    /bitGenerator is x; needs one of PCG64/,
  ],
  ['state', () => restoreBitGenerator({ bitGenerator: 'PCG64' }), ArgumentError, /no state of PCG64|inc/],
  [
    'state',
    () => {
      new Mt19937(1).state = { key: [1], position: 0 };
    },
    ArgumentError,
    /key has 1 words/,
  ],
])('%s is refused', (_name, call, kind, message) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});

const methods = {
  beta: 2,
  binomial: 2,
  chisquare: 1,
  exponential: 1,
  f: 2,
  gamma: 2,
  geometric: 1,
  gumbel: 2,
  hypergeometric: 3,
  laplace: 2,
  logistic: 2,
  lognormal: 2,
  logseries: 1,
  negativeBinomial: 2,
  noncentralChisquare: 2,
  noncentralF: 3,
  normal: 2,
  pareto: 1,
  poisson: 1,
  power: 1,
  rayleigh: 1,
  standardGamma: 1,
  standardT: 1,
  triangular: 3,
  uniform: 2,
  vonmises: 2,
  wald: 2,
  weibull: 1,
  zipf: 1,
} as const;
const extremes = [
  0,
  -0,
  1e-320,
  1e-300,
  1e-9,
  0.3,
  1,
  1.0001,
  7,
  1e9,
  1e15,
  1e300,
  Infinity,
  -Infinity,
  NaN,
  -1,
];

test('every method ends, with numbers or an error that says why, whatever numbers it gets', () => {
  const value = fc.oneof(fc.constantFrom(...extremes), fc.double());
  const call = fc.record({
    name: fc.constantFrom(...(Object.keys(methods) as (keyof typeof methods)[])),
    values: fc.tuple(value, value, value),
  });
  fc.assert(
    fc.property(call, ({ name, values }) => {
      const args = values.slice(0, methods[name]);
      const method = (rng as unknown as Record<string, (...args: unknown[]) => { data: unknown }>)[name];
      try {
        expect(method.apply(rng, [...args, 2]).data).toHaveLength(2);
      } catch (error) {
        expect(error).toBeInstanceOf(StridedError);
      }
    }),
    { numRuns: 3000 },
  );
});

test('parameters in arrays draw as the same numbers one by one', () => {
  const shapes = [0.3, 1, 2.5, 40];
  const one = defaultRng(8);
  const wanted = shapes.map((shape) => one.gamma(shape, 2));
  expect([...defaultRng(8).gamma(shapes, 2).data]).toEqual(wanted);
  const view = array([40, 2.5, 1, 0.3]).at('::-1');
  expect([...defaultRng(8).gamma(view, 2).data]).toEqual(wanted);
  expect([...defaultRng(8).gamma(array(shapes).reshape(2, 2), array([[2]])).data]).toEqual(wanted);
});

test('multivariate normal vectors have the means and covariances asked for', () => {
  const cov = array([
    [2, 0.5, 0],
    [0.5, 1, -0.3],
    [0, -0.3, 0.5],
  ]);
  for (const method of ['svd', 'eigh', 'cholesky'] as const) {
    const x = defaultRng(5).multivariateNormal([1, -2, 0], cov, 20000, { method });
    const mean = x.mean({ axis: 0 }).toArray() as number[];
    [1, -2, 0].forEach((value, at) => {
      expect(Math.abs(mean[at] - value)).toBeLessThan(0.05);
    });
    const centred = x.subtract(x.mean({ axis: 0 }));
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const product = centred.at('...', i).multiply(centred.at('...', j)).mean() as unknown as number;
        expect(Math.abs(Number(product) - Number(cov.get(i, j)))).toBeLessThan(0.06);
      }
  }
});

function sampleTypes(generator: Generator): void {
  const number: number = generator.gamma(1);
  const counts: bigint = generator.poisson([1, 2]).get(0) as bigint;
  const rank: readonly [number, number] = generator.beta(1, 2, [3, 4]).shape;
  expect([typeof number, typeof counts, rank]).toEqual(['number', 'bigint', [3, 4]]);
}

test('types follow sizes and parameters', () => sampleTypes(rng));
