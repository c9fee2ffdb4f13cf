import type { DType } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import type { StoredIndex } from './selection.js';

/** What attributes of files hold: numbers, texts, and lists and objects of them. */
export type Attribute =
  | number
  | bigint
  | string
  | boolean
  | null
  | readonly Attribute[]
  | { readonly [name: string]: Attribute };

/** An array that lies in a file and is read in parts. */
export interface StoredArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The shape of the pieces it is stored in; null where it is stored in one. */
  readonly chunks: readonly number[] | null;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The elements that the indices select: integers and slices, as in `at()`; without any, all. */
  read(...indices: StoredIndex[]): Promise<NDArray>;
}
