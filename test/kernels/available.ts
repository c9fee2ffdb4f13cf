/** The backends that this machine can load: what tests of kernels run on. */
import type { BackendName } from '../../src/kernels/backend.js';
import { setBackend } from '../../src/kernels/select.js';

export function availableBackends(): BackendName[] {
  const names: BackendName[] = [];
  for (const name of ['js', 'wasm', 'native'] as const) {
    try {
      setBackend(name);
      names.push(name);
    } catch {
      // Not built here; the suite of backends tests that the error says so.
    }
  }
  setBackend('auto');
  return names;
}

/** A typed array of `n` elements made by index. */
export function filled(
  type: typeof Float64Array | typeof Float32Array,
  n: number,
  make: (i: number) => number,
): Float64Array | Float32Array {
  const data = new type(n);
  for (let i = 0; i < n; i++) data[i] = make(i);
  return data;
}
