// Rows of the array benchmarks: the same expression in strided, NumPy and, where given, the JavaScript peers.

/** Until OpenBLAS's threads sleep. */
const blasRestMs = 150;

/** The lengths that every family is measured at. */
export const sizes = [1000, 1_000_000, 31_622_776];

/**
 * Runs rows and prints each with its ratio to NumPy, then the family's geometric mean.
 *
 * A row: { work, ours, numpy, numpyTs?, tfjs?, data: { a: item, … }, calls?, agree?, blas? }. `calls`: how often a run repeats
 * the expression, for work too quick for the clock. `agree`: as in Bench.compare. `blas`: the work of OpenBLAS's threads,
 * which look for more for a tenth of a second and would be in the way of whoever comes next.
 */
export async function runRows(bench, family, rows) {
  const ratios = [];
  for (const row of rows) {
    const names = Object.fromEntries(Object.entries(row.data).map(([alias, item]) => [alias, item.name]));
    const side = (process, code) => ({
      process,
      request: { op: 'expression', code, names, calls: row.calls ?? 1 },
      data: Object.values(row.data),
    });
    const compared = await bench.compare({
      work: row.work,
      against: 'NumPy',
      ours: side(bench.ours(), row.ours),
      peer: side(bench.python(), row.numpy),
      agree: row.agree === undefined ? 1e-6 : row.agree,
      target: row.target,
      restMs: row.blas && !bench.short ? blasRestMs : 0,
    });
    if (compared.ratio) ratios.push([compared.ratio, row.work]);
    for (const [library, code] of [
      ['numpy-ts', row.numpyTs],
      ['tfjs', row.tfjs],
    ]) {
      if (code === undefined || !bench.usePeers) continue;
      await bench.compare({
        work: row.work,
        against: library === 'tfjs' ? 'TensorFlow.js (wasm)' : library,
        ours: side(bench.ours(), row.ours),
        peer: side(bench.javascript(library), code),
        agree: null,
      });
    }
  }
  summarize(bench, family, ratios);
}

function summarize(bench, family, ratios) {
  if (ratios.length === 0 || bench.short) return;
  const mean = Math.exp(ratios.reduce((sum, [ratio]) => sum + Math.log(ratio), 0) / ratios.length);
  const [worst, work] = ratios.reduce((a, b) => (b[0] < a[0] ? b : a));
  const behind = ratios.filter(([ratio]) => ratio < 0.8).length;
  console.log(
    `  ${family}: geometric mean ${mean.toFixed(2)}× of ${ratios.length}; lowest ${worst.toFixed(2)}× (${work}); ${behind} under 0.8×`,
  );
}

/** `1e6` for a million, and so on: sizes as rows name them. */
export function sizeName(size) {
  return size === 31_622_776 ? '10^7.5' : `10^${Math.log10(size)}`;
}

/**
 * How often a run repeats the expression. A single call of what takes a tenth of a millisecond would measure the rest before
 * it, caches that the other side has filled and our own collection of garbage; a row of calls has each side's own way of
 * getting memory for its results in it.
 */
function callsOf(size) {
  if (size <= 1000) return 500;
  return size <= 1_000_000 ? 20 : 1;
}

/** Rows for every size and dtype of a family. `make(size, dtype)` gives the rows' data and codes. */
export async function overSizes(bench, make, { dtypes = ['float64', 'float32'], only = sizes } = {}) {
  const rows = [];
  for (const size of bench.short ? [1000] : only) {
    for (const dtype of dtypes) {
      const calls = bench.short ? 1 : callsOf(size);
      for (const row of await make(size, dtype)) {
        rows.push({ calls, ...row, work: `${row.work} ${sizeName(size)} ${dtype}` });
      }
    }
  }
  return rows;
}
