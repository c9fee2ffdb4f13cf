import { runRows } from '../harness/expressions.mjs';

export const title = 'Arrays: Fourier transforms against NumPy (pocketfft)';

const lengths = [1024, 1 << 20, 1_000_000, 1_000_003, 1 << 25];

export async function run(bench) {
  const rows = [];
  const agree = (dtype) => (dtype === 'float32' ? 1e-2 : 1e-6);
  for (const dtype of ['float64', 'float32']) {
    for (const length of bench.short ? [60, 67] : lengths) {
      const x = await bench.data('normal', length, undefined, dtype);
      for (const name of ['fft', 'rfft']) {
        rows.push({
          work: `${name} ${length} ${dtype}`,
          ours: `st.fft.${name}(x)`,
          numpy: `np.fft.${name}(x)`,
          data: { x },
          agree: agree(dtype),
          calls: length <= 1024 && !bench.short ? 200 : 1,
        });
      }
    }
    const m = await bench.data('normal', bench.size(1000, 10), bench.size(1024, 16), dtype);
    const square = await bench.data('normal', bench.size(2048, 20), bench.size(2048, 20), dtype);
    for (const axis of [0, 1]) {
      rows.push({
        work: `fft 1000×1024 axis ${axis} ${dtype}`,
        ours: `st.fft.fft(m, { axis: ${axis} })`,
        numpy: `np.fft.fft(m, axis=${axis})`,
        data: { m },
        agree: agree(dtype),
      });
    }
    rows.push({
      work: `fft2 2048×2048 ${dtype}`,
      ours: 'st.fft.fft2(m)',
      numpy: 'np.fft.fft2(m)',
      data: { m: square },
      agree: agree(dtype),
    });
  }
  await runRows(bench, 'Fourier transforms', rows);
}
