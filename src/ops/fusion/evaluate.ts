/** Expressions made real: in one pass by the `fused` kernel, or step by step where there is none for them. */
import { NDArray, newUninitialized, storage } from '../../core/ndarray.js';
import { contiguousStrides, type Shape, sizeOf } from '../../core/shape.js';
import type { Operand } from '../../kernels/backend.js';
import { kernelCode } from '../../kernels/element-kind.js';
import { backend } from '../../kernels/select.js';
import { kernelReduction } from '../../kernels/table.gen.js';
import { planLayout } from '../plan.js';
import {
  finish,
  openReduction,
  type ReductionName,
  type ReductionOptions,
  reducedOnto,
} from '../reduction.js';
import { sameShape } from '../result.js';
import { arrayNode, inOrder, type Node, type OperationNode } from './nodes.js';
import { compile, type Input, inputLayout, type Program } from './program.js';

/** Elements below which steps of their own cost less than a program. */
export const FUSED_SIZE = 1024;

/** The elements of a node, all at once. */
export function evaluate(node: Node): NDArray {
  if (node.kind === 'array') return node.array;
  if (sizeOf(node.shape) >= FUSED_SIZE) {
    const program = compile(settled(node), node.dtype);
    if (program !== null) return fused(node, program);
  }
  return stepwise(node);
}

/** The expression with every part of a smaller shape made real: once, and not for each element it is repeated over. */
function settled(root: OperationNode): OperationNode {
  const known = new Map<Node, Node>();
  const settle = (node: Node): Node => {
    if (node.kind === 'array') return node;
    let own = known.get(node);
    if (own === undefined) {
      if (sameShape(node.shape, root.shape)) own = { ...node, operands: node.operands.map(settle) };
      else own = arrayNode(evaluate(node));
      known.set(node, own);
    }
    return own;
  };
  return settle(root) as OperationNode;
}

/** As the operations would have been done without `fuse`. */
function stepwise(root: OperationNode): NDArray {
  const order = inOrder(root);
  const readers = new Map<Node, number>([[root, 1]]);
  for (const { operands } of order) for (const x of operands) readers.set(x, (readers.get(x) ?? 0) + 1);
  const done = new Map<Node, NDArray>();
  const real = (node: Node): NDArray => (node.kind === 'array' ? node.array : done.get(node)!);
  for (const node of order) {
    done.set(node, node.compute(node.operands.map(real)));
    // What nobody reads any more is let go of.
    for (const operand of node.operands) {
      const left = readers.get(operand)! - 1;
      readers.set(operand, left);
      if (left === 0) done.delete(operand);
    }
  }
  return done.get(root)!;
}

function fused({ dtype, shape }: OperationNode, program: Program): NDArray {
  // In the order of the inputs' memory, as NumPy's order 'K' gives: Fortran order is C order of the axes reversed.
  const isFortran = inFortranOrder(program.inputs, shape);
  const walked = isFortran ? [...shape].reverse() : shape;
  const inputs = isFortran ? program.inputs.map(transposed) : program.inputs;
  const out = newUninitialized('fuse', dtype, walked);
  const { ndim, layout } = inputLayout({ ...program, inputs }, walked);
  backend().run(
    'fused',
    [
      storage(out),
      Float64Array.from([...layout, ...program.steps]),
      program.constants,
      ...inputs.map(memoryOf),
    ],
    Float64Array.of(ndim, inputs.length, program.steps.length / 6),
  );
  return (isFortran ? out.T : out) as NDArray;
}

/**
 * A reduction of the node's elements, which are made a chunk at a time and never stored; null where no kernel can, and
 * the elements must be made first.
 */
export function evaluateReduced(name: ReductionName, node: Node, options: ReductionOptions): NDArray | null {
  if (node.kind === 'array' || sizeOf(node.shape) < FUSED_SIZE) return null;
  const { dtype, shape } = node;
  const { reduced, result, loop, acc } = openReduction(name, { dtype, shape, size: sizeOf(shape) }, options);
  if (loop === undefined) return null;
  const program = compile(settled(node), loop);
  // In Fortran order the elements would be added up in another order.
  if (program === null || inFortranOrder(program.inputs, shape)) return null;
  // As if the elements lay in memory, one unit apart: the kernel takes the place in the plan for their number.
  const elements = { shape, strides: contiguousStrides(shape, 1), offset: 0 };
  const plan = planLayout(shape, [reducedOnto(acc, elements, reduced), elements], 1);
  const { ndim, layout } = inputLayout(program, shape);
  backend().run(
    'fusedReduce',
    [
      storage(acc),
      Float64Array.from([...layout, ...program.steps, ...plan.layout]),
      program.constants,
      ...program.inputs.map(memoryOf),
    ],
    Float64Array.of(
      ndim,
      program.inputs.length,
      program.steps.length / 6,
      kernelReduction[name],
      kernelCode(loop),
      plan.ndim,
    ),
  );
  return finish(name, acc, reduced, result, options);
}

/** Whether every operand of the whole shape lies in Fortran order: then stepwise results would too. */
function inFortranOrder(inputs: readonly Input[], shape: Shape): boolean {
  if (shape.length < 2) return false;
  const whole = inputs.filter((x) => sameShape(x.shape, shape));
  // A stream would have been made in C order.
  const liesSo = (x: Input) => x instanceof NDArray && x.flags.fContiguous && !x.flags.cContiguous;
  return whole.length > 0 && whole.every(liesSo);
}

function transposed(x: Input): Input {
  if (x instanceof NDArray) return x.T as NDArray;
  return { ...x, shape: [...x.shape].reverse(), strides: [...x.strides].reverse() };
}

/** What the kernel gets of an input. */
function memoryOf(x: Input): Operand {
  return x instanceof NDArray ? storage(x) : x.register;
}
