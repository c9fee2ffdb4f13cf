/** The backends that can be loaded here: numeric tests run once for each. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { BackendName } from '../../src/kernels/backend.js';
import { setBackend } from '../../src/kernels/select.js';

const forced = process.env.STRIDED_BACKEND as BackendName | undefined;

function available(name: BackendName): boolean {
  if (forced !== undefined && forced !== name) return false;
  try {
    setBackend(name);
    return true;
  } catch {
    return false;
  } finally {
    setBackend(forced ?? 'auto');
  }
}

export const backends = (['js', 'wasm', 'native'] as const).filter(available);

/** A `describe` per available backend, which is in use while its tests run. */
export function describeBackends(title: string, body: (name: BackendName) => void): void {
  describe.each(backends)(`${title} (%s)`, (name) => {
    beforeAll(() => setBackend(name));
    afterAll(() => setBackend(forced ?? 'auto'));
    body(name);
  });
}
