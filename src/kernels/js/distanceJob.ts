/** What the reference distances work on: an entry's operands and parameters, by name. */
import type { Operand } from '../backend.js';
import { type EntryName, entries, type KernelMetric, kernelDType, kernelMetrics } from '../table.gen.js';

/** Rows of numbers; the bit form is read as pairs of 32-bit words instead. */
export type Floats = Float64Array | Float32Array;

export interface DistanceJob {
  readonly metric: KernelMetric;
  readonly dtype: number;
  readonly rowsX: number;
  /** rowsX where the entry compares x with itself. */
  readonly rowsY: number;
  readonly features: number;
  readonly x: Floats | Uint32Array;
  readonly y: Floats | Uint32Array;
  readonly weights: Floats | null;
  readonly matrix: Floats | null;
  readonly p: number;
  readonly base: number;
  readonly centered: boolean;
}

const metricNames = Object.keys(kernelMetrics) as KernelMetric[];

/** The value of one parameter of `entry`, by its name in kernels.def. */
export function parameterOf(entry: EntryName, params: Float64Array, name: string): number {
  return params[(entries[entry].parameters as readonly string[]).indexOf(name)];
}

/** One operand of `entry`, by its name in kernels.def; null where it is absent. */
export function operandOf(entry: EntryName, operands: readonly Operand[], name: string): Operand {
  const names = entries[entry].operands as readonly string[];
  const index = names.findIndex((operand) => operand === name || operand === `${name}?`);
  return operands[index] ?? null;
}

export function readJob(entry: EntryName, operands: readonly Operand[], params: Float64Array): DistanceJob {
  const parameter = (name: string) => parameterOf(entry, params, name);
  const operand = (name: string) => operandOf(entry, operands, name);
  const dtype = parameter('dtype');
  const rows = (values: Operand) => (dtype === kernelDType.bit ? words(values!) : (values as Floats));
  const x = rows(operand('x'));
  const condensed = entry === 'distanceCondensed';
  return {
    metric: metricNames[parameter('metric')],
    dtype,
    rowsX: parameter('rowsX'),
    rowsY: condensed ? parameter('rowsX') : parameter('rowsY'),
    features: parameter('features'),
    x,
    y: condensed ? x : rows(operand('y')),
    weights: operand('weights') as Floats | null,
    matrix: operand('matrix') as Floats | null,
    p: parameter('p'),
    base: parameter('base'),
    centered: parameter('centered') === 1,
  };
}

/** 64-bit words as pairs of 32-bit ones: JavaScript counts those without BigInt. */
function words(values: ArrayBufferView): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.byteLength / 4);
}
