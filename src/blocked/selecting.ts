/**
 * Elements of blocked arrays where conditions are true that only computing tells: results have axes of unknown length,
 * in as many blocks as there were.
 */
import { ShapeError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { formatShape, normalizeAxis } from '../core/shape.js';
import { conditionOf } from '../ops/picking.js';
import { flatnonzero } from '../ops/searching.js';
import { type BlockFunction, blockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import { blockedOf } from './elementwise.js';
import { CalledExpression } from './expressions/called.js';
import { commonChunks } from './expressions/elementwise.js';
import { rechunk } from './expressions/picked.js';
import { checkOptions, handle } from './operations.js';

function checkLength(operation: string, condition: BlockedArray, length: number, of: string): void {
  if (condition.ndim === 1 && Object.is(condition.shape[0], length)) return;
  throw new ShapeError(
    `condition has shape ${formatShape(condition.shape)}; needs ${length} elements, as ${of}`,
    {
      operation,
      argument: 'condition',
      got: condition.shape,
      needs: `(${length},)`,
    },
  );
}

/** Along `axis`, what a condition of this axis leaves. */
function kept(
  operation: BlockFunction,
  condition: BlockedArray,
  x: BlockedArray,
  axis: number,
  options: readonly unknown[],
): BlockedArray {
  const along = commonChunks(operation, [condition.chunks[0], x.chunks[axis]]);
  const chunks = x.chunks.map((own, at) => (at === axis ? along : own));
  return new BlockedArray(
    new CalledExpression({
      operation,
      callable: blockFunction(operation),
      args: [
        { of: rechunk(condition.expression, [along]), axes: [axis] },
        { of: rechunk(x.expression, chunks), axes: chunks.map((_, at) => at) },
        ...options.map((value) => ({ value })),
      ],
      dtype: x.dtype,
      chunks: chunks.map((own, at) => (at === axis ? own.map(() => Number.NaN) : own)),
      blockInfo: false,
    }),
  );
}

/** The elements of the flattened array where the flattened condition is true. */
function extract(condition: unknown, x: unknown): BlockedArray {
  const [test, own] = [blockedOf(condition).ravel(), blockedOf(x).ravel()];
  checkLength('extract', test, own.size, 'x has');
  return kept('extract', test, own, 0, []);
}

function compress(
  condition: unknown,
  x: unknown,
  options: { readonly axis?: number | null } = {},
): BlockedArray {
  checkOptions('compress', options);
  const given = options.axis ?? null;
  const own = given === null ? blockedOf(x).ravel() : blockedOf(x);
  const axis = normalizeAxis('compress', given ?? 0, own.ndim);
  if (condition instanceof BlockedArray) {
    checkLength('compress', condition, own.shape[axis], 'the axis has');
    return kept('compress', condition, own, axis, [{ axis }]);
  }
  const places = flatnonzero(conditionOf(condition as readonly boolean[]));
  return own.at(...own.shape.map((_, at): Index => (at === axis ? places : ':'))) as BlockedArray;
}

handle({ extract, compress });
