import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: random numbers, the same bits as NumPy, against NumPy';

/** Distributions of float64 numbers and counts: our name, NumPy's, parameters. */
const distributions = [
  ['exponential', 'exponential', '2'],
  ['gamma', 'gamma', '0.5, 2'],
  ['beta', 'beta', '2, 3'],
  ['chisquare', 'chisquare', '3'],
  ['standardT', 'standard_t', '5'],
  ['lognormal', 'lognormal', '0, 1'],
  ['weibull', 'weibull', '1.5'],
  ['pareto', 'pareto', '3'],
  ['rayleigh', 'rayleigh', '1'],
  ['gumbel', 'gumbel', '0, 1'],
  ['laplace', 'laplace', '0, 1'],
  ['logistic', 'logistic', '0, 1'],
  ['poisson', 'poisson', '3'],
  ['poisson', 'poisson', '50'],
  ['binomial', 'binomial', '20, 0.3'],
  ['binomial', 'binomial', '1000, 0.3'],
  ['geometric', 'geometric', '0.05'],
  ['multinomial', 'multinomial', '20, [0.2, 0.3, 0.5]'],
];

export async function run(bench) {
  const rows = await overSizes(bench, async (size, dtype) => {
    const common = [
      ['random', `rng.random([${size}], { dtype: '${dtype}' })`, `rng.random(${size}, dtype=np.${dtype})`],
      [
        'standard normal',
        `rng.standardNormal([${size}], { dtype: '${dtype}' })`,
        `rng.standard_normal(${size}, dtype=np.${dtype})`,
      ],
      [
        'standard gamma',
        `rng.standardGamma(2.5, [${size}], { dtype: '${dtype}' })`,
        `rng.standard_gamma(2.5, ${size}, dtype=np.${dtype})`,
      ],
      [
        'standard exponential',
        `rng.standardExponential([${size}], { dtype: '${dtype}' })`,
        `rng.standard_exponential(${size}, dtype=np.${dtype})`,
      ],
    ];
    const wide = [
      ['integers below 1000', `rng.integers(0, 1000, [${size}])`, `rng.integers(0, 1000, ${size})`],
      ['normal(5, 2)', `rng.normal(5, 2, [${size}])`, `rng.normal(5, 2, ${size})`],
      ['uniform(-1, 1)', `rng.uniform(-1, 1, [${size}])`, `rng.uniform(-1, 1, ${size})`],
      [
        'integers below 100, uint8',
        `rng.integers(0, 100, [${size}], { dtype: 'uint8' })`,
        `rng.integers(0, 100, ${size}, dtype=np.uint8)`,
      ],
      [
        'choice of 5 with p',
        `rng.choice(5, [${size}], { p: [0.1, 0.2, 0.3, 0.2, 0.2] })`,
        `rng.choice(5, ${size}, p=[0.1, 0.2, 0.3, 0.2, 0.2])`,
      ],
      ['choice of 1000', `rng.choice(1000, [${size}])`, `rng.choice(1000, ${size})`],
      ...distributions.map(([ours, numpy, parameters]) => [
        `${ours}(${parameters})`,
        `rng.${ours}(${parameters}, [${size}])`,
        `rng.${numpy}(${parameters}, ${size})`,
      ]),
      ['permutation', `rng.permutation(${size})`, `rng.permutation(${size})`],
    ];
    return [...common, ...(dtype === 'float64' ? wide : [])].map(([work, ours, numpy]) => ({
      work,
      ours,
      numpy,
      data: {},
      agree: null,
    }));
  });
  await runRows(bench, 'random', rows);
}
