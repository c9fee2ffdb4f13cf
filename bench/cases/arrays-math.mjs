import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: mathematical functions against NumPy';

/** Functions, and the interval of [0, 1) their arguments are drawn from and stretched to. */
const functions = {
  exp: [-10, 10],
  exp2: [-10, 10],
  expm1: [-2, 2],
  log: [0.001, 1000],
  log2: [0.001, 1000],
  log10: [0.001, 1000],
  log1p: [-0.9, 10],
  sin: [-10, 10],
  cos: [-10, 10],
  tan: [-10, 10],
  asin: [-1, 1],
  acos: [-1, 1],
  atan: [-10, 10],
  sinh: [-5, 5],
  cosh: [-5, 5],
  tanh: [-5, 5],
  asinh: [-10, 10],
  acosh: [1, 20],
  atanh: [-0.99, 0.99],
  cbrt: [-100, 100],
};
const numpyName = (name) => name.replace(/^a(sin|cos|tan)/, 'arc$1');

export async function run(bench) {
  const rows = await overSizes(bench, async (size, dtype) => {
    const made = [];
    for (const [name, [low, high]] of Object.entries(functions)) {
      const x = await bench.stretched(low, high, size, dtype);
      made.push({
        work: name,
        ours: `st.${name}(x)`,
        numpy: `np.${numpyName(name)}(x)`,
        data: { x },
        agree: dtype === 'float32' ? 1e-5 : 1e-12,
        ...(size === 1_000_000 && ['exp', 'sin', 'tanh'].includes(name)
          ? { numpyTs: `np.${name}(x)`, ...(dtype === 'float32' ? { tfjs: `tf.${name}(x)` } : {}) }
          : {}),
      });
    }
    const a = await bench.stretched(0.1, 10, size, dtype);
    const b = await bench.stretched(-3, 3, size, dtype);
    for (const name of ['power', 'atan2', 'hypot']) {
      const numpy = name === 'atan2' ? 'arctan2' : name;
      made.push({
        work: name,
        ours: `st.${name}(a, b)`,
        numpy: `np.${numpy}(a, b)`,
        data: { a, b },
        agree: dtype === 'float32' ? 1e-5 : 1e-12,
      });
    }
    return made;
  });
  await runRows(bench, 'mathematical functions', rows);
  await runRows(
    bench,
    'exponents and places',
    await overSizes(bench, (size) => exponentsAndPlaces(bench, size), { dtypes: ['float64'] }),
  );
}

async function exponentsAndPlaces(bench, size) {
  const x = await bench.stretched(0.1, 10, size);
  const n = await bench.stretched(-20, 20, size, 'int32');
  const places = await bench.stretched(0, 1000, size, 'int64');
  return [
    { work: 'ldexp', ours: 'st.ldexp(x, n)', numpy: 'np.ldexp(x, n)', data: { x, n } },
    { work: 'frexp', ours: 'st.frexp(x)[0]', numpy: 'np.frexp(x)[0]', data: { x } },
    { work: 'spacing', ours: 'st.spacing(x)', numpy: 'np.spacing(x)', data: { x } },
    { work: 'logspace', ours: `st.logspace(0, 3, ${size})`, numpy: `np.logspace(0, 3, ${size})`, data: {} },
    {
      work: 'add.reduceat by tens',
      ours: `st.add.reduceat(x, st.arange(0, ${size}, 10, { dtype: 'int64' }))`,
      numpy: `np.add.reduceat(x, np.arange(0, ${size}, 10))`,
      data: { x },
    },
    {
      work: 'add.at a thousand places',
      ours: '(() => { const sums = st.zeros(1000); st.add.at(sums, places, x); return sums; })()',
      numpy: '(lambda sums: (np.add.at(sums, places, x), sums)[1])(np.zeros(1000))',
      data: { x, places },
    },
  ];
}
