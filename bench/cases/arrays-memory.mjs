import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: copies, casts, selection and indexing against NumPy';

export async function run(bench) {
  const rows = await overSizes(bench, async (size, dtype) => {
    const side = Math.floor(Math.sqrt(size));
    const x = await bench.data('normal', side, side, dtype);
    const y = await bench.data('normal', side, side, dtype, 2027);
    const other = dtype === 'float64' ? 'float32' : 'float64';
    return [
      { work: 'copy', ours: 'x.copy()', numpy: 'x.copy()', data: { x } },
      { work: 'copy of the transpose', ours: 'x.T.copy()', numpy: 'x.T.copy()', data: { x } },
      {
        work: 'copy of every second column',
        ours: "x.at(':', '::2').copy()",
        numpy: 'x[:, ::2].copy()',
        data: { x },
      },
      { work: `to ${other}`, ours: `x.asType('${other}')`, numpy: `x.astype(np.${other})`, data: { x } },
      { work: 'to int32', ours: "x.asType('int32')", numpy: 'x.astype(np.int32)', data: { x } },
      {
        work: 'where',
        ours: 'st.where(x.greater(0), x, y)',
        numpy: 'np.where(x > 0, x, y)',
        data: { x, y },
      },
      { work: 'clip', ours: 'st.clip(x, -1, 1)', numpy: 'np.clip(x, -1, 1)', data: { x } },
      { work: 'boolean mask', ours: 'x.at(x.greater(0))', numpy: 'x[x > 0]', data: { x } },
      {
        work: 'rows in reverse by a list',
        ours: `x.at(st.arange(${side - 1}, -1, -1, { dtype: 'int64' }))`,
        numpy: `x[np.arange(${side - 1}, -1, -1)]`,
        data: { x },
      },
      {
        work: 'concatenate',
        ours: 'st.concatenate([x, y])',
        numpy: 'np.concatenate([x, y])',
        data: { x, y },
      },
      { work: 'roll', ours: 'st.roll(x, 7)', numpy: 'np.roll(x, 7)', data: { x } },
      { work: 'repeat', ours: 'st.repeat(x, 2)', numpy: 'np.repeat(x, 2)', data: { x } },
      { work: 'diff', ours: 'st.diff(x)', numpy: 'np.diff(x)', data: { x } },
      { work: 'nonzero', ours: 'st.nonzero(x.greater(0))[0]', numpy: 'np.nonzero(x > 0)[0]', data: { x } },
      { work: 'argwhere', ours: 'st.argwhere(x.greater(0))', numpy: 'np.argwhere(x > 0)', data: { x } },
      { work: 'packbits', ours: 'st.packbits(x.greater(0))', numpy: 'np.packbits(x > 0)', data: { x } },
      {
        work: 'select',
        ours: 'st.select([x.less(-1), x.greater(1)], [x, y])',
        numpy: 'np.select([x < -1, x > 1], [x, y])',
        data: { x, y },
      },
      { work: 'isclose', ours: 'st.isclose(x, y)', numpy: 'np.isclose(x, y)', data: { x, y } },
      { work: 'nanToNum', ours: 'st.nanToNum(x)', numpy: 'np.nan_to_num(x)', data: { x } },
    ];
  });
  await runRows(bench, 'copies and selection', rows);
}
