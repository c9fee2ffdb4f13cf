/**
 * Parts of a reduction made one after the other and added up as they come: of the blocks that they are made of, one is in
 * memory at a time, and each lies where the last one lay.
 */
import { release } from '../../core/buffer.js';
import { NDArray, storage } from '../../core/ndarray.js';
import { type BlockFunction, callBlockFunction } from '../block-function.js';
import { type Accumulation, accumulated } from './reductions.js';

/** A call of a block function whose arguments are values and other calls. */
export interface Recipe {
  readonly recipe: BlockFunction;
  readonly args: readonly unknown[];
}

/** What makes blocks in memory of their own, which nobody else has. */
const makers: ReadonlySet<string> = new Set<BlockFunction>([
  'hdf5Region',
  'hdf5Stack',
  'npyRegion',
  'zarrRegion',
  'zarrStack',
]);

function isRecipe(x: unknown): x is Recipe {
  return typeof x === 'object' && x !== null && 'recipe' in x && 'args' in x;
}

/** The value of a recipe; blocks that were made on the way, and only here, go to `made`. */
async function cooked({ recipe, args }: Recipe, made: NDArray[]): Promise<unknown> {
  const ready: unknown[] = [];
  for (const arg of args) ready.push(isRecipe(arg) ? await cooked(arg, made) : arg);
  const value = await callBlockFunction(recipe, ready);
  if (makers.has(recipe) && value instanceof NDArray) made.push(value);
  return value;
}

/** What the function `last` makes of parts that are added up by `accumulation`; `before` comes before them. */
export async function foldedParts(
  last: BlockFunction,
  accumulation: Accumulation,
  before: readonly unknown[],
  recipes: readonly Recipe[],
): Promise<unknown> {
  const pair = accumulation === 'paired' ? (before[0] as string) : 'add';
  let sum: unknown;
  let isOwn = false;
  for (const [at, recipe] of recipes.entries()) {
    const made: NDArray[] = [];
    const part = await cooked(recipe, made);
    if (at === 0) {
      sum = part;
      isOwn = made.length > 0 && made.every((block) => isIn(block, sum));
    } else {
      sum = accumulated(accumulation, pair, sum, part, isOwn);
      isOwn = true;
    }
    for (const block of made) if (!isIn(block, sum)) release(storage(block));
  }
  return callBlockFunction(last, [...before, [sum]]);
}

/** Whether a part lies in the memory of a block. */
function isIn(block: NDArray, part: unknown): boolean {
  const arrays = part instanceof NDArray ? [part] : Object.values(part as object);
  const { buffer } = storage(block);
  return arrays.some((x) => x instanceof NDArray && storage(x).buffer === buffer);
}
