/** Blocked arrays in order, along an axis that is in one block. */
import { ArgumentError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { normalizeAxis } from '../core/shape.js';
import { zeros } from '../ops/creation.js';
import { argsort, type SortOptions, sort } from '../ops/sorting.js';
import { BlockedArray } from './blocked-array.js';
import { MappedExpression } from './expressions/mapped.js';
import { handle } from './operations.js';

function sorted(operation: 'sort' | 'argsort', ofBlock: typeof sort | typeof argsort) {
  return (x: BlockedArray, options: SortOptions = {}): BlockedArray => {
    const { axis: given = -1 } = options;
    const of = given === null ? x.ravel() : x;
    const axis = given === null ? 0 : normalizeAxis(operation, given, x.ndim);
    const blocks = of.chunks[axis].length;
    if (blocks > 1) {
      const how = given === null ? 'x.rechunk(-1)' : `x.rechunk({ ${axis}: -1 })`;
      throw new ArgumentError(
        `axis ${given} is in ${blocks} blocks; needs one, as ${how} makes it, or topk`,
        {
          operation,
          argument: 'axis',
          got: `${blocks} blocks`,
          needs: 'an axis in one block',
        },
      );
    }
    const settings = { ...options, axis };
    const { dtype } = ofBlock(zeros([0], x.dtype), { ...settings, axis: 0 }) as NDArray;
    return new BlockedArray(
      new MappedExpression({
        operation,
        block: operation,
        of: of.expression,
        after: [settings],
        dtype,
        chunks: of.chunks,
        from: of.chunks.map((_, at) => at),
      }),
    );
  };
}

handle({ sort: sorted('sort', sort), argsort: sorted('argsort', argsort) });
