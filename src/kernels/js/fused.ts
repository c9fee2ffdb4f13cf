/**
 * The reference of fused expressions: the steps of a program on one stretch after the other, each by the reference of
 * its own entry. See native/kernels.def for what programs hold.
 */
import { type DType, dtypeInfo } from '../../core/dtype.js';
import type { Operand } from '../backend.js';
import { dtypeOfCode, kernelCode, loopResult } from '../element-kind.js';
import { binary, binaryNames, copy, unary, unaryNames } from './elementwise.js';
import { eachRow } from './loops/drive.js';
import { reduce } from './reduce.js';

/** Elements of a stretch. */
const stretch = 4096;
const stepKinds = ['unary', 'binary', 'cast'] as const;
const firstInput = 16;
const firstConstant = 32;
const constantBytes = 16;

/** One step of a program. */
interface Step {
  readonly kind: (typeof stepKinds)[number];
  readonly operation: number;
  /** The dtype its operands have. */
  readonly reads: DType;
  readonly writes: DType;
  readonly operands: readonly number[];
  /** A temporary; negative: the result. */
  readonly to: number;
}

function stepOf([kind, operation, dtype, a, b, to]: readonly number[]): Step {
  const own = dtypeOfCode(dtype);
  if (stepKinds[kind] === 'cast') {
    return { kind: 'cast', operation, reads: dtypeOfCode(operation), writes: own, operands: [a], to };
  }
  const isUnary = stepKinds[kind] === 'unary';
  const writes = loopResult(isUnary ? unaryNames[operation] : binaryNames[operation], own);
  return { kind: stepKinds[kind], operation, reads: own, writes, operands: isUnary ? [a] : [a, b], to };
}

/** A program taken apart. */
function open(operands: readonly Operand[], [ndim, inputs, count]: Float64Array) {
  const numbers = operands[1] as Float64Array;
  const layoutLength = ndim + inputs * (ndim + 1);
  const steps = Array.from({ length: count }, (_, at) => {
    const start = layoutLength + 6 * at;
    return stepOf([...numbers.subarray(start, start + 6)]);
  });
  return {
    layout: numbers.subarray(0, layoutLength),
    steps,
    rest: numbers.subarray(layoutLength + 6 * count),
  };
}

/** Typed arrays that the steps read and write, and where in them the next elements are. */
interface Place {
  readonly data: Operand;
  readonly offset: number;
  readonly stride: number;
}

function runStep(step: Step, n: number, to: Place, from: readonly Place[]): void {
  const layout = Float64Array.from([n, ...[to, ...from].flatMap(({ offset, stride }) => [offset, stride])]);
  const arrays = [to.data, ...from.map(({ data }) => data), layout];
  const reads = kernelCode(step.reads);
  const writes = kernelCode(step.writes);
  if (step.kind === 'cast') copy(arrays, Float64Array.of(1, writes, reads));
  else if (step.kind === 'unary') unary(arrays, Float64Array.of(step.operation, reads, 1, writes, reads));
  else binary(arrays, Float64Array.of(step.operation, reads, 1, writes, reads, reads));
}

export function fused(operands: readonly Operand[], params: Float64Array): void {
  const [ndim, inputs] = params;
  const { layout, steps } = open(operands, params);
  const n = layout[ndim - 1];
  const temporaries = steps.map(({ writes, to }) => (to < 0 ? null : arrayOf(writes, stretch)));
  // Steps that share a temporary have one dtype.
  const temporaryOf = (to: number): Operand => temporaries[steps.findIndex((step) => step.to === to)];
  const item = dtypeInfo(steps[steps.length - 1].writes).itemsize;
  let written = 0;
  eachRow(ndim, layout, inputs, (at) => {
    for (let column = 0; column < n; column += stretch) {
      const count = Math.min(stretch, n - column);
      for (const step of steps) {
        const place = (operand: number): Place => {
          const { itemsize } = dtypeInfo(step.reads);
          if (operand < firstInput) return { data: temporaryOf(operand), offset: 0, stride: itemsize };
          if (operand >= firstConstant) return constantAt(operands[2], operand - firstConstant, step.reads);
          const input = operand - firstInput;
          const stride = layout[ndim + input * (ndim + 1) + ndim];
          return { data: operands[3 + input], offset: at[input] + column * stride, stride };
        };
        const stride = dtypeInfo(step.writes).itemsize;
        const isResult = step.to < 0;
        const to = {
          data: isResult ? operands[0] : temporaryOf(step.to),
          offset: isResult ? written : 0,
          stride,
        };
        runStep(step, count, to, step.operands.map(place));
      }
      written += count * item;
    }
  });
}

/** All elements first, then the reduction. */
export function fusedReduce(operands: readonly Operand[], params: Float64Array): void {
  const [ndim, , , operation, dtype, reducedNdim] = params;
  const { layout, steps, rest } = open(operands, params);
  let size = 1;
  for (let axis = 0; axis < ndim; axis++) size *= layout[axis];
  const { writes } = steps[steps.length - 1];
  const { itemsize } = dtypeInfo(writes);
  const elements = arrayOf(writes, size);
  fused([elements, ...operands.slice(1)], params);
  // The last array's steps count elements there.
  const plan = rest.slice();
  for (let at = 2 * reducedNdim + 1; at < plan.length; at++) plan[at] *= itemsize;
  reduce([operands[0], elements, plan], Float64Array.of(operation, dtype, reducedNdim, kernelCode(writes)));
}

function arrayOf(dtype: DType, size: number): Operand {
  const { storage: Storage, slots } = dtypeInfo(dtype);
  return new Storage(size * slots);
}

function constantAt(constants: Operand, at: number, dtype: DType): Place {
  const { storage: Storage, slots } = dtypeInfo(dtype);
  const { buffer, byteOffset } = constants as Uint8Array<ArrayBuffer>;
  return { data: new Storage(buffer, byteOffset + at * constantBytes, slots), offset: 0, stride: 0 };
}
