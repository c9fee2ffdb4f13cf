/** Draws from a distribution given by a function of the bits and up to three parameters. */
import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { Sizes } from '../core/static-shapes.js';
import type { BitGenerator } from './bits/bit-generator.js';
import { drawArray, outputOf, type Size } from './draws.js';
import { drawByAddon } from './native.js';
import { broadcastParameters, checkParameter, type ParameterRule } from './parameters.js';

export type MaybeSize = Size | null | undefined;

/** What a draw gives: an array where a size is given or a parameter is an array, else a number. */
export type Drawn<P, S, D extends DType = 'float64'> = [S] extends [Size]
  ? NDArray<D, Sizes<S>>
  : [P] extends [number]
    ? number
    : NDArray<D>;

export interface Distribution {
  readonly name: string;
  readonly parameters: readonly ParameterRule[];
  readonly sample: (bits: BitGenerator, a: number, b: number, c: number) => number;
  /** What the parameters of one draw must meet together. */
  readonly together?: (a: number, b: number, c: number) => void;
}

/** Float64 numbers, or float32 ones where the distribution's numbers are such. */
export function drawReal(
  bits: BitGenerator,
  distribution: Distribution,
  values: readonly unknown[],
  size: MaybeSize,
  dtype: 'float64' | 'float32' = 'float64',
  out?: NDArray<'float64' | 'float32'>,
): unknown {
  const { name, parameters, sample } = distribution;
  if (values.every((value) => typeof value === 'number')) {
    const [a, b, c] = checkedNumbers(distribution, values);
    if (out === undefined && (size === undefined || size === null)) return sample(bits, a, b, c);
    const fill = (data: Float64Array | Float32Array) => {
      if (drawByAddon(bits, name, data, a, b)) return;
      for (let at = 0; at < data.length; at++) data[at] = sample(bits, a, b, c);
    };
    if (out === undefined) return drawArray(name, dtype, size as Size, fill);
    fill(outputOf(name, out, dtype, size));
    return out;
  }
  const { shape, columns } = broadcastParameters(name, parameters, values, size ?? out?.shape);
  const fill = (data: Float64Array | Float32Array) => drawEach(bits, distribution, columns, data);
  if (out === undefined) return drawArray(name, dtype, shape, fill);
  const target = outputOf(name, out, dtype, shape);
  if (out.flags.cContiguous) {
    fill(target);
    return out;
  }
  // Drawn in C order, as the parameters are; a Fortran-ordered output takes them one by one.
  const inOrder = drawArray(name, dtype, shape, fill);
  return out.assign(inOrder);
}

/** Int64 numbers; one number without a size. */
export function drawWhole(
  bits: BitGenerator,
  distribution: Distribution,
  values: readonly unknown[],
  size: MaybeSize,
): unknown {
  const { name, sample } = distribution;
  const isScalar = values.every((value) => typeof value === 'number');
  if (isScalar && (size === undefined || size === null)) return drawReal(bits, distribution, values, null);
  if (isScalar) {
    const [a, b, c] = checkedNumbers(distribution, values);
    return drawArray(name, 'int64', size as Size, (data) => {
      if (drawByAddon(bits, name, data, a, b)) return;
      const drawn = new Float64Array(data.length);
      for (let at = 0; at < drawn.length; at++) drawn[at] = sample(bits, a, b, c);
      writeWhole(drawn, data);
    });
  }
  const drawn = drawReal(bits, distribution, values, size) as NDArray<'float64'>;
  return drawArray(name, 'int64', drawn.shape, (data) => writeWhole(drawn.data, data));
}

/** The parameters of every draw, 0 where the distribution has fewer than three. */
function checkedNumbers(
  { name, parameters, together }: Distribution,
  values: readonly unknown[],
): readonly [number, number, number] {
  parameters.forEach(([parameter, condition], at) => {
    checkParameter(name, parameter, values[at], condition);
  });
  const [a = 0, b = 0, c = 0] = values as number[];
  together?.(a, b, c);
  return [a, b, c];
}

function drawEach(
  bits: BitGenerator,
  { sample, together }: Distribution,
  columns: readonly Float64Array[],
  data: Float64Array | Float32Array,
): void {
  const [a, b = a, c = a] = columns;
  if (together) for (let at = 0; at < data.length; at++) together(a[at], b[at], c[at]);
  for (let at = 0; at < data.length; at++) data[at] = sample(bits, a[at], b[at], c[at]);
}

/** Which half of a 64-bit element comes first in memory: 0 where the lower one does. */
const lowHalf = 1 - new Uint8Array(new Uint16Array([1]).buffer)[0];
const largest = 2 ** 63 - 1024;

/** Whole numbers as int64; what is too large becomes the largest. */
export function writeWhole(from: Float64Array, to: BigInt64Array): void {
  const halves = new Int32Array(to.buffer, to.byteOffset, 2 * to.length);
  for (let at = 0; at < from.length; at++) {
    const value = from[at];
    if (value > largest) to[at] = 0x7fffffffffffffffn;
    else {
      halves[2 * at + lowHalf] = value;
      halves[2 * at + 1 - lowHalf] = Math.floor(value / 4294967296);
    }
  }
}
