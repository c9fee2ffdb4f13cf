import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: reductions and running sums over each axis against NumPy';

const reductions = ['sum', 'mean', 'std', 'max', 'argmax', 'prod'];

export async function run(bench) {
  const rows = await overSizes(bench, async (size, dtype) => {
    const side = Math.floor(Math.sqrt(size));
    const x = await bench.data('normal', side, side, dtype);
    const peers = (name) =>
      size === 1_000_000 && name === 'sum'
        ? { numpyTs: 'np.sum(x)', ...(dtype === 'float32' ? { tfjs: 'tf.sum(x)' } : {}) }
        : {};
    const agree = dtype === 'float32' ? 1e-3 : 1e-9;
    return [
      ...reductions.flatMap((name) => [
        { work: name, ours: `st.${name}(x)`, numpy: `np.${name}(x)`, data: { x }, agree, ...peers(name) },
        ...[0, 1].map((axis) => ({
          work: `${name} axis ${axis}`,
          ours: `st.${name}(x, { axis: ${axis} })`,
          numpy: `np.${name}(x, axis=${axis})`,
          data: { x },
          agree,
        })),
      ]),
      ...[0, 1].map((axis) => ({
        work: `cumsum axis ${axis}`,
        ours: `st.cumsum(x, { axis: ${axis} })`,
        numpy: `np.cumsum(x, axis=${axis})`,
        data: { x },
        agree,
      })),
      { work: 'any of a comparison', ours: 'st.any(x.greater(9))', numpy: 'np.any(x > 9)', data: { x } },
      { work: 'nansum', ours: 'st.nansum(x)', numpy: 'np.nansum(x)', data: { x }, agree },
      { work: 'median', ours: 'st.median(x)', numpy: 'np.median(x)', data: { x }, agree },
    ];
  });
  await runRows(bench, 'reductions', rows);
}
