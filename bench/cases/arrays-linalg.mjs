import { runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: linear algebra against NumPy (OpenBLAS)';

export async function run(bench) {
  const rows = [];
  for (const side of bench.short ? [8] : [10, 100, 500, 1000]) {
    const a = await bench.data('normal', side, side);
    const b = await bench.data('normal', side, side, 'float64', 2027);
    const definite = `st.matmul(a, a.T).add(st.eye(${side}))`;
    const definiteNumpy = `a @ a.T + np.eye(${side})`;
    const codes = [
      ['solve', 'st.linalg.solve(a, b)', 'np.linalg.solve(a, b)'],
      ['inv', 'st.linalg.inv(a)', 'np.linalg.inv(a)'],
      ['det', 'st.linalg.slogdet(a).logabsdet', 'np.linalg.slogdet(a)[1]'],
      ['cholesky', `st.linalg.cholesky(${definite})`, `np.linalg.cholesky(${definiteNumpy})`],
      ['qr', 'st.abs(st.linalg.qr(a).R)', 'np.abs(np.linalg.qr(a)[1])'],
      ['svdvals', 'st.linalg.svdvals(a)', 'np.linalg.svdvals(a)'],
      ['svd', 'st.linalg.svd(a).S', 'np.linalg.svd(a)[1]'],
      ['eigh', 'st.linalg.eigh(a.add(a.T)).eigenvalues', 'np.linalg.eigh(a + a.T)[0]'],
      ['eigvals', 'st.linalg.eigvals(a)', 'np.linalg.eigvals(a)', null],
      ['lstsq', 'st.linalg.lstsq(a, b).x', 'np.linalg.lstsq(a, b)[0]'],
    ];
    for (const [work, ours, numpy, agree = 1e-6] of codes) {
      const calls = side <= 10 && !bench.short ? 100 : 1;
      rows.push({ work: `${work} ${side}²`, ours, numpy, data: { a, b }, agree, calls, blas: side >= 500 });
    }
  }
  await runRows(bench, 'linear algebra', rows);
}
