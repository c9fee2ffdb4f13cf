/** Fused expressions: a function of arrays, done in one pass over memory. */
import { ArgumentError, StridedError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { type Operand, toArray } from '../ufunc.js';
import { arrayNode } from './nodes.js';
import { Trace } from './trace.js';

/** What a fused function takes for each parameter: the array it names, or anything that stands for one. */
type Arguments<Parameters extends readonly NDArray[]> = {
  [At in keyof Parameters]: Parameters[At] | (NDArray extends Parameters[At] ? Operand : never);
};

/**
 * The function `expression`, done in one pass: what its elementwise operations make on the way is never stored.
 *
 * Any dtypes and shapes → the same dtype, shape and bits as step by step; the operands broadcast against each other.
 * A reduction inside (`sum`, `prod`, `min`, `max`, `mean`) takes the elements as they are made; other computations
 * (`matmul`, `sort` …) work on elements made first. At most five arrays take part in one pass, and expressions
 * that no kernel can do are done step by step. The function is called with arrays that have no elements yet: it may
 * ask for dtype and shape and convert with `asType`, but not read or move elements (`at`, `concatenate` …).
 *
 * Complexity: one pass over the operands, on all threads, and no temporary of their size.
 *
 * @throws ArgumentError for what is no function, or one that reads elements of its arguments; and what its operations
 * throw.
 * @example
 * const distances = fuse((x2, y2, xy) => sqrt(abs(x2.add(y2).sub(xy.mul(2)))));
 * distances([[1], [4]], [4, 9], [[2, 3], [4, 6]]).toArray(); // [[1, 2], [0, 1]]
 * @see numexpr.evaluate
 */
export function fuse<Parameters extends readonly NDArray[], Result extends NDArray>(
  expression: (...operands: Parameters) => Result,
): (...operands: Arguments<Parameters>) => Result {
  if (typeof expression !== 'function') {
    throw new ArgumentError(`expression is ${String(expression)}; needs a function of arrays`, {
      operation: 'fuse',
      argument: 'expression',
      got: expression,
      needs: 'a function of arrays',
    });
  }
  return (...operands) => {
    const trace = new Trace();
    const standIns = operands.map((operand) => {
      return trace.standIn(arrayNode(toArray('fuse', operand as Operand)));
    });
    try {
      return trace.run(() => expression(...(standIns as unknown as Parameters))) as Result;
    } catch (error) {
      if (
        error instanceof StridedError &&
        standIns.some((one) => error.message.includes('was disposed') && one.disposed)
      )
        throw readsElements(error);
      throw error;
    }
  };
}

function readsElements(cause: Error): ArgumentError {
  return new ArgumentError(
    'the expression reads elements, or makes a view, of arrays that have none yet; needs operations on whole arrays',
    { operation: 'fuse', argument: 'expression', needs: 'operations on whole arrays', cause },
  );
}
