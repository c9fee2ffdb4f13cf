import { overSizes, runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: elementwise arithmetic against NumPy, numpy-ts and TensorFlow.js';

const pairs = ['add', 'multiply', 'divide', 'maximum', 'less'];
const singles = ['negative', 'abs', 'sqrt', 'square', 'floor'];

export async function run(bench) {
  await runRows(
    bench,
    'floats',
    await overSizes(bench, async (size, dtype) => {
      const data = { a: await bench.data('positive', size, undefined, dtype) };
      const b = await bench.data('positive', size, undefined, dtype, 2027);
      const peers = (name, code) =>
        size === 1_000_000 && name === 'add'
          ? { numpyTs: `np.${code}`, ...(dtype === 'float32' ? { tfjs: `tf.${code}` } : {}) }
          : {};
      return [
        ...pairs.map((name) => ({
          work: name,
          ours: `st.${name}(a, b)`,
          numpy: `np.${name}(a, b)`,
          data: { ...data, b },
          ...peers(name, `${name}(a, b)`),
        })),
        ...singles.map((name) => ({ work: name, ours: `st.${name}(a)`, numpy: `np.${name}(a)`, data })),
        { work: 'multiply by a number', ours: 'st.multiply(a, 2.5)', numpy: 'np.multiply(a, 2.5)', data },
        {
          work: 'add into out',
          ours: 'st.add(a, b, { out: b })',
          numpy: 'np.add(a, b, out=b)',
          data: { ...data, b: bench.twin(b) },
          agree: null,
        },
      ];
    }),
  );
  await runRows(
    bench,
    'integers and mixed',
    await overSizes(
      bench,
      async (size, dtype) => {
        const a = await bench.data('int', size, undefined, dtype);
        const b = await bench.data('int', size, undefined, dtype, 2027);
        const x = await bench.data('positive', size);
        return [
          ...['add', 'multiply', 'floor_divide', 'bitwise_and', 'equal'].map((name) => ({
            work: name,
            ours: `st.${name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())}(a, b)`,
            numpy: `np.${name}(a, b)`,
            data: { a, b },
          })),
          { work: 'add to float64', ours: 'st.add(a, x)', numpy: 'np.add(a, x)', data: { a, x } },
        ];
      },
      { dtypes: ['int32', 'int64'] },
    ),
  );
  await runRows(
    bench,
    'broadcasting',
    await overSizes(bench, async (size, dtype) => {
      const side = Math.floor(Math.sqrt(size));
      const m = await bench.data('normal', side, side, dtype);
      const v = await bench.data('normal', side, undefined, dtype);
      return [
        { work: 'matrix + row', ours: 'st.add(m, v)', numpy: 'np.add(m, v)', data: { m, v } },
        {
          work: 'matrix + column',
          ours: "st.add(m, v.at(':', null))",
          numpy: 'np.add(m, v[:, None])',
          data: { m, v },
        },
        { work: 'matrix + its transpose', ours: 'st.add(m, m.T)', numpy: 'np.add(m, m.T)', data: { m } },
      ];
    }),
  );
}
