/** Several functions of blocks in one pass: what they make for each other is made where it is used, and never stored. */
import { NDArray } from '../../core/ndarray.js';
import { sizeOf } from '../../core/shape.js';
import { FUSED_SIZE } from '../../ops/fusion/evaluate.js';
import { fusedCall } from '../../ops/fusion/trace.js';
import * as ops from '../../ops/index.js';
import { binaryTable, unaryTable } from '../../ops/registry.js';
import type { Range } from '../selection.js';
import { filledBlock } from './creation.js';
import { exponentialBlock, integersBlock, normalBlock, uniformBlock } from './random.js';
import { momentsPart, reducedPart, totalPart } from './reductions.js';

type AnyFunction = (...args: never[]) => unknown;

/** Those that make blocks of nothing: their last argument is the ranges. */
const sources: Readonly<Record<string, AnyFunction>> = {
  exponentialBlock,
  filledBlock,
  integersBlock,
  normalBlock,
  uniformBlock,
};
const own: Readonly<Record<string, AnyFunction>> = { ...sources, momentsPart, reducedPart, totalPart };
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
  if (largest(steps, values) < FUSED_SIZE) return runSteps(steps, values);
  return fusedCall((standIn) =>
    runSteps(
      steps,
      values.map((value) => (value instanceof NDArray ? standIn(value as NDArray) : value)),
    ),
  );
}

function runSteps(steps: readonly FusedStep[], values: readonly unknown[]): unknown {
  const results: unknown[] = [];
  for (const { name, args } of steps) {
    const call = (own[name] ?? operations[name]) as (...args: unknown[]) => unknown;
    results.push(call(...args.map((at) => (at < 0 ? results[-1 - at] : values[at]))));
  }
  return results[results.length - 1];
}

/** The elements of the largest block that comes in, or is made of nothing. */
function largest(steps: readonly FusedStep[], values: readonly unknown[]): number {
  let most = 0;
  for (const value of values) if (value instanceof NDArray) most = Math.max(most, value.size);
  for (const { name, args } of steps) {
    if (!Object.hasOwn(sources, name)) continue;
    const ranges = values[args[args.length - 1]] as readonly Range[];
    most = Math.max(most, sizeOf(ranges.map(({ count }) => count)));
  }
  return most;
}
