/**
 * Filling large arrays by the addon, which draws the same numbers as the TypeScript does. Each function says whether it
 * did; small arrays, MT19937 and the other backends are left to the caller.
 */
import type { DType } from '../core/dtype.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import type { EntryName } from '../kernels/table.gen.js';
import type { BitGenerator } from './bits/bit-generator.js';
import { type RawTables, rawTables } from './distributions/ziggurat.js';

const generators: Readonly<Record<string, number>> = { PCG64: 0, PCG64DXSM: 1, SFC64: 2, Philox: 3 };
/** From this length on a call pays. */
const leastLength = 200;

const registerWords = 12;
const state = new Uint32Array(registerWords + 4);
const parameters = new Float64Array(8);

/** Whether the addon draws from this generator, and this many numbers are worth it. */
function serves(entry: EntryName, bits: BitGenerator, length: number): boolean {
  if (length < leastLength || generators[bits.name] === undefined) return false;
  const chosen = backend();
  return chosen.name === 'native' && chosen.has(entry);
}

/** Runs an entry that reads and moves the state of `bits`. */
function run(
  entry: EntryName,
  bits: BitGenerator,
  operands: readonly (ArrayBufferView | null)[],
  values: readonly number[],
): void {
  bits.settle();
  state.fill(0);
  state.set(bits.register);
  const { leftOver } = bits;
  if (leftOver >= 0) {
    state[registerWords] = 1;
    state[registerWords + 1] = leftOver;
  }
  state[registerWords + 2] = bits.unusedWords;
  parameters[0] = generators[bits.name];
  parameters.set(values, 1);
  backend().run(entry, [state, ...operands], parameters);
  bits.register.set(state.subarray(0, bits.register.length));
  bits.adopt(state[registerWords + 2], state[registerWords] === 1 ? state[registerWords + 1] : -1);
}

/** From this length on a call makes a block of words quicker. */
const leastBlock = 64;

/** Makes the next `count` words, at the start of `bits.words`, and moves the register. */
export function makeWordsByAddon(bits: BitGenerator, count: number): boolean {
  if (count < leastBlock || generators[bits.name] === undefined) return false;
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('randomWords')) return false;
  state.fill(0);
  state.set(bits.register);
  parameters[0] = generators[bits.name];
  parameters[1] = count;
  chosen.run('randomWords', [state, bits.words], parameters);
  bits.register.set(state.subarray(0, bits.register.length));
  return true;
}

const kinds = { uniform: 0, normal: 1, exponential: 2 } as const;

/** out = offset + factor × standard numbers; of float32, standard numbers. */
export function fillByAddon(
  bits: BitGenerator,
  kind: keyof typeof kinds,
  out: Float64Array | Float32Array,
  offset: number,
  factor: number,
): boolean {
  if (!serves('randomFill', bits, out.length)) return false;
  const dtype = out instanceof Float64Array ? 'float64' : 'float32';
  const { k, w, f } = kind === 'uniform' ? noTables : rawTables(kind, dtype);
  run('randomFill', bits, [out, k, w, f], [kinds[kind], kernelCode(dtype), out.length, offset, factor]);
  return true;
}

/** Shapes for which the powers of the C code are those of exact/pow.ts. */
const steep = (shape: number) => shape > 1e-5 && shape < 1e15;
const both = (a: number, b: number) => steep(a) && steep(b);
const always = () => true;

/** Numbers of the distributions in native/random/draws.h, and which parameters, if finite, they take. */
const distributions: Readonly<
  Record<string, readonly [kind: number, takes: (a: number, b: number) => boolean]>
> = {
  lognormal: [3, always],
  pareto: [4, always],
  weibull: [5, steep],
  power: [6, steep],
  rayleigh: [7, always],
  laplace: [8, always],
  gumbel: [9, always],
  logistic: [10, always],
  gamma: [11, steep],
  standardGamma: [11, steep],
  beta: [12, both],
  chisquare: [13, steep],
  f: [14, both],
  standardT: [15, steep],
  standardCauchy: [16, always],
  wald: [17, always],
  poisson: [18, always],
  binomial: [19, always],
  geometric: [20, always],
  negativeBinomial: [21, steep],
};

/** Draws of a distribution whose parameters are numbers; counts into an int64 array. */
export function drawByAddon(
  bits: BitGenerator,
  name: string,
  out: Float64Array | Float32Array | BigInt64Array,
  a: number,
  b: number,
): boolean {
  if (!serves('randomFill', bits, out.length) || !Object.hasOwn(distributions, name)) return false;
  const [kind, takes] = distributions[name];
  if (!Number.isFinite(a) || !Number.isFinite(b) || !takes(a, b)) return false;
  const { k, w, f } = pairedTables(out instanceof Float32Array ? 'float32' : 'float64');
  const dtype = kernelCode(
    out instanceof Float64Array ? 'float64' : out instanceof Float32Array ? 'float32' : 'int64',
  );
  run('randomFill', bits, [out, k, w, f], [kind, dtype, out.length, a, name === 'standardGamma' ? 1 : b]);
  return true;
}

/** Rows of counts: how many of `n` fall to each of the chances. */
export function drawMultinomialByAddon(
  bits: BitGenerator,
  n: number,
  chances: Float64Array,
  out: BigInt64Array,
): boolean {
  if (!serves('randomFill', bits, out.length)) return false;
  const { w, f } = pairedTables('float64');
  run('randomFill', bits, [out, chances, w, f], [22, kernelCode('int64'), out.length, n, chances.length]);
  return true;
}

const pairs: { float64?: RawTables; float32?: RawTables } = {};

/** The tables of normal numbers, each followed by that of exponential ones. */
function pairedTables(dtype: 'float64' | 'float32'): RawTables {
  let found = pairs[dtype];
  if (found === undefined) {
    const normal = rawTables('normal', dtype);
    const exponential = rawTables('exponential', dtype);
    const joined = <T extends RawTables[keyof RawTables]>(first: T, second: T): T => {
      const both = new (first.constructor as new (length: number) => T)(first.length + second.length);
      both.set(first as never);
      both.set(second as never, first.length);
      return both;
    };
    found = {
      k: joined(normal.k, exponential.k),
      w: joined(normal.w, exponential.w),
      f: joined(normal.f, exponential.f),
    };
    pairs[dtype] = found;
  }
  return found;
}

const noTables = { k: null, w: null, f: null };
const half = 2n ** 32n;

/** out = offset + [0, range], for every integer dtype and bool. */
export function fillIntegersByAddon(
  bits: BitGenerator,
  dtype: DType,
  out: ArrayBufferView & { readonly length: number },
  offset: bigint,
  range: bigint,
): boolean {
  if (range === 0n || !serves('randomIntegers', bits, out.length)) return false;
  const from = BigInt.asUintN(64, offset);
  run(
    'randomIntegers',
    bits,
    [out],
    [
      kernelCode(dtype),
      out.length,
      Number(from % half),
      Number(from / half),
      Number(range % half),
      Number(range / half),
    ],
  );
  return true;
}

/** Shuffles the `count` elements of `itemsize` bytes (1, 2, 4, 8 or 16) that `data` begins with. */
export function shuffleByAddon(
  bits: BitGenerator,
  data: ArrayBufferView,
  itemsize: number,
  count: number,
): boolean {
  if (!serves('randomShuffle', bits, count)) return false;
  run('randomShuffle', bits, [data], [itemsize, count]);
  return true;
}
