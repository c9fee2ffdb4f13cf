/** Expressions made real: in one pass by the `fused` kernel, or step by step where there is none for them. */
import { type NDArray, newUninitialized, storage } from '../../core/ndarray.js';
import { type Shape, sizeOf } from '../../core/shape.js';
import { backend } from '../../kernels/select.js';
import type { ReductionName, ReductionOptions } from '../reduction.js';
import { sameShape } from '../result.js';
import { inOrder, type Node, type OperationNode } from './nodes.js';
import { compile, inputLayout, type Program } from './program.js';

/** Elements below which steps of their own cost less than a program. */
const FUSED_SIZE = 1024;

/** The elements of a node, all at once. */
export function evaluate(node: Node): NDArray {
  if (node.kind === 'array') return node.array;
  const program = sizeOf(node.shape) < FUSED_SIZE ? null : compile(node, node.dtype);
  return program === null ? stepwise(node) : fused(node, program);
}

/** As the operations would have been done without `fuse`. */
function stepwise(root: OperationNode): NDArray {
  const done = new Map<Node, NDArray>();
  const real = (node: Node): NDArray => (node.kind === 'array' ? node.array : done.get(node)!);
  for (const node of inOrder(root)) done.set(node, node.compute(node.operands.map(real)));
  return done.get(root)!;
}

function fused({ dtype, shape }: OperationNode, program: Program): NDArray {
  // In the order of the inputs' memory, as NumPy's order 'K' gives: Fortran order is C order of the axes reversed.
  const isFortran = inFortranOrder(program.inputs, shape);
  const walked = isFortran ? [...shape].reverse() : shape;
  const inputs = isFortran ? program.inputs.map((x) => x.T as NDArray) : program.inputs;
  const out = newUninitialized('fuse', dtype, walked);
  const { ndim, layout } = inputLayout({ ...program, inputs }, walked);
  backend().run(
    'fused',
    [storage(out), Float64Array.from([...layout, ...program.steps]), program.constants, ...inputs.map(storage)],
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
  const setting = openReduction(name, node, options);
  if (setting === null) return null;
  const { kernel, acc, plan, source } = setting;
  const program = compile(node, source);
  // Fortran order would be another order of adding up.
  if (program === null || inFortranOrder(program.inputs, node.shape)) return null;
  const { ndim, layout } = inputLayout(program, node.shape);
  backend().run(
    'fusedReduce',
    [
      storage(acc),
      Float64Array.from([...layout, ...program.steps, ...plan.layout]),
      program.constants,
      ...program.inputs.map((x) => storage(x)),
    ],
    Float64Array.of(ndim, program.inputs.length, program.steps.length / 6, kernel.row, kernel.dtype, plan.ndim),
  );
  return setting.finish();
}

/** Whether every operand of the whole shape lies in Fortran order: then stepwise results would too. */
function inFortranOrder(inputs: readonly NDArray[], shape: Shape): boolean {
  if (shape.length < 2) return false;
  const whole = inputs.filter((x) => sameShape(x.shape, shape));
  return whole.length > 0 && whole.every(({ flags }) => flags.fContiguous && !flags.cContiguous);
}
