// Our side of the benchmarks of native code. Same requests and replies as peers/native.py.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arange, full } from '../../dist/index.js';
import { dlopen, fortran } from '../../dist/native/index.js';

const source = fileURLToPath(new URL('../peers/kernels.f90', import.meta.url));

function perCall(call, calls) {
  const started = performance.now();
  let result;
  for (let done = 0; done < calls; done++) result = call();
  return [(performance.now() - started) / 1000 / calls, result];
}

const libraries = new Map();

/** What `run` replies to the library, which is built where it is not known; or that the compiler is missing. */
async function compiled(flags, run, known = new Map()) {
  const key = flags.join(' ');
  let library = known.get(key);
  try {
    library ??= await fortran(source, { flags });
    known.set(key, library);
  } catch (error) {
    if (error.name === 'CompileError' && error.output === '') return { missing: 'gfortran' };
    throw error;
  }
  return run(library);
}

/** @param arrays what was loaded, by name; `sampleOf` picks values of a result */
export function nativeOperations(arrays, sampleOf) {
  return {
    fortranSmall({ flags, calls }) {
      const measure = ({ weighted }) => {
        const [x, w] = [arange(3, { dtype: 'float64' }), full([3], 0.5)];
        const [seconds, result] = perCall(() => weighted(x, w), calls);
        return { seconds, sample: sampleOf(result) };
      };
      return compiled(flags, measure, libraries);
    },
    fortranMetric({ x, y, flags }) {
      const measure = ({ cityblock }) => {
        const [a, b] = [arrays.get(x).T, arrays.get(y).T];
        const [seconds, result] = perCall(() => cityblock(a, b), 1);
        return { seconds, sample: sampleOf(result) };
      };
      return compiled(flags, measure, libraries);
    },
    /** With an empty cache. */
    async fortranBuild({ flags }) {
      const { STRIDED_CACHE } = process.env;
      const folder = mkdtempSync(join(tmpdir(), 'strided-build-'));
      process.env.STRIDED_CACHE = folder;
      try {
        const started = performance.now();
        return await compiled(flags, () => ({
          seconds: (performance.now() - started) / 1000,
          sample: [0],
        }));
      } finally {
        if (STRIDED_CACHE === undefined) delete process.env.STRIDED_CACHE;
        else process.env.STRIDED_CACHE = STRIDED_CACHE;
        rmSync(folder, { recursive: true, force: true });
      }
    },
    cScalars({ calls }) {
      const { hypot } = dlopen('libm.so.6', 'double hypot(double x, double y);');
      const [seconds, result] = perCall(() => hypot(3, 4), calls);
      return { seconds, sample: sampleOf(result) };
    },
    cArrays({ calls }) {
      const { memcmp } = dlopen(null, 'int memcmp(const void *a, const void *b, size_t n);');
      const [a, b] = [arange(3, { dtype: 'float64' }), arange(3, { dtype: 'float64' })];
      const [seconds, result] = perCall(() => memcmp(a, b, a.nbytes), calls);
      return { seconds, sample: sampleOf(result) };
    },
  };
}
