// Exact values from reference.c, and distances from them.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'build', 'test', 'reference');

/** Compiles reference.c. */
export function buildReference() {
  mkdirSync(join(root, 'build', 'test'), { recursive: true });
  const source = join(root, 'test', 'accuracy', 'reference.c');
  const built = spawnSync('gcc', ['-O2', source, '-o', program, '-lquadmath', '-lm'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('gcc with libquadmath is needed');
}

/** Exact values as pairs of float64: the nearest, and the rest. */
export function reference(name, operands, digits) {
  const input = Buffer.concat(operands.map((list) => Buffer.from(Float64Array.from(list).buffer)));
  const { stdout, status } = spawnSync(program, [name, String(digits)], { input, maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${program} does not know ${name}`);
  return new Float64Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

/** The distance of `got` from head + rest in units in the last place of the exact value. */
export function ulps(got, head, rest, single) {
  const exact = single ? Math.fround(head) : head;
  if (Number.isNaN(exact) && Number.isNaN(got)) return 0;
  if (Object.is(got, exact)) {
    if (!Number.isFinite(got)) return 0;
  } else if (Number.isNaN(exact) || Number.isNaN(got) || !Number.isFinite(exact) || !Number.isFinite(got)) {
    return Infinity;
  }
  const [digits, lowest] = single ? [23, -126] : [52, -1022];
  const magnitude = Math.abs(head);
  let exponent = magnitude === 0 ? lowest : Math.floor(Math.log2(magnitude));
  if (2 ** exponent > magnitude) exponent--;
  // By the power of two alone, then by the digits: the unit itself may be below the smallest number.
  const scaled = 2 ** -Math.max(exponent, lowest);
  return Math.abs((got - head) * scaled - rest * scaled) * 2 ** digits;
}
