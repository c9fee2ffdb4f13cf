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

/** Parts added up so far. */
interface Sum {
  value: unknown;
  /** How many pairs of pairs it is. */
  level: number;
  /** Whether its memory is nobody else's. */
  isOwn: boolean;
  /** Blocks in whose memory it lies. */
  readonly blocks: readonly NDArray[];
}

/**
 * What the function `last` makes of parts that are added up by `accumulation`; `before` comes before them. They are
 * added in pairs, pairs of pairs and so on, as they are where all of them are there at once: to the last bit.
 */
export async function foldedParts(
  last: BlockFunction,
  accumulation: Accumulation,
  before: readonly unknown[],
  recipes: readonly Recipe[],
): Promise<unknown> {
  const pair = accumulation === 'paired' ? (before[0] as string) : 'add';
  const sums: Sum[] = [];
  const addLast = (): void => {
    const part = sums.pop()!;
    const sum = sums.at(-1)!;
    sum.value = accumulated(accumulation, pair, sum.value, part.value, sum.isOwn);
    sum.isOwn = true;
    sum.level++;
    releaseUnused(part.blocks, sum.value);
  };
  for (const recipe of recipes) {
    const made: NDArray[] = [];
    const value = await cooked(recipe, made);
    releaseUnused(made, value);
    const blocks = made.filter((block) => isIn(block, value));
    sums.push({ value, level: 0, isOwn: blocks.length > 0, blocks });
    while (sums.length > 1 && sums.at(-2)!.level === sums.at(-1)!.level) addLast();
  }
  while (sums.length > 1) addLast();
  return callBlockFunction(last, [...before, [sums[0].value]]);
}

/** Gives back the memory of blocks that a value does not lie in: what comes next lies there. */
function releaseUnused(blocks: readonly NDArray[], value: unknown): void {
  for (const block of blocks) if (!isIn(block, value)) release(storage(block));
}

/** Whether a part lies in the memory of a block. */
function isIn(block: NDArray, part: unknown): boolean {
  const arrays = part instanceof NDArray ? [part] : Object.values(part as object);
  const { buffer } = storage(block);
  return arrays.some((x) => x instanceof NDArray && storage(x).buffer === buffer);
}
