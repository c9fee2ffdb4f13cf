/**
 * Tracing: a function is called with stand-ins, arrays that have a dtype and a shape but no elements, and what
 * operations it does on them is noted down instead of done.
 *
 * Policy: the operations themselves choose dtypes and shapes, by the code that always does; a trace adds nothing of
 * its own, so a fused result is the stepwise one. What is not an elementwise operation makes its operand real first;
 * a reduction does so without a temporary, in the pass that makes the elements.
 */
import { type DType, dtypeInfo } from '../../core/dtype.js';
import { type AsTypeOptions, NDArray, newArray } from '../../core/ndarray.js';
import { isScalar } from '../../core/promotion.js';
import { broadcastShapes, type Shape } from '../../core/shape.js';
import { loopDType } from '../../kernels/element-kind.js';
import { loopKind } from '../../kernels/js/loops/work.js';
import type { KernelLoop } from '../../kernels/table.gen.js';
import { type ReductionName, type ReductionOptions, reduceBy } from '../reduction.js';
import type { BinaryRow, UfuncRow, UnaryRow } from '../registry.js';
import type { UfuncOptions } from '../result.js';
import { type Tracer, tracing } from '../tracing.js';
import {
  type Choice,
  callBinary,
  callUnary,
  checkReads,
  chooseBinary,
  chooseUnary,
  type Operand,
  scalarArray,
  toArray,
} from '../ufunc.js';
import { evaluate, evaluateReduced } from './evaluate.js';
import { arrayNode, type Node, type OperationNode, type WordStream } from './nodes.js';

/** An array without elements; converting it is noted down too. */
class StandIn extends NDArray {
  readonly #trace: Trace;

  constructor(trace: Trace, dtype: DType, shape: Shape) {
    const { storage: Storage, slots } = dtypeInfo(dtype);
    super({ data: new Storage(slots), dtype, shape: [...shape], strides: shape.map(() => 0) });
    this.dispose();
    this.#trace = trace;
  }

  override asType<E extends DType>(dtype: E, options: AsTypeOptions = {}): NDArray<E, Shape> {
    return this.#trace.cast(this, dtype, options) as NDArray<E, Shape>;
  }
}

export class Trace implements Tracer {
  readonly #nodes = new WeakMap<NDArray, Node>();
  /** What stand-ins that had to be made real became. */
  readonly #forced = new WeakMap<NDArray, NDArray>();

  /** Runs `call` with this trace noting down, and gives its result, real. */
  run(call: () => unknown): unknown {
    const outer = tracing.current;
    tracing.current = this;
    try {
      return this.force(call());
    } finally {
      tracing.current = outer;
    }
  }

  /** An array without elements that stands for `node`. */
  standIn(node: Node): NDArray {
    const array = new StandIn(this, node.dtype, node.shape);
    this.#nodes.set(array, node);
    return array;
  }

  standFor(x: NDArray): NDArray {
    return this.#knows(x) ? x : this.standIn(arrayNode(x));
  }

  unary(operation: string, row: UnaryRow, x: Operand, options?: UfuncOptions): NDArray | undefined {
    if (!this.#knows(x)) return undefined;
    if (!isPlain(options)) return aside(() => callUnary(operation, row, this.force(x), options));
    const choice = chooseUnary(operation, row, x as NDArray, options?.dtype);
    const compute = ([a]: readonly NDArray[]): NDArray => callUnary(operation, row, a, options);
    return this.#note(operation, row, choice, [this.#nodeOf(x as NDArray)], compute);
  }

  binary(
    operation: string,
    row: BinaryRow,
    a: Operand,
    b: Operand,
    options?: UfuncOptions,
  ): NDArray | undefined {
    if (!this.#knows(a) && !this.#knows(b)) return undefined;
    if (!isPlain(options)) {
      return aside(() => callBinary(operation, row, this.force(a), this.force(b), options));
    }
    const { choice, x, y } = chooseBinary(operation, row, a, b, options?.dtype);
    const operands = [x, y].map((operand) =>
      this.#nodeOf(isScalar(operand) ? scalarArray(operation, choice.dtype, operand) : operand),
    );
    const compute = ([left, right]: readonly NDArray[]): NDArray =>
      callBinary(operation, row, isScalar(x) ? x : left, isScalar(y) ? y : right, options);
    return this.#note(operation, row, choice, operands, compute);
  }

  /** What `asType` of a stand-in gives. */
  cast(x: NDArray, dtype: DType, options: AsTypeOptions): NDArray {
    // One element is enough to be told what is wrong.
    newArray('asType', x.dtype, []).asType(dtype, options);
    if (options.copy === false && x.dtype === dtype) return x;
    const { order = 'K' } = options;
    if (order !== 'K' || tracing.current !== this) {
      return aside(() => this.force(x).asType(dtype, options));
    }
    const compute = ([a]: readonly NDArray[]): NDArray => a.asType(dtype);
    const { shape } = x;
    return this.standIn({
      kind: 'cast',
      kernel: undefined,
      operands: [this.#nodeOf(x)],
      dtype,
      shape,
      compute,
    });
  }

  reduce(name: ReductionName, x: Operand, options: ReductionOptions): NDArray | undefined {
    if (!this.#knows(x)) return undefined;
    const known = this.#forced.get(x as NDArray);
    if (known !== undefined) return aside(() => reduceBy(name, known, options));
    const node = this.#nodes.get(x as NDArray)!;
    return aside(() => evaluateReduced(name, node, options) ?? reduceBy(name, this.force(x), options));
  }

  force<X>(x: X): X {
    if (!this.#knows(x)) return x;
    const standIn = x as NDArray;
    let real = this.#forced.get(standIn);
    if (real === undefined) {
      real = aside(() => evaluate(this.#nodes.get(standIn)!));
      this.#forced.set(standIn, real);
    }
    return real as X;
  }

  #knows(x: unknown): boolean {
    return x instanceof NDArray && this.#nodes.has(x);
  }

  #nodeOf(x: Operand): Node {
    // toArray would make a stand-in real.
    const array = this.#knows(x) ? (x as NDArray) : toArray('fuse', x);
    const forced = this.#forced.get(array) ?? array;
    return this.#nodes.get(forced) ?? arrayNode(forced);
  }

  #note<Loop>(
    operation: string,
    row: UfuncRow<Loop>,
    choice: Choice<Loop>,
    operands: readonly Node[],
    compute: OperationNode['compute'],
  ): NDArray {
    for (const operand of operands) checkReads(operation, operand.dtype, choice);
    const shape: Shape = broadcastShapes(operation, ...operands.map((node) => node.shape));
    const name = row.kernel as KernelLoop | undefined;
    const loop = name && choice.kernel && loopDType(name, choice.dtype);
    // C would wrap 64-bit integers of the other signedness, which the reference reads as they are.
    const mixes =
      choice.kind === 'bigint' &&
      operands.some(({ dtype }) => loopKind[dtype] === 'bigint' && dtype !== choice.dtype);
    const kernel = name && loop && !mixes ? { name, loop } : undefined;
    const kind = operands.length === 1 ? 'unary' : 'binary';
    return this.standIn({ kind, kernel, operands, dtype: choice.result, shape, compute });
  }
}

/** Whether options leave an operation one that can be noted down: no result array, no mask. */
function isPlain(options: UfuncOptions | undefined): boolean {
  return (
    options === undefined ||
    (options.out === undefined && (options as { where?: unknown }).where === undefined)
  );
}

/**
 * What `call` gives, with the operations it does on what stands in for arrays done in one pass: `standIn` gives what
 * stands in for one. Inside another such call it is part of that, and its result may be a stand-in.
 */
export function fusedCall<R>(call: (standIn: (x: NDArray) => NDArray) => R): R {
  const outer = tracing.current;
  if (outer !== null) return call((x) => outer.standFor(x));
  const trace = new Trace();
  return trace.run(() => call((x) => trace.standFor(x))) as R;
}

/**
 * The numbers of a stream: where operations are noted down, they are made where they are used. `make` gives them where no
 * kernel can.
 */
export function streamNumbers(stream: WordStream, make: () => NDArray): NDArray {
  const { shape } = stream;
  const node: Node = {
    kind: 'stream',
    stream,
    kernel: undefined,
    operands: [],
    dtype: 'float64',
    shape,
    compute: make,
  };
  return tracing.current?.standIn(node) ?? evaluate(node);
}

/** Computes with nobody noting down. */
function aside<R>(call: () => R): R {
  const outer = tracing.current;
  tracing.current = null;
  try {
    return call();
  } finally {
    tracing.current = outer;
  }
}
