import { runRows } from '../harness/expressions.mjs';

export const title = "Arrays: products and the course's einsum against NumPy (OpenBLAS)";

export async function run(bench) {
  const rows = [];
  for (const dtype of ['float64', 'float32']) {
    const agree = dtype === 'float32' ? 1e-3 : 1e-9;
    for (const side of bench.short ? [20] : [100, 512, 2000]) {
      const a = await bench.data('normal', side, side, dtype);
      const b = await bench.data('normal', side, side, dtype, 2027);
      const js =
        side === 512
          ? { numpyTs: 'np.matmul(a, b)', ...(dtype === 'float32' ? { tfjs: 'tf.matMul(a, b)' } : {}) }
          : {};
      rows.push({
        work: `matmul ${side}² ${dtype}`,
        ours: 'st.matmul(a, b)',
        numpy: 'np.matmul(a, b)',
        data: { a, b },
        agree,
        blas: side >= 512,
        calls: side <= 100 && !bench.short ? 20 : 1,
        ...js,
      });
    }
    const side = bench.size(2000, 20);
    const a = await bench.data('normal', side, side, dtype);
    const v = await bench.data('normal', side, undefined, dtype);
    const x = await bench.data('normal', side, 50, dtype);
    const codes = [
      ['matrix × vector', 'st.matmul(a, v)', 'np.matmul(a, v)', { a, v }],
      ['aᵀ × a', 'st.matmul(a.T, a)', 'np.matmul(a.T, a)', { a }],
      ['outer', 'st.outer(v, v)', 'np.outer(v, v)', { v }],
      ["einsum 'ij,ij->i'", "st.einsum('ij,ij->i', x, x)", "np.einsum('ij,ij->i', x, x)", { x }],
      ["einsum 'ik,jk->ij'", "st.einsum('ik,jk->ij', x, x)", "np.einsum('ik,jk->ij', x, x)", { x }],
      ["einsum 'ij->j'", "st.einsum('ij->j', a)", "np.einsum('ij->j', a)", { a }],
      ["einsum 'ii->'", "st.einsum('ii->', a)", "np.einsum('ii->', a)", { a }],
      ["einsum 'i,j->ij'", "st.einsum('i,j->ij', v, v)", "np.einsum('i,j->ij', v, v)", { v }],
      [
        "einsum chain 'ij,jk,kl->il'",
        "st.einsum('ij,jk,kl->il', x.T, a, x, { optimize: true })",
        "np.einsum('ij,jk,kl->il', x.T, a, x, optimize=True)",
        { a, x },
      ],
    ];
    for (const [work, ours, numpy, data] of codes)
      rows.push({ work: `${work} ${side} ${dtype}`, ours, numpy, data, agree, blas: work.startsWith('aᵀ') });
  }
  await runRows(bench, 'products', rows);
}
