/** The ways linear algebra can be computed here, and comparisons in the measure of a whole array. */
import { expect } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { setLapack } from '../../src/kernels/lapack.js';
import { backendInfo, setBackend } from '../../src/kernels/select.js';
import { availableBackends } from '../kernels/available.js';
import { slotsOf } from '../ops/fixtures.js';

export interface Configuration {
  readonly name: string;
  readonly use: () => void;
}

/** Each backend, and the native one without the machine's LAPACK as well where there is one. */
export function configurations(): Configuration[] {
  const list: Configuration[] = availableBackends().map((name) => ({
    name,
    use: () => {
      setLapack('auto');
      setBackend(name);
    },
  }));
  if (backendInfo().lapack === null) return list;
  const use = (): void => {
    setBackend('native');
    setLapack('off');
  };
  return [...list, { name: 'native without LAPACK', use }];
}

export function restore(): void {
  setLapack('auto');
  setBackend('auto');
}

export function epsilonOf(x: NDArray): number {
  return x.dtype === 'float32' || x.dtype === 'complex64' ? 2 ** -23 : 2 ** -52;
}

/** The largest size of a part; 0 for none. Without overflow: it is a maximum. */
export function sizeOf(x: NDArray): number {
  return slotsOf(x).reduce<number>((most, value) => Math.max(most, Math.abs(Number(value))), 0);
}

/** Expects dtype and shape, and every element within `units` epsilons of the largest one. NaN and infinities agree. */
export function expectNear(got: NDArray, want: NDArray, units: number, what: string, scale?: number): void {
  expect(got.dtype, what).toBe(want.dtype);
  expect(got.shape, what).toEqual(want.shape);
  const values = slotsOf(got);
  const wanted = slotsOf(want);
  const finite = wanted.map(Number).filter(Number.isFinite);
  const allowed = units * epsilonOf(want) * (scale ?? Math.max(0, ...finite.map(Math.abs)));
  for (let i = 0; i < wanted.length; i++) {
    if (Object.is(values[i], wanted[i])) continue;
    if (Math.abs(Number(values[i]) - Number(wanted[i])) <= allowed) continue;
    expect.fail(`${what}: slot ${i} is ${values[i]}, needs ${wanted[i]} within ${allowed}`);
  }
}
