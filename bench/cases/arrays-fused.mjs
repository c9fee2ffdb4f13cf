import { runRows } from '../harness/expressions.mjs';

export const title = "Arrays: fused expressions, the course's formulas in one pass, against NumPy's steps";

export async function run(bench) {
  const rows = [];
  for (const dtype of ['float64', 'float32']) {
    const side = bench.size(5000, 40);
    const agree = dtype === 'float32' ? 1e-2 : 1e-9;
    const data = {
      p: await bench.data('positive', side, 1, dtype),
      q: await bench.data('positive', 1, side, dtype, 2027),
      r: await bench.data('positive', side, side, dtype, 2028),
    };
    rows.push(
      {
        work: `√|x² + y² − 2xy| ${side}² ${dtype}`,
        ours: 'st.fuse((x2, y2, xy) => st.sqrt(st.abs(x2.add(y2).sub(xy.mul(2)))))(p, q, r)',
        numpy: 'np.sqrt(np.abs(p + q - 2 * r))',
        data,
        agree,
      },
      {
        work: `its sum ${side}² ${dtype}`,
        ours: 'st.fuse((x2, y2, xy) => st.sqrt(st.abs(x2.add(y2).sub(xy.mul(2)))).sum())(p, q, r)',
        numpy: 'np.sqrt(np.abs(p + q - 2 * r)).sum()',
        data,
        agree,
      },
      {
        work: `exp(−(x − y)²) over rows ${side}² ${dtype}`,
        ours: 'st.fuse((x, y) => st.exp(x.sub(y).square().negative()).mean({ axis: 0 }))(r, q)',
        numpy: 'np.exp(-(r - q) ** 2).mean(axis=0)',
        data,
        agree,
      },
    );
  }
  await runRows(bench, 'fused expressions', rows);
}
