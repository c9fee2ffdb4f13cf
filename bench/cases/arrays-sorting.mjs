import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: sorting and searching against NumPy';

export async function run(bench) {
  const rows = await overSizes(
    bench,
    async (size, dtype) => {
      const kind = dtype.startsWith('int') ? 'int' : 'normal';
      const side = Math.floor(Math.sqrt(size));
      const x = await bench.data(kind, size, undefined, dtype);
      const m = await bench.data(kind, side, side, dtype);
      const data = { x };
      const js = size === 1_000_000 && dtype === 'float64' ? { numpyTs: 'np.sort(x)' } : {};
      return [
        { work: 'sort', ours: 'st.sort(x)', numpy: 'np.sort(x)', data, ...js },
        { work: 'argsort', ours: 'st.argsort(x)', numpy: 'np.argsort(x)', data, agree: null },
        ...[0, 1].map((axis) => ({
          work: `sort matrix axis ${axis}`,
          ours: `st.sort(m, { axis: ${axis} })`,
          numpy: `np.sort(m, axis=${axis})`,
          data: { m },
        })),
        {
          work: 'partition',
          ours: `st.partition(x, ${size >> 1}).at(${size >> 1})`,
          numpy: `np.partition(x, ${size >> 1})[${size >> 1}]`,
          data,
        },
        { work: 'unique', ours: 'st.unique(x)', numpy: 'np.unique(x)', data },
        {
          work: 'searchsorted',
          ours: "st.searchsorted(st.sort(x.at('::100')), x)",
          numpy: 'np.searchsorted(np.sort(x[::100]), x)',
          data,
        },
        {
          work: 'histogram',
          ours: 'st.histogram(x, 50)[0]',
          numpy: 'np.histogram(x, bins=50)[0]',
          data,
        },
        ...(dtype === 'int64'
          ? [{ work: 'bincount', ours: 'st.bincount(x)', numpy: 'np.bincount(x)', data }]
          : []),
      ];
    },
    { dtypes: ['float64', 'float32', 'int64'] },
  );
  await runRows(bench, 'sorting', rows);
}
