import { type Collection, type CollectionParts, collectionSymbol, isCollection } from './collection.js';
import { type ComputeOptions, resultsOf } from './compute.js';
import { type Graph, valueTask } from './tasks/task.js';

/**
 * Computes collections and keeps the results: the same collections come back, over tasks that are done. What is not a
 * collection comes back as it is.
 *
 * @see Dask's `dask.persist`
 */
export async function persist<const X extends readonly unknown[]>(
  values: X,
  options: ComputeOptions = {},
): Promise<{ -readonly [I in keyof X]: X[I] }> {
  const parts = values.map((x): CollectionParts | null => (isCollection(x) ? x[collectionSymbol]() : null));
  const found = parts.filter((part) => part !== null);
  const results = await resultsOf(found, options);
  const known: Graph = new Map();
  let at = 0;
  for (const { keys } of found) for (const key of keys) known.set(key, valueTask(key, results[at++]));
  const rebuilt = parts.map((part, i): unknown => (part === null ? values[i] : rebuildOver(part, known)));
  return rebuilt as { -readonly [I in keyof X]: X[I] };
}

function rebuildOver(part: CollectionParts, known: Graph): Collection {
  return part.rebuild(new Map(part.keys.map((key) => [key, known.get(key)!])));
}
