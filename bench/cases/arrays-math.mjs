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
}
