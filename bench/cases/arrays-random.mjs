import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: random numbers, the same bits as NumPy, against NumPy';

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
        'standard exponential',
        `rng.standardExponential([${size}], { dtype: '${dtype}' })`,
        `rng.standard_exponential(${size}, dtype=np.${dtype})`,
      ],
    ];
    const wide = [
      ['integers below 1000', `rng.integers(0, 1000, [${size}])`, `rng.integers(0, 1000, ${size})`],
      ['normal(5, 2)', `rng.normal(5, 2, [${size}])`, `rng.normal(5, 2, ${size})`],
      ['uniform(-1, 1)', `rng.uniform(-1, 1, [${size}])`, `rng.uniform(-1, 1, ${size})`],
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
