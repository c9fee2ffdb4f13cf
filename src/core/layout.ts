/**
 * What an array is made from: storage and the numbers that say where its elements lie. The modules that move
 * elements (copy, indexing, printing) work on layouts, so that they need to know nothing of NDArray.
 */
import type { DType, StorageOf } from './dtype.js';
import type { Shape } from './shape.js';

/** The metadata an array is made from. */
export interface Layout<D extends DType = DType, S extends Shape = Shape> {
  readonly data: StorageOf<D>;
  readonly dtype: D;
  readonly shape: S;
  /** Bytes from one element to the next on each axis; may be negative or 0. */
  readonly strides: readonly number[];
  /** Bytes from the start of `data` to the first element. */
  readonly offset?: number;
  readonly writeable?: boolean;
  /** The array or typed array whose memory this one shows; null when it made its own. */
  readonly base?: unknown;
}

/** Under this name an array gives its layout without pinning its memory. A registered symbol: two copies of strided in one program know each other's arrays. */
export const layoutSymbol: unique symbol = Symbol.for('strided.layout') as never;

/** Anything that can say its layout: every NDArray. */
export interface HasLayout {
  [layoutSymbol](): Layout;
}

export function hasLayout(value: unknown): value is HasLayout {
  return typeof value === 'object' && value !== null && layoutSymbol in value;
}
