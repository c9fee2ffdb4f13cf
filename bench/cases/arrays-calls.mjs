export const title = 'Arrays: what a call costs on 10 elements, against NumPy and a limit of 2 µs';

const limitSeconds = 2e-6;
const calls = [
  ['add', 'st.add(a, b)', 'np.add(a, b)'],
  ['a.add(b)', 'a.add(b)', 'a + b'],
  ['multiply by a number', 'st.multiply(a, 2)', 'np.multiply(a, 2)'],
  ['less', 'st.less(a, b)', 'np.less(a, b)'],
  ['sqrt', 'st.sqrt(a)', 'np.sqrt(a)'],
  ['exp', 'st.exp(a)', 'np.exp(a)'],
  ['sum', 'st.sum(a)', 'np.sum(a)'],
  ['max', 'st.max(a)', 'np.max(a)'],
  ['mean', 'st.mean(a)', 'np.mean(a)'],
  ['reshape', 'a.reshape(2, 5)', 'a.reshape(2, 5)'],
  ['slice', "a.at('2:8')", 'a[2:8]'],
  ['copy', 'a.copy()', 'a.copy()'],
  ['zeros', 'st.zeros([10])', 'np.zeros(10)'],
  ['concatenate', 'st.concatenate([a, b])', 'np.concatenate([a, b])'],
  ['where', 'st.where(c, a, b)', 'np.where(c, a, b)'],
  ['sort', 'st.sort(a)', 'np.sort(a)'],
  ['cumsum', 'st.cumsum(a)', 'np.cumsum(a)'],
  ['matmul', 'st.matmul(a, b)', 'np.matmul(a, b)'],
];

export async function run(bench) {
  for (const dtype of ['float64', 'float32', 'int32', 'int64']) {
    const kind = dtype.startsWith('int') ? 'int' : 'positive';
    const data = {
      a: await bench.data(kind, 10, undefined, dtype),
      b: await bench.data(kind, 10, undefined, dtype, 2027),
      c: await bench.data('bool', 10),
    };
    const names = Object.fromEntries(Object.entries(data).map(([alias, item]) => [alias, item.name]));
    for (const [work, ours, numpy] of calls) {
      const side = (process, code) => ({
        process,
        request: { op: 'expression', code, names, calls: bench.size(5000, 20) },
        data: Object.values(data),
      });
      const [own, peer] = await bench.contest([side(bench.ours(), ours), side(bench.python(), numpy)]);
      const note =
        peer.seconds > 0 && own.seconds > 0 ? `${(peer.seconds / own.seconds).toFixed(2)}× NumPy` : undefined;
      bench.report({
        work: `${work}, 10 ${dtype}`,
        against: 'NumPy',
        ours: own,
        peer,
        ratio: limitSeconds / own.seconds,
        target: 1,
        targetText: '< 2 µs',
        note,
      });
    }
  }
}
