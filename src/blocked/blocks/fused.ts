/** Several functions of blocks in one pass: what they make for each other is made where it is used, and never stored. */
import { NDArray } from '../../core/ndarray.js';
import { fusedCall } from '../../ops/fusion/trace.js';
import * as ops from '../../ops/index.js';
import { binaryTable, unaryTable } from '../../ops/registry.js';
import { filledBlock } from './creation.js';
import { exponentialBlock, integersBlock, normalBlock, uniformBlock } from './random.js';
import { momentsPart, reducedPart } from './reductions.js';

type AnyFunction = (...args: never[]) => unknown;

const own: Readonly<Record<string, AnyFunction>> = {
  exponentialBlock,
  filledBlock,
  integersBlock,
  momentsPart,
  normalBlock,
  reducedPart,
  uniformBlock,
};
const operations = ops as unknown as Readonly<Record<string, AnyFunction>>;

/** Whether the function of that name can be one of those. */
export function isFusable(name: string): boolean {
  return name === 'asType' || [own, unaryTable, binaryTable].some((table) => Object.hasOwn(table, name));
}

/** A call: of its arguments, numbers from 0 on are given values, and −1 is the result of the first call, −2 of the next. */
export interface FusedStep {
  readonly name: string;
  readonly args: readonly number[];
}

/** The result of the last of some calls. */
export function fusedBlocks(steps: readonly FusedStep[], ...values: unknown[]): unknown {
  return fusedCall((standIn) => {
    const given = values.map((value) => (value instanceof NDArray ? standIn(value as NDArray) : value));
    const results: unknown[] = [];
    for (const { name, args } of steps) {
      const call = (own[name] ?? operations[name]) as (...args: unknown[]) => unknown;
      results.push(call(...args.map((at) => (at < 0 ? results[-1 - at] : given[at]))));
    }
    return results[results.length - 1];
  });
}
