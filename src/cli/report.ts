/** What a command says when it is done: a few lines for people, or one JSON object for programs. */

import { formatBytes, formatRate, formatSeconds } from '../plot/format.js';
import { type CommandContext, describeKernels, type KernelSummary } from './context.js';
import type { Input } from './input.js';

/** An array on its way in or out. */
export interface ArrayFacts {
  readonly path?: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly bytes: number;
}

export interface DistanceReport {
  readonly command: string;
  readonly metric: string;
  /** How the metric was parametrised, in words. */
  readonly remarks: string;
  readonly x: ArrayFacts;
  readonly y?: ArrayFacts;
  readonly result: ArrayFacts;
  readonly pairs: number;
  readonly plot?: string;
  readonly kernels: KernelSummary;
  /** Whether writing the result is part of the computing: then they cannot be told apart. */
  readonly streamed?: boolean;
  readonly seconds: { readonly compute: number; readonly total: number };
}

export function inputFacts({ path, array }: Input): ArrayFacts {
  return { path, shape: array.shape, dtype: array.dtype, bytes: array.nbytes };
}

export function printReport(context: CommandContext, report: DistanceReport, json: boolean): void {
  if (json) {
    context.print(JSON.stringify(report));
    return;
  }
  const { metric, remarks, result, pairs, kernels, seconds } = report;
  const named = remarks === '' ? metric : `${metric} (${remarks})`;
  const shape = result.shape.join(' × ');
  context.print(`${named} distances: ${shape} ${result.dtype}, ${formatBytes(result.bytes)}`);
  const rate = seconds.compute > 0 ? ` (${formatRate(pairs / seconds.compute)} pairs/s)` : '';
  const verb = report.streamed ? 'computed and written' : 'computed';
  context.print(`${verb} in ${formatSeconds(seconds.compute)}${rate} by ${describeKernels(kernels)}`);
  if (result.path !== undefined) context.print(`result  ${result.path}`);
  if (report.plot !== undefined) context.print(`picture ${report.plot}`);
}
