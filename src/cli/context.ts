/** What every command gets besides its own arguments. */
import { backend } from '../kernels/select.js';
import type { Interruption } from './interruption.js';

export interface CommandContext {
  readonly interruption: Interruption;
  /** Writes to stdout, a line at a time. */
  print(text: string): void;
}

/** The kernels in use, for people and for --json. */
export interface KernelSummary {
  readonly backend: string;
  readonly isa: string;
  readonly threads: number;
}

export function kernelSummary(threads?: number): KernelSummary {
  const { name, isa, threads: most } = backend();
  return { backend: name, isa, threads: Math.min(threads ?? most, most) };
}

/** `native kernels, avx512, 2 threads`. */
export function describeKernels({ backend: name, isa, threads }: KernelSummary): string {
  return `${name} kernels, ${isa}, ${threads} thread${threads === 1 ? '' : 's'}`;
}
