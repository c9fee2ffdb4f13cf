/**
 * Programs: an expression as the steps that the `fused` kernel does on each chunk (native/elementwise/fused.c).
 *
 * Each step writes a temporary, the last one the result. A temporary is used again once its last reader has run, but
 * only for the same dtype. Small constants are cast here; larger operands are inputs, and cast by a step.
 */
import { copyElements } from '../../core/copy.js';
import type { DType } from '../../core/dtype.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import { kernelCode, loopResult } from '../../kernels/element-kind.js';
import { backend } from '../../kernels/select.js';
import { type KernelLoop, kernelBinary, kernelUnary } from '../../kernels/table.gen.js';
import { layoutOf } from '../result.js';
import { inOrder, type Node, type OperationNode, type WordStream } from './nodes.js';

/* As native/elementwise/fused.[ch] has them. */
const maxInputs = 5;
const maxSteps = 64;
const maxTemporaries = 8;
const firstInput = 16;
const firstConstant = 32;
const constantBytes = 16;
const stepKinds = { unary: 0, binary: 1, cast: 2, stream: 3 } as const;
const toResult = -1;
/** Temporaries are numbered from here while steps are written, and get their places in the end. */
const unplaced = 1000;
const rowNumbers = { ...kernelBinary, ...kernelUnary } as { readonly [K in KernelLoop]: number };

/** What a program reads: elements in memory, or words made from their places. */
export type Input = NDArray | WordStream;

export interface Program {
  readonly inputs: readonly Input[];
  readonly constants: Uint8Array;
  /** Six numbers for each step: kind, operation, dtype, operands a and b, where to. */
  readonly steps: readonly number[];
}

/** The program that gives the elements of `root` as `dtype`; null where kernels cannot, or it would be too long. */
export function compile(root: OperationNode, dtype: DType): Program | null {
  const nodes = inOrder(root);
  if (nodes.some((node) => !hasStep(node))) return null;
  const writer = new Writer();
  for (const node of nodes) writer.operation(node);
  return writer.finish(root, dtype);
}

/** Whether the kernel has a step for a node. Only the addon makes streams. */
function hasStep({ kind, kernel }: OperationNode): boolean {
  if (kind === 'stream') return backend().name === 'native';
  return kind === 'cast' || kernel !== undefined;
}

class Writer {
  readonly #inputs: Input[] = [];
  readonly #constants: NDArray[] = [];
  readonly #steps: number[] = [];
  /** Operand numbers of nodes, by the dtype they were cast to. */
  readonly #known = new Map<Node, Map<DType, number>>();
  #temporaries: DType[] = [];

  operation(node: OperationNode): void {
    if (node.kind === 'cast') {
      this.#remember(node, node.dtype, this.#operand(node.operands[0], node.dtype));
      return;
    }
    if (node.kind === 'stream') {
      const to = this.#fresh(node.dtype);
      const input = firstInput + this.#inputs.push(node.stream!) - 1;
      this.#step(stepKinds.stream, 0, kernelCode(node.dtype), input, 0, to);
      this.#remember(node, node.dtype, to);
      return;
    }
    const { name, loop } = node.kernel!;
    const [a, b = 0] = node.operands.map((operand) => this.#operand(operand, loop));
    const written = loopResult(name, loop);
    const to = this.#fresh(written);
    this.#step(stepKinds[node.kind], rowNumbers[name], kernelCode(loop), a, b, to);
    // float16 is computed in float32, and rounded after each operation.
    const own = written === node.dtype ? to : this.#cast(to, written, node.dtype);
    this.#remember(node, node.dtype, own);
  }

  /** @returns null for what does not fit the kernel. */
  finish(root: Node, dtype: DType): Program | null {
    const result = this.#operand(root, dtype);
    const last = this.#steps.length - 6;
    // The step that makes the result comes last, unless a later one reads it too: then it is copied.
    if (this.#steps[last + 5] === result) this.#steps[last + 5] = toResult;
    else return null;
    if (this.#inputs.length > maxInputs || this.#steps.length > 6 * maxSteps) return null;
    const steps = reuse(this.#steps, this.#temporaries);
    if (steps === null) return null;
    const constants = new Uint8Array(Math.max(1, this.#constants.length) * constantBytes);
    for (const [at, constant] of this.#constants.entries()) {
      const { buffer, byteOffset, byteLength } = storage(constant);
      constants.set(new Uint8Array(buffer, byteOffset, byteLength), at * constantBytes);
    }
    return { inputs: this.#inputs, constants, steps };
  }

  #step(
    ...numbers: [kind: number, operation: number, dtype: number, a: number, b: number, to: number]
  ): void {
    this.#steps.push(...numbers);
  }

  #fresh(dtype: DType): number {
    return unplaced + this.#temporaries.push(dtype) - 1;
  }

  #remember(node: Node, dtype: DType, number: number): void {
    const own = this.#known.get(node) ?? new Map<DType, number>();
    own.set(dtype, number);
    this.#known.set(node, own);
  }

  /** The number of a node's elements as `dtype`. */
  #operand(node: Node, dtype: DType): number {
    const known = this.#known.get(node)?.get(dtype);
    if (known !== undefined) return known;
    if (node.kind === 'array' && node.shape.length === 0) return this.#constant(node, node.array, dtype);
    if (node.dtype !== dtype) {
      const cast = this.#cast(this.#operand(node, node.dtype), node.dtype, dtype);
      this.#remember(node, dtype, cast);
      return cast;
    }
    if (node.kind !== 'array') throw new Error('operands come before what they are operands of');
    const { array } = node;
    const at = this.#inputs.includes(array) ? this.#inputs.indexOf(array) : this.#inputs.push(array) - 1;
    this.#remember(node, dtype, firstInput + at);
    return firstInput + at;
  }

  #cast(source: number, from: DType, to: DType): number {
    const number = this.#fresh(to);
    this.#step(stepKinds.cast, kernelCode(from), kernelCode(to), source, 0, number);
    return number;
  }

  #constant(node: Node, array: NDArray, dtype: DType): number {
    const cast = newArray('fuse', dtype, []);
    copyElements(layoutOf(cast), layoutOf(array));
    const number = firstConstant + this.#constants.push(cast) - 1;
    this.#remember(node, dtype, number);
    return number;
  }
}

/** Puts temporaries that do not live at the same time, and have one dtype, in one place; null when there are too few. */
function reuse(steps: readonly number[], dtypes: readonly DType[]): number[] | null {
  const lastUse = new Map<number, number>();
  for (let at = 0; at < steps.length; at += 6) {
    for (const operand of [steps[at + 3], steps[at + 4]]) if (operand >= unplaced) lastUse.set(operand, at);
  }
  const places: DType[] = [];
  const free: number[] = [];
  const placeOf = new Map<number, number>();
  const placed = [...steps];
  for (let at = 0; at < steps.length; at += 6) {
    const operands = [steps[at + 3], steps[at + 4]];
    for (const [side, operand] of operands.entries()) {
      if (operand >= unplaced) placed[at + 3 + side] = placeOf.get(operand)!;
    }
    const to = steps[at + 5];
    if (to >= unplaced) {
      // Not a place that this step still reads: a loop may write its result before it has read all of an operand.
      const dtype = dtypes[to - unplaced];
      const found = free.findIndex((place) => places[place] === dtype);
      const place = found >= 0 ? free.splice(found, 1)[0] : places.push(dtype) - 1;
      if (place >= maxTemporaries) return null;
      placeOf.set(to, place);
      placed[at + 5] = place;
    }
    for (const operand of new Set(operands)) {
      if (operand >= unplaced && lastUse.get(operand) === at) free.push(placeOf.get(operand)!);
    }
  }
  return placed;
}

/** Byte offsets and strides of the inputs, broadcast to a shape: what the kernel walks. */
export function inputLayout(program: Program, shape: Shape): { ndim: number; layout: number[] } {
  const axes = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  const strides = program.inputs.map((x) => {
    const lead = shape.length - x.shape.length;
    return axes.map((axis) => (axis < lead || x.shape[axis - lead] === 1 ? 0 : x.strides[axis - lead]));
  });
  const lengths: number[] = [];
  const merged: number[][] = strides.map(() => []);
  for (const [at, axis] of axes.entries()) {
    const last = lengths.length - 1;
    const joins = last >= 0 && strides.every((own, x) => merged[x][last] === own[at] * shape[axis]);
    if (joins) lengths[last] *= shape[axis];
    else lengths.push(shape[axis]);
    for (const [x, own] of strides.entries()) {
      if (joins) merged[x][last] = own[at];
      else merged[x].push(own[at]);
    }
  }
  if (lengths.length === 0) {
    lengths.push(1);
    for (const own of merged) own.push(0);
  }
  return {
    ndim: lengths.length,
    layout: [...lengths, ...program.inputs.flatMap((x, at) => [x.offset, ...merged[at]])],
  };
}
